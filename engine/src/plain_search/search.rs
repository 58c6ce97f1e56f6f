//! The plain search from problem to plan.

use super::anneal::{Cooling, anneal};
use super::network::Network;
use super::pool::PoolRoute;
use super::record::Record;
use super::recreate::first_plan;
use super::routes::{NONE, Routes, Spot};
use super::ruin::Ruin;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{RoutingPlan, RoutingProblem};

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Breaks no rule; what is in no route did not fit.
    pub plan: RoutingPlan,
    /// Price of its legs and tours, without what is left out.
    pub cost: i64,
    /// Steps of ruin and recreate.
    pub iterations: u64,
    /// Good routes, those of the plan among them.
    pub routes: Vec<PoolRoute>,
}

/// First and last temperature, in units of [`Network::scale`].
const HOT: f64 = 6.0;
const COLD: f64 = 0.1;

const RUIN: Ruin = Ruin { mean: 10.0, longest: 10.0, split: 0.5 };

/// So many iterations are one cycle of cooling when nothing limits the search.
const CYCLE: u64 = 2_000_000;

/// Searches for a plan of a plain problem until the budget is spent. `improved` hears of better plans and their cost.
///
/// Same problem, seed and iterations: the same plan.
pub fn search(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    search_from(problem, None, seed, threads, budget, improved)
}

/// As [`search`], but goes on from a plan. Of `start` is taken over what keeps the rules.
pub fn search_from(
    problem: &RoutingProblem,
    start: Option<&RoutingPlan>,
    seed: u64,
    _threads: usize,
    budget: &Budget,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    debug_assert!(problem.is_plain());
    let network = Network::new(problem, &|| budget.is_spent(0));
    let mut record = Record::new(problem, &network, budget, improved);
    let mut rng = Rng::seeded(seed);
    let mut routes = Routes::new(&network);
    if let Some(plan) = start {
        adopt(&mut routes, plan);
    }
    first_plan(&mut routes, &mut rng, &|| budget.is_spent(0));
    record.see(&routes);
    while record.share().is_some() && network.jobs > 0 && network.most_routes > 0 {
        let hot = if start.is_some() { 1.0 } else { HOT };
        let how = Cooling { hot: network.scale * hot, cold: network.scale * COLD, ruin: RUIN };
        anneal(&mut routes, how, &mut record, &mut rng, &|record, done| {
            let share = record.share()?;
            Some(if record.is_limited() { share } else { done as f64 / CYCLE as f64 })
        });
    }
    record.tell();
    let (plan, cost, iterations) = (record.plan(), record.cost(), record.iterations);
    Found { plan, cost, iterations, routes: record.pool.into_routes() }
}

/// Takes over the routes of a plan, as far as they keep the rules.
fn adopt(routes: &mut Routes, plan: &RoutingPlan) {
    let mut number = vec![NONE; routes.network.jobs];
    for (job, &name) in routes.network.names.iter().enumerate() {
        number[name as usize] = job as u32;
    }
    for route in &plan.routes {
        let Some(tour) = routes.spare() else { return };
        let mut prev = routes.first(tour);
        for name in route.stops.iter().filter_map(|s| s.job) {
            let Some(&job) = number.get(name as usize) else { continue };
            if routes.stops[job as usize].route == NONE
                && let Some(delta) = routes.price_after(job, prev)
            {
                routes.insert(job, Spot { prev, delta });
                prev = job;
            }
        }
    }
    routes.absent =
        (0..routes.network.jobs as u32).filter(|&j| routes.stops[j as usize].route == NONE).collect();
}
