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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::found;
    use crate::rules::{Amount, Detail, RuleId};

    fn home() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p.refuses("Ben"))
            .visit("breakfast", |v| v)
            .staff("Ben", |s| s.works("07:00", "15:00"))
            .staff("Cia", |s| s.works("07:00", "15:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn somebody_else_may_come() {
        assert_eq!(found(&home(), RuleId::Refusals, &["Cia: breakfast 08:00"]), []);
    }

    #[test]
    fn a_refused_person_may_neither_visit_nor_accompany() {
        let refused = [(Detail::Refused, Amount::Count(1))];
        assert_eq!(found(&home(), RuleId::Refusals, &["Ben: breakfast 08:00"]), refused);
        assert_eq!(
            found(&home(), RuleId::Refusals, &["Ben: with breakfast 08:00", "Cia: breakfast 08:00"]),
            refused
        );
    }
}
