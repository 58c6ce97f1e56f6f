//! A place on a road as weighted start and end nodes: a house lies mid-segment, not on a junction.

use super::{Directions, Locator, Snap};
use crate::graph::{Lane, NodeId, Weights};
use crate::units::{Millis, RoadCost};

/// How one place is joined to the routing graph.
///
/// A node is a lane driven to its end. Who leaves a place pays the rest of the lane there; who arrives has been
/// reckoned to the end of the lane and gets the rest back. So that nothing is ever negative, arrivals are told with
/// an allowance on top: the way from place `a` to place `b` costs the least `departure + path + arrival`, less the
/// allowance of `b`. Two places on one segment need [`Locator::departures_for`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Nodes where a journey from here begins, and what it costs to drive their lanes to the end.
    pub departures: Vec<(NodeId, RoadCost)>,
    /// Nodes where a journey to here ends: the allowance less what remains of their lanes from here.
    pub arrivals: Vec<(NodeId, RoadCost)>,
    /// To be taken off whatever is reckoned with `arrivals`.
    pub allowance: RoadCost,
}

impl Locator<'_> {
    /// How a place is joined to the graph under a condition: over the lanes of its segment that are open.
    ///
    /// Who leaves has no past, and is at the first node of the lane. Who arrives may be at any node of it.
    pub fn endpoints(&self, weights: &Weights, snap: &Snap) -> Endpoints {
        let mut found = Endpoints::default();
        let lanes = || snap.segment.lanes().into_iter().filter(|l| weights.lane(*l) != RoadCost::UNREACHABLE);
        let rest = |lane: Lane| self.rest(weights, snap, lane);
        let millis = lanes().map(|lane| rest(lane).millis().0).max().unwrap_or(0);
        let decimetres = lanes().map(|lane| rest(lane).decimetres()).max().unwrap_or(0);
        found.allowance = RoadCost::new(Millis(millis), decimetres);
        for lane in lanes() {
            let rest = rest(lane);
            found.departures.extend(self.graph().first_node_of(lane).map(|node| (node, rest)));
            let back = RoadCost::new(Millis(millis - rest.millis().0), decimetres - rest.decimetres());
            found.arrivals.extend(self.graph().nodes_of(lane).map(|node| (node, back)));
        }
        found
    }

    /// The departures from one place on a segment for a journey to another place on the same segment.
    ///
    /// Where the goal lies behind, the lane must be driven to its end and come back to: there the journey begins
    /// with the turns at its end.
    pub fn departures_for(&self, weights: &Weights, from: &Snap, to: &Snap) -> Vec<(NodeId, RoadCost)> {
        self.departures_on(weights, from, to, Directions::Both)
    }

    /// As [`Locator::departures_for`], leaving in some directions only.
    pub fn departures_on(
        &self,
        weights: &Weights,
        from: &Snap,
        to: &Snap,
        leaving: Directions,
    ) -> Vec<(NodeId, RoadCost)> {
        let graph = self.graph();
        let mut found = Vec::new();
        for lane in from.segment.lanes() {
            if weights.lane(lane) == RoadCost::UNREACHABLE || !leaving.allow(lane) {
                continue;
            }
            let Some(node) = graph.first_node_of(lane) else { continue };
            let rest = self.rest(weights, from, lane);
            let is_behind = self.distance_from_tail(to, lane) < self.distance_from_tail(from, lane);
            if from.segment == to.segment && is_behind {
                for turn in graph.turns_of(node) {
                    let cost = rest.then(weights.turn(graph, turn));
                    if cost != RoadCost::UNREACHABLE {
                        found.push((graph.parts().head[turn], cost));
                    }
                }
            } else {
                found.push((node, rest));
            }
        }
        found
    }

    /// What it costs to drive an open lane from a place on it to its end.
    pub fn rest(&self, weights: &Weights, snap: &Snap, lane: Lane) -> RoadCost {
        let all = weights.lane(lane);
        let length = u64::from(all.decimetres()).max(1);
        let passed = self.distance_from_tail(snap, lane);
        // Rounded down, so that shares never exceed the whole and rise with the distance.
        let millis = u64::from(all.millis().0) * u64::from(passed) / length;
        RoadCost::new(Millis(all.millis().0 - millis as u32), all.decimetres() - passed)
    }

    /// Decimetres from where the lane begins.
    pub fn distance_from_tail(&self, snap: &Snap, lane: Lane) -> u32 {
        if lane.is_backward() {
            self.graph().segment(snap.segment).decimetres - snap.along
        } else {
            snap.along
        }
    }
}
