//! fast_paths on Rond's graph. Its weights are 64 bits wide, so it takes time and length in one, as Rond does.

use crate::roads::Roads;
use fast_paths::{FastGraph, InputGraph, NodeId, PathCalculator, Weight};
use osm_data::snap::{Endpoints, Snap};
use osm_data::units::RoadCost;

/// A hierarchy by fast_paths, and its place to scribble.
pub struct FastPaths {
    graph: FastGraph,
    calculator: PathCalculator,
}

impl FastPaths {
    /// Prepares the whole graph with its default parameters.
    pub fn prepare(roads: &Roads) -> Self {
        let mut input = InputGraph::new();
        for (tail, head, cost) in roads.arcs() {
            input.add_edge(tail as NodeId, head as NodeId, cost.0 as Weight);
        }
        input.freeze();
        let graph = fast_paths::prepare(&input);
        let calculator = fast_paths::create_calculator(&graph);
        Self { graph, calculator }
    }

    /// The least cost between two places, and how many nodes the way to it passes.
    pub fn path(
        &mut self,
        roads: &Roads,
        from: &(Snap, Endpoints),
        to: &(Snap, Endpoints),
    ) -> (RoadCost, usize) {
        let seeds = |ends: &[(osm_data::graph::NodeId, RoadCost)]| -> Vec<(NodeId, Weight)> {
            // The end of a road that was left out of the largest part has a number past the nodes of fast_paths.
            let known = ends.iter().filter(|(node, _)| node.index() < self.graph.get_num_nodes());
            known.map(|(node, cost)| (node.index(), cost.0 as Weight)).collect()
        };
        let (starts, ends) = (seeds(&roads.departures(&from.0, &to.0)), seeds(&to.1.arrivals));
        let path = self.calculator.calc_path_multiple_sources_and_targets(&self.graph, starts, ends);
        path.map_or((RoadCost::UNREACHABLE, 0), |path| {
            // Arrivals are told with an allowance on top.
            (RoadCost(path.get_weight() as u64 - to.1.allowance.0), path.get_nodes().len())
        })
    }

    /// All pairs of the first `size` points by a query each: fast_paths has no many-to-many.
    pub fn table(&mut self, roads: &Roads, size: usize) -> Result<Vec<RoadCost>, Box<dyn std::error::Error>> {
        let places = roads.joined(0, size)?;
        let mut cells = Vec::with_capacity(size * size);
        for from in &places {
            for to in &places {
                cells.push(self.path(roads, from, to).0);
            }
        }
        Ok(cells)
    }
}
