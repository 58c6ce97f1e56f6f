//! HTTP: handlers that parse, call `tasks` or `jobs`, and answer. They decide nothing.
//!
//! The only place that names axum. Start at `app.rs`: every route on one page.

mod addresses;
mod app;
mod calendar;
mod codes;
mod error;
mod events;
mod exports;
mod extract;
mod health;
mod jobs;
mod observe;
mod osrm;
mod plans;
mod problems;
mod roads;
mod schema;
mod serve;
mod state;
mod ui;

pub use app::{app, openapi};
pub use error::{ApiError, Unmet};
pub use serve::{ServeError, log_to_stderr, serve};
pub use state::AppState;
