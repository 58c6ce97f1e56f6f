//! The plain search from problem to plan.

use super::anneal::{Cooling, anneal};
use super::genetic::evolve;
use super::network::Network;
use super::pool::PoolRoute;
use super::record::{Record, Sequences};
use super::recreate::first_plan;
use super::routes::Routes;
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

/// First temperature when a plan is given, and of children.
const MILD: f64 = 1.0;

/// What annealing takes out, as Christiaens & Vanden Berghe (2020) have it.
const RUIN: Ruin = Ruin { mean: 10.0, longest: 10.0, split: 0.5 };

/// From so many iterations for each job on, annealing is only the beginning, and genetic search goes on from it: found by trying, where
/// the one overtakes the other (200 jobs in more than 10 s).
const LONG: f64 = 6_000.0;

/// Up to [`SMALL_JOBS`] it does so from so many on: 100 jobs in half a second.
const SMALL_LONG: f64 = 300.0;
const SMALL_JOBS: usize = 120;

/// The share of a long search that is annealed.
const BEGINNING: f64 = 0.15;

/// So many iterations for each job are annealed when nothing limits the search.
const UNLIMITED: f64 = 1_000.0;

/// So many iterations tell how fast the search is.
const PROBE: u64 = 512;

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
    // Iterations are not counted before the first plan stands.
    let clock = Budget { iterations: None, ..*budget };
    let network = Network::new(problem, &|| clock.is_spent(0));
    let mut record = Record::new(problem, &network, budget, improved);
    let mut rng = Rng::seeded(seed);
    let mut routes = Routes::new(&network);
    if let Some(plan) = start {
        routes.adopt(&numbered(&network, plan));
    }
    first_plan(&mut routes, &mut rng, &|| clock.is_spent(0));
    record.see(&routes);
    if network.jobs > 0 && network.most_routes > 0 && record.share().is_some() {
        run(&mut record, &mut routes, if start.is_some() { MILD } else { HOT }, &mut rng);
    }
    record.tell();
    let (plan, cost, iterations) = (record.plan(), record.cost(), record.iterations);
    Found { plan, cost, iterations, routes: record.pool.into_routes() }
}

/// Spends the budget: short searches on annealing alone.
fn run(record: &mut Record, routes: &mut Routes, hot: f64, rng: &mut Rng) {
    let network = record.network;
    let cooling = |hot: f64| Cooling { hot: network.scale * hot, cold: network.scale * COLD, ruin: RUIN };
    let jobs = network.jobs as f64;
    if !record.is_limited() {
        anneal(routes, cooling(hot), record, rng, &|record, done| {
            record.share()?;
            Some(done as f64 / (UNLIMITED * jobs))
        });
        evolve(record, &[routes.sequences()], cooling(MILD), rng);
        return;
    }
    let begun = record.share().unwrap_or(1.0);
    let steady = Cooling { cold: network.scale * hot, ..cooling(hot) };
    anneal(routes, steady, record, rng, &|record, done| {
        record.share()?;
        Some(done as f64 / PROBE as f64)
    });
    let probed = record.share().unwrap_or(1.0);
    let expected = PROBE as f64 / (probed - begun).max(1e-9);
    // Where jobs cannot all be served, only annealing counts what is left out.
    let long = if network.jobs <= SMALL_JOBS { SMALL_LONG } else { LONG };
    let is_long = expected > long * jobs && routes.absent.is_empty();
    let until = if is_long { BEGINNING } else { 1.0 };
    anneal(routes, cooling(hot), record, rng, &|record, _| {
        Some((record.share()? - probed) / (until - probed).max(1e-9))
    });
    if is_long {
        evolve(record, &[routes.sequences()], cooling(MILD), rng);
    }
}

/// The routes of a plan in the network's numbers.
fn numbered(network: &Network, plan: &RoutingPlan) -> Sequences {
    let mut number = vec![None; network.jobs];
    for (job, &name) in network.names.iter().enumerate() {
        number[name as usize] = Some(job as u32);
    }
    let known = |name: u32| number.get(name as usize).copied().flatten();
    plan.routes.iter().map(|route| route.stops.iter().filter_map(|s| known(s.job?)).collect()).collect()
}
