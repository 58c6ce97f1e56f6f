//! /v1/problems: facts come in, are checked and kept.

use super::extract::{JsonText, Path};
use super::{ApiError, AppState};
use crate::tasks::load;
use crate::wire::{ErrorDocument, KeptProblem, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

/// Send a problem.
///
/// The document is checked as a whole; every defect is reported at once. A good one is kept in memory under a new id; the
/// oldest is dropped when there are too many, and all are gone when the service stops.
#[utoipa::path(
    post, path = "/v1/problems", tag = "problems",
    request_body = Problem,
    responses(
        (status = 201, description = "Kept; Location names it", body = KeptProblem),
        (status = 400, description = "Not JSON", content_type = "application/problem+json", body = ErrorDocument),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = ErrorDocument),
        (status = 415, description = "Not declared as JSON", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Defects, all of them", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn send(
    State(state): State<AppState>,
    JsonText(text): JsonText,
) -> Result<impl IntoResponse, ApiError> {
    let (archive, map) = (state.archive().clone(), state.map());
    let kept = state
        .read(text.len(), move || {
            let loaded = load(text.as_bytes(), map.as_deref())?;
            Ok(archive.keep_problem(loaded)?)
        })
        .await?;
    let location = format!("/v1/problems/{}", kept.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(kept.summary())))
}

/// List problems.
///
/// The newest 50, newest first.
#[utoipa::path(get, path = "/v1/problems", tag = "problems", responses((status = 200, description = "Problems that are kept", body = [KeptProblem])))]
pub async fn list(State(state): State<AppState>) -> Json<Vec<KeptProblem>> {
    Json(state.archive().problems(50))
}

/// Get a problem.
///
/// The document as it was read, with what its sender left out still left out.
#[utoipa::path(
    get, path = "/v1/problems/{id}", tag = "problems",
    params(("id" = String, Path, description = "Id of the problem")),
    responses(
        (status = 200, description = "The problem document", body = Problem),
        (status = 404, description = "No such problem", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn get(State(state): State<AppState>, Path(id): Path<String>) -> Result<Json<Problem>, ApiError> {
    match state.archive().problem(&id) {
        Some(record) => Ok(Json(record.loaded.document.clone())),
        None => Err(ApiError::NotFound { what: "problem", id }),
    }
}
