//! `Query`: reusable workspace of one thread; cost and path from one set of places to another.

use super::climb::Climb;
use super::contraction_hierarchy::ContractionHierarchy;
use super::unpack::unpack_path;
use crate::graph::NodeId;
use crate::units::RoadCost;

/// Shortest paths in a hierarchy, one after the other.
#[derive(Clone, Debug)]
pub struct Query<'h> {
    hierarchy: &'h ContractionHierarchy,
    forward: Climb,
    backward: Climb,
}

/// A shortest path, in nodes of the topology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Cost of the start, the path and the end together.
    pub cost: RoadCost,
    /// Position in `starts` of the one used.
    pub start: usize,
    /// Position in `ends` of the one used.
    pub end: usize,
    /// The nodes, in the order passed, start and end included; one when they are the same.
    pub nodes: Vec<NodeId>,
}

impl<'h> Query<'h> {
    /// A workspace for `hierarchy`: 16 bytes a node.
    pub fn new(hierarchy: &'h ContractionHierarchy) -> Self {
        let climb = Climb::new(hierarchy.nodes());
        Self { hierarchy, forward: climb.clone(), backward: climb }
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
        let mut way = self.forward.way_to(self.hierarchy.up(), top);
        let start = self.seed_at(&self.forward, *way.last()?, starts)?;
        way.reverse();
        let descended = self.backward.way_to(self.hierarchy.down(), top);
        let end = self.seed_at(&self.backward, *descended.last()?, ends)?;
        way.extend(&descended[1..]);
        let nodes = unpack_path(self.hierarchy, &way)?;
        Some(Path { cost, start, end, nodes })
    }

    /// Climbs from both sides; the node where the cheapest path turns down, and its cost.
    fn meet(
        &mut self,
        starts: &[(NodeId, RoadCost)],
        ends: &[(NodeId, RoadCost)],
    ) -> Option<(u32, RoadCost)> {
        self.forward.run(self.hierarchy, self.hierarchy.up(), starts);
        self.backward.run(self.hierarchy, self.hierarchy.down(), ends);
        let both = |&node: &u32| (self.forward.cost(node) + self.backward.cost(node), node);
        let (cost, top) = self.backward.met().iter().map(both).min()?;
        (cost < RoadCost::LIMIT.0).then_some((top, RoadCost(cost)))
    }

    /// Which of `seeds` started the search at `node`.
    fn seed_at(&self, climb: &Climb, node: u32, seeds: &[(NodeId, RoadCost)]) -> Option<usize> {
        let seed = (NodeId(node), RoadCost(climb.cost(node)));
        seeds.iter().position(|&s| s == seed)
    }
}
