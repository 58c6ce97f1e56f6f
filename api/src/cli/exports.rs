//! A plan as files for maps and for people.

use super::console::{Console, Exit};
use super::files::write;
use super::run::pretty;
use crate::exchange::{MapOptions, geojson, run_sheet};
use crate::tasks::{Language, Loaded, Map, TaskError, Ways};
use crate::wire::{Moment, Plan, Position};
use std::fs;
use std::path::Path;

/// Writes the routes of a plan for a map. Places of patients with protected identity stay out.
pub(super) fn write_geojson(
    file: &Path,
    loaded: &Loaded,
    plan: &Plan,
    map: Option<&Map>,
    console: &mut Console<'_>,
) -> Result<(), Exit> {
    let ways = map.map(|map| Ways::new(map, loaded));
    let along = |shift: &str, from: Position, to: Position, departure: Option<&Moment>| {
        ways.as_ref()?.along(shift, from, to, departure)
    };
    let positions = loaded.positions_by_id();
    write(file, &pretty(&geojson(&loaded.document, plan, &positions, &along, MapOptions::default())), console)
}

/// Refuses a place for run sheets that is no folder.
pub(super) fn check_sheets_folder(folder: &Path, console: &mut Console<'_>) -> Result<(), Exit> {
    if folder.exists() && !folder.is_dir() {
        console.complain(&format!("{}: this is a file; name a folder for the run sheets", folder.display()));
        return Err(Exit::BadInput);
    }
    Ok(())
}

/// Writes a run sheet for each staff member with work.
pub(super) fn write_run_sheets(
    folder: &Path,
    loaded: &Loaded,
    plan: &Plan,
    language: Language,
    console: &mut Console<'_>,
) -> Result<(), Exit> {
    fs::create_dir_all(folder)
        .map_err(|cause| console.complain_of(&TaskError::File { path: folder.to_owned(), cause }, ""))?;
    for (number, person) in loaded.document.staff.iter().enumerate() {
        let works = plan.routes.iter().any(|r| r.staff.as_ref() == Some(&person.id) && !r.stops.is_empty());
        if let (true, Some(text)) = (works, run_sheet(&loaded.document, plan, &person.id, language)) {
            write(&folder.join(file_name(number, &person.id)), text.as_bytes(), console)?;
        }
    }
    Ok(())
}

/// Ids come from outside: whatever they hold, the file stays in its folder, and no two share a name.
fn file_name(number: usize, id: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let safe: String = id.chars().take(60).map(|c| if plain(c) { c } else { '_' }).collect();
    if safe == id { format!("{id}.txt") } else { format!("{safe}-{}.txt", number + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        assert_eq!(file_name(0, "nurse-1"), "nurse-1.txt");
        assert_eq!(file_name(4, "../../etc/passwd"), "______etc_passwd-5.txt");
        assert_ne!(file_name(0, "a/b"), file_name(1, "a:b"));
    }
}
