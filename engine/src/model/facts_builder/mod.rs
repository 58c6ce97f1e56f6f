//! A small world in a few lines, for tests and examples that a reader takes in at a glance.

mod people;
mod time;
mod visit;
mod world;

pub use people::{PatientBuilder, StaffBuilder};
pub use time::moment;
pub use visit::VisitBuilder;
pub use world::FactsBuilder;
