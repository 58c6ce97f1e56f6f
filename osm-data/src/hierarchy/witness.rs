//! Bounded search for a way round the contracted node: where there is one, no shortcut is needed.

use super::remaining_graph::RemainingGraph;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How far a search for a witness may go. Giving up early costs a needless shortcut, never a wrong path.
#[derive(Clone, Copy, Debug)]
pub(super) struct WitnessLimits {
    /// Most nodes to settle from one start.
    pub(super) settled: u32,
    /// Most links on a witness.
    pub(super) hops: u32,
}

/// A link that must be added if the node between its halves goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortcut {
    /// Where it starts.
    pub(super) tail: u32,
    /// Where it ends.
    pub(super) head: u32,
    /// Packed cost.
    pub(super) cost: u64,
    /// How many arcs of the topology it stands for.
    pub(super) hops: u32,
    /// Its first half: position among the links into the node.
    pub(super) into: u32,
    /// Its second half: position among the links out of the node.
    pub(super) out: u32,
}

#[derive(Clone, Copy, Debug)]
struct Label {
    cost: u64,
    /// The node is a target, and a path cheaper than this (that is, no dearer than the way through the
    /// contracted node) is a witness. Zero: not a target, or a witness is known.
    wanted_below: u64,
    hops: u32,
}

const UNTOUCHED: Label = Label { cost: u64::MAX, wanted_below: 0, hops: 0 };

/// Workspace of witness searches, reused from node to node.
#[derive(Debug)]
pub(super) struct WitnessSearch {
    labels: Vec<Label>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

impl WitnessSearch {
    /// For graphs of `nodes` nodes.
    pub(super) fn new(nodes: usize) -> Self {
        Self { labels: vec![UNTOUCHED; nodes], touched: Vec::new(), queue: BinaryHeap::new() }
    }

    /// Fills `found` with the shortcuts that the graph needs if `node` goes.
    pub(super) fn shortcuts_past(
        &mut self,
        graph: &RemainingGraph,
        node: u32,
        limits: WitnessLimits,
        found: &mut Vec<Shortcut>,
    ) {
        found.clear();
        for (into, from) in graph.ins(node).iter().enumerate() {
            let mut wanted = 0;
            let mut dearest = 0;
            for to in graph.outs(node).iter().filter(|to| to.node != from.node) {
                let through = from.cost.saturating_add(to.cost);
                if through < u64::MAX {
                    let label = &mut self.labels[to.node as usize];
                    label.wanted_below = through + 1;
                    self.touched.push(to.node);
                    dearest = dearest.max(through);
                    wanted += 1;
                }
            }
            if wanted == 0 {
                continue;
            }
            self.search(graph, from.node, node, wanted, dearest, limits);
            for (out, to) in graph.outs(node).iter().enumerate() {
                // Still wanted: no witness was met.
                if to.node != from.node && self.labels[to.node as usize].wanted_below > 0 {
                    found.push(Shortcut {
                        tail: from.node,
                        head: to.node,
                        cost: from.cost + to.cost,
                        hops: from.hops.saturating_add(to.hops),
                        into: into as u32,
                        out: out as u32,
                    });
                }
            }
            for touched in self.touched.drain(..) {
                self.labels[touched as usize] = UNTOUCHED;
            }
        }
    }

    /// Dijkstra from `start` past `avoid`, until a witness is known for each of the `wanted` targets, all
    /// that is left is dearer than `dearest`, or a limit is reached.
    fn search(
        &mut self,
        graph: &RemainingGraph,
        start: u32,
        avoid: u32,
        mut wanted: u32,
        dearest: u64,
        limits: WitnessLimits,
    ) {
        self.queue.clear();
        self.labels[start as usize].cost = 0;
        self.touched.push(start);
        self.queue.push(Reverse((0, start)));
        let mut settled = 0;
        while let Some(Reverse((cost, node))) = self.queue.pop() {
            let here = self.labels[node as usize];
            if cost > here.cost {
                continue;
            }
            settled += 1;
            if settled > limits.settled {
                return;
            }
            if here.hops >= limits.hops {
                continue;
            }
            for link in graph.outs(node) {
                let reached = cost.saturating_add(link.cost);
                if link.node == avoid || reached > dearest {
                    continue;
                }
                let label = &mut self.labels[link.node as usize];
                if reached >= label.cost {
                    continue;
                }
                if label.cost == u64::MAX {
                    self.touched.push(link.node);
                }
                label.cost = reached;
                label.hops = here.hops + 1;
                if reached < label.wanted_below {
                    label.wanted_below = 0;
                    wanted -= 1;
                    if wanted == 0 {
                        return;
                    }
                }
                self.queue.push(Reverse((reached, link.node)));
            }
        }
    }
}
