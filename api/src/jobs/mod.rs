//! LONG TASKS IN THE BACKGROUND: a bounded queue, worker threads, progress that many can follow, cancellation.
//!
//! In: work as a closure. Out: [`crate::wire::Job`]s, each a complete state, through a watch channel.

mod board;
mod reporter;

pub use board::{CancelError, JobBoard, Limits, NewJob, QueueFull, Work};
pub use reporter::Reporter;
