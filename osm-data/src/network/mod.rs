//! `RoadNetwork`: graph, hierarchy and locator of one mode of travel; tables and routes out of coordinates.

mod build;
mod closure;
mod costs;
mod error;
mod growing;
mod joined;
mod road_network;
mod route;

#[cfg(test)]
mod tests;

pub use build::{prepare, prepare_within};
pub use costs::CostTable;
pub use error::{TableError, off_road_words};
pub use growing::GrowingTable;
pub(crate) use road_network::KeptSkeleton;
pub use road_network::RoadNetwork;
pub use route::{Route, RouteStep};
