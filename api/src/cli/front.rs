//! `rond plan --front`: several plans and the list of them.

use super::console::{Console, Exit};
use super::files::{check_outputs, write_whole};
use super::interrupt::on_interrupt;
use super::report;
use super::run::{Limits, Watch, pretty};
use crate::tasks::{self, Loaded, PlanOptions, TaskError};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Refuses what plans of a front cannot be written to before they are sought: each has its own file, and none may be one that is
/// read.
pub(super) fn check_files(
    inputs: &[&Path],
    out: &Path,
    count: usize,
    console: &mut Console<'_>,
) -> Result<(), Exit> {
    if fs::metadata(out).is_ok_and(|m| !m.is_file()) {
        let what = "--front writes several files beside this one, which is no file; name one";
        console.complain(&format!("{}: {what}", out.display()));
        return Err(Exit::BadInput);
    }
    let files: Vec<PathBuf> = (1..=count).map(|n| numbered(out, n)).chain(listed_after(out, count)).collect();
    check_outputs(inputs, &files.iter().map(PathBuf::as_path).collect::<Vec<_>>(), console)
}

/// Seeks `count` plans and writes each beside `out`, and the list of them to it. `document` is what the problem's file is called.
pub(super) fn front(
    loaded: &Loaded,
    options: &PlanOptions,
    count: usize,
    limits: Limits,
    (document, out): (&str, &Path),
    console: &mut Console<'_>,
) -> Result<Exit, Exit> {
    let began = Instant::now();
    let cancel = on_interrupt(console);
    let elapsed = || began.elapsed();
    let mut watch = Watch { console: &mut *console, began, first_plan: None };
    let found = tasks::front(loaded, options, count, &limits.budget(&elapsed, &cancel), &mut watch);
    console.end_progress();
    let found = found.map_err(|e| console.complain_of(&e, document))?;
    let mut listed = Vec::new();
    for (number, choice) in found.iter().enumerate() {
        let file = numbered(out, number + 1);
        write_whole(&file, &pretty(&choice.plan), console)?;
        console.say(&format!(
            "{}: {} points of travel, {} of inconvenience, {} of visits left out or late",
            file.display(),
            choice.travel,
            choice.inconvenience,
            choice.delay
        ));
        console.say(report::summary(&choice.plan).trim_end());
        listed.push(json!({
            "file": file.file_name().map(|name| name.to_string_lossy()),
            "travelPoints": choice.travel,
            "inconveniencePoints": choice.inconvenience,
            "leftOutOrLatePoints": choice.delay,
            "inconveniencePerMille": choice.inconvenience_per_mille,
        }));
    }
    let outdated = listed_after(out, found.len());
    write_whole(out, &pretty(&json!({ "version": 1, "plans": listed })), console)?;
    for file in outdated {
        if let Err(cause) = fs::remove_file(&file)
            && cause.kind() != ErrorKind::NotFound
        {
            return Err(console.complain_of(&TaskError::File { path: file, cause }, ""));
        }
    }
    Ok(Exit::Ok)
}

/// Files of plans beyond number `count` in the list that lies at `out` from an earlier run, so that yesterday's plans are not taken for
/// today's. Only names that a front gives count, whatever stands in the list.
fn listed_after(out: &Path, count: usize) -> Vec<PathBuf> {
    let list: Value =
        fs::read(out).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let names: Vec<&str> =
        list["plans"].as_array().into_iter().flatten().filter_map(|plan| plan["file"].as_str()).collect();
    let files = (count + 1..=tasks::MOST_CHOICES).map(|number| numbered(out, number));
    files.filter(|file| names.iter().any(|name| file.file_name() == Some(OsStr::new(name)))).collect()
}

/// `PLAN-3.json` for `PLAN.json`.
fn numbered(out: &Path, number: usize) -> PathBuf {
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

    #[test]
    fn plans_of_an_earlier_longer_list_are_outdated_and_nothing_else_is() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let out = folder.path().join("plan.json");
        assert_eq!(listed_after(&out, 0), [] as [PathBuf; 0], "no list");
        let names =
            ["plan-1.json", "plan-2.json", "plan-3.json", "../plan-4.json", "plan.json", "other-5.json"];
        let plans: Vec<Value> = names.iter().map(|name| json!({ "file": name })).collect();
        fs::write(&out, json!({ "plans": plans }).to_string()).expect("written");
        assert_eq!(
            listed_after(&out, 1),
            [folder.path().join("plan-2.json"), folder.path().join("plan-3.json")]
        );
        fs::write(&out, "something else").expect("written");
        assert_eq!(listed_after(&out, 0), [] as [PathBuf; 0], "no list of ours");
    }
}
