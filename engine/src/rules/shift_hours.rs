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
