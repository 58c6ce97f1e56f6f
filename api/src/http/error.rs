//! Every failure as problem+json, made in one place.

use crate::storage::TooLarge;
use crate::tasks::TaskError;
use crate::wire::ErrorDocument;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// What a handler answers when it cannot do what was asked.
#[derive(Debug)]
pub enum ApiError {
    /// Nothing is served under this path.
    NoRoute(String),
    /// The path exists, the method does not.
    MethodNotAllowed {
        /// The method.
        method: String,
        /// The path.
        path: String,
    },
    /// No such problem, plan or job, or no longer kept.
    NotFound {
        /// `problem`, `plan`, `job`, …
        what: &'static str,
        /// The id asked for.
        id: String,
    },
    /// The body is not of a type that is read here.
    UnsupportedMediaType(String),
    /// The body is larger than allowed.
    BodyTooLarge {
        /// How much of what is allowed.
        limit: String,
    },
    /// The body did not arrive, or not in time.
    BodyNotReceived(String),
    /// The body is not JSON, or not of the form asked for.
    Malformed {
        /// What is wrong.
        detail: String,
        /// Where in the body.
        place: Option<String>,
    },
    /// A parameter of path or query cannot be used.
    Parameter {
        /// What is wrong.
        detail: String,
        /// Which one.
        place: String,
    },
    /// A request that is well formed but cannot be met.
    Unprocessable {
        /// Which kind.
        code: Unmet,
        /// What is wrong.
        detail: String,
        /// Where in the request.
        place: &'static str,
        /// What to do.
        remedy: String,
    },
    /// In conflict with the present state.
    Conflict {
        /// What is wrong.
        detail: String,
        /// What to do.
        remedy: String,
    },
    /// As many jobs wait as may.
    QueueFull {
        /// How many.
        waiting: usize,
        /// When to try again.
        retry_after: Duration,
    },
    /// Too much is going on, or the answer took too long.
    Busy {
        /// What is wrong.
        detail: String,
    },
    /// A fault of ours.
    Internal,
    /// A report made elsewhere.
    Report(Box<ErrorDocument>),
}

/// Kinds of requests that are well formed but cannot be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// Asks about roads of a service without a map.
    NeedsMap,
    /// A search that is too long, or of no time.
    TimeLimit,
    /// Too many points, or none.
    Points,
    /// A number of plans that cannot be sought at once.
    Front,
}

impl Unmet {
    /// The stable code.
    const fn as_str(self) -> &'static str {
        match self {
            Self::NeedsMap => "needs-map",
            Self::TimeLimit => "time-limit",
            Self::Points => "points",
            Self::Front => "front",
        }
    }
}

impl ApiError {
    /// The one place that gives each failure its status, code and words.
    fn report(&self) -> ErrorDocument {
        match self {
            Self::NoRoute(path) => ErrorDocument::new(
                404,
                "no-route",
                "No such resource",
                format!("nothing is served at {path}"),
                "see /openapi.json for every path",
            )
            .at(path),
            Self::MethodNotAllowed { method, path } => ErrorDocument::new(
                405,
                "method-not-allowed",
                "Method not allowed",
                format!("{method} is not served at {path}"),
                "use a method that the Allow header names",
            )
            .at(path),
            Self::NotFound { what, id } => ErrorDocument::new(
                404,
                "not-found",
                "Not found",
                format!("no {what} `{id}` is kept"),
                "check the id; the oldest are dropped when the service is full or starts anew, so send it again",
            )
            .at(format!("id of the {what}")),
            Self::UnsupportedMediaType(found) => ErrorDocument::new(
                415,
                "unsupported-media-type",
                "Unsupported media type",
                format!("the body is declared as `{found}`"),
                "send JSON with `Content-Type: application/json`",
            )
            .at("header Content-Type"),
            Self::BodyTooLarge { limit } => ErrorDocument::new(
                413,
                "body-too-large",
                "Body too large",
                format!("the body is larger than {limit}"),
                "split the problem by area or day, let a map file give travel times, or raise ROND_BODY_LIMIT",
            )
            .at("body"),
            Self::BodyNotReceived(why) => ErrorDocument::new(
                408,
                "body-not-received",
                "Body not received",
                why.clone(),
                "send the body again, without pauses",
            )
            .at("body"),
            Self::Malformed { detail, place } => ErrorDocument::new(
                400,
                "malformed",
                "Malformed body",
                detail.clone(),
                "correct the JSON; /openapi.json has the form",
            )
            .at(place.as_deref().unwrap_or("body")),
            Self::Parameter { detail, place } => ErrorDocument::new(
                400,
                "bad-parameter",
                "Bad parameter",
                detail.clone(),
                "correct the parameter; /openapi.json has the form",
            )
            .at(place),
            Self::Unprocessable { code, detail, place, remedy } => {
                ErrorDocument::new(422, code.as_str(), "Cannot be done", detail.clone(), remedy.clone())
                    .at(*place)
            }
            Self::Conflict { detail, remedy } => ErrorDocument::new(
                409,
                "conflict",
                "In conflict with the present state",
                detail.clone(),
                remedy.clone(),
            ),
            Self::QueueFull { waiting, .. } => ErrorDocument::new(
                429,
                "queue-full",
                "Too many jobs",
                format!("{waiting} planning jobs wait already"),
                "try again after the seconds in Retry-After, or cancel a job",
            ),
            Self::Busy { detail } => ErrorDocument::new(
                503,
                "busy",
                "Service busy",
                detail.clone(),
                "try again after the seconds in Retry-After",
            ),
            Self::Internal => ErrorDocument::new(
                500,
                "internal",
                "A fault in Rond",
                "something went wrong that is not your doing",
                "report it with the value of the header x-request-id",
            ),
            Self::Report(report) => (**report).clone(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::QueueFull { retry_after, .. } => Some(*retry_after),
            Self::Busy { .. } => Some(Duration::from_secs(2)),
            _ => None,
        }
    }
}

impl From<TaskError> for ApiError {
    fn from(error: TaskError) -> Self {
        let mut report = error.to_document();
        // A document that is no JSON at all is told as any other body that is none.
        if let [only] = report.errors.as_slice()
            && only.code == "malformed"
            && only.pointer.is_empty()
        {
            let (cause, remedy) = (only.cause.clone(), only.remedy.clone());
            let errors = std::mem::take(&mut report.errors);
            report = ErrorDocument {
                errors,
                ..ErrorDocument::new(400, "malformed", "Malformed body", cause, remedy).at("body")
            };
        }
        Self::Report(Box::new(report))
    }
}

impl From<TooLarge> for ApiError {
    fn from(error: TooLarge) -> Self {
        Self::Report(Box::new(ErrorDocument::new(
            507,
            "too-large",
            "No room",
            format!("{} bytes do not fit storage of {} bytes", error.bytes, error.most_bytes),
            "raise ROND_KEEP_BYTES, or send a smaller problem",
        )))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let report = self.report();
        let status = StatusCode::from_u16(report.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&report).expect("texts and numbers always serialise");
        let mut response = (
            status,
            [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")],
            body,
        )
            .into_response();
        if let Some(wait) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}

/// One report of every kind, each variant by name: a new one that is not listed here does not pass the compiler unseen.
#[cfg(test)]
pub(super) fn one_of_each() -> Vec<ErrorDocument> {
    use engine::model::InvalidProblem;
    let text = || "anything".to_owned();
    let unmet =
        |code| ApiError::Unprocessable { code, detail: text(), place: "/timeLimitSeconds", remedy: text() };
    let none = || InvalidProblem { defects: Vec::new() };
    let cause = || std::io::Error::other("anything");
    let tasks = [
        TaskError::InvalidProblem(none()),
        TaskError::InvalidPlan(none()),
        TaskError::InvalidQuestion(none()),
        TaskError::NeedsMap,
        TaskError::NeedsAddresses,
        TaskError::File { path: "anything".into(), cause: cause() },
        TaskError::Map { path: "anything".into(), cause: text() },
        TaskError::Extract(text()),
        TaskError::Refused(text()),
    ];
    for task in &tasks {
        match task {
            TaskError::InvalidProblem(_)
            | TaskError::InvalidPlan(_)
            | TaskError::InvalidQuestion(_)
            | TaskError::NeedsMap
            | TaskError::NeedsAddresses
            | TaskError::File { .. }
            | TaskError::Map { .. }
            | TaskError::Extract(_)
            | TaskError::Refused(_) => {}
        }
    }
    let mut all = vec![
        ApiError::NoRoute(text()),
        ApiError::MethodNotAllowed { method: text(), path: text() },
        ApiError::NotFound { what: "job", id: text() },
        ApiError::UnsupportedMediaType(text()),
        ApiError::BodyTooLarge { limit: text() },
        ApiError::BodyNotReceived(text()),
        ApiError::Malformed { detail: text(), place: None },
        ApiError::Parameter { detail: text(), place: text() },
        unmet(Unmet::NeedsMap),
        unmet(Unmet::TimeLimit),
        unmet(Unmet::Points),
        unmet(Unmet::Front),
        ApiError::Conflict { detail: text(), remedy: text() },
        ApiError::QueueFull { waiting: 1, retry_after: Duration::from_secs(1) },
        ApiError::Busy { detail: text() },
        ApiError::Internal,
        TooLarge { bytes: 2, most_bytes: 1 }.into(),
    ];
    all.extend(tasks.into_iter().map(ApiError::from));
    for error in &all {
        match error {
            ApiError::NoRoute(_)
            | ApiError::MethodNotAllowed { .. }
            | ApiError::NotFound { .. }
            | ApiError::UnsupportedMediaType(_)
            | ApiError::BodyTooLarge { .. }
            | ApiError::BodyNotReceived(_)
            | ApiError::Malformed { .. }
            | ApiError::Parameter { .. }
            | ApiError::Unprocessable {
                code: Unmet::NeedsMap | Unmet::TimeLimit | Unmet::Points | Unmet::Front,
                ..
            }
            | ApiError::Conflict { .. }
            | ApiError::QueueFull { .. }
            | ApiError::Busy { .. }
            | ApiError::Internal
            | ApiError::Report(_) => {}
        }
    }
    all.iter().map(ApiError::report).collect()
}
