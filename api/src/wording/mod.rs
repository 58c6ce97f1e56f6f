//! Reason → sentence. The engine states closed enums; only here are they put into words.
//!
//! Ids alone appear in sentences: no names, which the program does not know.

mod address;
mod days;
mod en;
mod finding;
mod job;
mod language;
mod quantity;
mod reason;
mod sv;
mod turn;

pub use address::{address_change, address_change_code};
pub use days::{day_name, weekday};
pub use finding::finding;
pub use language::Language;
pub use quantity::{Scene, kilometres, minutes, points};
pub use reason::{reason, reason_code, relaxation, relaxing_code, summary};
pub use turn::turn;
