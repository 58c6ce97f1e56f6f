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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("a", |v| v.rather_between("08:00", "09:00").rather_between("11:00", "12:00"))
            .staff("Ben", |s| s.works("07:00", "16:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn inside_is_free_and_outside_costs_to_the_nearest() {
        let second = Weights::default().soft_window_per_second;
        assert_eq!(points(&day(), RuleId::SoftWindows, &["Ben: a 11:00"]), 0);
        assert_eq!(points(&day(), RuleId::SoftWindows, &["Ben: a 10:20"]), 2400 * second);
        assert_eq!(points(&day(), RuleId::SoftWindows, &["Ben: a 07:50"]), 600 * second);
    }
}
