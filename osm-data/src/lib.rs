//! From an OpenStreetMap extract to travel times.
//!
//! ```text
//! file ─► OsmNode, OsmWay ─► WayUse ─► RoadGraph ─► ContractionHierarchy ─► TravelTable
//! pbf           pbf          profile     graph           hierarchy      ▲      table
//!                                          └─ snap: LonLat ─► Snap ─────┘
//! ```
//!
//! The crate knows roads and nothing of care: no patient, visit or plan.

pub mod archive;
pub mod column;
pub mod graph;
pub mod hierarchy;
pub mod lonlat;
pub mod network;
pub mod pbf;
pub mod profile;
pub mod samples;
pub mod snap;
pub mod sweref99;
pub mod synth;
pub mod table;
pub mod units;
