//! The slow, obvious shortest path on the topology itself: the oracle of every test.

use crate::graph::{NodeId, Topology};
use crate::units::RoadCost;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Least cost from `from` to `to`; [`RoadCost::UNREACHABLE`] where no road leads.
pub fn dijkstra(topology: &Topology, from: NodeId, to: NodeId) -> RoadCost {
    dijkstra_all(topology, &[(from, RoadCost::ZERO)])[to.index()]
}

/// Least cost over all pairs of a start and an end: cost of the start, path, cost of the end.
pub fn dijkstra_between(
    topology: &Topology,
    starts: &[(NodeId, RoadCost)],
    ends: &[(NodeId, RoadCost)],
) -> RoadCost {
    let costs = dijkstra_all(topology, starts);
    let arrivals = ends.iter().map(|&(node, cost)| costs[node.index()].then(cost));
    arrivals.min().unwrap_or(RoadCost::UNREACHABLE)
}

/// Least cost from the cheapest of `starts` to every node, by node.
/// [`RoadCost::UNREACHABLE`] where no road leads, or where the cost reaches [`RoadCost::LIMIT`].
pub fn dijkstra_all(topology: &Topology, starts: &[(NodeId, RoadCost)]) -> Vec<RoadCost> {
    let mut costs = vec![RoadCost::UNREACHABLE; topology.nodes()];
    let mut queue: BinaryHeap<Reverse<(RoadCost, NodeId)>> =
        starts.iter().map(|&(node, cost)| Reverse((cost, node))).collect();
    while let Some(Reverse((cost, node))) = queue.pop() {
        if cost >= costs[node.index()] {
            continue;
        }
        costs[node.index()] = cost;
        for (_, head, arc_cost) in topology.out(node) {
            queue.push(Reverse((cost.then(arc_cost), head)));
        }
    }
    costs
}
