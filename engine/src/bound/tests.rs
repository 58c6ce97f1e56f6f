//! The bound against all plans of small random problems.

use super::*;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::*;
use proptest::prelude::*;

/// What a random problem may hold.
#[derive(Clone, Copy)]
struct Spice {
    ties: bool,
    terms: bool,
    negative: bool,
}

/// A small problem with everything that `spice` allows: two windows, soft or hard lateness, skills, capacity, shifts, visits that may be
/// left out.
fn random_problem(seed: u64, spice: Spice) -> RoutingProblem {
    let mut rng = Rng::seeded(seed);
    let mut up_to = |n: i64| rng.below(n as usize + 1) as i64;
    let places = 2 + up_to(3) as usize;
    // Ways over others may be much shorter.
    let far = if up_to(2) == 0 { 30 } else { 6 };
    let times: Vec<i32> =
        (0..places * places).map(|c| if c % (places + 1) == 0 { 0 } else { up_to(far) as i32 }).collect();
    // With ties, too long a wait would be beyond the plans that are looked at.
    let longest = if !spice.ties && up_to(2) == 0 { 40 } else { 3 };
    let costs = if up_to(1) == 0 { vec![] } else { (0..places * places).map(|_| up_to(9) as i32).collect() };
    let (mut jobs, mut visits, mut ties) = (Vec::<Job>::new(), Vec::<Visit>::new(), Vec::<Tie>::new());
    for v in 0..1 + up_to(3) as u32 {
        let first = jobs.len() as u32;
        let double = up_to(2) == 0;
        // All plans are looked at: few jobs, fewer with ties.
        if jobs.len() + usize::from(double) >= if spice.ties { 3 } else { 4 } {
            break;
        }
        for _ in 0..if double { 2 } else { 1 } {
            let opens = up_to(12);
            let mut windows = vec![Window { opens, closes: opens + up_to(8) }];
            if up_to(2) == 0 {
                let opens = opens + up_to(8);
                windows.push(Window { opens, closes: opens + up_to(6) });
            }
            let place = up_to(places as i64 - 1) as u32;
            jobs.push(Job { visit: v, place, length: up_to(longest), windows, demand: up_to(3) });
        }
        let left_out = if up_to(1) == 0 { Price::Hard } else { Price::Points(up_to(40)) };
        visits.push(Visit { jobs: first..jobs.len() as u32, left_out });
        if double && spice.ties {
            let least = up_to(6) - 3;
            ties.push(Tie { first, second: first + 1, least, most: least + up_to(3) });
        }
    }
    let shift = |up_to: &mut dyn FnMut(i64) -> i64| {
        let starts = up_to(5);
        let place = up_to(places as i64 - 1) as u32;
        Tour {
            from: place,
            to: if up_to(3) == 0 { 0 } else { place },
            starts,
            ends: starts + 5 + up_to(25),
            capacity: up_to(8),
            has_lunch: spice.terms && up_to(1) == 0,
            fixed: up_to(if spice.negative { 10 } else { 5 }) - if spice.negative { 5 } else { 0 },
        }
    };
    let mut tours = vec![shift(&mut up_to)];
    tours.push(if up_to(1) == 0 { tours[0] } else { shift(&mut up_to) });
    let lowest = if spice.negative { 5 } else { 0 };
    let fits = if up_to(1) == 0 {
        vec![]
    } else {
        (0..jobs.len() * 2).map(|_| (up_to(3) > 0).then(|| (up_to(9) - lowest) as i32)).collect()
    };
    let mut price = |hard: bool| if hard && up_to(1) == 0 { Price::Hard } else { Price::Points(up_to(4)) };
    let mut prices = Prices { tardiness: price(true), extra_time: price(true), ..Prices::TRAVEL_ALONE };
    prices.travel = up_to(3);
    prices.load = up_to(1);
    if spice.terms {
        prices = Prices {
            worst_tardiness: up_to(3),
            waiting: up_to(2),
            worst_waiting: up_to(2),
            worst_idle: up_to(2),
            balance: up_to(2),
            missed_lunch: Price::Points(up_to(5)),
            ..prices
        };
    }
    let lunch = spice.terms.then_some(Lunch { opens: 8, closes: 14, length: 2 });
    let (met_at_end, leave_at_start) = (up_to(1) == 0, up_to(1) == 0);
    let problem = RoutingProblem {
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
    };
    assert_eq!(problem.validate(), Ok(()));
    problem
}

/// The cheapest of all plans whose jobs start at once, at an opening, or (with ties) a little later.
fn cheapest(problem: &RoutingProblem) -> Option<i64> {
    fn go(problem: &RoutingProblem, plan: &mut RoutingPlan, left: &mut Vec<u32>, best: &mut Option<i64>) {
        let verdict = judge(problem, plan);
        if verdict.broken.is_empty() && best.is_none_or(|b| verdict.cost < b) {
            *best = Some(verdict.cost);
        }
        let route = plan.routes.last().expect("there is one");
        let tour = problem.tours[route.tour as usize];
        let (at, free) = route.stops.last().map_or((tour.from, tour.starts), |s| (s.place, s.end));
        for k in 0..left.len() {
            let j = left.remove(k);
            let job = &problem.jobs[j as usize];
            let arrival = free + problem.time(at, job.place);
            let mut starts: Vec<i64> =
                job.windows.iter().map(|w| w.opens).chain([arrival]).filter(|&s| s >= arrival).collect();
            if !problem.ties.is_empty() {
                starts.extend(arrival..arrival + 7);
            }
            starts.sort_unstable();
            starts.dedup();
            for start in starts.into_iter().filter(|&s| s >= job.windows[0].opens) {
                let stop = RoutingStop { job: Some(j), place: job.place, start, end: start + job.length };
                plan.routes.last_mut().expect("there is one").stops.push(stop);
                go(problem, plan, left, best);
                plan.routes.last_mut().expect("there is one").stops.pop();
            }
            left.insert(k, j);
        }
        if plan.routes.len() < problem.tours.len() {
            plan.routes.push(RoutingRoute { tour: plan.routes.len() as u32, stops: vec![] });
            go(problem, plan, left, best);
            plan.routes.pop();
        }
    }
    let mut best = None;
    let mut plan = RoutingPlan { routes: vec![RoutingRoute { tour: 0, stops: vec![] }] };
    go(problem, &mut plan, &mut (0..problem.jobs.len() as u32).collect(), &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_bound_is_the_optimum_when_nothing_is_relaxed(seed: u64, negative: bool) {
        let problem = random_problem(seed, Spice { ties: false, terms: false, negative });
        let bound = bound(&problem, None, &Budget::iterations(1));
        let best = cheapest(&problem);
        prop_assert!(bound.relaxed.is_empty());
        if let Some(best) = best {
            prop_assert_eq!((bound.lower, bound.upper, bound.proven), (best, Some(best), true));
            let plan = bound.plan.expect("there was none before");
            prop_assert_eq!(judge(&problem, &plan).cost, best);
        } else {
            prop_assert_eq!(bound.upper, None);
        }
    }

    #[test]
    fn the_bound_is_never_above_the_optimum(seed: u64, ties: bool, terms: bool, negative: bool) {
        let problem = random_problem(seed, Spice { ties, terms, negative });
        let free = Budget::iterations(1);
        let best = cheapest(&problem);
        let first = bound(&problem, None, &free);
        prop_assert!(best.is_none_or(|best| first.lower <= best));
        // A bound above its own plan would have been taken back.
        prop_assert!(first.lower > i64::MIN || first.relaxed.contains(&Relaxed::NegativePrice));
        // A plan that is known changes nothing about that.
        let again = best.map(|best| bound_below(&problem, best, &free));
        prop_assert!(again.is_none_or(|b| Some(b.lower) <= best));
    }

    #[test]
    fn visits_in_conflict_cannot_all_be_done(seed: u64, ties: bool) {
        let problem = random_problem(seed, Spice { ties, terms: false, negative: false });
        let only = |visits: &[u32]| {
            let mut alone = problem.clone();
            for (v, visit) in (0_u32..).zip(&mut alone.visits) {
                visit.left_out = if visits.contains(&v) { Price::Hard } else { Price::FREE };
            }
            cheapest(&alone)
        };
        if let Some(found) = conflict(&problem, &Budget::iterations(1)) {
            prop_assert_eq!(only(&found.visits), None);
            for visit in found.visits.iter().filter(|_| found.irreducible) {
                let rest: Vec<u32> = found.visits.iter().copied().filter(|v| v != visit).collect();
                prop_assert!(only(&rest).is_some());
            }
        } else if problem.ties.is_empty() {
            prop_assert!(cheapest(&problem).is_some());
        }
    }
}

#[test]
fn nothing_to_do_costs_nothing() {
    let mut problem = random_problem(1, Spice { ties: false, terms: false, negative: false });
    (problem.jobs, problem.visits, problem.ties, problem.fits) = (vec![], vec![], vec![], vec![]);
    let bound = bound(&problem, Some(&RoutingPlan::default()), &Budget::iterations(1));
    assert_eq!((bound.lower, bound.upper, bound.proven), (0, Some(0), true));
    problem.tours.clear();
    assert!(super::bound(&problem, None, &Budget::iterations(1)).lower <= 0);
    assert_eq!(conflict(&problem, &Budget::iterations(1)), None);
}

#[test]
fn a_cancel_stops_at_once_with_a_bound() {
    let problem = random_problem(7, Spice { ties: false, terms: false, negative: false });
    let cancel = std::sync::atomic::AtomicBool::new(true);
    let stopped = bound(&problem, None, &Budget { cancel: Some(&cancel), ..Budget::iterations(1) });
    assert!(stopped.lower > i64::MIN && cheapest(&problem).is_none_or(|best| stopped.lower <= best));
}

/// One tour from place 0 that may come back at any time, and a job of this length at every other place, to be done at 0; being
/// late costs a point.
fn from_one_depot(times: Vec<i32>, length: i64) -> RoutingProblem {
    let places = times.len().isqrt();
    let window = vec![Window { opens: 0, closes: 0 }];
    let job = |v: u32| Job { visit: v, place: v + 1, length, windows: window.clone(), demand: 0 };
    let visit = |v: u32| Visit { jobs: v..v + 1, left_out: Price::Hard };
    let visits = 0..places as u32 - 1;
    RoutingProblem {
        places,
        times,
        costs: vec![],
        jobs: visits.clone().map(job).collect(),
        visits: visits.map(visit).collect(),
        tours: vec![Tour { from: 0, to: 0, starts: 0, ends: 10, capacity: 0, has_lunch: false, fixed: 0 }],
        fits: vec![],
        ties: vec![],
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices { tardiness: Price::Points(1), extra_time: Price::Points(0), ..Prices::TRAVEL_ALONE },
    }
}

#[test]
fn tours_that_pay_are_all_used() {
    let mut problem = from_one_depot(vec![0; 9], 0);
    problem.tours[0].fixed = -5;
    problem.tours.push(problem.tours[0]);
    let stop = |j: u32| RoutingStop { job: Some(j), place: j + 1, start: 0, end: 0 };
    let together = RoutingPlan { routes: vec![RoutingRoute { tour: 0, stops: vec![stop(0), stop(1)] }] };
    assert_eq!(judge(&problem, &together).cost, -5);
    let bound = bound(&problem, Some(&together), &Budget::iterations(1));
    assert_eq!((bound.lower, bound.upper, cheapest(&problem)), (-10, Some(-10), Some(-10)));
}

#[test]
fn whoever_is_past_the_end_of_the_clock_may_come_home_from_another_job() {
    let mut problem = from_one_depot(vec![0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0], 100);
    problem.costs = vec![0, 0, 0, 0, 3000, 0, 1, 1, 3000, 1, 0, 1, 1, 1, 1, 0];
    assert_eq!(cheapest(&problem), Some(309));
    let bound = bound(&problem, None, &Budget::iterations(1));
    assert_eq!((bound.lower, bound.upper), (309, Some(309)));
    let network = super::network::Network::new(&problem);
    let nothing = super::pricing::Prices { job: vec![0; 3], kind: vec![0], cut: vec![] };
    let table =
        super::completion::Completion::new(&network, &network.kinds[0], &nothing).expect("links take time");
    // From the second job at 102 on to the third at 203, as late as that, and home: 1 + 203 + 1.
    assert!(table.least(1, 102, |_| false) <= 205 * super::network::SCALE);
}

#[test]
fn a_visit_that_is_reached_in_time_only_over_another_is_in_no_conflict() {
    let mut problem = from_one_depot(vec![0, 10, 100, 10, 0, 10, 100, 10, 0], 0);
    problem.prices.tardiness = Price::Hard;
    problem.jobs.iter_mut().for_each(|job| job.windows[0].closes = 50);
    assert!(cheapest(&problem).is_some());
    assert_eq!(conflict(&problem, &Budget::iterations(1)), None);
}

#[test]
fn of_three_visits_at_one_moment_any_two_conflict() {
    let mut problem = from_one_depot(vec![0; 16], 100);
    problem.prices.tardiness = Price::Hard;
    let found = conflict(&problem, &Budget::iterations(1)).expect("a conflict");
    assert!(found.irreducible && found.visits.len() == 2, "{found:?}");
}
