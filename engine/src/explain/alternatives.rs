//! Other places for a planned visit, each with its price.

use super::bench::Bench;
use super::insertion::Wanted;
use crate::clock::PlanTime;
use crate::model::{Problem, ShiftIdx, VisitIdx};
use crate::plan::{Plan, Route};
use crate::rules::{Score, Weights};

/// Another way to do a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Who would come: a shift a slot.
    pub shifts: Vec<ShiftIdx>,
    /// When the visit would start.
    pub start: PlanTime,
    /// The price of the plan with it, less that of the plan as it is, by rule.
    pub price: Score,
    /// The days that change, as they would be.
    pub routes: Vec<Route>,
}

/// The cheapest other people or days for a planned visit (or any at all for one left out): at most `at_most`, no two with
/// the same people on the same day, each one keeping every hard rule that the plan keeps.
///
/// Other visits stay with their people and in their order; their times move only in the days that change, and only where
/// nobody else depends on them. So a price is an upper limit: a planner who changes more may do better.
pub fn alternatives(
    problem: &Problem,
    weights: &Weights,
    plan: &Plan,
    visit: VisitIdx,
    at_most: usize,
) -> Vec<Alternative> {
    let mut bench = Bench::new(problem, weights, plan);
    bench.alternatives(visit, at_most)
}

impl Bench<'_> {
    /// The same for a plan on the bench.
    pub(super) fn alternatives(&mut self, visit: VisitIdx, at_most: usize) -> Vec<Alternative> {
        if self.problem.visits.get(visit).is_none() {
            return Vec::new();
        }
        let now: Vec<Option<ShiftIdx>> = self.filled[visit].clone();
        let wanted = Wanted { polish: at_most + 1, thoroughly: false };
        let mut found = self.insertions(visit, &[visit], wanted);
        found.retain(|i| !i.shifts.iter().copied().map(Some).eq(now.iter().copied()));
        if found.is_empty() {
            found = self.insertions(visit, &[visit], Wanted { thoroughly: true, ..wanted });
        }
        found
            .into_iter()
            .filter(|i| !i.shifts.iter().copied().map(Some).eq(now.iter().copied()))
            .take(at_most)
            .map(|i| Alternative {
                shifts: i.shifts,
                start: i.trial.start,
                price: i.price,
                routes: i.trial.routes,
            })
            .collect()
    }
}
