//! /v1/addresses: where an address is, and which address a position has. The log never holds either.

use super::extract::Query;
use super::plans::language;
use super::{ApiError, AppState, roads};
use crate::tasks::{self, LONGEST_ADDRESS, MOST_ADDRESSES};
use crate::wire::{AddressAtPosition, ErrorDocument, FoundAddresses, Position};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is looked up.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AddressQuestion {
    /// The address as people write it, at most 300 letters.
    #[param(example = "Storgatan 12, 411 01 Göteborg")]
    q: String,
    /// How many places at most, 1 to 50. Default: 5.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
    /// Language of sentences: `sv` or `en`. Default: `en`.
    language: Option<String>,
}

/// Find an address.
///
/// The places that a written address can mean, best first, each with its confidence and what differs from the question.
#[utoipa::path(
    get, path = "/v1/addresses", tag = "roads", params(AddressQuestion),
    responses(
        (status = 200, description = "Places, best first; none when nothing fits", body = FoundAddresses),
        (status = 400, description = "No text, or too long", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "No map, or one without addresses", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn find(
    State(state): State<AppState>,
    Query(asked): Query<AddressQuestion>,
) -> Result<Json<FoundAddresses>, ApiError> {
    let language = language(asked.language.as_deref())?;
    let letters = asked.q.chars().count();
    if asked.q.trim().is_empty() || letters > LONGEST_ADDRESS {
        return Err(ApiError::Parameter {
            detail: format!("an address of {letters} letters; write 1 to {LONGEST_ADDRESS}"),
            place: "q".to_owned(),
        });
    }
    let limit = asked.limit.unwrap_or(5);
    if !(1..=MOST_ADDRESSES).contains(&limit) {
        return Err(ApiError::Parameter {
            detail: format!("a limit of {limit}; write 1 to {MOST_ADDRESSES}"),
            place: "limit".to_owned(),
        });
    }
    let map = roads::map(&state)?;
    state.run(move || Ok(Json(tasks::find_addresses(&map, &asked.q, limit, language)?))).await
}

/// Where.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AddressPlace {
    /// Degrees north.
    #[param(example = 57.93, minimum = -90, maximum = 90)]
    lat: f64,
    /// Degrees east.
    #[param(example = 12.53, minimum = -180, maximum = 180)]
    lon: f64,
    /// Language of sentences: `sv` or `en`. Default: `en`.
    language: Option<String>,
}

/// Find the address of a position.
///
/// The nearest address within 250 m, and the nearest road when it has a name.
#[utoipa::path(
    get, path = "/v1/addresses/reverse", tag = "roads", params(AddressPlace),
    responses(
        (status = 200, description = "Address and road; either may be missing", body = AddressAtPosition),
        (status = 400, description = "Not a position", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Off the map, or no map", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn reverse(
    State(state): State<AppState>,
    Query(asked): Query<AddressPlace>,
) -> Result<Json<AddressAtPosition>, ApiError> {
    let language = language(asked.language.as_deref())?;
    let map = roads::map(&state)?;
    let at = Position { lat: asked.lat, lon: asked.lon };
    state.run(move || Ok(Json(tasks::address_at(&map, at, language)?))).await
}
