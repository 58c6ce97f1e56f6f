//! Any bytes as a map file: an answer or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use osm_data::archive;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((network, addresses)) = archive::read_with_addresses("fuzz", bytes) {
        // What is taken for sound must be usable.
        let _ = network.locator();
        let _ = addresses.find("Storgatan 12, 411 01 Göteborg", 5);
    }
});
