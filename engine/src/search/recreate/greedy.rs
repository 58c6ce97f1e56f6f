//! Recreate: each visit in turn at its cheapest place, some places overlooked by chance.
//!
//! # References
//! Christiaens & Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
//! Science 54(2), doi:10.1287/trsc.2019.0914: greedy insertion with blinks, in one of several orders.

use crate::rng::Rng;
use crate::search::insertion::Blink;
use crate::search::state::SearchState;
use std::cmp::Reverse;

/// How often a place is overlooked.
const BLINK: f64 = 0.01;

/// How many of the visits left out before are tried as well.
const MOST_OTHERS: usize = 12;

/// How often the visit for which room was made goes first.
const WANTED_FIRST: f64 = 0.85;

/// Puts `out` back, and tries some of those that were left out before; `wanted`, for which room was made, mostly first.
pub(in crate::search) fn recreate(
    state: &mut SearchState,
    rng: &mut Rng,
    out: &mut Vec<u32>,
    wanted: Option<u32>,
) {
    let frame = state.frame;
    let removed: Vec<u32> = out.clone();
    if state.bank.len() <= out.len() + MOST_OTHERS {
        out.clone_from(&state.bank);
    } else {
        for _ in 0..MOST_OTHERS {
            if let Some(&v) = rng.pick(&state.bank) {
                out.push(v);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    rng.shuffle(out);
    let visit = |v: u32| &frame.visits[v as usize];
    match rng.below(12) {
        0..3 => {}
        3..7 => out.sort_by_key(|&v| Reverse(visit(v).left_out)),
        7..9 => out.sort_by_key(|&v| Reverse(visit(v).longest)),
        9 => out.sort_by_key(|&v| visit(v).by_slot.iter().map(|s| s.len()).min()),
        10 => out.sort_by_key(|&v| visit(v).around),
        _ => out.sort_by_key(|&v| Reverse(visit(v).around)),
    }
    if let Some(wanted) = wanted
        && rng.chance(WANTED_FIRST)
        && let Some(at) = out.iter().position(|&v| v == wanted)
    {
        out[..=at].rotate_right(1);
    }
    let mut again = false;
    for &v in out.iter() {
        if !state.visits[v as usize].planned {
            let fresh_only = !removed.contains(&v);
            let done = state.insert_best(v, &mut Blink { rng: &mut *rng, rate: BLINK, fresh_only });
            again |= !done && visit(v).ties.iter().any(|t| !t.first && t.least.is_some());
        }
    }
    if again {
        // Visits that had to wait for the one before them.
        for &v in out.iter() {
            if !state.visits[v as usize].planned && !visit(v).ties.is_empty() {
                state.insert_best(v, &mut Blink { rng: &mut *rng, rate: BLINK, fresh_only: false });
            }
        }
    }
}
