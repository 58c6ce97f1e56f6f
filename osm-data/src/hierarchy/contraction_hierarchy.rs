//! `ContractionHierarchy`: upward and downward links by rank; immutable, shared by all threads.

use super::check::{self, HierarchyDefect};
use super::contract;
use super::node_order::{NodeOrder, Rank};
use crate::column::Column;
use crate::graph::{ArcId, Topology};
use crate::units::RoadCost;
use std::ops::Range;

/// The arrays of one direction of links, as they are stored: only `u32` and `u64`.
///
/// The links of rank `r` are the positions `first[r]..first[r + 1]` of the other four arrays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinksArrays {
    /// One entry more than there are nodes, from 0 to the number of links, never falling.
    pub first: Column<u32>,
    /// The rank at the other end: always higher than the rank that owns the link.
    pub other: Column<u32>,
    /// Packed [`RoadCost`].
    pub cost: Column<u64>,
    /// A shortcut's first half, a position among the downward links; an original arc's [`ArcId`].
    pub child_in: Column<u32>,
    /// A shortcut's second half, a position among the upward links; [`LinksArrays::ORIGINAL`] for an arc.
    pub child_out: Column<u32>,
}

impl LinksArrays {
    /// The mark in `child_out` of a link that is an arc of the topology and no shortcut.
    pub const ORIGINAL: u32 = u32::MAX;
}

/// All arrays of a hierarchy, as they are stored. What must hold of them is listed at
/// [`ContractionHierarchy`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HierarchyArrays {
    /// Node → rank.
    pub rank_of: Column<u32>,
    /// Rank → node.
    pub node_of: Column<u32>,
    /// Links that leave a rank for a higher one.
    pub up: LinksArrays,
    /// Links that reach a rank from a higher one; kept at the lower end.
    pub down: LinksArrays,
}

/// A weighted digraph with shortcuts, so that shortest paths are found by going up from both ends.
///
/// For any two nodes, some shortest path is: links of `up` from the start to a highest rank, then links of
/// `down`, followed against their direction, to the end.
///
/// Invariants (verified by [`ContractionHierarchy::check`], and at [`ContractionHierarchy::from_arrays`]):
/// - `rank_of` and `node_of` are permutations and undo each other;
/// - `first` of each direction rises from 0 to the number of links; the other arrays have that length;
/// - every link leads to a higher rank, and its cost is not [`RoadCost::UNREACHABLE`];
/// - a shortcut's halves belong to one rank below both its ends, start and end where it does, and their
///   costs add up to its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractionHierarchy {
    arrays: HierarchyArrays,
}

/// A link seen from the rank that owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Position among the links of its direction.
    pub(crate) at: u32,
    /// The higher end.
    pub(crate) other: Rank,
    /// What it takes to pass.
    pub(crate) cost: RoadCost,
}

/// The links of one direction; see [`LinksArrays`]. Slices, so that a search looks through columns once.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    first: &'a [u32],
    other: &'a [u32],
    cost: &'a [u64],
    child_in: &'a [u32],
    child_out: &'a [u32],
}

impl<'a> Links<'a> {
    fn new(arrays: &'a LinksArrays) -> Self {
        let LinksArrays { first, other, cost, child_in, child_out } = arrays;
        Self { first, other, cost, child_in, child_out }
    }

    /// How many links there are.
    pub fn len(&self) -> usize {
        self.other.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.other.is_empty()
    }

    /// Positions of the links that `rank` owns.
    pub(crate) fn range(&self, rank: Rank) -> Range<usize> {
        self.first[rank.index()] as usize..self.first[rank.index() + 1] as usize
    }

    /// The links that `rank` owns.
    #[inline]
    pub(crate) fn of(&self, rank: Rank) -> impl Iterator<Item = Link> + 'a {
        let range = self.range(rank);
        let start = range.start as u32;
        let others = &self.other[range.clone()];
        let costs = &self.cost[range];
        others.iter().zip(costs).enumerate().map(move |(i, (&other, &cost))| Link {
            at: start + i as u32,
            other: Rank(other),
            cost: RoadCost(cost),
        })
    }

    /// The halves of the shortcut at position `at` as (downward, upward) positions, or the arc it is.
    pub(crate) fn made_of(&self, at: u32) -> Made {
        let (into, out) = (self.child_in[at as usize], self.child_out[at as usize]);
        if out == LinksArrays::ORIGINAL { Made::Arc(ArcId(into)) } else { Made::Halves { into, out } }
    }
}

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// An arc of the topology.
    Arc(ArcId),
    /// A shortcut past a contracted node: a downward link into it, an upward link out of it.
    Halves {
        /// Position among the downward links.
        into: u32,
        /// Position among the upward links.
        out: u32,
    },
}

impl ContractionHierarchy {
    /// Contracts every node of `topology`, least important first.
    ///
    /// Deterministic: the same topology gives the same arrays on any machine and any number of threads.
    /// Self-loops and all but the cheapest of parallel arcs are left out: no shortest path needs them.
    /// A path whose cost does not fit 64 bits counts as no road.
    ///
    /// # References
    /// Geisberger, Sanders, Schultes & Delling (2008), "Contraction Hierarchies: Faster and Simpler
    /// Hierarchical Routing in Road Networks", WEA. Ours differs: a link keeps the positions of both halves
    /// instead of the middle node, so that unpacking searches nothing.
    pub fn build(topology: &Topology) -> Self {
        Self { arrays: contract::contract_all(topology) }
    }

    /// The stored arrays.
    pub fn arrays(&self) -> &HierarchyArrays {
        &self.arrays
    }

    /// From stored arrays, checked.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_arrays(arrays: HierarchyArrays) -> Result<Self, HierarchyDefect> {
        check::check_arrays(&arrays)?;
        Ok(Self { arrays })
    }

    /// From stored arrays that a checksum vouches for: only what keeps searches within the arrays and unpacking
    /// finite is checked, link by link, so that a map file opens in milliseconds.
    ///
    /// # Errors
    /// The first link that leads outside, or another number of nodes than `topology` has.
    pub fn from_sealed_arrays(arrays: HierarchyArrays, topology: &Topology) -> Result<Self, HierarchyDefect> {
        check::check_bounds(&arrays, topology.arcs())?;
        if arrays.node_of.len() != topology.nodes() {
            return Err(HierarchyDefect::Nodes {
                hierarchy: arrays.node_of.len(),
                topology: topology.nodes(),
            });
        }
        Ok(Self { arrays })
    }

    /// Every invariant of the type, and that the arcs in it are those of `topology`.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn check(&self, topology: &Topology) -> Result<(), HierarchyDefect> {
        check::check_arrays(&self.arrays)?;
        check::check_arcs(&self.arrays, topology)
    }

    /// Rank ↔ node.
    pub fn order(&self) -> NodeOrder<'_> {
        NodeOrder::new(&self.arrays.rank_of, &self.arrays.node_of)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.arrays.node_of.len()
    }

    /// Links that leave a rank for a higher one.
    pub fn up(&self) -> Links<'_> {
        Links::new(&self.arrays.up)
    }

    /// Links that reach a rank from a higher one.
    pub fn down(&self) -> Links<'_> {
        Links::new(&self.arrays.down)
    }
}
