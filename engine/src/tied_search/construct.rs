//! Puts visits into a plan where they are cheapest, and takes out those that cannot be done in time.

use super::facts::NONE;
use super::network::{Network, Weights};
use crate::routing::RoutingPlan;

/// Positions tried for each job of a visit of two, each in another tour.
const PAIRED: usize = 10;

/// So dear that being late is worse than leaving out.
const FORBIDDEN: i64 = i64::MAX;
/// Positions tried between two looks at the clock.
const BREATH: usize = 64;

impl Network<'_> {
    /// Puts in everything that is left out and worth it, in order of due times, each where the cost rises least, until told
    /// to `stop`.
    pub(super) fn put_in_all(&mut self, stop: &dyn Fn() -> bool) {
        let f = self.facts;
        let mut waiting: Vec<u32> = f
            .problem
            .visits
            .iter()
            .filter(|v| !v.jobs.is_empty() && !self.is_placed(v.jobs.start))
            .map(|v| v.jobs.start)
            .collect();
        waiting.sort_by_key(|&j| (f.siblings(j).map(|s| f.nodes[s as usize].due).min(), j));
        for job in waiting {
            if stop() {
                return;
            }
            self.put_in_best(job, stop);
        }
    }

    /// Puts the visit of `job` where it is cheapest, if that is cheaper than leaving it out; not when told to `stop`.
    fn put_in_best(&mut self, job: u32, stop: &dyn Fn() -> bool) {
        let jobs = self.facts.siblings(job);
        let mut limit = self.total().saturating_sub(1);
        let mut best = None;
        let mut tried = 0_usize;
        let mut attempt = |net: &mut Self, prevs: [u32; 2]| {
            let prevs_used = &prevs[..jobs.len()];
            if net.put_in(job, prevs_used, limit) {
                limit = net.total().saturating_sub(1);
                best = Some(prevs);
                net.undo();
            }
        };
        if jobs.len() == 1 {
            for &tour in &self.facts.able[job as usize] {
                let mut prev = self.facts.departure(tour);
                while prev != self.facts.home(tour) {
                    tried += 1;
                    if tried.is_multiple_of(BREATH) && stop() {
                        return;
                    }
                    attempt(self, [prev, NONE]);
                    prev = self.spots[prev as usize].next;
                }
            }
        } else {
            let places: Vec<Vec<u32>> = jobs.clone().map(|j| self.promising(j)).collect();
            for &first in &places[0] {
                if stop() {
                    return;
                }
                for &second in &places[1] {
                    attempt(self, [first, second]);
                }
            }
        }
        if let Some(prevs) = best {
            self.put_in(job, &prevs[..jobs.len()], i64::MAX);
        }
    }

    /// The best positions for `job`, at most one in each tour, by travel and by being late as times are now.
    fn promising(&self, job: u32) -> Vec<u32> {
        let f = self.facts;
        let mut found: Vec<(i64, u32)> = Vec::new();
        for &tour in &f.able[job as usize] {
            let mut best = None;
            let mut prev = f.departure(tour);
            while prev != f.home(tour) {
                let price = self.joining(job, prev).saturating_add(self.late_between(job, prev));
                if best.is_none_or(|b| (price, prev) < b) {
                    best = Some((price, prev));
                }
                prev = self.spots[prev as usize].next;
            }
            found.extend(best);
        }
        found.sort_unstable();
        found.truncate(PAIRED);
        found.into_iter().map(|(_, prev)| prev).collect()
    }

    /// Builds the tours of `plan` as far as they can be; visits that do not fit are left out.
    pub(super) fn load_plan(&mut self, plan: &RoutingPlan) {
        let f = self.facts;
        self.begin();
        for route in plan.routes.iter().filter(|r| r.tour < f.tours) {
            for job in route.stops.iter().filter_map(|s| s.job).filter(|&j| j < f.jobs) {
                if !self.is_placed(job) && self.may_join(job, route.tour, NONE) {
                    self.link(job, self.spots[f.home(route.tour) as usize].prev);
                }
            }
        }
        let halves: Vec<u32> =
            (0..f.jobs).filter(|&j| self.is_placed(j) && f.siblings(j).any(|s| !self.is_placed(s))).collect();
        for job in halves {
            self.unlink(job);
        }
        if !self.refresh() {
            // Times that run in a circle: not a plan at all.
            *self = Self::new(f, self.weights);
        }
        self.count_missing();
    }

    /// Counts what is left out from nothing.
    pub(super) fn count_missing(&mut self) {
        let visits =
            self.facts.problem.visits.iter().filter(|v| !v.jobs.is_empty() && !self.is_placed(v.jobs.start));
        self.sums.missing = visits.map(|v| self.facts.left_out(v.jobs.start)).sum();
    }

    /// Takes out visits until nobody is late where that must not be, then puts back what can be done in time, until told to `stop`.
    pub(super) fn keep_in_time(&mut self, hard: [bool; 2], stop: &dyn Fn() -> bool) {
        let f = self.facts;
        while let Some(late) = self.first_late(hard) {
            let job = if f.is_end(late) { self.spots[late as usize].prev } else { late };
            if f.is_end(job) || !self.take_out(job, i64::MAX) {
                // An empty tour is never late; a tour that cannot be settled is emptied as a whole.
                *self = Self::new(f, self.weights);
                self.count_missing();
                break;
            }
        }
        let weights = self.weights;
        let [tardiness, extra] = hard;
        self.weights = Weights {
            tardiness: if tardiness { FORBIDDEN } else { weights.tardiness },
            extra: if extra { FORBIDDEN } else { weights.extra },
            ..weights
        };
        self.put_in_all(stop);
        self.weights = weights;
    }

    /// Of the jobs and returns that are late where that must not be, the first.
    fn first_late(&self, hard: [bool; 2]) -> Option<u32> {
        let f = self.facts;
        let late = |&node: &u32| {
            let counts = if f.is_end(node) { hard[1] } else { hard[0] };
            let spot = &self.spots[node as usize];
            counts && spot.tour != NONE && spot.start > f.nodes[node as usize].due
        };
        (0..f.nodes.len() as u32).filter(late).min_by_key(|&node| (self.spots[node as usize].start, node))
    }
}
