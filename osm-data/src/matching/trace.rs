//! A GPS trace: what was measured, and where on the roads that may have been.

use crate::lonlat::LonLat;
use crate::network::RoadNetwork;
use crate::snap::{Directions, Locator, OFF_ROAD_LIMIT, Snap};
use crate::units::RoadCost;

/// The standard deviation of a measured place unless told, in metres: OSRM's.
pub const DEVIATION: f64 = 5.0;

/// No point has more roads worth trying: of more the nearest are taken.
///
/// OSRM takes all within the radius. A junction of five roads with footways beside them has fewer.
pub const MOST_CANDIDATES: usize = 16;

/// Farther than three standard deviations from the road is one point in 370: OSRM's figure.
const DEVIATIONS_TO_SEARCH: f64 = 3.0;

/// Nothing is measured better than this, in metres: a map is not drawn better either.
const LEAST_DEVIATION: f64 = 0.1;

/// A point of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct TracePoint {
    /// Where it was measured.
    pub place: LonLat,
    /// The standard deviation of that, in metres.
    pub deviation: f64,
    /// The places on roads where it may have been, nearest first, each with the directions in which its road may be
    /// driven there. Only the first [`MOST_CANDIDATES`] count.
    pub candidates: Vec<(Snap, Directions)>,
}

/// A trace in the order in which it was driven.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Its points.
    pub points: Vec<TracePoint>,
    /// When each was measured, in seconds from any moment, never falling; empty when nobody knows.
    pub seconds: Vec<u32>,
    /// Whether it is cut where nothing was measured for long.
    pub split_gaps: bool,
}

impl TracePoint {
    /// A point with all roads of `locator` that are open in `network` and near enough, in either direction.
    pub fn near(network: &RoadNetwork, locator: &Locator<'_>, place: LonLat, deviation: f64) -> Self {
        let open = |snap: &Snap| {
            let [forward, backward] =
                snap.segment.lanes().map(|lane| network.weights.lane(lane) != RoadCost::UNREACHABLE);
            Directions::of(forward, backward)
        };
        let found = locator.nearest_several(place, MOST_CANDIDATES, search_radius(deviation), |snap| {
            open(snap) != Directions::Neither
        });
        let candidates = found.into_iter().map(|snap| (snap, open(&snap))).collect();
        Self { place, deviation, candidates }
    }

    /// The standard deviation that is reckoned with.
    pub(super) fn reckoned_deviation(&self) -> f64 {
        search_radius(self.deviation) / DEVIATIONS_TO_SEARCH
    }
}

/// How far from a place measured with this standard deviation the road may be, in metres.
pub fn search_radius(deviation: f64) -> f64 {
    // What is no number counts as the least.
    (deviation.max(LEAST_DEVIATION) * DEVIATIONS_TO_SEARCH).min(f64::from(OFF_ROAD_LIMIT.0))
}
