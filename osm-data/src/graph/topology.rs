//! Who connects to whom at what cost, as adjacency arrays. Nothing geographic.

use super::{ArcId, NodeId};
use crate::column::Column;
use crate::units::RoadCost;
use std::ops::Range;

/// Who connects to whom, as adjacency arrays (compressed sparse rows).
///
/// Invariants (verified by [`Topology::check`]):
/// - `first_out` has one entry more than there are nodes, starts at 0, never falls;
/// - `head` and `cost` are as long as the last entry of `first_out`;
/// - every head is a node; no cost is [`RoadCost::UNREACHABLE`].
///
/// Parallel arcs and self-loops are allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topology {
    first_out: Column<u32>,
    head: Column<NodeId>,
    cost: Column<RoadCost>,
}

/// What is wrong with adjacency arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TopologyDefect {
    /// `first_out` is empty, does not start at 0, falls, or does not end at the number of arcs.
    #[error("first_out is not a rising list from 0 to the number of arcs (at entry {0})")]
    FirstOut(usize),
    /// An arc leads to a node that does not exist.
    #[error("arc {0} leads to a node that does not exist")]
    Head(usize),
    /// An arc has the cost that marks the absence of a road.
    #[error("arc {0} has the cost that marks the absence of a road")]
    Cost(usize),
}

impl Topology {
    /// From a list of arcs in any order, sorted here by tail, head and cost.
    /// Returns the graph and, for each arc of the graph, its position in `arcs`.
    pub fn from_arcs(nodes: usize, arcs: &[(NodeId, NodeId, RoadCost)]) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..arcs.len() as u32).collect();
        order.sort_unstable_by_key(|&i| (arcs[i as usize], i));
        let mut first_out = vec![0_u32; nodes + 1];
        for (tail, _, _) in arcs {
            first_out[tail.index() + 1] += 1;
        }
        for i in 0..nodes {
            first_out[i + 1] += first_out[i];
        }
        let head = order.iter().map(|&i| arcs[i as usize].1).collect();
        let cost = order.iter().map(|&i| arcs[i as usize].2).collect();
        (Self { first_out: first_out.into(), head, cost }, order)
    }

    /// From finished arrays, checked.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_arrays(
        first_out: impl Into<Column<u32>>,
        head: impl Into<Column<NodeId>>,
        cost: impl Into<Column<RoadCost>>,
    ) -> Result<Self, TopologyDefect> {
        let made = Self { first_out: first_out.into(), head: head.into(), cost: cost.into() };
        made.check().map(|()| made)
    }

    /// Every invariant of the type, in the order listed there.
    ///
    /// # Errors
    /// The first broken one.
    pub fn check(&self) -> Result<(), TopologyDefect> {
        if self.first_out.first() != Some(&0) {
            return Err(TopologyDefect::FirstOut(0));
        }
        if let Some(at) = self.first_out.windows(2).position(|w| w[1] < w[0]) {
            return Err(TopologyDefect::FirstOut(at + 1));
        }
        let arcs = self.first_out.last().map_or(0, |&n| n as usize);
        if arcs != self.head.len() || arcs != self.cost.len() {
            return Err(TopologyDefect::FirstOut(self.first_out.len() - 1));
        }
        if let Some(at) = self.head.iter().position(|h| h.index() >= self.nodes()) {
            return Err(TopologyDefect::Head(at));
        }
        match self.cost.iter().position(|&c| c == RoadCost::UNREACHABLE) {
            Some(at) => Err(TopologyDefect::Cost(at)),
            None => Ok(()),
        }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.first_out.len().saturating_sub(1)
    }

    /// Number of arcs.
    pub fn arcs(&self) -> usize {
        self.head.len()
    }

    /// The arcs that leave `node`, as positions in the arrays.
    pub fn out_range(&self, node: NodeId) -> Range<usize> {
        self.first_out[node.index()] as usize..self.first_out[node.index() + 1] as usize
    }

    /// The arcs that leave `node`: id, head, cost.
    pub fn out(&self, node: NodeId) -> impl Iterator<Item = (ArcId, NodeId, RoadCost)> + '_ {
        self.out_range(node).map(|i| (ArcId(i as u32), self.head[i], self.cost[i]))
    }

    /// Where `arc` leads.
    pub fn head(&self, arc: ArcId) -> NodeId {
        self.head[arc.index()]
    }

    /// What it takes to pass `arc`.
    pub fn cost(&self, arc: ArcId) -> RoadCost {
        self.cost[arc.index()]
    }

    /// What it takes to pass each arc.
    pub fn costs(&self) -> &[RoadCost] {
        &self.cost
    }

    /// The three arrays: `first_out`, `head`, `cost`.
    pub fn arrays(&self) -> (&[u32], &[NodeId], &[RoadCost]) {
        (&self.first_out, &self.head, &self.cost)
    }
}
