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
