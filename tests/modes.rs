//! Several modes of travel in one map: each has its own roads, times and ways, in plans and wherever roads are asked about.

use api::config::Config;
use api::exchange::{MapOptions, geojson};
use api::http::AppState;
use api::tasks::{self, Language, Loaded, Map, PlanOptions, RoadConditions, SampleSize, TaskError, Ways};
use api::wire::{Day, Moment, Plan, Position};
use end_to_end::extracts;
use end_to_end::server::{Server, assert_problem};
use engine::budget::Budget;
use engine::progress::Silent;
use engine::travel::TravelByHour;
use osm_data::samples::{Drawing, DrawnMap};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

fn map_of(pbf: &Path, profiles: &str) -> Map {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("region.rond");
    tasks::import(pbf, &file, profiles, &mut |_| {}).unwrap_or_else(|e| panic!("{}: {e}", pbf.display()));
    // The file stays open by its map when the folder goes.
    tasks::open_map(&file).expect("a map")
}

fn drawn(drawing: &Drawing, profiles: &str) -> Map {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let pbf = scratch.path().join("drawing.osm.pbf");
    std::fs::write(&pbf, drawing.to_pbf()).expect("a file");
    map_of(&pbf, profiles)
}

fn load(document: &Value, map: &Map) -> Loaded {
    tasks::load(document.to_string().as_bytes(), Some(map)).unwrap_or_else(|e| panic!("{e:?}"))
}

fn planned(loaded: &Loaded) -> Plan {
    tasks::plan(loaded, &PlanOptions::default(), &Budget::iterations(200), &mut Silent)
        .expect("the judge accepts the plan")
}

/// `(place, cause, remedy)` of every defect.
fn defects(document: &Value, map: &Map) -> Vec<(String, String, String)> {
    match tasks::load(document.to_string().as_bytes(), Some(map)) {
        Err(TaskError::InvalidProblem(found)) => {
            found.defects.into_iter().map(|d| (d.place, d.cause, d.remedy)).collect()
        }
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

fn travel<'l>(loaded: &'l Loaded, mode: &str) -> &'l TravelByHour {
    &loaded.problem.travel[loaded.problem.travel_modes.find(mode).expect("a mode of the problem")]
}

/// Seconds between two places of a problem by a mode, leaving at midnight.
fn seconds(loaded: &Loaded, mode: &str, from: &str, to: &str) -> Option<u32> {
    let row = |id: &str| {
        let place = loaded.problem.place_ids.find(id).expect("a place of the problem");
        loaded.problem.places[place].row
    };
    travel(loaded, mode).tables()[0].seconds(row(from), row(to)).map(|s| s.0)
}

/// One character is 100 m. From C to D leads a cycleway; cars go round by A and B.
fn square() -> Drawing {
    let square = "
A---B
|   |
C---D
";
    Drawing::new(square).road_tag('C', 'D', "highway", "cycleway")
}

fn place(town: &DrawnMap, junction: char) -> Value {
    json!({"lat": town.place(junction).lat, "lon": town.place(junction).lon})
}

fn named(id: &str, mut place: Value) -> Value {
    place["id"] = json!(id);
    place
}

/// A nurse by car and a physician by bicycle live at C; each has a visit at D.
fn two_modes(town: &DrawnMap) -> Value {
    let shift = |id: &str, staff: &str| {
        json!({"id": id, "staff": staff, "start": "06:00", "end": "12:00", "breaks": [],
               "startPlace": "home", "endPlace": "home"})
    };
    let visit = |id: &str, role: &str| json!({"id": id, "patient": "P", "slots": [{"roles": [role], "careMinutes": 30}]});
    json!({
        "version": 1,
        "horizon": {"from": "2026-11-23"},
    "places": [named("home", place(town, 'C')), named("patient", place(town, 'D'))],
        "staff": [{"id": "N", "role": "nurse"}, {"id": "F", "role": "physician", "travelMode": "bicycle"}],
        "shifts": [shift("by-car", "N"), shift("by-bicycle", "F")],
        "patients": [{"id": "P", "place": "patient"}],
        "visits": [visit("V", "nurse"), visit("W", "physician")],
        "policy": {"arriveMinutes": 0, "leaveMinutes": 0, "workingTime": {"maxStretchMinutes": 480}},
    })
}

#[test]
fn each_mode_has_its_own_times_and_its_own_lines_on_the_map() {
    let drawing = square();
    let map = drawn(&drawing, "car,bicycle");
    let loaded = load(&two_modes(&drawing.build()), &map);
    assert_eq!(seconds(&loaded, "car", "home", "patient"), Some(80));
    let by_bicycle = seconds(&loaded, "bicycle", "home", "patient").expect("a cycleway");
    assert!((60..=120).contains(&by_bicycle), "400 m in {by_bicycle} s");
    assert_eq!(loaded.warnings, []);
    let plan = planned(&loaded);
    assert!(plan.unplanned.is_empty());
    let ways = Ways::new(&map, &loaded);
    let along = |shift: &str, from: Position, to: Position, departure: Option<&Moment>| {
        ways.along(shift, from, to, departure)
    };
    let drawn = geojson(&loaded.document, &plan, &loaded.positions_by_id(), &along, MapOptions::default());
    let bends = |shift: &str| -> Vec<usize> {
        let features = drawn["features"].as_array().expect("features").iter();
        features
            .filter(|f| f["properties"]["kind"] == "leg" && f["properties"]["shift"] == shift)
            .map(|f| f["geometry"]["coordinates"].as_array().map_or(0, Vec::len))
            .collect()
    };
    assert_eq!((bends("by-car"), bends("by-bicycle")), (vec![4, 4], vec![2, 2]), "{drawn}");
}

#[test]
fn a_mode_that_the_map_lacks_is_a_defect_that_says_how_to_get_it() {
    let drawing = square();
    let mut problem = two_modes(&drawing.build());
    let lacking = defects(&problem, &drawn(&drawing, "car"));
    assert_eq!(lacking.len(), 1, "{lacking:?}");
    assert_eq!(
        (lacking[0].0.as_str(), lacking[0].1.as_str()),
        ("/staff/1/travelMode", "the map has no mode of travel `bicycle`")
    );
    assert!(lacking[0].2.contains("`car`") && lacking[0].2.contains("--profile car,bicycle"), "{lacking:?}");
    problem["staff"][1]["travelMode"] = json!("boat");
    let lacking = defects(&problem, &drawn(&drawing, "foot,car"));
    assert_eq!(lacking[0].2, "write `foot` or `car`, or state `travel` in the document");
}

#[test]
fn a_closed_way_is_a_defect_only_when_no_mode_has_it_and_closes_every_mode_that_has() {
    let drawing = square();
    let map = drawn(&drawing, "car,bicycle");
    let ways_of = |mode: &str| -> Vec<i64> {
        let roads = map.of_mode(mode).expect("a mode of the map");
        roads.network.graph.all_segments().map(|(_, s)| s.way).collect()
    };
    let by_car = ways_of("car");
    let cycleway = ways_of("bicycle").into_iter().find(|way| !by_car.contains(way)).expect("the cycleway");
    let mut problem = two_modes(&drawing.build());
    let open = load(&problem, &map);
    problem["roadConditions"] = json!({"closedWays": [cycleway]});
    let closed = load(&problem, &map);
    let home_to_patient = |loaded, mode| seconds(loaded, mode, "home", "patient").expect("a way");
    assert_eq!(home_to_patient(&closed, "car"), home_to_patient(&open, "car"));
    assert!(home_to_patient(&closed, "bicycle") > home_to_patient(&open, "bicycle") * 3 / 2);
    problem["roadConditions"] = json!({"closedWays": [cycleway, 4711]});
    let told = defects(&problem, &map);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "/roadConditions/closedWays/1");
    assert_eq!(
        defects(&problem, &drawn(&drawing, "car")).len(),
        3,
        "without bicycles the cycleway is no road"
    );
}

#[test]
fn queues_hold_up_cars_alone() {
    let drawing = square();
    let map = drawn(&drawing, "car,bicycle,foot");
    let mut problem = two_modes(&drawing.build());
    problem["roadConditions"] = json!({"typicalPeaks": true});
    let loaded = load(&problem, &map);
    assert_eq!(travel(&loaded, "car").tables().len(), 3);
    assert!(travel(&loaded, "bicycle").periods().is_constant());
    assert_eq!(loaded.problem.travel_modes.find("foot"), None, "nobody walks");
    let plan = planned(&loaded);
    let text = serde_json::to_vec(&plan).expect("documents are JSON");
    assert!(tasks::check(&loaded, &text, Language::English).expect("a plan").keeps_rules);
}

#[test]
fn a_place_that_only_cars_get_to_is_told_once_with_the_mode() {
    // Bicycles are not let onto the motorway from B to C.
    let drawing = Drawing::new("A---B-----C---D").road_tag('B', 'C', "highway", "motorway");
    let town = drawing.build();
    let map = drawn(&drawing, "car,bicycle");
    let mut problem = two_modes(&town);
    problem["places"][0] = named("home", place(&town, 'A'));
    let mut beside = place(&town, 'A');
    beside["lon"] = json!(town.place('A').lon + 0.001);
    problem["places"]
        .as_array_mut()
        .expect("a list")
        .extend([named("near", place(&town, 'B')), named("nearer", beside)]);
    for (patient, at) in [("Q", "near"), ("R", "nearer")] {
        problem["patients"].as_array_mut().expect("a list").push(json!({"id": patient, "place": at}));
    }
    let told: Vec<String> = load(&problem, &map).warnings.into_iter().map(|w| w.sentence).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`patient`") && told[0].contains("(`bicycle`)"), "{told:?}");
    problem["staff"][1]["travelMode"] = json!("car");
    assert_eq!(load(&problem, &map).warnings, []);
    problem["places"][1] = json!({"id": "patient", "lat": 1.0, "lon": 0.0});
    let off = defects(&problem, &map);
    assert_eq!(off.iter().map(|d| d.0.as_str()).collect::<Vec<_>>(), ["/places/1"], "{off:?}");
    problem["staff"][1]["travelMode"] = json!("bicycle");
    assert_eq!(defects(&problem, &map), off, "once, though two modes miss it");
}

#[test]
fn routes_and_tables_over_http_are_of_the_mode_asked_for() {
    let drawing = square();
    let town = drawing.build();
    let config = Config { osrm: true, plan_workers: 1, ..Config::default() };
    let server = Server::of(AppState::new(config, Some(Arc::new(drawn(&drawing, "car,bicycle")))));
    assert_eq!(server.get("/v1/health").json()["modes"], json!(["car", "bicycle"]));
    let text = |junction| format!("{},{}", town.place(junction).lat, town.place(junction).lon);
    let ends = format!("from={}&to={}", text('C'), text('D'));
    let route = |mode: &str| server.get(&format!("/v1/route?{ends}{mode}")).json();
    assert_eq!(route(""), route("&mode=car"));
    assert_eq!((&route("")["metres"], &route("&mode=bicycle")["metres"]), (&json!(800), &json!(400)));
    let told = assert_problem(&server.get(&format!("/v1/route?{ends}&mode=foot")), 422, "invalid-question");
    assert!(told.to_string().contains("--profile car,bicycle,foot"), "{told}");
    let points = [place(&town, 'C'), place(&town, 'D')];
    let table = server.post("/v1/table", &json!({"points": points, "mode": "bicycle"})).json();
    assert_eq!(table["metres"][0][1], 400, "{table}");
    let at = |junction| format!("{:.7},{:.7}", town.place(junction).lon, town.place(junction).lat);
    for (profile, metres, mode) in [
        ("driving", 800.0, "driving"),
        ("car", 800.0, "driving"),
        ("cycling", 400.0, "cycling"),
        ("bike", 400.0, "cycling"),
        ("bicycle", 400.0, "cycling"),
        // Not in the map, and no name at all: the chief mode.
        ("walking", 800.0, "driving"),
        ("truck", 800.0, "driving"),
    ] {
        let asked = format!("/route/v1/{profile}/{};{}?steps=true", at('C'), at('D'));
        let route = &server.get(&asked).json()["routes"][0];
        let told = route["distance"].as_f64().expect("a length");
        assert!((told - metres).abs() < 1.0, "{profile}: {told}");
        assert_eq!(route["legs"][0]["steps"][0]["mode"], mode, "{profile}");
    }
}

#[test]
fn roads_under_conditions_are_those_of_the_mode_asked_for() {
    let drawing = square();
    let map = || drawn(&drawing, "car,bicycle");
    let normal = RoadConditions::default();
    let winter = RoadConditions { condition: Some("winter".to_owned()), ..RoadConditions::default() };
    for conditions in [&normal, &winter] {
        let roads = |mode| tasks::under(map(), mode, conditions).expect("a mode of the map").mode();
        assert_eq!((roads(None), roads(Some("car")), roads(Some("bicycle"))), ("car", "car", "bicycle"));
        assert!(tasks::under(map(), Some("foot"), conditions).is_err());
    }
}

#[test]
fn a_team_by_car_and_bicycle_on_a_real_extract_passes_the_judge() {
    let all = extracts();
    let Some(pbf) = all.iter().find(|p| p.to_string_lossy().contains("se-malmo-centrum-2013")) else {
        return;
    };
    let map = map_of(pbf, "car,bicycle,foot");
    assert_eq!(map.modes().map(Map::mode).collect::<Vec<_>>(), ["car", "bicycle", "foot"]);
    let size = SampleSize { patients: 20, staff: 8, days: 1, seed: 2, today: Day("2026-11-20".to_owned()) };
    let mut document =
        serde_json::to_value(tasks::sample(&map, &size).expect("a sample")).expect("documents are JSON");
    // Members of a crew travel alike.
    document.as_object_mut().expect("an object").remove("crews");
    for (number, person) in document["staff"].as_array_mut().expect("staff").iter_mut().enumerate() {
        person["travelMode"] = json!(if number % 2 == 0 { "car" } else { "bicycle" });
    }
    let loaded = load(&document, &map);
    let (car, bicycle) = (&travel(&loaded, "car").tables()[0], &travel(&loaded, "bicycle").tables()[0]);
    assert_ne!(car, bicycle);
    // Beside other modes a mode has the times that it has alone.
    for person in document["staff"].as_array_mut().expect("staff") {
        person["travelMode"] = json!("bicycle");
    }
    let alone = load(&document, &map_of(pbf, "bicycle"));
    assert_eq!(&travel(&alone, "bicycle").tables()[0], bicycle);
    let plan = planned(&loaded);
    let text = serde_json::to_vec(&plan).expect("documents are JSON");
    let verdict = tasks::check(&loaded, &text, Language::English).expect("a plan document");
    assert!(verdict.keeps_rules, "{:?}", verdict.findings);
    let works = |mode: &str| {
        let of = |id: &str| loaded.document.staff.iter().find(|s| s.id == id);
        plan.routes.iter().any(|r| {
            let person = r.staff.as_deref().and_then(of);
            !r.stops.is_empty() && person.is_some_and(|p| p.travel_mode.as_deref() == Some(mode))
        })
    };
    assert!(works("car") && works("bicycle"));
}
