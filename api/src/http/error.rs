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
    MethodNotAllowed(String),
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
        /// The limit in bytes.
        limit: usize,
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
        /// Stable code.
        code: &'static str,
        /// What is wrong.
        detail: String,
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
            Self::MethodNotAllowed(method) => ErrorDocument::new(
                405,
                "method-not-allowed",
                "Method not allowed",
                format!("{method} is not served at this path"),
                "use a method that the Allow header names",
            ),
            Self::NotFound { what, id } => ErrorDocument::new(
                404,
                "not-found",
                "Not found",
                format!("no {what} `{id}` is kept"),
                "check the id; the oldest are dropped when the service is full or starts anew, so send it again",
            ),
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
                format!("the body is larger than {limit} bytes"),
                "send less, or raise ROND_BODY_LIMIT",
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
            Self::Unprocessable { code, detail, remedy } => {
                ErrorDocument::new(422, code, "Cannot be done", detail.clone(), remedy.clone())
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
        Self::Report(Box::new(error.to_document()))
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
