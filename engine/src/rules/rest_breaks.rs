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
