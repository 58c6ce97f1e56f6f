//! Visits that cannot all be done: the proof that there are such, and few of them.

use super::lower_bound::bound_below;
use crate::budget::Budget;
use crate::routing::{Job, Price, Prices, RoutingProblem, Tie, Tour, Visit, closed};

/// Visits of which at least one is left out in every plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// In [`RoutingProblem::visits`], ascending.
    pub visits: Vec<u32>,
    /// Without any one of them, a plan for the others was found.
    pub irreducible: bool,
}

/// Proves that not all visits that must be done can be, and names some that conflict, as few as the budget allows. `None` when nothing
/// is proven: all may fit, or the proof is beyond the relaxation or the budget.
///
/// The first phase of the master, in which only leaving out counts, is bounded like any problem: more than nothing is a proof. Visits are
/// then dropped, many at a time and at last one by one, as long as what remains still has a proof.
///
/// # References
/// Deletion filter: Chinneck & Dravnieks (1991), "Locating Minimal Infeasible Constraint Sets in Linear Programs", ORSA Journal on
/// Computing 3(2).
pub fn conflict(problem: &RoutingProblem, budget: &Budget) -> Option<Conflict> {
    let must: Vec<u32> =
        (0_u32..).zip(&problem.visits).filter(|(_, v)| v.left_out == Price::Hard).map(|(v, _)| v).collect();
    // A visit that is dropped may have been on the quickest way to another: proofs go by shortest times, which dropping keeps.
    let shortest = closed(&problem.times, problem.places, problem.places, &mut || budget.is_spent(0))?;
    let metric = shortest == problem.times;
    let quickest = RoutingProblem { times: shortest, ..problem.clone() };
    let clash = |visits: &[u32]| clashes(&quickest, visits, budget);
    for &visit in &must {
        if budget.is_spent(0) {
            return None;
        }
        if clash(&[visit]) == Some(true) {
            return Some(Conflict { visits: vec![visit], irreducible: true });
        }
    }
    if clash(&must) != Some(true) {
        return None;
    }
    let mut left = must;
    let mut many = left.len() / 2;
    let mut irreducible = metric;
    while many > 0 {
        let mut at = 0;
        irreducible = metric;
        while at < left.len() && left.len() > 1 {
            let without = [&left[..at], &left[(at + many).min(left.len())..]].concat();
            match clash(&without) {
                Some(true) => left = without,
                answer => {
                    irreducible &= answer == Some(false);
                    at += many;
                }
            }
            if budget.is_spent(0) {
                return Some(Conflict { visits: left, irreducible: false });
            }
        }
        many /= 2;
    }
    Some(Conflict { visits: left, irreducible })
}

/// Whether these visits cannot all be done; `None` when neither that nor a plan of them was found.
fn clashes(problem: &RoutingProblem, visits: &[u32], budget: &Budget) -> Option<bool> {
    if visits.is_empty() {
        return Some(false);
    }
    let bound = bound_below(&first_phase(problem, visits), 1, budget);
    if bound.lower >= 1 { Some(true) } else { bound.plan.is_some().then_some(false) }
}

/// The same rules for these visits alone, when nothing costs but leaving them out.
fn first_phase(problem: &RoutingProblem, visits: &[u32]) -> RoutingProblem {
    let tours = problem.tours.len();
    let mut jobs: Vec<Job> = Vec::new();
    let mut kept: Vec<Visit> = Vec::new();
    let mut fits = Vec::new();
    let mut new = vec![None; problem.jobs.len()];
    for (v, visit) in (0_u32..).zip(visits) {
        let old = problem.visits[*visit as usize].jobs.clone();
        let first = jobs.len() as u32;
        for j in old {
            new[j as usize] = Some(jobs.len() as u32);
            jobs.push(Job { visit: v, ..problem.jobs[j as usize].clone() });
            fits.extend((0..tours as u32).map(|t| problem.fit(j, t).map(|_| 0)));
        }
        kept.push(Visit { jobs: first..jobs.len() as u32, left_out: Price::Points(1) });
    }
    let tie =
        |tie: &Tie| Some(Tie { first: new[tie.first as usize]?, second: new[tie.second as usize]?, ..*tie });
    let free = |price: Price| if price == Price::Hard { Price::Hard } else { Price::FREE };
    RoutingProblem {
        jobs,
        visits: kept,
        fits,
        ties: problem.ties.iter().filter_map(tie).collect(),
        costs: vec![0; problem.places * problem.places],
        tours: problem.tours.iter().map(|t| Tour { fixed: 0, ..*t }).collect(),
        prices: Prices {
            tardiness: free(problem.prices.tardiness),
            extra_time: free(problem.prices.extra_time),
            missed_lunch: free(problem.prices.missed_lunch),
            ..Prices::TRAVEL_ALONE
        },
        ..problem.clone()
    }
}
