//! What travel by the hour costs a search: `cargo bench -p engine --bench hours [-- ITERATIONS]`.
//!
//! Iterations a second on seeded towns of 100 and 1,000 visits whose ways take the same at every hour (one table), or change four
//! times a day between three tables, or eight times between five. One thread. A plan's number tells whether it is the
//! same as another time.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use engine::budget::Budget;
use engine::model::{Facts, samples};
use engine::progress::Silent;
use engine::settings::Settings;
use engine::solve::solve;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

fn run(name: &str, facts: Facts, seed: u64, iterations: u64) {
    let problem = facts.build().expect("a sample is a problem");
    let settings = Settings { seed, threads: 1, ..Settings::default() };
    let timed = |iterations| {
        let start = Instant::now();
        let solved = solve(&problem, &settings, &Budget::iterations(iterations), &mut Silent);
        (start.elapsed().as_secs_f64(), solved)
    };
    let (before, first) = timed(0);
    let (took, solved) = timed(iterations);
    let mut plan = DefaultHasher::new();
    format!("{:?}", solved.plan).hash(&mut plan);
    println!(
        "search/hours/{name} seed {seed}: {:.0} iterations/s (first plan {before:.2} s), {} -> {} points, plan {:016x}",
        solved.iterations as f64 / (took - before).max(1e-9),
        first.verdict.score.cost(),
        solved.verdict.score.cost(),
        plan.finish()
    );
}

fn main() {
    let iterations = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(20_000);
    for (visits, staff) in [(100, 15), (1_000, 150)] {
        for seed in 1..=3 {
            let town = || samples::town(seed, visits, staff, 1);
            run(&format!("{visits}/1"), town(), seed, iterations);
            for (tables, borders) in [(3, 4), (5, 8)] {
                let facts = samples::with_traffic(town(), seed, tables, borders);
                run(&format!("{visits}/{tables}"), facts, seed, iterations);
            }
        }
    }
}
