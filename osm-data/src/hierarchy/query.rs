//! `Query`: reusable workspace of one thread; cost and path from one set of places to another.

use super::contraction_hierarchy::ContractionHierarchy;
use super::node_order::Rank;
use super::search_space::SearchSpace;
use super::unpack::unpack_path;
use crate::graph::{ArcId, NodeId};
use crate::units::RoadCost;

/// Shortest paths in a hierarchy, one after the other.
#[derive(Clone, Debug)]
pub struct Query<'h> {
    hierarchy: &'h ContractionHierarchy,
    forward: SearchSpace,
    backward: SearchSpace,
}

/// A shortest path, in arcs of the topology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Cost of the start, the arcs and the end together.
    pub cost: RoadCost,
    /// Position in `starts` of the one used.
    pub start: usize,
    /// Position in `ends` of the one used.
    pub end: usize,
    /// The arcs, in the order passed; none when start and end are one node.
    pub arcs: Vec<ArcId>,
}

impl<'h> Query<'h> {
    /// A workspace for `hierarchy`: 32 bytes a node.
    pub fn new(hierarchy: &'h ContractionHierarchy) -> Self {
        let space = SearchSpace::new(hierarchy.nodes());
        Self { hierarchy, forward: space.clone(), backward: space }
    }

    /// Least cost from a node to another; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn between(&mut self, from: NodeId, to: NodeId) -> RoadCost {
        self.cost(&[(from, RoadCost::ZERO)], &[(to, RoadCost::ZERO)])
    }

    /// Least cost over all pairs of a start and an end: cost of the start, path, cost of the end.
    /// [`RoadCost::UNREACHABLE`] where no road leads.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn cost(&mut self, starts: &[(NodeId, RoadCost)], ends: &[(NodeId, RoadCost)]) -> RoadCost {
        self.meet(starts, ends).map_or(RoadCost::UNREACHABLE, |(_, cost)| cost)
    }

    /// As [`Query::cost`], with the path. `None` where no road leads.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn path(&mut self, starts: &[(NodeId, RoadCost)], ends: &[(NodeId, RoadCost)]) -> Option<Path> {
        let (top, cost) = self.meet(starts, ends)?;
        let (first, climbed) = links_to(&self.forward, top);
        let (last, descended) = links_to(&self.backward, top);
        let arcs = unpack_path(self.hierarchy, climbed.iter().rev().copied(), descended.iter().copied());
        Some(Path {
            cost,
            start: self.seed_at(&self.forward, first, starts),
            end: self.seed_at(&self.backward, last, ends),
            arcs,
        })
    }

    /// Searches upward from both sides; the rank where the cheapest path turns down, and its cost.
    fn meet(
        &mut self,
        starts: &[(NodeId, RoadCost)],
        ends: &[(NodeId, RoadCost)],
    ) -> Option<(Rank, RoadCost)> {
        let order = self.hierarchy.order();
        for (space, seeds) in [(&mut self.forward, starts), (&mut self.backward, ends)] {
            space.clear();
            for &(node, cost) in seeds {
                space.seed(order.rank(node), cost);
            }
        }
        let (up, down) = (self.hierarchy.up(), self.hierarchy.down());
        let mut best: Option<(Rank, RoadCost)> = None;
        let mut forward_turn = true;
        loop {
            let open = |space: &SearchSpace| {
                space.at_least().is_some_and(|least| best.is_none_or(|(_, cost)| least < cost))
            };
            let (forward_open, backward_open) = (open(&self.forward), open(&self.backward));
            if !forward_open && !backward_open {
                return best;
            }
            forward_turn = if forward_turn { forward_open } else { !backward_open };
            let (settled, opposite) = if forward_turn {
                (self.forward.settle(up, down), &self.backward)
            } else {
                (self.backward.settle(down, up), &self.forward)
            };
            if let Some(settled) = settled {
                let both = RoadCost(settled.cost.0.saturating_add(opposite.cost(settled.rank).0));
                if both < best.map_or(RoadCost::UNREACHABLE, |(_, cost)| cost) {
                    best = Some((settled.rank, both));
                }
            }
            forward_turn = !forward_turn;
        }
    }

    /// Which of `seeds` started the search at `rank`.
    fn seed_at(&self, space: &SearchSpace, rank: Rank, seeds: &[(NodeId, RoadCost)]) -> usize {
        let seed = (self.hierarchy.order().node(rank), space.cost(rank));
        seeds.iter().position(|&s| s == seed).expect("a label without a link before it was set by a seed")
    }
}

/// The seed from which `space` reached `top`, and the links from `top` back to it.
fn links_to(space: &SearchSpace, top: Rank) -> (Rank, Vec<u32>) {
    let mut links = Vec::new();
    let mut rank = top;
    while let Some((link, from)) = space.reached_by(rank) {
        links.push(link);
        rank = from;
    }
    (rank, links)
}
