//! A plan for other programs and for paper: GeoJSON and run sheets.

use super::extract::{Path, Query};
use super::plans::{InLanguage, kept, language};
use super::{ApiError, AppState};
use crate::exchange::{MapOptions, geojson, run_sheet, run_sheets};
use crate::tasks::Ways;
use crate::wire::{ErrorDocument, Moment, Position};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is asked of a map.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OnMap {
    /// Whether to include the places of patients with protected identity. Default: false; they are left out and counted.
    protected: Option<bool>,
}

/// Get a plan as GeoJSON.
///
/// One line a route (along roads where the service has a map, else straight and marked so) and one point a stop. Patients with
/// protected identity are left out and counted, unless asked for; a route that leads to one is interrupted there.
#[utoipa::path(
    get, path = "/v1/plans/{id}/geojson", tag = "exports",
    params(("id" = String, Path, description = "Id of the plan"), OnMap),
    responses(
        (status = 200, description = "A feature collection", content_type = "application/geo+json", body = Object),
        (status = 404, description = "No such plan", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn as_geojson(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<OnMap>,
) -> Result<impl IntoResponse, ApiError> {
    let record = kept(&state, id)?;
    let map = state.map();
    let options = MapOptions { protected: asked.protected.unwrap_or(false) };
    let text = state
        .run(move || {
            let loaded = &record.problem.loaded;
            let positions = loaded.positions_by_id();
            let ways = map.as_deref().map(|map| Ways::new(map, loaded));
            let along = |shift: &str, from: Position, to: Position, departure: Option<&Moment>| {
                ways.as_ref()?.along(shift, from, to, departure)
            };
            let drawn = geojson(&loaded.document, &record.plan, &positions, &along, options);
            serde_json::to_vec(&drawn).map_err(|_| ApiError::Internal)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], text))
}

const PLAIN: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// Get every run sheet.
///
/// One readable text for each shift with work, one after the other.
#[utoipa::path(
    get, path = "/v1/plans/{id}/run-sheets", tag = "exports",
    params(("id" = String, Path, description = "Id of the plan"), InLanguage),
    responses(
        (status = 200, description = "Text", content_type = "text/plain", body = String),
        (status = 404, description = "No such plan", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn sheets(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<InLanguage>,
) -> Result<impl IntoResponse, ApiError> {
    let language = language(asked.language.as_deref())?;
    let record = kept(&state, id)?;
    let text =
        state.run(move || Ok(run_sheets(&record.problem.loaded.document, &record.plan, language))).await?;
    Ok((PLAIN, text))
}

/// Get one person's run sheet.
#[utoipa::path(
    get, path = "/v1/plans/{id}/run-sheets/{staff}", tag = "exports",
    params(("id" = String, Path, description = "Id of the plan"), ("staff" = String, Path, description = "Id of the staff member"), InLanguage),
    responses(
        (status = 200, description = "Text", content_type = "text/plain", body = String),
        (status = 404, description = "No such plan or person", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn sheet(
    State(state): State<AppState>,
    Path((id, staff)): Path<(String, String)>,
    Query(asked): Query<InLanguage>,
) -> Result<impl IntoResponse, ApiError> {
    let language = language(asked.language.as_deref())?;
    let record = kept(&state, id)?;
    match run_sheet(&record.problem.loaded.document, &record.plan, &staff, language) {
        Some(text) => Ok((PLAIN, text)),
        None => Err(ApiError::NotFound { what: "staff member", id: staff }),
    }
}
