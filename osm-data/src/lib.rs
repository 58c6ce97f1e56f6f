//! From an OpenStreetMap extract to travel times.
//!
//! ```text
//! file ─► OsmNode, OsmWay ─► WayUse ─► RoadGraph ─► ContractionHierarchy ─► TravelTable
//! pbf           pbf          profile     graph           hierarchy      ▲      table
//!                                          └─ snap: LonLat ─► Snap ─────┘
//! ```
//!
//! The crate knows roads and nothing of care: no patient, visit or plan.
//!
//! ```no_run
//! use osm_data::lonlat::LonLat;
//! use osm_data::{archive::{self, MapFile}, network, profile::TravelMode};
//! use std::path::Path;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Once: an extract becomes a map file.
//! let extract = Path::new("goteborg.osm.pbf");
//! let roads = network::prepare(extract, TravelMode::Car, &mut |stage| eprintln!("{stage}"))?;
//! archive::write(&MapFile::of(roads), Path::new("goteborg.rond"))?;
//!
//! // Each day: the map file opens in milliseconds and answers with a table.
//! let roads = archive::open(Path::new("goteborg.rond"))?.into_first();
//! let places = [LonLat { lon: 11.97, lat: 57.71 }, LonLat { lon: 12.01, lat: 57.69 }];
//! let (table, _) = roads.table(&places)?;
//! println!("{:?}", table.seconds(0, 1));
//! # Ok(())
//! # }
//! ```

pub mod address;
pub mod archive;
pub mod cells;
pub mod column;
pub mod dissection;
pub mod graph;
pub mod guidance;
pub mod hierarchy;
pub mod lonlat;
pub mod matching;
pub mod network;
pub mod pbf;
pub mod profile;
pub mod samples;
pub mod snap;
pub mod sweref99;
pub mod synth;
pub mod table;
pub mod units;
