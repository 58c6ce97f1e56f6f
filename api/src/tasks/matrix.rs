//! A matrix that a document states → travel table, with every defect.

use super::hours::Hours;
use crate::wire::facts::Draft;
use crate::wire::{Matrix, MatrixHours};
use engine::model::{Defect, DefectCode, LONGEST_TRAVEL, LONGEST_WAY};
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use std::collections::HashMap;

/// So many cells out of range are told one by one; the rest are counted.
const MOST_CELLS: usize = 200;

/// Times and lengths as stated, and where.
pub(super) struct Cells<'d> {
    pub seconds: &'d [Vec<Option<u32>>],
    pub metres: &'d [Vec<Option<u32>>],
    /// The pointer of the object that states `seconds`.
    pub at: String,
    /// The pointer of the object that states `metres`.
    pub metres_at: String,
}

/// A matrix as stated, for a mode of travel: the cells that hold at all hours, then those of `byHour`.
pub(super) fn cells_of<'d>(mode: &str, matrix: &'d Matrix) -> Vec<Cells<'d>> {
    let at = pointer(mode);
    let base =
        Cells { seconds: &matrix.seconds, metres: &matrix.metres, at: at.clone(), metres_at: at.clone() };
    let by_hour = matrix.by_hour.iter().enumerate().map(|(number, hours)| {
        let own = format!("{at}/byHour/{number}");
        Cells {
            seconds: &hours.seconds,
            metres: hours.metres.as_deref().unwrap_or(&matrix.metres),
            metres_at: if hours.metres.is_some() { own.clone() } else { at.clone() },
            at: own,
        }
    });
    std::iter::once(base).chain(by_hour).collect()
}

fn pointer(mode: &str) -> String {
    format!("/travel/{}", mode.replace('~', "~0").replace('/', "~1"))
}

impl<'d> Cells<'d> {
    /// The hours at which they hold.
    pub(super) fn hours(&self, stated: &'d MatrixHours) -> Hours<'d> {
        Hours { from: &stated.from, until: &stated.until, days: &stated.days, at: self.at.clone() }
    }
}

/// Stated cells as a table over all places; notes every row that is wrong and every place without one.
pub(super) fn matrix_table(
    mode: &str,
    matrix: &Matrix,
    stated_cells: &Cells<'_>,
    draft: &Draft,
    defects: &mut Vec<Defect>,
) -> TravelTable {
    let at = pointer(mode);
    let (seconds_at, metres_at) = (&stated_cells.at, &stated_cells.metres_at);
    let mut note = |place: String, cause: String, remedy: &str| {
        defects.push(Defect { code: DefectCode::TravelTable, place, cause, remedy: remedy.to_owned() });
    };
    let known: Vec<&str> = draft.facts.places.iter().map(|p| p.id.as_str()).collect();
    let stated = draft.facts.places.iter().take_while(|p| p.pointer.starts_with("/places/")).count();
    let rows: HashMap<&str, usize> = match &matrix.places {
        Some(ids) => {
            let mut rows = HashMap::new();
            for (row, id) in ids.iter().enumerate() {
                let place = format!("{at}/places/{row}");
                if !known.contains(&id.as_str()) {
                    note(
                        place,
                        format!("no place has the id `{id}`"),
                        "name a place of `places`, or remove the row",
                    );
                } else if rows.insert(id.as_str(), row).is_some() {
                    note(place, format!("place `{id}` has two rows"), "remove one of the two");
                }
            }
            rows
        }
        None => known.iter().take(stated).enumerate().map(|(row, id)| (*id, row)).collect(),
    };
    let size = matrix.places.as_ref().map_or(stated, Vec::len);
    let mut sound = true;
    for (at, name, cells) in
        [(seconds_at, "seconds", stated_cells.seconds), (metres_at, "metres", stated_cells.metres)]
    {
        if cells.len() != size {
            note(
                format!("{at}/{name}"),
                format!("{} rows for {size} places", cells.len()),
                "give one row for each place, in their order",
            );
            sound = false;
        }
        for (row, line) in cells.iter().enumerate().filter(|(_, line)| line.len() != size) {
            note(
                format!("{at}/{name}/{row}"),
                format!("{} columns for {size} places", line.len()),
                "give one column for each place, in their order",
            );
            sound = false;
        }
    }
    // A way that takes time and has no length would be none at all.
    if sound {
        let cells = stated_cells.seconds.iter().zip(stated_cells.metres).enumerate();
        let pairs = cells.flat_map(|(row, (s, m))| {
            s.iter().zip(m).enumerate().map(move |(column, (s, m))| (row, column, s.is_some() && m.is_none()))
        });
        let lost: Vec<(usize, usize)> = pairs
            .filter(|&(row, column, is_lost)| is_lost && row != column)
            .map(|(row, column, _)| (row, column))
            .collect();
        if let Some((row, column)) = lost.first() {
            let (hours, at) =
                if seconds_at == metres_at { ("", "") } else { (" at these hours", " of the matrix") };
            note(
                format!("{seconds_at}/seconds/{row}/{column}"),
                format!("{} ways, this one first, have seconds{hours} and no metres{at}", lost.len()),
                "state their `metres`, or null for both where no road leads",
            );
        }
    }
    let row_of: Vec<Option<usize>> = known.iter().map(|id| rows.get(id).copied()).collect();
    for (place, _) in draft.facts.places.iter().zip(&row_of).filter(|(_, row)| row.is_none()) {
        note(
            place.pointer.clone(),
            format!("place `{}` has no row in the travel matrix for `{mode}`", place.id),
            "state it in `places` with an id, and give it a row and a column",
        );
    }
    defects.extend(too_far(&format!("{seconds_at}/seconds"), stated_cells.seconds, LONGEST_TRAVEL.0));
    defects.extend(too_far(&format!("{metres_at}/metres"), stated_cells.metres, LONGEST_WAY.0));
    TravelTable::from_fn(known.len(), |from, to| {
        let (from, to) = (row_of[from]?, row_of[to]?);
        if from == to {
            return Some((Seconds::ZERO, Metres(0)));
        }
        if !sound {
            return Some((Seconds::ZERO, Metres(0)));
        }
        let (seconds, metres) =
            (Seconds(stated_cells.seconds[from][to]?), Metres(stated_cells.metres[from][to]?));
        // A figure out of range has its defect; the table goes on without it.
        (seconds <= LONGEST_TRAVEL && metres <= LONGEST_WAY).then_some((seconds, metres))
    })
}

/// A defect for every cell above `most`: the first ones each with its place, the rest as a number.
fn too_far(at: &str, cells: &[Vec<Option<u32>>], most: u32) -> Vec<Defect> {
    let defect = |place: String, cause: String| Defect {
        code: DefectCode::TravelTable,
        place,
        cause,
        remedy: format!("write 0 to {most}, or `null` where no road leads"),
    };
    let mut told = Vec::new();
    let mut more = 0;
    for (row, line) in cells.iter().enumerate() {
        for (column, figure) in line.iter().enumerate().filter_map(|(k, cell)| Some((k, (*cell)?))) {
            if figure <= most {
                continue;
            }
            if told.len() < MOST_CELLS {
                let cause = format!("{figure} is more than {most}");
                told.push(defect(format!("{at}/{row}/{column}"), cause));
            } else {
                more += 1;
            }
        }
    }
    if more > 0 {
        told.push(defect(at.to_owned(), format!("{more} more cells hold more than {most}")));
    }
    told
}
