//! Each command as it is typed: exit code, what goes to standard output, what to standard error.

use api::cli::{Console, Exit, run};
use end_to_end::command::{at, rond};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A synthetic region imported as a map file.
fn region(folder: &TempDir) -> String {
    let (pbf, map) = (at(folder, "region.osm.pbf"), at(folder, "region.rond"));
    let made = rond(&["synth", "--seed", "7", "--vertices", "600", "--out", &pbf]);
    assert_eq!(made.exit, Exit::Ok, "{}", made.err);
    let imported = rond(&["import", &pbf, "--out", &map]);
    assert_eq!(imported.exit, Exit::Ok, "{}", imported.err);
    assert!(imported.out.contains("ways used") && imported.err.is_empty(), "{}", imported.err);
    map
}

#[test]
fn a_region_is_made_sampled_planned_and_checked() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let (problem, plan) = (at(&folder, "problem.json"), at(&folder, "plan.json"));
    let size = ["--patients", "12", "--staff", "5", "--days", "1", "--seed", "3"];
    let sampled = rond(&[&["sample", "--map", &map, "--out", &problem], &size[..]].concat());
    assert_eq!((sampled.exit, sampled.out.as_str()), (Exit::Ok, ""), "{}", sampled.err);
    let first = fs::read(&problem).expect("a problem");
    rond(&[&["sample", "--map", &map, "--out", &problem], &size[..]].concat());
    assert_eq!(first, fs::read(&problem).expect("a problem"), "the same seed, the same problem");

    let made = rond(&["plan", &problem, "--map", &map, "--iterations", "300", "--out", &plan]);
    assert_eq!((made.exit, made.out.as_str()), (Exit::Ok, ""), "{}", made.err);
    assert!(made.err.contains("visits planned"), "{}", made.err);

    let judged = rond(&["check", &problem, &plan, "--map", &map]);
    assert_eq!(judged.exit, Exit::Ok, "{}{}", judged.out, judged.err);
    assert!(judged.out.contains("every hard rule is kept"));
    let json = rond(&["check", &problem, &plan, "--map", &map, "--json"]);
    let verdict: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(verdict["keepsRules"], true);

    let without = rond(&["plan", &problem, "--iterations", "1", "--out", &plan]);
    assert_eq!(without.exit, Exit::BadInput);
    assert!(without.err.contains("map"), "{}", without.err);
}

#[test]
fn a_plan_that_breaks_a_rule_ends_with_code_one() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let (problem, plan) = (at(&folder, "problem.json"), at(&folder, "plan.json"));
    rond(&["sample", "--map", &map, "--patients", "8", "--staff", "5", "--seed", "1", "--out", &problem]);
    rond(&["plan", &problem, "--map", &map, "--iterations", "50", "--out", &plan]);
    let mut made: serde_json::Value =
        serde_json::from_slice(&fs::read(&plan).expect("a plan")).expect("JSON");
    let stops = made["routes"][0]["stops"].as_array_mut().expect("stops");
    for stop in stops {
        stop["start"] = serde_json::json!("00:00");
    }
    fs::write(&plan, made.to_string()).expect("written");
    let judged = rond(&["check", &problem, &plan, "--map", &map]);
    assert_eq!(judged.exit, Exit::RuleBroken, "{}{}", judged.out, judged.err);
    assert!(judged.out.contains("broken:"), "{}", judged.out);
}

#[test]
fn routes_and_tables_agree() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let problem = at(&folder, "problem.json");
    rond(&["sample", "--map", &map, "--patients", "3", "--staff", "5", "--out", &problem]);
    let sampled: serde_json::Value =
        serde_json::from_slice(&fs::read(&problem).expect("there")).expect("JSON");
    let place = |k: usize| {
        let home = &sampled["patients"][k]["place"];
        (home["lat"].as_f64().expect("lat"), home["lon"].as_f64().expect("lon"))
    };
    let (a, b) = (place(0), place(1));
    let (points, table) = (at(&folder, "points.csv"), at(&folder, "table.csv"));
    fs::write(&points, format!("lat,lon\n{},{}\n{},{}\n", a.0, a.1, b.0, b.1)).expect("written");
    let made = rond(&["table", &map, "--points", &points, "--out", &table, "--threads", "1", "--json"]);
    assert_eq!(made.exit, Exit::Ok, "{}", made.err);
    let timings: serde_json::Value = serde_json::from_str(&made.out).expect("JSON");
    assert_eq!(timings["points"], 2);
    let csv = fs::read_to_string(&table).expect("a table");
    let cell = csv.lines().next().and_then(|l| l.split(',').nth(1)).expect("a cell").to_owned();
    let ends = [format!("{},{}", a.0, a.1), format!("{},{}", b.0, b.1)];
    let route = rond(&["route", &map, "--from", &ends[0], "--to", &ends[1], "--json"]);
    let route: serde_json::Value = serde_json::from_str(&route.out).expect("JSON");
    assert_eq!(route["seconds"].to_string(), cell);
    assert!(route["geometry"].as_array().expect("a line").len() >= 2);
    let steps = route["steps"].as_array().expect("a turn list");
    for figure in ["seconds", "metres"] {
        let sum: u64 = steps.iter().filter_map(|step| step[figure].as_u64()).sum();
        assert_eq!(route[figure].as_u64(), Some(sum), "{figure}");
    }
    assert_eq!((&steps[0]["turn"], &steps[steps.len() - 1]["turn"]), (&"depart".into(), &"arrive".into()));
    let text = rond(&["route", &map, "--from", &ends[0], "--to", &ends[1], "--lang", "sv"]);
    assert!(text.out.starts_with(&format!("seconds {cell}\n")), "{}", text.out);
    assert!(text.out.contains("börja") && text.out.contains("framme"), "{}", text.out);
    assert!(!text.out.contains("geometry"), "{}", text.out);

    let swapped = rond(&["route", &map, "--from", &format!("{},{}", a.1, a.0), "--to", &ends[1]]);
    assert_eq!(swapped.exit, Exit::BadInput);
    assert!(swapped.err.contains("swapped-coordinates"), "{}", swapped.err);
}

#[test]
fn bad_input_is_told_with_place_cause_and_remedy() {
    let folder = TempDir::new().expect("a folder");
    let problem = at(&folder, "problem.json");
    fs::write(&problem, r#"{"version": 1, "horizon": {"from": "2026-11-23", "dayz": 2}, "staff": [], "shifts": [], "patients": [],
        "visits": [{"id": "V1"}]}"#)
        .expect("written");
    let ran = rond(&["plan", &problem, "--out", &at(&folder, "plan.json")]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::BadInput, ""));
    for part in
        ["/horizon/dayz", "unknown-field", "`days`", "/visits/0/patient", "/visits/0/slots", "remedy:"]
    {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    assert!(!Path::new(&at(&folder, "plan.json")).exists());
}

#[test]
fn files_that_are_not_what_they_should_be_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let file = at(&folder, "thing");
    for (bytes, of) in
        [(&b""[..], "empty"), (b"<html>not here</html>", "foreign"), (b"\0\0\0\x0d\x0a\x09OSMHeader", "cut")]
    {
        fs::write(&file, bytes).expect("written");
        for arguments in [
            &["import", &file, "--out", &at(&folder, "m.rond")][..],
            &["route", &file, "--from", "1,1", "--to", "2,2"],
        ] {
            let ran = rond(arguments);
            assert_eq!(ran.exit, Exit::BadInput, "{of} {arguments:?}: {}", ran.err);
            assert!(ran.err.starts_with("error:") && ran.out.is_empty());
        }
    }
    let missing = rond(&["check", &at(&folder, "no.json"), &at(&folder, "no2.json")]);
    assert_eq!(missing.exit, Exit::BadInput);
    assert!(missing.err.contains("no.json"));
}

#[test]
fn the_calendar_counts_working_days() {
    let ran = rond(&["calendar", "--received", "2026-12-23T16:50"]);
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.err);
    assert!(ran.out.starts_with("due 2026-12-28T17:00\n"), "{}", ran.out);
    assert!(ran.out.contains("julafton"));
    assert_eq!(rond(&["calendar", "--received", "tomorrow"]).exit, Exit::BadInput);
}

#[test]
fn help_goes_to_standard_output_and_mistakes_to_standard_error() {
    let help = rond(&["--help"]);
    assert_eq!((help.exit, help.err.as_str()), (Exit::Ok, ""));
    assert!(help.out.contains("Exit codes"));
    for command in [
        "import", "synth", "sample", "route", "table", "address", "geocode", "plan", "check", "explain",
        "calendar", "schema", "serve", "demo",
    ] {
        assert!(help.out.contains(command), "{command}");
        assert_eq!(rond(&[command, "--help"]).exit, Exit::Ok);
    }
    let wrong = rond(&["plann"]);
    assert_eq!((wrong.exit, wrong.out.as_str()), (Exit::BadInput, ""));
    assert_eq!(rond(&["sample", "--map", "x", "--patients", "many", "--out", "y"]).exit, Exit::BadInput);
}

#[test]
fn a_map_of_several_modes_answers_for_each() {
    let folder = TempDir::new().expect("a scratch folder");
    let (pbf, map) = (at(&folder, "region.osm.pbf"), at(&folder, "region.rond"));
    rond(&["synth", "--seed", "7", "--vertices", "600", "--out", &pbf]);
    let imported = rond(&["import", &pbf, "--profile", "car,bicycle", "--out", &map]);
    assert_eq!(imported.exit, Exit::Ok, "{}", imported.err);
    for line in ["car: ways used", "bicycle: ways used", "bicycle: building the hierarchy"] {
        assert!(imported.out.contains(line), "{line} in {}", imported.out);
    }
    let problem = at(&folder, "problem.json");
    rond(&["sample", "--map", &map, "--patients", "3", "--staff", "5", "--out", &problem]);
    let problem: serde_json::Value =
        serde_json::from_slice(&fs::read(&problem).expect("a sample")).expect("JSON");
    let ends: Vec<String> = [0, 1]
        .map(|patient| &problem["patients"][patient]["place"])
        .map(|place| format!("{},{}", place["lat"], place["lon"]))
        .into();
    let route =
        |mode: &[&str]| rond(&[&["route", &map, "--from", &ends[0], "--to", &ends[1]][..], mode].concat());
    assert_eq!(route(&[]).out, route(&["--mode", "car"]).out);
    let by_bicycle = route(&["--mode", "bicycle"]);
    assert_eq!(by_bicycle.exit, Exit::Ok, "{}", by_bicycle.err);
    assert_ne!(by_bicycle.out, route(&[]).out);
    let on_foot = route(&["--mode", "foot"]);
    assert_eq!(on_foot.exit, Exit::BadInput);
    assert!(on_foot.err.contains("--mode") && on_foot.err.contains("car,bicycle,foot"), "{}", on_foot.err);
    let out = at(&folder, "other.rond");
    for (profiles, told) in [("car,boat", "`boat`"), ("", "``"), ("car,car", "twice")] {
        let refused = rond(&["import", &pbf, "--profile", profiles, "--out", &out]);
        assert_eq!(refused.exit, Exit::BadInput, "{profiles}");
        assert!(refused.err.contains(told) && !Path::new(&out).exists(), "{}", refused.err);
    }
}

#[test]
fn numbers_out_of_their_range_are_refused_before_any_work() {
    for (arguments, range) in [
        (&["explain", "p.json", "l.json", "--alternatives", "21"][..], "0..=20"),
        (&["synth", "--vertices", "999999999999", "--out", "s.pbf"], "1..=10000000"),
        (&["table", "m.rond", "--points", "p.csv", "--out", "t.csv", "--threads", "0"], "1..=512"),
        (&["plan", "p.json", "--out", "l.json", "--threads", "1000000"], "1..=512"),
        (&["plan", "p.json", "--out", "l.json", "--time-limit", "-1"], "0 to 86400"),
        (&["plan", "p.json", "--out", "l.json", "--time-limit", "nan"], "0 to 86400"),
    ] {
        let ran = rond(arguments);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::BadInput, ""), "{arguments:?}");
        assert!(ran.err.contains(range), "{range} in {}", ran.err);
    }
}

#[test]
fn nothing_that_a_command_reads_is_overwritten() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let (pbf, points) = (at(&folder, "region.osm.pbf"), at(&folder, "points.csv"));
    let problem = at(&folder, "problem.json");
    fs::write(&points, "lat,lon\n57,12\n").expect("written");
    fs::write(&problem, "{}").expect("written");
    let other = at(&folder, "plan.json");
    for arguments in [
        &["import", &pbf, "--out", &pbf][..],
        &["sample", "--map", &map, "--out", &map],
        &["table", &map, "--points", &points, "--out", &points],
        &["table", &map, "--points", &points, "--out", &map],
        &["plan", &problem, "--map", &map, "--out", &problem],
        &["plan", &problem, "--map", &map, "--out", &other, "--geojson", &map],
        &["plan", &problem, "--map", &map, "--out", &other, "--geojson", &other],
    ] {
        let before = [&map, &pbf, &points, &problem].map(|file| fs::read(file).expect("there"));
        let ran = rond(arguments);
        assert_eq!(ran.exit, Exit::BadInput, "{arguments:?}: {}", ran.err);
        assert!(
            ran.err.contains("read by the same command") || ran.err.contains("two outputs"),
            "{}",
            ran.err
        );
        assert_eq!(before, [&map, &pbf, &points, &problem].map(|file| fs::read(file).expect("there")));
    }
}

#[test]
fn an_output_without_a_place_is_told_before_the_work() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path().to_str().expect("a plain path").to_owned();
    let nowhere = at(&folder, "no/such/file");
    for out in [&here, &nowhere] {
        // The input is missing too: were the work begun, that would be told.
        let ran = rond(&["plan", "missing.json", "--out", out]);
        assert_eq!(ran.exit, Exit::BadInput);
        assert!(ran.err.contains("folder") && !ran.err.contains("missing.json"), "{}", ran.err);
    }
}

#[test]
fn a_disk_that_is_full_is_told() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut err = Vec::new();
    let mut console = Console {
        out: &mut Full,
        err: &mut err,
        terminal: false,
        colour: false,
        today: "2026-11-22".to_owned(),
    };
    let exit = run(["rond", "schema", "--problem"].map(OsString::from), &mut console);
    assert_eq!(exit, Exit::Internal);
    assert!(String::from_utf8(err).expect("text").contains("standard output cannot be written"));
}

#[test]
fn a_table_that_cannot_be_written_is_told() {
    let folder = TempDir::new().expect("a folder");
    let (map, points) = (region(&folder), at(&folder, "points.csv"));
    let made = rond(&[
        "sample",
        "--map",
        &map,
        "--patients",
        "8",
        "--staff",
        "5",
        "--seed",
        "1",
        "--out",
        &at(&folder, "p.json"),
    ]);
    assert_eq!(made.exit, Exit::Ok, "{}", made.err);
    let facts: serde_json::Value =
        serde_json::from_slice(&fs::read(at(&folder, "p.json")).expect("there")).expect("JSON");
    let home = &facts["patients"][0]["place"];
    let line = format!("{},{}\n", home["lat"], home["lon"]);
    fs::write(&points, format!("lat,lon\n{}", line.repeat(200))).expect("written");
    let full = rond(&["table", &map, "--points", &points, "--out", "/dev/full"]);
    assert_eq!(full.exit, Exit::BadInput, "{}", full.err);
    assert!(full.err.contains("/dev/full"), "{}", full.err);
    assert!(Path::new("/dev/full").exists());
    let whole = at(&folder, "table.csv");
    assert_eq!(rond(&["table", &map, "--points", &points, "--out", &whole]).exit, Exit::Ok);
    assert_eq!(fs::read_to_string(whole).expect("there").lines().count(), 200);
}

#[test]
fn an_explanation_says_what_became_of_the_visit_asked_about() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let (problem, plan) = (at(&folder, "problem.json"), at(&folder, "plan.json"));
    rond(&["sample", "--map", &map, "--patients", "8", "--staff", "5", "--seed", "1", "--out", &problem]);
    let mut facts: serde_json::Value =
        serde_json::from_slice(&fs::read(&problem).expect("there")).expect("JSON");
    facts["visits"][0]["slots"][0]["roles"] = serde_json::json!(["astronaut"]);
    fs::write(&problem, facts.to_string()).expect("written");
    let made = rond(&["plan", &problem, "--map", &map, "--iterations", "50", "--out", &plan]);
    assert_eq!(made.exit, Exit::Ok, "{}", made.err);
    assert!(
        made.err.contains("1 left out") && made.err.contains("nothing that was tried makes it fit"),
        "{}",
        made.err
    );
    let (left, kept) =
        (facts["visits"][0]["id"].as_str().expect("id"), facts["visits"][1]["id"].as_str().expect("id"));
    let ran = rond(&["explain", &problem, &plan, "--map", &map, "--visit", left, "--visit", kept]);
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.err);
    assert!(ran.out.contains(&format!("{left} is left out; it could be")), "{}", ran.out);
    assert!(ran.out.contains(&format!("{kept} is planned on ")), "{}", ran.out);
}

#[test]
fn questions_are_answered_with_the_flag_or_line_that_is_wrong() {
    let folder = TempDir::new().expect("a folder");
    let map = region(&folder);
    let (points, out) = (at(&folder, "points.csv"), at(&folder, "out"));
    fs::write(&points, "lat,lon\n\n0,0\n").expect("written");
    for (arguments, said) in [
        (&["sample", "--map", &map, "--date", "9999-12-31", "--out", &out][..], "--date"),
        (&["sample", "--map", &map, "--patients", "0", "--out", &out], "--patients"),
        (&["route", &map, "--from", "0,0", "--to", "0,0"], "--to"),
        (&["table", &map, "--points", &points, "--out", &out], "line 3 of "),
        (&["calendar", "--received", "2026-12-23T16:50", "--service-ends", "16"], "--service-ends"),
        (&["calendar", "--received", "2026-03-29T02:30"], "the clock skips"),
        (&["route", &at(&folder, "none.rond"), "--from", "0,0", "--to", "0,0"], "check path"),
    ] {
        let ran = rond(arguments);
        assert_eq!(ran.exit, Exit::BadInput, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{said} in {}", ran.err);
        assert!(!ran.err.contains("byte 0"), "{}", ran.err);
    }
}

#[test]
fn the_demonstration_runs_from_nothing_and_again_from_its_cache() {
    let folder = TempDir::new().expect("a folder");
    let dir = at(&folder, "demo");
    let arguments = [
        "demo",
        "--dir",
        &dir,
        "--vertices",
        "600",
        "--patients",
        "10",
        "--staff",
        "5",
        "--time-limit",
        "0.5",
        "--no-serve",
    ];
    for turn in 0..2 {
        let ran = rond(&arguments);
        assert_eq!(ran.err.contains("imported in"), turn == 0, "{}", ran.err);
        assert_eq!(ran.exit, Exit::Ok, "{}{}", ran.out, ran.err);
        for part in ["Rounds on 2026-11-23", "In short", "every hard rule is kept"] {
            assert!(ran.out.contains(part), "{part} in {}", ran.out);
        }
    }
}

#[test]
fn an_import_that_may_not_take_the_memory_says_how_much_it_needs() {
    let folder = TempDir::new().expect("a scratch folder");
    let (pbf, map) = (at(&folder, "town.osm.pbf"), at(&folder, "town.rond"));
    let made = rond(&["synth", "--vertices", "5000", "--out", &pbf]);
    assert_eq!(made.exit, Exit::Ok, "{}", made.err);
    let import = |megabytes: &str| rond(&["import", &pbf, "--out", &map, "--memory", megabytes]);
    let refused = import("1");
    assert!(refused.exit != Exit::Ok && refused.err.contains("1 MB are allowed"), "{}", refused.err);
    assert!(!Path::new(&map).exists());
    let allowed = import("100");
    assert_eq!(allowed.exit, Exit::Ok, "{}", allowed.err);
}
