//! Around every request: an id, a log line without personal data, a time limit, headers that guard the page.

use super::{ApiError, AppState};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Instant;

/// Names the request in answer and log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the page may load: only what this service sends itself.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The API page of a third party sets styles in the page itself.
const POLICY_API_PAGE: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Gives each request an id, a time limit and one log line.
///
/// The line holds method, route pattern, status and time: no query, no id of a patient, no body.
pub async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let given = request.headers().get(&REQUEST_ID).filter(|v| is_plain(v)).cloned();
    let id = given.unwrap_or_else(|| {
        HeaderValue::from_str(&state.ids().make("r")).expect("an id of ours is plain ASCII")
    });
    let method = request.method().clone();
    let pattern = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned());
    let api_page = request.uri().path().starts_with("/api-docs");
    let limit = state.config().request_time;
    let mut response = match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Busy { detail: format!("the answer took longer than {} s", limit.as_secs()) }
            .into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id.clone());
    let policy = if api_page { POLICY_API_PAGE } else { POLICY };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        // Plans are health data: nothing between here and the reader keeps them.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    log(&method, pattern.as_deref().unwrap_or("unmatched"), &response, &id, began);
    response
}

fn log(method: &Method, route: &str, response: &Response, id: &HeaderValue, began: Instant) {
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let request = id.to_str().unwrap_or_default();
    if status >= 500 {
        tracing::warn!(%method, route, status, milliseconds, request, "answered");
    } else {
        tracing::info!(%method, route, status, milliseconds, request, "answered");
    }
}

/// An id from outside is taken only when it cannot spoil a log line.
fn is_plain(value: &HeaderValue) -> bool {
    let bytes = value.as_bytes();
    (1..=64).contains(&bytes.len()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
}

/// A panic in a handler: an answer in the usual form, the details in the log alone.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    ApiError::Internal.into_response()
}
