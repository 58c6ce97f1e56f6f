//! /v1/route, /v1/table, /v1/nearest: roads without care.

use super::extract::{Json as JsonBody, Query};
use super::{ApiError, AppState, Unmet};
use crate::tasks::{self, Map};
use crate::wire::{ErrorDocument, Position, RoadRoute, RoadTable, Snapped, TableQuestion};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Most points of one table.
const MOST_POINTS: usize = 2000;

pub(super) fn map(state: &AppState) -> Result<Arc<Map>, ApiError> {
    state.map().ok_or_else(|| ApiError::Unprocessable {
        code: Unmet::NeedsMap,
        detail: "the service runs without a map".to_owned(),
        place: "service",
        remedy: "start it with --map FILE.rond".to_owned(),
    })
}

fn in_mode<'m>(map: &'m Map, mode: Option<&str>) -> Result<&'m Map, ApiError> {
    Ok(tasks::in_mode(map, mode, "/mode")?)
}

/// Reads `59.33,18.06`: latitude first, as people write it.
fn position(text: &str, parameter: &str) -> Result<Position, ApiError> {
    let read = || {
        let (lat, lon) = text.split_once(',')?;
        Some(Position { lat: lat.trim().parse().ok()?, lon: lon.trim().parse().ok()? })
    };
    read().ok_or_else(|| ApiError::Parameter {
        detail: format!("`{text}` is not a position; write latitude, comma, longitude, such as 57.93,12.53"),
        place: parameter.to_owned(),
    })
}

/// From where to where.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Ends {
    /// Start: latitude, comma, longitude.
    #[param(example = "57.93,12.53")]
    from: String,
    /// End: latitude, comma, longitude.
    #[param(example = "57.95,12.55")]
    to: String,
    /// Mode of travel: `car`, `bicycle` or `foot`; `/v1/health` tells which the map has. Default: the map's chief one.
    mode: Option<String>,
}

/// Find the fastest way.
#[utoipa::path(
    get, path = "/v1/route", tag = "roads", params(Ends),
    responses(
        (status = 200, description = "Time, length and geometry; null and empty where no road leads", body = RoadRoute),
        (status = 400, description = "Not positions", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Off the map, no map, or none for the mode", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn route(
    State(state): State<AppState>,
    Query(ends): Query<Ends>,
) -> Result<Json<RoadRoute>, ApiError> {
    let (from, to) = (position(&ends.from, "from")?, position(&ends.to, "to")?);
    let map = map(&state)?;
    state.run(move || Ok(Json(tasks::route(in_mode(&map, ends.mode.as_deref())?, from, to)?))).await
}

/// Where.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// Latitude, comma, longitude.
    #[param(example = "57.93,12.53")]
    at: String,
    /// Mode of travel on that road, as in `/v1/route`. Default: the map's chief one.
    mode: Option<String>,
}

/// Find the nearest road.
#[utoipa::path(
    get, path = "/v1/nearest", tag = "roads", params(Place),
    responses(
        (status = 200, description = "The nearest point on a road", body = Snapped),
        (status = 400, description = "Not a position", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Off the map, no map, or none for the mode", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn nearest(
    State(state): State<AppState>,
    Query(place): Query<Place>,
) -> Result<Json<Snapped>, ApiError> {
    let at = position(&place.at, "at")?;
    let map = map(&state)?;
    state.run(move || Ok(Json(tasks::route(in_mode(&map, place.mode.as_deref())?, at, at)?.from))).await
}

/// Make a table of travel times.
///
/// From each point to each other. At most 2,000 points.
#[utoipa::path(
    post, path = "/v1/table", tag = "roads", request_body = TableQuestion,
    responses(
        (status = 200, description = "Row = from, column = to", body = RoadTable),
        (status = 422, description = "Off the map, no map, none for the mode, or too many points", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn table(
    State(state): State<AppState>,
    JsonBody(asked): JsonBody<TableQuestion>,
) -> Result<Json<RoadTable>, ApiError> {
    let points = asked.points;
    if points.is_empty() || points.len() > MOST_POINTS {
        return Err(ApiError::Unprocessable {
            code: Unmet::Points,
            place: "/points",
            detail: format!("{} points are asked about; from 1 to {MOST_POINTS} are answered", points.len()),
            remedy: "ask in parts, or use the command line".to_owned(),
        });
    }
    let map = map(&state)?;
    state.run(move || Ok(Json(tasks::table(in_mode(&map, asked.mode.as_deref())?, &points)?))).await
}
