//! The structure that every plan out of this engine has: invariants by name, apart from any rule.

use super::{Plan, Task};
use crate::model::{PlaceIdx, Problem, ShiftIdx};
use std::collections::BTreeSet;

/// An invariant of structure that a plan breaks. A plan made by hand may; the judge reads it all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// `routes[i]` is the route of shift `i`, one for each shift.
    #[error("routes are not one a shift in order: position {0}")]
    RoutesOutOfOrder(usize),
    /// Every task names something that the problem has.
    #[error("stop {stop} of shift number {} names nothing", shift.0)]
    UnknownTask {
        /// In whose route.
        shift: ShiftIdx,
        /// Position in the route.
        stop: usize,
    },
    /// Every place is one of the problem's.
    #[error("stop {stop} of shift number {} is at unknown place number {}", shift.0, place.0)]
    UnknownPlace {
        /// In whose route.
        shift: ShiftIdx,
        /// Position in the route.
        stop: usize,
        /// The place named.
        place: PlaceIdx,
    },
    /// Every slot stands in at most one stop, every break and block at most once in its route, and nobody accompanies a visit twice.
    #[error("stop {stop} of shift number {} repeats another", shift.0)]
    Repeated {
        /// In whose route.
        shift: ShiftIdx,
        /// Position in the route.
        stop: usize,
    },
    /// Stops stand in order of their starts.
    #[error("stop {stop} of shift number {} starts before the one before it", shift.0)]
    OutOfOrder {
        /// In whose route.
        shift: ShiftIdx,
        /// Position in the route.
        stop: usize,
    },
}

impl Plan {
    /// Checks the structure of the plan; rules are for `rules::judge`.
    ///
    /// # Errors
    /// The first invariant broken.
    pub fn check(&self, problem: &Problem) -> Result<(), Malformed> {
        let mut in_order = self.routes.iter().map(|r| r.shift).zip(problem.shifts.indices());
        if let Some(position) = in_order.position(|(route, shift)| route != shift) {
            return Err(Malformed::RoutesOutOfOrder(position));
        }
        if self.routes.len() != problem.shifts.len() {
            return Err(Malformed::RoutesOutOfOrder(self.routes.len().min(problem.shifts.len())));
        }
        let mut seen = BTreeSet::new();
        for route in &self.routes {
            let shift = route.shift;
            let facts = &problem.shifts[shift];
            for (position, stop) in route.stops.iter().enumerate() {
                let (exists, of_shift) = match stop.task {
                    Task::Visit { visit, slot } => {
                        (problem.visits.get(visit).is_some_and(|v| slot < v.slots.len()), None)
                    }
                    Task::Accompany { visit } => (problem.visits.get(visit).is_some(), Some(shift)),
                    Task::Break { rule } => (rule < facts.breaks.len(), Some(shift)),
                    Task::Block { block } => (block < facts.blocks.len(), Some(shift)),
                };
                if !exists {
                    return Err(Malformed::UnknownTask { shift, stop: position });
                }
                if let Some(place) = stop.place.filter(|p| problem.places.get(*p).is_none()) {
                    return Err(Malformed::UnknownPlace { shift, stop: position, place });
                }
                if !seen.insert((stop.task, of_shift)) {
                    return Err(Malformed::Repeated { shift, stop: position });
                }
                if position > 0 && stop.start < route.stops[position - 1].start {
                    return Err(Malformed::OutOfOrder { shift, stop: position });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FactsBuilder, VisitIdx};
    use crate::rules::example::plan;

    fn problem() -> Problem {
        FactsBuilder::new()
            .patient("Ada", |p| p)
            .visit("a", |v| v)
            .visit("b", |v| v)
            .staff("Ben", |s| s.works("07:00", "15:00"))
            .staff("Cia", |s| s.works("07:00", "15:00"))
            .build()
            .unwrap()
    }

    #[test]
    fn each_invariant_is_told_by_name() {
        let problem = problem();
        let good = plan(&problem, &["Ben: a 08:00; b 09:00"]);
        assert_eq!(good.check(&problem), Ok(()));
        assert_eq!(Plan::empty(&problem).check(&problem), Ok(()));
        let ben = ShiftIdx(0);
        let broken = |change: &dyn Fn(&mut Plan)| {
            let mut plan = good.clone();
            change(&mut plan);
            plan.check(&problem).unwrap_err()
        };
        assert_eq!(broken(&|p| p.routes.reverse()), Malformed::RoutesOutOfOrder(0));
        assert_eq!(broken(&|p| p.routes.truncate(1)), Malformed::RoutesOutOfOrder(1));
        let nobody = Task::Visit { visit: VisitIdx(2), slot: 0 };
        assert_eq!(
            broken(&|p| p.routes[0].stops[1].task = nobody),
            Malformed::UnknownTask { shift: ben, stop: 1 }
        );
        assert_eq!(
            broken(&|p| p.routes[0].stops[1].place = Some(PlaceIdx(9))),
            Malformed::UnknownPlace { shift: ben, stop: 1, place: PlaceIdx(9) }
        );
        assert_eq!(
            broken(&|p| p.routes[0].stops[1].task = p.routes[0].stops[0].task),
            Malformed::Repeated { shift: ben, stop: 1 }
        );
        assert_eq!(broken(&|p| p.routes[0].stops.reverse()), Malformed::OutOfOrder { shift: ben, stop: 1 });
    }
}
