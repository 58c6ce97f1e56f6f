//! Elements and profile in, road graph out: who connects to whom, at what cost, drawn where.

mod assemble;
mod check;
mod component;
mod ids;
mod import;
mod import_error;
mod junction;
mod lanes;
mod restriction;
mod road_graph;
mod shape;
mod states;
mod statistics;
mod through;
mod topology;
mod weights;

pub use check::GraphDefect;
pub use component::{BESIDE_METRES, KEPT_METRES, KEPT_SHARE_PERCENT, LARGE_METRES};
pub use ids::{ArcId, Lane, LaneNode, NodeId, SegmentId};
pub use import::{import, import_within};
pub use import_error::ImportError;
pub use junction::TurnCosts;
pub use lanes::LaneTime;
pub use road_graph::{GraphParts, HourlyLane, HourlyTurn, NO_COMPONENT, RoadGraph, Segment};
pub use shape::{Bend, Point};
pub use statistics::ImportStatistics;
pub use topology::{Topology, TopologyDefect};
pub use weights::Weights;

#[cfg(test)]
pub(crate) mod tests;
