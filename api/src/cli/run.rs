//! Command → task → output.

use super::addresses::{address, geocode};
use super::args::{
    Args, Calendar, Check, Command, Conditions, Explain, Import, Lang, Plan, Route, Sample, Schema, Synth,
    Table,
};
use super::console::{Console, Exit, Stages};
use super::exports::{check_sheets_folder, write_geojson, write_run_sheets};
use super::files::{check_outputs, read, write};
use super::interrupt::on_interrupt;
use super::{points, report};
use crate::tasks::{self, Map, PlanOptions, RoadConditions, TaskError};
use crate::wire::{self, Day, Moment, Position, WorkingDays};
use crate::wording::Language;
use clap::Parser;
use engine::budget::Budget;
use engine::progress::{News, Progress, Stage};
use osm_data::lonlat::LonLat;
use serde_json::json;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs one command.
pub fn run(arguments: impl IntoIterator<Item = OsString>, console: &mut Console<'_>) -> Exit {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(e) => {
            let text = e.render().to_string();
            if e.use_stderr() {
                console.say(text.trim_end());
                return Exit::BadInput;
            }
            return console.deliver(text.as_bytes());
        }
    };
    match &args.command {
        Command::Import(args) => import(args, console),
        Command::Synth(args) => synth(args, console),
        Command::Sample(args) => sample(args, console),
        Command::Route(args) => route(args, console),
        Command::Table(args) => table(args, console),
        Command::Address(args) => address(args, console),
        Command::Geocode(args) => geocode(args, console),
        Command::Plan(args) => plan(args, console),
        Command::Check(args) => check(args, console),
        Command::Explain(args) => explain(args, console),
        Command::Solve(args) => super::solve::solve(args, console),
        Command::Calendar(args) => calendar(args, console),
        Command::Schema(args) => schema(*args, console),
        Command::Serve(args) => super::serve::serve(args, console),
        Command::Demo(args) => super::demo::demo(args, console),
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Sv => Self::Swedish,
            Lang::En => Self::English,
        }
    }
}

/// Opens a map file if one is named, or complains.
pub(super) fn open_map(path: Option<&Path>, console: &mut Console<'_>) -> Result<Option<Map>, Exit> {
    path.map(|path| tasks::open_map(path).map_err(|e| console.complain_of(&e, ""))).transpose()
}

/// What is asked for of the roads, or a complaint.
fn conditions(asked: &Conditions, console: &mut Console<'_>) -> Result<RoadConditions, Exit> {
    let line = |text: &String| -> Result<Vec<LonLat>, String> {
        text.split_whitespace()
            .map(|place| points::position(place).map(|p| LonLat { lon: p.lon, lat: p.lat }))
            .collect()
    };
    let closed_lines = asked.close_line.iter().map(line).collect::<Result<_, _>>().map_err(|why| {
        console.complain(&format!("--close-line: {why}"));
        Exit::BadInput
    })?;
    Ok(RoadConditions {
        condition: asked.condition.clone(),
        closed_ways: asked.close_way.clone(),
        closed_lines,
    })
}

/// Opens a map file for a mode of travel under the conditions that are asked for, or complains.
fn open_map_under(
    path: &Path,
    mode: Option<&str>,
    asked: &Conditions,
    console: &mut Console<'_>,
) -> Result<Map, Exit> {
    let conditions = conditions(asked, console)?;
    tasks::open_map(path)
        .and_then(|map| tasks::under(map, mode, &conditions))
        .map_err(|e| console.complain_of(&e, ""))
}

/// A problem document on a map (a command can do without, but conditions need one), and that map.
fn load(
    problem: &Path,
    document: &[u8],
    map: Option<&Path>,
    asked: &Conditions,
    console: &mut Console<'_>,
) -> Result<(tasks::Loaded, Option<Map>), Exit> {
    if map.is_none() && !asked.is_empty() {
        console.complain(
            "--condition, --close-way and --close-line change the roads of a map; name it with --map",
        );
        return Err(Exit::BadInput);
    }
    let conditions = conditions(asked, console)?;
    let map = open_map(map, console)?;
    let loaded = tasks::load_under(document, map.as_ref(), &conditions)
        .map_err(|e| console.complain_of(&e, &problem.display().to_string()))?;
    Ok((loaded, map))
}

/// A document as people read it: indented, with a line end.
pub(super) fn pretty(document: &impl serde::Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(document).expect("documents are JSON");
    text.push(b'\n');
    text
}

/// Runs what ends early with a complaint.
pub(super) fn flat(result: Result<Exit, Exit>) -> Exit {
    result.unwrap_or_else(|exit| exit)
}

fn import(args: &Import, console: &mut Console<'_>) -> Exit {
    let inputs: Vec<&Path> =
        [Some(&args.extract), args.addresses.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
    if let Err(exit) = check_outputs(&inputs, &[&args.out], console) {
        return exit;
    }
    let mut stages = Stages::new();
    let order = tasks::ImportOrder {
        pbf: &args.extract,
        official: args.addresses.as_deref(),
        out: &args.out,
        profiles: &args.profile,
        memory: args.memory.map_or(u64::MAX, |megabytes| megabytes as u64 * 1_000_000),
    };
    let made = tasks::import_as_ordered(&order, &mut |stage| {
        stages.begin(stage);
        console.progress(stage);
    });
    let report = match made {
        Ok(report) => report,
        Err(e) => return console.complain_of(&e, ""),
    };
    console.end_progress();
    let (times, whole) = stages.end();
    let mut text = format!("{}  {} bytes\n", args.out.display(), report.bytes);
    let b = report.bounding_box;
    text.push_str(&format!(
        "lat {:.4} to {:.4}, lon {:.4} to {:.4}\n",
        b.min.lat, b.max.lat, b.min.lon, b.max.lon
    ));
    for (mode, counts) in &report.counts {
        let of_mode = if report.counts.len() > 1 { format!("{}: ", mode.name()) } else { String::new() };
        for (name, count) in counts {
            text.push_str(&format!("{:<48} {count:>12}\n", format!("{of_mode}{name}")));
        }
    }
    for (name, count) in &report.address_counts {
        text.push_str(&format!("{name:<48} {count:>12}\n"));
    }
    if let Some(official) = &report.official {
        console.say(report::official_rows(official).trim_end());
    }
    for (stage, time) in times {
        text.push_str(&format!("{stage:<48} {:>10.3} s\n", time.as_secs_f64()));
    }
    text.push_str(&format!("{:<48} {:>10.3} s\n", "all", whole.as_secs_f64()));
    console.deliver(text.as_bytes())
}

fn synth(args: &Synth, console: &mut Console<'_>) -> Exit {
    if let Err(exit) = check_outputs(&[], &[&args.out], console) {
        return exit;
    }
    match tasks::synth(args.seed, args.vertices, &args.out) {
        Ok(report) => {
            let mut text = format!("{}  {} bytes\n", args.out.display(), report.bytes);
            for (name, count) in report.counts {
                text.push_str(&format!("{name:<48} {count:>12}\n"));
            }
            console.deliver(text.as_bytes())
        }
        Err(e) => console.complain_of(&e, ""),
    }
}

fn sample(args: &Sample, console: &mut Console<'_>) -> Exit {
    if let Err(exit) = check_outputs(&[&args.map], &[&args.out], console) {
        return exit;
    }
    let size = tasks::SampleSize {
        patients: args.patients,
        staff: args.staff,
        days: args.days,
        seed: args.seed,
        today: Day(args.date.clone().unwrap_or_else(|| console.today.clone())),
    };
    let made = tasks::open_map(&args.map).and_then(|map| tasks::sample(&map, &size));
    match made {
        Ok(problem) => match write(&args.out, &pretty(&problem), console) {
            Ok(()) => {
                console.say(&format!(
                    "{}: {} patients, {} staff, {} shifts, {} visits from {}",
                    args.out.display(),
                    problem.patients.len(),
                    problem.staff.len(),
                    problem.shifts.len(),
                    problem.visits.len(),
                    problem.horizon.from.0
                ));
                Exit::Ok
            }
            Err(exit) => exit,
        },
        Err(e) => console.complain_of(&e, ""),
    }
}

fn route(args: &Route, console: &mut Console<'_>) -> Exit {
    let ends = points::position(&args.from).and_then(|from| Ok((from, points::position(&args.to)?)));
    let (from, to) = match ends {
        Ok(ends) => ends,
        Err(why) => {
            console.complain(&why);
            return Exit::BadInput;
        }
    };
    let map = match open_map_under(&args.map, args.mode.as_deref(), &args.conditions, console) {
        Ok(map) => map,
        Err(exit) => return exit,
    };
    match tasks::route(&map, from, to) {
        Ok(found) if args.json => console.deliver(&pretty(&found)),
        Ok(found) => console.deliver(report::route(&found, args.geometry, args.lang.into()).as_bytes()),
        Err(e) => console.complain_of(&e, ""),
    }
}

fn table(args: &Table, console: &mut Console<'_>) -> Exit {
    flat((|| {
        check_outputs(&[&args.map, &args.points], &[&args.out], console)?;
        let began = Instant::now();
        let csv = read(&args.points, console)?;
        let stated = points::positions(&String::from_utf8_lossy(&csv)).map_err(|wrong| {
            console.complain(&format!("{}: {} line(s) cannot be used", args.points.display(), wrong.len()));
            for line in wrong {
                console.say(&format!("  {line}"));
            }
            Exit::BadInput
        })?;
        let read_points = began.elapsed();
        let map = open_map_under(&args.map, args.mode.as_deref(), &args.conditions, console)?;
        let opened = began.elapsed();
        let positions: Vec<Position> = stated.iter().map(|(_, position)| *position).collect();
        let unwritable = |cause| TaskError::File { path: args.out.clone(), cause };
        let mut out = None;
        let mut trouble = None;
        let mut writing = Duration::ZERO;
        let asked = tasks::table_rows(&map, &positions, args.threads, |row| {
            let begun = Instant::now();
            // The file is made when there is something to write: bad points leave what was there.
            let file = out.get_or_insert_with(|| File::create(&args.out).map(BufWriter::new));
            // What cannot be written need not be worked out.
            let Ok(file) = file else { return ControlFlow::Break(()) };
            trouble = points::write_row(row, file).err();
            writing += begun.elapsed();
            if trouble.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        asked.map_err(|mut e| {
            points::name_lines(&mut e, &args.points, &stated);
            console.complain_of(&e, "")
        })?;
        let computed = began.elapsed();
        let finished = match out {
            Some(Ok(mut file)) => trouble.map_or_else(|| file.flush(), Err),
            Some(Err(cause)) => Err(cause),
            None => File::create(&args.out).map(drop),
        };
        finished.map_err(|cause| {
            // Half a table must not be taken for a whole one; what is no file of ours, as a device, stays.
            if args.out.is_file() {
                drop(fs::remove_file(&args.out));
            }
            console.complain_of(&unwritable(cause), "")
        })?;
        let written = began.elapsed();
        if !args.json {
            return Ok(Exit::Ok);
        }
        let milliseconds = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        let timings = json!({
            "points": positions.len(),
            "cells": positions.len() * positions.len(),
            "readPointsMilliseconds": milliseconds(read_points),
            "openMapMilliseconds": milliseconds(opened - read_points),
            "tableMilliseconds": milliseconds(computed - opened - writing),
            "writeMilliseconds": milliseconds(written - computed + writing),
            "allMilliseconds": milliseconds(written),
        });
        Ok(console.deliver(&pretty(&timings)))
    })())
}

/// Shows the search on a terminal, and remembers when the first plan stood.
pub(super) struct Watch<'c, 'a> {
    pub console: &'c mut Console<'a>,
    pub began: Instant,
    pub first_plan: Option<Duration>,
}

impl Progress for Watch<'_, '_> {
    fn hear(&mut self, news: &News) {
        if news.stage == Stage::FirstPlan {
            self.first_plan = Some(self.began.elapsed());
        }
        let cost = news.best.as_ref().map_or(0, |s| s.cost() / 6000);
        self.console.progress(&format!(
            "{:>5.1} s  {} iterations  {} left out  price {cost} min",
            self.began.elapsed().as_secs_f64(),
            news.iterations,
            news.left_out
        ));
    }
}

/// Plans, with progress on a terminal; the plan says how long it took.
pub(super) fn search(
    loaded: &tasks::Loaded,
    options: &PlanOptions,
    limit: Option<Duration>,
    iterations: Option<u64>,
    console: &mut Console<'_>,
) -> Result<wire::Plan, TaskError> {
    search_and_prove(loaded, options, Limits { time: limit, iterations }, false, console)
}

/// What ends a search.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub time: Option<Duration>,
    pub iterations: Option<u64>,
}

impl Limits {
    /// As the engine has it, by this clock, with this flag to stop sooner.
    pub(super) fn budget<'a>(
        &self,
        elapsed: &'a (dyn Fn() -> Duration + Sync),
        cancel: &'a AtomicBool,
    ) -> Budget<'a> {
        Budget {
            elapsed: self.time.is_some().then_some(elapsed),
            time_limit: self.time.unwrap_or(Duration::MAX),
            iterations: self.iterations,
            cancel: Some(cancel),
        }
    }
}

/// As [`search`], with a proof on request.
fn search_and_prove(
    loaded: &tasks::Loaded,
    options: &PlanOptions,
    limits: Limits,
    prove: bool,
    console: &mut Console<'_>,
) -> Result<wire::Plan, TaskError> {
    let began = Instant::now();
    let elapsed = || began.elapsed();
    let cancel = on_interrupt(console);
    let mut watch = Watch { console, began, first_plan: None };
    let budget = limits.budget(&elapsed, &cancel);
    let made = match prove {
        true => tasks::plan_with_bound(loaded, options, &budget, &elapsed, &mut watch),
        false => tasks::plan(loaded, options, &budget, &mut watch),
    };
    let first_plan = watch.first_plan;
    console.end_progress();
    let mut made = made?;
    if cancel.load(Ordering::Relaxed) {
        made.warnings.push(wire::Warning {
            code: "cancelled".to_owned(),
            pointer: None,
            sentence: options.language.search_stopped().to_owned(),
        });
    }
    let whole = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    if let Some(how) = &mut made.made {
        how.milliseconds = Some(whole(began.elapsed()));
        how.first_plan_milliseconds = first_plan.map(whole);
    }
    Ok(made)
}

fn plan(args: &Plan, console: &mut Console<'_>) -> Exit {
    flat((|| {
        let limit = match (args.time_limit, args.iterations) {
            (Some(seconds), _) => Some(Duration::from_secs_f64(seconds)),
            (None, Some(_)) => None,
            (None, None) => Some(Duration::from_secs(10)),
        };
        let inputs: Vec<&Path> =
            [Some(&args.problem), args.map.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
        let outputs: Vec<&Path> =
            [Some(&args.out), args.geojson.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
        check_outputs(&inputs, &outputs, console)?;
        if let Some(count) = args.front {
            super::front::check_files(&inputs, &args.out, count, console)?;
        }
        if let Some(folder) = &args.run_sheets {
            check_sheets_folder(folder, console)?;
        }
        let document = read(&args.problem, console)?;
        let (loaded, map) = load(&args.problem, &document, args.map.as_deref(), &args.conditions, console)?;
        let name = args.problem.display().to_string();
        let language = args.lang.map_or(Language::English, Language::from);
        let options = PlanOptions { seed: args.seed, threads: args.threads, language };
        let limits = Limits { time: limit, iterations: args.iterations };
        if let Some(count) = args.front {
            return super::front::front(&loaded, &options, count, limits, (&name, &args.out), console);
        }
        let made = search_and_prove(&loaded, &options, limits, args.bound, console)
            .map_err(|e| console.complain_of(&e, &name))?;
        write(&args.out, &pretty(&made), console)?;
        if let Some(file) = &args.geojson {
            write_geojson(file, &loaded, &made, map.as_ref(), console)?;
        }
        if let Some(folder) = &args.run_sheets {
            // On paper Swedish is what people read unless told otherwise.
            let language = args.lang.map_or(Language::Swedish, Language::from);
            write_run_sheets(folder, &loaded, &made, language, console)?;
        }
        console.say(report::summary(&made).trim_end());
        Ok(Exit::Ok)
    })())
}

/// A problem ready to plan, and the bytes of a plan for it, or a complaint.
fn problem_and_plan(
    problem: &Path,
    plan: &Path,
    map: Option<&Path>,
    conditions: &Conditions,
    console: &mut Console<'_>,
) -> Result<(tasks::Loaded, Vec<u8>), Exit> {
    let document = read(problem, console)?;
    let plan = read(plan, console)?;
    let (loaded, _) = load(problem, &document, map, conditions, console)?;
    Ok((loaded, plan))
}

fn check(args: &Check, console: &mut Console<'_>) -> Exit {
    flat((|| {
        let (loaded, plan) =
            problem_and_plan(&args.problem, &args.plan, args.map.as_deref(), &args.conditions, console)?;
        let verdict = tasks::check(&loaded, &plan, args.lang.into())
            .map_err(|e| console.complain_of(&e, &args.plan.display().to_string()))?;
        let shown = if args.json { pretty(&verdict) } else { report::verdict(&verdict).into_bytes() };
        let written = console.deliver(&shown);
        Ok(if verdict.keeps_rules { written } else { Exit::RuleBroken })
    })())
}

fn explain(args: &Explain, console: &mut Console<'_>) -> Exit {
    flat((|| {
        let (loaded, plan) =
            problem_and_plan(&args.problem, &args.plan, args.map.as_deref(), &args.conditions, console)?;
        let question = tasks::Question {
            visits: args.visit.clone(),
            alternatives: args.alternatives,
            language: args.lang.into(),
        };
        let analysis = tasks::explain(&loaded, &plan, &question)
            .map_err(|e| console.complain_of(&e, &args.plan.display().to_string()))?;
        let shown = if args.json { pretty(&analysis) } else { report::analysis(&analysis).into_bytes() };
        Ok(console.deliver(&shown))
    })())
}

fn calendar(args: &Calendar, console: &mut Console<'_>) -> Exit {
    let days = WorkingDays {
        cutoff: args.cutoff.clone(),
        service_ends: args.service_ends.clone(),
        ..WorkingDays::default()
    };
    match tasks::due(&Moment(args.received.clone()), Some(&days), args.lang.into()) {
        Ok(deadline) if args.json => console.deliver(&pretty(&deadline)),
        Ok(deadline) => {
            let mut text = format!("due {}\n", deadline.due.0);
            if let Some(hours) = deadline.hours {
                text.push_str(&format!("hours {hours}\n"));
            }
            for day in &deadline.trace {
                let mark = if day.working_day { "+" } else { "-" };
                text.push_str(&format!("{mark} {} {}\n", day.date.0, day.name));
            }
            console.deliver(text.as_bytes())
        }
        Err(e) => console.complain_of(&e, ""),
    }
}

fn schema(args: Schema, console: &mut Console<'_>) -> Exit {
    let text = if args.problem {
        pretty(&wire::problem_schema())
    } else if args.plan {
        pretty(&wire::plan_schema())
    } else if args.problem_page {
        wire::problem_page().into_bytes()
    } else {
        wire::plan_page().into_bytes()
    };
    console.deliver(&text)
}
