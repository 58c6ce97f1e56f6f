//! Any bytes as a problem document: a problem or all its defects, never a panic.

#![no_main]

use api::tasks::load;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = load(bytes, None);
});
