//! /v1/schema: the published form of documents.

use crate::wire::{plan_schema, problem_schema};
use axum::http::header;
use axum::response::IntoResponse;

const SCHEMA: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/schema+json")];

/// Get the JSON Schema of the problem document.
#[utoipa::path(
    get, path = "/v1/schema/problem", tag = "problems",
    responses((status = 200, description = "JSON Schema 2020-12", content_type = "application/schema+json", body = Object))
)]
pub async fn problem() -> impl IntoResponse {
    (SCHEMA, problem_schema().to_string())
}

/// Get the JSON Schema of the plan document.
#[utoipa::path(
    get, path = "/v1/schema/plan", tag = "plans",
    responses((status = 200, description = "JSON Schema 2020-12", content_type = "application/schema+json", body = Object))
)]
pub async fn plan() -> impl IntoResponse {
    (SCHEMA, plan_schema().to_string())
}
