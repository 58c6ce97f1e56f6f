//! OSRM's `Route` object: what `route` answers, and `match` for each part of a trace.

use super::annotation::annotation;
use super::options::{Options, Overview};
use super::service::Roads;
use super::step::{geometry, metres, seconds, steps};
use osm_data::guidance::{simplified, summary};
use osm_data::lonlat::LonLat;
use osm_data::network::{RoadNetwork, Route};
use osm_data::units::RoadCost;
use serde_json::{Value, json};
use std::borrow::Cow;

/// One leg from each stop to the next of legs from each place to the next; `stops` are places in rising order, the first
/// and the last of all among them.
pub(super) fn over_stops<'l>(network: &RoadNetwork, legs: &'l [Route], stops: &[usize]) -> Cow<'l, [Route]> {
    if stops.len() == legs.len() + 1 {
        return legs.into();
    }
    let pairs = stops.windows(2);
    pairs.filter_map(|pair| network.joined(legs.get(pair[0]..pair[1])?)).collect()
}

/// The route over all legs, which follow each other; `asked` are the places that their ends were asked for by.
pub(super) fn route_object(roads: &Roads<'_>, asked: &[LonLat], legs: &[Route], options: &Options) -> Value {
    let guide = roads.guide();
    let mut told = Vec::with_capacity(legs.len());
    let mut all = RoadCost::ZERO;
    let mut line: Vec<LonLat> = Vec::new();
    for (route, ends) in legs.iter().zip(asked.windows(2)) {
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
            let list = guide.instructions(route, Some([ends[0], ends[1]]));
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
