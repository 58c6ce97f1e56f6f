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

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, Problem, ProviderFacts, TeamIdx};
    use crate::rules::example::found;
    use crate::rules::{Amount, Detail, RuleId};

    fn handover() -> Problem {
        FactsBuilder::new()
            .team("home", "primary")
            .team("near", "acute")
            .patient("Ada", |p| {
                p.in_care_of_during("home", "00:00", "12:00").in_care_of_during("near", "12:00", "1 00:00")
            })
            .visit("round", |v| v.needs("nurse").provider(ProviderFacts::Responsible))
            .visit("drip", |v| v.needs("nurse").provider(ProviderFacts::Mission("acute".to_owned())))
            .visit("talk", |v| v.needs("nurse").provider(ProviderFacts::Team("home".to_owned())))
            .staff("Ben", |s| s.works("07:00", "16:00").team("home"))
            .staff("Cia", |s| s.works("07:00", "16:00").team("near"))
            .build()
            .unwrap()
    }

    #[test]
    fn the_team_responsible_when_the_visit_starts_goes() {
        let problem = handover();
        assert_eq!(
            found(&problem, RuleId::Responsibility, &["Ben: round 11:59; talk 13:00", "Cia: drip 08:00"]),
            []
        );
        assert_eq!(found(&problem, RuleId::Responsibility, &["Cia: round 12:00"]), []);
    }

    #[test]
    fn after_the_handover_the_old_team_may_not() {
        assert_eq!(
            found(&handover(), RuleId::Responsibility, &["Ben: round 12:00"]),
            [(Detail::NotInTeam(TeamIdx(1)), Amount::Count(1))]
        );
    }

    #[test]
    fn a_team_or_mission_asked_for_must_be_the_persons() {
        let problem = handover();
        let mission = problem.missions.find("acute").unwrap();
        assert_eq!(
            found(&problem, RuleId::Responsibility, &["Ben: drip 08:00", "Cia: talk 08:00"]),
            [
                (Detail::NotInMission(mission), Amount::Count(1)),
                (Detail::NotInTeam(TeamIdx(0)), Amount::Count(1)),
            ]
        );
    }
}
