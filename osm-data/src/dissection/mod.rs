//! Points and the edges between them in, an order of the edges out: nested dissection. And who depends on whom when
//! a graph is contracted in some order: [`Tree`].
//!
//! The edges that part the map into two halves come last, before them those that part each half, and so on. A
//! customizable hierarchy over lanes needs just that: lanes of different halves meet only over the lanes that part
//! them.

mod bisect;
mod nest;
mod tree;

pub use nest::edge_order;
pub(crate) use tree::{Tree, depths, elimination_tree, postorder};

#[cfg(test)]
mod tests;
