//! Rule: little overtime.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let over = (day.end - seconds(scene.problem.shifts[day.shift].end)).max(0);
        let points = scene.weights.overtime_per_second.saturating_mul(over);
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        found.priced(Detail::Overtime, Amount::time(over), points, &subjects);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .place("base")
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .staff("Ben", |s| s.works("07:00", "12:00").from_place("base").overtime_minutes(60))
            .build()
            .unwrap()
    }

    #[test]
    fn home_in_time_is_free_and_every_second_after_costs() {
        // 30 minutes of care, ten minutes home.
        assert_eq!(points(&day(), RuleId::Overtime, &["Ben: a 11:20"]), 0);
        assert_eq!(
            points(&day(), RuleId::Overtime, &["Ben: a 11:25"]),
            300 * Weights::default().overtime_per_second
        );
    }
}
