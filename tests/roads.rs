//! Roads of real extracts: what comes out of the hierarchy is what Dijkstra finds on the same graph.

use end_to_end::extracts;
use osm_data::graph::{NodeId, TurnCosts, Weights, import};
use osm_data::hierarchy::{ContractionHierarchy, dijkstra_all};
use osm_data::pbf::PbfReader;
use osm_data::profile::{TravelCondition, TravelMode};
use osm_data::table::{Ends, many_to_many};
use osm_data::units::RoadCost;

/// `count` nodes spread over `nodes` by a fixed multiplicative sequence, so that a failure repeats.
fn scattered(nodes: usize, count: usize, salt: u64) -> Vec<NodeId> {
    (0..count as u64)
        .map(|i| {
            let mixed = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31)
                ^ salt.wrapping_mul(0xD1B5_4A32_D192_ED03);
            NodeId((mixed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) as u32 % nodes as u32)
        })
        .collect()
}

/// 10,000 pairs in each extract, turn restrictions included: to the last millisecond and decimetre.
#[test]
fn every_table_cell_of_every_extract_equals_dijkstra() {
    const SIDE: usize = 100;
    for path in extracts() {
        let name = path.display();
        let mut reader = PbfReader::open(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (graph, _) = import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {})
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let weights = Weights::new(&graph, &TravelCondition::default(), &[]);
        let topology = &weights.topology(&graph);
        let hierarchy = ContractionHierarchy::build(topology);
        let sources = scattered(topology.nodes(), SIDE, 1);
        let targets = scattered(topology.nodes(), SIDE, 2);
        let ends =
            |nodes: &[NodeId]| -> Vec<Ends> { nodes.iter().map(|&n| vec![(n, RoadCost::ZERO)]).collect() };
        let table = many_to_many(&hierarchy, &ends(&sources), &ends(&targets));
        for (row, &source) in sources.iter().enumerate() {
            let truth = dijkstra_all(topology, &[(source, RoadCost::ZERO)]);
            for (column, &target) in targets.iter().enumerate() {
                assert_eq!(
                    table[row * SIDE + column],
                    truth[target.index()],
                    "{name}: from {source:?} to {target:?}"
                );
            }
        }
    }
}
