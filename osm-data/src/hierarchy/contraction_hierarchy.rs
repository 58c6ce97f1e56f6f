//! `ContractionHierarchy`: upward and downward links by node; immutable, shared by all threads.

use super::check::{self, HierarchyDefect};
use super::skeleton::Skeleton;
use super::unpack::Below;
use crate::column::Column;
use crate::dissection::Tree;
use crate::graph::{NodeId, Topology};
use crate::units::RoadCost;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// What a link costs, in six bytes: 24 bits of milliseconds (four and a half hours) above 24 bits of decimetres.
///
/// Where either is not enough, the milliseconds are all ones and the rest is a position among the wide costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(transparent)]
pub struct LinkCost([u16; 3]);

impl LinkCost {
    const BITS: u32 = 24;
    const MOST: u64 = (1 << Self::BITS) - 1;

    const fn of(word: u64) -> Self {
        Self([word as u16, (word >> 16) as u16, (word >> 32) as u16])
    }

    #[inline]
    fn word(self) -> u64 {
        let [low, middle, high] = self.0;
        u64::from(low) | u64::from(middle) << 16 | u64::from(high) << 32
    }

    /// The packed [`RoadCost`] of one that is not wide.
    #[inline]
    fn narrow(self) -> u64 {
        let word = self.word();
        word >> Self::BITS << 32 | word & Self::MOST
    }

    /// The packed [`RoadCost`], with `wide` where the wide ones stand. One that is not there is as far as can be, which
    /// only arrays that nobody checked can have.
    #[inline]
    fn unpacked(self, wide: &[u64]) -> u64 {
        let word = self.word();
        let (millis, decimetres) = (word >> Self::BITS, word & Self::MOST);
        if millis == Self::MOST {
            return wide.get(decimetres as usize).copied().unwrap_or(RoadCost::LIMIT.0);
        }
        millis << 32 | decimetres
    }
}

/// The arrays of one direction of links, as they are stored.
///
/// The links of node `n` are the positions `first[n]..first[n + 1]` of `above` and `cost`. What a shortcut leads over
/// is not stored: it is found again when a path is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinksArrays {
    /// One entry more than there are nodes, from 0 to the number of links, never falling.
    pub first: Column<u32>,
    /// The depth of the ancestor at the other end; falling for each owner, so that the ancestors rise.
    pub above: Column<u16>,
    /// What each link costs.
    pub cost: Column<LinkCost>,
    /// Packed [`RoadCost`]s too large for a [`LinkCost`].
    pub wide: Column<u64>,
}

impl Default for LinksArrays {
    fn default() -> Self {
        Self {
            first: vec![0].into(),
            above: Column::default(),
            cost: Column::default(),
            wide: Column::default(),
        }
    }
}

impl LinksArrays {
    /// A cost in six bytes, or else among the wide ones.
    ///
    /// # Panics
    /// When 2²⁴ links cost more than a [`LinkCost`] holds: days of road between neighbours.
    pub(super) fn pack(cost: u64, wide: &mut Vec<u64>) -> LinkCost {
        let (millis, decimetres) = (cost >> 32, cost & u64::from(u32::MAX));
        if millis < LinkCost::MOST && decimetres <= LinkCost::MOST {
            return LinkCost::of(millis << LinkCost::BITS | decimetres);
        }
        let at = wide.len() as u64;
        assert!(at <= LinkCost::MOST, "too many links of more than four hours");
        wide.push(cost);
        LinkCost::of(LinkCost::MOST << LinkCost::BITS | at)
    }
}

/// All arrays of a hierarchy, as they are stored. What must hold of them is listed at
/// [`ContractionHierarchy`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HierarchyArrays {
    /// How many ancestors each node has. Every subtree is a run of numbers that ends with its root, so that this says who
    /// they are: the next higher nodes that stand one less deep, two less deep, and so on.
    pub depth: Column<u16>,
    /// Links that leave a node for a higher one.
    pub up: LinksArrays,
    /// Links that reach a node from a higher one; kept at the lower end.
    pub down: LinksArrays,
}

/// A weighted digraph with shortcuts, so that shortest paths are found by going up from both ends.
///
/// Nodes are numbered in the order of contraction. For any two, some shortest path is: links of `up` from the start
/// to a highest node, then links of `down`, followed against their direction, to the end.
///
/// Invariants (verified by [`ContractionHierarchy::check`]):
/// - the depths are those of a forest in which every subtree is a run of numbers;
/// - `first` of each direction rises from 0 to the number of links; `above` and `cost` have that length;
/// - every link leads to an ancestor and costs less than [`RoadCost::LIMIT`]; the ancestors of a node's links rise.
#[derive(Clone, Debug)]
pub struct ContractionHierarchy {
    tree: Arc<Tree>,
    up: LinksArrays,
    down: LinksArrays,
    /// The nodes below each, made when the first path is told.
    below: Arc<OnceLock<Below>>,
}

impl PartialEq for ContractionHierarchy {
    fn eq(&self, other: &Self) -> bool {
        (&self.tree, &self.up, &self.down) == (&other.tree, &other.up, &other.down)
    }
}

/// A link seen from the node that owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The depth of the ancestor at the higher end.
    pub(crate) above: usize,
    /// What it takes to pass.
    pub(crate) cost: u64,
}

/// The links of one direction; see [`LinksArrays`]. Slices, so that a search looks through columns once.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    first: &'a [u32],
    above: &'a [u16],
    cost: &'a [LinkCost],
    wide: &'a [u64],
}

impl<'a> Links<'a> {
    pub(super) fn new(arrays: &'a LinksArrays) -> Self {
        let LinksArrays { first, above, cost, wide } = arrays;
        Self { first, above, cost, wide }
    }

    /// How many links there are.
    pub fn len(&self) -> usize {
        self.above.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.above.is_empty()
    }

    /// Positions of the links that `node` owns.
    #[inline]
    pub(crate) fn range(&self, node: u32) -> Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// The links that `node` owns, to ever higher ancestors.
    #[inline]
    pub(crate) fn of(&self, node: u32) -> impl Iterator<Item = Link> + use<'a> {
        let range = self.range(node);
        let (above, wide) = (&self.above[range.clone()], self.wide);
        let cost = &self.cost[range];
        above
            .iter()
            .zip(cost)
            .map(move |(&above, cost)| Link { above: above.into(), cost: cost.unpacked(wide) })
    }

    /// Lowers the labels of the ancestors that links of `node` lead to, by depth, to what it takes by way of `node`, which
    /// itself takes `here`.
    #[inline]
    pub(super) fn lower(&self, node: u32, here: u64, labels: &mut [u64]) {
        let range = self.range(node);
        let (above, cost) = (&self.above[range.clone()], &self.cost[range]);
        // Nearly always no link is wide; then there is nothing to look out for.
        if self.wide.is_empty() {
            for (&above, cost) in above.iter().zip(cost) {
                let known = &mut labels[usize::from(above)];
                *known = (*known).min(here + cost.narrow());
            }
        } else {
            for (&above, cost) in above.iter().zip(cost) {
                let known = &mut labels[usize::from(above)];
                *known = (*known).min(here + cost.unpacked(self.wide));
            }
        }
    }

    /// What the link from or to the ancestor at depth `above` costs that `node` owns; `None` when there is no such link.
    pub(crate) fn cost(&self, node: u32, above: usize) -> Option<u64> {
        let range = self.range(node);
        let found = self.above[range.clone()].binary_search_by(|&other| above.cmp(&usize::from(other)));
        Some(self.cost[range.start + found.ok()?].unpacked(self.wide))
    }
}

impl ContractionHierarchy {
    /// Contracts every node of `topology` in the order of their numbers.
    ///
    /// Who changes costs often makes a [`Skeleton`] once and customizes it. Self-loops and all but the cheapest of
    /// parallel arcs are left out: no shortest path needs them. A path whose cost reaches [`RoadCost::LIMIT`]
    /// counts as no road.
    ///
    /// # Panics
    /// As [`Skeleton::new`].
    pub fn build(topology: &Topology) -> Self {
        let (first_out, head, cost) = topology.arrays();
        Skeleton::new(first_out, head).customize(cost)
    }

    /// From arrays that were just made.
    pub(super) fn new(tree: Arc<Tree>, up: LinksArrays, down: LinksArrays) -> Self {
        Self { tree, up, down, below: Arc::default() }
    }

    /// The arrays to store.
    pub fn arrays(&self) -> HierarchyArrays {
        HierarchyArrays { depth: self.tree.depths().clone(), up: self.up.clone(), down: self.down.clone() }
    }

    /// From stored arrays, checked so far that searches stay within the arrays and end, whatever stands in them. That links
    /// lead to ancestors, in order, and cost what they do in a topology only [`ContractionHierarchy::check`] tells.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_arrays(arrays: HierarchyArrays) -> Result<Self, HierarchyDefect> {
        let HierarchyArrays { depth, up, down } = arrays;
        let tree = Tree::new(depth).ok_or(HierarchyDefect::Depth)?;
        check::check_links_of("up", &up, &tree)?;
        check::check_links_of("down", &down, &tree)?;
        Ok(Self::new(Arc::new(tree), up, down))
    }

    /// Every invariant of the type, and that no link costs less than the roads of `topology` between its ends.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn check(&self, topology: &Topology) -> Result<(), HierarchyDefect> {
        Self::from_arrays(self.arrays())?;
        for (links, arrays) in [("up", &self.up), ("down", &self.down)] {
            if let Some(at) = check::first_not_upward(arrays, &self.tree) {
                return Err(HierarchyDefect::NotUpward { links, at });
            }
        }
        check::check_costs(self, topology)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    /// Who stands above whom.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The nodes below each.
    pub(super) fn below(&self) -> &Below {
        self.below.get_or_init(|| Below::new(self))
    }

    /// Links that leave a node for a higher one.
    pub fn up(&self) -> Links<'_> {
        Links::new(&self.up)
    }

    /// Links that reach a node from a higher one.
    pub fn down(&self) -> Links<'_> {
        Links::new(&self.down)
    }

    /// Whether `node` is in the hierarchy.
    pub(crate) fn assert_holds(&self, node: NodeId) {
        assert!(node.index() < self.nodes(), "node {} is not in the hierarchy", node.0);
    }
}
