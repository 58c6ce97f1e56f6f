//! How good a plan can be at best: a lower bound by column generation, proven in whole numbers. In: a routing problem, and perhaps a
//! plan. Out: a bound, what was relaxed for it, and perhaps a better plan or the proof that there is none; of visits that
//! cannot all be done, which.
//!
//! ```text
//! RoutingProblem ─► Network ─► labels (priced routes) ◄─► master (HiGHS) ─► Bound
//!                   network     completion, labels         generation       lower_bound, conflict
//! ```

mod completion;
mod conflict;
mod cuts;
mod enumeration;
mod generation;
mod labels;
mod lower_bound;
mod memory;
mod network;
mod pricing;
mod relaxed;
mod tables;
mod timetable;

pub use conflict::{Conflict, conflict};
pub use lower_bound::{Bound, bound, bound_below};
pub use relaxed::Relaxed;

#[cfg(test)]
mod pricing_tests;
#[cfg(test)]
mod tests;
