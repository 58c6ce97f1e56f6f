//! `rond solve`: benchmark instances in, solutions in their own form out; small ones by hand here, the real ones where the
//! test data is.

use api::cli::Exit;
use api::formats::Family;
use end_to_end::command::{at, rond};
use end_to_end::shared;
use engine::routing::judge;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SOLOMON: &str = "TINY\n\nVEHICLE\nNUMBER     CAPACITY\n 2         20\n\nCUSTOMER\nCUST NO.\n\
    0 0 0 0 0 100 0\n1 3 4 10 0 50 10\n2 1 1 10 20 30 10\n";

/// The tiny instance in a folder of its own, and where its solution goes.
fn tiny(text: &str) -> (TempDir, String, String) {
    let folder = TempDir::new().expect("a folder");
    let (instance, solution) = (at(&folder, "tiny.txt"), at(&folder, "solution.json"));
    fs::write(&instance, text).expect("written");
    (folder, instance, solution)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn an_instance_is_solved_judged_and_solved_alike_again() {
    let (folder, instance, solution) = tiny(SOLOMON);
    let asked = ["solve", "--format", "solomon", &instance, "--iterations", "200", "--out"];
    let made = rond(&[&asked[..], &[&solution]].concat());
    assert_eq!((made.exit, made.out.as_str()), (Exit::Ok, ""), "{}", made.err);
    assert!(made.err.contains("cost 10, 1 routes, 0 left out"), "{}", made.err);
    let first = fs::read_to_string(&solution).expect("a solution");
    assert_eq!(json(&first)["cost"], 10.0);
    let told = rond(&[&asked[..], &[&solution, "--json"]].concat());
    assert_eq!((told.exit, told.err.as_str()), (Exit::Ok, ""));
    assert_eq!(
        (json(&told.out)["cost"].as_f64(), json(&told.out)["feasible"].as_bool()),
        (Some(10.0), Some(true))
    );
    assert_eq!(fs::read_to_string(&solution).expect("a solution"), first, "the same seed, the same plan");
    let judged = rond(&["solve", "--format", "solomon", &instance, "--judge", &solution]);
    assert_eq!(judged.exit, Exit::Ok, "{}", judged.err);
    assert!(judged.err.contains("(10 claimed)"), "{}", judged.err);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2, "nothing else is left lying");
}

#[test]
fn a_visit_that_fits_nowhere_is_named_and_ends_with_code_one() {
    let (_folder, instance, solution) = tiny(&SOLOMON.replace("2 1 1 10 20 30 10", "2 1 1 21 20 30 10"));
    let made = rond(&["solve", "--format", "solomon", &instance, "--iterations", "50", "--out", &solution]);
    assert_eq!(made.exit, Exit::RuleBroken);
    assert!(made.err.contains("2 is left out"), "{}", made.err);
    let written = json(&fs::read_to_string(&solution).expect("written all the same"));
    assert_eq!((&written["feasible"], &written["left_out"]), (&json("false"), &json("[2]")));
}

#[test]
fn what_is_no_solution_is_not_judged() {
    let (_folder, instance, solution) = tiny(SOLOMON);
    for (text, said) in [
        ("what a fine day", "there is no route"),
        ("[[[1, 5.05], [2, 20]]]", "5.05 is finer than this format can hold"),
    ] {
        fs::write(&solution, text).expect("written");
        let judged = rond(&["solve", "--format", "solomon", &instance, "--judge", &solution]);
        assert_eq!(judged.exit, Exit::BadInput, "{text}: {}", judged.err);
        assert!(judged.err.contains("solution.json: ") && judged.err.contains(said), "{}", judged.err);
    }
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_written() {
    let (folder, instance, solution) = tiny(&SOLOMON.replace("10 0 50 10", "10 0 x 10"));
    let made = rond(&["solve", "--format", "solomon", &instance, "--out", &solution]);
    assert_eq!(made.exit, Exit::BadInput);
    assert!(made.err.contains("line 10: `x` stands where a number belongs"), "{}", made.err);
    assert!(!Path::new(&solution).exists());
    for arguments in [
        &["solve", "--format", "solomon", &instance][..],
        &["solve", "--format", "tsp", &instance, "--out", &solution],
        &["solve", "--format", "uhhc", &instance, "--out", &solution],
        &["solve", "--format", "solomon", &instance, "--out", &instance],
        &["solve", "--format", "solomon", &instance, "--out", &solution, "--time-limit", "-1"],
        &["solve", "--format", "solomon", &instance, "--out", &solution, "--service-factor", "0"],
        &["solve", "--format", "solomon", &at(&folder, "none.txt"), "--out", &solution],
    ] {
        let refused = rond(arguments);
        assert_eq!(refused.exit, Exit::BadInput, "{arguments:?}");
        assert!(!refused.err.is_empty());
    }
}

/// Folders of the test data, their family and their referee.
const FOLDERS: [(&str, Family, &str); 8] = [
    ("vrptw-solomon", Family::Solomon, "check_vrptw.py"),
    ("vrptw-gh", Family::Solomon, "check_vrptw.py"),
    ("ortec-static", Family::Solomon, "check_vrptw.py"),
    ("hhcrsp-mankowska", Family::Hhcrsp, "check_hhcrsp.py"),
    ("hhcrsp-kummer", Family::Hhcrsp, "check_hhcrsp.py"),
    ("hhcrsp-italian", Family::Hhcrsp, "check_hhcrsp.py"),
    ("uhhc", Family::Uhhc, "check_uhhc.py"),
    ("vrptwsyn", Family::Vrptwsyn, "check_vrptwsyn.py"),
];

/// Instances of a folder, by name; empty, with a word, when there is no test data.
fn instances(folder: &str) -> Vec<PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let Ok(entries) = fs::read_dir(shared.join("data/instances").join(folder)) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    found.retain(|path| {
        let name = path.to_string_lossy();
        [".gz", ".txt", ".dat"].iter().any(|ending| name.ends_with(ending))
    });
    found.sort();
    found
}

#[test]
fn every_instance_of_the_test_data_is_read() {
    for (folder, family, _) in FOLDERS {
        for path in instances(folder) {
            let read = family.read(&fs::read(&path).expect("readable"), 1.0);
            let instance = read.unwrap_or_else(|defect| panic!("{}: {defect}", path.display()));
            assert!(!instance.problem.jobs.is_empty() && !instance.problem.tours.is_empty());
        }
    }
}

#[test]
fn published_solutions_cost_what_they_state() {
    let mut judged = 0;
    for (folder, family, _) in FOLDERS {
        for path in instances(folder) {
            let name = path.file_name().expect("a file").to_string_lossy();
            let stem =
                [".gz", ".json", ".txt", ".dat"].iter().fold(&*name, |n, e| n.strip_suffix(e).unwrap_or(n));
            let solution = path.with_file_name("solutions").join(format!("{stem}.json"));
            let Ok(solution) = fs::read(solution) else { continue };
            let instance = family.read(&fs::read(&path).expect("readable"), 1.0).expect("sound");
            let (plan, claim) = family.read_solution(&instance, &solution).expect("a published solution");
            let verdict = judge(&instance.problem, &plan);
            assert_eq!(verdict.broken, [], "{name}");
            let (cost, claim) = (verdict.cost as f64 / instance.unit.cost, claim.expect("stated"));
            assert!((cost - claim).abs() < 1e-3, "{name}: {cost}, stated {claim}");
            judged += 1;
        }
    }
    assert!(judged > 70 || shared().is_none(), "{judged}");
}

#[test]
fn the_referees_pass_a_plan_of_each_family() {
    let Some(shared) = shared() else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: no python3 to run the referees with");
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let solution = at(&folder, "solution.json");
    for (name, family, referee) in FOLDERS {
        let Some(instance) = instances(name).into_iter().next() else { continue };
        let path = instance.to_str().expect("a plain path");
        let made = rond(&["solve", "--format", family.name(), path, "--time-limit", "1", "--out", &solution]);
        assert_eq!(made.exit, Exit::Ok, "{path}: {}", made.err);
        let referee = Command::new("python3")
            .arg(shared.join("referees").join(referee))
            .args([path, &solution])
            .output()
            .expect("python3 runs");
        let report = json(&String::from_utf8_lossy(&referee.stdout));
        assert_eq!((&report["feasible"], &report["claim_holds"]), (&json("true"), &json("true")), "{report}");
    }
}
