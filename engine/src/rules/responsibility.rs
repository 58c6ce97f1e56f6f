//! Rule: the slot's team goes: the one responsible at the time of the visit, or the one asked for.

use super::Detail;
use super::day::moment;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::Provider;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    let problem = scene.problem;
    for a in scene.attendances() {
        let person = &problem.staff[a.filled.staff];
        let at = problem.shifts[a.filled.shift].start;
        let wrong = match a.facts.slots[a.slot].provider {
            Provider::Any => None,
            Provider::Responsible => {
                // The visit's own start decides, not this slot's idea of it.
                let start = scene.start(a.visit).unwrap_or(a.filled.visit_start);
                match problem.responsible_team(a.facts.patient, moment(start)) {
                    None => Some(Detail::NobodyResponsible),
                    Some(team) => (!person.is_member(team, at)).then_some(Detail::NotInTeam(team)),
                }
            }
            Provider::Team(team) => (!person.is_member(team, at)).then_some(Detail::NotInTeam(team)),
            Provider::Mission(mission) => {
                let has = |m: &crate::model::Membership| {
                    m.period.contains(at) && problem.teams[m.team].missions.contains(&mission)
                };
                (!person.teams.iter().any(has)).then_some(Detail::NotInMission(mission))
            }
        };
        if let Some(detail) = wrong {
            let subjects = [Subject::Visit(a.visit), Subject::Slot(a.slot), Subject::Staff(a.filled.staff)];
            found.broken(detail, Amount::ONE, &subjects);
        }
    }
}
