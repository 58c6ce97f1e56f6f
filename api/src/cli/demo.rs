//! The whole of Rond on one region: map, tomorrow's facts, plan, judgement, summary, service.

use super::args::Demo;
use super::console::{Console, Exit, Stages};
use super::exports::{write_geojson, write_run_sheets};
use super::files::{read, write};
use super::report;
use super::run::{open_map, pretty, search};
use super::serve;
use crate::config::Config;
use crate::tasks::{self, Loaded, Map, PlanOptions, SampleSize};
use crate::wire::{Day, Plan, Problem, StopTask};
use crate::wording::Language;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_64;

/// Runs the demonstration, then serves what it made until told to stop.
pub(super) fn demo(args: &Demo, console: &mut Console<'_>) -> Exit {
    match made(args, console) {
        Ok((Exit::Ok, map, loaded, plan)) if !args.no_serve => match serve::config(console) {
            Ok(config) => {
                let config = Config { listen: args.listen, map: None, ..config };
                serve::run(config, Some(map), Some((loaded, plan)), console)
            }
            Err(exit) => exit,
        },
        Ok((exit, ..)) => exit,
        Err(exit) => exit,
    }
}

/// Everything up to the summary.
fn made(args: &Demo, console: &mut Console<'_>) -> Result<(Exit, Map, Loaded, Plan), Exit> {
    if let Err(cause) = fs::create_dir_all(&args.dir) {
        let path = args.dir.clone();
        return Err(console.complain_of(&tasks::TaskError::File { path, cause }, ""));
    }
    let extract = extract(args, console)?;
    let map_file = map_file(args, &extract);
    let map = map(&extract, &map_file, console)?;
    let size = SampleSize {
        patients: args.patients,
        staff: args.staff,
        days: 1,
        seed: args.seed,
        today: Day(args.date.clone().unwrap_or_else(|| console.today.clone())),
    };
    let problem = tasks::sample(&map, &size).map_err(|e| console.complain_of(&e, ""))?;
    let problem_file = args.dir.join("problem.json");
    write(&problem_file, &pretty(&problem), console)?;
    console.say(&format!(
        "{}: {} patients, {} staff, {} visits on {}",
        problem_file.display(),
        problem.patients.len(),
        problem.staff.len(),
        problem.visits.len(),
        problem.horizon.from.0
    ));
    // From here on as anybody would do it: from the files.
    let loaded = tasks::load(&read(&problem_file, console)?, Some(&map))
        .map_err(|e| console.complain_of(&e, &problem_file.display().to_string()))?;
    let options = PlanOptions { language: Language::from(args.lang), ..PlanOptions::default() };
    let limit = Duration::from_secs_f64(args.time_limit);
    console.say(&format!("planning, {} s of search", args.time_limit));
    let plan =
        search(&loaded, &options, Some(limit), None, console).map_err(|e| console.complain_of(&e, ""))?;
    let plan_file = args.dir.join("plan.json");
    write(&plan_file, &pretty(&plan), console)?;
    let sheets = args.dir.join("run-sheets");
    write_run_sheets(&sheets, &loaded, &plan, options.language, console)?;
    write_geojson(&args.dir.join("routes.geojson"), &loaded, &plan, Some(&map), console)?;
    let verdict = tasks::check(&loaded, &read(&plan_file, console)?, options.language)
        .map_err(|e| console.complain_of(&e, &plan_file.display().to_string()))?;
    let mut text = summary(&problem, &plan);
    let _ = writeln!(text, "\nThe independent judge says: {}", report::verdict(&verdict).trim_end());
    let _ = writeln!(
        text,
        "\nRun sheets are in {s}, routes for a map in {d}/routes.geojson. See for yourself:\n  ./rond check {p} {a} --map {m}\n  ./rond explain {p} {a} --map {m}",
        p = problem_file.display(),
        a = plan_file.display(),
        m = map_file.display(),
        s = sheets.display(),
        d = args.dir.display()
    );
    let exit = console.deliver(text.as_bytes());
    let exit = if verdict.keeps_rules { exit } else { Exit::RuleBroken };
    Ok((exit, map, loaded, plan))
}

fn extract(args: &Demo, console: &mut Console<'_>) -> Result<PathBuf, Exit> {
    if let Some(pbf) = &args.pbf {
        return Ok(pbf.clone());
    }
    let path = args.dir.join(format!("region-{}-{}.osm.pbf", args.seed, args.vertices));
    if !path.exists() {
        console.progress("making a synthetic region");
        // Written beside and renamed, so that a broken-off run leaves nothing half done under the name.
        let part = path.with_extension("part");
        let made = tasks::synth(args.seed, args.vertices, &part).map_err(|e| console.complain_of(&e, ""))?;
        fs::rename(&part, &path).map_err(|cause| {
            console.complain_of(&tasks::TaskError::File { path: path.clone(), cause }, "")
        })?;
        console.end_progress();
        console.say(&format!("{}: a synthetic region, {} bytes", path.display(), made.bytes));
    }
    Ok(path)
}

/// Where the map of an extract is kept. Two extracts of one name, or two states of one extract, have two maps.
fn map_file(args: &Demo, extract: &Path) -> PathBuf {
    let name = extract.file_name().map_or_else(|| "map".into(), |n| n.to_string_lossy().into_owned());
    let known = fs::metadata(extract).ok().map(|m| (m.len(), m.modified().ok()));
    let state = format!("{:?} {known:?}", fs::canonicalize(extract).ok());
    let stem = name.trim_end_matches(".pbf").trim_end_matches(".osm");
    args.dir.join(format!("{stem}-{:08x}.rond", xxh3_64(state.as_bytes()) >> 32))
}

/// The map of an extract: from the cache when it is there and can be opened, else imported.
fn map(extract: &Path, file: &Path, console: &mut Console<'_>) -> Result<Map, Exit> {
    if file.exists()
        && let Ok(map) = tasks::open_map(file)
    {
        return Ok(map);
    }
    let mut stages = Stages::new();
    tasks::import(extract, file, "car", &mut |stage| {
        stages.begin(stage);
        console.progress(stage);
    })
    .map_err(|e| console.complain_of(&e, ""))?;
    console.end_progress();
    let (_, whole) = stages.end();
    console.say(&format!("{}: imported in {:.1} s", file.display(), whole.as_secs_f64()));
    let map = open_map(Some(file), console)?;
    map.ok_or(Exit::Internal)
}

/// What a planner asks of tomorrow: who does what, what was promised, who meets whom together, what is left out and why.
fn summary(problem: &Problem, plan: &Plan) -> String {
    let mut text = format!("\nRounds on {}\n", problem.horizon.from.0);
    let roles: BTreeMap<&str, &str> =
        problem.staff.iter().map(|s| (s.id.as_str(), s.role.as_str())).collect();
    text.push_str(&report::rounds(plan, &roles));
    if !plan.deadlines.is_empty() {
        text.push_str("\nAcute promises\n");
    }
    for d in &plan.deadlines {
        let start = d.start.as_ref().map_or("left out", |m| m.0.as_str());
        let kept = if d.kept { "kept" } else { "MISSED" };
        let received = d.deadline.received.as_ref().map_or("", |m| m.0.as_str());
        let _ = writeln!(
            text,
            "  {}  received {received}, due {}, starts {start}: {kept}",
            d.visit, d.deadline.due.0
        );
    }
    let mut together: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for route in &plan.routes {
        for stop in route.stops.iter().filter(|s| s.task == StopTask::Visit && s.travel_seconds.is_some()) {
            let who = route.staff.clone().unwrap_or_default();
            let start = stop.start.as_ref().map_or(String::new(), |m| report::clock(&m.0).to_owned());
            together.entry(stop.visit.as_deref().unwrap_or("?")).or_default().push((start, who));
        }
    }
    together.retain(|_, people| people.len() > 1);
    if !together.is_empty() {
        text.push_str("\nJoint visits\n");
    }
    for (visit, people) in &together {
        let shown: Vec<String> = people
            .iter()
            .map(|(start, who)| {
                format!("{who} ({}) {start}", roles.get(who.as_str()).copied().unwrap_or("?"))
            })
            .collect();
        let _ = writeln!(text, "  {visit}  {}", shown.join(", "));
    }
    text.push_str("\nIn short\n");
    for line in report::summary(plan).lines() {
        let _ = writeln!(text, "  {line}");
    }
    if let Some(made) = &plan.made {
        let seconds = |ms: Option<u64>| ms.map_or(String::new(), |ms| format!("{:.2} s", ms as f64 / 1000.0));
        let _ = writeln!(
            text,
            "  first plan after {}, {} iterations in {}",
            seconds(made.first_plan_milliseconds),
            made.iterations,
            seconds(made.milliseconds)
        );
    }
    text
}
