//! Rule: slots of one visit are filled by different people, who start together or staggered as given.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (visit, _, start) in scene.planned() {
        let filled = || scene.visits[visit].slots.iter().enumerate().filter_map(|(k, f)| f.map(|f| (k, f)));
        for (slot, by) in filled() {
            let subjects = [Subject::Visit(visit), Subject::Slot(slot), Subject::Staff(by.staff)];
            if let Some((earlier, _)) = filled().find(|(k, f)| *k < slot && f.staff == by.staff) {
                found.broken(Detail::SamePerson(earlier), Amount::ONE, &subjects);
            }
            if by.visit_start != start {
                found.broken(Detail::StartsApart, Amount::time((by.visit_start - start).abs()), &subjects);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    fn round() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("round", |v| v.needs("doctor").needs("nurse").later_by(15))
            .staff("Ben", |s| s.works("07:00", "15:00").role("doctor"))
            .staff("Cia", |s| s.works("07:00", "15:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn staggered_as_given_is_together() {
        assert_eq!(found(&round(), RuleId::Together, &["Ben: round 08:00", "Cia: round/1 08:15"]), []);
    }

    #[test]
    fn a_nurse_ten_minutes_late_breaks_it_by_ten_minutes() {
        assert_eq!(
            found(&round(), RuleId::Together, &["Ben: round 08:00", "Cia: round/1 08:25"]),
            [(Detail::StartsApart, minutes(10))]
        );
    }

    #[test]
    fn one_person_cannot_fill_two_slots() {
        assert_eq!(
            found(&round(), RuleId::Together, &["Ben: round 08:00; round/1 08:15"]),
            [(Detail::SamePerson(0), Amount::Count(1))]
        );
    }
}
