//! The service over HTTP: each route, good and bad; jobs and their events; the same plan as from the command line.

use axum::body::Body;
use axum::http::Method;
use end_to_end::command::rond;
use end_to_end::server::{Answer, Server, assert_problem, small_problem};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn keep(server: &Server, problem: &Value) -> String {
    let answer = server.post("/v1/problems", problem);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

fn planned(server: &Server) -> String {
    server.plan_of(&server.order(&json!({"problem": small_problem(), "iterations": 200, "seed": 7})))
}

#[test]
fn the_service_says_that_it_is_up() {
    let server = Server::new();
    let answer = server.get("/v1/health");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["status"], "ok");
    assert_eq!(answer.json()["map"], false);
}

#[test]
fn a_good_problem_is_kept_listed_and_given_back() {
    let server = Server::new();
    let answer = server.post("/v1/problems", &small_problem());
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(answer.header("location"), format!("/v1/problems/{id}"));
    let back = server.get(&format!("/v1/problems/{id}"));
    assert_eq!(back.json()["visits"].as_array().map(Vec::len), Some(5));
    assert_eq!(server.get("/v1/problems").json()[0]["id"], id);
    assert_problem(&server.get("/v1/problems/p-nope"), 404, "not-found");
}

#[test]
fn all_defects_of_a_problem_are_reported_at_once() {
    let server = Server::new();
    let mut problem = small_problem();
    problem["visits"][0]["patient"] = json!("nobody");
    problem["shifts"][1]["staff"] = json!("ghost");
    problem["colour"] = json!("blue");
    let report = assert_problem(&server.post("/v1/problems", &problem), 422, "invalid-problem");
    let defects = report["errors"].as_array().expect("defects");
    assert!(defects.len() >= 2, "{report}");
    for defect in defects {
        for member in ["code", "pointer", "cause", "remedy"] {
            assert!(defect[member].is_string(), "{defect}");
        }
    }
}

#[test]
fn bodies_that_cannot_be_read_are_refused_with_their_reason() {
    let server = Server::with(|config| config.body_limit = 2000);
    let send = |path: &str, kind: Option<&str>, body: Body| server.send(Method::POST, path, kind, body);
    let json = Some("application/json");
    assert_problem(&send("/v1/plans", json, Body::from("{\"problemId\": ")), 400, "malformed");
    assert_problem(&send("/v1/plans", json, Body::from("{\"problemld\": \"p\"}")), 400, "malformed");
    assert_problem(&send("/v1/plans", json, Body::from("{}")), 400, "malformed");
    assert_problem(&send("/v1/plans", json, Body::from(vec![b'{', 0xff, b'}'])), 400, "malformed");
    assert_problem(&send("/v1/plans", None, Body::from("{}")), 415, "unsupported-media-type");
    assert_problem(&send("/v1/plans", Some("text/plain"), Body::from("{}")), 415, "unsupported-media-type");
    assert_problem(&send("/v1/problems", json, Body::from(" ".repeat(2001))), 413, "body-too-large");
    let report = assert_problem(&send("/v1/problems", json, Body::from("{\n  not json")), 400, "malformed");
    assert!(report["detail"].as_str().is_some_and(|d| d.contains("line 2 column 3")), "{report}");
    assert_problem(&send("/v1/problems", json, Body::empty()), 400, "malformed");
    assert_problem(&send("/v1/problems", json, Body::from("[".repeat(1000))), 400, "malformed");
    let list = assert_problem(&send("/v1/problems", json, Body::from("[1]")), 422, "invalid-problem");
    assert_eq!(list["errors"].as_array().map(Vec::len), Some(1), "one defect says it all: {list}");
}

#[test]
fn unknown_paths_methods_ids_and_parameters_are_told_apart() {
    let server = Server::new();
    assert_problem(&server.get("/v1/nothing"), 404, "no-route");
    assert_problem(&server.get("/../etc/passwd"), 404, "no-route");
    let refused = server.delete("/v1/problems");
    assert_problem(&refused, 405, "method-not-allowed");
    assert!(refused.header("allow").contains("POST"), "{}", refused.header("allow"));
    for path in
        ["/v1/plans/x", "/v1/plans/x/verdict", "/v1/plans/x/explanation", "/v1/plans/x/geojson", "/v1/jobs/x"]
    {
        assert_problem(&server.get(path), 404, "not-found");
    }
    for path in ["/v1/jobs/x/events", "/v1/plans/x/run-sheets", "/v1/plans/x/run-sheets/y"] {
        assert_problem(&server.get(path), 404, "not-found");
    }
    assert_problem(&server.delete("/v1/jobs/x"), 404, "not-found");
    assert_problem(&server.get("/v1/plans/x/verdict?language=xx"), 400, "bad-parameter");
    assert_problem(&server.get("/v1/plans/x/verdict?lang=sv"), 400, "bad-parameter");
    assert_problem(&server.get("/v1/plans/x/explanation?alternatives=21"), 400, "bad-parameter");
    assert_problem(&server.get("/v1/plans/x/explanation?alternatives=-1"), 400, "bad-parameter");
    assert_problem(&server.get("/v1/plans/%FF"), 400, "bad-parameter");
}

#[test]
fn an_ordered_plan_comes_with_verdict_explanation_map_and_run_sheets() {
    let server = Server::new();
    let problem = keep(&server, &small_problem());
    let job = server.order(&json!({"problemId": problem, "iterations": 200, "language": "sv"}));
    let events = server.follow(&job);
    let (name, end) = events.last().expect("events");
    assert_eq!(name, "finished", "{end}");
    assert_eq!(server.get(&job).json(), *end, "the job tells what the last event told");
    assert_eq!(server.follow(&job).len(), 1, "who comes late hears the end at once");
    let id = end["plan"].as_str().expect("a plan");
    let plan = server.get(&format!("/v1/plans/{id}")).json();
    assert_eq!(plan["figures"]["leftOut"], 1, "{plan}");
    assert_eq!(plan["unplanned"][0]["visit"], "impossible");
    assert_eq!(server.get("/v1/plans").json()[0]["id"], id);

    let verdict = server.get(&format!("/v1/plans/{id}/verdict")).json();
    assert_eq!(verdict["keepsRules"], true, "{verdict}");
    assert_eq!(verdict["score"]["cost"], plan["score"]["cost"]);

    let explanation =
        server.get(&format!("/v1/plans/{id}/explanation?visit=together&alternatives=3&language=sv")).json();
    assert_eq!(explanation["planned"][0]["visit"], "together", "{explanation}");
    assert!(explanation["planned"][0]["alternatives"].as_array().expect("a list").len() <= 3);
    assert_eq!(server.get(&format!("/v1/plans/{id}/explanation?visit=nobody")).status, 422);

    let map = server.get(&format!("/v1/plans/{id}/geojson"));
    assert_eq!(map.header("content-type"), "application/geo+json");
    let text = map.text();
    assert!(!text.contains("\"bo\""), "the protected patient is not on the map");
    assert!(map.json()["rond"]["protectedLeftOut"].as_u64() >= Some(1), "{text}");
    let with = server.get(&format!("/v1/plans/{id}/geojson?protected=true"));
    assert!(with.text().contains("\"bo\""));

    let sheets = server.get(&format!("/v1/plans/{id}/run-sheets?language=sv"));
    assert_eq!(sheets.header("content-type"), "text/plain; charset=utf-8");
    assert!(sheets.text().contains("KÖRLISTA  dr-1 (physician)"), "{}", sheets.text());
    assert!(sheets.text().contains("Tillsammans med"), "{}", sheets.text());
    let one = server.get(&format!("/v1/plans/{id}/run-sheets/dr-1?language=en")).text();
    assert!(one.contains("RUN SHEET  dr-1") && one.contains("ACUTE, by 2026-11-23 17:00"), "{one}");
    assert_problem(&server.get(&format!("/v1/plans/{id}/run-sheets/ghost")), 404, "not-found");
}

#[test]
fn a_plan_made_elsewhere_is_judged_without_being_kept() {
    let server = Server::new();
    let id = planned(&server);
    let mut plan = server.get(&format!("/v1/plans/{id}")).json();
    let order = json!({"problem": small_problem(), "plan": plan});
    let good = server.post("/v1/plans/check", &order);
    assert_eq!(good.status, 200, "{}", good.text());
    assert_eq!(good.json()["keepsRules"], true, "{}", good.text());
    plan["routes"].as_array_mut().expect("routes").truncate(1);
    let partial = server.post("/v1/plans/check", &json!({"problem": small_problem(), "plan": plan})).json();
    assert_ne!(partial["leftOut"].as_array().map(Vec::len), Some(1), "{partial}");
    let wrong = json!({"problem": small_problem(), "plan": {"version": 1, "routes": [{"shift": "ghost", "stops": []}]}});
    assert_problem(&server.post("/v1/plans/check", &wrong), 422, "invalid-plan");
}

#[test]
fn the_same_problem_seed_and_iterations_give_the_plan_of_the_command_line() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let (problem, out) = (folder.path().join("problem.json"), folder.path().join("plan.json"));
    std::fs::write(&problem, small_problem().to_string()).expect("a file");
    let (problem, out) = (problem.to_string_lossy(), out.to_string_lossy());
    let ran = rond(&["plan", &problem, "--iterations", "200", "--seed", "7", "--out", &out]);
    assert_eq!(ran.exit.code(), 0, "{}", ran.err);
    let here: Value = serde_json::from_slice(&std::fs::read(&*out).expect("a plan")).expect("JSON");
    let server = Server::new();
    let there = server.get(&format!("/v1/plans/{}", planned(&server))).json();
    for member in ["version", "routes", "unplanned", "score", "figures", "deadlines", "warnings"] {
        assert_eq!(here[member], there[member], "{member}");
    }
    for member in ["problem", "seed", "iterations", "program"] {
        assert_eq!(here["made"][member], there["made"][member], "{member}");
    }
}

#[test]
fn other_prices_are_kept_with_the_plan_that_they_made() {
    let server = Server::new();
    let problem = keep(&server, &small_problem());
    let job = server.order(&json!({"problemId": problem, "iterations": 50, "preset": "travel"}));
    let id = server.plan_of(&job);
    assert_ne!(server.get(&job).json()["problem"], problem, "another problem, since prices are facts of it");
    let cost = server.get(&format!("/v1/plans/{id}")).json()["score"]["cost"].clone();
    assert_eq!(server.get(&format!("/v1/plans/{id}/verdict")).json()["score"]["cost"], cost);
}

#[test]
fn a_cancelled_job_keeps_its_best_plan_and_marks_it() {
    let server = Server::new();
    let job = server.order(&json!({"problem": small_problem(), "timeLimitSeconds": 300}));
    let began = Instant::now();
    // Bounded polling: an event stream would block until the end that this test brings about.
    while server.get(&job).json()["progress"]["cost"].is_null() {
        assert!(began.elapsed() < Duration::from_secs(60), "no first plan: {}", server.get(&job).text());
        std::thread::yield_now();
    }
    let asked = server.delete(&job);
    assert!(asked.status == 202 || asked.status == 200, "{}", asked.text());
    let (name, end) = server.follow(&job).pop().expect("events");
    assert_eq!(name, "cancelled", "{end}");
    let plan =
        server.get(&format!("/v1/plans/{}", end["plan"].as_str().expect("the best plan so far"))).json();
    let codes: Vec<&Value> =
        plan["warnings"].as_array().expect("warnings").iter().map(|w| &w["code"]).collect();
    assert!(codes.contains(&&json!("cancelled")), "{codes:?}");
    assert_eq!(server.get("/v1/plans").json()[0]["cancelled"], true);
    assert_eq!(server.delete(&job).status, 200, "cancelling twice is no error");
    assert!(began.elapsed() < Duration::from_secs(120));
}

#[test]
fn a_finished_job_cannot_be_cancelled() {
    let server = Server::new();
    let job = server.order(&json!({"problem": small_problem(), "iterations": 20}));
    server.plan_of(&job);
    assert_problem(&server.delete(&job), 409, "conflict");
}

#[test]
fn several_jobs_at_once_all_give_the_same_plan_for_the_same_seed() {
    let server = Server::with(|config| config.plan_workers = 3);
    let order = json!({"problem": small_problem(), "iterations": 100, "seed": 3});
    let jobs: Vec<String> = (0..8).map(|_| server.order(&order)).collect();
    let routes =
        |job: &String| server.get(&format!("/v1/plans/{}", server.plan_of(job))).json()["routes"].clone();
    let plans: Vec<Value> = jobs.iter().map(routes).collect();
    assert!(plans.iter().all(|plan| *plan == plans[0]));
}

#[test]
fn a_full_queue_says_when_to_come_back() {
    let server = Server::with(|config| {
        config.plan_workers = 1;
        config.plan_queue = 1;
    });
    let order = json!({"problem": small_problem(), "timeLimitSeconds": 200});
    let answers: Vec<Answer> = (0..3).map(|_| server.post("/v1/plans", &order)).collect();
    let refused =
        answers.iter().find(|a| a.status == 429).expect("one worker and one place in the queue for three");
    assert_problem(refused, 429, "queue-full");
    assert_eq!(refused.header("retry-after"), "200");
    for answer in answers.iter().filter(|a| a.status == 202) {
        server.delete(answer.header("location"));
    }
}

#[test]
fn orders_that_cannot_be_met_are_refused() {
    let server = Server::with(|config| config.plan_time_max = Duration::from_secs(20));
    let order = json!({"problem": small_problem(), "timeLimitSeconds": 21});
    assert_problem(&server.post("/v1/plans", &order), 422, "time-limit");
    let order = json!({"problem": small_problem(), "timeLimitSeconds": 0});
    assert_problem(&server.post("/v1/plans", &order), 422, "time-limit");
    assert_problem(&server.post("/v1/plans", &json!({"problemId": "p-nope"})), 404, "not-found");
    let both = json!({"problemId": "p-nope", "problem": small_problem()});
    assert_problem(&server.post("/v1/plans", &both), 400, "malformed");
    assert_problem(&server.post("/v1/plans", &json!({"problem": {"version": 1}})), 422, "invalid-problem");
    let language = json!({"problem": small_problem(), "language": "de"});
    assert_problem(&server.post("/v1/plans", &language), 400, "bad-parameter");
    for front in [0, 1, 34] {
        let order = json!({"problem": small_problem(), "front": front});
        assert_problem(&server.post("/v1/plans", &order), 422, "front");
    }
    let both = json!({"problem": small_problem(), "front": 3, "bound": true});
    assert_problem(&server.post("/v1/plans", &both), 422, "front");
}

#[test]
fn a_plan_comes_with_its_bound_when_that_is_ordered() {
    let server = Server::new();
    let job = server.order(&json!({"problem": small_problem(), "timeLimitSeconds": 2, "bound": true}));
    let plan = server.get(&format!("/v1/plans/{}", server.plan_of(&job))).json();
    let bound = &plan["bound"];
    assert_eq!(bound["cost"], plan["score"]["cost"]);
    let (lower, cost) =
        (bound["lowerBound"].as_i64().expect("a bound"), bound["cost"].as_i64().expect("a cost"));
    assert!(0 < lower && lower <= cost, "{bound}");
    assert_eq!(bound["optimal"], lower == cost);
}

#[test]
fn several_plans_are_kept_and_listed_when_a_front_is_ordered() {
    let server = Server::new();
    let job = server.order(&json!({"problem": small_problem(), "iterations": 200, "front": 3}));
    let best = server.plan_of(&job);
    let front = server.get(&job).json()["front"].clone();
    let listed = front.as_array().expect("a list");
    assert!((1..=3).contains(&listed.len()), "{front}");
    let cost = |id: &str| {
        let plan = server.get(&format!("/v1/plans/{id}")).json();
        plan["score"]["cost"].as_i64().expect("a cost")
    };
    let costs: Vec<i64> = listed.iter().map(|entry| cost(entry["plan"].as_str().expect("an id"))).collect();
    assert_eq!(costs.iter().min(), Some(&cost(&best)));
    let travel: Vec<i64> = listed.iter().filter_map(|entry| entry["travelPoints"].as_i64()).collect();
    assert!(travel.is_sorted() && travel.len() == listed.len(), "{front}");
}

#[test]
fn the_calendar_gives_the_next_working_day_with_its_trace() {
    let server = Server::new();
    let answer = server.get("/v1/calendar/next-working-day?received=2026-12-23T16:50");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let deadline = answer.json();
    assert!(deadline["due"].as_str().is_some_and(|due| due.starts_with("2026-12-28T17:00")), "{deadline}");
    assert!(deadline["trace"].as_array().is_some_and(|t| t.len() >= 5), "{deadline}");
    assert_eq!(
        server.get("/v1/calendar/next-working-day?received=2026-12-23T16:50+01:00").json()["due"],
        deadline["due"]
    );
    assert_eq!(server.get("/v1/calendar/next-working-day?received=yesterday").status, 422);
    assert_problem(&server.get("/v1/calendar/next-working-day"), 400, "bad-parameter");
}

#[test]
fn roads_without_a_map_say_what_is_missing() {
    let server = Server::new();
    assert_problem(&server.get("/v1/route?from=57.9,12.5&to=57.95,12.55"), 422, "needs-map");
    assert_problem(&server.get("/v1/nearest?at=57.9,12.5"), 422, "needs-map");
    assert_problem(
        &server.post("/v1/table", &json!({"points": [{"lat": 57.9, "lon": 12.5}]})),
        422,
        "needs-map",
    );
    assert_problem(&server.get("/v1/route?from=here&to=57.95,12.55"), 400, "bad-parameter");
    assert_problem(&server.post("/v1/table", &json!({"points": []})), 422, "points");
    let mut problem = small_problem();
    problem.as_object_mut().expect("an object").remove("travel");
    assert_problem(&server.post("/v1/problems", &problem), 422, "needs-map");
}

#[test]
fn the_description_names_every_route() {
    let server = Server::new();
    let described = server.get("/openapi.json").json();
    assert!(described["openapi"].as_str().is_some_and(|v| v.starts_with("3.1")));
    let paths: Vec<&String> = described["paths"].as_object().expect("paths").keys().collect();
    for path in [
        "/v1/problems",
        "/v1/problems/{id}",
        "/v1/plans",
        "/v1/plans/check",
        "/v1/plans/{id}",
        "/v1/plans/{id}/verdict",
        "/v1/plans/{id}/explanation",
        "/v1/plans/{id}/geojson",
        "/v1/plans/{id}/run-sheets",
        "/v1/plans/{id}/run-sheets/{staff}",
        "/v1/jobs/{id}",
        "/v1/jobs/{id}/events",
        "/v1/route",
        "/v1/nearest",
        "/v1/table",
        "/v1/calendar/next-working-day",
        "/v1/schema/problem",
        "/v1/schema/plan",
        "/v1/health",
    ] {
        assert!(paths.iter().any(|p| *p == path), "{path} in {paths:?}");
    }
    let schema = server.get("/v1/schema/problem");
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert!(schema.json()["$schema"].is_string());
}

#[test]
fn the_page_and_the_api_page_come_from_here_alone() {
    let server = Server::new();
    let page = server.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"));
    assert!(!page.header("content-security-policy").contains("unsafe"));
    for file in ["style.css", "app.js", "messages.sv.js", "icon.svg"] {
        let answer = server.get(&format!("/{file}"));
        assert_eq!(answer.status, 200, "{file}");
        assert!(!answer.text().contains("https://"), "{file} names another host");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let api_page = server.get("/api-docs/");
    assert_eq!(api_page.status, 200);
    assert!(!api_page.text().contains("//unpkg") && !api_page.text().contains("//cdn"));
    assert_eq!(server.get("/v1/plans").header("cache-control"), "no-store");
}

#[test]
fn what_is_kept_is_bounded_and_the_oldest_goes_first() {
    let server = Server::with(|config| config.keep = 2);
    let ids: Vec<String> = (0..3).map(|_| keep(&server, &small_problem())).collect();
    assert_problem(&server.get(&format!("/v1/problems/{}", ids[0])), 404, "not-found");
    assert_eq!(server.get(&format!("/v1/problems/{}", ids[2])).status, 200);
}

#[test]
fn a_problem_is_there_as_long_as_a_plan_that_answers_it() {
    let server = Server::with(|config| config.keep = 1);
    let problem = keep(&server, &small_problem());
    let plan = server.plan_of(&server.order(&json!({"problemId": problem, "iterations": 20})));
    keep(&server, &small_problem());
    assert_eq!(server.get(&format!("/v1/plans/{plan}")).status, 200);
    assert_eq!(server.get(&format!("/v1/problems/{problem}")).status, 200);
}

#[test]
fn a_request_id_from_outside_is_kept_only_when_it_is_harmless() {
    let server = Server::new();
    assert!(server.get("/v1/health").header("x-request-id").starts_with("r-"));
}
