//! The file formats of the benchmark families: instances in, solutions out and in again.
//!
//! Each family has its page; `family` picks it. Conventions of the files (units, roundings, traps) stand on those pages and
//! in `docs/benchmark-faces.md`. Nothing here knows a search, a terminal or a clock: bytes in, [`Instance`] out.

mod care;
mod defect;
mod family;
mod hhcrsp;
mod instance;
mod tokens;
mod uhhc;
mod unpack;
mod vrptw;
mod vrptwsyn;

pub use defect::FormatError;
pub use family::Family;
pub use instance::{Instance, Names, Unit};
