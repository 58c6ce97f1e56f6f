//! Rule: rest breaks are held inside their windows, and no stretch of work without one is too long.

use super::Detail;
use super::day::{Day, moment, seconds};
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        breaks(scene, day, found);
        stretches(scene, day, found);
    }
}

fn breaks(scene: &Scene<'_>, day: &Day, found: &mut Findings) {
    let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
    for (number, facts) in scene.problem.shifts[day.shift].breaks.iter().enumerate() {
        let held = || day.stops.iter().filter(|s| s.task == Task::Break { rule: number });
        match held().count() {
            0 => found.broken(Detail::BreakMissing(number), Amount::ONE, &subjects),
            1 => {}
            more => found.broken(Detail::BreakRepeated(number), Amount::count(more as i64 - 1), &subjects),
        }
        for stop in held() {
            let outside =
                (seconds(facts.window.opens) - stop.start).max(stop.start - seconds(facts.window.closes));
            if outside > 0 {
                found.broken(Detail::BreakOutsideWindow(number), Amount::time(outside), &subjects);
            }
        }
    }
}

fn stretches(scene: &Scene<'_>, day: &Day, found: &mut Findings) {
    let facts = &scene.problem.shifts[day.shift];
    let longest = i64::from(scene.problem.working_time.max_stretch.0);
    let shift_start = seconds(facts.start);
    if facts.breaks.is_empty() && day.end - shift_start <= longest {
        return;
    }
    let mut pauses: Vec<(i64, i64)> = day
        .stops
        .iter()
        .filter(|s| matches!(s.task, Task::Break { .. }))
        .filter(|s| s.end - s.start >= i64::from(scene.problem.working_time.min_break.0))
        .map(|s| (s.start, s.end))
        .collect();
    pauses.sort_unstable();
    let end = day.end.max(seconds(facts.end));
    let mut from = shift_start;
    for (start, next) in pauses.into_iter().chain([(end, end)]) {
        if start - from > longest {
            let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
            found.broken(
                Detail::StretchTooLong(moment(from)),
                Amount::time(start - from - longest),
                &subjects,
            );
        }
        from = next;
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem, moment};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .visit("late", |v| v)
            .staff("Ben", |s| s.works("07:00", "16:00").break_between("11:00", "13:00", 30))
            .staff("Cia", |s| s.works("07:00", "12:00").overtime_minutes(120))
            .build()
            .unwrap()
    }

    #[test]
    fn a_break_in_its_window_and_five_hours_on_either_side() {
        assert_eq!(found(&day(), RuleId::RestBreaks, &["Ben: a 08:00; break/0 12:00"]), []);
    }

    #[test]
    fn an_empty_day_needs_no_break() {
        assert_eq!(found(&day(), RuleId::RestBreaks, &[]), []);
    }

    #[test]
    fn without_its_break_the_day_is_one_stretch_four_hours_too_long() {
        assert_eq!(
            found(&day(), RuleId::RestBreaks, &["Ben: a 08:00"]),
            [
                (Detail::BreakMissing(0), Amount::Count(1)),
                (Detail::StretchTooLong(moment("07:00")), minutes(240)),
            ]
        );
    }

    #[test]
    fn a_break_before_its_window_leaves_too_long_an_afternoon() {
        assert_eq!(
            found(&day(), RuleId::RestBreaks, &["Ben: break/0 10:00; a 11:00"]),
            [
                (Detail::BreakOutsideWindow(0), minutes(60)),
                (Detail::StretchTooLong(moment("10:30")), minutes(30)),
            ]
        );
    }

    #[test]
    fn a_break_twice_is_one_too_many() {
        assert_eq!(
            found(&day(), RuleId::RestBreaks, &["Ben: a 08:00; break/0 11:00; break/0 12:00"]),
            [(Detail::BreakRepeated(0), Amount::Count(1))]
        );
    }

    #[test]
    fn a_short_shift_needs_no_break_until_overtime_makes_it_long() {
        assert_eq!(found(&day(), RuleId::RestBreaks, &["Cia: a 11:30"]), []);
        assert_eq!(
            found(&day(), RuleId::RestBreaks, &["Cia: a 12:15"]),
            [(Detail::StretchTooLong(moment("07:00")), minutes(45))]
        );
    }
}
