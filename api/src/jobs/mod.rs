//! LONG TASKS IN THE BACKGROUND: a bounded queue, worker threads, progress that many can follow, cancellation.
//!
//! In: work as a closure. Out: [`crate::wire::Job`]s, each a complete state, through a watch channel.

mod board;
mod planning;
mod reporter;

pub use board::{CancelError, JobBoard, Limits, NewJob, QueueFull, Work};
pub use planning::{Archive, Order, PlanRecord, ProblemRecord, Wanted, now, planning};
pub use reporter::Reporter;
