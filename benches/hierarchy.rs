//! How long do building a hierarchy and asking it take? Median of five.
//!
//! `cargo bench -p benchmarks --bench hierarchy` (one core: `RAYON_NUM_THREADS=1`).

use benchmarks::{Draw, grid, median_of_five, report, road_graph};
use osm_data::graph::{NodeId, Topology};
use osm_data::hierarchy::{ContractionHierarchy, Query, Sweep, dijkstra_all};
use osm_data::units::RoadCost;

fn main() {
    if let Some(bremen) = road_graph("bremen_time.gr.gz") {
        measure("bremen", &bremen);
    }
    measure("grid-64k", &grid(253, 1));
}

fn measure(name: &str, topology: &Topology) {
    let (time, hierarchy) = median_of_five(|| ContractionHierarchy::build(topology));
    let (up, down) = (hierarchy.up().len(), hierarchy.down().len());
    let sizes = format!("{} nodes, {} arcs, {up} + {down} links", topology.nodes(), topology.arcs());
    report(&format!("hierarchy/build/{name}"), time, &sizes);

    let mut draw = Draw(7);
    let nodes = topology.nodes() as u64;
    let pairs: Vec<(NodeId, NodeId)> =
        (0..1000).map(|_| (NodeId(draw.below(nodes) as u32), NodeId(draw.below(nodes) as u32))).collect();
    let mut query = Query::new(&hierarchy);
    let (time, costs) =
        median_of_five(|| pairs.iter().map(|&(from, to)| query.between(from, to)).collect::<Vec<_>>());
    report(&format!("hierarchy/query/{name}"), time / 1000, "each of 1000 random pairs");
    let (time, _) = median_of_five(|| {
        let at = |node| [(node, RoadCost::ZERO)];
        pairs
            .iter()
            .filter_map(|&(from, to)| query.path(&at(from), &at(to)))
            .map(|p| p.arcs.len())
            .sum::<usize>()
    });
    report(&format!("hierarchy/path/{name}"), time / 1000, "each of 1000 random pairs, unpacked");
    let mut sweep = Sweep::new(&hierarchy);
    let (time, ()) = median_of_five(|| sweep.run(&[(pairs[0].0, RoadCost::ZERO)]));
    report(&format!("hierarchy/sweep/{name}"), time, "one to all");
    let (time, _) = median_of_five(|| dijkstra_all(topology, &[(pairs[0].0, RoadCost::ZERO)]));
    report(&format!("hierarchy/dijkstra/{name}"), time, "one to all");

    for (&(from, to), &cost) in pairs.iter().zip(&costs).take(20) {
        assert_eq!(dijkstra_all(topology, &[(from, RoadCost::ZERO)])[to.index()], cost, "{from:?} to {to:?}");
    }
}
