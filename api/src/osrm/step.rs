//! The turn list of a leg in OSRM's form.

use super::joint::location;
use super::options::Geometries;
use super::service::Roads;
use crate::exchange::encode_polyline;
use osm_data::guidance::{Instruction, Junction, ManeuverKind};
use osm_data::lonlat::LonLat;
use osm_data::network::Route;
use osm_data::units::RoadCost;
use serde_json::{Value, json};

/// Seconds of a cost; to the millisecond, so that they add up.
pub(super) fn seconds(cost: RoadCost) -> f64 {
    f64::from(cost.millis().0) / 1e3
}

/// Metres of a cost; to the decimetre.
pub(super) fn metres(cost: RoadCost) -> f64 {
    f64::from(cost.decimetres()) / 10.0
}

/// A line as asked for. A line of one place is told as two of it, as OSRM does and GeoJSON demands.
pub(super) fn geometry(line: &[LonLat], form: Geometries) -> Value {
    let mut points: Vec<[f64; 2]> = line.iter().map(|&p| location(p)).collect();
    if points.len() == 1 {
        points.push(points[0]);
    }
    match form {
        Geometries::Polyline => encode_polyline(&points, 5).into(),
        Geometries::Polyline6 => encode_polyline(&points, 6).into(),
        Geometries::GeoJson => json!({"type": "LineString", "coordinates": points}),
    }
}

/// The steps of a leg.
pub(super) fn steps(roads: &Roads<'_>, route: &Route, list: &[Instruction], form: Geometries) -> Vec<Value> {
    list.iter().map(|instruction| step(roads, route, instruction, form)).collect()
}

fn step(roads: &Roads<'_>, route: &Route, instruction: &Instruction, form: Geometries) -> Value {
    let told = &instruction.maneuver;
    let mut maneuver = json!({
        "type": told.kind.name(),
        "location": location(told.place),
        "bearing_before": told.bearing_before,
        "bearing_after": told.bearing_after,
    });
    if let Some(modifier) = told.modifier {
        maneuver["modifier"] = modifier.name().into();
    }
    if let Some(exit) = told.exit {
        maneuver["exit"] = exit.into();
    }
    json!({
        "maneuver": maneuver,
        "name": roads.network().road_name(instruction.road),
        "mode": if instruction.by_ferry { "ferry" } else { mode(roads) },
        "driving_side": if roads.on_the_left { "left" } else { "right" },
        "duration": seconds(instruction.cost),
        "distance": metres(instruction.cost),
        "weight": seconds(instruction.cost),
        "geometry": geometry(&route.geometry[instruction.points.clone()], form),
        "intersections": intersections(roads, instruction),
    })
}

/// How the mode of the map is called in steps.
fn mode(roads: &Roads<'_>) -> &'static str {
    match roads.network().mode.name() {
        "bicycle" => "cycling",
        "foot" => "walking",
        _ => "driving",
    }
}

fn intersections(roads: &Roads<'_>, instruction: &Instruction) -> Vec<Value> {
    let told = &instruction.maneuver;
    let mut found = Vec::new();
    match told.kind {
        ManeuverKind::Depart => found.push(json!({
            "location": location(told.place), "bearings": [told.bearing_after], "entry": [true], "out": 0,
        })),
        ManeuverKind::Arrive => found.push(json!({
            "location": location(told.place),
            "bearings": [(told.bearing_before + 180) % 360],
            "entry": [true],
            "in": 0,
        })),
        _ => {}
    }
    let guide = roads.guide();
    let crossing = |junction: &Junction| {
        json!({
            "location": location(junction.place(&guide)),
            "bearings": junction.arms.iter().map(|arm| arm.bearing).collect::<Vec<_>>(),
            "entry": junction.arms.iter().map(|arm| arm.open).collect::<Vec<_>>(),
            "in": junction.came_by,
            "out": junction.goes_by,
        })
    };
    found.extend(instruction.junctions.iter().map(|(_, junction)| crossing(junction)));
    found
}
