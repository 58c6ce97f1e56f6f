//! How long the judge takes for a whole plan: `cargo bench -p engine --bench judge`.
//!
//! Answers: can a plan of a region be judged before every answer? Prints `rules/judge/town/<visits>` with the mean of
//! many runs, in microseconds, and the same for the timetable of the same order.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use engine::model::{Problem, samples};
use engine::plan::{Plan, Task};
use engine::rules::{Weights, judge};
use engine::schedule::timetable;
use std::hint::black_box;
use std::time::Instant;

fn main() {
    for (visits, staff) in [(100, 15), (1000, 150), (5000, 750)] {
        let problem = samples::town(1, visits, staff, 1).build().expect("samples build");
        let weights = Weights::default();
        let order = dealt(&problem);
        let plan = untimed(&problem, &order);
        let runs = 200_000 / visits;
        let start = Instant::now();
        for _ in 0..runs {
            black_box(judge(black_box(&problem), &weights, &plan));
        }
        let each = start.elapsed().as_micros() / runs as u128;
        let findings = judge(&problem, &weights, &plan).findings.len();
        println!("rules/judge/town/{visits}: {each} µs ({findings} findings)");
        let start = Instant::now();
        for _ in 0..runs {
            let _ = black_box(timetable(black_box(&problem), &order));
        }
        println!("schedule/timetable/town/{visits}: {} µs", start.elapsed().as_micros() / runs as u128);
    }
}

/// Every slot dealt out in turn: a full plan that breaks rules all over, so that findings cost what they cost at worst.
fn dealt(problem: &Problem) -> Vec<Vec<(Task, Option<engine::model::PlaceIdx>)>> {
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
fn untimed(problem: &Problem, order: &[Vec<(Task, Option<engine::model::PlaceIdx>)>]) -> Plan {
    let mut plan = Plan::empty(problem);
    for ((route, day), facts) in plan.routes.iter_mut().zip(order).zip(problem.shifts.iter()) {
        for (position, &(task, place)) in day.iter().enumerate() {
            let start = engine::clock::PlanTime(facts.start.0 + 3600 * position as u32);
            route.stops.push(engine::plan::Stop { task, place, start });
        }
    }
    plan
}
