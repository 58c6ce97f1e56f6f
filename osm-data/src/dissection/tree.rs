//! `Tree`: who stands above whom in the order of contraction, told by depths alone.

use crate::column::Column;

/// A forest over nodes in which every subtree is a run of numbers that ends with its root.
///
/// So the depths say everything: from the last node to the first, the parent of a node is the last one seen that
/// stands one less deep, and the ancestors of the node at hand are the last ones seen at each depth above it. Whoever
/// goes through all nodes in that order keeps what it knows of ancestors in a short array by depth; a link to an
/// ancestor is the depth of that ancestor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tree {
    depth: Column<u16>,
    parent: Vec<u32>,
    height: usize,
}

impl Tree {
    /// The mark of a node without a parent.
    pub(crate) const ROOT: u32 = u32::MAX;

    /// The forest with these depths. `None` when they are of none: the last node must be a root, and none may stand
    /// more than one deeper than the node after it.
    pub(crate) fn new(depth: Column<u16>) -> Option<Self> {
        let mut parent = vec![Self::ROOT; depth.len()];
        let mut line: Vec<u32> = Vec::new();
        for (node, &depth) in depth.iter().enumerate().rev() {
            let depth = usize::from(depth);
            let above = depth.checked_sub(1).map(|above| line.get(above));
            match above {
                None => {}
                Some(Some(&above)) => parent[node] = above,
                Some(None) => return None,
            }
            line.truncate(depth);
            line.push(node as u32);
        }
        let height = depth.iter().max().map_or(0, |&deepest| usize::from(deepest) + 1);
        Some(Self { depth, parent, height })
    }

    /// How many nodes there are.
    pub(crate) fn nodes(&self) -> usize {
        self.depth.len()
    }

    /// How many nodes the longest line of ancestors has, its beginning included.
    pub(crate) fn height(&self) -> usize {
        self.height
    }

    /// How many ancestors a node has.
    #[inline]
    pub(crate) fn depth(&self, node: u32) -> usize {
        usize::from(self.depth[node as usize])
    }

    /// The depth of every node.
    pub(crate) fn depths(&self) -> &Column<u16> {
        &self.depth
    }

    /// The parent of each node, [`Tree::ROOT`] for those without one.
    #[inline]
    pub(crate) fn parents(&self) -> &[u32] {
        &self.parent
    }

    /// Whether `above` is `node` or one of its ancestors.
    pub(crate) fn is_on_line(&self, node: u32, above: u32) -> bool {
        let mut here = node;
        while here < above {
            here = self.parent[here as usize];
        }
        here == above
    }
}

/// The lowest node above each that contraction in the order of numbers links it with: the elimination tree of some
/// edges, each told by its higher end and its lower one, by rising higher end.
///
/// # References
/// Liu (1986), "A compact row storage scheme for Cholesky factors using elimination trees", ACM TOMS 12(2).
pub(crate) fn elimination_tree(nodes: usize, edges: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut parent = vec![Tree::ROOT; nodes];
    // Short cuts towards the root of what has been joined so far.
    let mut shortcut = vec![Tree::ROOT; nodes];
    for (high, low) in edges {
        let mut here = low;
        while here != high {
            let next = std::mem::replace(&mut shortcut[here as usize], high);
            if next == Tree::ROOT {
                parent[here as usize] = high;
                break;
            }
            here = next;
        }
    }
    parent
}

/// The depths of the least forest in which every subtree is a run of numbers and everything that stands above a node
/// in the tree of `parents` (each higher than its node) still stands above it.
///
/// `None` when it is deeper than 65,536 nodes.
pub(crate) fn depths(parents: &[u32]) -> Option<Column<u16>> {
    let mut first_child = vec![Tree::ROOT; parents.len()];
    for (node, &parent) in parents.iter().enumerate().rev() {
        if parent != Tree::ROOT {
            first_child[parent as usize] = node as u32;
        }
    }
    // What has been gone through is a row of runs, each with its root at its end. A node takes in every run from the
    // one of its first child on.
    let mut above = vec![Tree::ROOT; parents.len()];
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (node, &child) in (0_u32..).zip(&first_child) {
        let mut begin = node;
        while begin > child {
            let Some((first, root)) = runs.pop() else { break };
            above[root as usize] = node;
            begin = first;
        }
        runs.push((begin, node));
    }
    let mut depth = vec![0_u16; parents.len()];
    for node in (0..parents.len()).rev() {
        if above[node] != Tree::ROOT {
            depth[node] = depth[above[node] as usize].checked_add(1)?;
        }
    }
    Some(depth.into())
}

/// The nodes of the forest of `parents` so that each comes right after all that stand below it.
pub(crate) fn postorder(parents: &[u32]) -> Vec<u32> {
    let mut first_child = vec![Tree::ROOT; parents.len()];
    let mut next_sibling = vec![Tree::ROOT; parents.len()];
    let mut roots = Tree::ROOT;
    for (node, &parent) in parents.iter().enumerate().rev() {
        let head = if parent == Tree::ROOT { &mut roots } else { &mut first_child[parent as usize] };
        next_sibling[node] = std::mem::replace(head, node as u32);
    }
    let mut order = Vec::with_capacity(parents.len());
    let mut open = Vec::new();
    let mut here = roots;
    loop {
        // Down to the first leaf, then up until there is a sibling.
        while here != Tree::ROOT {
            open.push(here);
            here = first_child[here as usize];
        }
        let Some(done) = open.pop() else { return order };
        order.push(done);
        here = next_sibling[done as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Random parents, each higher than its node.
    fn forest() -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::vec(any::<u32>(), 0..40).prop_map(|draws| {
            let nodes = draws.len() as u32;
            let parent = |(node, draw): (u32, &u32)| {
                let higher = nodes - node - 1;
                if higher == 0 || draw % 7 == 0 { Tree::ROOT } else { node + 1 + draw % higher }
            };
            (0..).zip(&draws).map(parent).collect()
        })
    }

    proptest! {
        #[test]
        fn whatever_stood_above_still_does_and_subtrees_are_runs(parents in forest()) {
            let tree = Tree::new(depths(&parents).expect("few nodes")).expect("depths of a forest");
            for (node, &parent) in (0..).zip(&parents) {
                if parent != Tree::ROOT {
                    prop_assert!(tree.is_on_line(node, parent));
                }
                let below: Vec<u32> = (0..=node).filter(|&low| tree.is_on_line(low, node)).collect();
                prop_assert_eq!(below.len() as u32, node - below[0] + 1);
            }
        }

        #[test]
        fn after_renumbering_no_line_grows(parents in forest()) {
            let order = postorder(&parents);
            let mut number = vec![0; order.len()];
            for (new, &old) in (0_u32..).zip(&order) {
                number[old as usize] = new;
            }
            let renumbered: Vec<u32> = order
                .iter()
                .map(|&old| match parents[old as usize] {
                    Tree::ROOT => Tree::ROOT,
                    parent => number[parent as usize],
                })
                .collect();
            let tree = Tree::new(depths(&renumbered).expect("few nodes")).expect("depths of a forest");
            prop_assert_eq!(tree.parents(), &renumbered);
        }

        #[test]
        fn any_depths_are_a_forest_or_refused(depth in proptest::collection::vec(0..6_u16, 0..30)) {
            let sound = depth.iter().rev().try_fold(-1_i32, |before, &d| {
                (i32::from(d) <= before + 1).then_some(i32::from(d))
            });
            let tree = Tree::new(depth.clone().into());
            prop_assert_eq!(tree.is_some(), sound.is_some());
            if let Some(tree) = tree {
                for node in 0..depth.len() as u32 {
                    let parent = tree.parents()[node as usize];
                    let above = if parent == Tree::ROOT { 0 } else { tree.depth(parent) + 1 };
                    prop_assert_eq!(above, tree.depth(node));
                }
            }
        }
    }
}
