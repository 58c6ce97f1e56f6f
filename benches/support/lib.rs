//! What the benchmarks share: where the data lies, numbers from a seed, and the median of a few runs.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Where the shared test data lies: `ROND_SHARED`, else `shared` beside the workspace.
pub fn shared() -> PathBuf {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    std::env::var_os("ROND_SHARED").map_or(beside, PathBuf::from)
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

/// Time that this thread has spent on a processor so far, in seconds. The clock ticks every few milliseconds.
///
/// # Panics
/// Where there is no `/proc`.
pub fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = text.split(' ').next().and_then(|n| n.parse::<u64>().ok()).expect("three figures");
    nanoseconds as f64 / 1e9
}

/// The middle one of an odd number of figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// All work of this program on this one thread, so that its time is all there is.
///
/// # Panics
/// If there is a pool of threads already.
pub fn one_thread() {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("first use");
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
