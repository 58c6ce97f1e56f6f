//! Topology in, contraction hierarchy out; then costs and paths between nodes. Knows no geography and no turns.
//!
//! Nodes are numbered in the order of contraction, the least important first: who builds the topology sees to that.
//! A [`Skeleton`] is made once for a topology, whatever its costs; [`Skeleton::customize`] makes a
//! [`ContractionHierarchy`] of it for given costs in a fraction of a second. What many threads share is immutable;
//! what one thread scribbles on is a [`Query`] or a [`Sweep`]. The slow, obvious twin of all of it is [`dijkstra`].

mod check;
mod climb;
mod contraction_hierarchy;
mod customize;
mod dijkstra;
mod query;
mod skeleton;
mod sweep;
mod unpack;

#[cfg(test)]
pub(crate) mod tests;

pub use check::HierarchyDefect;
pub(crate) use climb::Climb;
pub use contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, LinkCost, Links, LinksArrays};
pub use dijkstra::{dijkstra, dijkstra_all, dijkstra_between};
pub use query::{Path, Query};
pub use skeleton::Skeleton;
pub use sweep::{Direction, Sweep};
