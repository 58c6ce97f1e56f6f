//! Rule: each slot is filled by someone with one of its roles and all of its skills.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for a in scene.attendances() {
        let person = &scene.problem.staff[a.filled.staff];
        let slot = &a.facts.slots[a.slot];
        let subjects = [Subject::Visit(a.visit), Subject::Slot(a.slot), Subject::Staff(a.filled.staff)];
        if !slot.roles.contains(&person.role) {
            found.broken(Detail::WrongRole(person.role), Amount::ONE, &subjects);
        }
        for skill in slot.skills.iter().filter(|s| !person.skills.contains(s)) {
            found.broken(Detail::MissingSkill(*skill), Amount::ONE, &subjects);
        }
    }
}
