//! The entry: a first plan, then coolings until the budget is spent.

use super::annealing::{Best, Cooling, Meter, anneal, first_plan};
use super::facts::Facts;
use super::insertion::Penalties;
use super::workbench::Workbench;
use super::writing;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{RoutingPlan, RoutingProblem};

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Breaks no hard rule, but perhaps leaves visits out that must be done.
    pub plan: RoutingPlan,
    /// By the judge; visits left out that must be done count nothing.
    pub cost: i64,
    /// Moves tried.
    pub iterations: u64,
}

/// Searches for a plan of `problem`, which has no flaw, until `budget` is spent; an iteration is one move tried.
///
/// `start`, when given, is the plan to begin with, as far as it can be used. `improved` hears of better plans as they are
/// found, at most one in some thousand moves, and of the last one. One thread does the work whatever `threads` is, so the
/// plan does not depend on it.
pub fn search(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget<'_>,
    start: Option<&RoutingPlan>,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    let _ = threads;
    let facts = Facts::new(problem);
    let mut bench = Workbench::new(&facts);
    let mut rng = Rng::seeded(seed);
    let mut meter = Meter::new(budget);
    let mut best = Best { draft: bench.draft(), news: true };
    if let Some(start) = start {
        bench.restore(&writing::draft(&facts, start));
        best.offer(&bench);
    }
    first_plan(&mut bench, &meter, &mut rng);
    best.offer(&bench);
    let mut report = |best: &Best| {
        let mut own = Workbench::new(&facts);
        own.restore(&best.draft);
        improved(&writing::plan(&mut own), best.draft.cost);
    };
    report(&best);
    best.news = false;
    let scale = facts.scale as f64;
    let mut penalties = Penalties { broken: 1 + facts.scale / 5, owed: facts.scale * 30 };
    let coolings = [Cooling { from: 0.0, to: 1.0, hot: scale * HOT, cold: scale * COLD }];
    while !meter.is_spent() && !facts.jobs.is_empty() && !problem.tours.is_empty() {
        for cooling in &coolings {
            anneal(&mut bench, cooling, &mut penalties, &mut meter, &mut rng, &mut best, &mut report);
        }
        if meter.share(1) >= 1.0 {
            break;
        }
    }
    bench.restore(&best.draft);
    let plan = writing::plan(&mut bench);
    if best.news {
        improved(&plan, best.draft.cost);
    }
    Found { plan, cost: best.draft.cost, iterations: meter.done }
}

/// Temperatures as multiples of the cost of a typical leg.
const HOT: f64 = 0.5;
const COLD: f64 = 0.01;
