//! Connected parts of the network: which are worth keeping, and which segments belong to them.
//!
//! A car park drawn without its entrance, or a one-way stub at the edge of an extract, would strand whoever is
//! joined to it. So every segment is told in which part one can drive *to* it and *away* again, and a place is
//! joined only to segments of a kept part. Islands with roads of their own are kept: who lives there is cut off,
//! and must be told so, not be moved to the mainland.

use super::road_graph::{NO_COMPONENT, Segment};
use super::{Lane, NodeId, Topology};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// A part of the network with at least this length of road is kept.
pub const KEPT_METRES: u32 = 1_000;

/// So is one with at least this share of the length of the largest: it is no fragment in a small map.
pub const KEPT_SHARE_PERCENT: u64 = 10;

/// What became of the parts.
pub(super) struct Kept {
    /// How many parts are kept.
    pub components: usize,
}

/// Numbers the kept parts from the longest on and writes the number into each segment.
pub(super) fn assign(
    topology: &Topology,
    arc_lane: &[Lane],
    vertices: usize,
    segments: &mut [Segment],
) -> Kept {
    let of_node = strongly_connected(topology);
    let ends = serving_components(topology, arc_lane, vertices, &of_node, segments.len());
    let parts = of_node.iter().max().map_or(0, |&m| m as usize + 1);
    let mut length = vec![0_u64; parts];
    for (segment, serving) in segments.iter().zip(&ends) {
        if let Some(part) = serving.one() {
            length[part as usize] += u64::from(segment.decimetres);
        }
    }
    let longest = length.iter().copied().max().unwrap_or(0);
    let is_kept = |part: usize| {
        let len = length[part];
        len > 0 && (len >= u64::from(KEPT_METRES) * 10 || len * 100 >= longest * KEPT_SHARE_PERCENT)
    };
    let mut kept: Vec<usize> = (0..parts).filter(|&part| is_kept(part)).collect();
    kept.sort_by_key(|&part| (std::cmp::Reverse(length[part]), part));
    let mut number = vec![NO_COMPONENT; parts];
    for (n, &part) in kept.iter().enumerate() {
        number[part] = n as u32;
    }
    for (segment, serving) in segments.iter_mut().zip(&ends) {
        segment.component = serving.one().map_or(NO_COMPONENT, |part| number[part as usize]);
    }
    Kept { components: kept.len() }
}

/// The strongly connected component of each node.
fn strongly_connected(topology: &Topology) -> Vec<u32> {
    let mut graph = DiGraph::<(), (), u32>::with_capacity(topology.nodes(), topology.arcs());
    for _ in 0..topology.nodes() {
        graph.add_node(());
    }
    for node in 0..topology.nodes() as u32 {
        for (_, head, _) in topology.out(NodeId(node)) {
            graph.add_edge(node.into(), head.0.into(), ());
        }
    }
    // Kosaraju's algorithm in the library keeps its own stack; Tarjan's recurses, and a road can be long.
    let mut of_node = vec![0; topology.nodes()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in members {
            of_node[node.index()] = number as u32;
        }
    }
    of_node
}

/// The components one reaches when leaving a segment, and those from which it is reached: at most two each.
#[derive(Clone, Copy)]
struct Serving {
    departures: [u32; 2],
    /// The departure of the same slot is also an arrival.
    both: [bool; 2],
}

impl Serving {
    /// The component in which the segment is reached and left again; the lower number if there are two.
    fn one(&self) -> Option<u32> {
        (0..2).filter(|&i| self.both[i]).map(|i| self.departures[i]).min()
    }
}

fn serving_components(
    topology: &Topology,
    arc_lane: &[Lane],
    vertices: usize,
    of_node: &[u32],
    segments: usize,
) -> Vec<Serving> {
    let mut all = vec![Serving { departures: [u32::MAX; 2], both: [false; 2] }; segments];
    // Who starts on a segment has no past: the arc of the vertex itself, not of a copy, leads away.
    for node in 0..vertices as u32 {
        for (arc, head, _) in topology.out(NodeId(node)) {
            let lane = arc_lane[arc.index()];
            all[lane.segment().index()].departures[usize::from(lane.is_backward())] = of_node[head.index()];
        }
    }
    for node in 0..topology.nodes() as u32 {
        for (arc, _, _) in topology.out(NodeId(node)) {
            let serving = &mut all[arc_lane[arc.index()].segment().index()];
            for slot in 0..2 {
                serving.both[slot] |= serving.departures[slot] == of_node[node as usize];
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::RoadCost;

    #[test]
    fn nodes_on_a_circle_are_one_part_and_a_stub_is_another() {
        let cost = RoadCost(1);
        let arcs = [(0, 1), (1, 2), (2, 0), (2, 3)].map(|(a, b)| (NodeId(a), NodeId(b), cost));
        let of_node = strongly_connected(&Topology::from_arcs(4, &arcs).0);
        assert!(of_node[0] == of_node[1] && of_node[1] == of_node[2] && of_node[3] != of_node[0]);
    }
}
