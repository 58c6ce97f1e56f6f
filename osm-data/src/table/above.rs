//! `Above`: the nodes of a hierarchy that lie above some targets, and sweeps over them for one source.

use super::Ends;
use crate::dissection::Tree;
use crate::hierarchy::{Climb, ContractionHierarchy, Direction};
use crate::units::RoadCost;

/// The nodes that stand above some targets: from no other is a target reached by going down.
#[derive(Debug)]
pub(super) struct Above<'h> {
    pub(super) hierarchy: &'h ContractionHierarchy,
    pub(super) direction: Direction,
    /// Highest first.
    pub(super) nodes: Vec<u32>,
}

/// A set of nodes.
struct Marks(Vec<u64>);

impl Marks {
    /// Whether the node is new in the set.
    fn insert(&mut self, node: u32) -> bool {
        let (word, bit) = (&mut self.0[node as usize / 64], 1 << (node % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn holds(&self, node: u32) -> bool {
        self.0[node as usize / 64] & 1 << (node % 64) != 0
    }

    /// The nodes, rising.
    fn nodes(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.0).flat_map(|(word, &bits)| {
            std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)))
                .take_while(|&bits| bits != 0)
                .map(move |bits| word * 64 + bits.trailing_zeros())
        })
    }
}

impl<'h> Above<'h> {
    /// What stands above `targets`; with [`Direction::To`] roads are followed backwards, so that what is called targets here
    /// is where journeys begin.
    ///
    /// # Panics
    /// If a node is not in `hierarchy`.
    pub(super) fn new(hierarchy: &'h ContractionHierarchy, direction: Direction, targets: &[Ends]) -> Self {
        let tree = hierarchy.tree();
        let mut ancestors = Marks(vec![0; hierarchy.nodes().div_ceil(64)]);
        for &(node, _) in targets.iter().flatten() {
            hierarchy.assert_holds(node);
            let mut here = node.0;
            while here != Tree::ROOT && ancestors.insert(here) {
                here = tree.parents()[here as usize];
            }
        }
        let mut nodes: Vec<u32> = ancestors.nodes().collect();
        nodes.reverse();
        Self { hierarchy, direction, nodes }
    }

    /// Takes in what stands above more targets; not after [`Above::linked`].
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub(super) fn take_in(&mut self, targets: &[Ends]) {
        let tree = self.hierarchy.tree();
        let known = self.nodes.len();
        for &(node, _) in targets.iter().flatten() {
            self.hierarchy.assert_holds(node);
            let mut here = node.0;
            // Above a known node everything is known.
            while here != Tree::ROOT && self.nodes[..known].binary_search_by(|n| here.cmp(n)).is_err() {
                self.nodes.push(here);
                here = tree.parents()[here as usize];
            }
        }
        // Two runs, mostly: the sort sees that.
        self.nodes.sort_by(|a, b| b.cmp(a));
        self.nodes.dedup();
    }

    /// Those alone that links lead down from to `targets`: worth looking for when there are many sources.
    #[must_use]
    pub(super) fn linked(self, targets: &[Ends]) -> Self {
        let tree = self.hierarchy.tree();
        let mut own = Marks(vec![0; self.hierarchy.nodes().div_ceil(64)]);
        targets.iter().flatten().for_each(|(node, _)| {
            own.insert(node.0);
        });
        // Between a node and its ancestor at some depth nothing else stands at that depth, so that one flag for each depth
        // will do.
        let (_, down) = self.direction.links(self.hierarchy);
        let mut linked = vec![false; tree.height()];
        let is_linked = |&node: &u32| {
            let is_linked = std::mem::take(&mut linked[tree.depth(node)]) || own.holds(node);
            if is_linked {
                down.of(node).for_each(|link| linked[link.above] = true);
            }
            is_linked
        };
        let mut nodes: Vec<u32> = self.nodes.into_iter().rev().filter(is_linked).collect();
        nodes.reverse();
        Self { nodes, ..self }
    }

    /// The least costs from one source to each of `targets`, which must be those that this was made for.
    pub(super) fn sweep(&self, work: &mut Single, source: &Ends, targets: &[Ends], row: &mut [RoadCost]) {
        let (rising, falling) = self.direction.links(self.hierarchy);
        let tree = self.hierarchy.tree();
        work.climb.run(self.hierarchy, rising, source);
        let mut met = work.climb.met().iter().rev().copied().peekable();
        for &node in &self.nodes {
            while met.next_if(|&(met, _)| met > node).is_some() {}
            let mut best = met.next_if(|&(met, _)| met == node).map_or(RoadCost::LIMIT.0, |(_, cost)| cost);
            for link in falling.of(node) {
                best = best.min(work.line[link.above] + link.cost);
            }
            work.line[tree.depth(node)] = best;
            work.costs[node as usize] = best;
        }
        for (cell, ends) in row.iter_mut().zip(targets) {
            let costs = ends.iter().map(|&(node, to_go)| RoadCost(work.costs[node.index()]).then(to_go));
            *cell = costs.min().unwrap_or(RoadCost::UNREACHABLE);
        }
    }
}

/// What a sweep for one source scribbles on.
#[derive(Debug)]
pub(super) struct Single {
    climb: Climb,
    /// The costs of the ancestors of the node at hand, by depth.
    line: Vec<u64>,
    /// By node; only those above targets mean something.
    costs: Vec<u64>,
}

impl Single {
    pub(super) fn new(hierarchy: &ContractionHierarchy) -> Self {
        Self {
            climb: Climb::default(),
            line: vec![RoadCost::LIMIT.0; hierarchy.tree().height()],
            costs: vec![0; hierarchy.nodes()],
        }
    }
}
