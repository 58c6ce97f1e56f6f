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
    let times: Vec<i32> =
        (0..places * places).map(|c| if c % (places + 1) == 0 { 0 } else { up_to(6) as i32 }).collect();
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
            jobs.push(Job { visit: v, place, length: up_to(3), windows, demand: up_to(3) });
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
            fixed: up_to(5),
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
