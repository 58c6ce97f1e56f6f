//! Rule: ties between visits are kept: order, gaps, same or different people.

use super::Detail;
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::{Link, LinkIdx, PersonLink, StaffIdx, VisitIdx};

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for (index, link) in scene.problem.links.enumerate() {
        gap(scene, index, link, found);
        people(scene, index, link, found);
    }
}

fn gap(scene: &Scene<'_>, index: LinkIdx, link: &Link, found: &mut Findings) {
    if link.min_gap.is_none() && link.max_gap.is_none() {
        return;
    }
    let subjects = [Subject::Visit(link.second), Subject::Visit(link.first)];
    let Some(second) = scene.start(link.second) else { return };
    let Some(first) = scene.start(link.first) else {
        found.broken(Detail::FirstNotPlanned(index), Amount::ONE, &subjects);
        return;
    };
    let gap = second - (first + i64::from(scene.problem.visits[link.first].care_span().0));
    if let Some(least) = link.min_gap.map(|s| i64::from(s.0))
        && gap < least
    {
        found.broken(Detail::GapTooShort(index), Amount::time(least - gap), &subjects);
    }
    if let Some(most) = link.max_gap.map(|s| i64::from(s.0))
        && gap > most
    {
        found.broken(Detail::GapTooLong(index), Amount::time(gap - most), &subjects);
    }
}

fn people(scene: &Scene<'_>, index: LinkIdx, link: &Link, found: &mut Findings) {
    let staff =
        |v: VisitIdx| -> Vec<StaffIdx> { scene.visits[v].slots.iter().flatten().map(|f| f.staff).collect() };
    let (first, second) = (staff(link.first), staff(link.second));
    if first.is_empty() || second.is_empty() {
        return;
    }
    let both = first.iter().find(|s| second.contains(s)).copied();
    let subjects = [Subject::Visit(link.second), Subject::Visit(link.first)];
    match (link.person, both) {
        (PersonLink::Any, _) | (PersonLink::Same, Some(_)) | (PersonLink::Different, None) => {}
        (PersonLink::Same, None) => found.broken(Detail::NobodyInBoth(index), Amount::ONE, &subjects),
        (PersonLink::Different, Some(person)) => {
            found.broken(Detail::SomebodyInBoth(index, person), Amount::ONE, &subjects);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{FactsBuilder, LinkIdx, PersonLink, Problem, StaffIdx};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    fn day(person: PersonLink) -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("before", |v| v)
            .visit("after", |v| v)
            .link("before", "after", Some(60), Some(120), person)
            .staff("Ben", |s| s.works("07:00", "12:00"))
            .staff("Cia", |s| s.works("07:00", "12:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn a_gap_counts_from_the_end_of_care() {
        for day_plan in ["Ben: before 08:00; after 09:30", "Ben: before 08:00; after 10:30"] {
            assert_eq!(found(&day(PersonLink::Same), RuleId::LinkedVisits, &[day_plan]), []);
        }
    }

    #[test]
    fn too_soon_and_too_late_by_so_much() {
        let day = day(PersonLink::Any);
        let found = |text: &str| found(&day, RuleId::LinkedVisits, &[text]);
        assert_eq!(found("Ben: before 08:00; after 09:20"), [(Detail::GapTooShort(LinkIdx(0)), minutes(10))]);
        assert_eq!(found("Ben: before 08:00; after 10:50"), [(Detail::GapTooLong(LinkIdx(0)), minutes(20))]);
    }

    #[test]
    fn the_second_needs_the_first_but_not_the_other_way_round() {
        let day = day(PersonLink::Any);
        assert_eq!(
            found(&day, RuleId::LinkedVisits, &["Ben: after 09:30"]),
            [(Detail::FirstNotPlanned(LinkIdx(0)), Amount::Count(1))]
        );
        assert_eq!(found(&day, RuleId::LinkedVisits, &["Ben: before 08:00"]), []);
    }

    #[test]
    fn same_and_different_people() {
        let apart = ["Ben: before 08:00", "Cia: after 09:30"];
        let both = ["Ben: before 08:00; after 09:30"];
        assert_eq!(
            found(&day(PersonLink::Same), RuleId::LinkedVisits, &apart),
            [(Detail::NobodyInBoth(LinkIdx(0)), Amount::Count(1))]
        );
        assert_eq!(
            found(&day(PersonLink::Different), RuleId::LinkedVisits, &both),
            [(Detail::SomebodyInBoth(LinkIdx(0), StaffIdx(0)), Amount::Count(1))]
        );
        assert_eq!(found(&day(PersonLink::Different), RuleId::LinkedVisits, &apart), []);
    }
}
