//! Drafts to plans, and plans to drafts.

use super::facts::{Facts, LUNCH, NONE};
use super::measure::{Timed, measure};
use super::workbench::{Draft, Workbench};
use crate::routing::{RoutingPlan, RoutingRoute, RoutingStop};

/// The plan on the bench, with times.
pub(super) fn plan(bench: &mut Workbench<'_>) -> RoutingPlan {
    let facts = bench.facts;
    let mut routes = Vec::new();
    for (tour, sequence) in bench.routes.iter().enumerate() {
        if sequence.is_empty() {
            continue;
        }
        let mut timed: Vec<Timed> = Vec::with_capacity(sequence.len());
        let (_, moved) = measure(facts, tour as u32, sequence, &mut bench.clocks, |stop| timed.push(stop));
        if sequence.iter().all(|&item| item == LUNCH) {
            timed.extend(lunch_alone(facts, tour as u32));
        }
        let stops = later(facts, &timed, moved).map(|stop| RoutingStop {
            job: Some(stop.item).filter(|&item| item != LUNCH),
            place: stop.place,
            start: stop.begin,
            end: stop.begin + stop.length,
        });
        let stops: Vec<RoutingStop> = stops.collect();
        if !stops.is_empty() {
            routes.push(RoutingRoute { tour: tour as u32, stops });
        }
    }
    RoutingPlan { routes }
}

/// The stops with the first begun by `moved` later, and the others as much as that makes them.
fn later<'a>(facts: &'a Facts<'_>, timed: &'a [Timed], moved: i64) -> impl Iterator<Item = Timed> + 'a {
    let mut free = None;
    timed.iter().map(move |stop| {
        let earliest = match free {
            None => stop.begin + moved,
            Some((place, time)) => time + facts.problem.time(place, stop.place),
        };
        let begin = stop.begin.max(earliest);
        free = Some((stop.place, begin + stop.length));
        Timed { begin, ..*stop }
    })
}

/// The lunch of somebody who has nothing else to do.
fn lunch_alone(facts: &Facts<'_>, tour: u32) -> Option<Timed> {
    let lunch = facts.problem.lunch.filter(|_| facts.idle_lunch())?;
    let place = facts.problem.tours[tour as usize].from;
    Some(Timed { item: LUNCH, place, begin: lunch.opens, length: lunch.length })
}

/// The sequences of `plan`, as far as they can be used: visits in whole, jobs once, tours that may do them.
pub(super) fn draft(facts: &Facts<'_>, plan: &RoutingPlan) -> Draft {
    let tours = facts.problem.tours.len();
    let mut begin: Vec<Option<(u32, i64)>> = vec![None; facts.jobs.len()];
    let mut sequences: Vec<Vec<u32>> = vec![Vec::new(); tours];
    for route in &plan.routes {
        let tour = route.tour as usize;
        if tour >= tours {
            continue;
        }
        for stop in &route.stops {
            match stop.job {
                None if !sequences[tour].contains(&LUNCH) && facts.problem.tours[tour].has_lunch => {
                    sequences[tour].push(LUNCH);
                }
                Some(job)
                    if (job as usize) < facts.jobs.len()
                        && begin[job as usize].is_none()
                        && facts.fit(job, route.tour) != super::facts::UNFIT =>
                {
                    begin[job as usize] = Some((route.tour, stop.start));
                    sequences[tour].push(job);
                }
                _ => {}
            }
        }
    }
    let whole = |job: u32| {
        let visit = &facts.problem.visits[facts.jobs[job as usize].visit as usize];
        let partner = facts.jobs[job as usize].partner;
        let tour = |j: u32| begin[j as usize].map(|(tour, _)| tour);
        visit.jobs.clone().all(|j| tour(j).is_some()) && (partner == NONE || tour(partner) != tour(job))
    };
    for (tour, sequence) in sequences.iter_mut().enumerate() {
        sequence.retain(|&item| item == LUNCH || whole(item));
        let lunches = facts.problem.lunch.is_some() && facts.problem.tours[tour].has_lunch;
        if lunches && !sequence.contains(&LUNCH) {
            sequence.push(LUNCH);
        } else if !lunches {
            sequence.retain(|&item| item != LUNCH);
        }
    }
    let choice = facts.jobs.iter().zip(&begin).map(|(job, begin)| {
        let start = begin.map_or(i64::MIN, |(_, start)| start);
        let opened = facts.windows_of(job).iter().rposition(|w| w.opens <= start).unwrap_or(0);
        opened.min(usize::from(u8::MAX)) as u8
    });
    let choice = choice.collect();
    Draft { routes: sequences, choice, owed: 0, cost: 0 }
}
