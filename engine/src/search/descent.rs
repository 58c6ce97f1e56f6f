//! Local search: single visits and pairs of neighbours moved to better places, until none is better.
//!
//! Ruin and recreate ends warm and finds most of this by chance; what it missed is found here in order. A joint visit moves whole,
//! with all its people; a visit that others must follow takes these along.

use super::insertion::Blink;
use super::neighbours::Neighbours;
use super::state::SearchState;
use crate::rng::Rng;

/// With so many of its nearest neighbours each visit tries to change places.
const PARTNERS: usize = 12;

impl SearchState<'_> {
    /// Makes every improving move there is, in the order of visits, round after round; ends early when `stop` says so.
    pub(super) fn descend(&mut self, near: &mut Neighbours, rng: &mut Rng, stop: &mut dyn FnMut() -> bool) {
        let frame = self.frame;
        loop {
            let mut better = false;
            for v in 0..frame.visits.len() as u32 {
                if stop() {
                    return;
                }
                better |= self.relocate(v, rng);
                for &u in near.of(frame, v).iter().take(PARTNERS) {
                    better |= u > v && (self.exchange(v, u, rng) || self.exchange(u, v, rng));
                }
            }
            if !better {
                return;
            }
        }
    }

    /// Takes a visit out and puts it where it is cheapest; one that is out is put in. False when this is not cheaper.
    fn relocate(&mut self, v: u32, rng: &mut Rng) -> bool {
        self.attempt(&[v], rng)
    }

    /// Takes two visits out and puts each where it is cheapest, the second one first, so that it may have the place of the first.
    fn exchange(&mut self, first: u32, second: u32, rng: &mut Rng) -> bool {
        let planned = |v: u32| self.visits[v as usize].planned;
        planned(first) && planned(second) && self.attempt(&[first, second], rng)
    }

    fn attempt(&mut self, visits: &[u32], rng: &mut Rng) -> bool {
        let (mark, before, was_out) = (self.mark(), self.total, self.bank.len());
        for &v in visits {
            self.unplace(v);
        }
        if !self.settle() {
            self.rollback(mark);
            return false;
        }
        // Behind what was out before: what follows a visit, then the visit itself; so from the end.
        let mut out: Vec<u32> = self.bank[was_out.min(self.bank.len())..].to_vec();
        out.reverse();
        out.extend(
            visits
                .iter()
                .filter(|v| !self.visits[**v as usize].planned && !out.contains(v))
                .copied()
                .collect::<Vec<_>>(),
        );
        for v in out {
            self.insert_best(v, &mut Blink { rng: &mut *rng, rate: 0.0, fresh_only: false });
        }
        if self.total < before {
            self.keep();
            return true;
        }
        self.rollback(mark);
        false
    }
}
