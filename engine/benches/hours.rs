//! Iterations of the search a second: `cargo bench -p engine --bench hours`.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use engine::budget::Budget;
use engine::model::samples;
use engine::progress::Silent;
use engine::settings::Settings;
use engine::solve::solve;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

fn main() {
    for (visits, staff, iterations) in [(100, 15, 20_000), (1_000, 150, 20_000)] {
        for seed in 1..=3 {
            let problem = samples::town(seed, visits, staff, 1).build().expect("a sample is a problem");
            let settings = Settings { seed, threads: 1, ..Settings::default() };
            let start = Instant::now();
            let first = solve(&problem, &settings, &Budget::iterations(0), &mut Silent);
            let first_took = start.elapsed().as_secs_f64();
            let start = Instant::now();
            let solved = solve(&problem, &settings, &Budget::iterations(iterations), &mut Silent);
            let took = start.elapsed().as_secs_f64();
            let mut hash = DefaultHasher::new();
            format!("{:?}", solved.plan).hash(&mut hash);
            println!(
                "{visits}/{staff} seed {seed}: {:.0} iterations/s ({} in {took:.2} s, first {first_took:.2}), cost {} -> {}, plan {:016x}",
                solved.iterations as f64 / (took - first_took),
                solved.iterations,
                first.verdict.score.cost(),
                solved.verdict.score.cost(),
                hash.finish()
            );
        }
    }
}
