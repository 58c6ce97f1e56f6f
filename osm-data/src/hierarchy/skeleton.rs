//! `Skeleton`: which links a hierarchy may need, whatever the costs.

use super::contraction_hierarchy::ContractionHierarchy;
use super::customize;
use crate::graph::NodeId;
use crate::units::RoadCost;

/// The links between nodes that contraction in the order of their numbers can need, for any costs.
///
/// Two nodes are linked when they are joined by an arc, or by a way over nodes of lower numbers than both. So the
/// links upward from a node are linked among themselves: a triangle has its third side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// Links by their lower end.
    pub(super) first: Vec<u32>,
    /// The higher end of each link, rising for each lower end.
    pub(super) other: Vec<u32>,
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
    /// # References
    /// Dibbelt, Strasser & Wagner (2016), "Customizable Contraction Hierarchies", ACM JEA 21(1).
    pub fn new(first_out: &[u32], head: &[NodeId]) -> Self {
        let nodes = first_out.len().saturating_sub(1);
        let own = neighbours_above(first_out, head);
        let mut first = Vec::with_capacity(nodes + 1);
        first.push(0_u32);
        let mut other: Vec<u32> = Vec::with_capacity(head.len() * 2);
        // Each node hands its links to the lowest of its neighbours above, its parent in the elimination tree.
        let mut first_child = vec![NONE; nodes];
        let mut next_child = vec![NONE; nodes];
        let mut marked = vec![NONE; nodes];
        for node in 0..nodes as u32 {
            let begin = other.len();
            let mut take = |other: &mut Vec<u32>, above: u32| {
                if above != node && marked[above as usize] != node {
                    marked[above as usize] = node;
                    other.push(above);
                }
            };
            own.of(node).iter().for_each(|&above| take(&mut other, above));
            let mut child = first_child[node as usize];
            while child != NONE {
                for at in first[child as usize]..first[child as usize + 1] {
                    let above = other[at as usize];
                    take(&mut other, above);
                }
                child = next_child[child as usize];
            }
            other[begin..].sort_unstable();
            if let Some(&parent) = other.get(begin) {
                next_child[node as usize] = first_child[parent as usize];
                first_child[parent as usize] = node;
            }
            first.push(other.len() as u32);
        }
        other.shrink_to_fit();
        let mut made = Self { first, other, arc_link: Vec::new(), arc_is_up: Vec::new() };
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
        self.first.len() - 1
    }

    /// Number of links, each for both directions.
    pub fn links(&self) -> usize {
        self.other.len()
    }

    /// The links upward from a node.
    pub(super) fn range(&self, node: u32) -> std::ops::Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The link between two nodes.
    fn link(&self, low: u32, high: u32) -> Option<usize> {
        let range = self.range(low);
        self.other[range.clone()].binary_search(&high).ok().map(|at| range.start + at)
    }

    /// The lowest node linked upward from a node: its parent in the elimination tree. Whatever a search upward
    /// meets lies on the line of parents.
    pub(super) fn parent(&self, node: u32) -> Option<u32> {
        self.other[self.range(node)].first().copied()
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

const NONE: u32 = u32::MAX;

/// The neighbours of each node with higher numbers, whichever way the arcs lead.
struct Neighbours {
    first: Vec<u32>,
    other: Vec<u32>,
}

impl Neighbours {
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

fn neighbours_above(first_out: &[u32], head: &[NodeId]) -> Neighbours {
    let nodes = first_out.len().saturating_sub(1);
    let arcs = || {
        arcs(first_out, head)
            .filter(|(tail, head)| tail != head)
            .map(|(tail, head)| (tail.min(head), tail.max(head)))
    };
    let mut first = vec![0_u32; nodes + 1];
    for (low, _) in arcs() {
        first[low as usize + 1] += 1;
    }
    for i in 0..nodes {
        first[i + 1] += first[i];
    }
    let mut next = first.clone();
    let mut other = vec![0; first[nodes] as usize];
    for (low, high) in arcs() {
        other[next[low as usize] as usize] = high;
        next[low as usize] += 1;
    }
    Neighbours { first, other }
}
