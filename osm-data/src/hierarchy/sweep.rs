//! `Sweep`: the cost from one set of places to every node, or from every node to it, in one pass.

use super::climb::Climb;
use super::contraction_hierarchy::{ContractionHierarchy, Links};
use crate::graph::NodeId;
use crate::units::RoadCost;

/// Which way the roads are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the places to every node.
    From,
    /// From every node to the places.
    To,
}

impl Direction {
    /// The links to climb, and those to come down by.
    pub(crate) fn links(self, hierarchy: &ContractionHierarchy) -> (Links<'_>, Links<'_>) {
        match self {
            Self::From => (hierarchy.up(), hierarchy.down()),
            Self::To => (hierarchy.down(), hierarchy.up()),
        }
    }
}

/// One-to-all costs, one set of places after the other.
///
/// # References
/// Delling, Goldberg, Nowatzyk & Werneck (2011), "PHAST: Hardware-Accelerated Shortest Path Trees", IPDPS.
#[derive(Clone, Debug)]
pub struct Sweep<'h> {
    hierarchy: &'h ContractionHierarchy,
    climb: Climb,
    /// The costs of the ancestors of the node at hand, by depth.
    line: Vec<u64>,
    cost: Vec<u64>,
}

impl<'h> Sweep<'h> {
    /// A workspace for `hierarchy`: 8 bytes a node.
    pub fn new(hierarchy: &'h ContractionHierarchy) -> Self {
        Self {
            hierarchy,
            climb: Climb::default(),
            line: vec![RoadCost::LIMIT.0; hierarchy.tree().height()],
            cost: vec![RoadCost::LIMIT.0; hierarchy.nodes()],
        }
    }

    /// Works out the least cost between `places` and every node; read them with [`Sweep::cost`].
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn run(&mut self, direction: Direction, places: &[(NodeId, RoadCost)]) {
        let (rising, falling) = direction.links(self.hierarchy);
        self.climb.run(self.hierarchy, rising, places);
        let tree = self.hierarchy.tree();
        let mut met = self.climb.met().iter().rev().copied().peekable();
        // From the top down, every node above is final when its links are looked at.
        for (node, cost) in (0..tree.nodes() as u32).zip(&mut self.cost).rev() {
            let mut best = met.next_if(|&(met, _)| met == node).map_or(RoadCost::LIMIT.0, |(_, cost)| cost);
            for link in falling.of(node) {
                best = best.min(self.line[link.above] + link.cost);
            }
            self.line[tree.depth(node)] = best;
            *cost = best;
        }
    }

    /// Least cost to `node`, or from it, in the last run; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn cost(&self, node: NodeId) -> RoadCost {
        let cost = self.cost[node.index()];
        if cost < RoadCost::LIMIT.0 { RoadCost(cost) } else { RoadCost::UNREACHABLE }
    }
}
