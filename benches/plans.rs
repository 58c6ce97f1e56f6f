//! How good is a plan after so long, on a real map: visits left out and points, for each time limit and seed.
//!
//! `./rond bench --bench plans [-- EXTRACT PATIENTS STAFF DAYS SECONDS,SECONDS SEED,SEED]`; without words
//! `pt-porto-metro-2020 100 15 1 10,60 1,2,3`. One thread, and seconds of its processor time, so that other programs on the
//! machine do not count. The problem is `rond sample` of that seed for 2026-11-20.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use api::tasks::{Map, SampleSize, load, sample};
use api::wire::Day;
use benchmarks::shared;
use engine::budget::Budget;
use engine::model::{Necessity, Problem};
use engine::progress::{News, Progress, Stage};
use engine::settings::Settings;
use engine::solve::solve;
use osm_data::network;
use osm_data::profile::TravelMode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A clock of processor time, looked at every so many calls: a look costs more than a small iteration.
#[derive(Default)]
struct Processor {
    calls: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Processor {
    const EVERY: u64 = 32;

    /// Processor time of this process so far (Linux tells it in nanoseconds).
    fn now() -> u64 {
        let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
        text.split(' ').next().and_then(|n| n.parse().ok()).expect("nanoseconds first")
    }

    fn elapsed(&self, since: u64) -> Duration {
        if self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(Self::EVERY) {
            self.nanoseconds.store(Self::now(), Ordering::Relaxed);
        }
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed).saturating_sub(since))
    }
}

/// Notes when the first plan stood.
struct Watch {
    start: Instant,
    first: Option<(Duration, usize)>,
}

impl Progress for Watch {
    fn hear(&mut self, news: &News) {
        if news.stage == Stage::FirstPlan {
            self.first = Some((self.start.elapsed(), news.left_out));
        }
    }
}

fn run(problem: &Problem, settings: &Settings, seconds: f64) {
    let (start, processor) = (Instant::now(), Processor::default());
    let since = Processor::now();
    let elapsed = || processor.elapsed(since);
    let budget = Budget::time(Duration::from_secs_f64(seconds), &elapsed);
    let mut watch = Watch { start, first: None };
    let solved = solve(problem, settings, &budget, &mut watch);
    let took = (Processor::now() - since) as f64 / 1e9;
    let out = solved.plan.left_out(problem);
    let mandatory = out.iter().filter(|v| problem.visits[**v].necessity == Necessity::Mandatory).count();
    let (first, first_out) = watch.first.expect("a first plan is always told");
    println!(
        "    limit {seconds:>5} s: first plan {:>7.1} ms with {first_out} left out; after {took:>6.2} s {} left out, {mandatory} of them mandatory, {} points, hard {}, {} iterations",
        first.as_secs_f64() * 1e3,
        out.len(),
        solved.verdict.score.cost(),
        solved.verdict.score.hard(),
        solved.iterations,
    );
    if !out.is_empty() {
        let names: Vec<&str> = out.iter().take(12).map(|v| problem.visits[*v].id.as_str()).collect();
        println!("      left out: {}", names.join(" "));
    }
}

fn numbers<T: std::str::FromStr>(text: &str) -> Vec<T> {
    text.split(',').filter_map(|n| n.parse().ok()).collect()
}

fn main() {
    let mut words = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let mut word = |default: &str| words.next().unwrap_or_else(|| default.to_owned());
    let extract = word("pt-porto-metro-2020");
    let mut count = |default: &str| word(default).parse::<usize>().expect("a number");
    let (patients, staff, days) = (count("100"), count("15"), count("1"));
    let (limits, seeds): (Vec<f64>, Vec<u64>) = (numbers(&word("10,60")), numbers(&word("1,2,3")));
    let path = shared().join("data/osm").join(format!("{extract}.osm.pbf"));
    if !path.exists() {
        println!("skipped: {} is not there (set ROND_SHARED)", path.display());
        return;
    }
    let map = Map::of(network::prepare(&path, TravelMode::Car, &mut |_| {}).expect("importable"));
    println!("{extract}: {patients} patients, {staff} staff, {days} day(s)");
    for seed in seeds {
        let size = SampleSize { patients, staff, days, seed, today: Day("2026-11-20".to_owned()) };
        let document = sample(&map, &size).expect("a sample");
        let document = serde_json::to_vec(&document).expect("documents are JSON");
        let loaded = load(&document, Some(&map)).expect("a sample is a problem");
        println!("  seed {seed}: {} visits", loaded.problem.visits.len());
        let settings = Settings { threads: 1, ..loaded.settings.clone() };
        for &seconds in &limits {
            run(&loaded.problem, &settings, seconds);
        }
    }
}
