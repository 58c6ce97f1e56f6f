//! A child of two plans: some routes of the one where the other has routes of nearly the same jobs.
//!
//! # References
//! Nagata, Bräysy & Dullaert (2010), "A penalty-based edge assembly memetic algorithm for the vehicle routing problem with time windows",
//! Computers & Operations Research 37(4); Nagata & Kobayashi (2010), selective route exchange. Ours differs: routes lie together when
//! they come up together around a job, because there are no coordinates.

use super::network::Network;
use super::record::Sequences;
use crate::rng::Rng;

/// No route.
const NONE: u32 = u32::MAX;

/// Which route each job is in.
fn route_of(network: &Network, routes: &Sequences) -> Vec<u32> {
    let mut of = vec![NONE; network.jobs];
    for (r, jobs) in routes.iter().enumerate() {
        jobs.iter().for_each(|&j| of[j as usize] = r as u32);
    }
    of
}

/// Most of `a`, some of `b`; jobs may be missing, none is there twice. With each route: 1 when it is whole as in `a`, 2 as in `b`, otherwise 0.
pub(super) fn cross(network: &Network, a: &Sequences, b: &Sequences, rng: &mut Rng) -> (Sequences, Vec<u8>) {
    let (of_a, of_b) = (route_of(network, a), route_of(network, b));
    let most = a.len().min(b.len());
    if most < 2 {
        let (same, origin) = if rng.chance(0.5) { (a, 1) } else { (b, 2) };
        return (same.clone(), vec![origin; same.len()]);
    }
    let count = 1 + rng.below(most - 1);
    // Routes of `a` that lie together.
    let seed = rng.below(network.jobs);
    let mut out = vec![false; a.len()];
    let mut left = count;
    for &job in std::iter::once(&(seed as u32)).chain(&network.around[seed]) {
        let route = of_a[job as usize];
        if left > 0 && route != NONE && !std::mem::replace(&mut out[route as usize], true) {
            left -= 1;
        }
    }
    // Routes of `b` that have most of their jobs.
    let mut shared: Vec<(f64, usize)> = b
        .iter()
        .enumerate()
        .map(|(r, jobs)| {
            let inside =
                jobs.iter().filter(|&&j| of_a[j as usize] != NONE && out[of_a[j as usize] as usize]).count();
            (-(inside as f64) / jobs.len() as f64, r)
        })
        .collect();
    rng.shuffle(&mut shared);
    shared.sort_by(|x, y| x.0.total_cmp(&y.0));
    let mut taken = vec![false; b.len()];
    for &(_, r) in shared.iter().take(count - left) {
        taken[r] = true;
    }
    let in_out = |j: u32| of_a[j as usize] != NONE && out[of_a[j as usize] as usize];
    let in_taken = |j: u32| of_b[j as usize] != NONE && taken[of_b[j as usize] as usize];
    let part = |jobs: &Vec<u32>, origin: u8, keep: &dyn Fn(u32) -> bool| {
        let kept: Vec<u32> = jobs.iter().copied().filter(|&j| keep(j)).collect();
        let origin = if kept.len() == jobs.len() { origin } else { 0 };
        (kept, origin)
    };
    // What both have stays either where `a` or where `b` has it.
    let b_first = rng.chance(0.5);
    let stays =
        a.iter().zip(&out).filter(|x| !x.1).map(|(jobs, _)| part(jobs, 1, &|j| !(b_first && in_taken(j))));
    let comes =
        b.iter().zip(&taken).filter(|x| *x.1).map(|(jobs, _)| part(jobs, 2, &|j| b_first || in_out(j)));
    stays.chain(comes).filter(|x| !x.0.is_empty()).unzip()
}
