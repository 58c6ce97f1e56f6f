//! A plan on the workbench: takes visits out, puts others in, lays out times anew, and asks the judge what it costs.

use crate::clock::{PlanTime, TimeWindow};
use crate::model::{BreakRule, IndexVec, Problem, Provider, ShiftIdx, StaffIdx, VisitIdx};
use crate::plan::{Plan, Route, Stop, Task};
use crate::rules::{Score, Weights, judge};
use crate::schedule::{Cause, Unschedulable, timetable};
use osm_data::units::Seconds;
use std::collections::BTreeSet;

/// By how much stops that stay may come earlier than planned, tried in turn: the least change that makes room is kept.
const ADVANCES: [Seconds; 4] = [Seconds::ZERO, Seconds::minutes(15), Seconds::hours(1), Seconds::hours(24)];

/// Where one slot goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    /// Which participant.
    pub slot: usize,
    /// In whose day.
    pub shift: ShiftIdx,
    /// Before the stop with this number of [`Bench::order`].
    pub before: usize,
}

/// A visit put in: the days that it touches, as they would be.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub routes: Vec<Route>,
    /// The visit's start.
    pub start: PlanTime,
}

/// Why a visit could not be put in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub cause: Cause,
    pub at: Option<Task>,
    pub by: Seconds,
}

/// A plan, and a copy of its problem in which windows are narrowed while something is tried.
pub(super) struct Bench<'a> {
    /// As stated.
    pub facts: &'a Problem,
    /// As stated, but for what a trial or a relaxation has changed.
    pub problem: Problem,
    pub weights: &'a Weights,
    /// Stops by shift; what the plan names twice or wrongly is not here.
    pub routes: IndexVec<ShiftIdx, Vec<Stop>>,
    /// Shift of each filled slot, and the visit's start.
    pub filled: IndexVec<VisitIdx, Vec<Option<ShiftIdx>>>,
    starts: IndexVec<VisitIdx, Option<PlanTime>>,
}

/// Windows to put back after a trial.
#[derive(Default)]
struct Narrowed {
    visits: Vec<(VisitIdx, Vec<TimeWindow>)>,
    breaks: Vec<(ShiftIdx, Vec<BreakRule>)>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(facts: &'a Problem, weights: &'a Weights, plan: &Plan) -> Self {
        let mut routes: IndexVec<ShiftIdx, Vec<Stop>> = facts.shifts.iter().map(|_| Vec::new()).collect();
        let mut filled: IndexVec<VisitIdx, Vec<Option<ShiftIdx>>> =
            facts.visits.iter().map(|v| vec![None; v.slots.len()]).collect();
        let mut starts: IndexVec<VisitIdx, Option<PlanTime>> = facts.visits.iter().map(|_| None).collect();
        let mut seen = BTreeSet::new();
        for route in &plan.routes {
            let Some(shift) = facts.shifts.get(route.shift) else { continue };
            for stop in &route.stops {
                let known = match stop.task {
                    Task::Visit { visit, slot } => {
                        facts.visits.get(visit).is_some_and(|v| slot < v.slots.len())
                    }
                    Task::Accompany { visit } => facts.visits.get(visit).is_some(),
                    Task::Break { rule } => rule < shift.breaks.len(),
                    Task::Block { block } => block < shift.blocks.len(),
                };
                let of_shift = match stop.task {
                    Task::Visit { .. } => None,
                    Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => Some(route.shift),
                };
                if !known || !seen.insert((stop.task, of_shift)) {
                    continue;
                }
                routes[route.shift].push(*stop);
                if let Task::Visit { visit, slot } = stop.task {
                    filled[visit][slot] = Some(route.shift);
                    let start = stop.start.back(facts.visits[visit].slots[slot].offset);
                    starts[visit].get_or_insert(start);
                }
            }
        }
        Self { facts, problem: facts.clone(), weights, routes, filled, starts }
    }

    /// When a visit starts; `None` when it is left out.
    pub(super) fn start(&self, visit: VisitIdx) -> Option<PlanTime> {
        self.starts[visit]
    }

    /// Shifts that fill a slot of a visit.
    pub(super) fn shifts_of(&self, visit: VisitIdx) -> impl Iterator<Item = ShiftIdx> {
        self.filled[visit].iter().flatten().copied()
    }

    /// The plan as it lies on the bench.
    pub(super) fn plan(&self) -> Plan {
        let route = |(shift, stops): (ShiftIdx, &Vec<Stop>)| Route { shift, stops: stops.clone() };
        Plan { routes: self.routes.enumerate().map(route).collect() }
    }

    /// The plan with a trial in it.
    pub(super) fn plan_with(&self, trial: &Trial) -> Plan {
        let mut plan = self.plan();
        for route in &trial.routes {
            plan.routes[route.shift.0 as usize] = route.clone();
        }
        plan
    }

    /// What a day does in which order, with some visits taken out. A day without any visit has its breaks and blocks, in
    /// the order in which they can be held.
    pub(super) fn order(&self, shift: ShiftIdx, without: &[VisitIdx]) -> Vec<Task> {
        let of_visit = |task: Task| match task {
            Task::Visit { visit, .. } | Task::Accompany { visit } => Some(visit),
            Task::Break { .. } | Task::Block { .. } => None,
        };
        let order: Vec<Task> = self.routes[shift]
            .iter()
            .map(|s| s.task)
            .filter(|t| of_visit(*t).is_none_or(|visit| !without.contains(&visit)))
            .collect();
        if order.iter().any(|t| of_visit(*t).is_some()) { order } else { self.duties(shift) }
    }

    /// Breaks and blocks of an otherwise empty day.
    pub(super) fn duties(&self, shift: ShiftIdx) -> Vec<Task> {
        let facts = &self.problem.shifts[shift];
        let mut duties: Vec<(PlanTime, Task)> =
            facts.blocks.iter().enumerate().map(|(block, b)| (b.start, Task::Block { block })).collect();
        for (rule, b) in facts.breaks.iter().enumerate() {
            // As early as it can be held clear of blocks.
            let mut at = b.window.opens;
            for block in &facts.blocks {
                if at < block.start + block.duration && at + b.duration > block.start {
                    at = block.start + block.duration;
                }
            }
            duties.push((at, Task::Break { rule }));
        }
        duties.sort();
        duties.into_iter().map(|(_, task)| task).collect()
    }

    /// Puts the seats of a visit in, with other visits (and this one) taken out, and finds times: those of stops that stay
    /// remain where they can; others move later, or earlier by the least that makes room. Days that are not touched stay.
    ///
    /// With `thoroughly`, breaks may change places with the new stop.
    pub(super) fn try_seats(
        &mut self,
        visit: VisitIdx,
        seats: &[Seat],
        without: &[VisitIdx],
        thoroughly: bool,
    ) -> Result<Trial, Refusal> {
        let mut best: Option<Refusal> = None;
        for orders in self.orders(visit, seats, without, thoroughly) {
            // The last says whether it can be at all; the others, with how little change.
            let free = self.lay_out(visit, &orders, without, ADVANCES[ADVANCES.len() - 1]);
            let refusal = match free {
                Err(refusal) => refusal,
                Ok(free) => {
                    for advance in &ADVANCES[..ADVANCES.len() - 1] {
                        if let Ok(trial) = self.lay_out(visit, &orders, without, *advance) {
                            return Ok(trial);
                        }
                    }
                    return Ok(free);
                }
            };
            let worse = |known: &Refusal| weight(known) > weight(&refusal);
            if best.as_ref().is_none_or(worse) {
                best = Some(refusal);
            }
        }
        Err(best.unwrap_or(Refusal { cause: Cause::NothingThere, at: None, by: Seconds::ZERO }))
    }

    /// The same, at the first time in the visit's windows from `not_before` on, nothing else earlier than planned.
    pub(super) fn try_from(
        &mut self,
        visit: VisitIdx,
        routes: &[Route],
        without: &[VisitIdx],
        not_before: PlanTime,
    ) -> Option<Trial> {
        let orders: Vec<(ShiftIdx, Vec<Task>)> =
            routes.iter().map(|r| (r.shift, r.stops.iter().map(|s| s.task).collect())).collect();
        let windows = self.problem.visits[visit].windows.clone();
        let later = TimeWindow { opens: not_before, closes: PlanTime::MAX };
        self.problem.visits[visit].windows = windows.iter().filter_map(|w| w.overlap(later)).collect();
        let trial = ADVANCES.iter().find_map(|a| self.lay_out(visit, &orders, without, *a).ok());
        self.problem.visits[visit].windows = windows;
        trial
    }

    /// Whether a day, as planned, has times at all when only it may move.
    pub(super) fn try_day(&mut self, visit: VisitIdx, shift: ShiftIdx) -> Result<(), Refusal> {
        let order: Vec<Task> = self.routes[shift].iter().map(|s| s.task).collect();
        self.lay_out(visit, &[(shift, order)], &[], ADVANCES[ADVANCES.len() - 1]).map(|_| ())
    }

    /// Every order to try: as the seats say; with `thoroughly`, also with a break moved to before or after the new stop.
    fn orders(
        &self,
        visit: VisitIdx,
        seats: &[Seat],
        without: &[VisitIdx],
        thoroughly: bool,
    ) -> Vec<Vec<(ShiftIdx, Vec<Task>)>> {
        let mut touched: BTreeSet<ShiftIdx> = seats.iter().map(|s| s.shift).collect();
        touched.extend(without.iter().flat_map(|v| self.shifts_of(*v)));
        let mates: Vec<ShiftIdx> = touched
            .iter()
            .filter_map(|s| self.problem.shifts[*s].crew)
            .flat_map(|crew| self.problem.crews[crew].shifts.iter().copied())
            .collect();
        touched.extend(mates);
        let mut plain: Vec<(ShiftIdx, Vec<Task>)> = Vec::with_capacity(touched.len());
        for shift in touched {
            let mut order = self.order(shift, without);
            match seats.iter().find(|s| s.shift == shift) {
                Some(seat) => {
                    order.insert(seat.before.min(order.len()), Task::Visit { visit, slot: seat.slot });
                }
                None => self.accompany(visit, shift, seats, without, &mut order),
            }
            if !order.iter().any(|t| matches!(t, Task::Visit { .. } | Task::Accompany { .. })) {
                order.clear();
            }
            plain.push((shift, order));
        }
        let mut all = vec![plain];
        if thoroughly {
            for seat in seats {
                let day =
                    all[0].iter().position(|(shift, _)| *shift == seat.shift).expect("seats are touched");
                let order = all[0][day].1.clone();
                let new = Task::Visit { visit, slot: seat.slot };
                for pause in order.iter().filter(|t| matches!(t, Task::Break { .. })) {
                    let rest: Vec<Task> = order.iter().filter(|t| *t != pause).copied().collect();
                    let at = rest.iter().position(|t| *t == new).expect("the seat is in the order");
                    for place in [at, at + 1] {
                        let mut moved = rest.clone();
                        moved.insert(place, *pause);
                        if moved != order {
                            let mut orders = all[0].clone();
                            orders[day].1 = moved;
                            all.push(orders);
                        }
                    }
                }
            }
        }
        all
    }

    /// Where one member of a crew has a slot on site, the others come along: right after what they last did together.
    fn accompany(
        &self,
        visit: VisitIdx,
        shift: ShiftIdx,
        seats: &[Seat],
        without: &[VisitIdx],
        order: &mut Vec<Task>,
    ) {
        let Some(crew) = self.problem.shifts[shift].crew else { return };
        let rides = |seat: &&Seat| {
            self.problem.shifts[seat.shift].crew == Some(crew)
                && self.problem.slot_place(visit, seat.slot).is_some()
        };
        let Some(seat) = seats.iter().find(rides) else { return };
        let together = |task: &Task| match task {
            Task::Visit { visit, .. } | Task::Accompany { visit } => Some(*visit),
            Task::Break { .. } | Task::Block { .. } => None,
        };
        let mate = self.order(seat.shift, without);
        let before = mate[..seat.before.min(mate.len())].iter().filter_map(together).next_back();
        let at = before
            .and_then(|last| order.iter().position(|t| together(t) == Some(last)))
            .map_or(0, |position| position + 1);
        order.insert(at, Task::Accompany { visit });
    }

    /// Times for an order of some days; all others keep theirs.
    fn lay_out(
        &mut self,
        visit: VisitIdx,
        orders: &[(ShiftIdx, Vec<Task>)],
        without: &[VisitIdx],
        advance: Seconds,
    ) -> Result<Trial, Refusal> {
        let touched: BTreeSet<ShiftIdx> = orders.iter().map(|(shift, _)| *shift).collect();
        let held = self.neighbours(&touched);
        let mut narrowed = Narrowed::default();
        let mut all: Vec<Vec<(Task, Option<crate::model::PlaceIdx>)>> =
            vec![Vec::new(); self.problem.shifts.len()];
        for (shift, order) in orders {
            all[shift.0 as usize] = order.iter().map(|t| (*t, None)).collect();
            self.narrow_day(*shift, order, &touched, Some(advance), visit, &mut narrowed);
        }
        for shift in held {
            let stops = self.routes[shift].clone();
            let order: Vec<Task> = stops.iter().map(|s| s.task).collect();
            all[shift.0 as usize] = stops.iter().map(|s| (s.task, s.place)).collect();
            self.narrow_day(shift, &order, &touched, None, visit, &mut narrowed);
        }
        self.narrow_visit(visit, orders, without, &mut narrowed);
        let laid = timetable(&self.problem, &all);
        for (visit, windows) in narrowed.visits.into_iter().rev() {
            self.problem.visits[visit].windows = windows;
        }
        for (shift, breaks) in narrowed.breaks.into_iter().rev() {
            self.problem.shifts[shift].breaks = breaks;
        }
        match laid {
            Err(Unschedulable { shift, stop, cause, late_by }) => {
                let at = all.get(shift.0 as usize).and_then(|day| day.get(stop)).map(|(task, _)| *task);
                Err(Refusal { cause, at, by: late_by })
            }
            Ok(plan) => {
                let routes: Vec<Route> =
                    plan.routes.into_iter().filter(|r| touched.contains(&r.shift)).collect();
                let start = routes.iter().flat_map(|r| &r.stops).find_map(|s| match s.task {
                    Task::Visit { visit: v, slot } if v == visit => {
                        Some(s.start.back(self.problem.visits[visit].slots[slot].offset))
                    }
                    Task::Visit { .. } | Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => {
                        None
                    }
                });
                Ok(Trial { routes, start: start.unwrap_or_default() })
            }
        }
    }

    /// Days of the same people so near that the daily rest between may bind.
    fn neighbours(&self, touched: &BTreeSet<ShiftIdx>) -> BTreeSet<ShiftIdx> {
        let rest = self.problem.working_time.daily_rest;
        let mut found = BTreeSet::new();
        for &shift in touched {
            let days = &self.problem.shifts_of[self.problem.shifts[shift].staff];
            let at = days.iter().position(|s| *s == shift).unwrap_or_default();
            let worked = |s: &&ShiftIdx| !self.routes[**s].is_empty() && !touched.contains(s);
            let binds = |earlier: ShiftIdx, later: ShiftIdx| {
                let before = &self.problem.shifts[earlier];
                before.end + before.overtime_limit + rest > self.problem.shifts[later].start
            };
            let before = days[..at].iter().rev().find(worked).filter(|s| binds(**s, shift));
            let after = days[at + 1..].iter().find(worked).filter(|s| binds(shift, **s));
            found.extend(before.into_iter().chain(after).copied());
        }
        found
    }

    /// Narrows windows of what stays in a day: visits that days outside the trial take part in, or are tied to, keep
    /// their moment; others, and breaks, come at most `advance` earlier (`None`: keep their moment).
    fn narrow_day(
        &mut self,
        shift: ShiftIdx,
        order: &[Task],
        touched: &BTreeSet<ShiftIdx>,
        advance: Option<Seconds>,
        new: VisitIdx,
        narrowed: &mut Narrowed,
    ) {
        for task in order {
            match *task {
                Task::Visit { visit, .. } | Task::Accompany { visit } if visit != new => {
                    let Some(start) = self.starts[visit] else { continue };
                    let advance = if self.is_shared(visit, touched) { None } else { advance };
                    let limits = match advance {
                        None => TimeWindow { opens: start, closes: start },
                        Some(by) => self.in_one_care(
                            visit,
                            start,
                            TimeWindow { opens: start.back(by), closes: PlanTime::MAX },
                        ),
                    };
                    let windows = &self.problem.visits[visit].windows;
                    let cut: Vec<TimeWindow> = windows.iter().filter_map(|w| w.overlap(limits)).collect();
                    if !cut.is_empty() {
                        let before = std::mem::replace(&mut self.problem.visits[visit].windows, cut);
                        narrowed.visits.push((visit, before));
                    }
                }
                Task::Break { rule } => {
                    let planned = self.routes[shift].iter().find(|s| s.task == *task).map(|s| s.start);
                    let window = self.problem.shifts[shift].breaks[rule].window;
                    let Some(start) = planned.filter(|t| window.contains(*t)) else { continue };
                    if narrowed.breaks.iter().all(|(s, _)| *s != shift) {
                        narrowed.breaks.push((shift, self.problem.shifts[shift].breaks.clone()));
                    }
                    let narrow = &mut self.problem.shifts[shift].breaks[rule].window;
                    match advance {
                        None => *narrow = TimeWindow { opens: start, closes: start },
                        Some(by) => narrow.opens = narrow.opens.max(start.back(by)),
                    }
                }
                Task::Visit { .. } | Task::Accompany { .. } | Task::Block { .. } => {}
            }
        }
    }

    /// Whether somebody outside the trial depends on when a planned visit starts.
    fn is_shared(&self, visit: VisitIdx, touched: &BTreeSet<ShiftIdx>) -> bool {
        let outside = |v: VisitIdx| self.shifts_of(v).any(|s| !touched.contains(&s));
        outside(visit)
            || self.problem.links_of[visit].iter().any(|link| {
                let link = self.problem.links[*link];
                link.min_gap.is_some() && outside(if link.first == visit { link.second } else { link.first })
            })
    }

    /// A visit that asks for the responsible team stays within the time of the team that it has.
    fn in_one_care(&self, visit: VisitIdx, start: PlanTime, limits: TimeWindow) -> TimeWindow {
        let v = &self.problem.visits[visit];
        if v.slots.iter().all(|s| s.provider != Provider::Responsible) {
            return limits;
        }
        let care =
            self.problem.patients[v.patient].responsibilities.iter().find(|r| r.period.contains(start));
        let Some(care) = care else { return limits };
        let closes = if care.period.until == PlanTime::MAX {
            PlanTime::MAX
        } else {
            care.period.until.back(Seconds(1))
        };
        limits.overlap(TimeWindow { opens: care.period.from, closes }).unwrap_or(limits)
    }

    /// Narrows the windows of the visit that is put in: to when its people are of the right team, and to what its ties to
    /// visits outside the trial leave.
    fn narrow_visit(
        &mut self,
        visit: VisitIdx,
        orders: &[(ShiftIdx, Vec<Task>)],
        without: &[VisitIdx],
        narrowed: &mut Narrowed,
    ) {
        let mut windows = self.problem.visits[visit].windows.clone();
        for (shift, order) in orders {
            for task in order {
                if let Task::Visit { visit: v, slot } = *task
                    && v == visit
                {
                    windows = self.in_care_of(visit, slot, *shift, &windows);
                }
            }
        }
        let inside = |v: VisitIdx| {
            orders
                .iter()
                .any(|(_, order)| order.iter().any(|t| matches!(t, Task::Visit { visit, .. } if *visit == v)))
        };
        for &link in &self.problem.links_of[visit] {
            let link = self.problem.links[link];
            let other = if link.first == visit { link.second } else { link.first };
            if !without.contains(&other) && !inside(other) {
                windows = self.tied(visit, link, &windows);
            }
        }
        let before = std::mem::replace(&mut self.problem.visits[visit].windows, windows);
        narrowed.visits.push((visit, before));
    }

    /// The part of some windows in which a person of this shift may fill the slot, as far as teams go.
    pub(super) fn in_care_of(
        &self,
        visit: VisitIdx,
        slot: usize,
        shift: ShiftIdx,
        windows: &[TimeWindow],
    ) -> Vec<TimeWindow> {
        let v = &self.problem.visits[visit];
        if v.slots[slot].provider != Provider::Responsible {
            return windows.to_vec();
        }
        let s = &self.problem.shifts[shift];
        let person = &self.problem.staff[s.staff];
        let care = &self.problem.patients[v.patient].responsibilities;
        let mut cut = Vec::new();
        for r in care.iter().filter(|r| person.is_member(r.team, s.start)) {
            let until = r.period.until;
            let closes = if until == PlanTime::MAX { until } else { until.back(Seconds(1)) };
            let period = TimeWindow { opens: r.period.from, closes };
            cut.extend(windows.iter().filter_map(|w| w.overlap(period)));
        }
        cut.sort();
        cut
    }

    /// The part of some windows that a tie to a planned visit leaves.
    pub(super) fn tied(
        &self,
        visit: VisitIdx,
        link: crate::model::Link,
        windows: &[TimeWindow],
    ) -> Vec<TimeWindow> {
        let other = if link.first == visit { link.second } else { link.first };
        let (Some(least), Some(at)) = (link.min_gap, self.starts[other]) else { return windows.to_vec() };
        let limits = if link.second == visit {
            let end = at + self.problem.visits[other].care_span();
            TimeWindow { opens: end + least, closes: link.max_gap.map_or(PlanTime::MAX, |most| end + most) }
        } else {
            // at − span − most ≤ start ≤ at − span − least
            let span = self.problem.visits[visit].care_span();
            match at - (PlanTime::ZERO + span + least) {
                None => return Vec::new(),
                Some(closes) => TimeWindow {
                    opens: link.max_gap.map_or(PlanTime::ZERO, |most| at.back(span).back(most)),
                    closes: PlanTime(closes.0),
                },
            }
        };
        windows.iter().filter_map(|w| w.overlap(limits)).collect()
    }

    /// What a trial changes in the plan's score: the judge's word on the days concerned, after less before.
    ///
    /// Concerned are the days touched, all other days of the people in them (a patient may meet them there too), and the
    /// days of visits tied to those that change. All others give the same before and after.
    pub(super) fn price(&self, trial: &Trial, visit: VisitIdx, without: &[VisitIdx]) -> Score {
        let touched: BTreeSet<ShiftIdx> = trial.routes.iter().map(|r| r.shift).collect();
        let people: BTreeSet<StaffIdx> = touched.iter().map(|s| self.problem.shifts[*s].staff).collect();
        let mut concerned: BTreeSet<ShiftIdx> =
            people.iter().flat_map(|p| self.problem.shifts_of[*p].iter().copied()).collect();
        for v in without.iter().copied().chain([visit]) {
            for link in &self.problem.links_of[v] {
                let link = self.problem.links[*link];
                concerned.extend(self.shifts_of(link.first).chain(self.shifts_of(link.second)));
            }
        }
        let route = |shift: &ShiftIdx| Route { shift: *shift, stops: self.routes[*shift].clone() };
        let before = Plan { routes: concerned.iter().map(route).collect() };
        let after = Plan {
            routes: concerned
                .iter()
                .map(|s| trial.routes.iter().find(|r| r.shift == *s).cloned().unwrap_or_else(|| route(s)))
                .collect(),
        };
        super::compare::difference(
            &judge(self.facts, self.weights, &before).score,
            &judge(&self.problem, self.weights, &after).score,
        )
    }
}

/// How bad a refusal is: those that say by how much come first, by how much.
pub(super) fn weight(refusal: &Refusal) -> (bool, Seconds) {
    (refusal.by == Seconds::ZERO, refusal.by)
}
