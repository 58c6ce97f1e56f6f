//! How long does making a synthetic region and writing it take, and what is in it? Median of five; the largest once.
//!
//! `cargo bench -p benchmarks --bench synth`

use benchmarks::{median_of_five, report};
use osm_data::synth::region;
use std::time::Instant;

fn main() {
    for size in [2_000, 60_000] {
        let (time, made) = median_of_five(|| region(1, size));
        report(&format!("synth/region/{size}"), time, &format!("{:?}", made.summary()));
        let (time, file) =
            median_of_five(|| made.write("memory", Vec::new()).expect("memory takes everything"));
        report(&format!("synth/write/{size}"), time, &format!("{} bytes", file.len()));
    }
    let start = Instant::now();
    let made = region(1, 1_000_000);
    report("synth/region/1000000", start.elapsed(), &format!("{:?}", made.summary()));
    let start = Instant::now();
    let file = made.write("memory", Vec::new()).expect("memory takes everything");
    report("synth/write/1000000", start.elapsed(), &format!("{} bytes", file.len()));
}
