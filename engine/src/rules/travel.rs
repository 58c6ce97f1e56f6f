//! Rule: little driving.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    for day in scene.busy_days() {
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        let travel: i64 = day.ways().map(|way| way.travel).sum();
        let points = w.travel_per_second.saturating_mul(travel);
        found.priced(Detail::TravelTime, Amount::time(travel), points, &subjects);
        // A crew has one vehicle, which its first shift drives.
        let crew = scene.problem.shifts[day.shift].crew;
        if crew.is_none_or(|c| scene.problem.crews[c].shifts.first() == Some(&day.shift)) {
            let metres: i64 = day.ways().map(|way| way.metres).sum();
            let points = w.travel_per_metre.saturating_mul(metres);
            found.priced(Detail::TravelLength, Amount::length(metres), points, &subjects);
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
            .handling_minutes(3, 2)
            .place("base")
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .visit("a2", |v| v)
            .staff("Ben", |s| s.works("07:00", "12:00").from_place("base"))
            .staff("Cia", |s| s.works("07:00", "12:00").from_place("base"))
            .staff("Dan", |s| s.works("07:00", "12:00"))
            .crew("car", 0, &["Ben", "Cia"])
            .build()
            .unwrap()
    }

    #[test]
    fn the_way_out_and_home_is_paid_by_second_and_metre_without_handling() {
        let w = Weights::default();
        assert_eq!(
            points(&day(), RuleId::Travel, &["Ben: a 08:00; a2 09:00"]),
            1200 * w.travel_per_second + 10_000 * w.travel_per_metre
        );
    }

    #[test]
    fn in_a_shared_car_the_metres_count_once() {
        assert_eq!(
            points(&day(), RuleId::Travel, &["Cia: a 08:00"]),
            1200 * Weights::default().travel_per_second
        );
    }

    #[test]
    fn a_day_that_begins_and_ends_at_the_visit_travels_nowhere() {
        assert_eq!(points(&day(), RuleId::Travel, &["Dan: a 08:00"]), 0);
    }
}
