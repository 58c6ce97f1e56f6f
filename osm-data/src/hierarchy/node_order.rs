//! The order of contraction: rank ↔ node, so that the direction is never guessed.

use crate::graph::NodeId;

/// A place in the order of contraction: 0 was contracted first and matters least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(pub u32);

impl Rank {
    /// As an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A permutation of the nodes, known both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeOrder<'a> {
    rank_of: &'a [u32],
    node_of: &'a [u32],
}

impl<'a> NodeOrder<'a> {
    /// The two directions side by side; [`NodeOrder::is_permutation`] tells whether they fit.
    pub(super) fn new(rank_of: &'a [u32], node_of: &'a [u32]) -> Self {
        Self { rank_of, node_of }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.node_of.len()
    }

    /// When `node` was contracted.
    pub fn rank(&self, node: NodeId) -> Rank {
        Rank(self.rank_of[node.index()])
    }

    /// Which node was contracted at `rank`.
    pub fn node(&self, rank: Rank) -> NodeId {
        NodeId(self.node_of[rank.index()])
    }

    /// Whether each direction undoes the other.
    pub(super) fn is_permutation(&self) -> bool {
        self.rank_of.len() == self.node_of.len()
            && self.node_of.iter().enumerate().all(|(rank, &node)| {
                self.rank_of.get(node as usize).is_some_and(|&back| back as usize == rank)
            })
    }
}

/// The order that lists each node once, turned round: from node → rank to rank → node or back.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut turned = vec![0; order.len()];
    for (at, &value) in order.iter().enumerate() {
        turned[value as usize] = at as u32;
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rank_and_node_undo_each_other() {
        let node_of = [2, 0, 1];
        let rank_of = inverse(&node_of);
        let order = NodeOrder::new(&rank_of, &node_of);
        assert!(order.is_permutation());
        assert_eq!(order.rank(NodeId(2)), Rank(0));
        assert_eq!(order.node(order.rank(NodeId(1))), NodeId(1));
    }

    #[test]
    fn a_node_listed_twice_is_no_order() {
        assert!(!NodeOrder::new(&[0, 0], &[0, 0]).is_permutation());
        assert!(!NodeOrder::new(&[0, 1], &[0, 7]).is_permutation());
        assert!(!NodeOrder::new(&[0], &[0, 1]).is_permutation());
    }
}
