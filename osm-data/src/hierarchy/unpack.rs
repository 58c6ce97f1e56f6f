//! Shortcuts → the nodes they pass.

use super::contraction_hierarchy::{ContractionHierarchy, Links};
use crate::dissection::Tree;
use crate::graph::NodeId;

/// The nodes below each node that are linked with it: where the halves of a shortcut meet.
#[derive(Debug)]
pub(super) struct Below {
    /// Nodes from which a link leads up to the node.
    into: Lists,
    /// Nodes to which a link leads down from it.
    out_of: Lists,
}

#[derive(Debug)]
struct Lists {
    first: Vec<u32>,
    owner: Vec<u32>,
}

impl Lists {
    fn new(links: Links<'_>, tree: &Tree) -> Self {
        let nodes = tree.nodes();
        let mut line = vec![0_u32; tree.height()];
        let mut visit = |each: &mut dyn FnMut(u32, u32)| {
            for node in (0..nodes as u32).rev() {
                line[tree.depth(node)] = node;
                links.of(node).for_each(|link| each(node, line[link.above]));
            }
        };
        let mut first = vec![0_u32; nodes + 1];
        visit(&mut |_, other| first[other as usize + 1] += 1);
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        // Owners come from the highest to the lowest, and shall stand rising.
        let mut next = first.clone();
        let mut owner = vec![0; links.len()];
        visit(&mut |node, other| {
            let next = &mut next[other as usize + 1];
            *next -= 1;
            owner[*next as usize] = node;
        });
        Self { first, owner }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.owner[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

impl Below {
    pub(super) fn new(hierarchy: &ContractionHierarchy) -> Self {
        Self {
            into: Lists::new(hierarchy.up(), hierarchy.tree()),
            out_of: Lists::new(hierarchy.down(), hierarchy.tree()),
        }
    }

    /// A node below both ends over which the link from one to the other leads at its cost; `None` when there is
    /// none, so that the link is an arc.
    fn middle(&self, hierarchy: &ContractionHierarchy, from: u32, to: u32, cost: u64) -> Option<u32> {
        let (up, down) = (hierarchy.up(), hierarchy.down());
        let (from_depth, to_depth) = (hierarchy.tree().depth(from), hierarchy.tree().depth(to));
        // Both ends stand above whatever is linked with the lower one from below.
        let adds_up = |&&middle: &&u32| {
            let halves = down.cost(middle, from_depth).zip(up.cost(middle, to_depth));
            halves.is_some_and(|(fall, rise)| fall + rise == cost)
        };
        // The lower end has fewer nodes below.
        let candidates = if from < to { self.out_of.of(from) } else { self.into.of(to) };
        // Of a damaged hierarchy they may stand anywhere; what is not below both ends would never end.
        candidates.iter().filter(|&&middle| middle < from.min(to)).find(adds_up).copied()
    }
}

/// So many nodes more than there are two of each may a path pass: where roads cost nothing, it may go round in circles.
const DETOURS: usize = 10_000;

/// The nodes of a path that follows links from node to node as `way` tells.
///
/// `None` when a link is not there or the path passes more nodes than there are going up and again going down, as only
/// a damaged hierarchy has it.
pub(super) fn unpack_path(hierarchy: &ContractionHierarchy, way: &[u32]) -> Option<Vec<NodeId>> {
    let (up, down) = (hierarchy.up(), hierarchy.down());
    let below = hierarchy.below();
    let mut nodes = vec![NodeId(*way.first()?)];
    let mut open: Vec<(u32, u32)> = Vec::new();
    for pair in way.windows(2) {
        open.push((pair[0], pair[1]));
        // A middle is below both ends, so this ends.
        while let Some((from, to)) = open.pop() {
            let depth = hierarchy.tree().depth(from.max(to));
            let cost = if from < to { up.cost(from, depth) } else { down.cost(to, depth) }?;
            match below.middle(hierarchy, from, to, cost) {
                Some(middle) => open.extend([(middle, to), (from, middle)]),
                None => {
                    nodes.push(NodeId(to));
                    if nodes.len() > hierarchy.nodes() * 2 + DETOURS {
                        return None;
                    }
                }
            }
        }
    }
    Some(nodes)
}
