//! `ContractionHierarchy`: upward and downward links by node; immutable, shared by all threads.

use super::check::{self, HierarchyDefect};
use super::skeleton::Skeleton;
use super::unpack::Below;
use crate::column::Column;
use crate::graph::{NodeId, Topology};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The arrays of one direction of links, as they are stored: only `u32` and `u64`.
///
/// The links of node `n` are the positions `first[n]..first[n + 1]` of the other two arrays. What a shortcut leads over
/// is not stored: it is found again when a path is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinksArrays {
    /// One entry more than there are nodes, from 0 to the number of links, never falling.
    pub first: Column<u32>,
    /// The node at the other end: always higher than the node that owns the link; rising for each owner.
    pub other: Column<u32>,
    /// Packed [`RoadCost`](crate::units::RoadCost).
    pub cost: Column<u64>,
}

/// All arrays of a hierarchy, as they are stored. What must hold of them is listed at
/// [`ContractionHierarchy`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HierarchyArrays {
    /// The lowest node above that a search upward from a node can meet, [`HierarchyArrays::ROOT`] when none is.
    pub parent: Column<u32>,
    /// Links that leave a node for a higher one.
    pub up: LinksArrays,
    /// Links that reach a node from a higher one; kept at the lower end.
    pub down: LinksArrays,
}

impl HierarchyArrays {
    /// The mark of a node without a parent.
    pub const ROOT: u32 = u32::MAX;
}

/// A weighted digraph with shortcuts, so that shortest paths are found by going up from both ends.
///
/// Nodes are numbered in the order of contraction. For any two, some shortest path is: links of `up` from the start
/// to a highest node, then links of `down`, followed against their direction, to the end.
///
/// Invariants (verified by [`ContractionHierarchy::check`], and at [`ContractionHierarchy::from_arrays`]):
/// - a parent is higher than its node;
/// - `first` of each direction rises from 0 to the number of links; the other arrays have that length;
/// - every link leads to a higher node and costs less than [`RoadCost::LIMIT`](crate::units::RoadCost::LIMIT); the links of a node rise;
/// - every link leads to an ancestor: a parent, its parent, and so on.
#[derive(Clone, Debug)]
pub struct ContractionHierarchy {
    arrays: HierarchyArrays,
    /// The nodes below each, made when the first path is told.
    below: Arc<OnceLock<Below>>,
}

impl PartialEq for ContractionHierarchy {
    fn eq(&self, other: &Self) -> bool {
        self.arrays == other.arrays
    }
}

/// A link seen from the node that owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The higher end.
    pub(crate) other: u32,
    /// What it takes to pass.
    pub(crate) cost: u64,
}

/// The links of one direction; see [`LinksArrays`]. Slices, so that a search looks through columns once.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    first: &'a [u32],
    other: &'a [u32],
    cost: &'a [u64],
}

impl<'a> Links<'a> {
    fn new(arrays: &'a LinksArrays) -> Self {
        let LinksArrays { first, other, cost } = arrays;
        Self { first, other, cost }
    }

    /// How many links there are.
    pub fn len(&self) -> usize {
        self.other.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.other.is_empty()
    }

    /// Positions of the links that `node` owns.
    pub(crate) fn range(&self, node: u32) -> Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The links that `node` owns.
    #[inline]
    pub(crate) fn of(&self, node: u32) -> impl Iterator<Item = Link> + use<'a> {
        let range = self.range(node);
        let others = &self.other[range.clone()];
        others.iter().zip(&self.cost[range]).map(|(&other, &cost)| Link { other, cost })
    }

    /// What the link from or to `other` costs that `node` owns; `None` when there is no such link.
    pub(crate) fn cost(&self, node: u32, other: u32) -> Option<u64> {
        let range = self.range(node);
        let at = self.other[range.clone()].binary_search(&other).ok()?;
        Some(self.cost[range.start + at])
    }
}

impl ContractionHierarchy {
    /// Contracts every node of `topology` in the order of their numbers.
    ///
    /// Who changes costs often makes a [`Skeleton`] once and customizes it. Self-loops and all but the cheapest of
    /// parallel arcs are left out: no shortest path needs them. A path whose cost reaches [`RoadCost::LIMIT`](crate::units::RoadCost::LIMIT)
    /// counts as no road.
    pub fn build(topology: &Topology) -> Self {
        let (first_out, head, cost) = topology.arrays();
        Skeleton::new(first_out, head).customize(cost)
    }

    /// From arrays that were just made.
    pub(super) fn new(arrays: HierarchyArrays) -> Self {
        Self { arrays, below: Arc::default() }
    }

    /// The stored arrays.
    pub fn arrays(&self) -> &HierarchyArrays {
        &self.arrays
    }

    /// From stored arrays, checked in time linear in their size: searches stay within the arrays and end, whatever
    /// stands in them. That their costs are those of a topology only [`ContractionHierarchy::check`] tells.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_arrays(arrays: HierarchyArrays) -> Result<Self, HierarchyDefect> {
        check::check_arrays(&arrays)?;
        Ok(Self::new(arrays))
    }

    /// Every invariant of the type, and that no link costs less than the roads of `topology` between its ends.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn check(&self, topology: &Topology) -> Result<(), HierarchyDefect> {
        check::check_arrays(&self.arrays)?;
        check::check_links(self, topology)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.arrays.parent.len()
    }

    /// The parent of each node, [`HierarchyArrays::ROOT`] for those without one.
    pub(crate) fn parents(&self) -> &[u32] {
        &self.arrays.parent
    }

    /// The nodes below each.
    pub(super) fn below(&self) -> &Below {
        self.below.get_or_init(|| Below::new(self))
    }

    /// Links that leave a node for a higher one.
    pub fn up(&self) -> Links<'_> {
        Links::new(&self.arrays.up)
    }

    /// Links that reach a node from a higher one.
    pub fn down(&self) -> Links<'_> {
        Links::new(&self.arrays.down)
    }

    /// Whether `node` is in the hierarchy.
    pub(crate) fn assert_holds(&self, node: NodeId) {
        assert!(node.index() < self.nodes(), "node {} is not in the hierarchy", node.0);
    }
}
