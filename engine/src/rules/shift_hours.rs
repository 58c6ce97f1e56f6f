//! Rule: work stays inside the shift and its overtime limit.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let facts = &scene.problem.shifts[day.shift];
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        if let Some(first) = day.stops.first()
            && first.begin < first.ready
        {
            found.broken(Detail::BeforeShift, Amount::time(first.ready - first.begin), &subjects);
        }
        let latest = seconds(facts.end) + i64::from(facts.overtime_limit.0);
        if day.end > latest {
            found.broken(Detail::BeyondOvertime, Amount::time(day.end - latest), &subjects);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Detail, RuleId};

    fn day() -> Problem {
        FactsBuilder::new()
            .place("base")
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .staff("Ben", |s| s.works("07:00", "15:00").from_place("base").overtime_minutes(20))
            .build()
            .unwrap()
    }

    #[test]
    fn a_day_from_base_to_base_fits_the_shift_and_its_overtime() {
        assert_eq!(found(&day(), RuleId::ShiftHours, &["Ben: a 07:10"]), []);
        assert_eq!(found(&day(), RuleId::ShiftHours, &["Ben: a 14:40"]), []);
    }

    #[test]
    fn a_first_visit_before_the_person_can_be_there() {
        assert_eq!(found(&day(), RuleId::ShiftHours, &["Ben: a 07:05"]), [(Detail::BeforeShift, minutes(5))]);
    }

    #[test]
    fn home_after_the_overtime_limit() {
        assert_eq!(
            found(&day(), RuleId::ShiftHours, &["Ben: a 14:47"]),
            [(Detail::BeyondOvertime, minutes(7))]
        );
    }
}
