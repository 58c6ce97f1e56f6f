//! Rule: people, languages, gender and times wished for.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::{Attendance, Scene, nearest_window};

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for a in scene.attendances() {
        people(scene, &a, found);
    }
    for (visit, facts, start) in scene.planned() {
        let wishes = &scene.problem.patients[facts.patient].wishes;
        if let Some((outside, _)) = nearest_window(&wishes.times, start) {
            let points = scene.weights.wish_time_per_second.saturating_mul(outside);
            let subjects = [Subject::Visit(visit), Subject::Patient(facts.patient)];
            found.priced(Detail::OutsideWishedTimes, Amount::time(outside), points, &subjects);
        }
    }
}

fn people(scene: &Scene<'_>, a: &Attendance<'_>, found: &mut Findings) {
    let w = scene.weights;
    let wishes = &scene.problem.patients[a.facts.patient].wishes;
    let staff = a.filled.staff;
    let person = &scene.problem.staff[staff];
    let subjects = [
        Subject::Visit(a.visit),
        Subject::Slot(a.slot),
        Subject::Patient(a.facts.patient),
        Subject::Staff(staff),
    ];
    let is_contact =
        scene.problem.contact_for(a.visit, a.slot, a.filled.shift).is_some_and(|c| c.staff == staff);
    if !wishes.staff.is_empty() && !wishes.staff.contains(&staff) && !is_contact {
        found.priced(Detail::NotWishedFor, Amount::ONE, w.wish_staff, &subjects);
    }
    if wishes.avoided.contains(&staff) {
        found.priced(Detail::Avoided, Amount::ONE, w.wish_avoided, &subjects);
    }
    if !wishes.languages.is_empty() && !wishes.languages.iter().any(|l| person.languages.contains(l)) {
        found.priced(Detail::NoSharedLanguage, Amount::ONE, w.wish_language, &subjects);
    }
    if wishes.gender.is_some() && wishes.gender != person.gender {
        found.priced(Detail::OtherGender, Amount::ONE, w.wish_gender, &subjects);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| {
                p.wishes_for("Ben")
                    .would_avoid("Cia")
                    .speaks("fi")
                    .wishes_gender("f")
                    .wishes_time("08:00", "09:00")
                    .contact("nurse", "Dan", &[])
            })
            .visit("a", |v| v)
            .staff("Ben", |s| s.works("07:00", "12:00").speaks("sv").speaks("fi").gender("f"))
            .staff("Cia", |s| s.works("07:00", "12:00").speaks("sv").gender("m"))
            .staff("Dan", |s| s.works("07:00", "12:00").speaks("fi"))
            .build()
            .unwrap()
    }

    #[test]
    fn the_person_wished_for_at_the_time_wished_for_costs_nothing() {
        assert_eq!(points(&day(), RuleId::Wishes, &["Ben: a 08:30"]), 0);
    }

    #[test]
    fn every_missed_wish_costs() {
        let w = Weights::default();
        assert_eq!(
            points(&day(), RuleId::Wishes, &["Cia: a 09:10"]),
            w.wish_staff + w.wish_avoided + w.wish_language + w.wish_gender + 600 * w.wish_time_per_second
        );
    }

    #[test]
    fn the_fixed_contact_is_always_welcome_but_an_unstated_gender_is_not_the_one_wished_for() {
        assert_eq!(points(&day(), RuleId::Wishes, &["Dan: a 08:00"]), Weights::default().wish_gender);
    }
}
