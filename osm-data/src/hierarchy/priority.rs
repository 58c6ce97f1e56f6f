//! Which node to contract next: the one whose going makes the graph grow least, spread evenly.

use super::remaining_graph::RemainingGraph;
use super::witness::Shortcut;

/// How much harder contracting a node makes the rest: the lower, the sooner it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Priority(pub(super) u64);

/// How much one level of depth weighs against the edge quotient.
const DEPTH: u64 = 500;
/// Scale of the quotients, so that integers suffice.
const SCALE: u64 = 1000;

/// Depth keeps the hierarchy flat, the quotients keep it sparse: links put in for each link taken out,
/// and the same counted in arcs of the topology.
pub(super) fn priority(graph: &RemainingGraph, node: u32, depth: u32, shortcuts: &[Shortcut]) -> Priority {
    let links = || graph.ins(node).iter().chain(graph.outs(node));
    let removed = links().count() as u64;
    if removed == 0 {
        return Priority(0);
    }
    let removed_hops: u64 = links().map(|l| u64::from(l.hops)).sum();
    let added = shortcuts.len() as u64;
    let added_hops: u64 = shortcuts.iter().map(|s| u64::from(s.hops)).sum();
    Priority(1 + DEPTH * u64::from(depth) + SCALE * added / removed + SCALE * added_hops / removed_hops)
}
