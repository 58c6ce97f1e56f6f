//! Figures for each piece of a route's line.

use super::options::Annotations;
use osm_data::lonlat::LonLat;
use osm_data::network::{RoadNetwork, Route};
use serde_json::{Value, json};

/// What is told of the pieces of the line of one leg: seconds and metres of driving, without turns, as OSRM has it.
pub(super) fn annotation(
    network: &RoadNetwork,
    route: &Route,
    line: &[LonLat],
    wanted: Annotations,
) -> Value {
    let (mut metres, mut seconds) = (Vec::new(), Vec::new());
    for (number, step) in route.steps.iter().enumerate() {
        let begin = step.first_point as usize;
        let end =
            route.steps.get(number + 1).map_or(route.geometry.len() - 1, |next| next.first_point as usize);
        let whole = network.weights.lane(step.lane);
        let pace = f64::from(whole.millis().0) / f64::from(whole.decimetres().max(1)) / 100.0;
        for piece in route.geometry[begin..=end.max(begin)].windows(2) {
            let length = piece[0].metres_to(piece[1]);
            metres.push(rounded(length, 10.0));
            seconds.push(rounded(length * pace, 1e3));
        }
    }
    // A leg that goes nowhere is one piece of no length.
    let pieces = line.len().max(2) - 1;
    metres.resize(pieces, 0.0);
    seconds.resize(pieces, 0.0);
    let mut told = json!({});
    if wanted.distance {
        told["distance"] = json!(metres);
    }
    if wanted.duration {
        told["duration"] = json!(seconds);
    }
    if wanted.weight {
        told["weight"] = json!(seconds);
    }
    if wanted.speed {
        let speed = |(&m, &s): (&f64, &f64)| if s > 0.0 { rounded(m / s, 10.0) } else { 0.0 };
        told["speed"] = metres.iter().zip(&seconds).map(speed).collect();
    }
    if wanted.datasources {
        told["datasources"] = json!(vec![0; pieces]);
        told["metadata"] = json!({"datasource_names": ["rond profile"]});
    }
    told
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}
