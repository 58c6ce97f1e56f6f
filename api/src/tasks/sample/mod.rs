//! Map → a realistic problem on it: for demonstrations, benchmarks and first trials on a region's own map.
//!
//! In: an open map, a size, a seed. Out: a problem document like one a planner would hand in.
//! Orders of magnitude are those of the field: some eight to ten visits a nurse and day, fewer for physicians, a phone hour
//! a physician and day, a quarter of visits joint, a few acute ones.

mod demand;
mod homes;
mod make;
mod staffing;

pub use make::{SampleSize, sample};
