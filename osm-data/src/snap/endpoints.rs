//! A place on a road as weighted start and end nodes: a house lies mid-segment, not on a junction.

use super::{Locator, Snap};
use crate::graph::{ArcId, Lane, NodeId};
use crate::units::{Millis, RoadCost};

/// How one place is joined to the routing graph.
///
/// The way from place `a` to place `b` costs the least `departure + path + arrival` over all pairs, or what the
/// two cost on a segment that they share ([`Locator::direct`]), whichever is less.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Nodes that can be reached first when leaving the place, and what reaching them costs.
    pub departures: Vec<(NodeId, RoadCost)>,
    /// Nodes from which the place is reached last, and what reaching the place from them costs.
    pub arrivals: Vec<(NodeId, RoadCost)>,
    /// What is driven along to each of `departures`; nothing when the place is at the node itself.
    pub departure_lanes: Vec<Option<Lane>>,
    /// What is driven along from each of `arrivals`; nothing when the place is at the node itself.
    pub arrival_lanes: Vec<Option<Lane>>,
}

impl Locator<'_> {
    /// How a place is joined to the graph.
    ///
    /// Who leaves has no past, so the arc of the vertex itself leads away, though maybe to a copy. Who arrives may
    /// come from any copy of the vertex from which the lane is not forbidden. A place at the very end of a segment
    /// is at the vertex: it is left and reached over every road that meets there, not over this segment alone,
    /// which may be one-way.
    pub fn endpoints(&self, snap: &Snap) -> Endpoints {
        let graph = self.graph();
        let mut found = Endpoints::default();
        let segment = graph.segment(snap.segment);
        for (vertex, along) in [(segment.tail, 0), (segment.head, segment.decimetres)] {
            if snap.along == along {
                found.departures.push((vertex, RoadCost::ZERO));
                found.departure_lanes.push(None);
                for node in graph.with_copies(vertex) {
                    found.arrivals.push((node, RoadCost::ZERO));
                    found.arrival_lanes.push(None);
                }
            }
        }
        for lane in snap.segment.lanes() {
            let tail = graph.lane_tail(lane);
            let behind = self.distance_from_tail(snap, lane);
            if let Some(arc) = graph.arc_on(tail, lane) {
                let all = graph.topology().cost(arc);
                let passed = self.share(arc, behind);
                let left = RoadCost::new(
                    Millis(all.millis().0 - passed.millis().0),
                    all.decimetres() - passed.decimetres(),
                );
                found.departures.push((graph.topology().head(arc), left));
                found.departure_lanes.push(Some(lane));
            }
            for node in graph.with_copies(tail) {
                if let Some(arc) = graph.arc_on(node, lane) {
                    found.arrivals.push((node, self.share(arc, behind)));
                    found.arrival_lanes.push(Some(lane));
                }
            }
        }
        found
    }

    /// What the way from one place to another costs along the segment that both lie on; `None` when they lie on
    /// different ones, or the direction is closed.
    pub fn direct(&self, from: &Snap, to: &Snap) -> Option<RoadCost> {
        if from.segment != to.segment {
            return None;
        }
        if from.along == to.along {
            return Some(RoadCost::ZERO);
        }
        let lane = if from.along < to.along { from.segment.forward() } else { from.segment.backward() };
        let arc = self.graph().arc_on(self.graph().lane_tail(lane), lane)?;
        let (begin, end) = (self.distance_from_tail(from, lane), self.distance_from_tail(to, lane));
        let (begin, end) = (self.share(arc, begin), self.share(arc, end));
        Some(RoadCost::new(Millis(end.millis().0 - begin.millis().0), end.decimetres() - begin.decimetres()))
    }

    /// Decimetres from where the lane begins.
    fn distance_from_tail(&self, snap: &Snap, lane: Lane) -> u32 {
        if lane.is_backward() {
            self.graph().segment(snap.segment).decimetres - snap.along
        } else {
            snap.along
        }
    }

    /// The cost of the first `decimetres` of an arc. Rounded down, so that shares never exceed the whole and rise
    /// with the distance.
    fn share(&self, arc: ArcId, decimetres: u32) -> RoadCost {
        let all = self.graph().topology().cost(arc);
        let length = u64::from(all.decimetres()).max(1);
        let millis = u64::from(all.millis().0) * u64::from(decimetres) / length;
        RoadCost::new(Millis(millis as u32), decimetres)
    }
}
