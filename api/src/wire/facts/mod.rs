//! What a problem document says: wire types → the engine's facts, with every defect of what is said.
//!
//! In: a [`Problem`](super::Problem) that fits the schema. Out: a [`Draft`]: facts without travel tables, and what planning need
//! not know (positions, deadlines, prices).

mod draft;
mod people;
mod places;
mod times;
mod visits;

pub use draft::{Draft, check_calendar, draft};
pub use people::inside;
pub use times::{DateMeans, Times};
