//! Order in, times out: when everything happens once it is settled who does what in which order.
//!
//! In: a problem and, for each shift, what is done in which order. Out: a plan with the earliest times that keep every rule
//! of time, or [`Unschedulable`] with the stop that cannot be placed. [`tighten`] then moves stops later where that is
//! cheaper. Never: changes who does what, or the order.

mod layout;
mod places;
mod tighten;
mod timetable;
mod unschedulable;

pub use tighten::tighten;
pub use timetable::timetable;
pub use unschedulable::{Cause, Unschedulable};

#[cfg(test)]
mod tests;
