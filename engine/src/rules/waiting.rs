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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::{found, minutes, points};
    use crate::rules::{Detail, RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .patient("Bo", |p| p)
            .visit("b", |v| v)
            .visit("pair", |v| v.needs("nurse").needs("nurse"))
            .staff("Ben", |s| s.works("07:00", "12:00"))
            .staff("Cia", |s| s.works("07:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn time_before_the_first_stop_is_no_waiting() {
        assert_eq!(points(&day(), RuleId::Waiting, &["Ben: a 09:00; b 09:40"]), 0);
    }

    #[test]
    fn time_between_arrival_and_start_is() {
        assert_eq!(
            points(&day(), RuleId::Waiting, &["Ben: a 09:00; b 09:50"]),
            600 * Weights::default().waiting_per_second
        );
    }

    #[test]
    fn waiting_for_each_other_costs_more() {
        let days = ["Ben: a 09:00; pair 09:45", "Cia: b 09:00; pair/1 09:45"];
        assert_eq!(
            found(&day(), RuleId::Waiting, &days),
            [(Detail::JointWaiting, minutes(5)), (Detail::JointWaiting, minutes(15))]
        );
        assert_eq!(
            points(&day(), RuleId::Waiting, &days),
            1200 * Weights::default().joint_waiting_per_second
        );
    }
}
