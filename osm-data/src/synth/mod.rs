//! A synthetic region from a seed, as OpenStreetMap elements: town, villages, country roads, motorway, river,
//! sea and islands. It looks like a Swedish municipality and holds no real data; every name is invented.
//!
//! `settlement` says where people live, `town`, `country`, `motorway` and `water` draw streets on a flat
//! `sketch`, `engrave` bends it, cuts it into ways and puts houses along them, `tagging` words the tags.

mod country;
mod draw;
mod engrave;
mod motorway;
mod name;
mod region;
mod restriction;
mod settlement;
mod sketch;
mod tagging;
mod town;
mod water;

#[cfg(test)]
mod tests;

pub use region::{Region, SynthSummary, region};
