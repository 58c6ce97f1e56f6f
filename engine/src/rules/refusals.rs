//! Rule: nobody comes whom the patient refused; accompanying counts as coming.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for a in scene.attendances() {
        let patient = a.facts.patient;
        if scene.problem.patients[patient].refusals.contains(&a.filled.staff) {
            found.broken(
                Detail::Refused,
                Amount::ONE,
                &[
                    Subject::Visit(a.visit),
                    Subject::Slot(a.slot),
                    Subject::Patient(patient),
                    Subject::Staff(a.filled.staff),
                ],
            );
        }
    }
    for day in scene.busy_days() {
        for stop in &day.stops {
            let Task::Accompany { visit } = stop.task else { continue };
            let patient = scene.problem.visits[visit].patient;
            if scene.problem.patients[patient].refusals.contains(&day.staff) {
                found.broken(
                    Detail::Refused,
                    Amount::ONE,
                    &[Subject::Visit(visit), Subject::Patient(patient), Subject::Staff(day.staff)],
                );
            }
        }
    }
}
