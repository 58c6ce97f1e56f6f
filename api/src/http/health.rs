//! /v1/health: whether the service is up, and how busy.

use super::AppState;
use crate::wire::Health;
use axum::Json;
use axum::extract::State;

/// How the service is.
#[utoipa::path(get, path = "/v1/health", tag = "service", responses((status = 200, description = "Up", body = Health)))]
pub async fn health(State(state): State<AppState>) -> Json<Health> {
    let (waiting, running) = state.jobs().load();
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        map: state.map().is_some(),
        waiting,
        running,
        plan_seconds_max: state.config().plan_time_max.as_secs(),
    })
}
