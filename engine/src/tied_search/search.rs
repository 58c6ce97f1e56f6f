//! The way in: prepares the problem, anneals on every thread, writes the best plan down.

use super::anneal::Chain;
use super::facts::Facts;
use super::network::Network;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{Found, Price, RoutingPlan, RoutingProblem, RoutingRoute, RoutingStop};

/// Searches until `budget` is spent. `improved` hears of the first plan and then of better ones.
///
/// With a limit of iterations the plan depends on nothing but `problem`, `seed` and that limit: one chain is run whatever
/// `threads` says. With time alone each thread runs a chain of its own, and the best is taken.
///
/// `problem` must be valid and [`RoutingProblem::is_early`].
pub fn search(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget,
    start: Option<&RoutingPlan>,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    // Iterations are not counted before the first plan stands.
    let clock = Budget { iterations: None, ..*budget };
    let stop = || clock.is_spent(0);
    let facts = Facts::new(problem, &stop);
    let rng = Rng::seeded(seed);
    let chains = if budget.iterations.is_some() { 1 } else { threads.max(1) };
    let mut own = Chain::new(&facts, rng.clone(), start, &stop);
    let first = own.best.to_plan();
    improved(&first, judged(&own.best, own.best_cost));
    let others: Vec<Chain> = std::thread::scope(|scope| {
        let begin = |chain: usize| {
            let (facts, rng, stop) = (&facts, rng.split(chain as u64), &stop);
            scope.spawn(move || {
                let mut other = Chain::new(facts, rng, start, stop);
                other.run(budget, &mut |_, _| {});
                other
            })
        };
        let handles: Vec<_> = (1..chains).map(begin).collect();
        own.run(budget, &mut |net, cost| improved(&net.to_plan(), judged(net, cost)));
        // A thread that panicked has said so already; the others' plans stand.
        handles.into_iter().filter_map(|h| h.join().ok()).collect()
    });
    let iterations = own.tried + others.iter().map(|c| c.tried).sum::<u64>();
    let best = others.iter().fold(&own, |best, c| if c.best_cost < best.best_cost { c } else { best });
    let (plan, cost) = (best.best.to_plan(), judged(&best.best, best.best_cost));
    if plan != first {
        improved(&plan, cost);
    }
    Found { plan, cost, iterations }
}

/// The cost without what the search adds for visits that must be done.
fn judged(net: &Network, cost: i64) -> i64 {
    let visits = &net.facts.problem.visits;
    let out = visits
        .iter()
        .filter(|v| v.left_out == Price::Hard && !v.jobs.is_empty() && !net.is_placed(v.jobs.start))
        .count();
    cost - out as i64 * net.facts.must
}

impl Network<'_> {
    /// The plan as others read it.
    pub(super) fn to_plan(&self) -> RoutingPlan {
        let f = self.facts;
        let stop = |job: u32| {
            let start = self.spots[job as usize].start;
            let end = start + f.nodes[job as usize].length;
            RoutingStop { job: Some(job), place: f.places[job as usize], start, end }
        };
        let after = |&node: &u32| Some(self.spots[node as usize].next).filter(|&n| !f.is_end(n));
        let routes = (0..f.tours).map(|tour| {
            let first = after(&f.departure(tour));
            RoutingRoute { tour, stops: std::iter::successors(first, after).map(stop).collect() }
        });
        RoutingPlan { routes: routes.filter(|r| !r.stops.is_empty()).collect() }
    }
}
