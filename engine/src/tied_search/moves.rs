//! Small changes of a plan: each proposed, priced and then kept or taken back, by whether its cost is within a limit.

use super::facts::NONE;
use super::network::Network;

impl Network<'_> {
    /// Moves `job` behind `prev`.
    pub(super) fn relocate(&mut self, job: u32, prev: u32, limit: i64) -> bool {
        let (from, to) = (self.spots[job as usize], self.spots[prev as usize]);
        if prev == job || from.prev == prev || !self.may_join(job, to.tour, NONE) {
            return false;
        }
        let travel = self.sums.travel + self.sums.missing + self.joining(job, prev) - self.leaving(job);
        if travel > limit
            || (from.tour != to.tour && travel.saturating_add(self.late_between(job, prev)) > limit)
        {
            return false;
        }
        self.begin();
        self.unlink(job);
        self.change(limit, |n| n.link(job, prev))
    }

    /// What becoming late costs at least when `job` comes behind `prev`, as times are now.
    #[inline]
    pub(super) fn late_between(&self, job: u32, prev: u32) -> i64 {
        self.late_from(job, prev, self.spots[prev as usize].next)
    }

    /// The same with `next` behind it.
    #[inline]
    fn late_from(&self, job: u32, prev: u32, next: u32) -> i64 {
        let f = self.facts;
        let node = &f.nodes[job as usize];
        let ready = self.spots[prev as usize].start + f.nodes[prev as usize].length + f.way(prev, job);
        let start = ready.max(node.opens);
        let late = (start - node.due).max(0);
        let late_next = (start + node.length + f.way(job, next) - f.nodes[next as usize].due).max(0);
        let weight = if f.is_end(next) { self.weights.extra } else { self.weights.tardiness };
        late.saturating_mul(self.weights.tardiness).saturating_add(late_next.saturating_mul(weight))
    }

    /// Lets two jobs change places.
    pub(super) fn swap(&mut self, a: u32, b: u32, limit: i64) -> bool {
        let f = self.facts;
        let (at_a, at_b) = (self.spots[a as usize], self.spots[b as usize]);
        if a == b || at_a.next == b || at_b.next == a {
            return false;
        }
        if !self.may_join(a, at_b.tour, b) || !self.may_join(b, at_a.tour, a) {
            return false;
        }
        let here = |job, spot: &super::network::Spot| {
            f.leg(spot.prev, job) + f.leg(job, spot.next) + f.points(job, spot.tour)
        };
        let travel = self.sums.travel + here(a, &at_b) + here(b, &at_a) - here(a, &at_a) - here(b, &at_b);
        let mut least = travel + self.sums.missing;
        if least <= limit && at_a.tour != at_b.tour {
            least = least
                .saturating_add(self.late_from(a, at_b.prev, at_b.next))
                .saturating_add(self.late_from(b, at_a.prev, at_a.next));
        }
        if least > limit {
            return false;
        }
        self.begin();
        self.unlink(a);
        self.unlink(b);
        self.change(limit, |n| {
            n.link(b, at_a.prev);
            n.link(a, at_b.prev);
        })
    }

    /// Moves both jobs of a visit, each behind the node given with it.
    pub(super) fn relocate_both(&mut self, jobs: [u32; 2], prevs: [u32; 2], limit: i64) -> bool {
        let tours = prevs.map(|p| self.spots[p as usize].tour);
        let [a, b] = jobs;
        if tours[0] == tours[1] || prevs.iter().any(|p| jobs.contains(p)) {
            return false;
        }
        if !self.may_join(a, tours[0], b) || !self.may_join(b, tours[1], a) {
            return false;
        }
        let apart = |prev: u32| {
            let next = self.spots[prev as usize].next;
            jobs.iter().all(|&j| next != j)
        };
        if prevs.into_iter().all(apart)
            && self.spots[a as usize].next != b
            && self.spots[b as usize].next != a
        {
            // Then what both save and what both add has nothing in common.
            let added = self.joining(a, prevs[0]) + self.joining(b, prevs[1]);
            let saved = self.leaving(a) + self.leaving(b);
            if self.sums.travel + self.sums.missing + added - saved > limit {
                return false;
            }
        }
        self.begin();
        self.unlink(a);
        self.unlink(b);
        let dear =
            self.sums.travel + self.sums.missing + self.joining(a, prevs[0]) + self.joining(b, prevs[1]);
        if dear > limit {
            self.undo();
            return false;
        }
        self.change(limit, |n| {
            n.link(a, prevs[0]);
            n.link(b, prevs[1]);
        })
    }

    /// What putting `job`, which is in no tour, behind `prev` costs but for times.
    #[inline]
    pub(super) fn joining(&self, job: u32, prev: u32) -> i64 {
        let f = self.facts;
        let at = self.spots[prev as usize];
        f.leg(prev, job) + f.leg(job, at.next) - f.leg(prev, at.next) + f.points(job, at.tour)
    }

    /// What taking `job` out of its tour saves but for times.
    #[inline]
    fn leaving(&self, job: u32) -> i64 {
        let f = self.facts;
        let at = self.spots[job as usize];
        f.leg(at.prev, job) + f.leg(job, at.next) - f.leg(at.prev, at.next) + f.points(job, at.tour)
    }

    /// Moves `job` and the next `more` after it behind `prev`, in the same order; another tour.
    pub(super) fn relocate_row(&mut self, job: u32, more: usize, prev: u32, limit: i64) -> bool {
        let f = self.facts;
        let from = self.spots[job as usize];
        let to = self.spots[prev as usize];
        if from.tour == to.tour {
            return false;
        }
        let mut row = [NONE; ROW];
        let (mut at, mut count) = (job, 0);
        while count <= more && count < ROW && !f.is_end(at) {
            if !self.may_join(at, to.tour, NONE) {
                return false;
            }
            row[count] = at;
            count += 1;
            at = self.spots[at as usize].next;
        }
        let row = &row[..count];
        let last = row[count - 1];
        let points: i64 = row.iter().map(|&j| f.points(j, to.tour) - f.points(j, from.tour)).sum();
        let added = f.leg(prev, job) + f.leg(last, to.next) - f.leg(prev, to.next);
        let saved = f.leg(from.prev, job) + f.leg(last, at) - f.leg(from.prev, at);
        if self.sums.travel + self.sums.missing + added - saved + points > limit {
            return false;
        }
        if f.loaded {
            let demand: i64 = row.iter().map(|&j| f.problem.jobs[j as usize].demand).sum();
            if self.load[to.tour as usize] + demand > f.problem.tours[to.tour as usize].capacity {
                return false;
            }
        }
        self.begin();
        for &job in row {
            self.unlink(job);
        }
        self.change(limit, |n| {
            let mut behind = prev;
            for &job in row {
                n.link(job, behind);
                behind = job;
            }
        })
    }

    /// Lets what follows `a` and what follows `b` change places; two tours.
    pub(super) fn swap_tails(&mut self, a: u32, b: u32, limit: i64) -> bool {
        let f = self.facts;
        let (at_a, at_b) = (self.spots[a as usize], self.spots[b as usize]);
        if at_a.tour == at_b.tour || (f.is_end(at_a.next) && f.is_end(at_b.next)) {
            return false;
        }
        let (Some(load_a), Some(load_b)) = (self.fitting_tail(a, b), self.fitting_tail(b, a)) else {
            return false;
        };
        if f.loaded {
            let after = |tour: u32, gives: i64, takes: i64| {
                self.load[tour as usize] - gives + takes <= f.problem.tours[tour as usize].capacity
            };
            if !after(at_a.tour, load_a, load_b) || !after(at_b.tour, load_b, load_a) {
                return false;
            }
        }
        self.begin();
        self.cross_tails(a, b);
        if self.sums.travel + self.sums.missing > limit {
            self.undo();
            return false;
        }
        // Starts rise and fall at once, so that a limit would be wrong before the end.
        if self.settle(i64::MAX) && self.is_within(limit) {
            return true;
        }
        self.undo();
        false
    }

    /// The demand behind `a` when the tour of `b` may do all of it together with what it does up to `b`.
    fn fitting_tail(&self, a: u32, b: u32) -> Option<i64> {
        let f = self.facts;
        let tour = self.spots[b as usize].tour;
        let (mut at, mut demand) = (self.spots[a as usize].next, 0);
        while !f.is_end(at) {
            if !f.is_able(at, tour) {
                return None;
            }
            let partner = f.nodes[at as usize].partner;
            // A partner in the other tail changes tours too.
            if partner != NONE && self.spots[partner as usize].tour == tour && !self.is_behind(partner, b) {
                return None;
            }
            demand += f.problem.jobs[at as usize].demand;
            at = self.spots[at as usize].next;
        }
        Some(demand)
    }

    fn is_behind(&self, node: u32, head: u32) -> bool {
        let mut at = self.spots[head as usize].next;
        while at != NONE {
            if at == node {
                return true;
            }
            at = self.spots[at as usize].next;
        }
        false
    }

    /// Settles what was cut, makes the links, settles them, and keeps all of it if the cost is within the limit.
    #[inline]
    fn change(&mut self, limit: i64, links: impl FnOnce(&mut Self)) -> bool {
        // First what falls, then what rises: only then may the second stop early, and only then is it exact with ties
        // that hold each other up.
        if self.settle(i64::MAX) {
            links(self);
            if self.settle(limit) && self.is_within(limit) {
                return true;
            }
        }
        self.undo();
        false
    }

    #[inline]
    fn is_within(&mut self, limit: i64) -> bool {
        self.find_worst();
        self.total() <= limit
    }

    /// Takes the visit of `job` out of the plan, for its price.
    pub(super) fn take_out(&mut self, job: u32, limit: i64) -> bool {
        self.begin();
        for sibling in self.facts.siblings(job) {
            self.unlink(sibling);
        }
        self.sums.missing += self.facts.left_out(job);
        if self.settle(i64::MAX) && self.is_within(limit) {
            return true;
        }
        self.undo();
        false
    }

    /// Puts the visit of `job`, which is left out, behind the nodes given, one for each of its jobs.
    pub(super) fn put_in(&mut self, job: u32, prevs: &[u32], limit: i64) -> bool {
        let jobs = self.facts.siblings(job);
        for (sibling, &prev) in jobs.clone().zip(prevs) {
            if !self.may_join(sibling, self.spots[prev as usize].tour, NONE) {
                return false;
            }
        }
        if let [p, q] = *prevs
            && self.spots[p as usize].tour == self.spots[q as usize].tour
            && (self.facts.loaded || self.facts.nodes[job as usize].partner != NONE)
        {
            // The tour was asked for each job alone.
            return false;
        }
        let missing = self.facts.left_out(job);
        let joining: i64 = jobs.clone().zip(prevs).map(|(j, &p)| self.joining(j, p)).sum();
        if self.sums.travel + self.sums.missing - missing + joining > limit {
            return false;
        }
        self.begin();
        self.sums.missing -= missing;
        for (sibling, &prev) in jobs.zip(prevs) {
            self.link(sibling, prev);
        }
        if self.settle(limit) && self.is_within(limit) {
            return true;
        }
        self.undo();
        false
    }
}

/// The most jobs that move in a row.
const ROW: usize = 3;
