//! Visits put where they cost least: the first plan, and the second half of a ruin and recreate step.

use super::facts::NONE;
use super::workbench::{Score, Workbench};
use crate::rng::Rng;

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

/// A place in a plan.
#[derive(Clone, Copy, Debug)]
struct Spot {
    tour: u32,
    position: usize,
    value: i64,
}

/// Plans `visit` where it costs least, if that is less than leaving it out; says whether it did. With a little `noise`
/// (share of the spots not looked at) chance has its say.
///
/// # References
/// Christiaens & Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
/// Science 54(2): greedy insertion with blinks.
pub(super) fn insert_best(
    bench: &mut Workbench<'_>,
    visit: u32,
    penalties: &Penalties,
    noise: f64,
    rng: &mut Rng,
) -> bool {
    let jobs = bench.facts.problem.visits[visit as usize].jobs.clone();
    let before = penalties.value(bench.score);
    if jobs.len() == 1 {
        let job = jobs.start;
        let spots = spots(bench, job, None, penalties, noise, rng);
        let Some(spot) = spots.iter().min_by_key(|s| s.value).copied().filter(|s| s.value < before) else {
            return false;
        };
        bench.stage_insertion(spot.tour, spot.position, job);
        bench.stage_visit(visit);
        return settle(bench);
    }
    let (first, second) = (jobs.start, jobs.start + 1);
    let mut firsts = spots(bench, first, Some(second), penalties, noise, rng);
    firsts.sort_by_key(|s| s.value);
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
                if noise > 0.0 && rng.chance(noise) {
                    continue;
                }
                bench.stage_insertion(one.tour, one.position, first);
                bench.stage_insertion(tour, position, second);
                bench.stage_visit(visit);
                if let Some(score) = bench.propose() {
                    let value = penalties.value(score);
                    if value < before && best.is_none_or(|(_, b)| value < b.value) {
                        best = Some((one, Spot { tour, position, value }));
                    }
                    bench.take_back();
                }
            }
        }
    }
    let Some((one, two)) = best else { return false };
    bench.stage_insertion(one.tour, one.position, first);
    bench.stage_insertion(two.tour, two.position, second);
    bench.stage_visit(visit);
    settle(bench)
}

/// Measures and keeps the staged change.
fn settle(bench: &mut Workbench<'_>) -> bool {
    let score = bench.propose();
    if let Some(score) = score {
        bench.keep(score);
    }
    score.is_some()
}

/// Where `job` can stand and the value then; as though its visit were this job alone when `other` is to follow.
fn spots(
    bench: &mut Workbench<'_>,
    job: u32,
    other: Option<u32>,
    penalties: &Penalties,
    noise: f64,
    rng: &mut Rng,
) -> Vec<Spot> {
    let mut found = Vec::new();
    let facts = bench.facts;
    let visit = facts.jobs[job as usize].visit;
    for &tour in &facts.able[job as usize] {
        for position in 0..=bench.routes[tour as usize].len() {
            if noise > 0.0 && rng.chance(noise) {
                continue;
            }
            bench.stage_insertion(tour, position, job);
            if other.is_none() {
                bench.stage_visit(visit);
            }
            if let Some(score) = bench.propose() {
                found.push(Spot { tour, position, value: penalties.value(score) });
                bench.take_back();
            }
        }
    }
    found
}
