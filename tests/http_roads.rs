//! The service with a map: routes, tables, and plans whose travel times come from roads.

use api::config::Config;
use api::http::AppState;
use api::tasks::{self, Language, Map, PlanOptions, SampleSize};
use api::wire::Day;
use end_to_end::server::{Server, assert_problem};
use engine::budget::Budget;
use engine::progress::Silent;
use osm_data::samples::Drawing;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// One character is 100 m; every road is 36 km/h, so 10 s. The way back from B to A leads round by C and D.
const TOWN: &str = "
A-->B
|   |
C---D
";

fn map_of(make: impl FnOnce(&Path)) -> Arc<Map> {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let (pbf, file) = (scratch.path().join("region.osm.pbf"), scratch.path().join("region.rond"));
    make(&pbf);
    tasks::import(&pbf, &file, "car", &mut |_| {}).expect("a map");
    // The file stays open by its map when the folder goes.
    Arc::new(tasks::open_map(&file).expect("a map"))
}

fn synthetic() -> Arc<Map> {
    map_of(|pbf| drop(tasks::synth(7, 2_000, pbf).expect("a synthetic region")))
}

fn with(map: &Arc<Map>) -> Server {
    let config = Config { plan_workers: 1, plan_threads: 1, ..Config::default() };
    Server::of(AppState::new(config, Some(Arc::clone(map))))
}

fn sampled(map: &Map) -> Value {
    let today = Day("2026-11-20".to_owned());
    let size = SampleSize { patients: 30, staff: 10, days: 1, seed: 3, today };
    serde_json::to_value(tasks::sample(map, &size).expect("a sample")).expect("documents are JSON")
}

#[test]
fn a_drawn_town_gives_the_times_that_its_drawing_says() {
    let drawing = Drawing::new(TOWN);
    let server = with(&map_of(|pbf| std::fs::write(pbf, drawing.to_pbf()).expect("a file")));
    let town = drawing.build();
    let text = |junction| format!("{},{}", town.place(junction).lat, town.place(junction).lon);
    let there = server.get(&format!("/v1/route?from={}&to={}", text('A'), text('B'))).json();
    assert_eq!((&there["seconds"], &there["metres"]), (&json!(40), &json!(400)), "{there}");
    assert!(there["geometry"].as_array().is_some_and(|g| g.len() >= 2), "{there}");
    let back = server.get(&format!("/v1/route?from={}&to={}", text('B'), text('A'))).json();
    assert_eq!(back["seconds"], 80, "{back}");
    let points: Vec<Value> = ['A', 'B', 'C', 'D']
        .map(|j| json!({"lat": town.place(j).lat, "lon": town.place(j).lon}))
        .into_iter()
        .collect();
    let table = server.post("/v1/table", &json!({"points": points})).json();
    let seconds = json!([[0, 40, 20, 60], [80, 0, 60, 20], [20, 60, 0, 40], [60, 20, 40, 0]]);
    assert_eq!(table["seconds"], seconds, "{table}");
    let near = server.get(&format!("/v1/nearest?at={}", text('C'))).json();
    assert_eq!(near["metres"], 0, "{near}");
}

#[test]
fn positions_that_cannot_be_used_are_told_one_by_one() {
    let map = synthetic();
    let server = with(&map);
    let home = sampled(&map)["patients"][0]["place"].clone();
    let (lat, lon) = (&home["lat"], &home["lon"]);
    let points = json!([{"lat": lat, "lon": lon}, {"lat": lon, "lon": lat}, {"lat": 5.0, "lon": 5.0}, {"lat": 95, "lon": 0}]);
    let report =
        assert_problem(&server.post("/v1/table", &json!({"points": points})), 422, "invalid-question");
    let mut told: Vec<(&str, &str)> = report["errors"]
        .as_array()
        .expect("defects")
        .iter()
        .map(|d| (d["pointer"].as_str().unwrap_or(""), d["code"].as_str().unwrap_or("")))
        .collect();
    told.sort_unstable();
    let wanted =
        [("/points/1", "swapped-coordinates"), ("/points/2", "off-the-map"), ("/points/3", "out-of-range")];
    assert_eq!(told, wanted, "{report}");
    let route = format!("/v1/route?from={lon},{lat}&to={lat},{lon}");
    assert_problem(&server.get(&route), 422, "invalid-question");
    assert_problem(&server.get("/v1/nearest?at=5,5"), 422, "invalid-question");
    let many = json!({"points": vec![json!({"lat": lat, "lon": lon}); 2001]});
    assert_eq!(assert_problem(&server.post("/v1/table", &many), 422, "points")["place"], "/points");
}

#[test]
fn a_problem_with_places_off_the_map_is_refused_with_every_one_of_them() {
    let map = synthetic();
    let server = with(&map);
    let mut problem = sampled(&map);
    let home = problem["patients"][1]["place"].clone();
    problem["patients"][1]["place"] = json!({"lat": home["lon"], "lon": home["lat"]});
    problem["patients"][4]["place"] = json!({"lat": 1.5, "lon": 2.5});
    let report = assert_problem(&server.post("/v1/problems", &problem), 422, "invalid-problem");
    let told: Vec<String> = report["errors"]
        .as_array()
        .expect("defects")
        .iter()
        .map(|d| format!("{} {}", d["code"].as_str().unwrap_or(""), d["pointer"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(told.len(), 2, "{report}");
    assert!(told[0].starts_with("swapped-coordinates /patients/1/place"), "{told:?}");
    assert!(told[1].starts_with("off-the-map /patients/4/place"), "{told:?}");
}

/// Everything of a plan but how long it took.
fn without_clock(mut plan: Value) -> Value {
    let made = plan["made"].as_object_mut().expect("how it was made");
    made.remove("milliseconds");
    made.remove("firstPlanMilliseconds");
    plan
}

#[test]
fn the_service_plans_over_roads_as_the_task_does_with_the_same_seed_and_iterations() {
    let map = synthetic();
    let server = with(&map);
    let document = sampled(&map);
    let order = json!({"problem": document, "iterations": 150, "seed": 11, "language": "sv"});
    let id = server.plan_of(&server.order(&order));
    let there = server.get(&format!("/v1/plans/{id}")).json();

    let loaded = tasks::load(document.to_string().as_bytes(), Some(&map)).expect("a good problem");
    let options = PlanOptions { seed: Some(11), threads: Some(2), language: Language::Swedish };
    let here = tasks::plan(&loaded, &options, &Budget::iterations(150), &mut Silent).expect("a plan");
    let here = serde_json::to_value(here).expect("documents are JSON");
    assert!(here["routes"].as_array().is_some_and(|r| r.len() > 3), "{here}");
    assert_eq!(without_clock(here), without_clock(there));

    let drawn = server.get(&format!("/v1/plans/{id}/geojson")).json();
    let legs = drawn["features"].as_array().expect("features").iter();
    let mut legs = legs.filter(|f| f["geometry"]["type"] == "LineString").peekable();
    assert!(legs.peek().is_some(), "{drawn}");
    assert!(legs.all(|leg| leg["properties"]["alongRoads"] == true), "ways are drawn along roads");
}
