//! Hierarchy and places in, travel table out.

mod above;
mod many_to_many;
mod one_to_many;
mod restricted;
mod travel_table;

#[cfg(test)]
mod tests;

pub use many_to_many::{Ends, many_to_many, many_to_many_rows};
pub use one_to_many::OneToMany;
pub use travel_table::TravelTable;
