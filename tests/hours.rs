//! Travel by the hour: what holds on roads at some hours reaches tables, plans, the judge and the service.

use api::config::Config;
use api::http::AppState;
use api::tasks::{self, Language, Loaded, Map, PlanOptions, RoadConditions, SampleSize, TaskError, Ways};
use api::wire::{Day, Moment, Plan, Position};
use end_to_end::extracts;
use end_to_end::server::{Server, small_problem};
use engine::budget::Budget;
use engine::clock::PlanTime;
use engine::progress::Silent;
use osm_data::samples::Drawing;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

fn map_of(pbf: &Path) -> Map {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("region.rond");
    tasks::import(pbf, &file, "car", &mut |_| {}).expect("a map");
    // The file stays open by its map when the folder goes.
    tasks::open_map(&file).expect("a map")
}

fn load(document: &Value, map: Option<&Map>) -> Loaded {
    tasks::load(document.to_string().as_bytes(), map).unwrap_or_else(|e| panic!("{e:?}"))
}

fn planned(loaded: &Loaded, iterations: u64) -> Plan {
    tasks::plan(loaded, &PlanOptions::default(), &Budget::iterations(iterations), &mut Silent)
        .expect("the judge accepts the plan")
}

fn checked(loaded: &Loaded, plan: &Plan) -> api::wire::Verdict {
    let text = serde_json::to_vec(plan).expect("documents are JSON");
    tasks::check(loaded, &text, Language::English).expect("a plan document")
}

/// `(code, pointer)` of every defect.
fn defects(document: &Value, map: &Map, asked: &RoadConditions) -> Vec<(String, String)> {
    match tasks::load_under(document.to_string().as_bytes(), Some(map), asked) {
        Err(TaskError::InvalidProblem(found)) => {
            found.defects.into_iter().map(|d| (d.code.as_str().to_owned(), d.place)).collect()
        }
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

/// One character is 100 m; every road is 36 km/h, so 10 s.
const SQUARE: &str = "
A---B
|   |
C---D
";

/// A nurse who lives at C, and a patient at D; the road between the two takes 40 s, the way round by A and B 80 s.
struct Square {
    map: Map,
    problem: Value,
}

fn square() -> Square {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let drawing = Drawing::new(SQUARE);
    let pbf = scratch.path().join("square.osm.pbf");
    std::fs::write(&pbf, drawing.to_pbf()).expect("a file");
    let town = drawing.build();
    let place = |junction| json!({"lat": town.place(junction).lat, "lon": town.place(junction).lon});
    // Across the road from C to D.
    let (c, d) = (town.place('C'), town.place('D'));
    let lon = f64::midpoint(c.lon, d.lon);
    let line = json!([{"lat": c.lat - 0.0005, "lon": lon}, {"lat": c.lat + 0.0005, "lon": lon}]);
    let problem = json!({
        "version": 1,
        "horizon": {"from": "2026-11-23"},
        "staff": [{"id": "S", "role": "nurse"}],
        "shifts": [{"id": "D1", "staff": "S", "start": "06:00", "end": "12:00", "breaks": [],
                    "startPlace": place('C'), "endPlace": place('C')}],
        "patients": [{"id": "P", "place": place('D')}],
        "visits": [{"id": "V", "patient": "P", "slots": [{"roles": ["nurse"], "careMinutes": 30}]}],
        "policy": {"arriveMinutes": 0, "leaveMinutes": 0, "workingTime": {"maxStretchMinutes": 480}},
        "roadConditions": {"byHour": [{"from": "07:00", "until": "09:00", "days": ["monday"], "closedLines": [line]}]}
    });
    Square { map: map_of(&pbf), problem }
}

#[test]
fn a_road_that_is_closed_at_some_hours_is_driven_round_then() {
    let Square { map, problem } = square();
    let loaded = load(&problem, Some(&map));
    let travel = &loaded.problem.travel[engine::model::TravelModeIdx(0)];
    let row = |id: &str| {
        let place = loaded.problem.place_ids.find(id).expect("a place of the problem");
        loaded.problem.places[place].row
    };
    let (home, patient) = (row("start:D1"), row("home:P"));
    let under_way = |clock: u32| travel.leave(home, patient, PlanTime(clock)).expect("a road").time().0;
    assert_eq!((under_way(6 * 3600), under_way(8 * 3600), under_way(9 * 3600)), (40, 80, 40));
    // Half of the way before seven, half of the longer one after.
    assert_eq!(under_way(7 * 3600 - 20), 20 + 40);
    let made = planned(&loaded, 50);
    assert_eq!(made.made.as_ref().and_then(|m| m.road_conditions.as_ref()).map(|c| c.by_hour.len()), Some(1));
    assert!(checked(&loaded, &made).keeps_rules);
}

#[test]
fn every_fault_of_road_conditions_is_told_at_once_at_its_place() {
    let Square { map, mut problem } = square();
    problem["roadConditions"] = json!({
        "condition": "wintr",
        "closedWays": [4711],
        "closedLines": [[{"lat": 1.0, "lon": 1.0}, {"lat": 1.0, "lon": 2.0}]],
        "typicalPeaks": true,
        "byHour": [
            {"from": "08:30", "until": "10:00", "condition": "winter"},
            {"from": "7", "until": "25:00", "condition": "normal"},
            {"from": "11:00", "until": "11:00", "condition": "normal"},
            {"from": "12:00", "until": "13:00"},
            {"from": "13:00", "until": "14:00", "closedWays": [4712], "speed": 3}
        ]
    });
    let told = defects(&problem, &map, &RoadConditions::default());
    for (code, place) in [
        ("out-of-range", "/roadConditions/condition"),
        ("unknown-id", "/roadConditions/closedWays/0"),
        ("unknown-id", "/roadConditions/closedLines/0"),
        ("road-conditions", "/roadConditions/byHour/0"),
        ("bad-time", "/roadConditions/byHour/1/from"),
        ("bad-time", "/roadConditions/byHour/1/until"),
        ("road-conditions", "/roadConditions/byHour/2"),
        ("empty", "/roadConditions/byHour/3"),
        ("unknown-id", "/roadConditions/byHour/4/closedWays/0"),
        ("unknown-field", "/roadConditions/byHour/4/speed"),
    ] {
        assert!(told.contains(&(code.to_owned(), place.to_owned())), "{code} {place} in {told:#?}");
    }
    assert_eq!(told.len(), 10, "{told:#?}");
}

#[test]
fn what_is_asked_for_besides_adds_closings_and_may_not_contradict() {
    let Square { map, mut problem } = square();
    let asked = |name: &str| RoadConditions { condition: Some(name.to_owned()), ..RoadConditions::default() };
    assert_eq!(defects(&problem, &map, &asked("winter")), [], "hours that only close contradict nothing");
    problem["roadConditions"]["condition"] = json!("winter");
    assert_eq!(defects(&problem, &map, &asked("winter")), []);
    let contradicts = [("road-conditions".to_owned(), "--condition".to_owned())];
    assert_eq!(defects(&problem, &map, &asked("morning-peak")), contradicts);
    problem["roadConditions"] = json!({"typicalPeaks": true});
    assert_eq!(defects(&problem, &map, &asked("winter")), contradicts);
    problem["roadConditions"] = json!({"condition": "winter", "typicalPeaks": true});
    assert_eq!(defects(&problem, &map, &asked("winter")), contradicts);
    let morning = json!([{"from": "07:00", "until": "09:00", "condition": "winter"}]);
    problem["roadConditions"] = json!({"byHour": morning});
    assert_eq!(defects(&problem, &map, &asked("winter")), [], "hours that say the same contradict nothing");
    let closed = RoadConditions { closed_ways: vec![4711], ..RoadConditions::default() };
    let unknown = [("unknown-id".to_owned(), "--close-way".to_owned())];
    assert_eq!(defects(&problem, &map, &closed), unknown);
}

#[test]
fn what_says_nothing_of_the_roads_contradicts_no_stated_times() {
    let mut problem = small_problem();
    for nothing in [json!({"typicalPeaks": false}), json!({"condition": "normal"}), json!({})] {
        problem["roadConditions"] = nothing;
        assert!(tasks::load(problem.to_string().as_bytes(), None).is_ok(), "{}", problem["roadConditions"]);
    }
    problem["travel"]["car"]["metres"][0][1] = Value::Null;
    match tasks::load(problem.to_string().as_bytes(), None) {
        Err(TaskError::InvalidProblem(found)) => {
            let told: Vec<_> = found.defects.iter().map(|d| (d.code.as_str(), d.place.as_str())).collect();
            assert_eq!(told, [("travel-table", "/travel/car/seconds/0/1")]);
        }
        other => panic!("a way of some time and no length: {other:?}"),
    }
}

#[test]
fn a_home_on_a_closed_road_is_told_how_far_the_nearest_open_one_is() {
    let drawing = Drawing::new(
        "
        A----------B
        |          |
        |          |
        |          |
        C----------D
        ",
    );
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let pbf = scratch.path().join("long.osm.pbf");
    std::fs::write(&pbf, drawing.to_pbf()).expect("a file");
    let town = drawing.build();
    let mut problem = square().problem;
    let at = |place: osm_data::lonlat::LonLat| json!({"lat": place.lat, "lon": place.lon});
    let home = town.place_between('A', 'B', 0.5);
    problem["patients"][0]["place"] = at(home);
    for end in ["startPlace", "endPlace"] {
        problem["shifts"][0][end] = at(town.place('C'));
    }
    let line =
        json!([{"lat": home.lat - 0.0005, "lon": home.lon}, {"lat": home.lat + 0.0005, "lon": home.lon}]);
    problem["roadConditions"] =
        json!({"byHour": [{"from": "07:00", "until": "09:00", "closedLines": [line]}]});
    let map = map_of(&pbf);
    let loaded = load(&problem, Some(&map));
    let told: Vec<_> = loaded.warnings.iter().filter(|w| w.code == "far-from-road").collect();
    assert_eq!(told.len(), 1, "{:?}", loaded.warnings);
    assert_eq!(told[0].pointer.as_deref(), Some("/patients/0/place"));
    assert!(told[0].sentence.contains("400 m from the nearest open one"), "{}", told[0].sentence);
}

#[test]
fn who_waits_for_a_road_to_open_has_the_line_of_that_road() {
    let Square { map, mut problem } = square();
    let (c, d) = (problem["shifts"][0]["startPlace"].clone(), problem["patients"][0]["place"].clone());
    let position = |of: &Value| Position {
        lat: of["lat"].as_f64().expect("a figure"),
        lon: of["lon"].as_f64().expect("a figure"),
    };
    let (c, d) = (position(&c), position(&d));
    let lon = f64::midpoint(c.lon, d.lon);
    // Across both roads that lead from left to right.
    let line = json!([{"lat": c.lat - 0.001, "lon": lon}, {"lat": c.lat + 0.01, "lon": lon}]);
    problem["roadConditions"]["byHour"][0]["closedLines"] = json!([line]);
    let loaded = load(&problem, Some(&map));
    let ways = Ways::new(&map, &loaded);
    let at = |clock: &str| ways.along("D1", c, d, Some(&Moment(format!("2026-11-23T{clock}:00"))));
    assert!(at("06:00").is_some());
    assert_eq!(at("08:00"), at("10:00"));
}

#[test]
fn hours_that_do_not_come_change_nothing() {
    let Square { map, problem } = square();
    let without = |mut document: Value| {
        document.as_object_mut().expect("an object").remove("roadConditions");
        document
    };
    let plain = planned(&load(&without(problem.clone()), Some(&map)), 50);
    let mut sunday = problem;
    sunday["roadConditions"]["byHour"][0]["days"] = json!(["sunday"]);
    let loaded = load(&sunday, Some(&map));
    assert_eq!(loaded.problem.travel[engine::model::TravelModeIdx(0)].tables().len(), 1);
    assert_eq!(planned(&loaded, 50).routes, plain.routes);
    assert_eq!(plain.made.and_then(|m| m.road_conditions), None);
}

/// From 07:00 to 09:00 all ways take four times as long.
fn slow_mornings() -> Value {
    let mut problem = small_problem();
    let mut slow = problem["travel"]["car"]["seconds"].clone();
    for cell in slow.as_array_mut().expect("rows").iter_mut().flat_map(|r| r.as_array_mut().expect("cells")) {
        *cell = json!(cell.as_u64().expect("seconds") * 4);
    }
    problem["travel"]["car"]["byHour"] =
        json!([{"from": "07:00", "until": "09:00", "days": ["workingDays"], "seconds": slow}]);
    // Early visits: base to east takes 580 s, 2,320 s in the morning.
    problem["shifts"][1]["start"] = json!("07:30");
    problem["visits"][3]["necessity"] = json!("mandatory");
    problem["visits"][3]["windows"] = json!([{"opens": "07:50", "closes": "08:00"}]);
    problem
}

#[test]
fn a_visit_that_fits_only_off_peak_is_not_put_into_the_peak() {
    let slow = slow_mornings();
    let mut fast = slow.clone();
    fast["travel"]["car"]["byHour"][0]["days"] = json!(["daysOff"]);
    let server = Server::new();
    let plan = |problem: &Value| {
        let id = server.plan_of(&server.order(&json!({"problem": problem, "iterations": 200})));
        server.get(&format!("/v1/plans/{id}")).json()
    };
    let left_out = |plan: &Value| -> Vec<String> {
        let all = plan["unplanned"].as_array().cloned().unwrap_or_default();
        all.iter().map(|u| u["visit"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(left_out(&plan(&fast)), ["impossible"]);
    let made = plan(&slow);
    assert_eq!(left_out(&made), ["review", "impossible"], "{made}");
    // A plan that puts it there all the same is told how much too early it is.
    let by_hand =
        json!({"version": 1, "routes": [{"shift": "s-1", "stops": [{"visit": "review", "start": "08:00"}]}]});
    let verdict = server.post("/v1/plans/check", &json!({"problem": slow, "plan": by_hand})).json();
    let early = verdict["findings"].as_array().expect("findings").iter().find(|f| f["rule"] == "shift-hours");
    // 07:30, 2 minutes to leave, 2,320 s, 3 minutes to arrive: 08:13:40.
    assert_eq!(early.map(|f| &f["amount"]), Some(&json!(820)), "{verdict}");
}

#[test]
fn a_day_with_peaks_on_a_real_extract_passes_the_judge_here_and_over_http() {
    let all = extracts();
    let Some(pbf) = all.iter().find(|p| p.to_string_lossy().contains("pt-porto-metro-2020")) else { return };
    let map = Arc::new(map_of(pbf));
    let size = SampleSize { patients: 40, staff: 12, days: 2, seed: 1, today: Day("2026-11-23".to_owned()) };
    let sampled = tasks::sample(&map, &size).expect("a sample");
    let mut document = serde_json::to_value(sampled).expect("documents are JSON");
    let plain = load(&document, Some(&map));
    document["roadConditions"] = json!({"typicalPeaks": true});
    let loaded = load(&document, Some(&map));
    let travel = &loaded.problem.travel[engine::model::TravelModeIdx(0)];
    assert_eq!((travel.tables().len(), travel.periods().borders().count()), (3, 3 * 4 + 1));
    let made = planned(&loaded, 200);
    let verdict = checked(&loaded, &made);
    assert!(verdict.keeps_rules, "{:?}", verdict.findings);
    assert_eq!(Some(verdict.score), made.score);
    assert!(verdict.warnings.iter().all(|w| w.code != "other-conditions"));
    assert!(checked(&plain, &made).warnings.iter().any(|w| w.code == "other-conditions"));

    let config = Config { plan_workers: 1, plan_threads: 1, ..Config::default() };
    let server = Server::of(AppState::new(config, Some(Arc::clone(&map))));
    let id = server.plan_of(&server.order(&json!({"problem": document, "iterations": 200})));
    let there: Value = server.get(&format!("/v1/plans/{id}")).json();
    assert_eq!(there["routes"], serde_json::to_value(&made.routes).expect("documents are JSON"));
    let drawn = server.get(&format!("/v1/plans/{id}/geojson")).json();
    let legs = drawn["features"].as_array().expect("features").iter();
    let mut legs = legs.filter(|f| f["geometry"]["type"] == "LineString").peekable();
    assert!(legs.peek().is_some() && legs.all(|leg| leg["properties"]["alongRoads"] == true));
}
