//! What the benchmarks share: graphs to measure on, and the median of a few runs.

use flate2::read::GzDecoder;
use osm_data::graph::{NodeId, Topology};
use osm_data::units::{Millis, RoadCost};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Where the shared test data lies: `ROND_SHARED`, else `shared` beside the workspace.
pub fn shared() -> PathBuf {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    std::env::var_os("ROND_SHARED").map_or(beside, PathBuf::from)
}

/// A road graph with arcs as lines `a TAIL HEAD MILLIS`, nodes from 0; `None` (and why, on standard error)
/// when it is not there. Times stand in for lengths too, a decimetre a millisecond.
#[expect(clippy::print_stderr, reason = "a measurement left out must be seen")]
pub fn road_graph(name: &str) -> Option<Topology> {
    let path = shared().join("data/osm/graphs").join(name);
    let Ok(file) = File::open(&path) else {
        eprintln!("skipped: {} cannot be opened (set ROND_SHARED)", path.display());
        return None;
    };
    let mut arcs = Vec::new();
    let mut nodes = 0;
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.expect("readable graph");
        let mut words = line.split(' ');
        if words.next() != Some("a") {
            continue;
        }
        let mut number = || words.next().and_then(|w| w.parse::<u32>().ok()).expect("three numbers an arc");
        let (tail, head, millis) = (number(), number(), number());
        nodes = nodes.max(tail + 1).max(head + 1);
        arcs.push((NodeId(tail), NodeId(head), RoadCost::new(Millis(millis), millis)));
    }
    Some(Topology::from_arcs(nodes as usize, &arcs).0)
}

/// A grid of `side × side` junctions, all streets both ways, speeds drawn from `seed`; every eighth street fast.
pub fn grid(side: u32, seed: u64) -> Topology {
    let mut draw = Draw(seed);
    let mut arcs = Vec::new();
    for y in 0..side {
        for x in 0..side {
            let here = y * side + x;
            for (there, fits, fast) in
                [(here + 1, x + 1 < side, y % 8 == 0), (here + side, y + 1 < side, x % 8 == 0)]
            {
                if fits {
                    let millis = (draw.below(8_000) + 8_000) as u32 / if fast { 3 } else { 1 };
                    let cost = RoadCost::new(Millis(millis), 1_000);
                    arcs.push((NodeId(here), NodeId(there), cost));
                    arcs.push((NodeId(there), NodeId(here), cost));
                }
            }
        }
    }
    Topology::from_arcs((side * side) as usize, &arcs).0
}

/// Numbers from a seed (splitmix64).
#[derive(Clone, Debug)]
pub struct Draw(pub u64);

impl Draw {
    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

/// Runs `work` five times; the median time, and the last result.
pub fn median_of_five<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..5 {
        let start = Instant::now();
        last = Some(std::hint::black_box(work()));
        times.push(start.elapsed());
    }
    times.sort();
    (times[2], last.expect("five runs"))
}

/// One line of a result: what, then how long.
#[expect(clippy::print_stdout, reason = "results are for the terminal")]
pub fn report(id: &str, time: Duration, note: &str) {
    println!("{id:<44} {:>12.3} ms   {note}", time.as_secs_f64() * 1e3);
}
