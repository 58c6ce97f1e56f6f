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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, PinFacts, Problem, StaffIdx, moment};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    fn locked() -> Problem {
        FactsBuilder::new()
            .days(2)
            .patient("Ada", |p| p)
            .visit("a", |v| {
                v.locked_to(0, "Ben")
                    .locked_at("1 08:00")
                    .with(|v| v.pins.push(PinFacts { day: Some(1), ..PinFacts::default() }))
            })
            .staff("Ben", |s| s.works("07:00", "12:00").works("1 07:00", "1 12:00"))
            .staff("Cia", |s| s.works("07:00", "12:00").works("1 07:00", "1 12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn what_is_locked_is_kept_or_left_out() {
        assert_eq!(found(&locked(), RuleId::Pins, &["Ben-1: a 1 08:00"]), []);
        assert_eq!(found(&locked(), RuleId::Pins, &[]), []);
    }

    #[test]
    fn another_person_day_and_start_are_a_finding_each() {
        assert_eq!(
            found(&locked(), RuleId::Pins, &["Cia-0: a 08:00"]),
            [
                (Detail::PinnedPerson(StaffIdx(0)), Amount::Count(1)),
                (Detail::PinnedStart(moment("1 08:00")), minutes(24 * 60)),
                (Detail::PinnedDay(1), Amount::Count(1)),
            ]
        );
    }
}
