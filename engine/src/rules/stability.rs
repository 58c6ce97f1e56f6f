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
