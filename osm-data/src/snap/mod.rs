//! Coordinate to place on a road: which segment, how far along, and what it takes to get on and off it.

mod endpoints;

pub use endpoints::Endpoints;
