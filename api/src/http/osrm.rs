//! Whatever is no route of ours, asked of OSRM's form where the service is started with it.

use super::{ApiError, AppState};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// Answers in OSRM's form, or says that there is no such route.
pub async fn otherwise(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let asked = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(osrm) = state.osrm().filter(|_| asked && !path.starts_with("/v1/")) else {
        return (StatusCode::NOT_FOUND, ApiError::NoRoute(path)).into_response();
    };
    let query = request.uri().query().map(str::to_owned);
    match state.run(move || Ok(osrm.answer(&path, query.as_deref()))).await {
        Ok(answer) => {
            let status = if answer.ok { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            (status, Json(answer.body)).into_response()
        }
        Err(e) => e.into_response(),
    }
}
