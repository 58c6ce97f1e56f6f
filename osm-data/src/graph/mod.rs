//! Elements and profile in, road graph out: who connects to whom, at what cost, drawn where.

mod check;
mod component;
mod ids;
mod import;
mod restriction;
mod road_graph;
mod shape;
mod statistics;
mod topology;
mod turns;

pub use check::GraphDefect;
pub use component::{KEPT_METRES, KEPT_SHARE_PERCENT};
pub use ids::{ArcId, Lane, NodeId, SegmentId};
pub use import::{ImportError, import};
pub use road_graph::{GraphParts, NO_COMPONENT, RoadGraph, Segment};
pub use shape::Point;
pub use statistics::ImportStatistics;
pub use topology::{Topology, TopologyDefect};

#[cfg(test)]
pub(crate) mod tests;
