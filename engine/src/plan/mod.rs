//! The answer: a pure value that is stored, judged, compared and explained, whoever made it.

#[expect(clippy::module_inception, reason = "the file is named after the one concept it holds")]
mod plan;
mod route;

pub use plan::Plan;
pub use route::{Route, Stop, Task};
