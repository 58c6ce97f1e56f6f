//! Rule: there is time, and a road, to get from each stop to the next, and stops are where they must be.

use super::Detail;
use super::day::{Day, given_place};
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::PlaceIdx;
use crate::plan::Task;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    for day in scene.busy_days() {
        let about = |position: usize| about(day, position);
        for (position, stop) in day.stops.iter().enumerate() {
            // The first stop's time is for `shift-hours` to judge.
            if position > 0 && stop.begin < stop.ready {
                let short = Amount::time(stop.ready - stop.begin);
                found.broken(Detail::TooEarlyToArrive, short, &about(position));
            }
            if let Some((from, to)) = stop.way.missing {
                found.broken(Detail::NoRoad { from, to }, Amount::ONE, &about(position));
            }
            if let Some(place) = stop.unknown_place {
                found.broken(Detail::UnknownPlace(place), Amount::ONE, &about(position));
            }
        }
        if let Some((from, to)) = day.way_home.missing {
            let subjects = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
            found.broken(Detail::NoRoad { from, to }, Amount::ONE, &subjects);
        }
        places(scene, day, found);
    }
}

/// On-site slots and accompanying are at the visit's place; what can be done anywhere is where the person is.
/// (Blocks with a place are for `blocks` to judge.)
fn places(scene: &Scene<'_>, day: &Day, found: &mut Findings) {
    let facts = &scene.problem.shifts[day.shift];
    let given: Vec<Option<PlaceIdx>> =
        day.stops.iter().map(|s| given_place(scene.problem, day.shift, s.task)).collect();
    let mut before = None;
    let mut been_somewhere = facts.start_place.is_some();
    for (position, stop) in day.stops.iter().enumerate() {
        match (given[position], stop.task) {
            (Some(_), Task::Block { .. } | Task::Break { .. }) => {}
            (Some(place), Task::Visit { .. } | Task::Accompany { .. }) => {
                if stop.place != Some(place) && stop.unknown_place.is_none() {
                    found.broken(Detail::WrongPlace(place), Amount::ONE, &about(day, position));
                }
            }
            (None, _) => {
                let after = given[position + 1..].iter().flatten().next().copied();
                let right = match stop.place {
                    Some(_) => [before, after, facts.start_place, facts.end_place].contains(&stop.place),
                    None => !been_somewhere || stop.unknown_place.is_some(),
                };
                if !right {
                    found.broken(Detail::PlaceOfNobody, Amount::ONE, &about(day, position));
                }
            }
        }
        before = given[position].or(before);
        been_somewhere |= stop.place.is_some();
    }
}

fn about(day: &Day, position: usize) -> Vec<Subject> {
    let of_day = [Subject::Staff(day.staff), Subject::Shift(day.shift)];
    match day.stops[position].task {
        Task::Visit { visit, slot } => {
            [Subject::Visit(visit), Subject::Slot(slot)].into_iter().chain(of_day).collect()
        }
        Task::Accompany { visit } => std::iter::once(Subject::Visit(visit)).chain(of_day).collect(),
        Task::Break { .. } | Task::Block { .. } => of_day.to_vec(),
    }
}
