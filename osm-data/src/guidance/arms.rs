//! Which roads meet at each vertex: the turns of the graph alone do not tell of roads that only lead there.

use crate::graph::{Lane, NodeId, RoadGraph};

/// The lanes that begin at each vertex, open or not: one for each end of a road that meets there.
///
/// Takes four bytes a vertex and eight a segment, and no longer than a look at every segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arms {
    first: Vec<u32>,
    lanes: Vec<Lane>,
}

impl Arms {
    /// Of every vertex of a graph.
    pub fn of(graph: &RoadGraph) -> Self {
        let lanes = || graph.all_segments().flat_map(|(id, _)| id.lanes());
        let mut first = vec![0_u32; graph.vertices() + 1];
        for lane in lanes() {
            first[graph.lane_tail(lane).index() + 1] += 1;
        }
        for vertex in 0..graph.vertices() {
            first[vertex + 1] += first[vertex];
        }
        let mut next = first.clone();
        let mut sorted = vec![Lane::default(); graph.segments() * 2];
        for lane in lanes() {
            let at = &mut next[graph.lane_tail(lane).index()];
            sorted[*at as usize] = lane;
            *at += 1;
        }
        Self { first, lanes: sorted }
    }

    /// The lanes that begin at a vertex.
    pub fn leaving(&self, vertex: NodeId) -> &[Lane] {
        &self.lanes[self.first[vertex.index()] as usize..self.first[vertex.index() + 1] as usize]
    }
}
