//! Any bytes as an extract: a network or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use osm_data::graph::{TurnCosts, import};
use osm_data::network::RoadNetwork;
use osm_data::pbf::PbfReader;
use osm_data::profile::TravelMode;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = PbfReader::new("fuzz", Cursor::new(bytes)) else { return };
    if let Ok((graph, statistics)) = import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {}) {
        let _ = RoadNetwork::build(graph, statistics, TravelMode::Car, &mut |_| {});
    }
});
