//! Rule: enough rest between the work of two shifts of one person.

use super::Detail;
use super::day::{Day, seconds};
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let least = i64::from(scene.problem.working_time.daily_rest.0);
    let mut by_person: Vec<&Day> = scene.busy_days().collect();
    by_person.sort_by_key(|d| (d.staff, scene.problem.shifts[d.shift].start, d.shift));
    for (position, day) in by_person.iter().enumerate() {
        let Some(departure) = day.departure else { continue };
        let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
        let rested = scene.problem.staff[day.staff].rested_from;
        if departure < seconds(rested) {
            let early = Amount::time(seconds(rested) - departure);
            found.broken(Detail::NotRested(rested), early, &subjects);
        }
        let Some(before) = position.checked_sub(1).map(|p| by_person[p]) else { continue };
        let rest = departure - before.end;
        if before.staff == day.staff && rest < least {
            found.broken(Detail::RestTooShort(before.shift), Amount::time(least - rest), &subjects);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem, ShiftIdx, moment};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Detail, RuleId};

    /// Evening, then morning; ten minutes from the base to Ada.
    fn evening_and_morning() -> Problem {
        FactsBuilder::new()
            .days(2)
            .place("base")
            .patient("Ada", |p| p)
            .visit("night", |v| v)
            .visit("morning", |v| v)
            .staff("Ben", |s| {
                s.works("14:00", "22:00").works("1 07:00", "1 15:00").from_place("base").with(|s| {
                    s.rested_from = moment("14:30");
                })
            })
            .build()
            .unwrap()
    }

    #[test]
    fn eleven_hours_from_door_to_door_are_enough() {
        // Home at 21:20, out again at 08:20.
        assert_eq!(
            found(
                &evening_and_morning(),
                RuleId::DailyRest,
                &["Ben-0: night 20:40", "Ben-1: morning 1 08:30"]
            ),
            []
        );
    }

    #[test]
    fn a_quarter_less_is_a_quarter_short() {
        assert_eq!(
            found(
                &evening_and_morning(),
                RuleId::DailyRest,
                &["Ben-0: night 20:55", "Ben-1: morning 1 08:30"]
            ),
            [(Detail::RestTooShort(ShiftIdx(0)), minutes(15))]
        );
    }

    #[test]
    fn nobody_leaves_before_being_rested_from_yesterday() {
        assert_eq!(
            found(&evening_and_morning(), RuleId::DailyRest, &["Ben-0: night 14:30"]),
            [(Detail::NotRested(moment("14:30")), minutes(10))]
        );
    }
}
