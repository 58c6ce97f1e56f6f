//! Rule: a crew that shares a vehicle travels together.

use super::Detail;
use super::day::{Day, given_place};
use super::finding::{Amount, Findings, Subject};
use super::scene::Scene;
use crate::model::{CrewIdx, PlaceIdx, ShiftIdx, VisitIdx};
use crate::plan::Task;
use std::collections::BTreeMap;

pub(super) fn judge(scene: &Scene<'_>, found: &mut Findings) {
    // Who of each crew is at which visit: the day and the position of the stop.
    let mut present: BTreeMap<(VisitIdx, CrewIdx), Vec<(&Day, usize)>> = BTreeMap::new();
    for day in scene.busy_days() {
        let crew = scene.problem.shifts[day.shift].crew;
        for (position, stop) in day.stops.iter().enumerate() {
            match (stop.task, crew) {
                (Task::Visit { visit, .. }, Some(crew)) => {
                    if given_place(scene.problem, day.shift, stop.task).is_some() {
                        present.entry((visit, crew)).or_default().push((day, position));
                    }
                }
                (Task::Accompany { visit }, _) => {
                    let subjects =
                        [Subject::Visit(visit), Subject::Staff(day.staff), Subject::Shift(day.shift)];
                    let span = crew.and_then(|crew| scene.crew_spans.get(&(visit, crew)));
                    match (crew, span) {
                        (Some(crew), Some(&(from, _))) => {
                            present.entry((visit, crew)).or_default().push((day, position));
                            if stop.start != from {
                                let apart = Amount::time((stop.start - from).abs());
                                found.broken(Detail::AccompaniesApart, apart, &subjects);
                            }
                        }
                        _ => found.broken(Detail::AccompaniesNobody, Amount::ONE, &subjects),
                    }
                }
                (Task::Visit { .. } | Task::Break { .. } | Task::Block { .. }, _) => {}
            }
        }
    }
    for ((visit, crew), there) in present {
        everybody(scene, visit, crew, &there, found);
        one_ride(scene, visit, crew, &there, found);
    }
}

fn everybody(
    scene: &Scene<'_>,
    visit: VisitIdx,
    crew: CrewIdx,
    there: &[(&Day, usize)],
    found: &mut Findings,
) {
    for &shift in &scene.problem.crews[crew].shifts {
        if there.iter().all(|(day, _)| day.shift != shift) {
            let staff = scene.problem.shifts[shift].staff;
            let subjects = [Subject::Visit(visit), Subject::Staff(staff), Subject::Shift(shift)];
            found.broken(Detail::MemberAbsent(crew), Amount::ONE, &subjects);
        }
    }
}

/// How a member came to the place of a stop.
struct Ride {
    shift: ShiftIdx,
    /// From where; `None` when the day began at the place.
    from: Option<PlaceIdx>,
    /// When the member alone would have been there; `None` when there was no way to travel.
    ready: Option<i64>,
    /// Start of the member's first stop at the place after the ride.
    first_begin: i64,
}

fn ride(scene: &Scene<'_>, day: &Day, position: usize) -> Ride {
    let place = day.stops[position].place;
    // Back over what is held at the place before the visit.
    let mut first = position;
    while first > 0 && day.stops[first - 1].place == place {
        first -= 1;
    }
    let came = first.checked_sub(1).map(|p| &day.stops[p]);
    let from = match came {
        Some(stop) => stop.place,
        None => scene.problem.shifts[day.shift].start_place.filter(|_| place.is_some()),
    };
    let from = from.filter(|from| Some(*from) != place);
    let ready = (came.is_some() || from.is_some()).then(|| day.stops[first].ready);
    Ride { shift: day.shift, from, ready, first_begin: day.stops[first].begin }
}

/// All come from one place, and nobody begins anything before the last can be there.
fn one_ride(
    scene: &Scene<'_>,
    visit: VisitIdx,
    crew: CrewIdx,
    there: &[(&Day, usize)],
    found: &mut Findings,
) {
    let rides: Vec<(Ride, &Day)> =
        there.iter().map(|(day, position)| (ride(scene, day, *position), *day)).collect();
    let Some((leader, _)) = rides.first() else { return };
    let last = rides.iter().filter_map(|(r, _)| r.ready).max();
    for (ride, day) in &rides {
        let subjects = [Subject::Visit(visit), Subject::Staff(day.staff), Subject::Shift(ride.shift)];
        if ride.from != leader.from {
            found.broken(Detail::ComesFromElsewhere(crew), Amount::ONE, &subjects);
        }
        if let (Some(last), Some(_)) = (last, ride.ready)
            && ride.first_begin < last
        {
            found.broken(Detail::AheadOfCrew(crew), Amount::time(last - ride.first_begin), &subjects);
        }
    }
}
