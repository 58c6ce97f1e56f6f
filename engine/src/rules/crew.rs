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

#[cfg(test)]
mod tests {
    use crate::model::{CrewIdx, FactsBuilder, Problem};
    use crate::rules::example::{found, minutes};
    use crate::rules::{Amount, Detail, RuleId};

    /// Ben and Cia share a car; the round at Ada's takes Ben at once and Cia a quarter later; Bo's takes Ben alone.
    fn car() -> Problem {
        FactsBuilder::new()
            .place("base")
            .patient("Ada", |p| p)
            .visit("round", |v| v.needs("nurse").needs("nurse").later_by(15))
            .patient("Bo", |p| p)
            .visit("dressing", |v| v)
            .staff("Ben", |s| {
                s.works("07:00", "12:00").break_between("07:00", "12:00", 30).from_place("base")
            })
            .staff("Cia", |s| {
                s.works("07:00", "12:00").break_between("07:00", "12:00", 30).from_place("base")
            })
            .crew("car", 0, &["Ben", "Cia"])
            .build()
            .unwrap()
    }

    const CAR: CrewIdx = CrewIdx(0);

    #[test]
    fn both_are_at_every_visit_one_of_them_accompanying() {
        // The round keeps both from 08:00 to 08:45; ten minutes on, both are at Bo's.
        let days = ["Ben: round 08:00; dressing 08:55", "Cia: round/1 08:15; with dressing 08:55"];
        assert_eq!(found(&car(), RuleId::Crew, &days), []);
        assert_eq!(found(&car(), RuleId::Transit, &days), []);
    }

    #[test]
    fn whoever_is_done_first_waits_for_the_other() {
        let days = ["Ben: round 08:00; dressing 08:40", "Cia: round/1 08:15; with dressing 08:40"];
        let short = (Detail::TooEarlyToArrive, minutes(15));
        assert_eq!(found(&car(), RuleId::Transit, &days), [short, short]);
    }

    #[test]
    fn a_member_left_behind_is_found() {
        assert_eq!(
            found(&car(), RuleId::Crew, &["Ben: dressing 08:55"]),
            [(Detail::MemberAbsent(CAR), Amount::Count(1))]
        );
    }

    #[test]
    fn accompanying_starts_with_the_visit_and_needs_one() {
        let days = ["Ben: dressing 08:55", "Cia: with dressing 09:00"];
        assert_eq!(found(&car(), RuleId::Crew, &days), [(Detail::AccompaniesApart, minutes(5))]);
        assert_eq!(
            found(&car(), RuleId::Crew, &["Cia: with dressing 09:00"]),
            [(Detail::AccompaniesNobody, Amount::Count(1))]
        );
    }

    #[test]
    fn a_break_at_the_next_home_needs_the_car_to_be_there() {
        // Ben holds his break at Ada's until 09:15 and drives then; Cia cannot sit at Bo's from 08:55.
        let days = [
            "Ben: round 08:00; break/0 08:45 at Ada; dressing 09:25",
            "Cia: round/1 08:15; break/0 08:55 at Bo; with dressing 09:25",
        ];
        assert_eq!(found(&car(), RuleId::Crew, &days), [(Detail::AheadOfCrew(CAR), minutes(30))]);
    }

    #[test]
    fn one_car_does_not_come_from_two_places() {
        let days = [
            "Ben: round 08:00; break/0 08:55 at base; dressing 09:35",
            "Cia: round/1 08:15; break/0 08:45 at Ada; with dressing 09:35",
        ];
        assert_eq!(found(&car(), RuleId::Crew, &days), [(Detail::ComesFromElsewhere(CAR), Amount::Count(1))]);
    }
}
