//! Parts of a problem that never meet: no person, visit, link or patient of one matters to another.

use crate::model::{Idx, Problem, Provider, Shift, ShiftIdx, Slot, StaffMember, Visit, VisitIdx};

/// Visits and shifts that can be planned without looking at any others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Visits, in document order; may be ones that nobody can make.
    pub visits: Vec<VisitIdx>,
    /// Shifts, in document order.
    pub shifts: Vec<ShiftIdx>,
}

/// The parts of a problem, each with at least one visit, in the order of their first visits. Every visit is in one part;
/// shifts that could take part in no visit are in none. Visits that nobody can make share one part, the last.
pub fn decompose(problem: &Problem) -> Vec<Part> {
    let visits = problem.visits.len();
    let mut sets = Sets { parent: (0..visits + problem.shifts.len()).collect() };
    let shift_node = |s: ShiftIdx| visits + s.index();
    for crew in problem.crews.iter() {
        for pair in crew.shifts.windows(2) {
            sets.join(shift_node(pair[0]), shift_node(pair[1]));
        }
    }
    for link in problem.links.iter() {
        sets.join(link.first.index(), link.second.index());
    }
    for own in problem.visits_of.iter() {
        // A second visit by the same new face costs less than the first.
        for pair in own.windows(2) {
            sets.join(pair[0].index(), pair[1].index());
        }
    }
    for own in problem.shifts_of.iter() {
        for (i, &earlier) in own.iter().enumerate() {
            for &later in &own[i + 1..] {
                let e = &problem.shifts[earlier];
                if e.end + e.overtime_limit + problem.working_time.daily_rest > problem.shifts[later].start {
                    sets.join(shift_node(earlier), shift_node(later));
                }
            }
        }
    }
    let mut reached = vec![false; visits];
    for (v, visit) in problem.visits.enumerate() {
        for (s, shift) in problem.shifts.enumerate() {
            if may_meet(problem, visit, shift) {
                sets.join(v.index(), shift_node(s));
                reached[v.index()] = true;
            }
        }
    }
    let mut reachable = vec![false; visits + problem.shifts.len()];
    for (v, reached) in reached.into_iter().enumerate() {
        let root = sets.root(v);
        reachable[root] |= reached;
    }
    let mut part_of = vec![usize::MAX; visits + problem.shifts.len()];
    let mut parts: Vec<Part> = Vec::new();
    let mut nobody = Part::default();
    for v in problem.visits.indices() {
        let root = sets.root(v.index());
        if !reachable[root] {
            nobody.visits.push(v);
            continue;
        }
        if part_of[root] == usize::MAX {
            part_of[root] = parts.len();
            parts.push(Part::default());
        }
        parts[part_of[root]].visits.push(v);
    }
    for s in problem.shifts.indices() {
        let root = sets.root(shift_node(s));
        if let Some(part) = parts.get_mut(part_of[root]) {
            part.shifts.push(s);
        }
    }
    if !nobody.visits.is_empty() {
        parts.push(nobody);
    }
    parts
}

/// Whether the person of `shift` might fill a slot of `visit`: wider than the rules, never narrower.
fn may_meet(problem: &Problem, visit: &Visit, shift: &Shift) -> bool {
    let reach = visit.slots.iter().map(|s| s.offset).max().unwrap_or_default();
    let latest = shift.end + shift.overtime_limit;
    let person = &problem.staff[shift.staff];
    visit.windows.iter().any(|w| w.opens <= latest && w.closes + reach >= shift.start)
        && !problem.patients[visit.patient].refusals.contains(&shift.staff)
        && visit.slots.iter().any(|slot| may_fill(problem, visit, slot, shift, person))
}

fn may_fill(problem: &Problem, visit: &Visit, slot: &Slot, shift: &Shift, person: &StaffMember) -> bool {
    slot.roles.contains(&person.role)
        && slot.skills.iter().all(|s| person.skills.contains(s))
        && match slot.provider {
            Provider::Any => true,
            Provider::Team(team) => person.is_member(team, shift.start),
            Provider::Mission(mission) => person
                .teams
                .iter()
                .any(|m| m.period.contains(shift.start) && problem.teams[m.team].missions.contains(&mission)),
            Provider::Responsible => problem.patients[visit.patient]
                .responsibilities
                .iter()
                .any(|r| person.is_member(r.team, shift.start)),
        }
}

/// Disjoint sets.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn root(&mut self, mut x: usize) -> usize {
        while self.parent[x] != x {
            self.parent[x] = self.parent[self.parent[x]];
            x = self.parent[x];
        }
        x
    }

    /// The smaller root stays, so that the result does not depend on the order of joins.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}
