//! The service in memory: no socket, no port.

use api::config::Config;
use api::http::{AppState, app};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// A service that answers calls.
pub struct Server {
    app: Router,
    runtime: Runtime,
}

/// What it answered.
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("ASCII"))
    }
}

/// Asserts that an answer is problem+json with this status and code, and helps the reader on.
///
/// # Panics
/// When it is not.
pub fn assert_problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(!answer.header("x-request-id").is_empty());
    let report = answer.json();
    assert_eq!(report["code"], code, "{report}");
    assert_eq!(report["status"], status);
    assert_eq!(report["type"], format!("/errors/{code}"));
    for member in ["title", "detail", "remedy"] {
        assert!(!report[member].as_str().unwrap_or_default().is_empty(), "{member} in {report}");
    }
    report
}

impl Server {
    /// A service with the default settings and two workers of one thread.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// A service with some settings changed.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config { plan_workers: 2, plan_threads: 1, ..Config::default() };
        change(&mut config);
        Self::of(AppState::new(config, None))
    }

    /// A service over a state.
    pub fn of(state: AppState) -> Self {
        Self { app: app(state), runtime: Runtime::new().expect("a runtime for the test") }
    }

    /// Sends any request.
    pub fn send(&self, method: Method, path: &str, kind: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let request = request.body(body.into()).expect("a good request");
        self.runtime.block_on(async {
            let response = self.app.clone().oneshot(request).await.expect("the service always answers");
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty())
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Body::empty())
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some("application/json"), body.to_string())
    }

    /// Orders a plan and gives the path of its job.
    pub fn order(&self, order: &Value) -> String {
        let answer = self.post("/v1/plans", order);
        assert_eq!(answer.status, 202, "{}", answer.text());
        answer.header("location").to_owned()
    }

    /// Follows a job to its end: every event's name and job, in order.
    pub fn follow(&self, job: &str) -> Vec<(String, Value)> {
        let stream = self.get(&format!("{job}/events"));
        assert_eq!(stream.status, 200);
        assert_eq!(stream.header("content-type"), "text/event-stream");
        events(&stream.text())
    }

    /// The id of the plan of a job, which must end well.
    pub fn plan_of(&self, job: &str) -> String {
        let (name, last) = self.follow(job).pop().expect("at least one event");
        assert_eq!(name, "finished", "{last}");
        last["plan"].as_str().expect("a finished job names its plan").to_owned()
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

/// Splits server-sent events into names and data.
fn events(text: &str) -> Vec<(String, Value)> {
    let field = |event: &str, name: &str| {
        event.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned()).unwrap_or_default()
    };
    let whole = text.split("\n\n").filter(|e| e.contains("data:"));
    whole.map(|e| (field(e, "event:"), serde_json::from_str(&field(e, "data:")).expect("JSON"))).collect()
}

/// A small problem that states its own travel times: a physician and two nurses, a joint visit, an acute one, and one that
/// nobody can do.
pub fn small_problem() -> Value {
    let places = ["base", "north", "south", "east"];
    let away = |i: usize, j: usize| if i == j { 0 } else { 400 + 60 * (i + j) };
    let table = |unit: usize| -> Vec<Vec<usize>> {
        (0..places.len()).map(|i| (0..places.len()).map(|j| away(i, j) * unit).collect()).collect()
    };
    let slot = |role: &str, minutes: u32| json!({"roles": [role], "careMinutes": minutes, "documentationMinutes": 5});
    let shift = |id: &str, staff: &str| json!({"id": id, "staff": staff, "start": "08:00", "end": "16:30", "startPlace": "base", "endPlace": "base"});
    let position =
        |n: usize| json!({"id": places[n], "lat": 57.90 + 0.02 * n as f64, "lon": 12.50 + 0.03 * n as f64});
    json!({
        "version": 1,
        "horizon": {"from": "2026-11-23"},
        "places": (0..places.len()).map(position).collect::<Vec<_>>(),
        "staff": [
            {"id": "dr-1", "role": "physician"},
            {"id": "ssk-1", "role": "nurse"},
            {"id": "ssk-2", "role": "nurse"}
        ],
        "shifts": [shift("s-dr", "dr-1"), shift("s-1", "ssk-1"), shift("s-2", "ssk-2")],
        "patients": [
            {"id": "anna", "place": "north"},
            {"id": "bo", "place": "south", "protected": true},
            {"id": "cilla", "place": "east"}
        ],
        "visits": [
            {"id": "together", "patient": "anna", "slots": [slot("physician", 30), slot("nurse", 30)],
             "windows": [{"opens": "09:00", "closes": "11:00"}]},
            {"id": "acute", "patient": "cilla", "slots": [slot("physician", 40)], "urgency": "acute",
             "received": "2026-11-22T16:00"},
            {"id": "wound", "patient": "bo", "slots": [slot("nurse", 25)]},
            {"id": "review", "patient": "cilla", "slots": [slot("nurse", 45)], "necessity": "optional"},
            {"id": "impossible", "patient": "anna", "slots": [slot("nurse", 30)], "windows": [{"opens": "05:00", "closes": "05:30"}]}
        ],
        "travel": {"car": {"seconds": table(1), "metres": table(14)}}
    })
}
