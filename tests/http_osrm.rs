//! The service started with `--osrm`: OSRM's paths beside our own.

use api::config::Config;
use api::http::AppState;
use api::tasks::Map;
use end_to_end::server::{Server, assert_problem};
use osm_data::samples::{Drawing, DrawnMap};
use std::sync::Arc;

/// One character is 100 m; every road is 36 km/h, so 10 s.
const TOWN: &str = "
A-->B
|   |
C---D
";

fn town(osrm: bool) -> (DrawnMap, Server) {
    let drawn = Drawing::new(TOWN).build();
    let config = Config { osrm, ..Config::default() };
    let map = Arc::new(Map::of(drawn.network.clone()));
    (drawn, Server::of(AppState::new(config, Some(map))))
}

fn at(drawn: &DrawnMap, junctions: &str) -> String {
    let text = |c: char| format!("{:.7},{:.7}", drawn.place(c).lon, drawn.place(c).lat);
    junctions.chars().map(text).collect::<Vec<_>>().join(";")
}

#[test]
fn osrms_paths_answer_beside_our_own() {
    let (drawn, server) = town(true);
    let route = server.get(&format!("/route/v1/driving/{}?overview=false", at(&drawn, "AB")));
    assert_eq!((route.status, route.header("content-type")), (200, "application/json"));
    assert_eq!(route.json()["routes"][0]["duration"], 40.0);
    let table = server.get(&format!("/table/v1/driving/{}.json", at(&drawn, "AB")));
    assert_eq!(table.json()["durations"][1][0], 80.0);
    let nearest = server.get(&format!("/nearest/v1/driving/{}?number=2", at(&drawn, "C")));
    assert_eq!(nearest.json()["waypoints"].as_array().map(Vec::len), Some(2));
    let trace = server.get(&format!("/match/v1/driving/{}?steps=true&timestamps=0;60", at(&drawn, "AB")));
    assert_eq!(trace.json()["matchings"][0]["duration"], 40.0, "{}", trace.text());
    assert_eq!(trace.json()["tracepoints"][1]["waypoint_index"], 1);
    let line = server.get("/route/v1/driving/polyline(%3F%3F%3F_%40)?overview=false");
    assert_eq!(line.json()["code"], "Ok", "{}", line.text());
    assert_eq!(server.get("/v1/health").status, 200);
    assert_problem(&server.get("/v1/nonsense"), 404, "no-route");
}

#[test]
fn refusals_have_osrms_status_and_codes() {
    let (drawn, server) = town(true);
    let ab = at(&drawn, "AB");
    for (path, code) in [
        (format!("/fly/v1/driving/{ab}"), "InvalidService"),
        (format!("/route/v2/driving/{ab}"), "InvalidVersion"),
        (format!("/match/v1/driving/{ab}?timestamps=2;1"), "InvalidValue"),
        ("/match/v1/driving/5,5;6,6".to_owned(), "NoSegment"),
        (format!("/trip/v1/driving/{ab}"), "NotImplemented"),
        ("/route/v1/driving/x".to_owned(), "InvalidQuery"),
        ("/nonsense".to_owned(), "InvalidUrl"),
        ("/route/v1/driving/5,5;6,6".to_owned(), "NoSegment"),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.json()["code"], code, "{path}: {}", answer.text());
    }
}

#[test]
fn without_the_flag_there_are_no_such_paths() {
    let (drawn, server) = town(false);
    assert_problem(&server.get(&format!("/route/v1/driving/{}", at(&drawn, "AB"))), 404, "no-route");
}
