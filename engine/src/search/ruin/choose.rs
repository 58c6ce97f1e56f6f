//! Which ruin comes next.

use super::{left_out, patient, random, related, strings, whole_tour};
use crate::rng::Rng;
use crate::search::neighbours::Neighbours;
use crate::search::state::SearchState;

/// The bench on which a ruin works.
pub(in crate::search) struct Ruin<'r, 'f> {
    pub state: &'r mut SearchState<'f>,
    pub near: &'r mut Neighbours,
    pub rng: &'r mut Rng,
    /// Visits taken out, in order.
    pub out: &'r mut Vec<u32>,
}

impl Ruin<'_, '_> {
    /// Takes one visit out, unless it is out already.
    pub(super) fn take(&mut self, v: u32) {
        if self.state.visits[v as usize].planned {
            let before = self.state.bank.len();
            self.state.unplace(v);
            // What could not stand without it is out as well.
            self.out.extend_from_slice(&self.state.bank[before..]);
        }
    }

    /// A planned visit, by chance; `None` when there is none.
    pub(super) fn any_planned(&mut self) -> Option<u32> {
        let count = self.state.visits.len();
        for _ in 0..32 {
            let v = self.rng.below(count.max(1)) as u32;
            if self.state.visits.get(v as usize).is_some_and(|s| s.planned) {
                return Some(v);
            }
        }
        (0..count as u32).find(|&v| self.state.visits[v as usize].planned)
    }
}

/// Takes some visits out. Times are settled by the caller. Returns the left-out visit for which room was made, if it was for one.
pub(in crate::search) fn ruin(on: &mut Ruin, size: usize) -> Option<u32> {
    let left_out = !on.state.bank.is_empty() && on.rng.chance(0.3);
    if left_out && let Some(wanted) = left_out::ruin(on, size) {
        return Some(wanted);
    }
    match on.rng.below(100) {
        0..55 => strings::ruin(on, size),
        55..75 => related::ruin(on, size),
        75..85 => random::ruin(on, size),
        85..95 => whole_tour::ruin(on),
        _ => patient::ruin(on, size),
    }
    None
}
