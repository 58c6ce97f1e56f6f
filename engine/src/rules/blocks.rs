//! Rule: blocked times are kept: once, at their moment, at their place.

use super::Detail;
use super::day::seconds;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        for (number, facts) in scene.problem.shifts[day.shift].blocks.iter().enumerate() {
            let held = || day.stops.iter().filter(|s| s.task == Task::Block { block: number });
            match held().count() {
                0 => found.broken(Detail::BlockMissing(number), Amount::ONE, &subjects),
                1 => {}
                more => {
                    found.broken(Detail::BlockRepeated(number), Amount::count(more as i64 - 1), &subjects)
                }
            }
            for stop in held() {
                let moved = (stop.start - seconds(facts.start)).abs();
                if moved > 0 {
                    found.broken(Detail::BlockMoved(number), Amount::time(moved), &subjects);
                }
                if facts.place.is_some() && facts.place != stop.place {
                    found.broken(Detail::BlockElsewhere(number), Amount::ONE, &subjects);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    fn day() -> Problem {
        FactsBuilder::new()
            .place("ward")
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .staff("Ben", |s| {
                s.works("07:00", "12:00")
                    .blocked("phone hour", "08:00", 60)
                    .last_shift(|s| s.blocks[0].place = Some("ward".to_owned()))
            })
            .build()
            .unwrap()
    }

    #[test]
    fn a_block_at_its_moment_and_place_is_kept() {
        assert_eq!(found(&day(), RuleId::Blocks, &["Ben: block/0 08:00; a 09:10"]), []);
    }

    #[test]
    fn a_forgotten_block_is_missed_in_a_day_with_work_alone() {
        assert_eq!(
            found(&day(), RuleId::Blocks, &["Ben: a 10:00"]),
            [(Detail::BlockMissing(0), Amount::Count(1))]
        );
        assert_eq!(found(&day(), RuleId::Blocks, &[]), []);
    }

    #[test]
    fn a_block_ten_minutes_late_elsewhere_is_two_findings() {
        assert_eq!(
            found(&day(), RuleId::Blocks, &["Ben: block/0 08:10 at Ada; a 09:10"]),
            [(Detail::BlockMoved(0), minutes(10)), (Detail::BlockElsewhere(0), Amount::Count(1))]
        );
    }
}
