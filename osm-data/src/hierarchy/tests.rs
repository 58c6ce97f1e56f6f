//! The hierarchy changes no cost: against Dijkstra, petgraph, and itself stored, damaged and customized anew.

use super::*;
use crate::column::{Column, Plain};
use crate::graph::{NodeId, Topology};
use crate::units::{Millis, RoadCost};
use petgraph::graph::DiGraph;
use proptest::prelude::*;
use zerocopy::FromBytes;

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
    // Few different costs make many ties, large ones more than a link holds by itself; one graph in three is local, as
    // roads are.
    let most = [2, 12, 100_000, 40_000_000][draw.below(4) as usize];
    let longest = [3, 30_000_000][draw.below(2) as usize];
    let local = draw.below(3) == 0;
    let arcs: Vec<_> = (0..arcs)
        .map(|_| {
            let tail = draw.below(nodes as u64);
            let head = if local {
                (tail + draw.below(5) + 2 * nodes as u64 - 2) % nodes as u64
            } else {
                draw.below(nodes as u64)
            };
            let cost = RoadCost::new(Millis(draw.below(most) as u32), draw.below(longest) as u32);
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

/// Adds up a path node by node, and sees that an arc leads from each to the next.
fn cost_of_path(
    topology: &Topology,
    path: &Path,
    starts: &[(NodeId, RoadCost)],
    ends: &[(NodeId, RoadCost)],
) -> RoadCost {
    assert_eq!(Some(&starts[path.start].0), path.nodes.first(), "the path starts elsewhere");
    assert_eq!(Some(&ends[path.end].0), path.nodes.last(), "the path ends elsewhere");
    let mut cost = starts[path.start].1;
    for pair in path.nodes.windows(2) {
        let arcs = topology.out(pair[0]).filter(|(_, head, _)| *head == pair[1]);
        cost = cost + arcs.map(|(_, _, cost)| cost).min().expect("an arc leads on");
    }
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
        let (mut sweep, mut back) = (Sweep::new(&hierarchy), Sweep::new(&hierarchy));
        for from in (0..nodes as u32).map(NodeId) {
            let truth = dijkstra_all(&topology, &[(from, RoadCost::ZERO)]);
            prop_assert_eq!(&petgraph_costs(&topology, from), &truth);
            sweep.run(Direction::From, &[(from, RoadCost::ZERO)]);
            for to in (0..nodes as u32).map(NodeId) {
                prop_assert_eq!(query.between(from, to), truth[to.index()]);
                prop_assert_eq!(sweep.cost(to), truth[to.index()]);
                back.run(Direction::To, &[(to, RoadCost::ZERO)]);
                prop_assert_eq!(back.cost(from), truth[to.index()]);
            }
        }
    }

    #[test]
    fn a_skeleton_serves_any_costs(seed: u64, nodes in 1..40_usize, arcs in 0..120_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let (first_out, head, _) = topology.arrays();
        let skeleton = Skeleton::new(first_out, head);
        let mut draw = Draw(seed ^ 1);
        for _ in 0..3 {
            // One arc in five is closed.
            let costs: Vec<RoadCost> = (0..topology.arcs())
                .map(|_| match draw.below(5) {
                    0 => RoadCost::UNREACHABLE,
                    _ => RoadCost::new(Millis(draw.below(50) as u32), draw.below(3) as u32),
                })
                .collect();
            let open: Vec<_> = (0..nodes as u32)
                .flat_map(|tail| topology.out(NodeId(tail)).map(move |(arc, head, _)| (NodeId(tail), arc, head)))
                .filter(|(_, arc, _)| costs[arc.index()] != RoadCost::UNREACHABLE)
                .map(|(tail, arc, head)| (tail, head, costs[arc.index()]))
                .collect();
            let truth = Topology::from_arcs(nodes, &open).0;
            prop_assert_eq!(skeleton.customize(&costs).check(&truth), Ok(()));
            let hierarchy = skeleton.customize(&costs);
            let mut query = Query::new(&hierarchy);
            for from in (0..nodes as u32).map(NodeId) {
                let all = dijkstra_all(&truth, &[(from, RoadCost::ZERO)]);
                for to in (0..nodes as u32).map(NodeId) {
                    prop_assert_eq!(query.between(from, to), all[to.index()]);
                }
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
    fn stored_arrays_come_back_the_same(seed: u64, nodes in 0..40_usize, arcs in 0..150_usize) {
        let topology = random_topology(seed, nodes.max(1), arcs);
        let hierarchy = ContractionHierarchy::build(&topology);
        prop_assert_eq!(ContractionHierarchy::from_arrays(hierarchy.arrays()), Ok(hierarchy));
    }

    #[test]
    fn damaged_arrays_are_refused_or_harmless(seed: u64, nodes in 1..30_usize, arcs in 0..120_usize) {
        let topology = random_topology(seed, nodes, arcs);
        let whole = ContractionHierarchy::build(&topology);
        let mut draw = Draw(seed);
        for _ in 0..30 {
            let mut arrays = whole.arrays();
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
    match draw.below(3) {
        0 => spoil(&mut arrays.depth, draw, |draw| {
            [draw.below(9) as u16, draw.next() as u16][draw.below(2) as usize]
        }),
        1 => spoil(&mut side.first, draw, |draw| {
            [draw.below(40) as u32, draw.next() as u32][draw.below(2) as usize]
        }),
        _ => spoil(&mut side.above, draw, |draw| {
            [draw.below(9) as u16, draw.next() as u16][draw.below(2) as usize]
        }),
    }
    if draw.below(5) == 0 {
        let cost = [u64::MAX, u64::MAX << 24][draw.below(2) as usize];
        edit(&mut side.cost, |costs| {
            let cost = LinkCost::read_from_bytes(&cost.to_le_bytes()[..6]).expect("six bytes");
            costs.iter_mut().take(1).for_each(|c| *c = cost);
        });
    }
}

fn spoil<T: Plain>(column: &mut Column<T>, draw: &mut Draw, value: impl Fn(&mut Draw) -> T) {
    let (value, end) = (value(draw), draw.below(4));
    let at = draw.below(column.len().max(1) as u64) as usize;
    edit(column, |values| match end {
        0 => values.push(value),
        1 => values.truncate(values.len().saturating_sub(1)),
        _ => values.iter_mut().skip(at).take(1).for_each(|v| *v = value),
    });
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
fn a_path_lists_the_nodes_in_the_order_passed() {
    let (topology, hierarchy) = line_of_three();
    let path = Query::new(&hierarchy)
        .path(&[(NodeId(0), RoadCost::ZERO)], &[(NodeId(2), RoadCost::ZERO)])
        .expect("a road leads from 0 to 2");
    assert_eq!(path.nodes, [NodeId(0), NodeId(1), NodeId(2)]);
    assert_eq!(path.cost, topology.costs()[0] + topology.costs()[1]);
    assert_eq!(Query::new(&hierarchy).between(NodeId(2), NodeId(0)), RoadCost::UNREACHABLE);
}

#[test]
fn a_place_is_no_way_from_itself() {
    let (_, hierarchy) = line_of_three();
    let here = [(NodeId(1), RoadCost(7))];
    let path = Query::new(&hierarchy).path(&here, &here).expect("start and end are one node");
    assert_eq!((path.cost, path.nodes.len()), (RoadCost(14), 1));
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
    assert_eq!(ContractionHierarchy::from_arrays(hierarchy.arrays()), Ok(hierarchy));
}

#[test]
fn a_path_of_298_hours_counts_as_no_road() {
    let far = RoadCost(RoadCost::LIMIT.0 - 10);
    let arcs =
        [(NodeId(0), NodeId(1), far), (NodeId(1), NodeId(2), far), (NodeId(2), NodeId(3), RoadCost(1))];
    let topology = Topology::from_arcs(4, &arcs).0;
    let hierarchy = ContractionHierarchy::build(&topology);
    let mut query = Query::new(&hierarchy);
    assert_eq!(query.between(NodeId(0), NodeId(2)), RoadCost::UNREACHABLE);
    assert_eq!(query.between(NodeId(1), NodeId(3)), RoadCost(far.0 + 1));
    assert_eq!(hierarchy.check(&topology), Ok(()));
}

#[test]
fn each_damage_is_named() {
    let (_, hierarchy) = line_of_three();
    let refusal = |spoil: &dyn Fn(&mut HierarchyArrays)| {
        let mut arrays = hierarchy.arrays();
        spoil(&mut arrays);
        ContractionHierarchy::from_arrays(arrays).expect_err("damaged on purpose")
    };
    assert_eq!(refusal(&|a| edit(&mut a.depth, |v| v[2] = 1)), HierarchyDefect::Depth);
    assert_eq!(refusal(&|a| edit(&mut a.depth, |v| v[0] = 9)), HierarchyDefect::Depth);
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
        refusal(&|a| edit(&mut a.up.above, |v| v[0] = 9)),
        HierarchyDefect::NotUpward { links: "up", at: 0 }
    );
    assert_eq!(
        refusal(&|a| edit(&mut a.up.wide, |v| v.push(u64::MAX))),
        HierarchyDefect::Cost { links: "up", at: 0 }
    );
}

#[test]
fn a_link_out_of_order_is_noticed() {
    let (topology, hierarchy) = line_of_three();
    let mut arrays = hierarchy.arrays();
    // The link up from node 1, to itself.
    edit(&mut arrays.up.above, |v| v[1] = 1);
    let hierarchy = ContractionHierarchy::from_arrays(arrays).expect("within the arrays");
    assert_eq!(hierarchy.check(&topology), Err(HierarchyDefect::NotUpward { links: "up", at: 1 }));
}

#[test]
fn a_hierarchy_of_another_topology_is_noticed() {
    let (_, hierarchy) = line_of_three();
    let other = Topology::from_arcs(3, &[(NodeId(0), NodeId(1), RoadCost::new(Millis(9_000), 0))]).0;
    assert!(matches!(hierarchy.check(&other), Err(HierarchyDefect::Distance { .. })));
    let larger = Topology::from_arcs(4, &[]).0;
    assert_eq!(hierarchy.check(&larger), Err(HierarchyDefect::Nodes { hierarchy: 3, topology: 4 }));
}
