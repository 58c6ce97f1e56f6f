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
        if !scene.problem.is_known(patient, staff) && met.insert((patient, staff)) {
            let subjects = [Subject::Visit(a.visit), Subject::Patient(patient), Subject::Staff(staff)];
            found.priced(Detail::NewFace, Amount::ONE, w.new_face, &subjects);
        }
    }
}
