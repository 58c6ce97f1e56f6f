//! `rond solve`: a benchmark instance → a solution in the family's own form.

use super::args::Solve;
use super::console::{Console, Exit};
use super::files::{check_outputs, read, write_whole};
use super::interrupt::on_interrupt;
use super::run::{flat, pretty};
use crate::formats::{FormatError, Instance};
use crate::tasks::relaxed_name;
use engine::bound::{bound, conflict};
use engine::budget::Budget;
use engine::route_planning::{self, Planned};
use engine::routing::{Broken, RoutingPlan, Verdict, judge};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// The most findings that are named; the rest is counted.
const MOST_NAMED: usize = 20;

/// Runs the command.
pub(super) fn solve(args: &Solve, console: &mut Console<'_>) -> Exit {
    let began = Instant::now();
    flat((|| {
        if let Some(out) = &args.out {
            check_outputs(&[&args.instance], &[out], console)?;
        }
        let bytes = read(&args.instance, console)?;
        let family = args.format.family();
        let instance = family
            .read(&bytes, args.service_factor)
            .map_err(|defect| complain(&args.instance, &defect, console))?;
        drop(bytes);
        match (&args.judge, &args.out) {
            (Some(solution), _) => check(args, &instance, solution, console),
            (None, Some(out)) => {
                let cancel = on_interrupt(console);
                let (mut planned, first) = search(args, &instance, began, &cancel, console)?;
                let proof = args.bound.then(|| prove(args, &instance, &mut planned, began, &cancel));
                let solution = family.write(&instance, &planned.plan, &planned.verdict);
                write_whole(out, solution.as_bytes(), console)?;
                let mut report = facts(args, &instance, &planned.plan, &planned.verdict);
                let milliseconds = |time: Duration| time.as_millis() as u64;
                report["iterations"] = planned.iterations.into();
                report["milliseconds"] = milliseconds(began.elapsed()).into();
                report["firstPlanMilliseconds"] = first.map(milliseconds).into();
                if let Some(proof) = proof {
                    report["bound"] = proof;
                }
                Ok(tell(args, &report, planned.refused.as_ref(), console))
            }
            (None, None) => unreachable!("clap asks for one of the two"),
        }
    })())
}

fn complain(file: &Path, defect: &FormatError, console: &mut Console<'_>) -> Exit {
    console.complain(&format!("{}: {defect}", file.display()));
    Exit::BadInput
}

/// Searches, with progress on a terminal; also tells when the first plan stood.
fn search(
    args: &Solve,
    instance: &Instance,
    began: Instant,
    cancel: &AtomicBool,
    console: &mut Console<'_>,
) -> Result<(Planned, Option<Duration>), Exit> {
    // The limit is what a person waits, so that reading counts.
    let elapsed = || began.elapsed();
    let share = if args.bound { SEARCH_SHARE } else { 1.0 };
    let budget = Budget {
        iterations: args.iterations,
        cancel: Some(cancel),
        ..Budget::time(args.limit().mul_f64(share), &elapsed)
    };
    let unlimited = Budget { elapsed: None, ..budget };
    let budget = if args.time_limit.is_none() && args.iterations.is_some() { unlimited } else { budget };
    let mut first = None;
    let mut hear = |_: &RoutingPlan, cost: i64| {
        first.get_or_insert_with(|| began.elapsed());
        let cost = cost as f64 / instance.unit.cost;
        console.progress(&format!("{:>5.1} s  cost {cost:.4}", began.elapsed().as_secs_f64()));
    };
    let planned =
        route_planning::solve(&instance.problem, args.seed, args.threads.unwrap_or(1), &budget, &mut hear);
    console.end_progress();
    let planned = planned.map_err(|flaw| complain(&args.instance, &flaw.into(), console))?;
    Ok((planned, first))
}

/// This share of a time limit goes to the search when a bound is asked for, the rest to the bound.
const SEARCH_SHARE: f64 = 0.5;

/// The bound's own limit when nothing but iterations limits the search; a time limit beside them ends both.
const BOUND_LIMIT: Duration = Duration::from_secs(60);

/// Proves what no plan can cost less than, and takes over a better plan if one turns up; where visits that must be done are left
/// out, proves that not all can be done, if that is so.
fn prove(
    args: &Solve,
    instance: &Instance,
    planned: &mut Planned,
    began: Instant,
    cancel: &AtomicBool,
) -> Value {
    let elapsed = || began.elapsed();
    let clocked = args.time_limit.is_some() || args.iterations.is_none();
    let until = if clocked { args.limit() } else { elapsed() + BOUND_LIMIT };
    let budget = Budget { cancel: Some(cancel), ..Budget::time(until, &elapsed) };
    let problem = &instance.problem;
    if !planned.verdict.broken.is_empty() {
        return match conflict(problem, &budget) {
            Some(found) => {
                let jobs = found.visits.iter().map(|&v| problem.visits[v as usize].jobs.start);
                let names: Vec<String> = jobs.map(|job| instance.job_name(job)).collect();
                json!({ "infeasible": true, "conflict": names, "irreducible": found.irreducible })
            }
            None => json!({ "infeasible": null }),
        };
    }
    let found = bound(problem, Some(&planned.plan), &budget);
    if let Some(plan) = found.plan {
        let verdict = judge(problem, &plan);
        if verdict.broken.is_empty() && verdict.cost < planned.verdict.cost {
            (planned.plan, planned.verdict) = (plan, verdict);
        }
    }
    let cost = planned.verdict.cost;
    // A plan below its bound would be a defect of the proof; then nothing is claimed.
    let known = found.lower > i64::MIN && found.lower <= cost;
    let gap = cost.saturating_sub(found.lower).max(0) as f64;
    json!({
        "lowerBound": known.then(|| found.lower as f64 / instance.unit.cost),
        "gapPercent": (known && cost > 0).then(|| 100.0 * gap / cost as f64),
        "optimal": known && cost <= found.lower,
        "relaxed": found.relaxed.iter().map(|&what| relaxed_name(what)).collect::<Vec<_>>(),
    })
}

/// What a proof says, in words.
fn proof_line(proof: &Value) -> String {
    let listed = |key: &str| {
        let names = proof[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        names.collect::<Vec<_>>().join(", ")
    };
    if proof["infeasible"] == true {
        let smallest =
            if proof["irreducible"] == true { "; without any one of them the others can be" } else { "" };
        return format!("proven: these cannot all be done: {}{smallest}", listed("conflict"));
    }
    if proof.get("infeasible").is_some() {
        return "not proven whether all can be done; a longer search may find a plan".to_owned();
    }
    if proof["optimal"] == true {
        return "proven optimal".to_owned();
    }
    let Some(lower) = proof["lowerBound"].as_f64() else {
        return "nothing is proven of the cost".to_owned();
    };
    let relaxed = listed("relaxed");
    let apart = if relaxed.is_empty() { relaxed } else { format!("; left out of account: {relaxed}") };
    let saved = proof["gapPercent"]
        .as_f64()
        .map_or(String::new(), |gap| format!(": at most {gap:.2} % of the cost could be saved"));
    format!("no plan costs less than {lower}{saved}{apart}")
}

/// Judges a solution that somebody made.
fn check(
    args: &Solve,
    instance: &Instance,
    solution: &Path,
    console: &mut Console<'_>,
) -> Result<Exit, Exit> {
    let bytes = read(solution, console)?;
    let (plan, claim) = args
        .format
        .family()
        .read_solution(instance, &bytes)
        .map_err(|defect| complain(solution, &defect, console))?;
    let verdict = judge(&instance.problem, &plan);
    let mut report = facts(args, instance, &plan, &verdict);
    report["claimedCost"] = claim.into();
    Ok(tell(args, &report, None, console))
}

/// What is to be said of a plan, whoever made it.
fn facts(args: &Solve, instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> Value {
    let left_out: Vec<String> =
        instance.left_out(plan).into_iter().map(|job| instance.job_name(job)).collect();
    let broken: Vec<String> =
        verdict.broken.iter().take(MOST_NAMED).map(|broken| finding(instance, *broken)).collect();
    let terms = verdict.terms;
    json!({
        "instance": args.instance.display().to_string(),
        "format": args.format.family().name(),
        "feasible": verdict.broken.is_empty(),
        "cost": verdict.cost as f64 / instance.unit.cost,
        "routes": plan.routes.iter().filter(|r| r.stops.iter().any(|s| s.job.is_some())).count(),
        "leftOut": left_out,
        "violations": verdict.broken.len(),
        "broken": broken,
        "terms": {
            "travel": terms.travel,
            "tardiness": terms.tardiness,
            "worstTardiness": terms.worst_tardiness,
            "waiting": terms.waiting,
            "worstWaiting": terms.worst_waiting,
            "extraTime": terms.extra_time,
            "worstIdle": terms.worst_idle,
            "missedLunch": terms.missed_lunch,
            "balance": terms.balance,
            "load": terms.load,
            "points": terms.points,
            "unitsOfTime": instance.unit.time,
        },
    })
}

/// A broken rule in words.
fn finding(instance: &Instance, broken: Broken) -> String {
    let job = |j: u32| {
        if (j as usize) < instance.problem.jobs.len() { instance.job_name(j) } else { format!("job {j}") }
    };
    let visit =
        |v: u32| instance.problem.visits.get(v as usize).map_or(format!("visit {v}"), |v| job(v.jobs.start));
    let tour = |t: u32| instance.tour_name(t);
    match broken {
        Broken::Route(t) => format!("{} has two routes, or there is no such tour", tour(t)),
        Broken::Twice(j) => format!("{} is done twice, or there is no such job", job(j)),
        Broken::Part(v) => format!("{} is done in part", visit(v)),
        Broken::LeftOut(v) => format!("{} is left out", visit(v)),
        Broken::Unfit(j) => format!("{} is done by somebody who may not", job(j)),
        Broken::Time(j) => {
            format!("{} starts too early, lasts another time or is done elsewhere", job(j))
        }
        Broken::Early(t) => format!("{} leaves before the day starts", tour(t)),
        Broken::Load(t) => format!("{} takes on more than its capacity", tour(t)),
        Broken::Tie(i) => match instance.problem.ties.get(i as usize) {
            Some(tie) => {
                format!("{} and {} do not keep their distance in time", job(tie.first), job(tie.second))
            }
            None => format!("tie {i} does not hold"),
        },
        Broken::Lunch(t) => format!("the lunch of {} is no proper one", tour(t)),
        Broken::Term(name) => format!("there must be no {name}"),
    }
}

/// Says how it went: on standard output when JSON is asked for, else in a line of talk.
fn tell(args: &Solve, report: &Value, refused: Option<&Verdict>, console: &mut Console<'_>) -> Exit {
    let mut exit = if args.json { console.deliver(&pretty(report)) } else { Exit::Ok };
    if !args.json {
        let number = |key: &str| report[key].as_f64().unwrap_or(0.0);
        let claimed =
            report["claimedCost"].as_f64().map_or(String::new(), |claim| format!(" ({claim} claimed)"));
        console.say(&format!(
            "cost {}{claimed}, {} routes, {} left out",
            number("cost"),
            number("routes"),
            report["leftOut"].as_array().map_or(0, Vec::len),
        ));
    }
    if let (false, Some(proof)) = (args.json, report.get("bound")) {
        console.say(&proof_line(proof));
    }
    if report["feasible"] == false {
        let violations = report["violations"].as_u64().unwrap_or(0);
        let (are, them) = if violations == 1 { ("rule is", "it") } else { ("rules are", "them all") };
        console.complain(&format!("{violations} {are} broken; no plan that keeps {them} is at hand"));
        for line in report["broken"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            console.say(&format!("  {line}"));
        }
        if violations > MOST_NAMED as u64 {
            console.say(&format!("  and {} more", violations - MOST_NAMED as u64));
        }
        exit = Exit::RuleBroken;
    }
    if let Some(refused) = refused {
        let first = refused.broken.first();
        console.complain(&format!(
            "the judge refused a plan of the search ({first:?}); the one before it is written. This is a defect of Rond."
        ));
        exit = Exit::RuleBroken;
    }
    exit
}
