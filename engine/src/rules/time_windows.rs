//! Rule: each visit starts inside one of its windows.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::{Scene, nearest_window};

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (visit, facts, start) in scene.planned() {
        if let Some((outside, window)) = nearest_window(&facts.windows, start)
            && outside > 0
        {
            found.broken(Detail::OutsideWindow(window), Amount::time(outside), &[Subject::Visit(visit)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clock::TimeWindow;
    use crate::model::{FactsBuilder, Problem, moment};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Detail, RuleId};

    fn meal() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("meal", |v| v.between("07:00", "09:00").between("11:00", "12:00"))
            .staff("Ben", |s| s.works("06:00", "15:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn a_start_at_either_end_of_a_window_is_inside() {
        for start in ["Ben: meal 07:00", "Ben: meal 09:00", "Ben: meal 12:00"] {
            assert_eq!(found(&meal(), RuleId::TimeWindows, &[start]), []);
        }
    }

    #[test]
    fn a_start_between_windows_is_outside_by_the_way_to_the_nearest() {
        let second = TimeWindow { opens: moment("11:00"), closes: moment("12:00") };
        assert_eq!(
            found(&meal(), RuleId::TimeWindows, &["Ben: meal 10:30"]),
            [(Detail::OutsideWindow(second), minutes(30))]
        );
    }
}
