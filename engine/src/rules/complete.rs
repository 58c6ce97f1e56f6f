//! Rule: every slot of a planned visit is filled, exactly once, and stops name something that exists.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for &(shift, detail) in &scene.nameless {
        found.broken(detail, Amount::ONE, &[Subject::Shift(shift)]);
    }
    for (visit, _, _) in scene.planned() {
        for (slot, &stops) in scene.visits[visit].stops.iter().enumerate() {
            let subjects = [Subject::Visit(visit), Subject::Slot(slot)];
            if stops == 0 {
                found.broken(Detail::SlotMissing, Amount::ONE, &subjects);
            } else if stops > 1 {
                found.broken(Detail::SlotRepeated, Amount::Count(stops - 1), &subjects);
            }
        }
    }
}
