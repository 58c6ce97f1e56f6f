//! What do roads cost once a map is there? Table, one more point, single times, nearest roads, a changed condition.
//! One thread; its CPU time, median of five; of point to point the median of 10,000 by the wall clock. Then wall-clock time on two threads: one against two in turns, and what
//! two would reach that had nothing to do with each other, because processors share caches and memory.
//!
//! `./rond bench --bench roads -- [EXTRACT ...]`: `pt-porto-metro-2020`, `de-rhein-neckar-2016` and
//! `li-liechtenstein-2021` unless others are named.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use benchmarks::{Draw, cpu_seconds, median, one_thread, shared};
use osm_data::hierarchy::Query;
use osm_data::lonlat::LonLat;
use osm_data::network::{self, GrowingTable, RoadNetwork};
use osm_data::profile::{TravelCondition, TravelMode};
use osm_data::snap::Snap;
use rayon::ThreadPool;
use std::hint::black_box;
use std::time::Instant;

/// Processor seconds of the median of five runs.
fn median_of_five(mut work: impl FnMut()) -> f64 {
    let run = || {
        let before = cpu_seconds();
        work();
        cpu_seconds() - before
    };
    median(std::iter::repeat_with(run).take(5).collect())
}

fn main() {
    one_thread();
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let usual = ["pt-porto-metro-2020", "de-rhein-neckar-2016", "li-liechtenstein-2021"].map(str::to_owned);
    let extracts = if named.is_empty() { usual.to_vec() } else { named };
    println!(
        "extract | nodes | turns | links | 1000² ms | 2000² ms | point to point µs | nearest µs | one point more ms | condition ms | two threads 1000² | 2000² | two alone 1000²"
    );
    for name in extracts {
        let path = shared().join("data/osm").join(format!("{name}.osm.pbf"));
        if !path.exists() {
            println!("skipped: {} is not there (set ROND_SHARED)", path.display());
            continue;
        }
        let network = network::prepare(&path, TravelMode::Car, &mut |_| {}).expect("importable");
        measure(&name, &network);
    }
}

fn measure(name: &str, network: &RoadNetwork) {
    let places = places(network, 2000);
    let snaps: Vec<Snap> = network.snap_all(&places).expect("on the map");
    let thousand = median_of_five(|| drop(black_box(network.costs(&snaps[..1000], &snaps[..1000]))));
    let two_thousand = median_of_five(|| drop(black_box(network.costs(&snaps, &snaps))));
    let mut query = Query::new(&network.hierarchy);
    let pairs = (0..5).flat_map(|_| 0..snaps.len()).map(|i| (&snaps[i], &snaps[(i * 7 + 13) % snaps.len()]));
    let single = median(
        pairs
            .map(|(from, to)| {
                seconds(|| {
                    black_box(network.cost(&mut query, from, to));
                })
            })
            .collect(),
    );
    let nearest = median_of_five(|| (0..10).for_each(|_| drop(black_box(network.snap_all(&places))))) / 10.0;
    // Twenty, because the clock of processor time ticks every few milliseconds.
    let mut growing = GrowingTable::new(network, &places[..1900]).expect("on the map");
    let mut new = places[1900..].iter();
    let more = median_of_five(|| {
        for &one in new.by_ref().take(20) {
            black_box(growing.push(one).expect("on the map"));
        }
    }) / 20.0;
    let winter = TravelCondition::named("winter").expect("a condition");
    let condition = median_of_five(|| drop(black_box(network.under(&winter, &[]))));
    let [two_1000, two_2000] = [1000, 2000].map(|size| gain_of_two_threads(network, &snaps[..size]));
    println!(
        "{name} | {} | {} | {} | {:.1} | {:.1} | {:.1} | {:.2} | {:.2} | {:.0} | {two_1000:.2} × | {two_2000:.2} × | {:.2} ×",
        network.graph.nodes(),
        network.graph.arcs(),
        network.hierarchy.up().len() + network.hierarchy.down().len(),
        thousand * 1e3,
        two_thousand * 1e3,
        single * 1e6,
        nearest * 1e6 / snaps.len() as f64,
        more * 1e3,
        condition * 1e3,
        gain_of_two_alone(network, &snaps[..1000]),
    );
}

/// A pool of so many threads.
fn pool(threads: usize) -> ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// Seconds by the wall clock.
fn seconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

/// The median of nine.
fn median_of_nine(one: impl FnMut() -> f64) -> f64 {
    median(std::iter::repeat_with(one).take(9).collect())
}

/// How many times as fast a table is on two threads as on one: median of nine pairs in turns.
fn gain_of_two_threads(network: &RoadNetwork, snaps: &[Snap]) -> f64 {
    let pools = [pool(1), pool(2)];
    median_of_nine(|| {
        let [one, two] = [0, 1].map(|which: usize| {
            pools[which].install(|| seconds(|| drop(black_box(network.costs(snaps, snaps)))))
        });
        one / two
    })
}

/// How much more two threads get done than one when each makes a table of its own: what this machine can give at most.
fn gain_of_two_alone(network: &RoadNetwork, snaps: &[Snap]) -> f64 {
    let table = |pool: &ThreadPool| pool.install(|| drop(black_box(network.costs(snaps, snaps))));
    let pools = [pool(1), pool(1)];
    median_of_nine(|| {
        let one = seconds(|| table(&pools[0]));
        let both = seconds(|| {
            std::thread::scope(|scope| pools.iter().for_each(|pool| drop(scope.spawn(|| table(pool)))));
        });
        2.0 * one / both
    })
}

/// Places up to some hundred metres beside roads, the same each time.
fn places(network: &RoadNetwork, count: usize) -> Vec<LonLat> {
    let vertices = &network.graph.parts().vertices;
    let mut draw = Draw(7);
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let at = vertices[draw.below(vertices.len() as u64) as usize].to_lonlat();
        let mut aside = || draw.below(2_000) as f64 * 1e-6 - 1e-3;
        let place = LonLat { lon: at.lon + aside(), lat: at.lat + aside() };
        if network.locator().nearest(place).is_some() {
            found.push(place);
        }
    }
    found
}
