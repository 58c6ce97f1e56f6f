//! The `nearest` service: the places on roads next to each coordinate.

use super::joint::{Joint, waypoint};
use super::options::Options;
use super::request::Request;
use super::service::Roads;
use super::{Code, Refusal};
use osm_data::lonlat::LonLat;
use serde_json::{Value, json};

/// OSRM's limits.
const MOST_RESULTS: usize = 100;
const MOST_COORDINATES: usize = 100;

pub(super) fn answer(roads: &Roads<'_>, request: &Request, options: &Options) -> Result<Value, Refusal> {
    if options.number > MOST_RESULTS {
        let asked = options.number;
        let message = format!("Number of results {asked} is higher than current maximum ({MOST_RESULTS})");
        return Err(Refusal::new(Code::TooBig, message));
    }
    if request.coordinates.len() > MOST_COORDINATES {
        let asked = request.coordinates.len();
        let message =
            format!("Number of coordinates {asked} is higher than current maximum ({MOST_COORDINATES})");
        return Err(Refusal::new(Code::TooBig, message));
    }
    let missing = || Refusal::new(Code::NoSegment, "Could not find a matching segment for coordinate");
    let mut groups = Vec::new();
    for (number, &[lon, lat]) in request.coordinates.iter().enumerate() {
        let asked = LonLat { lon, lat };
        let found = Joint::several(roads, asked, number, options, options.number);
        let told: Vec<Value> =
            found.iter().map(|(snap, _)| waypoint(roads.network(), asked, snap, options)).collect();
        groups.push(told);
    }
    // One coordinate is answered with its places, several with a list for each.
    let waypoints = if groups.len() == 1 {
        let only = groups.pop().filter(|group| !group.is_empty()).ok_or_else(missing)?;
        Value::from(only)
    } else {
        groups.into_iter().map(|g| if g.is_empty() { missing().body() } else { Value::from(g) }).collect()
    };
    let mut body = json!({"code": "Ok"});
    if !options.skip_waypoints {
        body["waypoints"] = waypoints;
    }
    Ok(body)
}
