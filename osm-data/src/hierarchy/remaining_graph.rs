//! The graph that contraction has left so far: short lists of links at each node, both ways.

use super::contraction_hierarchy::LinksArrays;
use crate::graph::{NodeId, Topology};
use crate::units::RoadCost;

/// A link between two nodes not yet contracted, seen from one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLink {
    /// The other end.
    pub(super) node: u32,
    /// How many arcs of the topology it stands for.
    pub(super) hops: u32,
    /// Packed cost.
    pub(super) cost: u64,
    /// As in [`LinksArrays`].
    pub(super) child_in: u32,
    /// As in [`LinksArrays`].
    pub(super) child_out: u32,
}

/// What is left to contract. At most one link from a node to another, and none to itself.
#[derive(Debug)]
pub(super) struct RemainingGraph {
    outs: Vec<Vec<OpenLink>>,
    ins: Vec<Vec<OpenLink>>,
}

impl RemainingGraph {
    /// The cheapest arc from each node to each other; among equally cheap ones the first.
    pub(super) fn new(topology: &Topology) -> Self {
        let nodes = topology.nodes();
        let mut made = Self { outs: vec![Vec::new(); nodes], ins: vec![Vec::new(); nodes] };
        let mut leaving = Vec::new();
        for tail in 0..nodes as u32 {
            leaving.clear();
            leaving.extend(
                topology
                    .out(NodeId(tail))
                    .filter(|&(_, head, cost)| head.0 != tail && cost != RoadCost::UNREACHABLE)
                    .map(|(arc, head, cost)| (head.0, cost.0, arc.0)),
            );
            leaving.sort_unstable();
            leaving.dedup_by_key(|&mut (head, _, _)| head);
            made.outs[tail as usize].reserve_exact(leaving.len());
            for &(head, cost, arc) in &leaving {
                let link =
                    OpenLink { node: head, hops: 1, cost, child_in: arc, child_out: LinksArrays::ORIGINAL };
                made.outs[tail as usize].push(link);
                made.ins[head as usize].push(OpenLink { node: tail, ..link });
            }
        }
        made
    }

    /// Number of nodes, contracted ones included.
    pub(super) fn nodes(&self) -> usize {
        self.outs.len()
    }

    /// Links that leave `node`.
    #[inline]
    pub(super) fn outs(&self, node: u32) -> &[OpenLink] {
        &self.outs[node as usize]
    }

    /// Links that reach `node`.
    #[inline]
    pub(super) fn ins(&self, node: u32) -> &[OpenLink] {
        &self.ins[node as usize]
    }

    /// Puts in a link from `tail` to `link.node`, in place of a dearer one if there is any.
    pub(super) fn improve(&mut self, tail: u32, link: OpenLink) {
        put(&mut self.outs[tail as usize], link);
        put(&mut self.ins[link.node as usize], OpenLink { node: tail, ..link });
    }

    /// Takes `node` out of the graph.
    pub(super) fn remove(&mut self, node: u32) {
        for link in std::mem::take(&mut self.outs[node as usize]) {
            forget(&mut self.ins[link.node as usize], node);
        }
        for link in std::mem::take(&mut self.ins[node as usize]) {
            forget(&mut self.outs[link.node as usize], node);
        }
    }
}

fn put(list: &mut Vec<OpenLink>, link: OpenLink) {
    match list.iter_mut().find(|l| l.node == link.node) {
        Some(there) if there.cost > link.cost => *there = link,
        Some(_) => {}
        None => list.push(link),
    }
}

fn forget(list: &mut Vec<OpenLink>, node: u32) {
    if let Some(at) = list.iter().position(|l| l.node == node) {
        list.swap_remove(at);
    }
}
