//! Random problems and changes: the fast evaluation against a slow twin, and the search against the judge.

use super::facts::{Facts, NONE};
use super::network::{Network, Weights};
use super::search;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{Broken, Job, Price, Prices, RoutingProblem, Tie, Tour, Visit, Window, judge};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

/// A small problem with everything that the search takes.
fn random_problem(rng: &mut Rng) -> RoutingProblem {
    let places = 1 + rng.below(8);
    let visits = rng.below(10);
    let tours = rng.below(5);
    let hard = rng.chance(0.4);
    let price = |rng: &mut Rng| if hard { Price::Hard } else { Price::Points(rng.below(4) as i64) };
    let mut problem = RoutingProblem {
        places,
        times: (0..places * places).map(|_| rng.below(20) as i32).collect(),
        costs: Vec::new(),
        jobs: Vec::new(),
        visits: Vec::new(),
        tours: Vec::new(),
        fits: Vec::new(),
        ties: Vec::new(),
        lunch: None,
        met_at_end: rng.chance(0.5),
        leave_at_start: rng.chance(0.5),
        prices: Prices {
            travel: 1 + rng.below(3) as i64,
            tardiness: price(rng),
            worst_tardiness: rng.below(3) as i64,
            extra_time: price(rng),
            ..Prices::TRAVEL_ALONE
        },
    };
    if rng.chance(0.3) {
        problem.costs = (0..places * places).map(|_| rng.below(30) as i32).collect();
    }
    for visit in 0..visits as u32 {
        let first = problem.jobs.len() as u32;
        for _ in 0..1 + rng.below(2) {
            let opens = rng.below(80) as i64;
            problem.jobs.push(Job {
                visit,
                place: rng.below(places) as u32,
                length: rng.below(12) as i64,
                windows: vec![Window { opens, closes: opens + rng.below(50) as i64 }],
                demand: rng.below(4) as i64,
            });
        }
        let jobs = first..problem.jobs.len() as u32;
        if jobs.len() == 2 && rng.chance(0.8) {
            let least = rng.below(21) as i64 - 10;
            let most = least + rng.below(12) as i64;
            let (least, most) = if rng.chance(0.4) { (0, 0) } else { (least, most) };
            let (a, b) = if rng.chance(0.5) { (first, first + 1) } else { (first + 1, first) };
            problem.ties.push(Tie { first: a, second: b, least, most });
        }
        let left_out = if rng.chance(0.3) { Price::Points(rng.below(60) as i64) } else { Price::Hard };
        problem.visits.push(Visit { jobs, left_out });
    }
    let mut place = || rng.below(places) as u32;
    problem.tours = (0..tours)
        .map(|t| Tour {
            from: place(),
            to: place(),
            starts: (7 * t) as i64,
            ends: 120,
            capacity: 10,
            has_lunch: false,
            fixed: 3 * (t % 2) as i64,
        })
        .collect();
    if rng.chance(0.6) {
        let cells = problem.jobs.len() * tours;
        problem.fits = (0..cells).map(|_| rng.chance(0.8).then(|| rng.below(3) as i32)).collect();
    }
    problem.validate().expect("a valid problem");
    assert!(problem.is_early());
    problem
}

/// `problem` with all its prices as great as may be, in an order of chance.
fn dear(mut problem: RoutingProblem, rng: &mut Rng) -> RoutingProblem {
    let double = |price: &mut Price| {
        if let Price::Points(points) = price {
            *points = points.saturating_mul(2);
        }
    };
    let mut growing: Vec<usize> = (0..4).collect();
    while let Some(&one) = rng.pick(&growing) {
        let before = problem.prices;
        let prices = &mut problem.prices;
        match one {
            0 => double(&mut prices.tardiness),
            1 => double(&mut prices.extra_time),
            2 => prices.travel = prices.travel.saturating_mul(2),
            _ => prices.worst_tardiness = prices.worst_tardiness.saturating_mul(2),
        }
        if problem.prices == before || problem.validate().is_err() {
            problem.prices = before;
            growing.retain(|&other| other != one);
        }
    }
    problem
}

/// `visits` alike, a visit each for one, ten from the base there and back, for one tour.
fn house(visits: u32, travel: i64) -> RoutingProblem {
    let mut problem = random_problem(&mut Rng::seeded(1));
    let window = Window { opens: 0, closes: 10_000 };
    let tour = Tour { from: 0, to: 0, starts: 0, ends: 10_000, capacity: 0, has_lunch: false, fixed: 0 };
    (problem.places, problem.times, problem.costs) = (2, vec![0, 10, 10, 0], Vec::new());
    (problem.fits, problem.ties, problem.tours) = (Vec::new(), Vec::new(), vec![tour]);
    problem.jobs = (0..visits)
        .map(|visit| Job { visit, place: 1, length: 5, windows: vec![window], demand: 0 })
        .collect();
    problem.visits = (0..visits).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect();
    problem.prices = Prices { travel, ..Prices::TRAVEL_ALONE };
    problem.validate().expect("valid");
    problem
}

/// The least starts of all jobs in tours, by rounds over every rule until none moves anything; `None` when they never end.
fn least_starts(net: &Network) -> Option<Vec<i64>> {
    let problem = net.facts.problem;
    let mut starts: Vec<i64> = problem.jobs.iter().map(|j| j.windows[0].opens).collect();
    for _ in 0..1000 {
        let before = starts.clone();
        for (t, tour) in problem.tours.iter().enumerate() {
            let (mut at, mut free) = (tour.from, tour.starts);
            let mut node = net.spots[net.facts.departure(t as u32) as usize].next;
            while node < net.facts.jobs {
                let job = &problem.jobs[node as usize];
                let start = &mut starts[node as usize];
                *start = (*start).max(free + problem.time(at, job.place));
                (at, free) = (job.place, *start + job.length);
                node = net.spots[node as usize].next;
            }
        }
        for tie in problem.ties.iter().filter(|t| net.is_placed(t.first)) {
            let (a, b) = (tie.first as usize, tie.second as usize);
            starts[b] = starts[b].max(starts[a] + tie.least);
            starts[a] = starts[a].max(starts[b] - tie.most);
        }
        if starts == before {
            return Some(starts);
        }
    }
    None
}

/// Whether visits, each taken as one, come before each other in a circle.
fn has_circle(net: &Network) -> bool {
    let problem = net.facts.problem;
    let mut gone = vec![false; problem.visits.len()];
    loop {
        let is_first = |v: usize| {
            problem.visits[v].jobs.clone().all(|job| {
                let mut prev = net.spots[job as usize].prev;
                while prev < net.facts.jobs && problem.jobs[prev as usize].visit as usize == v {
                    prev = net.spots[prev as usize].prev;
                }
                prev >= net.facts.jobs || gone[problem.jobs[prev as usize].visit as usize]
            })
        };
        let placed = |v: usize| net.is_placed(problem.visits[v].jobs.start);
        let Some(next) = (0..gone.len()).find(|&v| !gone[v] && (!placed(v) || is_first(v))) else {
            return gone.contains(&false);
        };
        gone[next] = true;
    }
}

fn check(net: &Network) {
    let plan = net.to_plan();
    let problem = net.facts.problem;
    let verdict = judge(problem, &plan);
    let soft = |b: &Broken| matches!(b, Broken::LeftOut(_) | Broken::Term(_));
    assert!(verdict.broken.iter().all(soft), "{:?}", verdict.broken);
    let terms = &verdict.terms;
    assert_eq!(net.sums.tardiness, terms.tardiness);
    assert_eq!(net.sums.extra, terms.extra_time);
    if problem.prices.worst_tardiness > 0 {
        assert_eq!(net.sums.worst, terms.worst_tardiness);
    }
    let out = problem.visits.iter().filter(|v| !net.is_placed(v.jobs.start));
    let out: i64 = out.map(|v| if let Price::Points(points) = v.left_out { points } else { 0 }).sum();
    assert_eq!(net.sums.travel, terms.travel * problem.prices.travel + terms.points - out);
    let least = least_starts(net).expect("starts that end");
    let circle = has_circle(net);
    for job in (0..net.facts.jobs).filter(|&j| net.is_placed(j)) {
        let (start, least) = (net.spots[job as usize].start, least[job as usize]);
        // Visits that come before each other in a circle, held up by nothing else, may keep an old start that is too late.
        assert!(start == least || (circle && start > least), "job {job}: {start}, least {least}");
    }
}

/// One random change with everything in it drawn at random.
fn random_change(net: &mut Network, rng: &mut Rng, limit: i64) -> bool {
    let jobs = net.facts.jobs;
    let placed: Vec<u32> = (0..jobs).filter(|&j| net.is_placed(j)).collect();
    let mut heads = placed.clone();
    heads.extend((0..net.facts.tours).map(|t| net.facts.departure(t)));
    let job = rng.below(jobs as usize) as u32;
    let first = net.facts.siblings(job).start;
    let head = |rng: &mut Rng| *rng.pick(&heads).expect("tours");
    if !net.is_placed(job) {
        let prevs = [head(rng), head(rng)];
        return net.put_in(first, &prevs[..net.facts.siblings(job).len()], limit);
    }
    match rng.below(6) {
        0 => net.relocate(job, head(rng), limit),
        1 => net.swap(job, *rng.pick(&placed).expect("this one"), limit),
        2 if net.facts.siblings(job).len() == 2 => {
            net.relocate_both([first, first + 1], [head(rng), head(rng)], limit)
        }
        3 => net.relocate_row(job, 1 + rng.below(2), head(rng), limit),
        4 => net.take_out(first, limit),
        _ => net.swap_tails(head(rng), head(rng), limit),
    }
}

proptest! {
    #[test]
    fn every_change_gives_what_evaluation_from_nothing_gives(seed: u64) {
        let mut rng = Rng::seeded(seed);
        let problem = random_problem(&mut rng);
        if problem.jobs.is_empty() || problem.tours.is_empty() {
            return Ok(());
        }
        let facts = Facts::new(&problem, &|| false);
        let weights = Weights { tardiness: 2, worst: problem.prices.worst_tardiness, extra: 3 };
        let mut net = Network::new(&facts, weights);
        net.count_missing();
        net.put_in_all(&|| false);
        check(&net);
        for _ in 0..300 {
            let before = net.clone();
            let limit = if rng.chance(0.2) { 1 << 60 } else { net.total() + rng.below(40) as i64 };
            if random_change(&mut net, &mut rng, limit) {
                prop_assert!(net.total() <= limit);
                check(&net);
                if has_circle(&net) {
                    // The least starts again, so that the next change begins from them.
                    prop_assert!(net.refresh());
                    check(&net);
                }
            } else {
                prop_assert_eq!(&net.spots, &before.spots);
                prop_assert_eq!(&net.load, &before.load);
                prop_assert_eq!(&net.sums, &before.sums);
            }
        }
    }

    #[test]
    fn the_greatest_prices_are_no_trouble(seed: u64) {
        let mut rng = Rng::seeded(seed);
        let problem = dear(random_problem(&mut rng), &mut rng);
        let found = search(&problem, seed, 1, &Budget::iterations(9000), None, &mut |_, _| {});
        let verdict = judge(&problem, &found.plan);
        prop_assert!(verdict.broken.iter().all(|b| matches!(b, Broken::LeftOut(_))), "{:?}", verdict.broken);
        prop_assert_eq!(verdict.cost, found.cost);
    }

    #[test]
    fn the_judge_finds_a_found_plan_sound_and_of_the_same_cost(seed: u64) {
        let problem = random_problem(&mut Rng::seeded(seed));
        let mut told = None;
        let found = search(&problem, seed, 1, &Budget::iterations(3000), None, &mut |_, cost| told = Some(cost));
        let verdict = judge(&problem, &found.plan);
        prop_assert!(verdict.broken.iter().all(|b| matches!(b, Broken::LeftOut(_))), "{:?}", verdict.broken);
        prop_assert_eq!(verdict.cost, found.cost);
        prop_assert_eq!(told, Some(found.cost));
        let again = search(&problem, seed, 2, &Budget::iterations(3000), None, &mut |_, _| {});
        prop_assert_eq!(&again, &found);
        let on = search(&problem, seed, 1, &Budget::iterations(500), Some(&found.plan), &mut |_, _| {});
        let out = |plan| judge(&problem, plan).broken.len();
        prop_assert!((out(&on.plan), on.cost) <= (out(&found.plan), found.cost));
    }
}

#[test]
fn a_cancelled_search_still_gives_a_plan() {
    let problem = random_problem(&mut Rng::seeded(3));
    let cancel = AtomicBool::new(true);
    let budget = Budget { cancel: Some(&cancel), ..Budget::iterations(1 << 40) };
    let found = search(&problem, 1, 1, &budget, None, &mut |_, _| {});
    assert!(judge(&problem, &found.plan).broken.iter().all(|b| matches!(b, Broken::LeftOut(_))));
    assert_eq!(found.iterations, 0);
}

#[test]
fn two_at_once_wait_for_each_other() {
    // A line with places 0, 1, 2 a tenth apart; the visit in the middle needs both tours at once, the later one counts.
    let mut problem = random_problem(&mut Rng::seeded(1));
    problem.places = 3;
    problem.times = vec![0, 10, 20, 10, 0, 10, 20, 10, 0];
    problem.costs = Vec::new();
    problem.fits = Vec::new();
    let job = |visit, place, opens| Job {
        visit,
        place,
        length: 5,
        windows: vec![Window { opens, closes: 100 }],
        demand: 0,
    };
    problem.jobs = vec![job(0, 1, 0), job(0, 1, 0), job(1, 2, 40)];
    problem.visits =
        vec![Visit { jobs: 0..2, left_out: Price::Hard }, Visit { jobs: 2..3, left_out: Price::Hard }];
    problem.ties = vec![Tie { first: 0, second: 1, least: 0, most: 0 }];
    let tour = Tour { from: 0, to: 0, starts: 0, ends: 200, capacity: 9, has_lunch: false, fixed: 0 };
    problem.tours = vec![tour, tour];
    problem.prices = Prices::TRAVEL_ALONE;
    problem.met_at_end = false;
    problem.validate().expect("valid");
    let facts = Facts::new(&problem, &|| false);
    let mut net = Network::new(&facts, Weights { tardiness: 1, worst: 0, extra: 1 });
    net.count_missing();
    assert!(net.put_in(2, &[facts.departure(1)], i64::MAX));
    assert!(net.put_in(0, &[facts.departure(0), 2], i64::MAX));
    // 40 + 5 there, 10 on the way back to the middle.
    assert_eq!([0, 1, 2].map(|j: usize| net.spots[j].start), [55, 55, 40]);
    assert!(net.relocate(1, facts.departure(1), i64::MAX));
    assert_eq!([0, 1, 2].map(|j: usize| net.spots[j].start), [10, 10, 40]);
    assert_eq!(net.spots[0].prev, facts.departure(0));
    assert_ne!(net.spots[1].tour, NONE);
    check(&net);
    let found = search(&problem, 1, 1, &Budget::iterations(2000), None, &mut |_, _| {});
    assert_eq!(found.cost, 60);
}

#[test]
fn the_first_plan_stands_before_iterations_count() {
    let problem = house(8, 1);
    let found = search(&problem, 1, 1, &Budget::iterations(0), None, &mut |_, _| {});
    assert_eq!((judge(&problem, &found.plan).broken, found.iterations), (vec![], 0));
}

#[test]
fn whoever_can_be_served_is_however_dear_the_way() {
    let problem = house(1, 1 << 43);
    let found = search(&problem, 1, 1, &Budget::iterations(9000), None, &mut |_, _| {});
    assert_eq!((judge(&problem, &found.plan).broken, found.cost), (vec![], 20 << 43));
}

#[test]
fn a_visit_that_nobody_can_do_does_not_stand_in_the_way_of_the_others() {
    let mut rng = Rng::seeded(5);
    let mut problem = house(13, 1);
    problem.places = 14;
    problem.times = (0..14 * 14).map(|_| 10 + rng.below(90) as i32).collect();
    for (job, place) in problem.jobs.iter_mut().zip(1..) {
        job.place = place;
    }
    let found =
        |problem: &RoutingProblem| search(problem, 1, 1, &Budget::iterations(400_000), None, &mut |_, _| {});
    let mut without = problem.clone();
    without.jobs.pop();
    without.visits.pop();
    problem.jobs[12].windows[0].closes = 5;
    let (all, others) = (found(&problem), found(&without));
    assert_eq!(judge(&problem, &all.plan).broken, [Broken::LeftOut(12)]);
    assert_eq!(all.cost, others.cost);
}

#[test]
fn a_stop_is_heeded_while_near_jobs_are_sought_and_within_a_visit() {
    let problem = house(300, 1);
    assert!(Facts::new(&problem, &|| true).near.iter().all(Vec::is_empty));
    let facts = Facts::new(&problem, &|| false);
    let mut net = Network::new(&facts, Weights { tardiness: 1, worst: 0, extra: 1 });
    net.count_missing();
    net.put_in_all(&|| false);
    assert!(net.take_out(7, i64::MAX));
    let asked = std::cell::Cell::new(0);
    net.put_in_all(&|| asked.replace(asked.get() + 1) == 3);
    assert_eq!((asked.get(), net.is_placed(7)), (4, false));
}
