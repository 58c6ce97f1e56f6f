//! The service at its limits: too slow, too much; and what it promises about every failure.

use axum::body::Body;
use axum::http::Method;
use end_to_end::server::{Server, assert_problem, small_problem};
use serde_json::json;
use std::time::Duration;
use tokio_stream::{StreamExt, once, pending};

const JSON: Option<&str> = Some("application/json");

/// A body that begins and never ends.
fn stalled() -> Body {
    Body::from_stream(once(Ok("{")).chain(pending::<Result<&'static str, std::io::Error>>()))
}

#[test]
fn a_body_that_does_not_arrive_is_a_timeout_of_its_own() {
    let server = Server::with(|config| config.request_time = Duration::from_millis(400));
    for path in ["/v1/problems", "/v1/plans", "/v1/plans/check", "/v1/table"] {
        let report =
            assert_problem(&server.send(Method::POST, path, JSON, stalled()), 408, "body-not-received");
        assert!(report["detail"].as_str().is_some_and(|d| d.contains("0.2 s")), "{report}");
        assert_eq!(report["place"], "body");
    }
}

#[test]
fn an_answer_that_takes_too_long_says_when_to_come_back() {
    let server = Server::with(|config| config.request_time = Duration::from_millis(1));
    // Five million numbers: reading them takes a hundred times as long.
    let answer = server.send(Method::POST, "/v1/problems", JSON, format!("[{}1]", "1,".repeat(5_000_000)));
    assert_problem(&answer, 503, "busy");
    assert_eq!(answer.header("retry-after"), "2");
}

#[test]
fn a_body_of_too_many_bytes_or_values_is_refused_before_it_is_read() {
    let server = Server::new();
    let long = "1,".repeat(40 << 20);
    let report =
        assert_problem(&server.send(Method::POST, "/v1/problems", JSON, long), 413, "body-too-large");
    assert!(report["detail"].as_str().is_some_and(|d| d.contains("67108864 bytes")), "{report}");
    let values = format!("[{}1]", "1,".repeat(10_000_000));
    let report =
        assert_problem(&server.send(Method::POST, "/v1/problems", JSON, values), 413, "body-too-large");
    assert!(report["detail"].as_str().is_some_and(|d| d.contains("10000000 values")), "{report}");
    // Without a length: counted on the way.
    let pieces = (0..80).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1 << 20]));
    let endless = Body::from_stream(tokio_stream::iter(pieces));
    assert_problem(&server.send(Method::POST, "/v1/problems", JSON, endless), 413, "body-too-large");
}

#[test]
fn too_many_event_streams_say_when_to_come_back() {
    let server = Server::with(|config| config.event_streams = 0);
    let job = server.order(&json!({"problem": small_problem(), "iterations": 20}));
    let answer = server.get(&format!("{job}/events"));
    assert_problem(&answer, 503, "busy");
    assert_eq!(answer.header("retry-after"), "2");
}

#[test]
fn what_does_not_fit_the_memory_set_aside_is_refused() {
    let server = Server::with(|config| config.keep_bytes = 1000);
    assert_problem(&server.post("/v1/problems", &small_problem()), 507, "too-large");
}

#[test]
fn the_type_of_a_report_is_an_address_that_explains_it() {
    let server = Server::new();
    let report = assert_problem(&server.get("/v1/jobs/x"), 404, "not-found");
    assert_eq!(report["place"], "id of the job");
    let meaning = server.get(report["type"].as_str().expect("an address"));
    assert_eq!((meaning.status, meaning.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(meaning.text().contains("Status: 404.") && meaning.text().contains("Remedy: "));
    let defect = server.get("/errors/swapped-coordinates").text();
    assert!(defect.contains("latitude and longitude exchanged"), "{defect}");
    assert_problem(&server.get("/errors/nothing-of-the-kind"), 404, "not-found");
}

#[test]
fn the_description_tells_of_every_route_how_it_fails() {
    let described = Server::new().get("/openapi.json").json();
    let mut operations = 0;
    for (path, item) in described["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            operations += 1;
            let responses = operation["responses"].as_object().expect("responses");
            for (status, response) in responses.iter().filter(|(s, _)| !s.starts_with('2')) {
                let form = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(form, "#/components/schemas/ErrorDocument", "{method} {path} {status}");
            }
            assert!(responses.contains_key("default"), "{method} {path}");
        }
    }
    assert!(operations >= 20, "{operations}");
}
