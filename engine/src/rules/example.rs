//! Plans written as text, for the tests of rules and schedules.

use super::{Amount, Detail, RuleId, Verdict, Weights, judge};
use crate::clock::PlanTime;
use crate::model::{PlaceIdx, Problem, ShiftIdx, VisitIdx, moment};
use crate::plan::{Plan, Route, Stop, Task};
use osm_data::units::Seconds;

/// A plan from one text a shift: `"Ben: breakfast 08:00; joint/1 09:30; break/0 11:00 at Ada; with joint 12:00"`.
///
/// `Ben` is the first shift of Ben, `Ben-1` the shift of this id. A visit's slot is 0 unless written. What can be anywhere
/// is at the place written, else at that of the nearest stop before or after, else at the start place.
pub(crate) fn plan(problem: &Problem, days: &[&str]) -> Plan {
    let mut plan = Plan::empty(problem);
    for day in days {
        let (who, stops) = day.split_once(':').expect("a day is written `Ben: …`");
        let shift = shift_of(problem, who.trim());
        let written: Vec<&str> = stops.split(';').map(str::trim).filter(|s| !s.is_empty()).collect();
        let mut route: Vec<(Stop, bool)> = written.iter().map(|s| stop(problem, shift, s)).collect();
        let given: Vec<Option<PlaceIdx>> =
            route.iter().map(|(s, given)| s.place.filter(|_| *given)).collect();
        for (position, (stop, _)) in route.iter_mut().enumerate() {
            if stop.place.is_none() {
                let before = given[..position].iter().rev().flatten().next();
                let after = given[position..].iter().flatten().next();
                stop.place = before.or(after).copied().or(problem.shifts[shift].start_place);
            }
        }
        plan.routes[shift.0 as usize] = Route { shift, stops: route.into_iter().map(|(s, _)| s).collect() };
    }
    plan
}

fn shift_of(problem: &Problem, who: &str) -> ShiftIdx {
    let by_id = problem.shifts.enumerate().find(|(_, s)| s.id == who);
    let by_staff = || problem.shifts.enumerate().find(|(_, s)| problem.staff[s.staff].id == who);
    by_id.or_else(by_staff).expect("a shift or a person of the problem").0
}

/// The visit of this id.
pub(crate) fn visit_of(problem: &Problem, id: &str) -> VisitIdx {
    problem.visits.enumerate().find(|(_, v)| v.id == id).expect("a visit of the problem").0
}

/// The place of this id.
pub(crate) fn place_of(problem: &Problem, id: &str) -> PlaceIdx {
    problem.place_ids.find(id).expect("a place of the problem")
}

/// A stop, and whether the facts give its place.
fn stop(problem: &Problem, shift: ShiftIdx, text: &str) -> (Stop, bool) {
    let (text, at) = text.split_once(" at ").map_or((text, None), |(text, at)| (text, Some(at)));
    let (name, start) = text.split_once(' ').expect("a stop is written `visit 08:00`");
    let (name, start, with) = if name == "with" {
        let (name, start) = start.split_once(' ').expect("accompanying is written `with visit 08:00`");
        (name, start, true)
    } else {
        (name, start, false)
    };
    let (name, number) = name.split_once('/').unwrap_or((name, "0"));
    let number: usize = number.parse().expect("a slot is a number");
    let task = match name {
        _ if with => Task::Accompany { visit: visit_of(problem, name) },
        "break" => Task::Break { rule: number },
        "block" => Task::Block { block: number },
        visit => Task::Visit { visit: visit_of(problem, visit), slot: number },
    };
    let given = match task {
        Task::Visit { visit, slot } if slot < problem.visits[visit].slots.len() => {
            problem.slot_place(visit, slot)
        }
        Task::Accompany { visit } => problem.visits[visit].place,
        Task::Block { block } => problem.shifts[shift].blocks.get(block).and_then(|b| b.place),
        Task::Visit { .. } | Task::Break { .. } => None,
    };
    let place = at.map(|id| place_of(problem, id)).or(given);
    (Stop { task, place, start: moment(start) }, given.is_some())
}

/// What the judge says with default prices.
pub(crate) fn verdict(problem: &Problem, days: &[&str]) -> Verdict {
    judge(problem, &Weights::default(), &plan(problem, days))
}

/// What one rule says of a written plan.
pub(crate) fn found(problem: &Problem, rule: RuleId, days: &[&str]) -> Vec<(Detail, Amount)> {
    verdict(problem, days).of(rule).map(|f| (f.detail, f.amount)).collect()
}

/// What one rule costs in a written plan, at default prices.
pub(crate) fn points(problem: &Problem, rule: RuleId, days: &[&str]) -> i64 {
    verdict(problem, days).score.of(rule)
}

/// So many minutes, as findings say it.
pub(crate) fn minutes(minutes: u32) -> Amount {
    Amount::Time(Seconds::minutes(minutes))
}

/// A garbage plan: any tasks, places and times, mostly of things that exist.
pub(crate) fn garbage(problem: &Problem, draws: &[u32]) -> Plan {
    let mut draws = draws.iter().copied().chain(std::iter::repeat(7));
    let mut draw = move |below: usize| draws.next().unwrap_or_default() as usize % below.max(1);
    let routes = draw(problem.shifts.len() + 2);
    let route = |draw: &mut dyn FnMut(usize) -> usize| {
        let shift = ShiftIdx(draw(problem.shifts.len() + 1) as u32);
        let stops = (0..draw(9)).map(|_| {
            let visit = VisitIdx(draw(problem.visits.len() + 1) as u32);
            let task = match draw(7) {
                0 => Task::Break { rule: draw(3) },
                1 => Task::Block { block: draw(3) },
                2 => Task::Accompany { visit },
                _ => Task::Visit { visit, slot: draw(3) },
            };
            let place = match draw(6) {
                0 => None,
                1 => Some(PlaceIdx(draw(problem.places.len() + 1) as u32)),
                _ => problem.visits.get(visit).and_then(|v| v.place),
            };
            let start = match draw(20) {
                0 => PlanTime::MAX,
                1 => PlanTime(u32::MAX - draw(100_000) as u32),
                _ => PlanTime(draw(problem.horizon.end().0 as usize) as u32),
            };
            Stop { task, place, start }
        });
        Route { shift, stops: stops.collect() }
    };
    Plan { routes: (0..routes).map(|_| route(&mut draw)).collect() }
}
