//! What legs cost, departures and empty tours included.

use super::facts::Facts;

impl Facts<'_> {
    /// Whether `node` is a departure or a return.
    #[inline]
    pub(super) fn is_end(&self, node: u32) -> bool {
        node >= self.jobs
    }

    /// The price of going from `a` to `b`, one after the other in a tour. The first leg of a tour also carries the price
    /// of using it; a tour without jobs costs nothing.
    #[inline]
    pub(super) fn leg(&self, a: u32, b: u32) -> i64 {
        let price = self.cost(a, b) * self.problem.prices.travel;
        if a < self.jobs {
            price
        } else if self.is_end(b) {
            0
        } else {
            price + self.problem.tours[(a - self.jobs) as usize].fixed
        }
    }

    /// What the way from `a` to `b` costs before [`crate::routing::Prices::travel`].
    #[inline]
    pub(super) fn cost(&self, a: u32, b: u32) -> i64 {
        i64::from(self.costs[self.cell(a, b)])
    }

    /// Time on the way from `a` to `b`.
    #[inline]
    pub(super) fn way(&self, a: u32, b: u32) -> i64 {
        i64::from(self.problem.times[self.cell(a, b)])
    }

    #[inline]
    fn cell(&self, a: u32, b: u32) -> usize {
        self.places[a as usize] as usize * self.problem.places + self.places[b as usize] as usize
    }

    /// Points when `tour` does `job`, which it may.
    #[inline]
    pub(super) fn points(&self, job: u32, tour: u32) -> i64 {
        if self.has_points { self.problem.fit(job, tour).unwrap_or(0) } else { 0 }
    }

    /// Whether `tour` may do `job`.
    #[inline]
    pub(super) fn is_able(&self, job: u32, tour: u32) -> bool {
        self.able_bits[job as usize * self.words + tour as usize / 64] >> (tour % 64) & 1 == 1
    }
}
