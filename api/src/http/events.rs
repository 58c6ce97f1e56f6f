//! The states of a job as server-sent events.

use super::extract::Path;
use super::{ApiError, AppState};
use crate::wire::Job;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_core::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio_stream::wrappers::WatchStream;

/// Follow a job.
///
/// Server-sent events. The present state comes at once, then every change (fast ones are merged); each event is named after
/// the state (`queued`, `running`, `finished`, `failed`, `cancelled`) and carries the whole job as JSON. The stream ends
/// after a final state. A comment line every ten seconds keeps the connection open.
#[utoipa::path(
    get, path = "/v1/jobs/{id}/events", tag = "jobs",
    params(("id" = String, Path, description = "Id of the job")),
    responses(
        (status = 200, description = "A stream of events, each with a job", content_type = "text/event-stream", body = String),
        (status = 404, description = "No such job", content_type = "application/problem+json", body = crate::wire::ErrorDocument),
        (status = 503, description = "Too many streams are open", content_type = "application/problem+json", body = crate::wire::ErrorDocument),
    )
)]
pub async fn follow(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Sse<KeepAliveStream<JobEvents>>, ApiError> {
    let states = state.jobs().follow(&id).ok_or(ApiError::NotFound { what: "job", id })?;
    let permit = state
        .stream_permit()
        .ok_or_else(|| ApiError::Busy { detail: "too many event streams are open".to_owned() })?;
    let events = JobEvents { states: WatchStream::new(states), ended: false, number: 0, _permit: permit };
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(10))))
}

/// States of one job as events, until a final one.
pub struct JobEvents {
    states: WatchStream<Job>,
    ended: bool,
    number: u64,
    _permit: OwnedSemaphorePermit,
}

impl Stream for JobEvents {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        Pin::new(&mut self.states).poll_next(context).map(|job| {
            let job = job?;
            self.ended = job.state.is_final();
            self.number += 1;
            let event = Event::default()
                .event(job.state.as_str())
                .id(self.number.to_string())
                .retry(Duration::from_secs(2));
            Some(Ok(event.json_data(&job).expect("texts and numbers always serialise")))
        })
    }
}
