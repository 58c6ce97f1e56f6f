//! Hierarchy and places in, travel table out.

mod many_to_many;
mod travel_table;

#[cfg(test)]
mod tests;

pub use many_to_many::{Ends, many_to_many};
pub use travel_table::TravelTable;
