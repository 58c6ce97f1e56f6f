//! /v1/health: whether the service is up, and how busy.

use super::AppState;
use crate::wire::Health;
use axum::Json;
use axum::extract::State;

/// How the service is.
#[utoipa::path(get, path = "/v1/health", tag = "service", responses((status = 200, description = "Up", body = Health)))]
pub async fn health(State(state): State<AppState>) -> Json<Health> {
    let (waiting, running) = state.jobs().load();
    let map = state.map();
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        map: map.is_some(),
        modes: map.iter().flat_map(|map| map.modes()).map(|roads| roads.mode().to_owned()).collect(),
        waiting,
        running,
        plan_seconds_max: state.config().plan_time_max.as_secs(),
    })
}
