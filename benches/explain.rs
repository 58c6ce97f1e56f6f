//! How long reasons take: `cargo bench -p benchmarks --bench explain [-- VISITS STAFF DAYS SECONDS [SEED]]`.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use engine::budget::Budget;
use engine::explain::{Relaxing, alternatives, analyse};
use engine::model::samples;
use engine::progress::Silent;
use engine::settings::Settings;
use engine::solve::solve;
use std::time::{Duration, Instant};

fn main() {
    let figures: Vec<f64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let cases = match figures[..] {
        [visits, staff, days, seconds, ..] => vec![(visits as usize, staff as usize, days as usize, seconds)],
        _ => vec![(100, 15, 1, 3.0), (300, 15, 5, 3.0), (1_000, 150, 1, 5.0)],
    };
    let seed = figures.get(4).map_or(1, |s| *s as u64);
    for (visits, staff, days, seconds) in cases {
        let problem = samples::town(seed, visits, staff, days).build().expect("a sample is a problem");
        let settings = Settings { threads: 2, ..Settings::default() };
        let start = Instant::now();
        let elapsed = || start.elapsed();
        let budget = Budget::time(Duration::from_secs_f64(seconds), &elapsed);
        let plan = solve(&problem, &settings, &budget, &mut Silent).plan;
        println!("{visits} visits, {staff} staff, {days} day(s), seed {seed}, plan after {seconds} s");

        let asked: Vec<_> = problem.visits.indices().take(100).collect();
        let start = Instant::now();
        let found: Vec<usize> =
            asked.iter().map(|v| alternatives(&problem, &settings.weights, &plan, *v, 3).len()).collect();
        println!(
            "  three alternatives each for {} visits: {:.2} s, {} found, {} visits without",
            asked.len(),
            start.elapsed().as_secs_f64(),
            found.iter().sum::<usize>(),
            found.iter().filter(|n| **n == 0).count(),
        );
        let start = Instant::now();
        let told = analyse(&problem, &settings.weights, &plan, 20);
        let fits =
            |out: &&engine::explain::LeftOut| out.relaxations.iter().any(|r| r.change == Relaxing::Nothing);
        println!(
            "  analysis with {} of {} visits left out explained: {:.2} s; {} would fit as they are",
            told.left_out.len(),
            told.left_out.len() + told.unexplained.len(),
            start.elapsed().as_secs_f64(),
            told.left_out.iter().filter(fits).count(),
        );
        for out in &told.left_out {
            let v = &problem.visits[out.visit];
            let first: Vec<_> = out.relaxations.iter().map(|r| (r.change, r.points())).collect();
            println!("    {} ({} slots, {:?}): {first:?}", v.id, v.slots.len(), v.necessity);
        }
    }
}
