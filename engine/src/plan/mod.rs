//! The answer: a pure value that is stored, judged, compared and explained, whoever made it.

mod check;
mod diff;
#[expect(clippy::module_inception, reason = "the file is named after the one concept it holds")]
mod plan;
mod route;

pub use check::Malformed;
pub use diff::{Change, Held, PlanDiff};
pub use plan::Plan;
pub use route::{Route, Stop, Task};
