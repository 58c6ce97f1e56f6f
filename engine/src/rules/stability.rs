//! Rule: what people have been told is kept, or the change pays for itself.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    for (visit, facts) in scene.problem.visits.enumerate() {
        let Some(promise) = &facts.promise else { continue };
        let subjects = [Subject::Visit(visit), Subject::Patient(facts.patient)];
        let Some(start) = scene.start(visit) else {
            found.priced(Detail::PromiseLeftOut, Amount::ONE, w.changed_day, &subjects);
            continue;
        };
        let told = seconds(promise.start);
        let days = scene.day_of(start).abs_diff(scene.day_of(told));
        if days > 0 {
            found.priced(Detail::PromiseOtherDay, Amount::count(days as i64), w.changed_day, &subjects);
        } else {
            let moved = (start - told).abs();
            let beyond = moved.saturating_sub(w.changed_time_tolerance).max(0);
            let points = w.changed_time_per_second.saturating_mul(beyond);
            found.priced(Detail::PromiseMoved, Amount::time(moved), points, &subjects);
        }
        for (slot, filled) in scene.visits[visit].slots.iter().enumerate() {
            let named = promise.staff.get(slot).copied().flatten();
            if let (Some(named), Some(filled)) = (named, filled)
                && named != filled.staff
            {
                let subjects = [Subject::Visit(visit), Subject::Slot(slot), Subject::Staff(filled.staff)];
                let detail = Detail::PromiseOtherPerson(named);
                found.priced(detail, Amount::ONE, w.changed_person, &subjects);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn told() -> Problem {
        FactsBuilder::new()
            .days(2)
            .patient("Ada", |p| p)
            .visit("a", |v| v.promised("08:00", &["Ben"]))
            .staff("Ben", |s| s.works("07:00", "12:00").works("1 07:00", "1 12:00"))
            .staff("Cia", |s| s.works("07:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn a_promise_kept_within_the_tolerance_is_free() {
        assert_eq!(points(&told(), RuleId::Stability, &["Ben: a 08:15"]), 0);
    }

    #[test]
    fn another_time_and_another_person_cost() {
        let w = Weights::default();
        assert_eq!(
            points(&told(), RuleId::Stability, &["Cia: a 08:25"]),
            600 * w.changed_time_per_second + w.changed_person
        );
    }

    #[test]
    fn another_day_and_no_day_cost_the_same() {
        let w = Weights::default();
        assert_eq!(points(&told(), RuleId::Stability, &["Ben-1: a 1 08:00"]), w.changed_day);
        assert_eq!(points(&told(), RuleId::Stability, &[]), w.changed_day);
    }
}
