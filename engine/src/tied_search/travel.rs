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
        let from = self.nodes[a as usize].place;
        let to = self.nodes[b as usize].place;
        let price = self.problem.cost(from, to) * self.problem.prices.travel;
        if a < self.jobs {
            price
        } else if self.is_end(b) {
            0
        } else {
            price + self.problem.tours[(a - self.jobs) as usize].fixed
        }
    }

    /// Time on the way from `a` to `b`.
    #[inline]
    pub(super) fn way(&self, a: u32, b: u32) -> i64 {
        self.problem.time(self.nodes[a as usize].place, self.nodes[b as usize].place)
    }

    /// Points when `tour` does `job`.
    #[inline]
    pub(super) fn points(&self, job: u32, tour: u32) -> i64 {
        self.problem.fit(job, tour).unwrap_or(0)
    }
}
