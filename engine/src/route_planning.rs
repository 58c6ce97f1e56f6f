//! Plans a routing problem: picks the search that fits it, and has its result judged.
//!
//! ```text
//! RoutingProblem ─► plain_search │ tied_search │ day_search ─► RoutingPlan ─► judge ─► Planned
//! ```

use crate::budget::Budget;
use crate::day_search;
use crate::recombination;
use crate::routing::{Broken, Flaw, RoutingPlan, RoutingProblem, Verdict, judge};
use crate::tied_search;

/// What came out.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The best plan found. It breaks no rule, but visits that must be done may be left out; the verdict names them.
    pub plan: RoutingPlan,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// Iterations of the search.
    pub iterations: u64,
    /// What the judge says of the search's own result, when it had to be refused. A defect of the program.
    pub refused: Option<Verdict>,
}

/// Which search takes a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Alike tours, hard windows, nothing but travel: [`crate::plain_search`], recombined.
    Plain,
    /// Everything as early as possible is best: [`crate::tied_search`].
    Tied,
    /// Time itself has a price: [`crate::day_search`].
    Day,
}

impl Search {
    /// The quickest that takes `problem`.
    pub fn of(problem: &RoutingProblem) -> Self {
        if problem.is_plain() {
            Self::Plain
        } else if problem.is_early() {
            Self::Tied
        } else {
            Self::Day
        }
    }
}

/// Plans `problem` until the budget is spent. `improved` hears each better plan and its cost.
///
/// # Errors
/// What makes this no problem at all.
pub fn solve(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Result<Planned, Flaw> {
    problem.validate()?;
    if problem.jobs.is_empty() || problem.tours.is_empty() {
        let plan = RoutingPlan::default();
        let verdict = judge(problem, &plan);
        return Ok(Planned { plan, verdict, iterations: 0, refused: None });
    }
    let mut heard = RoutingPlan::default();
    let mut hear = |plan: &RoutingPlan, cost: i64| {
        heard.clone_from(plan);
        improved(plan, cost);
    };
    let (plan, iterations) = match Search::of(problem) {
        Search::Plain => {
            let found = recombination::search(problem, seed, threads, budget, &mut hear);
            (found.plan, found.iterations)
        }
        Search::Tied => {
            let found = tied_search::search(problem, seed, threads, budget, None, &mut hear);
            (found.plan, found.iterations)
        }
        Search::Day => {
            let found = day_search::search(problem, seed, threads, budget, None, &mut hear);
            (found.plan, found.iterations)
        }
    };
    Ok(judged(problem, plan, heard, iterations))
}

/// The plan with its verdict; one that breaks a rule gives way to the last one heard of, and that to none at all.
fn judged(problem: &RoutingProblem, plan: RoutingPlan, heard: RoutingPlan, iterations: u64) -> Planned {
    let mut refused = None;
    for plan in [plan, heard] {
        let verdict = judge(problem, &plan);
        if keeps_rules(&verdict) {
            return Planned { plan, verdict, iterations, refused };
        }
        refused.get_or_insert(verdict);
    }
    let plan = RoutingPlan::default();
    let verdict = judge(problem, &plan);
    Planned { plan, verdict, iterations, refused }
}

/// Whether nothing worse is found than what a plan without routes has: visits left out, lunches missed.
fn keeps_rules(verdict: &Verdict) -> bool {
    verdict.broken.iter().all(|broken| matches!(broken, Broken::LeftOut(_) | Broken::Term("missed lunches")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::{Job, Price, Prices, RoutingRoute, RoutingStop, Tour, Visit, Window};

    /// Two places ten apart; one vehicle of one seat; `jobs` jobs at the second place.
    fn problem(jobs: u32) -> RoutingProblem {
        let job = |visit| Job {
            visit,
            place: 1,
            length: 5,
            windows: vec![Window { opens: 0, closes: 100 }],
            demand: 1,
        };
        RoutingProblem {
            places: 2,
            times: vec![0, 10, 10, 0],
            costs: Vec::new(),
            jobs: (0..jobs).map(job).collect(),
            visits: (0..jobs).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect(),
            tours: vec![Tour {
                from: 0,
                to: 0,
                starts: 0,
                ends: 100,
                capacity: 1,
                has_lunch: false,
                fixed: 0,
            }],
            fits: Vec::new(),
            ties: Vec::new(),
            lunch: None,
            met_at_end: false,
            leave_at_start: false,
            prices: Prices::TRAVEL_ALONE,
        }
    }

    fn solved(problem: &RoutingProblem) -> Planned {
        solve(problem, 1, 1, &Budget::iterations(200), &mut |_, _| {}).expect("valid")
    }

    #[test]
    fn what_fits_is_served_by_each_search() {
        let mut one = problem(1);
        for (search, price) in [(Search::Plain, 0), (Search::Tied, 1), (Search::Day, 2)] {
            one.prices.worst_tardiness = price;
            one.prices.waiting = i64::from(price == 2);
            assert_eq!(Search::of(&one), search);
            let planned = solved(&one);
            assert_eq!((planned.verdict.broken, planned.verdict.cost), (vec![], 20), "{search:?}");
        }
    }

    #[test]
    fn what_cannot_fit_is_left_out_and_named() {
        let planned = solved(&problem(2));
        assert!(matches!(planned.verdict.broken[..], [Broken::LeftOut(_)]), "{:?}", planned.verdict);
        assert!(planned.refused.is_none());
        let nobody = RoutingProblem { tours: vec![], ..problem(2) };
        assert_eq!(solved(&nobody).verdict.broken, [Broken::LeftOut(0), Broken::LeftOut(1)]);
        assert_eq!(solved(&RoutingProblem { visits: vec![], jobs: vec![], ..nobody }).verdict.broken, []);
    }

    #[test]
    fn a_flaw_is_told() {
        assert_eq!(
            solve(
                &RoutingProblem { times: vec![], ..problem(1) },
                1,
                1,
                &Budget::iterations(1),
                &mut |_, _| {}
            )
            .expect_err("no table"),
            Flaw::Table
        );
    }

    #[test]
    fn a_plan_that_breaks_a_rule_is_not_handed_out() {
        let problem = problem(1);
        let at = |start| RoutingPlan {
            routes: vec![RoutingRoute {
                tour: 0,
                stops: vec![RoutingStop { job: Some(0), place: 1, start, end: start + 5 }],
            }],
        };
        let planned = judged(&problem, at(9), at(10), 7);
        assert_eq!((planned.plan, planned.verdict.broken), (at(10), vec![]));
        assert_eq!(planned.refused.expect("left before the day began").broken, [Broken::Early(0)]);
        assert_eq!(judged(&problem, at(9), at(9), 7).plan, RoutingPlan::default());
    }
}
