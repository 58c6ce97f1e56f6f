//! Where the time of each shift goes.

use crate::model::{IndexVec, PlaceIdx, Problem, ShiftIdx};
use crate::plan::{Plan, Task};
use crate::rules::{Amount, Detail, Finding, RuleId, Subject, Verdict, Weights, judge};

/// The seconds (and metres) of one shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PersonDay {
    /// Whether there is any visit, and so any work.
    pub works: bool,
    /// On the road.
    pub travel: u64,
    /// Between road and door.
    pub handling: u64,
    /// Travel, handling, visits with documentation and accompanying.
    pub busy: u64,
    /// With patients: care and first-meeting time.
    pub care: u64,
    /// Waiting.
    pub waiting: u64,
    /// Of it, at visits that several attend on site.
    pub joint_waiting: u64,
    /// After the shift's end.
    pub overtime: u64,
    /// Blocked times held.
    pub blocks: u64,
    /// Shift less breaks.
    pub paid: u64,
    /// Shift less breaks and blocks.
    pub available: u64,
    /// Metres driven; for a crew by its first shift alone.
    pub metres: u64,
    /// Whether the day needs a rest.
    pub needs_rest: bool,
    /// Whether it breaks a rule of rest.
    pub rest_broken: bool,
}

/// Prices under which everything that costs at all has a finding: the judge measures, and no second arithmetic is needed.
fn every_second_counts() -> Weights {
    Weights {
        due_missed: 1,
        due_late_per_second: 1,
        acute_wait_per_second: 1,
        overdue_per_second: 1,
        unplanned_mandatory: 1,
        unplanned_optional: 1,
        unplanned_per_waiting_day: 1,
        contact_missed: 1,
        contact_deputy: 1,
        new_face: 1,
        wish_staff: 1,
        wish_avoided: 1,
        wish_language: 1,
        wish_gender: 1,
        wish_time_per_second: 1,
        soft_window_per_second: 1,
        overtime_per_second: 1,
        travel_per_second: 1,
        travel_per_metre: 1,
        waiting_per_second: 1,
        joint_waiting_per_second: 1,
        // One busy second in a day of 25 hours is still a point.
        fairness_per_mille: 1_000_000,
        changed_day: 1,
        changed_person: 1,
        changed_time_per_second: 1,
        changed_time_tolerance: 0,
    }
}

/// What the judge measures in a plan.
pub(super) fn measure(problem: &Problem, plan: &Plan) -> Verdict {
    judge(problem, &every_second_counts(), plan)
}

/// The time of every shift. `verdict` is from [`measure`].
pub(super) fn person_days(
    problem: &Problem,
    plan: &Plan,
    verdict: &Verdict,
) -> IndexVec<ShiftIdx, PersonDay> {
    let mut days: IndexVec<ShiftIdx, PersonDay> = problem
        .shifts
        .iter()
        .map(|s| {
            let length = u64::from(s.end.since(s.start).0);
            let breaks: u64 = s.breaks.iter().map(|b| u64::from(b.duration.0)).sum();
            let blocks: u64 = s.blocks.iter().map(|b| u64::from(b.duration.0)).sum();
            let paid = length.saturating_sub(breaks);
            PersonDay { paid, available: paid.saturating_sub(blocks), ..PersonDay::default() }
        })
        .collect();
    for route in &plan.routes {
        if problem.shifts.get(route.shift).is_some() {
            walk(problem, route, &mut days[route.shift]);
        }
    }
    for finding in &verdict.findings {
        if let Some(shift) = shift_of(finding).filter(|s| problem.shifts.get(*s).is_some()) {
            note(finding, &mut days[shift]);
        }
    }
    for (day, facts) in days.iter_mut().zip(problem.shifts.iter()) {
        // Without stated breaks a day needs one only when it is too long, and then the judge has said so.
        day.needs_rest = day.works && (!facts.breaks.is_empty() || day.rest_broken);
    }
    days
}

/// What follows from facts and places alone.
fn walk(problem: &Problem, route: &crate::plan::Route, day: &mut PersonDay) {
    let facts = &problem.shifts[route.shift];
    let mut here = facts.start_place;
    let handling = |from: Option<PlaceIdx>, to: Option<PlaceIdx>| match (from, to) {
        (Some(a), Some(b)) if a != b && problem.least_transit(route.shift, a, b).is_some() => {
            u64::from((problem.places[a].leave + problem.places[b].arrive).0)
        }
        _ => 0,
    };
    for stop in &route.stops {
        let place = stop.place.filter(|p| problem.places.get(*p).is_some());
        day.handling += handling(here, place);
        here = place;
        match stop.task {
            Task::Visit { visit, slot } => {
                if problem.visits.get(visit).is_some_and(|v| slot < v.slots.len()) {
                    let documentation = problem.visits[visit].slots[slot].documentation;
                    let taken = problem.occupied(visit, slot, facts.staff);
                    day.care += u64::from(taken.saturating_sub(documentation).0);
                    day.works = true;
                }
            }
            Task::Accompany { .. } => day.works = true,
            Task::Block { block } => {
                day.blocks += facts.blocks.get(block).map_or(0, |b| u64::from(b.duration.0));
            }
            Task::Break { .. } => {}
        }
    }
    if !route.stops.is_empty() {
        day.handling += handling(here, facts.end_place);
    }
}

/// What the judge measured.
fn note(finding: &Finding, day: &mut PersonDay) {
    if finding.rule == RuleId::RestBreaks {
        day.rest_broken = true;
    }
    match (finding.detail, finding.amount) {
        (Detail::TravelTime, Amount::Time(t)) => day.travel += u64::from(t.0),
        (Detail::TravelLength, Amount::Length(m)) => day.metres += u64::from(m.0),
        (Detail::Waiting, Amount::Time(t)) => day.waiting += u64::from(t.0),
        (Detail::JointWaiting, Amount::Time(t)) => {
            day.waiting += u64::from(t.0);
            day.joint_waiting += u64::from(t.0);
        }
        (Detail::Overtime, Amount::Time(t)) => day.overtime += u64::from(t.0),
        (Detail::Load { .. }, Amount::Time(t)) => day.busy += u64::from(t.0),
        // Every other detail measures no time of a shift.
        _ => {}
    }
}

fn shift_of(finding: &Finding) -> Option<ShiftIdx> {
    finding.subjects.iter().find_map(|s| match s {
        Subject::Shift(shift) => Some(*shift),
        Subject::Visit(_) | Subject::Slot(_) | Subject::Patient(_) | Subject::Staff(_) => None,
    })
}
