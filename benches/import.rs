//! How long does it take from an extract to a map file, and from a map file to the first question? One line an
//! extract of the test data: one core, median of three imports (CPU time of the process) and of five openings.
//!
//! ids: `import/<extract>`, `open/<extract>`.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use benchmarks::{median_of_five, shared};
use osm_data::profile::TravelMode;
use osm_data::{
    archive::{self, MapFile},
    network,
};
use std::path::PathBuf;

/// User and system time of this process so far, in seconds (Linux counts in hundredths).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().expect("a name in brackets");
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

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
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    println!("extract | MB | junctions | arcs | import CPU s | map file MB | open ms");
    for path in extracts {
        let name = path.file_name().expect("a name").to_string_lossy().replace(".osm.pbf", "");
        let out = scratch.path().join("map.rond");
        let mut times = Vec::new();
        for _ in 0..3 {
            let before = cpu_seconds();
            one.install(|| {
                let network = network::prepare(&path, TravelMode::Car, &mut |_| {}).expect("importable");
                archive::write(&MapFile::of(network), &out).expect("writable");
            });
            times.push(cpu_seconds() - before);
        }
        times.sort_by(f64::total_cmp);
        let (opening, network) = median_of_five(|| archive::open(&out).expect("a map file").into_first());
        let mb = |p: &PathBuf| std::fs::metadata(p).map_or(0.0, |m| m.len() as f64 / 1e6);
        println!(
            "{name} | {:.2} | {} | {} | {:.2} | {:.1} | {:.2}",
            mb(&path),
            network.graph.vertices(),
            network.graph.arcs(),
            times[1],
            mb(&out),
            opening.as_secs_f64() * 1e3,
        );
    }
}
