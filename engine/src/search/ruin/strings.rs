//! Ruin: adjacent stretches of neighbouring tours.
//!
//! # References
//! Christiaens & Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
//! Science 54(2), doi:10.1287/trsc.2019.0914. Ours differs: lengths are drawn for the short tours of home care.

use super::Ruin;

/// Longest stretch taken out of one tour.
const LONGEST: usize = 8;

/// Takes a stretch out of each of a few tours around a visit.
pub(super) fn ruin(on: &mut Ruin, size: usize) {
    let Some(seed) = on.any_planned() else { return };
    around(on, seed, size);
}

/// Takes stretches out of the tours around `seed`, that visit's own first.
pub(super) fn around(on: &mut Ruin, seed: u32, size: usize) {
    let frame = on.state.frame;
    let near: Vec<u32> = on.near.of(frame, seed).to_vec();
    let planned = on.state.visits.len() - on.state.bank.len();
    let busy = on.state.tours.iter().filter(|t| t.visits > 0).count().max(1);
    let longest = LONGEST.min(planned / busy + 1).max(1);
    let most_tours = (4 * size).div_ceil(1 + longest).max(1);
    let tours = on.rng.below(most_tours) + 1;
    let mut ruined: Vec<u32> = Vec::with_capacity(tours);
    for v in std::iter::once(seed).chain(near) {
        if ruined.len() >= tours || on.out.len() >= 4 * size {
            break;
        }
        if !on.state.visits[v as usize].planned {
            continue;
        }
        let Some(way) = on.state.ways_of(v).next() else { continue };
        let t = frame.ways[way as usize].tour;
        if !ruined.contains(&t) {
            ruined.push(t);
            let length = on.rng.below(longest) + 1;
            stretch(on, t, v, length);
        }
    }
}

/// Takes `length` visits in a row out of `t`, `v` among them; sometimes some in the middle stay.
pub(super) fn stretch(on: &mut Ruin, t: u32, v: u32, length: usize) {
    let visits: Vec<u32> = on.state.tours[t as usize].entries.iter().filter_map(|e| e.visit()).collect();
    let Some(at) = visits.iter().position(|&u| u == v) else { return };
    let kept = if length >= 3 && on.rng.chance(0.5) { on.rng.below(length - 1) + 1 } else { 0 };
    let span = (length + kept).min(visits.len());
    let first = at.saturating_sub(on.rng.below(span));
    let first = first.min(visits.len() - span);
    let skip = if kept > 0 { first + 1 + on.rng.below(length) } else { usize::MAX };
    for (i, &u) in visits.iter().enumerate().skip(first).take(span) {
        if i < skip || i >= skip.saturating_add(kept) {
            on.take(u);
        }
    }
}
