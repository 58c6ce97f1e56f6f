//! The `match` service: a trace joined to the roads it was most probably driven on.

use super::joint::{Joint, waypoint};
use super::options::Options;
use super::request::Request;
use super::route_object::{over_stops, route_object};
use super::service::Roads;
use super::{Code, Refusal};
use osm_data::lonlat::LonLat;
use osm_data::matching::{
    DEVIATION, MOST_CANDIDATES, Matching, Trace, TracePoint, match_trace, search_radius, tidied,
};
use serde_json::{Value, json};

/// Most points of one trace; OSRM's default is 100.
const MOST_POINTS: usize = 1_000;

pub(super) fn answer(roads: &Roads<'_>, request: &Request, options: &Options) -> Result<Value, Refusal> {
    if request.coordinates.len() > MOST_POINTS {
        let asked = request.coordinates.len();
        let message =
            format!("Too many trace coordinates: {asked} are more than the maximum ({MOST_POINTS})");
        return Err(Refusal::new(Code::TooBig, message));
    }
    if !options.timestamps.is_sorted() {
        let message = "Timestamps need to be monotonically increasing.";
        return Err(Refusal::new(Code::InvalidValue, message));
    }
    let places: Vec<LonLat> = request.coordinates.iter().map(|&[lon, lat]| LonLat { lon, lat }).collect();
    let kept = if options.tidy { tidied(&places, &options.timestamps) } else { (0..places.len()).collect() };
    let stops = stops(options, &kept)?;
    let trace = trace(roads, &places, &kept, options);
    if trace.points.iter().all(|point| point.candidates.is_empty()) {
        let message = "Could not find a matching segment for any coordinate.";
        return Err(Refusal::new(Code::NoSegment, message));
    }
    let found = match_trace(roads.network(), &trace);
    let no_match = |message: &str| Err(Refusal::new(Code::NoMatch, message));
    if found.is_empty() {
        return no_match("Could not match the trace.");
    }
    // The stops among the points of the only matching.
    let stops = match stops {
        None => None,
        Some(_) if found.len() > 1 => {
            return no_match("Could not match the trace with the given waypoints.");
        }
        Some(stops) => {
            let position = |stop: &usize| found[0].points.iter().position(|point| point.point == *stop);
            let Some(positions) = stops.iter().map(position).collect::<Option<Vec<usize>>>() else {
                return no_match("Requested waypoint parameter could not be matched.");
            };
            Some(positions)
        }
    };
    let stops = stops.as_deref();
    let mut body = json!({"code": "Ok"});
    let told = found.iter().map(|matching| told(roads, &trace, matching, stops, options));
    body["matchings"] = told.collect();
    if !options.skip_waypoints {
        body["tracepoints"] = tracepoints(roads, &places, &kept, &found, stops, options);
    }
    Ok(body)
}

/// The positions of the waypoints among the points that are kept, in rising order: for one that is not, the one before
/// it stands. `None` when every point is one.
fn stops(options: &Options, kept: &[usize]) -> Result<Option<Vec<usize>>, Refusal> {
    let Some(chosen) = &options.waypoints else { return Ok(None) };
    let stand_in = |&point: &usize| kept.partition_point(|&k| k <= point).saturating_sub(1);
    let mut stops: Vec<usize> = chosen.iter().map(stand_in).collect();
    stops.sort_unstable();
    stops.dedup();
    if stops.first() == Some(&0) && stops.last() == Some(&(kept.len() - 1)) {
        return Ok(Some(stops));
    }
    let message = "First and last coordinates must be specified as waypoints.";
    Err(Refusal::new(Code::InvalidValue, message))
}

/// The points that are kept, each with the roads near it.
fn trace(roads: &Roads<'_>, places: &[LonLat], kept: &[usize], options: &Options) -> Trace {
    let point = |&at: &usize| {
        let deviation = options.radiuses.get(at).copied().flatten().unwrap_or(DEVIATION);
        let limit = search_radius(deviation);
        let candidates = Joint::passing(roads, places[at], at, options, MOST_CANDIDATES, limit);
        TracePoint { place: places[at], deviation, candidates }
    };
    Trace {
        points: kept.iter().map(point).collect(),
        seconds: kept.iter().filter_map(|&at| options.timestamps.get(at).copied()).collect(),
        split_gaps: options.split_gaps,
    }
}

/// A matching as a route with its confidence, over its points or over those that are stops.
fn told(
    roads: &Roads<'_>,
    trace: &Trace,
    matching: &Matching,
    stops: Option<&[usize]>,
    options: &Options,
) -> Value {
    let all: Vec<usize>;
    let stops = match stops {
        Some(stops) => stops,
        None => {
            all = (0..matching.points.len()).collect();
            &all
        }
    };
    let asked: Vec<LonLat> =
        stops.iter().map(|&stop| trace.points[matching.points[stop].point].place).collect();
    let legs = over_stops(roads.network(), &matching.legs, stops);
    let mut told = route_object(roads, &asked, &legs, options);
    told["confidence"] = ((matching.confidence * 1e6).round() / 1e6).into();
    told
}

/// Every point of the trace with where it was found; `null` for one that was not.
fn tracepoints(
    roads: &Roads<'_>,
    places: &[LonLat],
    kept: &[usize],
    found: &[Matching],
    stops: Option<&[usize]>,
    options: &Options,
) -> Value {
    let mut told = vec![Value::Null; places.len()];
    for (number, matching) in found.iter().enumerate() {
        for (position, point) in matching.points.iter().enumerate() {
            let at = kept[point.point];
            let mut here = waypoint(roads.network(), places[at], &point.snap, options);
            here["matchings_index"] = number.into();
            here["waypoint_index"] = match stops {
                None => position.into(),
                Some(stops) => stops.iter().position(|&stop| stop == position).into(),
            };
            here["alternatives_count"] = point.alternatives.into();
            told[at] = here;
        }
    }
    told.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osrm::Osrm;
    use crate::travel::Map;
    use osm_data::samples::{Drawing, DrawnMap};
    use std::sync::Arc;

    const TOWN: &str = "
A----->B----E
|      |
C------D
";

    fn town() -> (DrawnMap, Osrm) {
        let drawn = Drawing::new(TOWN).road_tag('A', 'B', "name", "Storgatan").build();
        let osrm = Osrm::new(Arc::new(Map::of(drawn.network.clone())));
        (drawn, osrm)
    }

    fn text(places: &[LonLat]) -> String {
        let each: Vec<String> = places.iter().map(|p| format!("{:.7},{:.7}", p.lon, p.lat)).collect();
        each.join(";")
    }

    fn get(osrm: &Osrm, service: &str, places: &[LonLat], query: &str) -> Value {
        let answer = osrm.answer(&format!("/{service}/v1/driving/{}", text(places)), Some(query));
        assert_eq!(answer.ok, answer.body["code"] == "Ok", "{}", answer.body);
        answer.body
    }

    /// Down the street from A to B and round the corner towards D.
    fn driven(drawn: &DrawnMap) -> Vec<LonLat> {
        let on = |a, b, share| drawn.place_between(a, b, share);
        vec![on('A', 'B', 0.25), on('A', 'B', 0.5), on('A', 'B', 0.75), on('B', 'D', 0.5)]
    }

    fn indices(body: &Value, key: &str) -> Vec<Value> {
        body["tracepoints"].as_array().expect("a list").iter().map(|point| point[key].clone()).collect()
    }

    #[test]
    fn a_trace_on_the_roads_is_the_route_over_its_points() {
        let (drawn, osrm) = town();
        let places = driven(&drawn);
        for query in [
            "steps=true&annotations=true&geometries=geojson&overview=full",
            "overview=by_legs&annotations=duration",
            "steps=true&waypoints=0;3",
            "waypoints=0;2;3&overview=full",
        ] {
            let body = get(&osrm, "match", &places, query);
            let mut matching = body["matchings"][0].clone();
            let confidence = matching.as_object_mut().expect("an object").remove("confidence");
            assert!(confidence.and_then(|c| c.as_f64()).is_some_and(|c| (0.0..=1.0).contains(&c)), "{body}");
            let route = get(&osrm, "route", &places, query);
            assert_eq!(matching, route["routes"][0], "{query}");
            assert_eq!(body["matchings"].as_array().map(Vec::len), Some(1));
        }
    }

    #[test]
    fn every_point_tells_where_it_was_found_or_null() {
        let (drawn, osrm) = town();
        let mut places = driven(&drawn);
        // Three metres beside the road, and one point far from all.
        places[1].lat += 0.000027;
        places.insert(2, LonLat { lon: places[1].lon, lat: places[1].lat + 0.01 });
        let body = get(&osrm, "match", &places, "generate_hints=false");
        assert_eq!(indices(&body, "waypoint_index"), [json!(0), json!(1), Value::Null, json!(2), json!(3)]);
        let point = &body["tracepoints"][1];
        assert_eq!((&point["name"], &point["matchings_index"]), (&json!("Storgatan"), &json!(0)));
        assert_eq!((&point["alternatives_count"], &point["distance"]), (&json!(0), &json!(3.002)));
        assert!(point.get("hint").is_none());
        assert_eq!(body["tracepoints"][2], Value::Null);
        assert_eq!(body["matchings"][0]["legs"].as_array().map(Vec::len), Some(3));
        assert!(get(&osrm, "match", &places, "skip_waypoints=true").get("tracepoints").is_none());
        // The whole trace a little too far from the road unless it is said to be measured worse.
        let beside: Vec<LonLat> =
            driven(&drawn)[..3].iter().map(|p| LonLat { lat: p.lat + 0.0002, ..*p }).collect();
        assert_eq!(get(&osrm, "match", &beside, "")["code"], "NoSegment");
        assert_eq!(get(&osrm, "match", &beside, "radiuses=10;10;10")["code"], "Ok");
        assert_eq!(get(&osrm, "match", &beside, "radiuses=;10;unlimited")["code"], "Ok");
    }

    #[test]
    fn gaps_cut_a_trace_and_tidying_leaves_points_out() {
        let (drawn, osrm) = town();
        let places = driven(&drawn);
        let cut = get(&osrm, "match", &places, "timestamps=0;15;1000;1030");
        assert_eq!(indices(&cut, "matchings_index"), [0, 0, 1, 1]);
        assert_eq!(indices(&cut, "waypoint_index"), [0, 1, 0, 1]);
        let whole = get(&osrm, "match", &places, "timestamps=0;15;1000;1030&gaps=ignore");
        assert_eq!(indices(&whole, "matchings_index"), [0, 0, 0, 0]);
        assert_eq!(
            get(&osrm, "match", &places, "timestamps=0;15;1000;1030&waypoints=0;3")["code"],
            "NoMatch"
        );

        let twice = [&places[..2], &places[1..]].concat();
        let tidy = get(&osrm, "match", &twice, "tidy=true");
        assert_eq!(indices(&tidy, "waypoint_index"), [json!(0), json!(1), Value::Null, json!(2), json!(3)]);
        // The point before stands for a waypoint that is left out.
        let tidy = get(&osrm, "match", &twice, "tidy=true&waypoints=0;2;4");
        assert_eq!(
            indices(&tidy, "waypoint_index"),
            [json!(0), json!(1), Value::Null, Value::Null, json!(2)]
        );
        assert_eq!(tidy["matchings"][0]["legs"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn bearings_and_excluded_roads_bind_a_trace_too() {
        let highway = Drawing::new(TOWN).road_tag('A', 'B', "highway", "motorway").build();
        let osrm = Osrm::new(Arc::new(Map::of(highway.network.clone())));
        let on_it = [0.25, 0.75].map(|share| highway.place_between('A', 'B', share));
        assert_eq!(get(&osrm, "match", &on_it, "")["code"], "Ok");
        assert_eq!(get(&osrm, "match", &on_it, "exclude=motorway")["code"], "NoSegment");
        let (drawn, osrm) = town();
        let street = [0.25, 0.75].map(|share| drawn.place_between('C', 'D', share));
        let first = |query: &str| {
            let body = get(&osrm, "match", &street, query);
            body["matchings"][0]["distance"].as_f64()
        };
        assert_eq!(first(""), Some(350.0));
        assert_eq!(first("bearings=90,20;90,20"), Some(350.0));
        // Nobody who points west at the beginning is 350 m farther east, unless he turns round.
        assert!(first("bearings=270,20;90,20").is_none_or(|metres| metres > 350.0));
    }

    #[test]
    fn what_cannot_be_matched_is_refused_with_osrms_codes() {
        let (drawn, osrm) = town();
        let places = driven(&drawn);
        let nowhere = [LonLat { lon: 10.0, lat: 10.0 }, LonLat { lon: 11.0, lat: 11.0 }];
        let one = [places[0], nowhere[0]];
        let many = vec![places[0]; 1001];
        for (places, query, code) in [
            (&places[..1], "", "InvalidOptions"),
            (&places[..], "timestamps=1;2;3", "InvalidOptions"),
            (&places[..], "timestamps=1;2;3;x", "InvalidQuery"),
            (&places[..], "timestamps=1;2;3;", "InvalidQuery"),
            (&places[..], "timestamps=1;2;3;-4", "InvalidQuery"),
            (&places[..], "timestamps=1;2;3;4294967296", "InvalidQuery"),
            (&places[..], "timestamps=1;3;2;4", "InvalidValue"),
            (&places[..], "timestamps=1;1;1;1", "Ok"),
            (&places[..], "gaps=yes", "InvalidQuery"),
            (&places[..], "tidy=1", "InvalidQuery"),
            (&places[..], "alternatives=true", "InvalidQuery"),
            (&places[..], "waypoints=0;4", "InvalidOptions"),
            (&places[..], "waypoints=1;3", "InvalidValue"),
            (&places[..], "radiuses=0;0;0;0", "Ok"),
            (&nowhere[..], "", "NoSegment"),
            (&one[..], "", "NoMatch"),
            (&one[..], "waypoints=0;1", "NoMatch"),
            (&many[..], "", "TooBig"),
            (&many[..1000], "", "Ok"),
        ] {
            let body = get(&osrm, "match", places, query);
            assert_eq!(body["code"], code, "{query}: {body}");
        }
        let outlier = [places[0], places[1], nowhere[0], places[3]];
        assert_eq!(get(&osrm, "match", &outlier, "waypoints=0;2;3")["code"], "NoMatch");
        assert_eq!(get(&osrm, "match", &outlier, "waypoints=0;3")["code"], "Ok");
        assert_eq!(get(&osrm, "route", &places, "match=1")["code"], "InvalidQuery");
        for (query, code) in
            [("0;3", "Ok"), ("0;2", "InvalidOptions"), ("1;3", "InvalidOptions"), ("0;4", "InvalidOptions")]
        {
            assert_eq!(get(&osrm, "route", &places, &format!("waypoints={query}"))["code"], code, "{query}");
        }
    }
}
