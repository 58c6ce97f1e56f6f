//! What is different in another plan: for people who have read the first one.

use super::{Plan, Stop, Task};
use crate::clock::PlanTime;
use crate::model::{PlaceIdx, ShiftIdx, VisitIdx};
use std::collections::BTreeMap;

/// The differences between two plans of one problem, sorted by task and shift.
///
/// A slot of a visit may move between shifts. Breaks, blocks and accompanying belong to their shift: they can be added,
/// dropped or re-timed, not moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanDiff {
    /// In both plans, in another shift (and possibly at another time).
    pub moved: Vec<Change>,
    /// In both plans and the same shift, at another time or place.
    pub retimed: Vec<Change>,
    /// Only in the second plan.
    pub added: Vec<Held>,
    /// Only in the first plan.
    pub dropped: Vec<Held>,
}

/// The same thing in both plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it was.
    pub before: Held,
    /// As it is now; the same task.
    pub after: Held,
}

/// A stop, with the shift it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// What.
    pub task: Task,
    /// In whose day.
    pub shift: ShiftIdx,
    /// When.
    pub start: PlanTime,
    /// Where.
    pub place: Option<PlaceIdx>,
}

impl Held {
    fn of(shift: ShiftIdx, stop: &Stop) -> Self {
        Self { task: stop.task, shift, start: stop.start, place: stop.place }
    }
}

/// What makes two stops the same thing: the slot, or the task of a shift. A plan made by hand may name it several times.
type Name = (Task, Option<ShiftIdx>);

impl PlanDiff {
    /// What changes from `before` to `after`.
    pub fn between(before: &Plan, after: &Plan) -> Self {
        let mut diff = Self::default();
        let (mut old, new) = (by_name(before), by_name(after));
        for (name, after) in new {
            let mut known = old.remove(&name).unwrap_or_default();
            let mut unmatched = Vec::new();
            // What stands unchanged is matched first, so that a task named twice differs only where it does.
            for held in after {
                match known.iter().position(|k| *k == held) {
                    Some(same) => {
                        known.remove(same);
                    }
                    None => unmatched.push(held),
                }
            }
            let mut known = known.into_iter();
            for after in unmatched {
                match known.next() {
                    Some(before) if before.shift == after.shift => {
                        diff.retimed.push(Change { before, after })
                    }
                    Some(before) => diff.moved.push(Change { before, after }),
                    None => diff.added.push(after),
                }
            }
            diff.dropped.extend(known);
        }
        diff.dropped.extend(old.into_values().flatten());
        diff.dropped.sort_unstable();
        diff
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.retimed.is_empty() && self.added.is_empty() && self.dropped.is_empty()
    }

    /// Visits that anything changed about, each once, in document order.
    pub fn visits(&self) -> Vec<VisitIdx> {
        let changed = self.moved.iter().chain(&self.retimed).map(|c| c.after);
        let mut visits: Vec<VisitIdx> = changed
            .chain(self.added.iter().copied())
            .chain(self.dropped.iter().copied())
            .filter_map(|held| match held.task {
                Task::Visit { visit, .. } | Task::Accompany { visit } => Some(visit),
                Task::Break { .. } | Task::Block { .. } => None,
            })
            .collect();
        visits.sort_unstable();
        visits.dedup();
        visits
    }
}

fn by_name(plan: &Plan) -> BTreeMap<Name, Vec<Held>> {
    let mut found: BTreeMap<Name, Vec<Held>> = BTreeMap::new();
    for route in &plan.routes {
        for stop in &route.stops {
            let of_shift = match stop.task {
                Task::Visit { .. } => None,
                Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => Some(route.shift),
            };
            found.entry((stop.task, of_shift)).or_default().push(Held::of(route.shift, stop));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Route;

    fn visit(visit: u32, start: u32) -> Stop {
        Stop { task: Task::Visit { visit: VisitIdx(visit), slot: 0 }, place: None, start: PlanTime(start) }
    }

    fn pause(start: u32) -> Stop {
        Stop { task: Task::Break { rule: 0 }, place: None, start: PlanTime(start) }
    }

    fn plan(routes: Vec<Vec<Stop>>) -> Plan {
        let route = |(shift, stops)| Route { shift: ShiftIdx(shift as u32), stops };
        Plan { routes: routes.into_iter().enumerate().map(route).collect() }
    }

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        let plan = plan(vec![vec![visit(0, 10), visit(0, 10)], vec![pause(5)]]);
        assert!(PlanDiff::between(&plan, &plan).is_empty());
    }

    #[test]
    fn moved_retimed_added_and_dropped_are_told_apart() {
        let before = plan(vec![vec![visit(0, 10), visit(1, 20), visit(2, 30)], vec![]]);
        let after = plan(vec![vec![visit(1, 25)], vec![visit(0, 10), visit(3, 40)]]);
        let diff = PlanDiff::between(&before, &after);
        let held = |shift: u32, stop: Stop| Held::of(ShiftIdx(shift), &stop);
        assert_eq!(diff.moved, [Change { before: held(0, visit(0, 10)), after: held(1, visit(0, 10)) }]);
        assert_eq!(diff.retimed, [Change { before: held(0, visit(1, 20)), after: held(0, visit(1, 25)) }]);
        assert_eq!(diff.added, [held(1, visit(3, 40))]);
        assert_eq!(diff.dropped, [held(0, visit(2, 30))]);
        assert_eq!(diff.visits(), [VisitIdx(0), VisitIdx(1), VisitIdx(2), VisitIdx(3)]);
    }

    #[test]
    fn the_same_break_number_of_two_shifts_is_two_breaks() {
        let diff =
            PlanDiff::between(&plan(vec![vec![pause(5)], vec![]]), &plan(vec![vec![], vec![pause(5)]]));
        assert_eq!((diff.added.len(), diff.dropped.len(), diff.moved.len()), (1, 1, 0));
    }

    #[test]
    fn a_slot_named_twice_differs_only_where_it_does() {
        let before = plan(vec![vec![visit(0, 10)], vec![visit(0, 30)]]);
        let after = plan(vec![vec![], vec![visit(0, 30)]]);
        let diff = PlanDiff::between(&before, &after);
        assert_eq!(diff.dropped.len(), 1);
        assert!(diff.moved.is_empty() && diff.retimed.is_empty() && diff.added.is_empty());
    }
}
