//! How long does a table of all pairs take? Median of five.
//!
//! `cargo bench -p benchmarks --bench table` (one core: `RAYON_NUM_THREADS=1`).

use benchmarks::{Draw, grid, median_of_five, report, road_graph};
use osm_data::graph::{NodeId, Topology};
use osm_data::hierarchy::ContractionHierarchy;
use osm_data::table::many_to_many;
use osm_data::units::RoadCost;

fn main() {
    if let Some(bremen) = road_graph("bremen_time.gr.gz") {
        measure("bremen", &bremen);
    }
    measure("grid-64k", &grid(253, 1));
}

fn measure(name: &str, topology: &Topology) {
    let hierarchy = ContractionHierarchy::build(topology);
    for size in [100, 1000, 3000] {
        let mut draw = Draw(7);
        let places: Vec<_> = (0..size)
            .map(|_| vec![(NodeId(draw.below(topology.nodes() as u64) as u32), RoadCost::ZERO)])
            .collect();
        let (time, _) = median_of_five(|| many_to_many(&hierarchy, &places, &places));
        report(&format!("table/many_to_many/{name}/{size}"), time, "all to all");
    }
}
