//! On which side of the road people drive.

use super::bearing::{bearing_between, turn_between};
use crate::network::RoadNetwork;
use crate::profile::RoadTrait;
use crate::units::RoadCost;

/// Whether roundabouts run clockwise: there people drive on the left. On the right where there are none.
///
/// The importer judges by the same sign from whole ways; a network keeps their pieces.
pub fn drives_on_the_left(network: &RoadNetwork) -> bool {
    let mut turned = 0_i64;
    for (id, _) in network.graph.all_segments().filter(|(_, s)| s.kind.has(RoadTrait::Roundabout)) {
        let is_open = |lane| network.weights.lane(lane) != RoadCost::UNREACHABLE;
        if !is_open(id.forward()) || is_open(id.backward()) {
            continue;
        }
        let shape: Vec<_> = network.graph.shape(id).collect();
        let bearings: Vec<u16> = shape
            .windows(2)
            .filter_map(|pair| bearing_between(pair[0].to_lonlat(), pair[1].to_lonlat()))
            .collect();
        turned += bearings.windows(2).map(|pair| i64::from(turn_between(pair[0], pair[1]))).sum::<i64>();
    }
    turned > 0
}
