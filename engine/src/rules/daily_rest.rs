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
        let Some(departure) = day.departure() else { continue };
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
