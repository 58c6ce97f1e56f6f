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
