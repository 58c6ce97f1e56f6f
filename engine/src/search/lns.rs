//! The outer loop: take apart, put back, accept or undo, until the budget is spent.

use super::frame::Frame;
use super::neighbours::Neighbours;
use super::recreate::recreate;
use super::ruin::{Ruin, ruin};
use super::solution::routes_of;
use super::state::{SearchState, Tour, VisitState};
use crate::plan::{Plan, Route};
use crate::rng::Rng;

/// Visits taken out at once, about.
const RUIN_SIZE: std::ops::Range<u32> = 3..14;

/// Points by which a worse plan may pass at the start and at the end: about eighty and two minutes of travel. The
/// start must let an optional visit go for a while, or tours that are full stay as they are.
const HOT: f64 = 500_000.0;
const COLD: f64 = 10_000.0;

/// A plan that is worse than may pass by no more than this still has its breaks moved, which often makes it good enough.
const NEAR: i64 = 500_000;

/// The search over one part of a problem.
pub(crate) struct Search<'f> {
    state: SearchState<'f>,
    near: Neighbours,
    rng: Rng,
    best: Vec<Tour>,
    best_visits: Vec<VisitState>,
    best_total: i64,
    iterations: u64,
    out: Vec<u32>,
    touched: Vec<u32>,
    /// What leaving each visit out counts beyond its price, for acceptance only.
    urge: Vec<i64>,
}

/// When so much of the budget is gone, local search goes over the best plan; what is left goes on from there.
const WARM: f64 = 0.95;

/// Until so much of the budget is gone, visits that stay out get ever more urgent.
const URGED: f64 = 0.6;

/// Iterations between two rises of urgency.
const URGE_EVERY: u64 = 100;

/// A rise is this share of the price of leaving the visit out; no more than so many rises.
const URGE_SHARE: i64 = 20;
const MOST_URGES: i64 = 60;

impl<'f> Search<'f> {
    /// Nothing planned yet.
    pub(crate) fn new(frame: &'f Frame<'f>, rng: Rng) -> Self {
        let state = SearchState::new(frame);
        let mut made = Self {
            near: Neighbours::new(frame),
            rng,
            best: vec![Tour::default(); state.tours.len()],
            best_visits: vec![VisitState::default(); state.visits.len()],
            best_total: i64::MAX,
            iterations: 0,
            out: Vec::new(),
            touched: Vec::new(),
            urge: vec![0; state.visits.len()],
            state,
        };
        made.take_down();
        made
    }

    /// Starts from what `plan` says of this part.
    pub(crate) fn load(&mut self, plan: &Plan) {
        self.state.load(plan);
        self.take_down();
    }

    /// Plans what is left out, as a first plan.
    pub(crate) fn construct(&mut self, stop: &dyn Fn() -> bool) {
        self.state.construct(stop);
        self.take_down();
    }

    /// The best routes so far.
    pub(crate) fn routes(&self) -> Vec<Route> {
        routes_of(self.state.frame, &self.best)
    }

    /// The price of the best plan so far.
    #[cfg(test)]
    pub(super) fn total(&self) -> i64 {
        self.best_total
    }

    /// Iterations so far.
    pub(crate) fn iterations(&self) -> u64 {
        self.iterations
    }

    /// Remembers the plan as it is when it is the best so far.
    fn take_down(&mut self) -> bool {
        if self.state.total >= self.best_total {
            return false;
        }
        self.best_total = self.state.total;
        self.best_visits.copy_from_slice(&self.state.visits);
        for (t, fresh) in self.state.fresh.iter_mut().enumerate() {
            if std::mem::take(fresh) {
                self.best[t].copy_from(&self.state.tours[t]);
            }
        }
        true
    }

    /// Searches until `spent` says how much of the budget is gone: 0 at the start, 1 when it is time to stop. It is asked
    /// before each iteration, with the iterations done in this call. `improved` hears of every better plan.
    pub(crate) fn improve(&mut self, spent: &mut dyn FnMut(u64) -> f64, improved: &mut dyn FnMut(&Self)) {
        if self.state.visits.is_empty() || self.state.frame.ways.is_empty() {
            return;
        }
        let mut done = 0;
        let mut urged = true;
        let mut warm = true;
        loop {
            let gone = spent(done);
            if gone >= 1.0 {
                break;
            }
            if urged && gone < URGED && done % URGE_EVERY == URGE_EVERY - 1 {
                self.press();
            }
            if urged && gone >= URGED {
                urged = false;
                self.relax();
            }
            if warm && gone >= WARM {
                warm = false;
                // A visit tried everywhere counts as an iteration.
                let found = self.descend(&mut || {
                    done += 1;
                    spent(done) >= 1.0
                });
                if found {
                    improved(self);
                }
            }
            done += 1;
            self.iterations += 1;
            let heat = HOT * (COLD / HOT).powf(gone);
            if self.iterate(heat) && self.take_down() {
                improved(self);
            }
        }
    }

    /// Makes what is left out now more urgent.
    ///
    /// A visit that fits only where two others must give way never gets in by price alone. Under growing pressure it does, and
    /// the others, which mostly have more places to go, look for theirs.
    fn press(&mut self) {
        if self.best_visits.iter().all(|v| v.planned) {
            // Everything found a place once; from here on it is about better places.
            self.urge.fill(0);
            return;
        }
        for &v in &self.state.bank {
            let price = self.state.frame.visits[v as usize].left_out;
            let urge = &mut self.urge[v as usize];
            *urge = (*urge + price / URGE_SHARE).min(price / URGE_SHARE * MOST_URGES);
        }
    }

    /// Ends all pressure, and goes on from the best plan.
    fn relax(&mut self) {
        if self.urge.iter().all(|&u| u == 0) {
            return;
        }
        self.urge.fill(0);
        if self.state.total > self.best_total {
            self.state.adopt(&self.best, &self.best_visits);
            debug_assert_eq!(self.state.total, self.best_total);
        }
    }

    /// Local search from the best plan. True when it found a better one.
    fn descend(&mut self, stop: &mut dyn FnMut() -> bool) -> bool {
        self.relax();
        if self.state.total > self.best_total {
            self.state.adopt(&self.best, &self.best_visits);
        }
        self.state.descend(&mut self.near, &mut self.rng, stop);
        self.take_down()
    }

    /// The urgency of all that is left out.
    fn urgency(&self) -> i64 {
        self.state.bank.iter().map(|&v| self.urge[v as usize]).sum()
    }

    /// One ruin and recreate. True when the plan changed.
    fn iterate(&mut self, heat: f64) -> bool {
        let mark = self.state.mark();
        let before = self.state.total;
        let urgency = self.urgency();
        self.out.clear();
        let Self { state, near, rng, out, touched, .. } = self;
        state.take_touched(touched);
        let size = rng.range(RUIN_SIZE) as usize;
        let wanted = ruin(&mut Ruin { state: &mut *state, near, rng, out }, size);
        if !state.settle() {
            state.rollback(mark);
            return false;
        }
        recreate(state, rng, out, wanted);
        let allowance = -heat * (1.0 - rng.unit()).ln();
        let rise = self.urgency() - urgency;
        let Self { state, touched, .. } = self;
        let close = before.saturating_add(allowance as i64 + NEAR).saturating_sub(rise);
        if state.total < close {
            state.take_touched(touched);
            for &t in touched.iter() {
                state.reseat_breaks(t);
            }
        }
        // A new best plan is one whatever the pressure.
        if ((state.total + rise) as f64) < before as f64 + allowance || state.total < self.best_total {
            state.keep();
            true
        } else {
            state.rollback(mark);
            false
        }
    }
}
