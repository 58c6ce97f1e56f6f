//! OSRM's form over drawn maps: what it answers, what it refuses, and that it always answers.

use super::*;
use crate::travel::Map;
use osm_data::samples::{Drawing, DrawnMap};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

const TOWN: &str = "
A-->B
|   |
C---D
";

fn town() -> (DrawnMap, Osrm) {
    let drawn = Drawing::new(TOWN)
        .road_tag('A', 'B', "name", "Storgatan")
        .road_tag('B', 'D', "name", "Ågatan")
        .build();
    let osrm = Osrm::new(Arc::new(Map::of(drawn.network.clone())));
    (drawn, osrm)
}

fn at(drawn: &DrawnMap, junctions: &str) -> String {
    let text = |c: char| format!("{:.7},{:.7}", drawn.place(c).lon, drawn.place(c).lat);
    junctions.chars().map(text).collect::<Vec<_>>().join(";")
}

fn get(osrm: &Osrm, service: &str, coordinates: &str, query: &str) -> Value {
    let answer = osrm.answer(&format!("/{service}/v1/driving/{coordinates}"), Some(query));
    assert_eq!(answer.ok, answer.body["code"] == "Ok", "{}", answer.body);
    answer.body
}

#[test]
fn a_route_has_legs_steps_names_and_figures_that_add_up() {
    let (drawn, osrm) = town();
    let body = get(&osrm, "route", &at(&drawn, "DBA"), "steps=true&geometries=geojson&overview=full");
    let route = &body["routes"][0];
    let sum = |of: &Value, figure: &str| -> i64 {
        let each = of.as_array().expect("a list").iter();
        each.map(|part| (part[figure].as_f64().expect("a number") * 1000.0).round() as i64).sum()
    };
    for figure in ["duration", "distance"] {
        let whole = (route[figure].as_f64().expect("a number") * 1000.0).round() as i64;
        assert_eq!(sum(&route["legs"], figure), whole);
        let legs = route["legs"].as_array().expect("legs").iter();
        assert_eq!(legs.map(|leg| sum(&leg["steps"], figure)).sum::<i64>(), whole);
    }
    assert_eq!(route["legs"][0]["duration"], 20.0, "{route}");
    assert_eq!(route["legs"][0]["steps"][0]["maneuver"]["type"], "depart");
    assert_eq!(route["legs"][0]["summary"], "Ågatan");
    assert_eq!(body["waypoints"].as_array().map(Vec::len), Some(3));
    assert_eq!(route["geometry"]["type"], "LineString");
}

#[test]
fn a_table_has_rows_columns_and_waypoints_as_asked() {
    let (drawn, osrm) = town();
    let all = at(&drawn, "ABCD");
    let body = get(&osrm, "table", &all, "annotations=duration,distance");
    let seconds = json!([
        [0.0, 40.0, 20.0, 60.0],
        [80.0, 0.0, 60.0, 20.0],
        [20.0, 60.0, 0.0, 40.0],
        [60.0, 20.0, 40.0, 0.0]
    ]);
    assert_eq!(body["durations"], seconds);
    assert_eq!(body["distances"][0], json!([0.0, 400.0, 200.0, 600.0]));
    let part = get(&osrm, "table", &all, "sources=1;3&destinations=0&scale_factor=2&skip_waypoints=true");
    assert_eq!(part, json!({"code": "Ok", "durations": [[160.0], [120.0]]}));
}

#[test]
fn the_nearest_roads_come_in_order_of_distance() {
    let (drawn, osrm) = town();
    let body = get(&osrm, "nearest", &at(&drawn, "A"), "number=3&generate_hints=false");
    let found = body["waypoints"].as_array().expect("a list");
    assert_eq!(found.len(), 3);
    let far: Vec<f64> = found.iter().map(|w| w["distance"].as_f64().expect("a number")).collect();
    assert!(far.is_sorted() && far[0] == 0.0, "{far:?}");
    assert!(found[0].get("hint").is_none());
    let limited = get(&osrm, "nearest", "0.1,0.1", "radiuses=10");
    assert_eq!(limited["code"], "NoSegment");
}

#[test]
fn a_car_stops_at_the_kerb_when_asked_to() {
    let drawn = Drawing::new("A-----B\n|     |\nC-----D").build();
    let osrm = Osrm::new(Arc::new(Map::of(drawn.network.clone())));
    // A place just north of the road A–B: on the right for who drives west.
    let (a, b) = (drawn.place('A'), drawn.place('B'));
    let place = format!("{:.7},{:.7}", (a.lon + b.lon) / 2.0, a.lat + 0.00005);
    let ends = format!("{};{place}", at(&drawn, "A"));
    let free = get(&osrm, "route", &ends, "overview=false");
    let kerb = get(&osrm, "route", &ends, "overview=false&approaches=unrestricted;curb");
    let other = get(&osrm, "route", &ends, "overview=false&approaches=;opposite");
    assert_eq!(free["routes"][0]["duration"], 30.0);
    assert_eq!(other["routes"][0]["duration"], 30.0);
    assert!(kerb["routes"][0]["duration"].as_f64() > Some(30.0), "{kerb}");
    let table = get(&osrm, "table", &ends, "approaches=unrestricted;curb");
    assert_eq!(table["durations"][0][1], kerb["routes"][0]["duration"]);
}

#[test]
fn what_does_not_fit_is_refused_with_osrms_codes() {
    let (drawn, osrm) = town();
    let ab = at(&drawn, "AB");
    for (service, coordinates, query, code) in [
        ("route", "0,0", "", "InvalidOptions"),
        ("route", ab.as_str(), "radiuses=10", "InvalidOptions"),
        ("route", ab.as_str(), "bearings=400,10;", "InvalidOptions"),
        ("route", ab.as_str(), "steps=yes", "InvalidQuery"),
        ("route", ab.as_str(), "sources=0", "InvalidQuery"),
        ("route", ab.as_str(), "nonsense=1", "InvalidQuery"),
        ("route", ab.as_str(), "steps", "InvalidQuery"),
        ("route", "200,0;1,1", "", "InvalidValue"),
        ("route", ab.as_str(), "exclude=tunnel", "InvalidValue"),
        ("route", "10,10;11,11", "", "NoSegment"),
        ("table", ab.as_str(), "sources=2", "InvalidOptions"),
        ("table", ab.as_str(), "scale_factor=0", "InvalidOptions"),
        ("table", ab.as_str(), "fallback_speed=-1", "InvalidOptions"),
        ("nearest", ab.as_str(), "number=101", "TooBig"),
        ("nearest", ab.as_str(), "number=0", "InvalidOptions"),
        ("trip", ab.as_str(), "", "NotImplemented"),
        ("fly", ab.as_str(), "", "InvalidService"),
    ] {
        let body = get(&osrm, service, coordinates, query);
        assert_eq!(body["code"], code, "{service} {coordinates} {query}: {body}");
        assert!(body["message"].as_str().is_some_and(|m| !m.is_empty()), "{body}");
    }
    let ignored = "hints=;&generate_hints=false&approaches=curb;&exclude=motorway,ferry&continue_straight=default&alternatives=3";
    assert_eq!(get(&osrm, "route", &ab, ignored)["code"], "Ok");
}

#[test]
fn lines_are_annotated_piece_by_piece() {
    let (drawn, osrm) = town();
    let body = get(&osrm, "route", &at(&drawn, "AD"), "annotations=true&overview=full&geometries=geojson");
    let pieces = body["routes"][0]["geometry"]["coordinates"].as_array().expect("a line").len() - 1;
    let told = &body["routes"][0]["legs"][0]["annotation"];
    for figure in ["distance", "duration", "speed", "weight", "datasources"] {
        assert_eq!(told[figure].as_array().map(Vec::len), Some(pieces), "{figure} in {told}");
    }
    assert_eq!(told["speed"][0], 10.0, "{told}");
}

static OSRM: LazyLock<Osrm> = LazyLock::new(|| town().1);

fn option() -> impl Strategy<Value = String> {
    let keys = [
        "radiuses",
        "bearings",
        "approaches",
        "exclude",
        "generate_hints",
        "skip_waypoints",
        "snapping",
        "hints",
        "steps",
        "geometries",
        "overview",
        "annotations",
        "continue_straight",
        "alternatives",
        "waypoints",
        "number",
        "sources",
        "destinations",
        "fallback_speed",
        "fallback_coordinate",
        "scale_factor",
        "timestamps",
        "gaps",
        "tidy",
        "nonsense",
    ];
    let values = prop_oneof![
        Just("true"),
        Just("false"),
        Just("0;1"),
        Just("0;9;9;11"),
        Just("ignore"),
        Just("1"),
        Just("curb;"),
        Just("any"),
        Just("unlimited;5"),
        Just("90,20;"),
        Just(";"),
        Just(""),
        Just("geojson"),
        Just("polyline6"),
        Just("full"),
        Just("by_legs"),
        Just("duration,distance"),
        Just("motorway,ferry"),
        Just("all"),
        Just("0.5"),
        Just("99999999999999999999"),
    ];
    (prop::sample::select(keys.to_vec()), prop_oneof![values.prop_map(str::to_owned), ".{0,12}"])
        .prop_map(|(key, value)| format!("{key}={value}"))
}

fn coordinates() -> impl Strategy<Value = String> {
    let near = (-20..40_i32, -30..20_i32)
        .prop_map(|(x, y)| format!("{:.4},{:.4}", f64::from(x) * 1e-4, f64::from(y) * 1e-4));
    let any = ".{0,20}".prop_map(|text: String| text);
    prop_oneof![
        8 => prop::collection::vec(near, 1..5).prop_map(|all| all.join(";")),
        1 => Just("polyline(_p~iF~ps|U_ulLnnqC_mqNvxq`@)".to_owned()),
        1 => any,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked_is_answered_with_a_code(
        service in prop::sample::select(&["route", "table", "nearest", "match", "x"][..]),
        coordinates in coordinates(),
        options in prop::collection::vec(option(), 0..4),
    ) {
        let answer = OSRM.answer(&format!("/{service}/v1/car/{coordinates}"), Some(&options.join("&")));
        let code = answer.body["code"].as_str().expect("a code");
        prop_assert_eq!(answer.ok, code == "Ok");
    }

    #[test]
    fn any_path_is_answered_with_a_code(path in "[/a-z0-9.,;()%v]{0,40}", query: String) {
        prop_assert!(OSRM.answer(&path, Some(&query)).body["code"].is_string());
    }
}
