//! Search and recombination in turns: good routes of a plain problem are kept, and HiGHS picks the best combination of them.
//!
//! ```text
//! plain_search ─► routes ─► partition ─► plan ─► plain_search (goes on from it) …
//! ```

use crate::budget::Budget;
use crate::partition::{Choosing, Combination, PoolRoute, best_combination};
use crate::plain_search::{self, search_from};
use crate::routing::{RoutingPlan, RoutingProblem, judge};
use rustc_hash::FxHashMap;
use std::time::Duration;

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The best plan. Breaks no rule; what is in no route did not fit.
    pub plan: RoutingPlan,
    /// Iterations of the searches.
    pub iterations: u64,
    /// How often a combination was better than the best plan that the search had found.
    pub combined: u32,
}

/// Most routes that are combined at once; of more, the cheapest by job.
const MOST_ROUTES: usize = 10_000;

/// Nodes of the search tree when no clock limits it.
const NODES: i32 = 100;

/// From this many jobs on, the whole time goes to the search: too few routes are met twice for a combination to gain.
const MOST_JOBS: usize = 300;

/// When a search ends and a combination ends, as shares of the budget.
const TURNS: [(f64, f64); 2] = [(0.55, 0.7), (0.9, 1.0)];

/// Plans a plain problem ([`RoutingProblem::is_plain`]) until the budget is spent. `improved` hears of better plans.
///
/// # References
/// Rochat & Taillard (1995), "Probabilistic Diversification and Intensification in Local Search for Vehicle Routing".
pub fn search(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    if problem.jobs.len() > MOST_JOBS {
        let found = plain_search::search(problem, seed, threads, budget, improved);
        return Found { plan: found.plan, iterations: found.iterations, combined: 0 };
    }
    let mut made = Found { plan: RoutingPlan::default(), iterations: 0, combined: 0 };
    let mut pool = Vec::new();
    let mut start: Option<RoutingPlan> = None;
    for (turn, (searched, combined)) in TURNS.into_iter().enumerate() {
        let part = upto(budget, made.iterations, searched);
        if part.is_spent(0) && start.is_some() {
            break;
        }
        let own_seed = seed.wrapping_add(turn as u64);
        let found = search_from(problem, start.as_ref(), own_seed, threads, &part, improved);
        made.iterations += found.iterations;
        made.plan = found.plan;
        pool.extend(found.routes);
        if let Some(better) =
            combine(problem, &made.plan, &mut pool, &upto(budget, made.iterations, combined))
        {
            improved(&better.0, better.1);
            made.plan = better.0;
            made.combined += 1;
        }
        start = Some(made.plan.clone());
    }
    made
}

/// The budget up to a share of it, when `done` iterations are done.
fn upto<'a>(budget: &Budget<'a>, done: u64, share: f64) -> Budget<'a> {
    let time_limit =
        if budget.time_limit == Duration::MAX { Duration::MAX } else { budget.time_limit.mul_f64(share) };
    let iterations = budget.iterations.map(|all| ((all as f64 * share) as u64).saturating_sub(done));
    Budget { time_limit, iterations, ..*budget }
}

/// A better plan made of routes of the pool, and its cost.
fn combine(
    problem: &RoutingProblem,
    plan: &RoutingPlan,
    pool: &mut Vec<plain_search::PoolRoute>,
    budget: &Budget,
) -> Option<(RoutingPlan, i64)> {
    let known = judge(problem, plan);
    // Whoever is left out is the search's to place: a combination says nothing of them.
    if !known.broken.is_empty() || budget.is_spent(0) {
        return None;
    }
    let (chosen, best) = candidates(problem, plan, pool);
    let warm = Combination { routes: best, left_out: Vec::new(), cost: known.cost, proven: false };
    let choosing = Choosing {
        jobs: problem.jobs.len(),
        routes: &chosen,
        groups: &[problem.tours.len() as u32],
        left_out: &[],
        cover: false,
        nodes: NODES,
    };
    let mut lower = 0;
    let found = best_combination(&choosing, Some(&warm), &mut |_| None, &mut lower, budget)?;
    if found.cost >= known.cost {
        return None;
    }
    let routes = found.routes.iter().map(|&r| chosen[r as usize].jobs.iter().copied());
    let better = RoutingPlan::earliest(problem, routes);
    let verdict = judge(problem, &better);
    (verdict.broken.is_empty() && verdict.cost < known.cost).then_some((better, verdict.cost))
}

/// Each set of jobs once, in its cheapest order, not too many; and the positions of the plan's own routes.
fn candidates(
    problem: &RoutingProblem,
    plan: &RoutingPlan,
    pool: &mut Vec<plain_search::PoolRoute>,
) -> (Vec<PoolRoute>, Vec<u32>) {
    let cost = |jobs: &[u32]| {
        let tour = problem.tours[0];
        let mut at = tour.from;
        let mut sum = 0;
        for place in jobs.iter().map(|&j| problem.jobs[j as usize].place).chain([tour.to]) {
            sum += problem.cost(at, place);
            at = place;
        }
        sum * problem.prices.travel + tour.fixed
    };
    let mut at: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
    let mut chosen: Vec<PoolRoute> = Vec::new();
    let mut own = Vec::new();
    let sorted = |jobs: &[u32]| {
        let mut set = jobs.to_vec();
        set.sort_unstable();
        set
    };
    for route in &plan.routes {
        let jobs: Vec<u32> = route.stops.iter().filter_map(|stop| stop.job).collect();
        if !jobs.is_empty() {
            own.push(chosen.len() as u32);
            at.insert(sorted(&jobs), chosen.len() as u32);
            chosen.push(PoolRoute { cost: cost(&jobs), jobs, group: Some(0) });
        }
    }
    pool.sort_by(|a, b| {
        (a.cost * b.jobs.len() as i64).cmp(&(b.cost * a.jobs.len() as i64)).then_with(|| a.jobs.cmp(&b.jobs))
    });
    pool.truncate(2 * MOST_ROUTES);
    for route in pool.iter() {
        if chosen.len() >= MOST_ROUTES {
            break;
        }
        match at.entry(sorted(&route.jobs)) {
            std::collections::hash_map::Entry::Occupied(known) => {
                let known = &mut chosen[*known.get() as usize];
                if route.cost < known.cost {
                    known.cost = route.cost;
                    known.jobs.clone_from(&route.jobs);
                }
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(chosen.len() as u32);
                chosen.push(PoolRoute { jobs: route.jobs.clone(), group: Some(0), cost: route.cost });
            }
        }
    }
    (chosen, own)
}
