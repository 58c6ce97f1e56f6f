//! Every shift's route, and what is left over.

use super::{Route, Stop, Task};
use crate::model::{IndexVec, Problem, ShiftIdx, VisitIdx};

/// Who does what, when and in what order; and which visits are left out.
///
/// A value: whether it keeps the rules is for `rules::judge` to say. A visit without any slot in a route is left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    /// One route a shift, in the order of [`Problem::shifts`].
    pub routes: Vec<Route>,
}

impl Plan {
    /// A plan in which nothing is planned.
    pub fn empty(problem: &Problem) -> Self {
        Self { routes: problem.shifts.indices().map(|shift| Route { shift, stops: Vec::new() }).collect() }
    }

    /// Where each slot of each visit is planned: shift and stop, by visit and slot. `None` for a slot left out.
    /// When a plan made by hand names a slot twice, the first holds.
    pub fn placements(&self, problem: &Problem) -> IndexVec<VisitIdx, Vec<Option<(ShiftIdx, Stop)>>> {
        let mut found: IndexVec<VisitIdx, Vec<Option<(ShiftIdx, Stop)>>> =
            problem.visits.iter().map(|v| vec![None; v.slots.len()]).collect();
        for route in &self.routes {
            for &stop in &route.stops {
                if let Task::Visit { visit, slot } = stop.task
                    && problem.visits.get(visit).is_some()
                    && let Some(entry @ None) = found[visit].get_mut(slot)
                {
                    *entry = Some((route.shift, stop));
                }
            }
        }
        found
    }

    /// Visits of which no slot is in any route, in document order.
    pub fn left_out(&self, problem: &Problem) -> Vec<VisitIdx> {
        let placed = self.placements(problem);
        problem.visits.indices().filter(|&v| placed[v].iter().all(Option::is_none)).collect()
    }
}
