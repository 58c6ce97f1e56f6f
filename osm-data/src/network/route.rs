//! The fastest way from one place to another, lane by lane, with its line on the map.

use super::RoadNetwork;
use super::costs::less;
use crate::graph::{Lane, NodeId};
use crate::hierarchy::Query;
use crate::lonlat::LonLat;
use crate::snap::{Directions, Snap};
use crate::units::RoadCost;

/// A way from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Time and length.
    pub cost: RoadCost,
    /// The line on the map, from road to road: the stretches between house and road are not in it.
    pub geometry: Vec<LonLat>,
    /// What is driven along, in order.
    pub steps: Vec<RouteStep>,
    /// Where it begins.
    pub from: Snap,
    /// Where it ends.
    pub to: Snap,
}

/// A stretch of a route on one lane, with the turn into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteStep {
    /// Which direction of which segment.
    pub lane: Lane,
    /// Where on the lane it begins, in decimetres from its beginning.
    pub begin: u32,
    /// Where it ends.
    pub end: u32,
    /// What this stretch costs, the turn into it included.
    pub cost: RoadCost,
    /// Where its line begins among the points of the route's geometry; it ends where the next one begins, the last
    /// with the geometry.
    pub first_point: u32,
}

impl RoadNetwork {
    /// The fastest way from one place on a road to another, with its line on the map; `None` where no road leads.
    pub fn route(&self, from: &Snap, to: &Snap) -> Option<Route> {
        self.route_on(from, Directions::Both, to, Directions::Both)
    }

    /// As [`RoadNetwork::route`], where the one place may be left and the other reached in some directions of their
    /// roads only.
    pub fn route_on(
        &self,
        from: &Snap,
        leaving: Directions,
        to: &Snap,
        arriving: Directions,
    ) -> Option<Route> {
        let locator = self.locator();
        let mut ends = locator.endpoints(&self.weights, to);
        ends.arrivals.retain(|(node, _)| arriving.allow(self.graph.lane(*node)));
        let departures = locator.departures_on(&self.weights, from, to, leaving);
        let path = Query::new(&self.hierarchy).path(&departures, &ends.arrivals)?;
        let cost = less(path.cost, ends.allowance);
        let mut steps = self.steps(&path.nodes, departures[path.start], from, leaving, to);
        let geometry = self.geometry(&mut steps, from, to);
        Some(Route { cost, geometry, steps, from: *from, to: *to })
    }

    /// The stretches of a path. Its first node is on the segment of `from`, or is what one turns into at its end.
    fn steps(
        &self,
        nodes: &[NodeId],
        (first, begun): (NodeId, RoadCost),
        from: &Snap,
        leaving: Directions,
        to: &Snap,
    ) -> Vec<RouteStep> {
        let locator = self.locator();
        let mut steps = Vec::with_capacity(nodes.len() + 1);
        let length = |lane: Lane| self.graph.segment(lane.segment()).decimetres;
        let lane = self.graph.lane(first);
        let leaves_along_it = self.departs_on(from, lane, begun);
        if leaves_along_it {
            let begin = locator.distance_from_tail(from, lane);
            steps.push(RouteStep { lane, begin, end: length(lane), cost: begun, first_point: 0 });
        } else {
            // The journey begins with a turn at the end of a lane of the place's own segment.
            let (own, rest, turned) = self.lane_before(from, leaving, first, begun);
            let begin = locator.distance_from_tail(from, own);
            steps.push(RouteStep { lane: own, begin, end: length(own), cost: rest, first_point: 0 });
            steps.push(RouteStep { lane, begin: 0, end: length(lane), cost: turned, first_point: 0 });
        }
        for pair in nodes.windows(2) {
            let turns = self.graph.turns_of(pair[0]);
            let onto = turns.filter(|&turn| self.graph.parts().head[turn] == pair[1]);
            let cost = onto.map(|turn| self.weights.turn(&self.graph, turn)).min().unwrap_or_default();
            let lane = self.graph.lane(pair[1]);
            steps.push(RouteStep { lane, begin: 0, end: length(lane), cost, first_point: 0 });
        }
        if let Some(last) = steps.last_mut() {
            last.cost = less(last.cost, locator.rest(&self.weights, to, last.lane));
            last.end = locator.distance_from_tail(to, last.lane);
        }
        // Nothing is driven when both are at one place.
        steps.retain(|step| step.end > step.begin || step.cost != RoadCost::ZERO);
        steps
    }

    /// Whether a departure of this cost is one along a lane of the place's own segment, not after a turn.
    fn departs_on(&self, from: &Snap, lane: Lane, begun: RoadCost) -> bool {
        lane.segment() == from.segment && self.locator().rest(&self.weights, from, lane) == begun
    }

    /// The lane of the place's own segment that is driven before a first turn, its cost, and that of the turn.
    fn lane_before(
        &self,
        from: &Snap,
        leaving: Directions,
        next: NodeId,
        begun: RoadCost,
    ) -> (Lane, RoadCost, RoadCost) {
        let locator = self.locator();
        for lane in from.segment.lanes() {
            let Some(node) = self.graph.first_node_of(lane) else { continue };
            if self.weights.lane(lane) == RoadCost::UNREACHABLE || !leaving.allow(lane) {
                continue;
            }
            let rest = locator.rest(&self.weights, from, lane);
            for turn in self.graph.turns_of(node) {
                let cost = self.weights.turn(&self.graph, turn);
                if self.graph.parts().head[turn] == next && rest.then(cost) == begun {
                    return (lane, rest, cost);
                }
            }
        }
        unreachable!("a departure is along a lane of its place or after a turn at the end of one")
    }

    /// The points of the steps in driving order; each step is told where its own begin.
    pub(super) fn geometry(&self, steps: &mut [RouteStep], from: &Snap, to: &Snap) -> Vec<LonLat> {
        let mut line = vec![from.place];
        let mut add = |place: LonLat| {
            if line.last() != Some(&place) {
                line.push(place);
            }
            line.len() as u32 - 1
        };
        let last = steps.len().saturating_sub(1);
        for (i, step) in steps.iter_mut().enumerate() {
            let length = self.graph.segment(step.lane.segment()).decimetres;
            // The last bend is the lane's end, whatever rounding makes of its distance.
            let end = if i < last && step.end == length { u32::MAX } else { step.end };
            let turned_round = (i > 0 && step.begin > 0).then(|| self.place_along(step.lane, step.begin));
            let bends = self.bends_between(step.lane, step.begin, end);
            for (point, place) in turned_round.into_iter().chain(bends).enumerate() {
                let at = add(place);
                if i > 0 && point == 0 {
                    step.first_point = at;
                }
            }
        }
        add(to.place);
        line
    }

    /// The place at a distance from the beginning of a lane, in decimetres.
    fn place_along(&self, lane: Lane, distance: u32) -> LonLat {
        let length = self.graph.segment(lane.segment()).decimetres;
        let along = if lane.is_backward() { length.saturating_sub(distance) } else { distance };
        self.locator().place_on(lane.segment(), along)
    }

    /// All points of a lane in driving order.
    fn bends(&self, lane: Lane) -> Vec<LonLat> {
        let mut points: Vec<LonLat> = self.graph.shape(lane.segment()).map(|p| p.to_lonlat()).collect();
        if lane.is_backward() {
            points.reverse();
        }
        points
    }

    /// The points of a lane that lie between two distances from its beginning, in decimetres; ends included.
    fn bends_between(&self, lane: Lane, begin: u32, end: u32) -> Vec<LonLat> {
        let mut passed = 0.0;
        let mut previous: Option<LonLat> = None;
        let mut found = Vec::new();
        for place in self.bends(lane) {
            passed += previous.map_or(0.0, |p| p.metres_to(place) * 10.0);
            previous = Some(place);
            if passed >= f64::from(begin) && passed <= f64::from(end) {
                found.push(place);
            }
        }
        found
    }
}
