//! Visits put where they cost least: the first plan.

use super::facts::NONE;
use super::workbench::{Score, Workbench};

/// What a unit of something that must not be counts in the search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Penalties {
    pub broken: i64,
    pub owed: i64,
}

impl Penalties {
    /// One number for a score.
    #[inline]
    pub fn value(&self, score: Score) -> i64 {
        (score.cost + score.guide)
            .saturating_add(self.broken.saturating_mul(score.broken))
            .saturating_add(self.owed.saturating_mul(score.owed))
    }
}

/// Places for the first job of a tied visit that are tried with all places of the second.
const TRIED: usize = 5;
/// Positions between two looks at the clock.
const BREATH: usize = 64;

/// Rules broken, then visits owed, then cost: nothing is worth a broken rule, no cost a visit owed.
type Rank = (i64, i64, i64);

fn rank(score: Score) -> Rank {
    (score.broken, score.owed, score.cost.saturating_add(score.guide))
}

/// A place in a plan.
#[derive(Clone, Copy, Debug)]
struct Spot {
    tour: u32,
    position: usize,
    rank: Rank,
}

/// Plans `visit` where it costs least, if that is better than leaving it out and breaks nothing, unless told to `stop`.
pub(super) fn insert_best(bench: &mut Workbench<'_>, visit: u32, stop: &dyn Fn() -> bool) {
    let jobs = bench.facts.problem.visits[visit as usize].jobs.clone();
    let before = rank(bench.score);
    if jobs.len() == 1 {
        let job = jobs.start;
        let spots = spots(bench, job, None, stop);
        if let Some(spot) = spots.iter().min_by_key(|s| s.rank).filter(|s| s.rank < before) {
            bench.stage_insertion(spot.tour, spot.position, job);
            bench.stage_visit(visit);
            settle(bench);
        }
        return;
    }
    let (first, second) = (jobs.start, jobs.start + 1);
    let mut firsts = spots(bench, first, Some(second), stop);
    firsts.sort_by_key(|s| s.rank);
    let mut best: Option<(Spot, Spot)> = None;
    let mut tried: Vec<u32> = Vec::new();
    for one in firsts {
        if tried.len() >= TRIED {
            break;
        }
        if tried.contains(&one.tour) {
            continue;
        }
        tried.push(one.tour);
        let apart = bench.facts.jobs[first as usize].partner != NONE;
        for tour in bench.facts.able[second as usize].iter().copied() {
            if apart && tour == one.tour {
                continue;
            }
            let length = bench.routes[tour as usize].len() + usize::from(tour == one.tour);
            for position in 0..=length {
                if position.is_multiple_of(BREATH) && stop() {
                    return;
                }
                bench.stage_insertion(one.tour, one.position, first);
                bench.stage_insertion(tour, position, second);
                bench.stage_visit(visit);
                if let Some(score) = bench.propose() {
                    let rank = rank(score);
                    if rank < before && best.is_none_or(|(_, b)| rank < b.rank) {
                        best = Some((one, Spot { tour, position, rank }));
                    }
                    bench.take_back();
                }
            }
        }
    }
    if let Some((one, two)) = best {
        bench.stage_insertion(one.tour, one.position, first);
        bench.stage_insertion(two.tour, two.position, second);
        bench.stage_visit(visit);
        settle(bench);
    }
}

/// Measures and keeps the staged change.
fn settle(bench: &mut Workbench<'_>) {
    if let Some(score) = bench.propose() {
        bench.keep(score);
    }
}

/// Where `job` can stand and the rank then; as though its visit were this job alone when `other` is to follow. None at all
/// when told to `stop`.
fn spots(bench: &mut Workbench<'_>, job: u32, other: Option<u32>, stop: &dyn Fn() -> bool) -> Vec<Spot> {
    let mut found = Vec::new();
    let facts = bench.facts;
    let visit = facts.jobs[job as usize].visit;
    for &tour in &facts.able[job as usize] {
        for position in 0..=bench.routes[tour as usize].len() {
            if position.is_multiple_of(BREATH) && stop() {
                return Vec::new();
            }
            bench.stage_insertion(tour, position, job);
            if other.is_none() {
                bench.stage_visit(visit);
            }
            if let Some(score) = bench.propose() {
                found.push(Spot { tour, position, rank: rank(score) });
                bench.take_back();
            }
        }
    }
    found
}
