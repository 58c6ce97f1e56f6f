//! Coordinate to place on a road: which segment, how far along, and what it takes to get on and off it.

mod candidates;
mod directions;
mod endpoints;
mod grid;
mod locator;

pub use directions::Directions;
pub use endpoints::Endpoints;
pub use grid::{Grid, GridDefect, GridParts};
pub use locator::{Locator, OFF_ROAD_LIMIT, Snap};

#[cfg(test)]
mod tests;
