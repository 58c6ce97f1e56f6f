//! Reason → sentence. The engine states closed enums; only here are they put into words.
//!
//! Ids alone appear in sentences: no names, which the program does not know.

mod days;
mod language;

pub use days::{day_name, weekday};
pub use language::Language;
