//! A proven lower bound, and the optimum where it can be had.

use super::enumeration::all_routes;
use super::generation::{Generation, Route, State};
use super::network::{NEVER, Network, SCALE};
use super::relaxed::{Relaxed, relaxed};
use super::timetable;
use crate::budget::Budget;
use crate::partition::{Choosing, LeftOut, PoolRoute, best_combination};
use crate::routing::{RoutingPlan, RoutingProblem, judge};
use std::time::Duration;

/// What is known of the best plan there can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// No plan that breaks no hard rule costs less. [`i64::MIN`] when nothing is known.
    pub lower: i64,
    /// What was left out of account; without it the bound might be higher.
    pub relaxed: Vec<Relaxed>,
    /// The cost of the best plan known: the one given, or the one found.
    pub upper: Option<i64>,
    /// A plan better than the one given.
    pub plan: Option<RoutingPlan>,
    /// The best plan known costs no more than the bound: it is optimal.
    pub proven: bool,
    /// Exact rounds of pricing.
    pub rounds: u32,
    /// Routes in the master at the end.
    pub routes: usize,
    /// Routes of which every better plan would be made, when all of them were found.
    pub enumerated: Option<usize>,
}

/// Bounds the cost of every plan of `problem` from below, and closes the gap to `incumbent` if it can.
///
/// A bound is there whenever the budget ends; it is exact in whole numbers except where the last step, a set partitioning over all routes
/// that can matter, raises it to what HiGHS proves (floating point, its tolerances; taken with a margin).
///
/// # References
/// Desaulniers, Desrosiers & Solomon (eds., 2005), "Column Generation"; Baldacci, Mingozzi & Roberti (2011), "New Route Relaxation and
/// Pricing Strategies for the Vehicle Routing Problem", Operations Research 59(5), doi:10.1287/opre.1110.0975; stabilisation by
/// smoothing prices: Pessoa, Sadykov, Uchoa & Vanderbeck (2018), INFORMS Journal on Computing 30(2), doi:10.1287/ijoc.2017.0784.
pub fn bound(problem: &RoutingProblem, incumbent: Option<&RoutingPlan>, budget: &Budget) -> Bound {
    let known = incumbent.map(|plan| judge(problem, plan)).filter(|verdict| verdict.broken.is_empty());
    bound_known(problem, incumbent, known.map(|verdict| verdict.cost), budget)
}

/// As [`bound`], when a plan of cost `upper` is known, but not here, and only cheaper ones are of interest.
pub fn bound_below(problem: &RoutingProblem, upper: i64, budget: &Budget) -> Bound {
    bound_known(problem, None, Some(upper), budget)
}

fn bound_known(
    problem: &RoutingProblem,
    incumbent: Option<&RoutingPlan>,
    upper: Option<i64>,
    budget: &Budget,
) -> Bound {
    let relaxed = relaxed(problem);
    let unknown = relaxed.contains(&Relaxed::NegativePrice);
    let empty = Bound {
        lower: i64::MIN,
        relaxed,
        upper,
        plan: None,
        proven: false,
        rounds: 0,
        routes: 0,
        enumerated: None,
    };
    if unknown {
        return empty;
    }
    let network = Network::new(problem);
    match network.elements.div_ceil(64) {
        0..=1 => Closing::<1>::new(problem, &network, empty).run(incumbent, budget),
        2 => Closing::<2>::new(problem, &network, empty).run(incumbent, budget),
        3..=4 => Closing::<4>::new(problem, &network, empty).run(incumbent, budget),
        5..=8 => Closing::<8>::new(problem, &network, empty).run(incumbent, budget),
        _ => Closing::<16>::new(problem, &network, empty).run(incumbent, budget),
    }
}

/// Nodes of a search tree at most, so that it ends also without a clock.
const TREE: i32 = 100_000;

/// The bound, if no plan that was judged costs less. One that does says that the bound is none: better to know nothing.
fn not_above(lower: i64, judged: Option<i64>) -> i64 {
    if judged.is_some_and(|cost| cost < lower) { i64::MIN } else { lower }
}

/// The gap while it closes.
struct Closing<'a, const W: usize> {
    problem: &'a RoutingProblem,
    network: &'a Network,
    generation: Generation<'a, W>,
    bound: Bound,
}

impl<'a, const W: usize> Closing<'a, W> {
    fn new(problem: &'a RoutingProblem, network: &'a Network, bound: Bound) -> Self {
        let upper = bound.upper.and_then(|u| u.checked_mul(SCALE)).unwrap_or(NEVER);
        Self { problem, network, generation: Generation::new(network, upper), bound }
    }

    fn run(mut self, incumbent: Option<&RoutingPlan>, budget: &Budget) -> Bound {
        self.generation.start();
        self.generation.add_singles();
        for route in incumbent.map(|plan| timetable::routes(self.network, plan)).unwrap_or_default() {
            self.generation.add(route);
        }
        // Whatever the master still lacks, a quarter of the time is kept for plans and for closing the gap.
        let spent = budget.elapsed.map_or(Duration::ZERO, |elapsed| elapsed());
        let left = budget.time_limit.saturating_sub(spent);
        let part = Budget { time_limit: spent.saturating_add(left / 4 * 3), ..*budget };
        let state = self.generation.run(&part);
        self.raise(self.generation.lower);
        if state != State::Met && !self.is_closed() {
            self.combine(budget);
        }
        if state != State::Met && !self.is_closed() {
            self.partition(budget);
        }
        let judged = incumbent.is_some() || self.bound.plan.is_some();
        self.bound.lower = not_above(self.bound.lower, self.bound.upper.filter(|_| judged));
        self.bound.proven = self.is_closed();
        self.bound.rounds = self.generation.rounds;
        self.bound.routes = self.generation.routes.len();
        self.bound
    }

    /// Takes a scaled bound, rounded up: costs are whole.
    fn raise(&mut self, lower: i64) {
        if lower > i64::MIN {
            let whole = lower.div_euclid(SCALE) + i64::from(lower.rem_euclid(SCALE) > 0);
            self.bound.lower = self.bound.lower.max(whole);
        }
    }

    fn is_closed(&self) -> bool {
        self.bound.upper.is_some_and(|upper| self.bound.lower >= upper)
    }

    /// Looks for a plan among the routes that were priced.
    fn combine(&mut self, budget: &Budget) {
        let spent = budget.elapsed.map_or(Duration::ZERO, |elapsed| elapsed());
        let part = budget.time_limit.saturating_sub(spent) / 5;
        let part = Budget { time_limit: budget.time_limit.min(spent.saturating_add(part)), ..*budget };
        let whole = |r: &&Route| r.is_elementary(self.network);
        let routes: Vec<Route> = self.generation.routes.iter().filter(whole).cloned().collect();
        self.choose(&routes, true, 200, &part);
    }

    /// Finds all routes that a plan below some cost could be made of, and the best plan of them; first below a cost so near the bound that
    /// they are few. There is such a plan, and the cheapest is the optimum, or there is none, and that cost is a bound.
    fn partition(&mut self, budget: &Budget) {
        for permille in [Some(5), Some(20), Some(60), None] {
            let upper = self.bound.upper.unwrap_or(i64::MAX);
            let above =
                |p: i64| self.bound.lower.saturating_add((self.bound.lower / 1000).saturating_mul(p).max(1));
            let aim = permille.map_or(upper, above).min(upper);
            let Some(scaled) = aim.checked_mul(SCALE) else { return };
            let Some(routes) = all_routes(&self.generation, scaled, budget) else { return };
            self.bound.enumerated = Some(routes.len());
            let below = self.choose(&routes, false, TREE, budget);
            self.bound.lower = self.bound.lower.max(below.min(aim));
            if below < aim || aim == upper || self.is_closed() {
                return;
            }
        }
    }

    /// The best combination of `routes`, taken as a plan if it is better; what no combination costs less than. With `cover`, what is
    /// done twice is dropped from one route.
    fn choose(&mut self, routes: &[Route], cover: bool, nodes: i32, budget: &Budget) -> i64 {
        let cost = |scaled: i64| scaled.div_euclid(SCALE);
        let pool: Vec<PoolRoute> = routes
            .iter()
            .map(|r| PoolRoute { jobs: r.jobs.clone(), group: Some(r.kind), cost: cost(r.cost) })
            .collect();
        let groups: Vec<u32> = self.network.kinds.iter().map(|k| k.tours.len() as u32).collect();
        let left_out: Vec<LeftOut> = self
            .network
            .visits
            .iter()
            .filter_map(|(jobs, price)| {
                Some(LeftOut { jobs: jobs.clone().collect(), price: cost((*price)?) })
            })
            .collect();
        let choosing = Choosing {
            jobs: self.network.jobs,
            routes: &pool,
            groups: &groups,
            left_out: &left_out,
            cover,
            nodes,
        };
        let mut lower = i64::MIN;
        let best = best_combination(&choosing, None, &mut |_| None, &mut lower, budget);
        if let Some(best) = best {
            let chosen: Vec<&Route> = best.routes.iter().map(|&r| &routes[r as usize]).collect();
            if let Some((plan, cost)) = timetable::plan(self.problem, self.network, &chosen)
                && self.bound.upper.is_none_or(|upper| cost < upper)
            {
                (self.bound.plan, self.bound.upper) = (Some(plan), Some(cost));
            }
        }
        lower
    }
}

#[cfg(test)]
mod tests {
    use super::not_above;

    #[test]
    fn a_bound_above_a_plan_is_none() {
        assert_eq!(not_above(10, Some(9)), i64::MIN);
        assert_eq!(not_above(10, Some(10)), 10);
        assert_eq!(not_above(10, None), 10);
    }
}
