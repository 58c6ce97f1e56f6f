//! WHAT OUTLIVES A REQUEST: problems and plans, in memory, within bounds.
//!
//! In memory only: what is here is gone when the process ends. Storage on disk is a later step.

mod id;
mod shelf;

pub use id::IdMaker;
pub use shelf::{Shelf, TooLarge};
