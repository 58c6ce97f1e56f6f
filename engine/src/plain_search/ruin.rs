//! Takes strings of neighbouring jobs out of routes that lie near each other.
//!
//! # References
//! Christiaens & Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing Problems", Transportation Science 54(2),
//! doi:10.1287/trsc.2019.0914, sections 5.1 and 5.2.

use super::routes::{NONE, Routes};
use crate::rng::Rng;

/// How much is taken out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruin {
    /// Mean number of jobs.
    pub mean: f64,
    /// Most jobs of one string.
    pub longest: f64,
    /// Chance that a string leaves a job in its middle standing.
    pub split: f64,
}

/// Takes jobs out and adds them to `out`; what was absent before is added too.
pub(super) fn ruin(routes: &mut Routes, how: Ruin, out: &mut Vec<u32>, rng: &mut Rng) {
    out.clear();
    out.extend_from_slice(&routes.absent);
    let jobs = routes.network.jobs;
    let used = routes.sums.len() - routes.spares();
    if used == 0 {
        return;
    }
    let served = jobs - routes.absent.len();
    let longest = how.longest.min(served as f64 / used as f64).max(1.0);
    let most_strings = (4.0 * how.mean / (1.0 + longest) - 1.0).max(1.0);
    let strings = (1.0 + most_strings * rng.unit()) as usize;
    let seed = rng.below(jobs) as u32;
    let network = routes.network;
    let mut done = 0;
    for &job in std::iter::once(&seed).chain(&network.around[seed as usize]) {
        let route = routes.stops[job as usize].route;
        if route == NONE || routes.is_changed(route) {
            continue;
        }
        let size = routes.sums[route as usize].size;
        let most = longest.min(f64::from(size));
        let length = (1.0 + most * rng.unit()) as u32;
        take_string(routes, job, length.min(size), how.split, out, rng);
        done += 1;
        if done >= strings {
            break;
        }
    }
}

/// Takes a string of `length` jobs around `job` out of its route.
fn take_string(routes: &mut Routes, job: u32, length: u32, split: f64, out: &mut Vec<u32>, rng: &mut Rng) {
    let size = routes.sums[routes.stops[job as usize].route as usize].size;
    let kept = u32::from(length > 1 && length < size && rng.chance(split));
    let span = length + kept;
    let (mut left, mut right) = (0, 0);
    let mut at = routes.stops[job as usize].next;
    while right < span - 1 && routes.is_job(at) {
        right += 1;
        at = routes.stops[at as usize].next;
    }
    let mut begin = job;
    while left < span - 1 && routes.is_job(routes.stops[begin as usize].prev) {
        left += 1;
        begin = routes.stops[begin as usize].prev;
    }
    // The string may begin at most `left` jobs before `job`, and at least so many that it ends within the route.
    let least = (span - 1).saturating_sub(right);
    let lead = rng.range(least..left + 1);
    for _ in lead..left {
        begin = routes.stops[begin as usize].next;
    }
    let standing = if kept == 0 { NONE } else { rng.range(1..span - 1) };
    let mut at = begin;
    let mut from = begin;
    for i in 0..span {
        let next = routes.stops[at as usize].next;
        if i == standing {
            from = next;
        } else if i + 1 == span || i + 1 == standing {
            routes.remove(from, at, out);
            if routes.is_job(next) && routes.stops[next as usize].route == NONE {
                return; // More than the string had to go.
            }
        }
        at = next;
    }
}
