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
