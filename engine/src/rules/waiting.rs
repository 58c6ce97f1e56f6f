//! Rule: little waiting, least of all for each other.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::VisitIdx;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    for day in scene.busy_days() {
        for stop in day.stops.iter().skip(1) {
            let of_day = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
            let visit = match stop.task {
                Task::Visit { visit, .. } | Task::Accompany { visit } => Some(visit),
                Task::Break { .. } | Task::Block { .. } => None,
            };
            let (detail, price) = if visit.is_some_and(|v| is_joint(scene, v)) {
                (Detail::JointWaiting, w.joint_waiting_per_second)
            } else {
                (Detail::Waiting, w.waiting_per_second)
            };
            let subjects: Vec<Subject> = visit.map(Subject::Visit).into_iter().chain(of_day).collect();
            let points = price.saturating_mul(stop.wait());
            found.priced(detail, Amount::time(stop.wait()), points, &subjects);
        }
    }
}

/// Two or more people go there.
fn is_joint(scene: &Scene<'_>, visit: VisitIdx) -> bool {
    let slots = scene.problem.visits[visit].slots.len();
    (0..slots).filter(|slot| scene.problem.slot_place(visit, *slot).is_some()).count() >= 2
}
