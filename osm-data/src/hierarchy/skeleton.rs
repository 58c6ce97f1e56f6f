//! `Skeleton`: which links a hierarchy may need, whatever the costs.

use super::contraction_hierarchy::ContractionHierarchy;
use super::customize;
use crate::dissection::{Tree, depths, elimination_tree};
use crate::graph::NodeId;
use crate::units::RoadCost;
use std::ops::Range;
use std::sync::Arc;

/// The links between nodes that contraction in the order of their numbers can need, for any costs.
///
/// Two nodes are linked when they are joined by an arc, or by a way over nodes of lower numbers than both. So the
/// links upward from a node are linked among themselves: a triangle has its third side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    pub(super) tree: Arc<Tree>,
    /// Links by their lower end.
    pub(super) first: Vec<u32>,
    /// The depth of the higher end of each link, falling for each lower end.
    pub(super) above: Vec<u16>,
    /// Links by their higher end: where they begin in `below`.
    pub(super) below_first: Vec<u32>,
    /// The lower ends of the links by their higher end. The links of a lower end come in their order while higher ends rise.
    pub(super) below: Vec<u32>,
    /// The link of each arc, [`Skeleton::LOOP`] for one from a node to itself.
    pub(super) arc_link: Vec<u32>,
    /// Whether the arc leads up its link.
    pub(super) arc_is_up: Vec<bool>,
}

impl Skeleton {
    /// The mark of an arc that no path needs, because it ends where it begins.
    pub(super) const LOOP: u32 = u32::MAX;

    /// The links for arcs as adjacency arrays, as in [`Topology`](crate::graph::Topology): those out of node `n` are
    /// the positions `first_out[n]..first_out[n + 1]` of `head`. Nodes are numbered in the order of contraction.
    ///
    /// # Panics
    /// When a line of ancestors has more than 65,536 nodes. An import sees to it that none has.
    ///
    /// # References
    /// Dibbelt, Strasser & Wagner (2016), "Customizable Contraction Hierarchies", ACM JEA 21(1).
    pub fn new(first_out: &[u32], head: &[NodeId]) -> Self {
        let nodes = first_out.len().saturating_sub(1);
        let own = Neighbours::below(first_out, head);
        let edges = (0..nodes as u32).flat_map(|high| own.of(high).iter().map(move |&low| (high, low)));
        let parents = elimination_tree(nodes, edges);
        let depth = depths(&parents).expect("no line of ancestors of more than 65,536 nodes");
        let tree = Arc::new(Tree::new(depth).expect("depths of a forest"));
        let (first, above) = links(&tree, &parents, &Neighbours::above(first_out, head));
        let (below_first, below) = by_higher_end(&tree, &first, &above);
        let mut made =
            Self { tree, first, above, below_first, below, arc_link: Vec::new(), arc_is_up: Vec::new() };
        made.place_arcs(first_out, head);
        made
    }

    fn place_arcs(&mut self, first_out: &[u32], head: &[NodeId]) {
        self.arc_link.reserve_exact(head.len());
        self.arc_is_up.reserve_exact(head.len());
        for (tail, head) in arcs(first_out, head) {
            let link = if tail == head { None } else { self.link(tail.min(head), tail.max(head)) };
            self.arc_link.push(link.map_or(Self::LOOP, |l| l as u32));
            self.arc_is_up.push(tail < head);
        }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    /// Number of links, each for both directions.
    pub fn links(&self) -> usize {
        self.above.len()
    }

    /// The links upward from a node.
    #[inline]
    pub(super) fn range(&self, node: u32) -> Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The lower ends of the links downward from a node.
    #[inline]
    pub(super) fn below(&self, node: u32) -> &[u32] {
        &self.below[self.below_first[node as usize] as usize..self.below_first[node as usize + 1] as usize]
    }

    /// The link between two nodes.
    fn link(&self, low: u32, high: u32) -> Option<usize> {
        let (range, depth) = (self.range(low), self.tree.depths()[high as usize]);
        self.above[range.clone()].binary_search_by(|other| depth.cmp(other)).ok().map(|at| range.start + at)
    }

    /// The hierarchy for the costs of the arcs, in the order of the topology; an arc whose cost is
    /// [`RoadCost::UNREACHABLE`] is closed.
    ///
    /// # Panics
    /// If there are not as many costs as arcs.
    pub fn customize(&self, costs: &[RoadCost]) -> ContractionHierarchy {
        customize::customize(self, costs)
    }
}

/// The links by their lower end. Each node hands its links on to its parent, the lowest that it is linked with.
fn links(tree: &Tree, parents: &[u32], own: &Neighbours) -> (Vec<u32>, Vec<u16>) {
    let mut first = Vec::with_capacity(tree.nodes() + 1);
    first.push(0_u32);
    let mut above: Vec<u16> = Vec::with_capacity(own.other.len() * 3);
    let mut first_child = vec![Tree::ROOT; tree.nodes()];
    let mut next_child = vec![Tree::ROOT; tree.nodes()];
    // One bit for each depth: who is above a node is told by the depth.
    let mut linked = vec![0_u64; tree.height().div_ceil(64)];
    for node in 0..tree.nodes() as u32 {
        let mut mark = |depth: usize| linked[depth / 64] |= 1 << (depth % 64);
        own.of(node).iter().for_each(|&high| mark(tree.depth(high)));
        let mut child = first_child[node as usize];
        while child != Tree::ROOT {
            let range = first[child as usize] as usize..first[child as usize + 1] as usize;
            above[range].iter().for_each(|&depth| mark(depth.into()));
            child = next_child[child as usize];
        }
        let depth = tree.depth(node);
        linked[depth / 64] &= !(1 << (depth % 64));
        for word in (0..=depth / 64).rev() {
            let mut bits = std::mem::take(&mut linked[word]);
            while bits != 0 {
                let highest = 63 - bits.leading_zeros();
                bits ^= 1 << highest;
                above.push((word as u32 * 64 + highest) as u16);
            }
        }
        let parent = parents[node as usize];
        if parent != Tree::ROOT {
            next_child[node as usize] = std::mem::replace(&mut first_child[parent as usize], node);
        }
        first.push(above.len() as u32);
    }
    above.shrink_to_fit();
    (first, above)
}

/// The lower ends of the links by their higher end.
fn by_higher_end(tree: &Tree, first: &[u32], above: &[u16]) -> (Vec<u32>, Vec<u32>) {
    let nodes = tree.nodes();
    let mut begin = vec![0_u32; nodes + 1];
    let mut line = vec![0_u32; tree.height()];
    let mut visit = |each: &mut dyn FnMut(u32, u32)| {
        for node in (0..nodes as u32).rev() {
            line[tree.depth(node)] = node;
            let list = first[node as usize] as usize..first[node as usize + 1] as usize;
            above[list].iter().for_each(|&depth| each(line[usize::from(depth)], node));
        }
    };
    visit(&mut |high, _| begin[high as usize + 1] += 1);
    for node in 0..nodes {
        begin[node + 1] += begin[node];
    }
    let mut next = begin.clone();
    let mut below = vec![0; above.len()];
    visit(&mut |high, node| {
        below[next[high as usize] as usize] = node;
        next[high as usize] += 1;
    });
    (begin, below)
}

/// Neighbours of each node, whichever way the arcs lead.
struct Neighbours {
    first: Vec<u32>,
    other: Vec<u32>,
}

impl Neighbours {
    /// Those with higher numbers.
    fn above(first_out: &[u32], head: &[NodeId]) -> Self {
        Self::by(first_out, head, |tail, head| (tail.min(head), tail.max(head)))
    }

    /// Those with lower numbers.
    fn below(first_out: &[u32], head: &[NodeId]) -> Self {
        Self::by(first_out, head, |tail, head| (tail.max(head), tail.min(head)))
    }

    fn by(first_out: &[u32], head: &[NodeId], owner_first: impl Fn(u32, u32) -> (u32, u32)) -> Self {
        let nodes = first_out.len().saturating_sub(1);
        let pairs = || {
            let proper = arcs(first_out, head).filter(|(tail, head)| tail != head);
            proper.map(|(tail, head)| owner_first(tail, head))
        };
        let mut first = vec![0_u32; nodes + 1];
        for (owner, _) in pairs() {
            first[owner as usize + 1] += 1;
        }
        for i in 0..nodes {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut other = vec![0; first[nodes] as usize];
        for (owner, neighbour) in pairs() {
            other[next[owner as usize] as usize] = neighbour;
            next[owner as usize] += 1;
        }
        Self { first, other }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.other[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

/// Tail and head of every arc.
fn arcs<'a>(first_out: &'a [u32], head: &'a [NodeId]) -> impl Iterator<Item = (u32, u32)> + 'a {
    first_out.windows(2).enumerate().flat_map(move |(tail, range)| {
        head[range[0] as usize..range[1] as usize].iter().map(move |head| (tail as u32, head.0))
    })
}
