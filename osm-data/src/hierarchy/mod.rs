//! Topology in, contraction hierarchy out; then costs and paths between nodes. Knows no geography.
//!
//! [`ContractionHierarchy::build`] takes any weighted digraph. What many threads share is the immutable
//! [`ContractionHierarchy`]; what one thread scribbles on is a [`Query`] or a [`Sweep`]. The slow, obvious
//! twin of all of it is [`dijkstra`].

mod check;
mod contract;
mod contraction_hierarchy;
mod dijkstra;
mod node_order;
mod priority;
mod query;
mod remaining_graph;
mod search_space;
mod sweep;
mod unpack;
mod witness;

#[cfg(test)]
pub(crate) mod tests;

pub use check::HierarchyDefect;
pub use contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, Links, LinksArrays};
pub use dijkstra::{dijkstra, dijkstra_all, dijkstra_between};
pub use node_order::{NodeOrder, Rank};
pub use query::{Path, Query};
pub(crate) use search_space::SearchSpace;
pub use sweep::Sweep;
