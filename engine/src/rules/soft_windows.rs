//! Rule: visits start inside their soft windows.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::{Scene, nearest_window};

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (visit, facts, start) in scene.planned() {
        if let Some((outside, _)) = nearest_window(&facts.soft_windows, start) {
            let points = scene.weights.soft_window_per_second.saturating_mul(outside);
            let subjects = [Subject::Visit(visit), Subject::Patient(facts.patient)];
            found.priced(Detail::OutsideSoftWindows, Amount::time(outside), points, &subjects);
        }
    }
}
