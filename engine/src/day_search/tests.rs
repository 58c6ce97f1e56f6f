//! The search against the judge, over random problems with everything in them.

use super::annealing::first_plan;
use super::facts::Facts;
use super::insertion::{Penalties, insert_best};
use super::search::written;
use super::workbench::{Draft, Workbench};
use super::{moves, search, writing};
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{
    Broken, Found, Job, Lunch, Price, Prices, RoutingPlan, RoutingProblem, Tie, Tour, Visit, Window, judge,
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

/// `problem` with all its prices as great as may be, in an order of chance.
fn dear(mut problem: RoutingProblem, rng: &mut Rng) -> RoutingProblem {
    let double = |price: &mut Price| {
        if let Price::Points(points) = price {
            *points = points.saturating_mul(2);
        }
    };
    let mut growing: Vec<usize> = (0..10).collect();
    while let Some(&one) = rng.pick(&growing) {
        let before = problem.prices;
        let p = &mut problem.prices;
        match one {
            0 => double(&mut p.tardiness),
            1 => double(&mut p.extra_time),
            2 => double(&mut p.missed_lunch),
            n => {
                let plain = [
                    &mut p.travel,
                    &mut p.worst_tardiness,
                    &mut p.waiting,
                    &mut p.worst_waiting,
                    &mut p.worst_idle,
                    &mut p.balance,
                    &mut p.load,
                ];
                let price = plain.into_iter().nth(n - 3).expect("seven");
                *price = price.saturating_mul(2);
            }
        }
        if problem.prices == before || problem.validate().is_err() {
            problem.prices = before;
            growing.retain(|&other| other != one);
        }
    }
    problem
}

/// `jobs` visits for one at place 1, all day long, `away` from the base at place 0, for one tour.
fn house(jobs: u32, away: i32, travel: i64) -> RoutingProblem {
    let window = Window { opens: 0, closes: 10_000 };
    let job = |visit| Job { visit, place: 1, length: 10, windows: vec![window], demand: 0 };
    let tour = Tour { from: 0, to: 0, starts: 0, ends: 10_000, capacity: 0, has_lunch: false, fixed: 0 };
    let problem = RoutingProblem {
        places: 2,
        times: vec![0, away, away, 0],
        costs: Vec::new(),
        jobs: (0..jobs).map(job).collect(),
        visits: (0..jobs).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect(),
        tours: vec![tour],
        fits: Vec::new(),
        ties: Vec::new(),
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices { travel, waiting: 1, ..Prices::TRAVEL_ALONE },
    };
    assert_eq!(problem.validate(), Ok(()));
    problem
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
        if rng.chance(0.7) {
            first_plan(&mut bench, &|| false, &mut rng);
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
    fn the_greatest_prices_are_no_trouble(seed: u64) {
        let problem = dear(problem(seed), &mut Rng::seeded(seed));
        let found = found(&problem, seed, 1, 9000);
        let verdict = judge(&problem, &found.plan);
        prop_assert!(only_left_out(&verdict.broken), "{:?}", &verdict);
        prop_assert_eq!(verdict.cost, found.cost);
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

#[test]
fn whoever_can_be_served_is_however_dear_the_way() {
    for (jobs, away, travel) in [(1, 100, 1_000_000), (8, 600, 1000), (8, 60, 1_000_000)] {
        let problem = house(jobs, away, travel);
        let verdict = judge(&problem, &found(&problem, 1, 1, 1000).plan);
        assert_eq!(
            (verdict.broken, verdict.cost),
            (vec![], 2 * i64::from(away) * travel),
            "{jobs} {away} {travel}"
        );
    }
}

#[test]
fn the_first_plan_breaks_nothing_to_take_one_more_in() {
    // Ten of work and a way of a hundred each way; home a minute late with both, and gladly so.
    let mut problem = house(2, 100, 1);
    problem.fits = vec![Some(-300); 2];
    problem.tours[0].ends = 219;
    problem.prices.extra_time = Price::Hard;
    let facts = Facts::new(&problem, || false);
    let mut bench = Workbench::new(&facts);
    first_plan(&mut bench, &|| false, &mut Rng::seeded(1));
    assert_eq!((bench.score.broken, bench.score.owed), (0, 1));
}

#[test]
fn a_visit_that_nobody_can_do_does_not_stand_in_the_way_of_the_others() {
    let mut rng = Rng::seeded(5);
    let mut problem = house(13, 50, 1);
    problem.places = 14;
    problem.times = (0..14 * 14).map(|_| 10 + rng.range(0..90) as i32).collect();
    for (job, place) in problem.jobs.iter_mut().zip(1..) {
        job.place = place;
    }
    let mut without = problem.clone();
    without.jobs.pop();
    without.visits.pop();
    problem.jobs[12].windows[0].closes = 5;
    let (all, others) = (found(&problem, 1, 1, 400_000), found(&without, 1, 1, 400_000));
    assert_eq!(judge(&problem, &all.plan).broken, [Broken::LeftOut(12)]);
    assert_eq!(all.cost, others.cost);
}

#[test]
fn the_first_plan_stands_before_iterations_count() {
    let problem = house(8, 60, 1);
    let found = found(&problem, 1, 1, 0);
    assert_eq!((judge(&problem, &found.plan).broken, found.iterations), (vec![], 0));
}

#[test]
fn a_stop_is_heeded_within_a_visit() {
    let problem = house(500, 10, 1);
    let facts = Facts::new(&problem, || false);
    let mut bench = Workbench::new(&facts);
    first_plan(&mut bench, &|| false, &mut Rng::seeded(1));
    assert!(bench.waiting_list.is_empty());
    bench.stage_removal(0, 7);
    bench.stage_visit(7);
    let score = bench.propose().expect("one less");
    bench.keep(score);
    let asked = std::cell::Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) == 3;
    insert_best(&mut bench, 7, &stop);
    assert_eq!((asked.get(), bench.is_planned(7)), (4, false));
}

#[test]
fn times_that_run_in_a_circle_are_not_handed_out() {
    // Two visits for two at once; one tour does them in one order, the other in the other.
    let mut problem = house(4, 10, 1);
    problem.visits = [0..2, 2..4].map(|jobs| Visit { jobs, left_out: Price::Hard }).to_vec();
    for (j, job) in problem.jobs.iter_mut().enumerate() {
        job.visit = j as u32 / 2;
    }
    problem.ties = [0, 2].map(|first| Tie { first, second: first + 1, least: 0, most: 0 }).to_vec();
    problem.tours.push(problem.tours[0]);
    assert_eq!(problem.validate(), Ok(()));
    let facts = Facts::new(&problem, || false);
    let draft =
        |routes: [Vec<u32>; 2]| Draft { routes: routes.to_vec(), choice: vec![0; 4], owed: 0, cost: 0 };
    assert!(written(&facts, &draft([vec![0, 2], vec![1, 3]])).is_some());
    assert!(written(&facts, &draft([vec![0, 2], vec![3, 1]])).is_none());
}
