//! How soon a first plan stands, and how good a plan gets: `cargo bench -p benchmarks --bench search [-- VISITS STAFF DAYS SECONDS [SEED]]`.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use engine::budget::Budget;
use engine::model::{Problem, samples};
use engine::progress::{News, Progress, Stage};
use engine::settings::Settings;
use engine::solve::solve;
use std::time::{Duration, Instant};

/// Notes when the first plan stood.
struct Watch {
    start: Instant,
    first: Option<(Duration, usize, i64)>,
}

impl Progress for Watch {
    fn hear(&mut self, news: &News) {
        if news.stage == Stage::FirstPlan {
            let cost = news.best.as_ref().map_or(0, engine::rules::Score::cost);
            self.first = Some((self.start.elapsed(), news.left_out, cost));
        }
    }
}

fn run(problem: &Problem, seed: u64, seconds: f64) {
    let start = Instant::now();
    let elapsed = || start.elapsed();
    let budget = Budget::time(Duration::from_secs_f64(seconds), &elapsed);
    let mut watch = Watch { start, first: None };
    let settings = Settings { seed, threads: 2, ..Settings::default() };
    let solved = solve(problem, &settings, &budget, &mut watch);
    let (first, first_out, first_cost) = watch.first.expect("a first plan is always told");
    println!(
        "  seed {seed}: first plan {:>7.1} ms, {first_out} left out, {first_cost} points; after {:.1} s {} left out, {} points, hard {}, {} iterations, {} parts",
        first.as_secs_f64() * 1e3,
        start.elapsed().as_secs_f64(),
        solved.plan.left_out(problem).len(),
        solved.verdict.score.cost(),
        solved.verdict.score.hard(),
        solved.iterations,
        solved.parts,
    );
}

fn main() {
    let figures: Vec<f64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let cases = match figures[..] {
        [visits, staff, days, seconds, ..] => vec![(visits as usize, staff as usize, days as usize, seconds)],
        _ => vec![(100, 15, 1, 10.0), (1_000, 150, 1, 10.0)],
    };
    let seeds = figures.get(4).map_or(0..3, |&s| s as u64..s as u64 + 1);
    for (visits, staff, days, seconds) in cases {
        println!("{visits} visits, {staff} staff, {days} day(s), {seconds} s of search");
        for seed in seeds.clone() {
            let problem = samples::town(seed, visits, staff, days).build().expect("a sample is a problem");
            run(&problem, 1, seconds);
        }
    }
}
