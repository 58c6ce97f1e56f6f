//! The `route` service: the fastest way over all coordinates in their order.

use super::joint::{Joint, waypoint};
use super::options::Options;
use super::request::Request;
use super::route_object::{over_stops, route_object};
use super::service::Roads;
use super::{Code, Refusal};
use osm_data::lonlat::LonLat;
use osm_data::network::Route;
use osm_data::profile::TravelMode;
use osm_data::snap::{Directions, Snap};
use osm_data::units::RoadCost;
use serde_json::{Value, json};

/// OSRM's limit.
const MOST_COORDINATES: usize = 500;

pub(super) fn answer(roads: &Roads<'_>, request: &Request, options: &Options) -> Result<Value, Refusal> {
    let coordinates = &request.coordinates;
    if coordinates.len() > MOST_COORDINATES {
        let asked = coordinates.len();
        let message =
            format!("Number of entries {asked} is higher than current maximum ({MOST_COORDINATES})");
        return Err(Refusal::new(Code::TooBig, message));
    }
    let joints: Vec<Joint> = coordinates
        .iter()
        .enumerate()
        .map(|(number, &[lon, lat])| Joint::find(roads, LonLat { lon, lat }, number, options))
        .collect::<Result<_, _>>()?;
    let stops = stops(&options.waypoints, joints.len())?;
    let legs = legs(roads, &joints, options)?;
    let legs = over_stops(roads.network(), &legs, &stops);
    let asked: Vec<LonLat> = stops.iter().map(|&stop| joints[stop].asked).collect();
    let mut body = json!({"code": "Ok", "routes": [route_object(roads, &asked, &legs, options)]});
    if !options.skip_waypoints {
        let places = std::iter::once(legs[0].from).chain(legs.iter().map(|leg| leg.to));
        let of = |(&asked, snap): (&LonLat, Snap)| waypoint(roads.network(), asked, &snap, options);
        body["waypoints"] = asked.iter().zip(places).map(of).collect();
    }
    Ok(body)
}

/// Which coordinates are stops: what is none is passed all the same, and its leg is told as part of the next.
fn stops(chosen: &Option<Vec<usize>>, coordinates: usize) -> Result<Vec<usize>, Refusal> {
    let Some(chosen) = chosen else { return Ok((0..coordinates).collect()) };
    let mut stops = chosen.clone();
    stops.sort_unstable();
    stops.dedup();
    if stops.first() == Some(&0) && stops.last() == Some(&(coordinates - 1)) {
        return Ok(stops);
    }
    let message = "First and last coordinates must be specified as waypoints.";
    Err(Refusal::new(Code::InvalidOptions, message))
}

/// The fastest way between each coordinate and the next.
fn legs(roads: &Roads<'_>, joints: &[Joint], options: &Options) -> Result<Vec<Route>, Refusal> {
    // As in OSRM's profiles for cars and for bicycles; who walks turns round as easily as who cycles.
    let straight = options.continue_straight.unwrap_or(roads.network().mode == TravelMode::Car);
    let mut legs: Vec<Route> = Vec::with_capacity(joints.len() - 1);
    for pair in joints.windows(2) {
        let onward = legs.last().filter(|_| straight).and_then(|leg| onward(leg, &pair[0]));
        let found =
            onward.and_then(|from| leg(roads, &from, &pair[1])).or_else(|| leg(roads, &pair[0], &pair[1]));
        legs.push(found.ok_or_else(|| Refusal::new(Code::NoRoute, "Impossible route between points"))?);
    }
    Ok(legs)
}

/// A coordinate as one who arrives there by a route can go on without turning round.
fn onward(arrived: &Route, joint: &Joint) -> Option<Joint> {
    let lane = arrived.steps.last()?.lane;
    let directions = Directions::of(!lane.is_backward(), lane.is_backward());
    let same = joint.roads.iter().filter(|(snap, may)| snap.segment == lane.segment() && may.allow(lane));
    let roads: Vec<_> = same.map(|(snap, _)| (*snap, directions)).collect();
    if roads.is_empty() { None } else { Some(Joint { asked: joint.asked, roads }) }
}

/// The fastest way between two coordinates, whichever of their roads are taken.
fn leg(roads: &Roads<'_>, from: &Joint, to: &Joint) -> Option<Route> {
    let network = roads.network();
    let (mut best, mut least) = ((0, 0), RoadCost::UNREACHABLE);
    if from.roads.len() * to.roads.len() > 1 {
        let split = |joint: &Joint| joint.roads.iter().copied().unzip::<_, _, Vec<_>, Vec<_>>();
        let ((sources, leaving), (targets, arriving)) = (split(from), split(to));
        let costs = network.costs_on(&sources, &leaving, &targets, &arriving);
        for (at, &cost) in costs.iter().enumerate() {
            if cost < least {
                (best, least) = ((at / targets.len(), at % targets.len()), cost);
            }
        }
        if least == RoadCost::UNREACHABLE {
            return None;
        }
    }
    let ((from, leaving), (to, arriving)) = (from.roads[best.0], to.roads[best.1]);
    network.route_on(&from, leaving, &to, arriving)
}
