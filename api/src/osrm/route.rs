//! The `route` service: the fastest way over all coordinates in their order.

use super::annotation::annotation;
use super::joint::{Joint, waypoint};
use super::options::{Options, Overview};
use super::request::Request;
use super::service::Roads;
use super::step::{geometry, metres, seconds, steps};
use super::{Code, Refusal};
use osm_data::guidance::{simplified, summary};
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
    // What is no waypoint is passed all the same, and its leg is told as part of the next.
    let stops = match &options.waypoints {
        None => (0..joints.len()).collect(),
        Some(chosen) if chosen.first() == Some(&0) && chosen.last() == Some(&(joints.len() - 1)) => {
            chosen.clone()
        }
        Some(_) => {
            let message = "First and last coordinates must be specified as waypoints.";
            return Err(Refusal::new(Code::InvalidOptions, message));
        }
    };
    if stops.len() != joints.len() {
        let message =
            "Coordinates that are no waypoints are not implemented: leave the option waypoints out.";
        return Err(Refusal::new(Code::NotImplemented, message));
    }
    let legs = legs(roads, &joints, options)?;
    let mut body = json!({"code": "Ok", "routes": [told(roads, &joints, &legs, options)]});
    if !options.skip_waypoints {
        let places = std::iter::once(legs[0].from).chain(legs.iter().map(|leg| leg.to));
        let of = |(joint, snap): (&Joint, Snap)| waypoint(roads.network(), joint.asked, &snap, options);
        body["waypoints"] = joints.iter().zip(places).map(of).collect();
    }
    Ok(body)
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

fn told(roads: &Roads<'_>, joints: &[Joint], legs: &[Route], options: &Options) -> Value {
    let guide = roads.guide();
    let mut told = Vec::with_capacity(legs.len());
    let mut all = RoadCost::ZERO;
    let mut line: Vec<LonLat> = Vec::new();
    for (route, ends) in legs.iter().zip(joints.windows(2)) {
        all = all + route.cost;
        let skip = usize::from(line.last() == route.geometry.first());
        line.extend_from_slice(&route.geometry[skip..]);
        let mut leg = json!({
            "duration": seconds(route.cost),
            "distance": metres(route.cost),
            "weight": seconds(route.cost),
            "summary": "",
            "steps": [],
        });
        if options.steps {
            let list = guide.instructions(route, Some([ends[0].asked, ends[1].asked]));
            leg["summary"] = summary(roads.network(), &list).join(", ").into();
            leg["steps"] = steps(roads, route, &list, options.geometries).into();
        }
        if options.annotations.any() {
            leg["annotation"] = annotation(roads.network(), route, &route.geometry, options.annotations);
        }
        told.push(leg);
    }
    let mut whole = json!({
        "duration": seconds(all),
        "distance": metres(all),
        "weight": seconds(all),
        "weight_name": "duration",
        "legs": told,
    });
    let drawn = |line: &[LonLat]| geometry(line, options.geometries);
    match options.overview {
        Overview::No => {}
        Overview::Simplified => whole["geometry"] = drawn(&simplified(&line)),
        Overview::Full => whole["geometry"] = drawn(&line),
        Overview::ByLegs => {
            for (leg, route) in legs.iter().enumerate() {
                whole["legs"][leg]["geometry"] = drawn(&route.geometry);
            }
        }
    }
    whole
}
