//! Rule: the fixed contact comes, or a deputy; few faces that the patient has not met.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use std::collections::BTreeSet;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let w = scene.weights;
    let mut met = BTreeSet::new();
    for a in scene.attendances() {
        let (patient, staff) = (a.facts.patient, a.filled.staff);
        if let Some(contact) = scene.problem.contact_for(a.visit, a.slot, a.filled.shift)
            && contact.staff != staff
        {
            let (detail, points) = if contact.deputies.contains(&staff) {
                (Detail::DeputyComes(contact.staff), w.contact_deputy)
            } else {
                (Detail::ContactMissed(contact.staff), w.contact_missed)
            };
            let subjects = [
                Subject::Visit(a.visit),
                Subject::Slot(a.slot),
                Subject::Patient(patient),
                Subject::Staff(staff),
            ];
            found.priced(detail, Amount::ONE, points, &subjects);
        }
        if met.insert((patient, staff)) && !scene.problem.is_known(patient, staff) {
            let subjects = [Subject::Visit(a.visit), Subject::Patient(patient), Subject::Staff(staff)];
            found.priced(Detail::NewFace, Amount::ONE, w.new_face, &subjects);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::points;
    use crate::rules::{RuleId, Weights};

    fn day() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p.contact("nurse", "Ben", &["Cia"]).met("Dan", 20))
            .visit("a", |v| v)
            .visit("a2", |v| v)
            .staff("Ben", |s| s.works("07:00", "12:00"))
            .staff("Cia", |s| s.works("07:00", "12:00"))
            .staff("Dan", |s| s.works("07:00", "12:00"))
            .staff("Eva", |s| s.works("07:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn the_fixed_contact_is_free_a_deputy_costs_little_and_somebody_met_before_more() {
        let w = Weights::default();
        assert_eq!(points(&day(), RuleId::Continuity, &["Ben: a 08:00"]), 0);
        assert_eq!(points(&day(), RuleId::Continuity, &["Cia: a 08:00"]), w.contact_deputy);
        assert_eq!(points(&day(), RuleId::Continuity, &["Dan: a 08:00"]), w.contact_missed);
    }

    #[test]
    fn a_new_face_counts_once() {
        let w = Weights::default();
        assert_eq!(
            points(&day(), RuleId::Continuity, &["Eva: a 08:00; a2 09:00"]),
            2 * w.contact_missed + w.new_face
        );
    }
}
