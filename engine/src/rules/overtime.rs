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
