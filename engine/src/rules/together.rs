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
