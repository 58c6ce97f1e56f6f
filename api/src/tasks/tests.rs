//! Documents in, answers out, without a map: what loading, planning and checking promise.

use super::*;
use crate::wire::{Plan, read_plan};
use crate::wording::Language;
use engine::budget::Budget;
use engine::model::DefectCode;
use engine::progress::Silent;
use engine::rng::Rng;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Two nurses and a doctor, four visits: a joint one, an acute one, a phone call and a plain one.
fn town() -> Value {
    let n = 6;
    let matrix: Vec<Vec<u32>> =
        (0..n).map(|a: u32| (0..n).map(|b| 300 * a.abs_diff(b)).collect::<Vec<u32>>()).collect();
    json!({
        "version": 1,
        "horizon": {"from": "2026-11-23"},
        "policy": {"preset": "continuity", "weights": {"newFace": 1000}, "calendar": {"serviceEnds": "16:30"}},
        "places": (0..n).map(|k| json!({"id": format!("L{k}")})).collect::<Vec<_>>(),
        "teams": [{"id": "T1", "missions": ["homeCare"], "base": "L0"}],
        "staff": [
            {"id": "N1", "role": "nurse", "teams": ["T1"], "languages": ["sv"], "lastWorkEnded": "2026-11-22T16:00"},
            {"id": "N2", "role": "nurse", "skills": ["iv"], "teams": [{"team": "T1", "until": "2027-01-01"}]},
            {"id": "D1", "role": "physician", "teams": ["T1"], "gender": "female"}
        ],
        "shifts": [
            {"id": "N1-1", "staff": "N1", "start": "07:00", "end": "16:00", "startPlace": "L0", "endPlace": "L0"},
            {"id": "N2-1", "staff": "N2", "start": "07:00", "end": "16:00", "startPlace": "L0", "endPlace": "L0",
             "breaks": [{"minutes": 30, "earliest": "11:00", "latest": "12:30"}]},
            {"id": "D1-1", "staff": "D1", "day": "2026-11-23", "start": "2026-11-23T08:00", "end": "17:00",
             "startPlace": "L0", "endPlace": "L0", "overtimeLimitMinutes": 30,
             "blocks": [{"label": "phone hour", "start": "10:00", "minutes": 30}]}
        ],
        "patients": [
            {"id": "P1", "place": "L1", "responsibilities": [{"team": "T1", "from": "2026-01-01"}],
             "contacts": [{"role": "physician", "staff": "D1", "from": "2026-01-01"}],
             "history": [{"staff": "N1", "date": "2026-11-01"}]},
            {"id": "P2", "place": "L2", "wishes": {"times": [{"opens": "08:00", "closes": "10:00"}], "gender": "female"}},
            {"id": "P3", "place": "L3", "refusals": ["N1"]}
        ],
        "visits": [
            {"id": "V1", "patient": "P1", "slots": [
                {"roles": ["physician"], "careMinutes": 45, "provider": "responsible"},
                {"roles": ["nurse"], "careMinutes": 45, "documentationMinutes": 5, "provider": {"mission": "homeCare"}}]},
            {"id": "V2", "patient": "P2", "urgency": "acute", "received": "2026-11-22T13:40",
             "slots": [{"roles": ["physician"], "careMinutes": 40, "extraIfNewMinutes": 10}]},
            {"id": "V3", "patient": "P3", "slots": [{"roles": ["nurse"], "careMinutes": 30}],
             "windows": [{"opens": "08:00", "closes": "12:00"}], "softWindows": [{"opens": "09:00", "closes": "10:00"}]},
            {"id": "V4", "patient": "P1", "mode": "phone", "slots": [{"roles": ["physician"], "careMinutes": 15}]}
        ],
        "links": [{"first": "V1", "second": "V4", "minGapMinutes": 60}],
        "travel": {"car": {"seconds": matrix, "metres": matrix}}
    })
}

fn loaded(document: &Value) -> Result<Loaded, TaskError> {
    load(&serde_json::to_vec(document).expect("JSON"), None)
}

fn defects(document: &Value) -> Vec<(DefectCode, String)> {
    match loaded(document) {
        Ok(_) => Vec::new(),
        Err(TaskError::InvalidProblem(i)) => i.defects.into_iter().map(|d| (d.code, d.place)).collect(),
        Err(other) => panic!("{other}"),
    }
}

fn planned(loaded: &Loaded) -> Plan {
    let budget = Budget::iterations(200);
    plan(loaded, &PlanOptions::default(), &budget, &mut Silent).expect("a plan that the judge accepts")
}

#[test]
fn a_town_is_planned_judged_and_read_back_the_same() {
    let loaded = loaded(&town()).expect("sound");
    let made = planned(&loaded);
    let figures = made.figures.clone().expect("figures");
    assert_eq!((figures.visits, figures.planned, figures.acute_in_time, figures.joint), (4, 4, 1, 1));
    let text = serde_json::to_vec(&made).expect("JSON");
    let verdict = check(&loaded, &text, Language::English).expect("a plan document");
    assert!(verdict.keeps_rules && !verdict.times_derived, "{:?}", verdict.findings);
    assert_eq!(Some(verdict.score), made.score);
    assert!(verdict.warnings.is_empty());
}

#[test]
fn an_acute_visit_tells_how_its_due_moment_came_about() {
    let mut document = town();
    document["policy"]["calendar"] = json!({});
    document["horizon"]["from"] = json!("2026-12-28");
    document["shifts"][2]["day"] = json!("2026-12-28");
    document["shifts"][2]["start"] = json!("2026-12-28T08:00");
    document["visits"][1]["received"] = json!("2026-12-23T16:50");
    let made = planned(&loaded(&document).expect("sound"));
    let deadline = &made.deadlines[0].deadline;
    assert_eq!(deadline.due.0, "2026-12-28T17:00");
    let names: Vec<&str> = deadline.trace.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["onsdag", "julafton", "juldagen", "annandag jul", "söndag", "måndag"]);
}

#[test]
fn a_plan_by_hand_needs_only_the_order_and_is_told_that_times_were_derived() {
    let loaded = loaded(&town()).expect("sound");
    let by_hand = json!({"version": 1, "routes": [
        {"shift": "D1-1", "stops": [{"visit": "V2"}, {"visit": "V1"}, {"visit": "V4"}]},
        {"shift": "N2-1", "stops": [{"visit": "V3"}, {"visit": "V1"}]}
    ]});
    let verdict = check(&loaded, by_hand.to_string().as_bytes(), Language::English).expect("a plan");
    assert!(verdict.times_derived);
    assert!(verdict.keeps_rules, "{:?}", verdict.findings);
    assert_eq!(verdict.warnings[0].code, "times-derived");
}

#[test]
fn a_plan_by_hand_that_breaks_rules_is_judged_and_not_refused() {
    let loaded = loaded(&town()).expect("sound");
    let by_hand = json!({"version": 1, "routes": [
        {"shift": "N1-1", "stops": [{"visit": "V3", "start": "07:00"}]}
    ]});
    let verdict = check(&loaded, by_hand.to_string().as_bytes(), Language::English).expect("a plan");
    let broken: Vec<&str> =
        verdict.findings.iter().filter(|f| f.level == "hard").map(|f| f.rule.as_str()).collect();
    assert!(broken.contains(&"refusals") && broken.contains(&"time-windows"), "{broken:?}");
    assert!(!verdict.keeps_rules);
    assert_eq!(verdict.left_out, ["V1", "V2", "V4"]);
}

#[test]
fn a_visit_asked_about_is_explained_however_many_are_left_out() {
    let mut document = town();
    let visits: Vec<Value> = (0..120)
        .map(|k| json!({"id": format!("W{k}"), "patient": "P1", "slots": [{"roles": ["astronaut"], "careMinutes": 30}]}))
        .collect();
    document["visits"].as_array_mut().expect("visits").extend(visits);
    let loaded = loaded(&document).expect("sound");
    let plan = serde_json::to_vec(&planned(&loaded)).expect("JSON");
    let question = Question { visits: vec!["W119".to_owned()], alternatives: 5, language: Language::English };
    let answer = explain(&loaded, &plan, &question).expect("an explanation");
    let about = |id: &str| answer.unplanned.iter().find(|u| u.visit == id).expect("left out");
    assert!(about("W118").summary.contains("only the 100"), "{}", about("W118").summary);
    assert_eq!(about("W119").reasons.len(), 3, "every person: {:?}", about("W119"));
}

#[test]
fn every_defect_of_a_plan_is_told_at_once() {
    let loaded = loaded(&town()).expect("sound");
    let bad = json!({"version": 1, "routes": [
        {"shift": "N1-2", "stops": []},
        {"shift": "N1-1", "staff": "N2", "stops": [{"visit": "V9"}, {"task": "break", "number": 7}, {"visit": "V1", "slot": 4},
            {"visit": "V3", "place": "nowhere"}, {}]},
        {"shift": "N1-1", "stops": [], "stop": 1}
    ]});
    match check(&loaded, bad.to_string().as_bytes(), Language::English) {
        Err(TaskError::InvalidPlan(i)) => {
            let places: Vec<&str> = i.defects.iter().map(|d| d.place.as_str()).collect();
            for place in [
                "/routes/0/shift",
                "/routes/1/staff",
                "/routes/1/stops/0/visit",
                "/routes/1/stops/1/number",
                "/routes/1/stops/2/slot",
                "/routes/1/stops/3/place",
                "/routes/1/stops/4/visit",
                "/routes/2/shift",
                "/routes/2/stop",
            ] {
                assert!(places.contains(&place), "{place} in {places:?}");
            }
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_defect_is_found_at_its_place_and_all_at_once() {
    let mut bad = town();
    bad["visits"][0]["windws"] = json!([]);
    bad["visits"][1]["received"] = json!("2026-02-30T10:00");
    bad["visits"][2]["windows"] = json!([{"opens": "12:00", "closes": "08:00"}]);
    bad["visits"][3]["patient"] = json!("P9");
    bad["visits"][3]["id"] = json!("V1");
    bad["staff"][1]["id"] = json!("N1");
    bad["shifts"][0].as_object_mut().expect("object").remove("end");
    bad["patients"][0]["place"] = json!({"lat": 57.7});
    bad["travel"]["car"]["seconds"][2] = json!([1, 2]);
    bad["policy"]["calendar"]["serviceEnds"] = json!("late");
    let found = defects(&bad);
    for (code, place) in [
        (DefectCode::UnknownField, "/visits/0/windws"),
        (DefectCode::BadTime, "/visits/1/received"),
        (DefectCode::EndsBeforeStart, "/visits/2/windows/0"),
        (DefectCode::UnknownId, "/visits/3/patient"),
        (DefectCode::DuplicateId, "/visits/3/id"),
        (DefectCode::DuplicateId, "/staff/1/id"),
        (DefectCode::MissingField, "/shifts/0/end"),
        (DefectCode::MissingField, "/patients/0/place/lon"),
        (DefectCode::TravelTable, "/travel/car/seconds/2"),
        (DefectCode::BadTime, "/policy/calendar/serviceEnds"),
    ] {
        assert!(found.contains(&(code, place.to_owned())), "{code:?} {place} in {found:#?}");
    }
}

#[test]
fn every_cell_of_a_matrix_that_nobody_can_mean_is_told_at_its_place() {
    let mut bad = town();
    bad["travel"]["car"]["seconds"][1][2] = json!(u32::MAX);
    bad["travel"]["car"]["seconds"][4][3] = json!(28 * 86_400 + 1);
    bad["travel"]["car"]["metres"][2][5] = json!(40_075_001);
    let at = |place: &str| (DefectCode::TravelTable, place.to_owned());
    assert_eq!(
        defects(&bad),
        [at("/travel/car/metres/2/5"), at("/travel/car/seconds/1/2"), at("/travel/car/seconds/4/3")]
    );
    let mut far = town();
    far["travel"]["car"]["seconds"][1][2] = json!(28 * 86_400);
    far["travel"]["car"]["metres"][2][5] = json!(40_075_000);
    assert_eq!(defects(&far), []);
    for row in bad["travel"]["car"]["seconds"].as_array_mut().expect("rows") {
        *row = Value::from(vec![u32::MAX; 6]);
    }
    assert_eq!(defects(&bad).len(), 37, "36 times and the length");
}

#[test]
fn a_document_without_travel_asks_for_a_map_once_it_is_sound() {
    let mut document = town();
    document.as_object_mut().expect("object").remove("travel");
    for k in 0..6 {
        document["places"][k]["lat"] = json!(57.7);
        document["places"][k]["lon"] = json!(12.0 + k as f64 / 100.0);
    }
    assert!(matches!(loaded(&document), Err(TaskError::NeedsMap)));
    document["places"][3]["lat"] = json!(120.0);
    document["places"][3]["lon"] = json!(57.7);
    document["places"][4]["lat"] = json!(null);
    document["places"][4]["lon"] = json!(null);
    document["places"][4]["north"] = json!(320_000.0);
    document["places"][4]["east"] = json!(6_400_000.0);
    let found = defects(&document);
    assert_eq!(
        found,
        [
            (DefectCode::SwappedCoordinates, "/places/3".to_owned()),
            (DefectCode::SwappedCoordinates, "/places/4".to_owned())
        ]
    );
}

#[test]
fn spacing_and_order_of_fields_do_not_change_the_fingerprint() {
    let compact = serde_json::to_vec(&town()).expect("JSON");
    let pretty = serde_json::to_vec_pretty(&town()).expect("JSON");
    let one = load(&compact, None).expect("sound").fingerprint;
    assert_eq!(one, load(&pretty, None).expect("sound").fingerprint);
    let mut other = town();
    other["visits"][0]["priority"] = json!(6);
    assert_ne!(one, loaded(&other).expect("sound").fingerprint);
}

/// Changes a few things in a document at random: types, values, names, repetitions.
fn mutate(value: &mut Value, rng: &mut Rng) {
    let strange = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1e300),
        json!(2.5),
        json!(""),
        json!("V1"),
        json!("24:00"),
        json!("2026-03-29T02:30"),
        json!("9999-12-31T23:59"),
        json!("åäö\u{1}"),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!({"team": "T1"}),
        json!(4_294_967_296_u64),
        json!(u64::MAX),
        json!(i64::MIN),
    ];
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = rng.pick(&names).expect("not empty").clone();
            match rng.below(6) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(format!("{name}x"), json!(1))),
                2 => drop(fields.insert(name, rng.pick(&strange).expect("some").clone())),
                _ => mutate(fields.get_mut(&name).expect("there"), rng),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = rng.below(items.len());
            match rng.below(6) {
                0 => drop(items.remove(at)),
                1 => {
                    let twice = items[at].clone();
                    items.push(twice);
                }
                2 => items[at] = rng.pick(&strange).expect("some").clone(),
                _ => mutate(&mut items[at], rng),
            }
        }
        other => *other = rng.pick(&strange).expect("some").clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_document_there_is_a_problem_or_a_defect(seed: u64, changes in 1..6_usize) {
        let mut rng = Rng::seeded(seed);
        let mut document = town();
        for _ in 0..changes {
            mutate(&mut document, &mut rng);
        }
        match loaded(&document) {
            Ok(loaded) => {
                // What loads can be planned and judged.
                let made = plan(&loaded, &PlanOptions { threads: Some(1), ..PlanOptions::default() }, &Budget::iterations(3), &mut Silent);
                prop_assert!(made.is_ok(), "{:?}", made.err());
            }
            Err(TaskError::InvalidProblem(i)) => prop_assert!(!i.defects.is_empty()),
            Err(TaskError::NeedsMap) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn whatever_the_plan_there_is_a_verdict_or_a_defect(seed: u64, changes in 1..6_usize) {
        let mut rng = Rng::seeded(seed);
        let loaded = loaded(&town()).expect("sound");
        let made = plan(&loaded, &PlanOptions { threads: Some(1), ..PlanOptions::default() }, &Budget::iterations(3), &mut Silent);
        let mut document = serde_json::to_value(made.expect("a plan")).expect("JSON");
        for _ in 0..changes {
            mutate(&mut document, &mut rng);
        }
        match check(&loaded, document.to_string().as_bytes(), Language::Swedish) {
            Ok(verdict) => prop_assert!(verdict.findings.iter().all(|f| !f.sentence.is_empty())),
            Err(TaskError::InvalidPlan(i)) => prop_assert!(!i.defects.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn whatever_the_bytes_there_is_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut: u16) {
        let _ = load(&bytes, None);
        let text = town().to_string();
        let cut = usize::from(cut) % text.len();
        prop_assert!(load(&text.as_bytes()[..cut], None).is_err());
        let _ = read_plan(&bytes);
    }
}
