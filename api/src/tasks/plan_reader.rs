//! Plan document → plan, with every defect at once; times derived when the document states only an order.

use super::plan_writer::end_of;
use super::{Loaded, TaskError};
use crate::wire::facts::{DateMeans, Times, inside};
use crate::wire::{self, StopTask, Warning, in_order, nearest, read_plan};
use engine::clock::PlanTime;
use engine::model::{
    Defect, DefectCode, Idx, InvalidProblem, NameTable, PlaceIdx, Problem, ShiftIdx, VisitIdx,
};
use engine::plan::{Plan, Route, Stop, Task};
use engine::schedule::timetable;
use std::collections::{HashMap, HashSet};

/// A plan as a document states it.
#[derive(Clone, Debug)]
pub struct PlanRead {
    /// The plan.
    pub plan: Plan,
    /// Whether its times were derived.
    pub times_derived: bool,
    /// What the reader of the answer should know.
    pub warnings: Vec<Warning>,
}

/// What one stop of the document says, before places and times are settled.
#[derive(Clone, Copy)]
struct Said {
    task: Task,
    place: Option<PlaceIdx>,
    start: Option<PlanTime>,
}

/// Reads a plan document for a problem.
///
/// # Errors
/// [`TaskError::InvalidPlan`] with every defect, or with the stop that no time fits when times are to be derived.
pub fn read(loaded: &Loaded, document: &[u8]) -> Result<PlanRead, TaskError> {
    let refuse = |defects| Err(TaskError::InvalidPlan(InvalidProblem { defects: in_order(defects) }));
    let read = read_plan(document).map_err(TaskError::InvalidPlan)?;
    let (document, shape) = (read.document, read.shape);
    let mut reader = Reader::new(loaded);
    if document.version != 1 {
        reader.note(DefectCode::UnknownVersion, "/version", "the version is not known", "write version 1");
    }
    let said = reader.routes(&document);
    let mut defects = shape.defects.clone();
    defects.extend(reader.times.defects.into_iter().filter(|d| !shape.covers(d)));
    if !defects.is_empty() {
        return refuse(defects);
    }
    let mut warnings = Vec::new();
    if let Some(made) = &document.made
        && !made.problem.is_empty()
        && made.problem != loaded.fingerprint
    {
        warnings.push(Warning {
            code: "other-problem".to_owned(),
            pointer: None,
            sentence: format!(
                "the plan was made for problem {}, this is problem {}: the facts have changed since",
                made.problem, loaded.fingerprint
            ),
        });
    }
    if let Some(made) = &document.made
        && !made.problem.is_empty()
        && made.road_conditions != loaded.road_conditions
    {
        warnings.push(Warning {
            code: "other-conditions".to_owned(),
            pointer: Some("/made/roadConditions".to_owned()),
            sentence: "the plan was made under other conditions of the roads than it is looked at now"
                .to_owned(),
        });
    }
    let times_derived = said.iter().any(|(_, stops)| stops.iter().any(|s| s.start.is_none()));
    let plan = if times_derived {
        match with_times(&loaded.problem, said) {
            Ok(plan) => plan,
            Err(defect) => return refuse(vec![*defect]),
        }
    } else {
        as_stated(&loaded.problem, said)
    };
    if times_derived {
        warnings.push(Warning {
            code: "times-derived".to_owned(),
            pointer: None,
            sentence: "the plan states an order without times; these are the earliest times that fit it"
                .to_owned(),
        });
    }
    Ok(PlanRead { plan, times_derived, warnings })
}

struct Reader<'a> {
    problem: &'a Problem,
    times: Times,
    shifts: HashMap<&'a str, ShiftIdx>,
    visits: HashMap<&'a str, VisitIdx>,
    places: &'a NameTable<PlaceIdx>,
}

impl<'a> Reader<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        let problem = &loaded.problem;
        Self {
            problem,
            times: Times { days: loaded.days.clone(), defects: Vec::new() },
            shifts: problem.shifts.enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
            visits: problem.visits.enumerate().map(|(i, v)| (v.id.as_str(), i)).collect(),
            places: &problem.place_ids,
        }
    }

    fn note(&mut self, code: DefectCode, at: &str, cause: impl Into<String>, remedy: impl Into<String>) {
        self.times.note(code, at, cause, remedy);
    }

    fn unknown<'n>(&mut self, what: &str, id: &str, known: impl Iterator<Item = &'n str>, at: &str) {
        let near = nearest(id, known).map_or(String::new(), |n| format!("; the nearest is `{n}`"));
        let short: String = id.chars().take(60).collect();
        self.note(
            DefectCode::UnknownId,
            at,
            format!("the problem has no {what} `{short}`{near}"),
            format!("name a {what} of the problem"),
        );
    }

    fn routes(&mut self, document: &wire::Plan) -> Vec<(ShiftIdx, Vec<Said>)> {
        let mut made: Vec<(ShiftIdx, Vec<Said>)> = Vec::with_capacity(document.routes.len());
        let mut seen = HashSet::new();
        let mut taken = self.slots_named(document);
        let any_start = document.routes.iter().any(|r| r.stops.iter().any(|s| s.start.is_some()));
        for (number, route) in document.routes.iter().enumerate() {
            let at = format!("/routes/{number}");
            let Some(&shift) = self.shifts.get(route.shift.as_str()) else {
                let known: Vec<&str> = self.problem.shifts.iter().map(|s| s.id.as_str()).collect();
                self.unknown("shift", &route.shift, known.into_iter(), &format!("{at}/shift"));
                continue;
            };
            if !seen.insert(shift) {
                let cause = format!("a second route for shift `{}`", route.shift);
                self.note(
                    DefectCode::DuplicateId,
                    &format!("{at}/shift"),
                    cause,
                    "put all stops into one route",
                );
            }
            let owner = &self.problem.staff[self.problem.shifts[shift].staff].id;
            if let Some(staff) = route.staff.as_ref().filter(|s| *s != owner) {
                let cause = format!("shift `{}` belongs to `{owner}`, not to `{staff}`", route.shift);
                self.note(
                    DefectCode::UnknownId,
                    &format!("{at}/staff"),
                    cause,
                    "correct the shift, or leave `staff` out",
                );
            }
            let mut stops = Vec::with_capacity(route.stops.len());
            for (k, stop) in route.stops.iter().enumerate() {
                let at = format!("{at}/stops/{k}");
                if any_start && stop.start.is_none() {
                    let cause = "this stop has no start, others have";
                    self.note(
                        DefectCode::MissingField,
                        &format!("{at}/start"),
                        cause,
                        "state all starts, or none",
                    );
                }
                if let Some(said) = self.stop(stop, shift, &mut taken, &at) {
                    stops.push(said);
                }
            }
            made.push((shift, stops));
        }
        made
    }

    /// Slots that stops name by number.
    fn slots_named(&self, document: &wire::Plan) -> HashSet<(VisitIdx, usize)> {
        let stops = document.routes.iter().flat_map(|r| &r.stops).filter(|s| s.task == StopTask::Visit);
        stops
            .filter_map(|s| {
                let visit = *self.visits.get(s.visit.as_deref()?)?;
                Some((visit, s.slot? as usize))
            })
            .collect()
    }

    fn stop(
        &mut self,
        stop: &wire::Stop,
        shift: ShiftIdx,
        taken: &mut HashSet<(VisitIdx, usize)>,
        at: &str,
    ) -> Option<Said> {
        let task = match stop.task {
            StopTask::Visit => {
                let visit = self.visit(stop, at)?;
                Task::Visit { visit, slot: self.slot(visit, stop.slot, shift, taken, at)? }
            }
            StopTask::Accompany => Task::Accompany { visit: self.visit(stop, at)? },
            StopTask::Break => {
                let rule = stop.number.unwrap_or(0) as usize;
                self.number(rule, self.problem.shifts[shift].breaks.len(), "break", at)?;
                Task::Break { rule }
            }
            StopTask::Block => {
                let block = stop.number.unwrap_or(0) as usize;
                self.number(block, self.problem.shifts[shift].blocks.len(), "block", at)?;
                Task::Block { block }
            }
        };
        let place = match &stop.place {
            None => None,
            Some(id) => {
                let found = self.places.find(id);
                if found.is_none() {
                    let known: Vec<&str> = self.places.enumerate().map(|(_, n)| n).collect();
                    self.unknown("place", id, known.into_iter(), &format!("{at}/place"));
                }
                found
            }
        };
        let day = self.times.days.date(self.problem.shifts[shift].day);
        let start = stop.start.as_ref().and_then(|m| {
            let at = format!("{at}/start");
            let seconds = self.times.moment(m, Some(day), DateMeans::Nothing, &at)?;
            Some(inside(Some(seconds), &at, &mut self.times))
        });
        Some(Said { task, place, start })
    }

    fn visit(&mut self, stop: &wire::Stop, at: &str) -> Option<VisitIdx> {
        let place = format!("{at}/visit");
        let Some(id) = &stop.visit else {
            self.note(
                DefectCode::MissingField,
                &place,
                "the stop names no visit",
                "add `visit`, or another `task`",
            );
            return None;
        };
        let found = self.visits.get(id.as_str()).copied();
        if found.is_none() {
            let known: Vec<&str> = self.problem.visits.iter().map(|v| v.id.as_str()).collect();
            self.unknown("visit", id, known.into_iter(), &place);
        }
        found
    }

    /// The slot a stop names, or the first free one that the person's role fits, or the first free one.
    fn slot(
        &mut self,
        visit: VisitIdx,
        named: Option<u32>,
        shift: ShiftIdx,
        taken: &mut HashSet<(VisitIdx, usize)>,
        at: &str,
    ) -> Option<usize> {
        let slots = &self.problem.visits[visit].slots;
        if let Some(slot) = named {
            let slot = slot as usize;
            self.number(slot, slots.len(), "slot", at)?;
            return Some(slot);
        }
        let role = self.problem.staff[self.problem.shifts[shift].staff].role;
        let free: Vec<usize> = (0..slots.len()).filter(|k| !taken.contains(&(visit, *k))).collect();
        let slot = free.iter().copied().find(|&k| slots[k].roles.contains(&role)).or(free.first().copied());
        match slot {
            Some(slot) => {
                taken.insert((visit, slot));
                Some(slot)
            }
            None => {
                let cause =
                    format!("every slot of visit `{}` is named already", self.problem.visits[visit].id);
                self.note(
                    DefectCode::DuplicateId,
                    at,
                    cause,
                    "remove the stop, or name the slot it is meant for",
                );
                None
            }
        }
    }

    fn number(&mut self, number: usize, count: usize, what: &str, at: &str) -> Option<()> {
        if number < count {
            return Some(());
        }
        let field = if what == "slot" { "slot" } else { "number" };
        let cause = format!("there is no {what} {number}: there are {count}, counted from 0");
        self.note(
            DefectCode::UnknownId,
            &format!("{at}/{field}"),
            cause,
            format!("name a {what} that exists"),
        );
        None
    }
}

/// Times and places as stated; what can be done anywhere is done where the person is then.
fn as_stated(problem: &Problem, said: Vec<(ShiftIdx, Vec<Said>)>) -> Plan {
    let mut plan = Plan::empty(problem);
    for (shift, stops) in said {
        let settled: Vec<Option<PlaceIdx>> =
            stops.iter().map(|s| s.place.or_else(|| own_place(problem, shift, s.task))).collect();
        let facts = &problem.shifts[shift];
        let made = stops.iter().enumerate().map(|(k, s)| {
            let before = settled[..k].iter().rev().find_map(|p| *p).or(facts.start_place);
            let after = settled[k..].iter().find_map(|p| *p).or(facts.end_place);
            Stop { task: s.task, place: settled[k].or(before).or(after), start: s.start.unwrap_or_default() }
        });
        let stops = made.collect();
        if let Some(route) = plan.routes.iter_mut().find(|r| r.shift == shift) {
            route.stops = stops;
        } else {
            plan.routes.push(Route { shift, stops });
        }
    }
    plan
}

/// The place that the facts give a task.
fn own_place(problem: &Problem, shift: ShiftIdx, task: Task) -> Option<PlaceIdx> {
    match task {
        Task::Visit { visit, slot } => problem.slot_place(visit, slot),
        Task::Accompany { visit } => problem.visits[visit].place,
        Task::Break { .. } => None,
        Task::Block { block } => problem.shifts[shift].blocks[block].place,
    }
}

/// Earliest times for the order; breaks and blocks that the order leaves out are put where the day ends soonest.
fn with_times(problem: &Problem, said: Vec<(ShiftIdx, Vec<Said>)>) -> Result<Plan, Box<Defect>> {
    let mut order: Vec<Vec<(Task, Option<PlaceIdx>)>> = vec![Vec::new(); problem.shifts.len()];
    let mut stated = vec![0; problem.shifts.len()];
    for (number, (shift, stops)) in said.iter().enumerate() {
        let entries = stops.iter().map(|s| (s.task, s.place)).collect::<Vec<_>>();
        order[shift.index()] = complete(problem, *shift, entries);
        stated[shift.index()] = number;
    }
    timetable(problem, &order).map_err(|late| {
        let route = stated.get(late.shift.index()).copied().unwrap_or(0);
        // Breaks may have been put in, so the entry is found by what it is.
        let task = order.get(late.shift.index()).and_then(|o| o.get(late.stop)).map(|e| e.0);
        let stop = task.and_then(|t| said.get(route)?.1.iter().position(|s| s.task == t));
        let place = match stop {
            Some(stop) => format!("/routes/{route}/stops/{stop}"),
            None => format!("/routes/{route}"),
        };
        let by = if late.late_by.0 > 0 { format!(", by {} at least", late.late_by) } else { String::new() };
        Box::new(Defect {
            code: DefectCode::OutOfRange,
            place,
            cause: format!("no times fit this order: {}{by}", late.cause),
            remedy: "change the order, or state `start` at every stop to be told which rules break"
                .to_owned(),
        })
    })
}

/// The most ways of putting breaks and blocks into one day that are tried.
const MOST_WAYS: usize = 2_000;

/// Puts missing breaks and blocks into one day's order, in the way that lets the day alone end soonest.
fn complete(
    problem: &Problem,
    shift: ShiftIdx,
    entries: Vec<(Task, Option<PlaceIdx>)>,
) -> Vec<(Task, Option<PlaceIdx>)> {
    let facts = &problem.shifts[shift];
    let breaks = facts.breaks.iter().enumerate().map(|(rule, b)| (b.window.opens, Task::Break { rule }));
    let blocks = facts.blocks.iter().enumerate().map(|(block, b)| (b.start, Task::Block { block }));
    let mut missing: Vec<(PlanTime, Task)> =
        breaks.chain(blocks).filter(|(_, task)| !entries.iter().any(|e| e.0 == *task)).collect();
    if entries.is_empty() || missing.is_empty() {
        return entries;
    }
    missing.sort();
    let mut ways = Vec::new();
    put_in(&entries, &missing, 0, &mut ways);
    let mut order = vec![Vec::new(); problem.shifts.len()];
    let ends = |way: &Vec<(Task, Option<PlaceIdx>)>| {
        order[shift.index()].clone_from(way);
        match timetable(problem, &order) {
            Ok(plan) => {
                let last =
                    plan.routes.iter().find(|r| r.shift == shift).and_then(|r| r.stops.last().copied());
                (0, last.map_or(0, |s| end_of(problem, &plan, shift, s).0))
            }
            Err(late) => (1, late.late_by.0),
        }
    };
    ways.into_iter().min_by_key(ends).unwrap_or(entries)
}

/// Every way of putting `missing` (in this order) into `entries` from position `from` on, up to [`MOST_WAYS`].
fn put_in(
    entries: &[(Task, Option<PlaceIdx>)],
    missing: &[(PlanTime, Task)],
    from: usize,
    ways: &mut Vec<Vec<(Task, Option<PlaceIdx>)>>,
) {
    let Some(((_, task), rest)) = missing.split_first() else {
        ways.push(entries.to_vec());
        return;
    };
    for at in from..=entries.len() {
        if ways.len() >= MOST_WAYS {
            return;
        }
        let mut with = entries.to_vec();
        with.insert(at, (*task, None));
        put_in(&with, rest, at + 1, ways);
    }
}
