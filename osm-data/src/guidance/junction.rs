//! The look of a junction on a route: which roads meet there, which of them could be taken.

use super::Guide;
use super::bearing::{bearing_along, turn_between};
use crate::graph::{Lane, SegmentId};
use crate::lonlat::LonLat;
use crate::profile::{RoadClass, RoadKind, RoadTrait};
use crate::units::RoadCost;

/// A road that meets others at a junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// The lane that leads away.
    pub lane: Lane,
    /// The direction in which it does, degrees clockwise from north, 0 to 359.
    pub bearing: u16,
    /// Whether somebody who comes as the route does may take it.
    pub open: bool,
}

/// A junction that a route passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Junction {
    /// The roads, by direction.
    pub arms: Vec<Arm>,
    /// Which of them the route comes by: the lane back.
    pub came_by: usize,
    /// Which of them it goes on by.
    pub goes_by: usize,
}

impl Guide<'_> {
    /// The junction between two lanes of a route that follow each other.
    pub fn junction(&self, from: Lane, to: Lane) -> Junction {
        let network = self.network();
        let graph = &network.graph;
        let may_enter = |lane: Lane| {
            let turns = || graph.first_node_of(from).into_iter().flat_map(|node| graph.turns_of(node));
            network.weights.lane(lane) != RoadCost::UNREACHABLE
                && turns().any(|turn| {
                    graph.lane(graph.parts().head[turn]) == lane
                        && network.weights.turn(graph, turn) != RoadCost::UNREACHABLE
                })
        };
        let lanes = self.arms().leaving(graph.lane_tail(to));
        let mut arms: Vec<Arm> = lanes
            .iter()
            .map(|&lane| Arm { lane, bearing: self.bearing(lane), open: lane == to || may_enter(lane) })
            .collect();
        arms.sort_by_key(|arm| (arm.bearing, arm.lane));
        let position = |lane: Lane| arms.iter().position(|arm| arm.lane == lane).unwrap_or(0);
        let (came_by, goes_by) = (position(from.reversed()), position(to));
        Junction { arms, came_by, goes_by }
    }

    /// The direction in which a lane leaves its beginning.
    pub(super) fn bearing(&self, lane: Lane) -> u16 {
        let mut shape: Vec<_> = self.network().graph.shape(lane.segment()).map(|p| p.to_lonlat()).collect();
        if lane.is_backward() {
            shape.reverse();
        }
        let found = bearing_along(shape);
        found.unwrap_or(0)
    }

    pub(super) fn kind(&self, lane: Lane) -> RoadKind {
        self.network().graph.segment(lane.segment()).kind
    }

    pub(super) fn has(&self, lane: Lane, one: RoadTrait) -> bool {
        self.kind(lane).has(one)
    }

    pub(super) fn is_ferry(&self, lane: Lane) -> bool {
        self.kind(lane).class() == RoadClass::Ferry
    }

    pub(super) fn name(&self, lane: Lane) -> &str {
        self.network().road_name(lane.segment())
    }
}

impl Junction {
    /// The direction of travel before it.
    pub fn bearing_before(&self) -> u16 {
        (self.arms[self.came_by].bearing + 180) % 360
    }

    /// The direction of travel after it.
    pub fn bearing_after(&self) -> u16 {
        self.arms[self.goes_by].bearing
    }

    /// The turn taken: 0 straight on, positive to the right.
    pub fn angle(&self) -> i16 {
        self.angle_to(&self.arms[self.goes_by])
    }

    /// The turn into an arm.
    pub fn angle_to(&self, arm: &Arm) -> i16 {
        turn_between(self.bearing_before(), arm.bearing)
    }

    /// The roads that could be taken instead, the way back aside.
    pub fn others(&self) -> impl Iterator<Item = &Arm> {
        let (came, goes) = (self.arms[self.came_by].lane, self.arms[self.goes_by].lane);
        self.arms.iter().filter(move |arm| arm.open && arm.lane != came && arm.lane != goes)
    }

    /// Whether more than two roads meet.
    pub fn is_crossing(&self) -> bool {
        self.arms.len() > 2
    }

    /// The segments that meet.
    pub fn segments(&self) -> impl Iterator<Item = SegmentId> {
        self.arms.iter().map(|arm| arm.lane.segment())
    }

    /// Where it lies.
    pub fn place(&self, guide: &Guide<'_>) -> LonLat {
        let graph = &guide.network().graph;
        graph.place(graph.lane_tail(self.arms[self.goes_by].lane))
    }
}
