//! `rond plan --front`: several plans and the list of them.

use super::console::{Console, Exit};
use super::files::write_whole;
use super::report;
use super::run::{Limits, Watch, pretty};
use crate::tasks::{self, Loaded, PlanOptions};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Seeks `count` plans and writes each beside `out`, and the list of them to it.
pub(super) fn front(
    loaded: &Loaded,
    options: &PlanOptions,
    count: usize,
    limits: Limits,
    out: &Path,
    console: &mut Console<'_>,
) -> Result<Exit, Exit> {
    let began = Instant::now();
    let mut watch = Watch { console: &mut *console, began, first_plan: None };
    let elapsed = || began.elapsed();
    let found = tasks::front(loaded, options, count, &limits.budget(&elapsed), &mut watch);
    console.end_progress();
    let found = found.map_err(|e| console.complain_of(&e, ""))?;
    let mut listed = Vec::new();
    for (number, choice) in found.iter().enumerate() {
        let file = numbered(out, number + 1);
        write_whole(&file, &pretty(&choice.plan), console)?;
        console.say(&format!(
            "{}: {} points of travel, {} of inconvenience",
            file.display(),
            choice.travel,
            choice.inconvenience
        ));
        console.say(report::summary(&choice.plan).trim_end());
        listed.push(json!({
            "file": file.file_name().map(|name| name.to_string_lossy()),
            "travelPoints": choice.travel,
            "inconveniencePoints": choice.inconvenience,
            "inconveniencePerMille": choice.inconvenience_per_mille,
        }));
    }
    write_whole(out, &pretty(&json!({ "version": 1, "plans": listed })), console)?;
    Ok(Exit::Ok)
}

/// `PLAN-3.json` for `PLAN.json`.
pub(super) fn numbered(out: &Path, number: usize) -> PathBuf {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let end = out.extension().map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
    out.with_file_name(format!("{stem}-{number}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_numbered_before_the_ending() {
        assert_eq!(numbered(Path::new("a/plan.json"), 2), Path::new("a/plan-2.json"));
        assert_eq!(numbered(Path::new("plan"), 1), Path::new("plan-1"));
    }
}
