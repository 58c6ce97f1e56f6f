//! What a visit costs by when it starts, who comes, and whether anybody does: straight from the facts.
//!
//! The statements are those of docs/planning-model.md; no arithmetic is shared with `rules`.

use crate::clock::{PlanTime, TimeWindow};
use crate::model::{Idx, Necessity, Problem, ShiftIdx, Urgency, Visit, VisitIdx};
use crate::rules::Weights;

/// Whether the price of a visit depends on its start.
pub(crate) fn depends_on_start(problem: &Problem, weights: &Weights, index: VisitIdx) -> bool {
    let visit = &problem.visits[index];
    let acute = matches!(visit.urgency, Urgency::Acute { .. });
    acute
        || visit.due.is_some()
        || visit.promise.is_some()
        || (!visit.soft_windows.is_empty() && weights.soft_window_per_second != 0)
        || (!problem.patients[visit.patient].wishes.times.is_empty() && weights.wish_time_per_second != 0)
}

/// The part of a visit's price that its start decides.
pub(crate) fn of_start(problem: &Problem, weights: &Weights, index: VisitIdx, start: u32) -> i64 {
    let visit = &problem.visits[index];
    let mut points = 0;
    let late = visit.due.map_or(0, |due| i64::from(start.saturating_sub(due.0)));
    match visit.urgency {
        Urgency::Acute { received } => {
            points += weights.acute_wait_per_second * i64::from(start.saturating_sub(received.0));
            if late > 0 {
                points += weights.due_missed + weights.due_late_per_second * late;
            }
        }
        Urgency::Planned | Urgency::Proactive => points += weights.overdue_per_second * late,
    }
    points += weights.soft_window_per_second * nearest(&visit.soft_windows, start);
    points += weights.wish_time_per_second * nearest(&problem.patients[visit.patient].wishes.times, start);
    if let Some(promise) = &visit.promise {
        let days = &problem.horizon;
        if days.day_of(PlanTime(start)) == days.day_of(promise.start) {
            let moved = i64::from(start.abs_diff(promise.start.0));
            points += weights.changed_time_per_second * (moved - weights.changed_time_tolerance).max(0);
        } else {
            points += weights.changed_day;
        }
    }
    points
}

/// Moments worth waiting for: where a visit's price by start has its corners.
pub(super) fn corners(problem: &Problem, weights: &Weights, index: VisitIdx, mut each: impl FnMut(u32)) {
    let visit = &problem.visits[index];
    visit.soft_windows.iter().for_each(|w| each(w.opens.0));
    problem.patients[visit.patient].wishes.times.iter().for_each(|w| each(w.opens.0));
    if let Some(promise) = &visit.promise {
        let tolerance = u32::try_from(weights.changed_time_tolerance.max(0)).unwrap_or(u32::MAX);
        each(promise.start.0.saturating_sub(tolerance));
        each(problem.horizon.day_start(problem.horizon.day_of(promise.start)).0);
    }
}

fn nearest(windows: &[TimeWindow], start: u32) -> i64 {
    let mut best = u32::MAX;
    for w in windows {
        let away = if start < w.opens.0 { w.opens.0 - start } else { start.saturating_sub(w.closes.0) };
        best = best.min(away);
    }
    if best == u32::MAX { 0 } else { i64::from(best) }
}

/// The price of leaving a visit out.
pub(crate) fn left_out(problem: &Problem, weights: &Weights, index: VisitIdx) -> i64 {
    let visit = &problem.visits[index];
    let each = match visit.necessity {
        Necessity::Mandatory => weights.unplanned_mandatory,
        Necessity::Optional => weights.unplanned_optional,
    };
    let mut points =
        each * i64::from(visit.priority) + weights.unplanned_per_waiting_day * i64::from(visit.waiting_days);
    let acute = matches!(visit.urgency, Urgency::Acute { .. });
    if acute && visit.due.is_some_and(|due| due <= problem.horizon.end()) {
        points += weights.due_missed;
    }
    if visit.promise.is_some() {
        points += weights.changed_day;
    }
    points
}

/// Who goes first when places are scarce.
pub(super) fn class(visit: &Visit) -> u32 {
    match (visit.urgency, visit.necessity) {
        (Urgency::Acute { .. }, _) => 0,
        (Urgency::Planned | Urgency::Proactive, Necessity::Mandatory) => 1,
        (Urgency::Planned | Urgency::Proactive, Necessity::Optional) => 2,
    }
}

/// What it costs that the person of `shift` fills `slot`: contact, wishes and promised people; first meetings excepted.
pub(crate) fn of_person(
    problem: &Problem,
    weights: &Weights,
    index: VisitIdx,
    slot: usize,
    shift: ShiftIdx,
) -> i64 {
    let visit = &problem.visits[index];
    let staff = problem.shifts[shift].staff;
    let person = &problem.staff[staff];
    let wishes = &problem.patients[visit.patient].wishes;
    let mut points = 0;
    let contact = problem.contact_for(index, slot, shift);
    let is_contact = contact.is_some_and(|c| c.staff == staff);
    if let Some(contact) = contact
        && !is_contact
    {
        let stands_in = contact.deputies.contains(&staff);
        points += if stands_in { weights.contact_deputy } else { weights.contact_missed };
    }
    if !wishes.staff.is_empty() && !wishes.staff.contains(&staff) && !is_contact {
        points += weights.wish_staff;
    }
    if wishes.avoided.contains(&staff) {
        points += weights.wish_avoided;
    }
    if !wishes.languages.is_empty() && !wishes.languages.iter().any(|l| person.languages.contains(l)) {
        points += weights.wish_language;
    }
    if wishes.gender.is_some() && person.gender != wishes.gender {
        points += weights.wish_gender;
    }
    let promised = visit.promise.as_ref().and_then(|p| p.staff.get(slot).copied().flatten());
    if promised.is_some_and(|named| named != staff) {
        points += weights.changed_person;
    }
    points
}

/// `per mille × busy² / available / 10`: a heavy day weighs more than two light ones.
#[inline]
pub(super) fn fairness(per_mille: i64, busy: u32, available: i64) -> i64 {
    let busy = i64::from(busy);
    per_mille * busy * busy / available / 10
}

/// A key of patient and person.
pub(crate) fn meeting(patient: crate::model::PatientIdx, staff: crate::model::StaffIdx) -> u64 {
    (patient.index() as u64) << 32 | staff.index() as u64
}
