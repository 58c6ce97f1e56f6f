//! `SearchSpace`: labels and queue of one upward search, reused from search to search.

use super::contraction_hierarchy::Links;
use super::node_order::Rank;
use crate::units::RoadCost;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Dijkstra's labels over ranks, cleared in the time of what was touched.
#[derive(Clone, Debug)]
pub(crate) struct SearchSpace {
    cost: Vec<u64>,
    /// The link by which a rank was reached, and the rank it was reached from; the rank itself at a seed.
    via: Vec<u32>,
    from: Vec<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

/// A rank whose label is final within an upward search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) rank: Rank,
    pub(crate) cost: RoadCost,
    /// A cheaper way down to this rank is known, so no shortest path goes up through it.
    pub(crate) stalled: bool,
}

impl SearchSpace {
    /// For hierarchies of `nodes` nodes.
    pub(crate) fn new(nodes: usize) -> Self {
        Self {
            cost: vec![u64::MAX; nodes],
            via: vec![0; nodes],
            from: vec![0; nodes],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    /// Forgets the last search.
    pub(crate) fn clear(&mut self) {
        for rank in self.touched.drain(..) {
            self.cost[rank as usize] = u64::MAX;
        }
        self.queue.clear();
    }

    /// Lets the search start at `rank`, having spent `cost`. The cheapest of several counts.
    pub(crate) fn seed(&mut self, rank: Rank, cost: RoadCost) {
        self.reach(rank.0, cost.0, 0, rank.0);
    }

    /// The least cost at which `rank` was reached so far.
    #[inline]
    pub(crate) fn cost(&self, rank: Rank) -> RoadCost {
        RoadCost(self.cost[rank.index()])
    }

    /// The link by which `rank` was reached and where from; `None` at a seed.
    pub(crate) fn reached_by(&self, rank: Rank) -> Option<(u32, Rank)> {
        let from = self.from[rank.index()];
        (from != rank.0).then_some((self.via[rank.index()], Rank(from)))
    }

    /// No rank still to be settled costs less. `None` when there is none left.
    pub(crate) fn at_least(&self) -> Option<RoadCost> {
        self.queue.peek().map(|&Reverse((cost, _))| RoadCost(cost))
    }

    /// Settles the cheapest open rank and climbs the links it owns in `climb`. The links it owns in `check`
    /// lead the other way: when one of them comes cheaper from above, the rank is stalled.
    pub(crate) fn settle(&mut self, climb: Links<'_>, check: Links<'_>) -> Option<Settled> {
        loop {
            let Reverse((cost, rank)) = self.queue.pop()?;
            if cost > self.cost[rank as usize] {
                continue;
            }
            let stalled = check
                .of(Rank(rank))
                .any(|link| self.cost[link.other.index()].saturating_add(link.cost.0) < cost);
            if !stalled {
                for link in climb.of(Rank(rank)) {
                    self.reach(link.other.0, cost.saturating_add(link.cost.0), link.at, rank);
                }
            }
            return Some(Settled { rank: Rank(rank), cost: RoadCost(cost), stalled });
        }
    }

    #[inline]
    fn reach(&mut self, rank: u32, cost: u64, via: u32, from: u32) {
        let known = &mut self.cost[rank as usize];
        if cost < *known {
            if *known == u64::MAX {
                self.touched.push(rank);
            }
            *known = cost;
            self.via[rank as usize] = via;
            self.from[rank as usize] = from;
            self.queue.push(Reverse((cost, rank)));
        }
    }
}
