//! The fast against the slow: every step against a walk along the routes, every result against the judge.

use super::crossover::cross;
use super::descent::Descent;
use super::network::Network;
use super::recreate::{any_spot, best_spot};
use super::routes::{NONE, Routes};
use super::segment::Penalties;
use super::{search, search_from};
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{Broken, Job, Price, Prices, RoutingPlan, RoutingProblem, Tour, Visit, Window, judge};
use proptest::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// A plain problem, seldom kind: times keep no triangle inequality, costs may differ from times, tours may be too few.
fn random_problem(seed: u64, jobs: u32, tours: usize) -> RoutingProblem {
    let mut rng = Rng::seeded(seed);
    let places = jobs as usize + 1;
    let mut table = |most: u32| (0..places * places).map(|_| rng.range(0..most) as i32).collect::<Vec<_>>();
    let (times, costs) = (table(60), table(50));
    let own_costs = rng.chance(0.5);
    let starts = i64::from(rng.range(0..30));
    let tour = Tour {
        from: 0,
        to: 0,
        starts,
        ends: starts + i64::from(rng.range(100..400)),
        capacity: i64::from(rng.range(5..30)),
        has_lunch: false,
        fixed: if rng.chance(0.5) { 0 } else { i64::from(rng.range(0..100)) },
    };
    let jobs: Vec<Job> = (0..jobs)
        .map(|j| {
            let opens = i64::from(rng.range(0..300));
            Job {
                visit: j,
                place: j + 1,
                length: i64::from(rng.range(0..20)),
                windows: vec![Window { opens, closes: opens + i64::from(rng.range(0..200)) }],
                demand: i64::from(rng.range(0..10)),
            }
        })
        .collect();
    let problem = RoutingProblem {
        places,
        times,
        costs: if own_costs { costs } else { Vec::new() },
        visits: (0..jobs.len() as u32).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect(),
        jobs,
        tours: vec![tour; tours],
        fits: Vec::new(),
        ties: Vec::new(),
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices { travel: i64::from(rng.range(1..4)), ..Prices::TRAVEL_ALONE },
    };
    assert_eq!(problem.validate(), Ok(()));
    assert!(problem.is_plain());
    problem
}

/// Everything that the routes know, walked along.
fn check(routes: &Routes) {
    let network = routes.network;
    let mut cost = 0;
    let mut seen = vec![false; network.jobs];
    for route in 0..routes.sums.len() as u32 {
        let jobs: Vec<u32> = routes.jobs_of(route).collect();
        let mut load = 0;
        let mut legs = 0;
        let mut now = network.starts;
        let mut prev = routes.first(route);
        for &job in &jobs {
            assert!(!std::mem::replace(&mut seen[job as usize], true));
            let task = &network.tasks[job as usize];
            let start = (now + network.leg(prev, job).time).max(task.opens);
            assert!(start <= task.closes, "late");
            now = start + task.length;
            load += task.demand;
            legs += i64::from(network.leg(prev, job).cost);
            let stop = &routes.stops[job as usize];
            assert_eq!((stop.prev, stop.route, stop.depart), (prev, route, now));
            assert_eq!(stop.inward, network.leg(prev, job).cost);
            prev = job;
        }
        let last = routes.last(route);
        assert!(now + network.leg(prev, last).time <= network.ends, "late at the end");
        assert!(load <= network.capacity);
        assert_eq!(
            (routes.sums[route as usize].load, routes.sums[route as usize].size),
            (load, jobs.len() as u32)
        );
        let mut latest = network.ends;
        let mut next = last;
        for &job in jobs.iter().rev() {
            let stop = &routes.stops[job as usize];
            assert_eq!((stop.next, stop.until, stop.onward), (next, latest, network.leg(job, next).cost));
            let task = &network.tasks[job as usize];
            latest = task.closes.min(latest - network.leg(job, next).time - task.length);
            assert_eq!(stop.latest, latest);
            next = job;
        }
        let first = &routes.stops[routes.first(route) as usize];
        assert_eq!((first.next, first.until), (next, latest));
        if !jobs.is_empty() {
            cost += network.worth(legs + i64::from(network.leg(prev, last).cost)) + network.fixed;
        }
    }
    assert_eq!(routes.cost, cost);
    assert_eq!(routes.spares(), routes.sums.iter().filter(|s| s.size == 0).count());
    assert!(routes.spare().is_none_or(|r| routes.sums[r as usize].size == 0));
}

/// Price of routes with penalties, walked along.
fn walked_price(network: &Network, routes: &[Vec<u32>], penalties: Penalties) -> i64 {
    let depot = network.jobs as u32;
    let mut price = 0;
    for jobs in routes {
        let (mut at, mut now, mut load, mut legs, mut warp) = (depot, i64::from(network.starts), 0, 0, 0);
        for &stop in jobs.iter().chain([&depot]) {
            let leg = network.leg(at, stop);
            legs += i64::from(leg.cost);
            now += i64::from(leg.time);
            let task = network.tasks.get(stop as usize);
            now = now.max(task.map_or(0, |t| i64::from(t.opens)));
            let closes = i64::from(task.map_or(network.ends, |t| t.closes));
            warp += (now - closes).max(0);
            now = now.min(closes) + task.map_or(0, |t| i64::from(t.length));
            load += task.map_or(0, |t| t.demand);
            at = stop;
        }
        let over = (load - network.capacity).max(0);
        price += network.worth(legs) + network.fixed + penalties.load * over + penalties.time * warp;
    }
    price
}

/// Takes a string out, or puts an absent job in, wherever it fits.
fn random_step(routes: &mut Routes, out: &mut Vec<u32>, rng: &mut Rng) {
    let job = rng.below(routes.network.jobs) as u32;
    if routes.stops[job as usize].route != NONE {
        let next = routes.stops[job as usize].next;
        let to = if routes.is_job(next) && rng.chance(0.5) { next } else { job };
        out.retain(|&j| j != job);
        routes.remove(job, to, out);
        return;
    }
    let cheapest = any_spot(routes, job);
    if let Some(spot) = best_spot(routes, job, None) {
        assert_eq!(routes.price_after(job, spot.prev), Some(spot.delta));
        assert!(cheapest.is_some_and(|c| c.delta <= spot.delta));
    }
    if let Some(spot) = cheapest {
        let before = routes.cost;
        routes.insert(job, spot);
        assert_eq!(routes.cost - before, spot.delta);
    }
}

proptest! {
    #[test]
    fn every_step_leaves_what_a_walk_finds_and_can_be_taken_back(seed: u64, jobs in 1..14_u32, tours in 1..6_usize) {
        let problem = random_problem(seed, jobs, tours);
        let network = Network::new(&problem, &|| false);
        let mut routes = Routes::new(&network);
        let mut rng = Rng::seeded(seed);
        let mut out = Vec::new();
        for _ in 0..20 {
            let (stops, sums, cost) = (routes.stops.clone(), routes.sums.clone(), routes.cost);
            let sequences = routes.sequences();
            routes.absent = (0..jobs).filter(|&j| routes.stops[j as usize].route == NONE).collect();
            routes.begin();
            for _ in 0..1 + rng.below(6) {
                random_step(&mut routes, &mut out, &mut rng);
                check(&routes);
            }
            if rng.chance(0.5) {
                routes.undo();
                check(&routes);
                prop_assert_eq!((routes.sequences(), routes.cost), (sequences, cost));
                prop_assert_eq!(&routes.sums, &sums);
                let unlike = |s: usize| stops[s].route != NONE && stops[s] != routes.stops[s];
                prop_assert!(!(0..stops.len()).any(unlike));
            }
        }
    }

    #[test]
    fn local_search_changes_the_price_by_what_its_moves_say(seed: u64, jobs in 1..25_u32, tours in 1..8_usize) {
        let problem = random_problem(seed, jobs, tours);
        let network = Network::new(&problem, &|| false);
        let mut rng = Rng::seeded(seed);
        let mut descent = Descent::new(&network);
        for _ in 0..4 {
            let penalties = Penalties { load: i64::from(rng.range(0..20)), time: i64::from(rng.range(0..5)) };
            let mut routes = vec![Vec::new(); tours];
            (0..jobs).for_each(|j| routes[rng.below(tours)].push(j));
            routes.iter_mut().for_each(|r| rng.shuffle(r));
            let missing = rng.below(tours);
            routes[missing].clear();
            descent.load(&routes, &[], penalties, &mut rng);
            let (before, cost, over, warp) = descent.unload();
            let first = walked_price(&network, &before, penalties);
            prop_assert_eq!(first, cost + over * penalties.load + warp * penalties.time);
            descent.change = 0;
            descent.run(&mut rng, &|| false);
            let (after, cost, over, warp) = descent.unload();
            let last = walked_price(&network, &after, penalties);
            prop_assert_eq!(last, cost + over * penalties.load + warp * penalties.time);
            prop_assert_eq!(last - first, descent.change);
            let mut all: Vec<u32> = after.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..jobs).collect::<Vec<_>>());
            // Local search that begins again on everything finds nothing more.
            descent.load(&after, &[], penalties, &mut rng);
            descent.run(&mut rng, &|| false);
            prop_assert_eq!(descent.change, last - first);
        }
    }

    #[test]
    fn a_child_has_no_job_twice(seed: u64, jobs in 1..25_u32) {
        let problem = random_problem(seed, jobs, 5);
        let network = Network::new(&problem, &|| false);
        let mut rng = Rng::seeded(seed);
        let mut parent = || {
            let mut routes = vec![Vec::new(); 5];
            (0..jobs).for_each(|j| routes[rng.below(5)].push(j));
            routes.retain(|r| !r.is_empty());
            routes
        };
        let (a, b) = (parent(), parent());
        let (child, origins) = cross(&network, &a, &b, &mut rng);
        for (route, origin) in child.iter().zip(&origins) {
            prop_assert_eq!(*origin == 1 && !a.contains(route) || *origin == 2 && !b.contains(route), false);
        }
        let mut all: Vec<u32> = child.concat();
        all.sort_unstable();
        prop_assert!(all.windows(2).all(|x| x[0] < x[1]));
        prop_assert!(child.len() <= 5 && child.iter().all(|r| !r.is_empty()));
    }

    #[test]
    fn the_judge_finds_nothing_broken_but_what_is_left_out(seed: u64, jobs in 0..30_u32, tours in 0..6_usize) {
        let problem = random_problem(seed, jobs, tours);
        let found = search(&problem, seed, 1, &Budget::iterations(300), &mut |_, _| {});
        let verdict = judge(&problem, &found.plan);
        prop_assert!(verdict.broken.iter().all(|b| matches!(b, Broken::LeftOut(_))), "{:?}", verdict.broken);
        if verdict.broken.is_empty() {
            prop_assert_eq!(verdict.cost, found.cost);
        }
        for route in &found.routes {
            prop_assert!(!route.jobs.is_empty());
        }
        let again = search_from(&problem, Some(&found.plan), seed, 1, &Budget::iterations(0), &mut |_, _| {});
        let done = |plan: &RoutingPlan| plan.routes.iter().map(|r| r.stops.len()).sum::<usize>();
        prop_assert!(done(&again.plan) >= done(&found.plan));
    }
}

#[test]
fn the_same_seed_gives_the_same_plan_on_any_number_of_threads() {
    let problem = random_problem(5, 40, 20);
    let plan = |threads| search(&problem, 3, threads, &Budget::iterations(3_000), &mut |_, _| {}).plan;
    assert_eq!(plan(1), plan(1));
    assert_eq!(plan(1), plan(2));
}

#[test]
fn every_plan_told_is_better_than_the_one_before_and_the_last_is_the_result() {
    let problem = random_problem(8, 60, 40);
    let mut told: Vec<(usize, i64)> = Vec::new();
    let done = |plan: &RoutingPlan| plan.routes.iter().map(|r| r.stops.len()).sum::<usize>();
    let found =
        search(&problem, 1, 1, &Budget::iterations(2_000), &mut |plan, cost| told.push((done(plan), cost)));
    assert!(told.windows(2).all(|t| t[1].0 > t[0].0 || t[1].0 == t[0].0 && t[1].1 < t[0].1), "{told:?}");
    assert_eq!(told.last(), Some(&(done(&found.plan), found.cost)));
}

#[test]
fn a_network_that_is_to_stop_looks_for_no_order_and_no_neighbours() {
    let problem = random_problem(9, 50, 10);
    let network = Network::new(&problem, &|| true);
    assert_eq!(network.names, (0..50).collect::<Vec<_>>());
    assert!(network.before.iter().chain(&network.after).all(|near| near.is_empty()));
}

#[test]
fn the_longest_times_and_ways_overflow_nothing() {
    let mut problem = random_problem(4, 6, 3);
    problem.times.iter_mut().for_each(|t| *t = 1 << 30);
    problem.costs.clear();
    for job in &mut problem.jobs {
        (job.length, job.demand) = (1 << 30, 1 << 30);
        job.windows = vec![Window { opens: 1 << 30, closes: 1 << 30 }];
    }
    for tour in &mut problem.tours {
        (tour.starts, tour.ends, tour.capacity) = (1 << 30, 1 << 30, 1 << 30);
    }
    assert_eq!(problem.validate(), Ok(()));
    let found = search(&problem, 1, 1, &Budget::iterations(300), &mut |_, _| {});
    assert_eq!(judge(&problem, &found.plan).broken.len(), 6);
}

#[test]
fn a_cancel_stops_a_search_that_nothing_else_limits() {
    let problem = random_problem(8, 60, 40);
    let flag = AtomicBool::new(false);
    let budget = Budget { cancel: Some(&flag), ..Budget::iterations(u64::MAX) };
    let found = search(&problem, 1, 1, &budget, &mut |_, _| flag.store(true, Ordering::Relaxed));
    assert!(judge(&problem, &found.plan).broken.iter().all(|b| matches!(b, Broken::LeftOut(_))));
    assert!(found.iterations < 1_000);
}
