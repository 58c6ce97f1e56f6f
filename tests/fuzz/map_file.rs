//! Any bytes as a map file: an answer or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use osm_data::archive;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(network) = archive::read("fuzz", bytes) {
        // What is taken for sound must be usable.
        let _ = network.locator();
    }
});
