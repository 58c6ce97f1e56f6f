//! Hierarchy and places in, travel table out.

mod travel_table;

pub use travel_table::TravelTable;
