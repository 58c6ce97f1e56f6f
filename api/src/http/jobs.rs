//! /v1/jobs: plans in the making.

use super::extract::Path;
use super::{ApiError, AppState};
use crate::jobs::CancelError;
use crate::wire::{ErrorDocument, Job};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// Get a job.
///
/// Ended jobs are remembered within a bound; the one that ended longest ago is forgotten first.
#[utoipa::path(
    get, path = "/v1/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "Id of the job")),
    responses(
        (status = 200, description = "The job", body = Job),
        (status = 404, description = "No such job", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn get(State(state): State<AppState>, Path(id): Path<String>) -> Result<Json<Job>, ApiError> {
    state.jobs().get(&id).map(Json).ok_or(ApiError::NotFound { what: "job", id })
}

/// Cancel a job.
///
/// A waiting job is cancelled at once. A running one stops within moments and keeps the best plan so far, marked as
/// cancelled; follow it to learn when.
#[utoipa::path(
    delete, path = "/v1/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "Id of the job")),
    responses(
        (status = 202, description = "Asked to stop", body = Job),
        (status = 200, description = "Cancelled", body = Job),
        (status = 404, description = "No such job", content_type = "application/problem+json", body = ErrorDocument),
        (status = 409, description = "Has ended already", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn cancel(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Job>), ApiError> {
    match state.jobs().cancel(&id) {
        Ok(job) if job.state.is_final() => Ok((StatusCode::OK, Json(job))),
        Ok(job) => Ok((StatusCode::ACCEPTED, Json(job))),
        Err(CancelError::Unknown) => Err(ApiError::NotFound { what: "job", id }),
        Err(CancelError::Ended(job)) => Err(ApiError::Conflict {
            detail: format!("job `{id}` has ended already: {}", job.state.as_str()),
            remedy: "nothing is left to cancel; get the job for its plan or error".to_owned(),
        }),
    }
}
