//! The contraction loop: nodes out, shortcuts in.

use super::contraction_hierarchy::{HierarchyArrays, LinksArrays};
use super::node_order::inverse;
use super::priority::{Priority, priority};
use super::remaining_graph::{OpenLink, RemainingGraph};
use super::witness::{Shortcut, WitnessLimits, WitnessSearch};
use crate::column::{Column, Plain};
use crate::graph::Topology;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Limits while contracting. On a road graph few searches meet them: the number of hops keeps the time down,
/// the number of settled nodes must stay well above what a dense core needs (20 let a grid's links double).
const LIMITS: WitnessLimits = WitnessLimits { settled: 300, hops: 8 };

/// Contracts every node of `topology`.
///
/// One node at a time, the one of least priority first, ties by number. The priority of a node whose
/// neighbour has gone since is worked out again when its turn comes; when it is still least, the
/// shortcuts just found are put in.
pub(super) fn contract_all(topology: &Topology) -> HierarchyArrays {
    let mut graph = RemainingGraph::new(topology);
    let nodes = graph.nodes();
    let first: Vec<Priority> = (0..nodes as u32)
        .into_par_iter()
        .map_init(
            || (WitnessSearch::new(nodes), Vec::new()),
            |(search, found), node| {
                search.shortcuts_past(&graph, node, LIMITS, found);
                priority(&graph, node, 0, found)
            },
        )
        .collect();
    let mut queue: BinaryHeap<Reverse<(Priority, u32)>> =
        first.into_iter().enumerate().map(|(node, p)| Reverse((p, node as u32))).collect();
    let mut search = WitnessSearch::new(nodes);
    let mut found = Vec::new();
    let mut depth = vec![0_u32; nodes];
    let mut contracted = Contracted::with_capacity(nodes, topology.arcs());
    // Each node stands in the queue exactly once.
    while let Some(Reverse((_, node))) = queue.pop() {
        search.shortcuts_past(&graph, node, LIMITS, &mut found);
        let now = priority(&graph, node, depth[node as usize], &found);
        if queue.peek().is_some_and(|&Reverse(next)| next < (now, node)) {
            queue.push(Reverse((now, node)));
            continue;
        }
        let above = depth[node as usize] + 1;
        for link in graph.ins(node).iter().chain(graph.outs(node)) {
            let near = &mut depth[link.node as usize];
            *near = above.max(*near);
        }
        contracted.take(&mut graph, node, &found);
    }
    contracted.finish()
}

/// What has been contracted, in order: the arrays of the hierarchy, still by node instead of rank.
#[derive(Debug)]
struct Contracted {
    node_of: Vec<u32>,
    up: GrowingLinks,
    down: GrowingLinks,
}

/// [`LinksArrays`] in the making.
#[derive(Debug)]
struct GrowingLinks {
    first: Vec<u32>,
    other: Vec<u32>,
    cost: Vec<u64>,
    child_in: Vec<u32>,
    child_out: Vec<u32>,
}

impl Contracted {
    fn with_capacity(nodes: usize, arcs: usize) -> Self {
        let links = || {
            let mut first = Vec::with_capacity(nodes + 1);
            first.push(0);
            GrowingLinks {
                first,
                other: Vec::with_capacity(arcs),
                cost: Vec::with_capacity(arcs),
                child_in: Vec::with_capacity(arcs),
                child_out: Vec::with_capacity(arcs),
            }
        };
        Self { node_of: Vec::with_capacity(nodes), up: links(), down: links() }
    }

    /// Moves `node` with its links out of `graph`, and puts `shortcuts` in. The positions of a shortcut's
    /// halves are final, because links are numbered in the order of contraction.
    fn take(&mut self, graph: &mut RemainingGraph, node: u32, shortcuts: &[Shortcut]) {
        let into = self.down.other.len() as u32;
        let out = self.up.other.len() as u32;
        self.down.append(graph.ins(node));
        self.up.append(graph.outs(node));
        self.node_of.push(node);
        graph.remove(node);
        for shortcut in shortcuts {
            graph.improve(
                shortcut.tail,
                OpenLink {
                    node: shortcut.head,
                    hops: shortcut.hops,
                    cost: shortcut.cost,
                    child_in: into + shortcut.into,
                    child_out: out + shortcut.out,
                },
            );
        }
    }

    fn finish(self) -> HierarchyArrays {
        let rank_of = inverse(&self.node_of);
        let up = self.up.by_rank(&rank_of);
        let down = self.down.by_rank(&rank_of);
        HierarchyArrays { rank_of: rank_of.into(), node_of: self.node_of.into(), up, down }
    }
}

impl GrowingLinks {
    fn append(&mut self, open: &[OpenLink]) {
        for link in open {
            self.other.push(link.node);
            self.cost.push(link.cost);
            self.child_in.push(link.child_in);
            self.child_out.push(link.child_out);
        }
        self.first.push(self.other.len() as u32);
    }

    /// The finished arrays, their other ends told by rank.
    fn by_rank(self, rank_of: &[u32]) -> LinksArrays {
        LinksArrays {
            first: self.first.into(),
            other: self.other.iter().map(|&node| rank_of[node as usize]).collect(),
            cost: kept(self.cost),
            child_in: kept(self.child_in),
            child_out: kept(self.child_out),
        }
    }
}

/// As a column, without the room that growing left over.
fn kept<T: Plain>(mut values: Vec<T>) -> Column<T> {
    values.shrink_to_fit();
    values.into()
}
