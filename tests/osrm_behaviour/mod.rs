//! OSRM's public behaviour tests against `rond serve --osrm`: which pass, which do not, and what they wanted.
//!
//! Nothing of theirs is kept here. `OSRM_FEATURES` names a folder of `.feature` files, such as `features/car` of OSRM's
//! sources; the report goes to standard output:
//! `OSRM_FEATURES=… cargo test --release -p end-to-end osrm_behaviour -- --nocapture`.

mod check;
mod feature;
mod matching;
mod scene;

use check::Outcome;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
    rows: usize,
    rows_passed: usize,
    lists: usize,
    turns: usize,
    turns_passed: usize,
}

#[test]
fn osrm_behaviour() {
    let Some(folder) = std::env::var_os("OSRM_FEATURES").map(PathBuf::from) else {
        println!("skipped: no behaviour tests; set OSRM_FEATURES to a folder of OSRM's feature files");
        return;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "feature"))
        .collect();
    files.sort();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for file in &files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file).expect("readable text");
        let tally = tallies.entry(name.clone()).or_default();
        for scenario in feature::scenarios(&text) {
            let report = check::check(&scenario);
            tally.rows += report.rows;
            tally.rows_passed += report.rows_passed;
            tally.lists += report.lists_passed;
            tally.turns += report.turns;
            tally.turns_passed += report.turns_passed;
            match report.outcome {
                Outcome::Passed => tally.passed += 1,
                Outcome::Failed => {
                    tally.failed += 1;
                    println!("FAILED {name}: {}", scenario.name);
                }
                Outcome::OutOfScope(why) => {
                    tally.skipped += 1;
                    println!("SKIPPED {name}: {}: {why}", scenario.name);
                }
            }
            for line in report.told {
                println!("    {line}");
            }
        }
    }
    println!("| file | passed | failed | out of scope | rows that pass | same turn list | turns agree |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let mut all = Tally::default();
    for (name, t) in &tallies {
        println!("{}", line(name, t));
        all.passed += t.passed;
        all.failed += t.failed;
        all.skipped += t.skipped;
        all.rows += t.rows;
        all.rows_passed += t.rows_passed;
        all.lists += t.lists;
        all.turns += t.turns;
        all.turns_passed += t.turns_passed;
    }
    println!("{}", line("all", &all));
    assert!(all.rows > 0, "no scenario in {} could be run", folder.display());
}

fn line(name: &str, t: &Tally) -> String {
    format!(
        "| {name} | {} | {} | {} | {} of {} | {} | {} of {} |",
        t.passed, t.failed, t.skipped, t.rows_passed, t.rows, t.lists, t.turns_passed, t.turns
    )
}
