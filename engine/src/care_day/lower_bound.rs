//! What no plan can cost less than, part by part.

use super::{CareDay, Relaxed};
use crate::decompose::decompose;
use crate::model::Problem;
use crate::plan::Plan;
use crate::routing::{RoutingPlan, RoutingProblem};
use crate::rules::Weights;
use std::collections::BTreeSet;

/// A proven bound on the price of every plan that breaks no hard rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerBound {
    /// No plan costs less, in points.
    pub lower: i64,
    /// What of the care problem was left out of account; with it the bound might be higher.
    pub relaxed: Vec<Relaxed>,
    /// Parts of the problem.
    pub parts: usize,
    /// Parts for which `prove` had an answer.
    pub proven_parts: usize,
}

impl LowerBound {
    /// By how many thousandths of its own cost a plan of `cost` may be dearer than the best; never below zero.
    pub fn gap_per_mille(&self, cost: i64) -> f64 {
        if cost <= 0 { 0.0 } else { (1000.0 * (cost - self.lower) as f64 / cost as f64).max(0.0) }
    }
}

/// Bounds the price of all plans of `problem`, by what `prove` proves of each part's routing problem: a number that no plan of it
/// costs less than, `None` when it has none. It is given the part's routing problem, `plan` in it, and the share of the work that
/// the part is, of that which is left. Any `plan` will do; a good one gives a better bound.
pub fn lower_bound(
    problem: &Problem,
    weights: &Weights,
    plan: &Plan,
    prove: &mut dyn FnMut(&RoutingProblem, &RoutingPlan, f64) -> Option<i64>,
) -> LowerBound {
    let parts = decompose(problem);
    let size = |visits: usize| (visits * visits + 1) as f64;
    let mut left: f64 = parts.iter().map(|p| size(p.visits.len())).sum();
    let mut made = LowerBound { lower: 0, relaxed: Vec::new(), parts: parts.len(), proven_parts: 0 };
    let mut relaxed = BTreeSet::new();
    for part in &parts {
        let day = CareDay::relax(problem, weights, part, Some(plan));
        let own = size(part.visits.len());
        let proven = prove(&day.routing, &day.map(problem, plan), own / left);
        left -= own;
        made.proven_parts += usize::from(proven.is_some());
        // No price is negative, so nothing is known to cost less than nothing.
        made.lower += proven.map_or(0, |points| points.saturating_add(day.constant).max(0));
        relaxed.extend(day.relaxed);
    }
    made.relaxed = relaxed.into_iter().collect();
    made
}
