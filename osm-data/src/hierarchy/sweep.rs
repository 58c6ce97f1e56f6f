//! `Sweep`: the cost from one set of places to every node, in one pass over the hierarchy.

use super::contraction_hierarchy::ContractionHierarchy;
use super::node_order::Rank;
use super::search_space::SearchSpace;
use crate::graph::NodeId;
use crate::units::RoadCost;

/// One-to-all costs, one set of starts after the other.
///
/// # References
/// Delling, Goldberg, Nowatzyk & Werneck (2011), "PHAST: Hardware-Accelerated Shortest Path Trees", IPDPS.
#[derive(Clone, Debug)]
pub struct Sweep<'h> {
    hierarchy: &'h ContractionHierarchy,
    space: SearchSpace,
    by_rank: Vec<RoadCost>,
}

impl<'h> Sweep<'h> {
    /// A workspace for `hierarchy`: 24 bytes a node.
    pub fn new(hierarchy: &'h ContractionHierarchy) -> Self {
        let nodes = hierarchy.nodes();
        Self { hierarchy, space: SearchSpace::new(nodes), by_rank: vec![RoadCost::UNREACHABLE; nodes] }
    }

    /// Works out the least cost from `starts` to every node; read them with [`Sweep::cost`].
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn run(&mut self, starts: &[(NodeId, RoadCost)]) {
        self.space.clear();
        for &(node, cost) in starts {
            self.space.seed(self.hierarchy.order().rank(node), cost);
        }
        while self.space.settle(self.hierarchy.up(), self.hierarchy.down()).is_some() {}
        // From the top down, every rank above is final when its links are looked at.
        for rank in (0..self.by_rank.len() as u32).rev().map(Rank) {
            let mut best = self.space.cost(rank).0;
            for link in self.hierarchy.down().of(rank) {
                best = best.min(self.by_rank[link.other.index()].0.saturating_add(link.cost.0));
            }
            self.by_rank[rank.index()] = RoadCost(best);
        }
    }

    /// Least cost to `node` in the last run; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn cost(&self, node: NodeId) -> RoadCost {
        self.by_rank[self.hierarchy.order().rank(node).index()]
    }
}
