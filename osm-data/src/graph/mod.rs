//! Elements and profile in, road graph out: who connects to whom, at what cost, drawn where.

mod ids;
mod topology;

pub use ids::{ArcId, NodeId};
pub use topology::{Topology, TopologyDefect};
