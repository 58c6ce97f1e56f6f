//! Rule: what is locked stays: person, day, start.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (visit, facts, start) in scene.planned() {
        for pin in &facts.pins {
            if let Some(staff) = pin.staff {
                person(scene, visit, pin.slot, staff, found);
            }
            if let Some(day) = pin.day {
                let planned = scene.day_of(start);
                if planned != day {
                    let days = Amount::count(planned.abs_diff(day) as i64);
                    found.broken(Detail::PinnedDay(day), days, &[Subject::Visit(visit)]);
                }
            }
            if let Some(at) = pin.start {
                let moved = (start - seconds(at)).abs();
                if moved > 0 {
                    found.broken(Detail::PinnedStart(at), Amount::time(moved), &[Subject::Visit(visit)]);
                }
            }
        }
    }
}

/// A lock of a person without a slot holds when the person fills any.
fn person(
    scene: &Scene<'_>,
    visit: crate::model::VisitIdx,
    slot: Option<usize>,
    staff: crate::model::StaffIdx,
    found: &mut Findings,
) {
    let slots = &scene.visits[visit].slots;
    match slot {
        Some(slot) => {
            if let Some(filled) = slots.get(slot).copied().flatten()
                && filled.staff != staff
            {
                let subjects = [Subject::Visit(visit), Subject::Slot(slot), Subject::Staff(filled.staff)];
                found.broken(Detail::PinnedPerson(staff), Amount::ONE, &subjects);
            }
        }
        None => {
            if slots.iter().flatten().all(|f| f.staff != staff) {
                found.broken(Detail::PinnedPerson(staff), Amount::ONE, &[Subject::Visit(visit)]);
            }
        }
    }
}
