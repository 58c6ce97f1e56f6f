//! Any bytes as a map file: an answer or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use osm_data::archive;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(map) = archive::read("fuzz", bytes) {
        // What is taken for sound must be usable.
        for network in &map.networks {
            let places: Vec<_> = network.graph.parts().vertices.iter().take(8).map(|p| p.to_lonlat()).collect();
            let _ = network.table(&places);
        }
        let _ = map.addresses.find("Storgatan 12, 411 01 Göteborg", 5);
    }
});
