//! How long the judge takes for a whole plan: `cargo bench -p engine --bench judge`.
//!
//! Answers: can a plan of a region be judged before every answer? Prints `rules/judge/town/<visits>` with the mean of
//! many runs, in microseconds: of a plan that breaks rules all over (`broken`, findings at their worst) and of one that keeps
//! the rules of time (`kept`). The same for making that one from its order, and for tightening it.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use engine::clock::PlanTime;
use engine::model::{PlaceIdx, Problem, samples};
use engine::plan::{Plan, Stop, Task};
use engine::rules::{Weights, judge};
use engine::schedule::{tighten, timetable};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    for (visits, staff) in [(100, 15), (1000, 150)] {
        let problem = samples::town(1, visits, staff, 1).build().expect("samples build");
        let weights = Weights::default();
        let runs = 100_000 / visits;
        let broken = untimed(&problem, &dealt(&problem));
        let order = fitted(&problem);
        let kept = timetable(&problem, &order).expect("chance kept what fits");
        for (name, plan) in [("broken", &broken), ("kept", &kept)] {
            let findings = judge(&problem, &weights, plan).findings.len();
            let each = micros(runs, || drop(black_box(judge(black_box(&problem), &weights, plan))));
            println!("rules/judge/{name}/{visits}: {each} µs ({findings} findings)");
        }
        println!(
            "schedule/timetable/{visits}: {} µs",
            micros(runs, || drop(black_box(timetable(&problem, &order))))
        );
        let stops: usize = order.iter().map(Vec::len).sum();
        let each = micros(1, || drop(black_box(tighten(&problem, &weights, &kept, &|| false))));
        println!("schedule/tighten/{visits}: {each} µs ({stops} stops)");
    }
}

fn micros(runs: usize, mut run: impl FnMut()) -> u128 {
    let start = Instant::now();
    for _ in 0..runs {
        run();
    }
    start.elapsed().as_micros() / runs as u128
}

type Order = Vec<Vec<(Task, Option<PlaceIdx>)>>;

/// Visits of one slot, each appended to the first day of the right role that it fits.
fn fitted(problem: &Problem) -> Order {
    let mut order: Order = vec![Vec::new(); problem.shifts.len()];
    for (visit, facts) in problem.visits.enumerate().filter(|(_, v)| v.slots.len() == 1) {
        let able = |role| facts.slots[0].roles.contains(&role);
        for (shift, s) in problem.shifts.enumerate().filter(|(_, s)| able(problem.staff[s.staff].role)) {
            let day = shift.0 as usize;
            let mut alone: Order = vec![Vec::new(); day + 1];
            alone[day].clone_from(&order[day]);
            if alone[day].is_empty() {
                alone[day].extend((0..s.breaks.len()).map(|rule| (Task::Break { rule }, None)));
                alone[day].extend((0..s.blocks.len()).map(|block| (Task::Block { block }, None)));
            }
            // Before or after what the day already holds.
            let fits = [alone[day].len(), 0].into_iter().find(|&at| {
                alone[day].insert(at, (Task::Visit { visit, slot: 0 }, None));
                let fits = timetable(problem, &alone).is_ok();
                if !fits {
                    alone[day].remove(at);
                }
                fits
            });
            if fits.is_some() {
                order[day] = alone.swap_remove(day);
                break;
            }
        }
    }
    // Tied visits may not fit together though each fits alone.
    while let Err(why) = timetable(problem, &order) {
        order[why.shift.0 as usize].clear();
    }
    order
}

/// Every slot dealt out in turn: a full plan that breaks rules all over, so that findings cost what they cost at worst.
fn dealt(problem: &Problem) -> Order {
    let mut order = vec![Vec::new(); problem.shifts.len()];
    let mut next = 0;
    for (visit, facts) in problem.visits.enumerate() {
        for slot in 0..facts.slots.len() {
            order[next % problem.shifts.len()]
                .push((Task::Visit { visit, slot }, problem.slot_place(visit, slot)));
            next += 1;
        }
    }
    for (day, facts) in order.iter_mut().zip(problem.shifts.iter()) {
        day.extend((0..facts.breaks.len()).map(|rule| (Task::Break { rule }, None)));
        day.extend((0..facts.blocks.len()).map(|block| (Task::Block { block }, facts.blocks[block].place)));
    }
    order
}

/// An hour for each stop, from the start of the shift.
fn untimed(problem: &Problem, order: &[Vec<(Task, Option<PlaceIdx>)>]) -> Plan {
    let mut plan = Plan::empty(problem);
    for ((route, day), facts) in plan.routes.iter_mut().zip(order).zip(problem.shifts.iter()) {
        for (position, &(task, place)) in day.iter().enumerate() {
            let start = PlanTime(facts.start.0 + 3600 * position as u32);
            route.stops.push(Stop { task, place, start });
        }
    }
    plan
}
