//! The hierarchy changes no cost: against Dijkstra, petgraph, and itself stored, damaged and rebuilt.

use super::*;
use crate::column::{Column, Plain};
use crate::graph::{ArcId, NodeId, Topology};
use crate::units::{Millis, RoadCost};
use petgraph::graph::DiGraph;
use proptest::prelude::*;

/// Draws from a seed: splitmix64, enough for tests.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// A random digraph with parallel arcs, self-loops, zero costs, ties and parts that nobody can reach.
pub(crate) fn random_topology(seed: u64, nodes: usize, arcs: usize) -> Topology {
    let mut draw = Draw(seed);
    // Few different costs make many ties; one graph in three is local, as roads are.
    let most = [2, 12, 100_000][draw.below(3) as usize];
    let local = draw.below(3) == 0;
    let arcs: Vec<_> = (0..arcs)
        .map(|_| {
            let tail = draw.below(nodes as u64);
            let head = if local {
                (tail + draw.below(5) + 2 * nodes as u64 - 2) % nodes as u64
            } else {
                draw.below(nodes as u64)
            };
            let cost = RoadCost::new(Millis(draw.below(most) as u32), draw.below(3) as u32);
            (NodeId(tail as u32), NodeId(head as u32), cost)
        })
        .collect();
    Topology::from_arcs(nodes, &arcs).0
}

/// Up to three weighted nodes: where a place is joined to the roads.
pub(crate) fn random_ends(draw: &mut Draw, nodes: usize) -> Vec<(NodeId, RoadCost)> {
    (0..draw.below(4))
        .map(|_| {
            (
                NodeId(draw.below(nodes as u64) as u32),
                RoadCost::new(Millis(draw.below(20) as u32), draw.below(5) as u32),
            )
        })
        .collect()
}

/// Adds up a path arc by arc, and sees that each begins where the last one ended.
fn cost_of_path(
    topology: &Topology,
    path: &Path,
    starts: &[(NodeId, RoadCost)],
    ends: &[(NodeId, RoadCost)],
) -> RoadCost {
    let (mut node, mut cost) = starts[path.start];
    for &arc in &path.arcs {
        assert!(topology.out_range(node).contains(&arc.index()), "arc {arc:?} does not leave {node:?}");
        node = topology.head(arc);
        cost = cost + topology.cost(arc);
    }
    assert_eq!(node, ends[path.end].0, "the path ends elsewhere");
    cost + ends[path.end].1
}

fn petgraph_costs(topology: &Topology, from: NodeId) -> Vec<RoadCost> {
    let mut graph = DiGraph::<(), u64>::new();
    let nodes: Vec<_> = (0..topology.nodes()).map(|_| graph.add_node(())).collect();
    for tail in 0..topology.nodes() {
        for (_, head, cost) in topology.out(NodeId(tail as u32)) {
            graph.add_edge(nodes[tail], nodes[head.index()], cost.0);
        }
    }
    let found = petgraph::algo::dijkstra(&graph, nodes[from.index()], None, |e| *e.weight());
    nodes.iter().map(|n| found.get(n).map_or(RoadCost::UNREACHABLE, |&c| RoadCost(c))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_hierarchy_changes_no_cost(seed: u64, nodes in 1..60_usize, arcs in 0..200_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let hierarchy = ContractionHierarchy::build(&topology);
        prop_assert_eq!(hierarchy.check(&topology), Ok(()));
        let mut query = Query::new(&hierarchy);
        let mut sweep = Sweep::new(&hierarchy);
        for from in (0..nodes as u32).map(NodeId) {
            let truth = dijkstra_all(&topology, &[(from, RoadCost::ZERO)]);
            prop_assert_eq!(&petgraph_costs(&topology, from), &truth);
            sweep.run(&[(from, RoadCost::ZERO)]);
            for to in (0..nodes as u32).map(NodeId) {
                prop_assert_eq!(query.between(from, to), truth[to.index()]);
                prop_assert_eq!(sweep.cost(to), truth[to.index()]);
            }
        }
    }

    #[test]
    fn a_path_is_real_and_adds_up_to_its_cost(seed: u64, nodes in 1..60_usize, arcs in 0..250_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let hierarchy = ContractionHierarchy::build(&topology);
        let mut query = Query::new(&hierarchy);
        let mut draw = Draw(seed);
        for _ in 0..40 {
            let (starts, ends) = (random_ends(&mut draw, nodes), random_ends(&mut draw, nodes));
            let truth = dijkstra_between(&topology, &starts, &ends);
            prop_assert_eq!(query.cost(&starts, &ends), truth);
            match query.path(&starts, &ends) {
                None => prop_assert_eq!(truth, RoadCost::UNREACHABLE),
                Some(path) => {
                    prop_assert_eq!(path.cost, truth);
                    prop_assert_eq!(cost_of_path(&topology, &path, &starts, &ends), truth);
                }
            }
        }
    }

    #[test]
    fn the_number_of_threads_changes_no_byte(seed: u64, nodes in 1..80_usize, arcs in 0..300_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let build = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a small pool");
            pool.install(|| ContractionHierarchy::build(&topology))
        };
        prop_assert_eq!(build(1), build(3));
    }

    #[test]
    fn stored_arrays_come_back_the_same(seed: u64, nodes in 0..40_usize, arcs in 0..150_usize) {
        let topology = random_topology(seed, nodes.max(1), arcs);
        let hierarchy = ContractionHierarchy::build(&topology);
        prop_assert_eq!(ContractionHierarchy::from_arrays(hierarchy.arrays().clone()), Ok(hierarchy));
    }

    #[test]
    fn damaged_arrays_are_refused_or_harmless(seed: u64, nodes in 1..30_usize, arcs in 0..120_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let whole = ContractionHierarchy::build(&topology);
        let mut draw = Draw(seed);
        for _ in 0..30 {
            let mut arrays = whole.arrays().clone();
            damage(&mut arrays, &mut draw);
            // What passes may have other costs than the roads, but must never panic or loop.
            if let Ok(hierarchy) = ContractionHierarchy::from_arrays(arrays) {
                let mut query = Query::new(&hierarchy);
                for to in 0..nodes as u32 {
                    query.path(&[(NodeId(0), RoadCost::ZERO)], &[(NodeId(to), RoadCost::ZERO)]);
                }
            }
        }
    }
}

/// Spoils one thing somewhere in the arrays.
fn damage(arrays: &mut HierarchyArrays, draw: &mut Draw) {
    let side = if draw.below(2) == 0 { &mut arrays.up } else { &mut arrays.down };
    let column = match draw.below(6) {
        0 => &mut arrays.rank_of,
        1 => &mut arrays.node_of,
        2 => &mut side.first,
        3 => &mut side.other,
        4 => &mut side.child_in,
        _ => &mut side.child_out,
    };
    let value = [draw.below(40) as u32, u32::MAX, draw.next() as u32][draw.below(3) as usize];
    let at = draw.below(column.len().max(1) as u64) as usize;
    let end = draw.below(4);
    edit(column, |values| match end {
        0 => values.push(value),
        1 => values.truncate(values.len().saturating_sub(1)),
        _ => values.iter_mut().skip(at).take(1).for_each(|v| *v = value),
    });
    if draw.below(5) == 0 {
        edit(&mut side.cost, |costs| costs.iter_mut().take(1).for_each(|c| *c = u64::MAX));
    }
}

/// Changes a column, which by itself only reads.
fn edit<T: Plain>(column: &mut Column<T>, change: impl FnOnce(&mut Vec<T>)) {
    let mut values = column.to_vec();
    change(&mut values);
    *column = values.into();
}

fn line_of_three() -> (Topology, ContractionHierarchy) {
    let cost = |s: u32| RoadCost::new(Millis(s * 1000), 100);
    let arcs =
        [(NodeId(0), NodeId(1), cost(1)), (NodeId(1), NodeId(2), cost(2)), (NodeId(2), NodeId(1), cost(3))];
    let topology = Topology::from_arcs(3, &arcs).0;
    let hierarchy = ContractionHierarchy::build(&topology);
    (topology, hierarchy)
}

#[test]
fn a_path_lists_the_arcs_in_the_order_passed() {
    let (topology, hierarchy) = line_of_three();
    let path = Query::new(&hierarchy)
        .path(&[(NodeId(0), RoadCost::ZERO)], &[(NodeId(2), RoadCost::ZERO)])
        .expect("a road leads from 0 to 2");
    assert_eq!(path.arcs, [ArcId(0), ArcId(1)]);
    assert_eq!(path.cost, topology.cost(ArcId(0)) + topology.cost(ArcId(1)));
    assert_eq!(Query::new(&hierarchy).between(NodeId(2), NodeId(0)), RoadCost::UNREACHABLE);
}

#[test]
fn a_place_is_no_way_from_itself() {
    let (_, hierarchy) = line_of_three();
    let here = [(NodeId(1), RoadCost(7))];
    let path = Query::new(&hierarchy).path(&here, &here).expect("start and end are one node");
    assert_eq!((path.cost, path.arcs.len()), (RoadCost(14), 0));
}

#[test]
fn without_a_start_nothing_is_reached() {
    let (_, hierarchy) = line_of_three();
    assert_eq!(Query::new(&hierarchy).cost(&[], &[(NodeId(0), RoadCost::ZERO)]), RoadCost::UNREACHABLE);
}

#[test]
fn a_graph_without_nodes_is_a_hierarchy_too() {
    let topology = Topology::from_arcs(0, &[]).0;
    let hierarchy = ContractionHierarchy::build(&topology);
    assert_eq!(hierarchy.check(&topology), Ok(()));
    assert_eq!(ContractionHierarchy::from_arrays(hierarchy.arrays().clone()), Ok(hierarchy));
}

#[test]
fn costs_beyond_64_bits_count_as_no_road() {
    let far = RoadCost(u64::MAX - 10);
    let arcs =
        [(NodeId(0), NodeId(1), far), (NodeId(1), NodeId(2), far), (NodeId(2), NodeId(3), RoadCost(1))];
    let topology = Topology::from_arcs(4, &arcs).0;
    let hierarchy = ContractionHierarchy::build(&topology);
    let mut query = Query::new(&hierarchy);
    assert_eq!(query.between(NodeId(0), NodeId(2)), RoadCost::UNREACHABLE);
    assert_eq!(query.between(NodeId(1), NodeId(3)), RoadCost(u64::MAX - 9));
    assert_eq!(hierarchy.check(&topology), Ok(()));
}

#[test]
fn each_damage_is_named() {
    let (_, hierarchy) = line_of_three();
    let refusal = |spoil: &dyn Fn(&mut HierarchyArrays)| {
        let mut arrays = hierarchy.arrays().clone();
        spoil(&mut arrays);
        ContractionHierarchy::from_arrays(arrays).expect_err("damaged on purpose")
    };
    assert_eq!(refusal(&|a| edit(&mut a.rank_of, |v| v.swap(0, 1))), HierarchyDefect::Order);
    assert_eq!(refusal(&|a| edit(&mut a.up.first, |v| v[0] = 1)), HierarchyDefect::First { links: "up" });
    assert_eq!(
        refusal(&|a| edit(&mut a.down.first, |v| v.push(9))),
        HierarchyDefect::First { links: "down" }
    );
    assert_eq!(
        refusal(&|a| edit(&mut a.up.cost, |v| v.truncate(1))),
        HierarchyDefect::Lengths { links: "up" }
    );
    assert_eq!(
        refusal(&|a| edit(&mut a.up.other, |v| v[0] = 0)),
        HierarchyDefect::NotUpward { links: "up", at: 0 }
    );
    assert_eq!(
        refusal(&|a| edit(&mut a.up.cost, |v| v[0] = u64::MAX)),
        HierarchyDefect::Cost { links: "up", at: 0 }
    );
    assert_eq!(
        refusal(&|a| edit(&mut a.up.child_out, |v| v[0] = 0)),
        HierarchyDefect::Halves { links: "up", at: 0 }
    );
}

#[test]
fn an_arc_of_another_topology_is_noticed() {
    let (_, hierarchy) = line_of_three();
    let other = Topology::from_arcs(3, &[(NodeId(0), NodeId(1), RoadCost(5))]).0;
    assert!(matches!(hierarchy.check(&other), Err(HierarchyDefect::Arc { .. })));
    let larger = Topology::from_arcs(4, &[]).0;
    assert_eq!(hierarchy.check(&larger), Err(HierarchyDefect::Nodes { hierarchy: 3, topology: 4 }));
}
