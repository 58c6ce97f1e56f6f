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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem};
    use crate::rules::example::found;
    use crate::rules::{Amount, Detail, RuleId};

    fn ward() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("drip", |v| v.needs("nurse").skill("iv").skill("pump"))
            .staff("Ben", |s| s.works("07:00", "15:00").skill("iv").skill("pump"))
            .staff("Cia", |s| s.works("07:00", "15:00").role("assistant").skill("iv"))
            .build()
            .unwrap()
    }

    #[test]
    fn a_person_with_role_and_skills_may_come() {
        assert_eq!(found(&ward(), RuleId::Skills, &["Ben: drip 08:00"]), []);
    }

    #[test]
    fn another_role_and_a_missing_skill_are_a_finding_each() {
        let problem = ward();
        let role = problem.roles.find("assistant").unwrap();
        let skill = problem.skills.find("pump").unwrap();
        assert_eq!(
            found(&problem, RuleId::Skills, &["Cia: drip 08:00"]),
            [(Detail::WrongRole(role), Amount::Count(1)), (Detail::MissingSkill(skill), Amount::Count(1))]
        );
    }
}
