//! A place on a road as weighted start and end nodes: a house lies mid-segment, not on a junction.

use crate::graph::NodeId;
use crate::units::RoadCost;

/// How one place is joined to the routing graph.
///
/// The way from place `a` to place `b` costs the least `departure + path + arrival` over all pairs, or what the
/// two cost on a segment that they share, whichever is less.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Nodes that can be reached first when leaving the place, and what reaching them costs.
    pub departures: Vec<(NodeId, RoadCost)>,
    /// Nodes from which the place is reached last, and what reaching the place from them costs.
    pub arrivals: Vec<(NodeId, RoadCost)>,
}
