//! What happens in a whole plan, looked up once for all rules.

use super::day::{Day, Settled, given_place, moment, seconds};
use super::{Detail, Weights};
use crate::clock::TimeWindow;
use crate::model::{CrewIdx, IndexVec, Problem, ShiftIdx, StaffIdx, Visit, VisitIdx};
use crate::plan::{Plan, Stop, Task};
use std::collections::BTreeMap;

/// A plan seen with its problem and prices.
pub(super) struct Scene<'a> {
    pub problem: &'a Problem,
    pub weights: &'a Weights,
    /// Routes in the order of shifts; a shift named twice has two days.
    pub days: Vec<Day>,
    /// What is planned of each visit.
    pub visits: IndexVec<VisitIdx, Planned>,
    /// What the plan names and the problem does not have, and routes named twice.
    pub nameless: Vec<(ShiftIdx, Detail)>,
    /// From the start of a crew's first slot on site to the end of its last, by visit.
    pub crew_spans: BTreeMap<(VisitIdx, CrewIdx), (i64, i64)>,
}

/// What is planned of one visit.
pub(super) struct Planned {
    /// The first stop of each slot.
    pub slots: Vec<Option<Filled>>,
    /// In how many stops each slot is.
    pub stops: Vec<u32>,
}

/// A slot with somebody in it.
#[derive(Clone, Copy)]
pub(super) struct Filled {
    pub shift: ShiftIdx,
    pub staff: StaffIdx,
    /// The visit's start, by this slot: the slot's start less its offset.
    pub visit_start: i64,
}

/// A filled slot with its name.
pub(super) struct Attendance<'a> {
    pub visit: VisitIdx,
    pub facts: &'a Visit,
    pub slot: usize,
    pub filled: Filled,
}

impl<'a> Scene<'a> {
    /// Looks everything up.
    pub(super) fn of(problem: &'a Problem, weights: &'a Weights, plan: &Plan) -> Self {
        let mut nameless = Vec::new();
        let routes = known_routes(problem, plan, &mut nameless);
        let visits = fill(problem, &routes);
        let crew_spans = crew_spans(problem, &visits);
        let days = routes
            .iter()
            .map(|(shift, stops)| {
                let settled = stops.iter().map(|s| settle(problem, *shift, *s, &crew_spans)).collect();
                Day::of(problem, *shift, settled)
            })
            .collect();
        Self { problem, weights, days, visits, nameless, crew_spans }
    }

    /// The start of a visit: by its first filled slot. `None` when it is left out.
    pub(super) fn start(&self, visit: VisitIdx) -> Option<i64> {
        self.visits[visit].slots.iter().flatten().next().map(|f| f.visit_start)
    }

    /// Visits with any slot in a route, with their start, in document order.
    pub(super) fn planned(&self) -> impl Iterator<Item = (VisitIdx, &'a Visit, i64)> {
        self.problem.visits.enumerate().filter_map(|(v, facts)| self.start(v).map(|t| (v, facts, t)))
    }

    /// Visits without any slot in a route, in document order.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (VisitIdx, &'a Visit)> {
        self.problem.visits.enumerate().filter(|(v, _)| self.start(*v).is_none())
    }

    /// Every filled slot, in document order.
    pub(super) fn attendances(&self) -> impl Iterator<Item = Attendance<'a>> {
        self.problem.visits.enumerate().flat_map(move |(visit, facts)| {
            self.visits[visit].slots.iter().enumerate().filter_map(move |(slot, filled)| {
                filled.map(|filled| Attendance { visit, facts, slot, filled })
            })
        })
    }

    /// The day of the horizon of a signed moment.
    pub(super) fn day_of(&self, at: i64) -> usize {
        self.problem.horizon.day_of(moment(at))
    }

    /// Routes with any stop.
    pub(super) fn busy_days(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|d| !d.stops.is_empty())
    }
}

/// How far a moment lies outside the nearest of some windows, and which that is. `None` without windows.
pub(super) fn nearest_window(windows: &[TimeWindow], at: i64) -> Option<(i64, TimeWindow)> {
    let outside = |w: &TimeWindow| (seconds(w.opens) - at).max(at - seconds(w.closes)).max(0);
    windows.iter().map(|w| (outside(w), *w)).min_by_key(|(distance, _)| *distance)
}

/// Routes of shifts that exist, with the stops that name something that exists, in the order of shifts.
fn known_routes(
    problem: &Problem,
    plan: &Plan,
    nameless: &mut Vec<(ShiftIdx, Detail)>,
) -> Vec<(ShiftIdx, Vec<Stop>)> {
    let mut routes: Vec<(ShiftIdx, Vec<Stop>)> = Vec::with_capacity(plan.routes.len());
    let mut seen: IndexVec<ShiftIdx, bool> = problem.shifts.iter().map(|_| false).collect();
    for route in &plan.routes {
        let shift = route.shift;
        if problem.shifts.get(shift).is_none() {
            nameless.push((shift, Detail::UnknownShift(shift)));
            continue;
        }
        if std::mem::replace(&mut seen[shift], true) {
            nameless.push((shift, Detail::RouteRepeated));
        }
        let mut known = Vec::with_capacity(route.stops.len());
        for (position, stop) in route.stops.iter().enumerate() {
            if exists(problem, shift, stop.task) {
                known.push(*stop);
            } else {
                nameless.push((shift, Detail::UnknownTask(position)));
            }
        }
        routes.push((shift, known));
    }
    routes.sort_by_key(|(shift, _)| *shift);
    nameless.sort_by_key(|(shift, _)| *shift);
    routes
}

fn exists(problem: &Problem, shift: ShiftIdx, task: Task) -> bool {
    match task {
        Task::Visit { visit, slot } => problem.visits.get(visit).is_some_and(|v| slot < v.slots.len()),
        Task::Accompany { visit } => problem.visits.get(visit).is_some(),
        Task::Break { rule } => rule < problem.shifts[shift].breaks.len(),
        Task::Block { block } => block < problem.shifts[shift].blocks.len(),
    }
}

fn fill(problem: &Problem, routes: &[(ShiftIdx, Vec<Stop>)]) -> IndexVec<VisitIdx, Planned> {
    let nothing = |v: &Visit| Planned { slots: vec![None; v.slots.len()], stops: vec![0; v.slots.len()] };
    let mut visits: IndexVec<VisitIdx, Planned> = problem.visits.iter().map(nothing).collect();
    for (shift, stops) in routes {
        for stop in stops {
            if let Task::Visit { visit, slot } = stop.task {
                let planned = &mut visits[visit];
                planned.stops[slot] += 1;
                let offset = i64::from(problem.visits[visit].slots[slot].offset.0);
                planned.slots[slot].get_or_insert(Filled {
                    shift: *shift,
                    staff: problem.shifts[*shift].staff,
                    visit_start: seconds(stop.start) - offset,
                });
            }
        }
    }
    visits
}

fn crew_spans(
    problem: &Problem,
    visits: &IndexVec<VisitIdx, Planned>,
) -> BTreeMap<(VisitIdx, CrewIdx), (i64, i64)> {
    let mut spans: BTreeMap<(VisitIdx, CrewIdx), (i64, i64)> = BTreeMap::new();
    if problem.crews.is_empty() {
        return spans;
    }
    for (visit, planned) in visits.enumerate() {
        for (slot, filled) in planned.slots.iter().enumerate() {
            let Some(filled) = filled else { continue };
            let Some(crew) = problem.shifts[filled.shift].crew else { continue };
            if problem.slot_place(visit, slot).is_none() {
                continue;
            }
            let from = filled.visit_start + i64::from(problem.visits[visit].slots[slot].offset.0);
            let until = from + i64::from(problem.occupied(visit, slot, filled.staff).0);
            let span = spans.entry((visit, crew)).or_insert((from, until));
            *span = (span.0.min(from), span.1.max(until));
        }
    }
    spans
}

/// When a stop takes its person. A crew's stop at a visit lasts as long as the crew's slots there together.
fn settle(
    problem: &Problem,
    shift: ShiftIdx,
    stop: Stop,
    spans: &BTreeMap<(VisitIdx, CrewIdx), (i64, i64)>,
) -> Settled {
    let facts = &problem.shifts[shift];
    let start = seconds(stop.start);
    let crew_span = |visit| facts.crew.and_then(|crew| spans.get(&(visit, crew)).copied());
    let (begin, end) = match stop.task {
        Task::Visit { visit, slot } => {
            let end = start + i64::from(problem.occupied(visit, slot, facts.staff).0);
            match crew_span(visit) {
                Some((from, until)) if given_place(problem, shift, stop.task).is_some() => {
                    (start.min(from), end.max(until))
                }
                _ => (start, end),
            }
        }
        Task::Accompany { visit } => (start, crew_span(visit).map_or(start, |(_, until)| until.max(start))),
        Task::Break { rule } => (start, start + i64::from(facts.breaks[rule].duration.0)),
        Task::Block { block } => (start, start + i64::from(facts.blocks[block].duration.0)),
    };
    Settled { task: stop.task, place: stop.place, start, begin, end }
}
