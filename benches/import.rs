//! How long does it take from an extract to a map file, and from a map file to the first question? One line an
//! extract of the test data, addresses included: one thread, median of three imports (CPU time) and of five openings.
//!
//! ids: `import/<extract>`, `open/<extract>`.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use benchmarks::{cpu_seconds, median, median_of_five, one_thread, shared};
use osm_data::archive::{self, MapFile};
use osm_data::profile::TravelMode;
use osm_data::{address, network};
use std::path::PathBuf;

fn main() {
    let folder = shared().join("data/osm");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no extracts in {} (set ROND_SHARED)", folder.display());
        return;
    };
    let mut extracts: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    extracts.retain(|p| p.to_string_lossy().ends_with(".osm.pbf"));
    extracts.sort();
    let scratch = tempfile::tempdir().expect("a scratch folder");
    one_thread();
    println!("extract | MB | junctions | arcs | import CPU s | map file MB | open ms | on two threads");
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    for path in extracts {
        let name = path.file_name().expect("a name").to_string_lossy().replace(".osm.pbf", "");
        let out = scratch.path().join("map.rond");
        let mut times = Vec::new();
        for _ in 0..3 {
            let before = cpu_seconds();
            let network = network::prepare(&path, TravelMode::Car, &mut |_| {}).expect("importable");
            let addresses = address::prepare(&path, None, &mut |_| {}).expect("readable").index;
            archive::write(&MapFile { networks: vec![network], addresses }, &out).expect("writable");
            times.push(cpu_seconds() - before);
        }
        let (opening, network) = median_of_five(|| archive::open(&out).expect("a map file").into_first());
        let open = || median_of_five(|| archive::open(&out).expect("a map file")).0;
        let shared_out = two.install(open);
        let mb = |p: &PathBuf| std::fs::metadata(p).map_or(0.0, |m| m.len() as f64 / 1e6);
        println!(
            "{name} | {:.2} | {} | {} | {:.2} | {:.1} | {:.2} | {:.2}",
            mb(&path),
            network.graph.vertices(),
            network.graph.arcs(),
            median(times),
            mb(&out),
            opening.as_secs_f64() * 1e3,
            shared_out.as_secs_f64() * 1e3,
        );
    }
}
