//! Hierarchy and places in, travel table out.

mod above;
mod many_to_many;
mod restricted;
mod travel_table;

#[cfg(test)]
mod tests;

pub use many_to_many::{Ends, many_to_many, many_to_many_rows};
pub use travel_table::TravelTable;
