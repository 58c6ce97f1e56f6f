//! The search against the judge, over random problems with everything in them.

use super::annealing::{Meter, first_plan};
use super::facts::Facts;
use super::insertion::Penalties;
use super::workbench::Workbench;
use super::{Found, moves, search, writing};
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{
    Broken, Job, Lunch, Price, Prices, RoutingPlan, RoutingProblem, Tie, Tour, Visit, Window, judge,
};
use proptest::prelude::*;

/// A price: nothing, some points, or hard where that may be.
fn price(rng: &mut Rng, hard: bool) -> Price {
    match rng.below(4) {
        0 => Price::FREE,
        1 if hard => Price::Hard,
        _ => Price::Points(rng.range(1..90).into()),
    }
}

/// A day of a few tours and visits in which anything may be.
fn problem(seed: u64) -> RoutingProblem {
    let mut rng = Rng::seeded(seed);
    let any = |rng: &mut Rng, most: u32| i64::from(rng.range(0..most + 1));
    let places = 2 + rng.below(8);
    let times =
        (0..places * places).map(|cell| if cell % (places + 1) == 0 { 0 } else { rng.range(0..60) as i32 });
    let times: Vec<i32> = times.collect();
    let costs = if rng.chance(0.3) { times.iter().map(|t| t * 3 + 1).collect() } else { Vec::new() };
    let tours: Vec<Tour> = (0..rng.below(5))
        .map(|_| {
            let starts = any(&mut rng, 200);
            Tour {
                from: rng.below(places) as u32,
                to: rng.below(places) as u32,
                starts,
                ends: starts + any(&mut rng, 500),
                capacity: 3 + any(&mut rng, 20),
                has_lunch: rng.chance(0.6),
                fixed: any(&mut rng, 3) * 10,
            }
        })
        .collect();
    let (mut jobs, mut visits, mut ties) = (Vec::new(), Vec::new(), Vec::new());
    for visit in 0..rng.below(12) as u32 {
        let first = jobs.len() as u32;
        for _ in 0..1 + rng.below(2) {
            let mut opens = any(&mut rng, 300);
            let windows = (0..1 + rng.below(3)).map(|_| {
                let window = Window { opens, closes: opens + i64::from(rng.range(0..150)) };
                opens += i64::from(rng.range(1..200));
                window
            });
            let windows = windows.collect();
            let (length, demand) = (any(&mut rng, 60), any(&mut rng, 5));
            jobs.push(Job { visit, place: rng.below(places) as u32, length, windows, demand });
        }
        if jobs.len() as u32 - first == 2 && rng.chance(0.7) {
            let least = any(&mut rng, 60) - 30;
            ties.push(Tie {
                first,
                second: first + 1,
                least,
                most: least + any(&mut rng, 1) * any(&mut rng, 60),
            });
        }
        visits.push(Visit { jobs: first..jobs.len() as u32, left_out: price(&mut rng, true) });
    }
    let fits = (0..jobs.len() * tours.len()).map(|_| rng.chance(0.8).then(|| rng.range(0..20) as i32));
    let fits = fits.collect();
    let lunch = rng.chance(0.8).then(|| {
        let opens = any(&mut rng, 200);
        Lunch { opens, closes: opens + any(&mut rng, 150), length: any(&mut rng, 40) }
    });
    let prices = Prices {
        travel: any(&mut rng, 8),
        tardiness: price(&mut rng, true),
        worst_tardiness: any(&mut rng, 4),
        waiting: any(&mut rng, 10),
        worst_waiting: any(&mut rng, 1) * any(&mut rng, 5),
        extra_time: price(&mut rng, true),
        worst_idle: any(&mut rng, 1) * any(&mut rng, 90),
        missed_lunch: price(&mut rng, false),
        balance: any(&mut rng, 1) * any(&mut rng, 3),
        load: any(&mut rng, 2),
    };
    let (met_at_end, leave_at_start) = (rng.chance(0.5), rng.chance(0.3));
    RoutingProblem {
        places,
        times,
        costs,
        jobs,
        visits,
        tours,
        fits,
        ties,
        lunch,
        met_at_end,
        leave_at_start,
        prices,
    }
}

/// Whether all that `broken` says is visits left out.
fn only_left_out(broken: &[Broken]) -> bool {
    broken.iter().all(|b| matches!(b, Broken::LeftOut(_)))
}

/// Searches by iterations alone.
fn found(problem: &RoutingProblem, seed: u64, threads: usize, iterations: u64) -> Found {
    search(problem, seed, threads, &Budget::iterations(iterations), None, &mut |_, _| {})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn every_change_costs_what_the_judge_says(seed: u64) {
        let problem = problem(seed);
        prop_assert_eq!(problem.validate(), Ok(()));
        let facts = Facts::new(&problem, || false);
        let mut bench = Workbench::new(&facts);
        let mut rng = Rng::seeded(seed ^ 1);
        let budget = Budget::iterations(1);
        if rng.chance(0.7) {
            first_plan(&mut bench, &Meter::new(&budget), &mut rng);
        }
        if problem.jobs.is_empty() || problem.tours.is_empty() {
            return Ok(());
        }
        let menu = moves::menu(&bench);
        bench.soften(1);
        for _ in 0..150 {
            let kind = menu[rng.below(menu.len())];
            let before = bench.score;
            if !moves::stage(&mut bench, kind, &Penalties { broken: 5, owed: 50 }, &mut rng) {
                continue;
            }
            let Some(score) = bench.propose() else {
                prop_assert_eq!(bench.measured_anew(), before);
                continue;
            };
            if rng.chance(0.4) {
                bench.take_back();
                prop_assert_eq!(bench.measured_anew(), before);
                continue;
            }
            bench.keep(score);
            prop_assert_eq!(bench.measured_anew(), score);
            let plan = writing::plan(&mut bench);
            let verdict = judge(&problem, &plan);
            prop_assert_eq!(verdict.cost, score.cost, "{:?} {:?}", &plan, &verdict);
            prop_assert!(score.broken > 0 || only_left_out(&verdict.broken), "{:?} {:?}", &plan, &verdict);
            let owed = verdict.broken.iter().filter(|b| matches!(b, Broken::LeftOut(_))).count();
            prop_assert_eq!(owed as i64, score.owed);
        }
    }

    #[test]
    fn a_search_breaks_nothing_and_costs_what_it_says(seed: u64) {
        let problem = problem(seed);
        let first = found(&problem, seed, 1, 2000);
        let verdict = judge(&problem, &first.plan);
        prop_assert!(only_left_out(&verdict.broken), "{:?}", &verdict);
        prop_assert_eq!(verdict.cost, first.cost);
        prop_assert_eq!(&found(&problem, seed, 2, 2000), &first);
        let again = search(&problem, seed, 1, &Budget::iterations(0), Some(&first.plan), &mut |_, _| {});
        let owed = |found: &Found| judge(&problem, &found.plan).broken.len();
        prop_assert!((owed(&again), again.cost) <= (owed(&first), first.cost));
    }
}

#[test]
fn nothing_to_do_and_nobody_to_do_it_are_no_trouble() {
    let mut problem = problem(3);
    problem.tours.clear();
    problem.fits.clear();
    assert_eq!(found(&problem, 1, 1, 100).plan, RoutingPlan::default());
    problem.jobs.clear();
    problem.visits.clear();
    problem.ties.clear();
    assert_eq!(found(&problem, 1, 1, 100).plan, RoutingPlan::default());
}

#[test]
fn better_plans_are_told_and_the_last_is_the_one_returned() {
    let problem = (0..).map(problem).find(|p| p.visits.len() > 8 && p.tours.len() > 2).expect("one in many");
    let mut told = Vec::new();
    let found = search(&problem, 1, 1, &Budget::iterations(50_000), None, &mut |_, cost| told.push(cost));
    assert_eq!(told.last(), Some(&found.cost));
}

#[test]
fn a_penalty_too_large_to_add_up_stays_the_largest() {
    let penalties = Penalties { broken: i64::MAX / 2, owed: i64::MAX / 2 };
    let score = super::workbench::Score { cost: 5, broken: 9, owed: 9, guide: 0 };
    assert_eq!(penalties.value(score), i64::MAX);
}
