//! /v1/calendar: when an acute request falls due.

use super::ApiError;
use super::extract::Query;
use super::plans::language;
use crate::tasks::due;
use crate::wire::{Deadline, ErrorDocument, Moment, WorkingDays};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is asked of the calendar.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DueQuestion {
    /// When the request came in, in Swedish local time or with an offset (`%2B` for `+`).
    #[param(example = "2026-12-23T16:50")]
    received: String,
    /// When service ends on a working day. Default: `17:00`.
    #[param(example = "17:00")]
    service_ends: Option<String>,
    /// Requests at this hour or later count as received on the next working day. Default: off.
    cutoff: Option<String>,
    /// Whether Saturday is a working day. Default: false.
    saturday: Option<bool>,
    /// Language of the names of days: `sv` or `en`. Default: `en`.
    language: Option<String>,
}

/// By when an acute visit must start.
///
/// The end of service on the first working day after the day of the request, by the Swedish calendar, with every day passed over.
#[utoipa::path(
    get, path = "/v1/calendar/next-working-day", tag = "calendar", params(DueQuestion),
    responses(
        (status = 200, description = "The due moment and how it came about", body = Deadline),
        (status = 400, description = "A parameter is missing or unknown", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Not a moment", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn next_working_day(Query(asked): Query<DueQuestion>) -> Result<Json<Deadline>, ApiError> {
    let language = language(asked.language.as_deref())?;
    // An unescaped `+` of an offset arrives as a space; a moment never holds one.
    let received = Moment(asked.received.trim().replace(' ', "+"));
    let calendar = WorkingDays {
        service_ends: asked.service_ends,
        cutoff: asked.cutoff,
        saturday: asked.saturday,
        ..WorkingDays::default()
    };
    Ok(Json(due(&received, Some(&calendar), language)?))
}
