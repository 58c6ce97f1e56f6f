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
