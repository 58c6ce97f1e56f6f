//! Rule: the load is shared; the square of each day's load is priced, so that two even days cost less than a long and a short one.

use super::Detail;
use super::day::Day;
use super::finding::{Amount, Findings, Subject, to_u32};
use super::scene::Scene;
use crate::plan::Task;
use osm_data::units::Seconds;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let (busy, available) = (busy(day), available(scene, day));
        // Wide enough for any plan; what no `i64` holds is cut to the largest one.
        let wide = i128::from(scene.weights.fairness_per_mille) * i128::from(busy) * i128::from(busy)
            / i128::from(available)
            / 10;
        let points = i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX });
        let detail = Detail::Load { available: Seconds(to_u32(available)) };
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        found.priced(detail, Amount::time(busy), points, &subjects);
    }
}

/// Travel, handling and occupation by visits.
fn busy(day: &Day) -> i64 {
    let on_the_way: i64 = day.ways().map(|way| way.transit()).sum();
    let with_patients: i64 = day
        .stops
        .iter()
        .filter(|s| matches!(s.task, Task::Visit { .. } | Task::Accompany { .. }))
        .map(|s| s.end - s.begin)
        .sum();
    on_the_way + with_patients
}

/// Length of the shift less its breaks and blocks, at least a second.
fn available(scene: &Scene<'_>, day: &Day) -> i64 {
    let facts = &scene.problem.shifts[day.shift];
    let breaks: i64 = facts.breaks.iter().map(|b| i64::from(b.duration.0)).sum();
    let blocks: i64 = facts.blocks.iter().map(|b| i64::from(b.duration.0)).sum();
    (i64::from(facts.end.since(facts.start).0) - breaks - blocks).max(1)
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
            .staff("Ben", |s| {
                s.works("07:00", "12:00").break_between("09:00", "10:00", 30).blocked("phone", "11:00", 30)
            })
            .staff("Cia", |s| s.works("07:00", "12:00").from_place("base"))
            .staff("Dan", |s| s.works("07:00", "12:00").from_place("base"))
            .build()
            .unwrap()
    }

    #[test]
    fn the_square_of_the_load_by_the_time_at_hand() {
        let per_mille = Weights::default().fairness_per_mille;
        // An hour of care out of four; nobody travels.
        assert_eq!(
            points(&day(), RuleId::Fairness, &["Ben: a 07:00; a2 07:30; break/0 09:00; block/0 11:00"]),
            per_mille * 3600 * 3600 / 14_400 / 10
        );
        // Half an hour of care and 2 × 15 minutes there and back out of five hours.
        assert_eq!(
            points(&day(), RuleId::Fairness, &["Cia: a 08:00"]),
            per_mille * 3600 * 3600 / 18_000 / 10
        );
    }

    #[test]
    fn two_even_days_cost_less_than_a_long_and_an_empty_one() {
        let shared = points(&day(), RuleId::Fairness, &["Cia: a 08:00", "Dan: a2 08:00"]);
        let alone = points(&day(), RuleId::Fairness, &["Cia: a 08:00; a2 08:30"]);
        assert!(shared > 0 && alone > 0);
        assert!(points(&day(), RuleId::Fairness, &[]) == 0);
        // Each of the two has a way of their own, so compare without it: 5400² against 2 × 3600².
        assert_eq!(alone, Weights::default().fairness_per_mille * 5400 * 5400 / 18_000 / 10);
    }
}
