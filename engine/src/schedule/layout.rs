//! An order as a system of moments: which stops share one, how far apart they lie, what each moment may be.

use super::places::{Leg, settle_places};
use super::unschedulable::{Cause, Unschedulable};
use crate::clock::{PlanTime, TimeWindow};
use crate::model::{CrewIdx, IndexVec, PlaceIdx, Problem, ShiftIdx, Visit, VisitIdx};
use crate::plan::Task;
use osm_data::units::Seconds;
use std::collections::{BTreeMap, BTreeSet};

/// One entry of a day's order: what is done, and where if that is given.
pub type Entry = (Task, Option<PlaceIdx>);

/// All days of an order.
pub(super) struct Layout {
    pub days: Vec<DayOrder>,
    /// One for each planned visit, break and block.
    pub moments: Vec<Moment>,
    /// The moment of each visit in the order.
    pub of_visit: IndexVec<VisitIdx, Option<usize>>,
    /// Crew visits: for each, the members' positions as (day, stop).
    pub rides: Vec<Vec<(usize, usize)>>,
}

/// One shift's order. `days[i]` belongs to shift `i`.
pub(super) struct DayOrder {
    pub shift: ShiftIdx,
    pub stops: Vec<Laid>,
    /// To each stop.
    pub legs: Vec<Leg>,
    /// From the last stop to the end place.
    pub way_home: Leg,
    /// Breaks that end a stretch of work, by position.
    pub pauses: Vec<usize>,
}

/// A stop of the order. All figures are signed seconds after its moment.
pub(super) struct Laid {
    pub task: Task,
    /// Which moment it follows.
    pub moment: usize,
    /// Where; settled by `places`.
    pub place: Option<PlaceIdx>,
    /// Whether neither facts nor order say where.
    pub anywhere: bool,
    /// Whether a stop that can be anywhere is held before the way to the next place, not after.
    pub before_way: bool,
    /// Start that the plan states.
    pub start: i64,
    /// From when the person is taken.
    pub begin: i64,
    /// Until when.
    pub end: i64,
}

/// A moment to be found: a visit's start, or that of a break or block.
pub(super) struct Moment {
    /// Where it may lie: sorted, disjoint.
    pub windows: Vec<(i64, i64)>,
    /// What it means when it cannot.
    pub cause: Cause,
    /// The first stop that follows it: (day, stop).
    pub first: (usize, usize),
}

impl Layout {
    /// Lays out an order.
    pub(super) fn of(problem: &Problem, order: &[Vec<Entry>]) -> Result<Self, Unschedulable> {
        if order.len() > problem.shifts.len() {
            let shift = ShiftIdx(u32::try_from(problem.shifts.len()).unwrap_or(u32::MAX));
            return Err(Unschedulable { shift, stop: 0, cause: Cause::NoSuchShift, late_by: Seconds::ZERO });
        }
        check(problem, order)?;
        let spans = crew_spans(problem, order);
        let mut layout = Self {
            days: Vec::with_capacity(problem.shifts.len()),
            moments: Vec::new(),
            of_visit: problem.visits.iter().map(|_| None).collect(),
            rides: Vec::new(),
        };
        let mut rides: BTreeMap<(VisitIdx, CrewIdx), Vec<(usize, usize)>> = BTreeMap::new();
        for (shift, facts) in problem.shifts.enumerate() {
            let entries = order.get(layout.days.len()).map_or(&[][..], Vec::as_slice);
            let mut stops = Vec::with_capacity(entries.len());
            for &(task, place) in entries {
                let at = (layout.days.len(), stops.len());
                let given = given_place(problem, shift, task);
                let crew_visit = match task {
                    Task::Visit { visit, .. } if given.is_some() => facts.crew.map(|crew| (visit, crew)),
                    Task::Accompany { visit } => facts.crew.map(|crew| (visit, crew)),
                    Task::Visit { .. } | Task::Break { .. } | Task::Block { .. } => None,
                };
                let span = crew_visit.and_then(|key| spans.get(&key).copied());
                if let (Some(key), Some(_)) = (crew_visit, span) {
                    rides.entry(key).or_default().push(at);
                }
                let moment = layout.moment_of(problem, shift, task, at);
                let (start, begin, end) = offsets(problem, shift, task, span);
                stops.push(Laid {
                    task,
                    moment,
                    place: given.or(place),
                    anywhere: given.is_none() && place.is_none(),
                    before_way: false,
                    start,
                    begin,
                    end,
                });
            }
            let is_pause = |s: &Laid| {
                matches!(s.task, Task::Break { .. })
                    && s.end - s.start >= i64::from(problem.working_time.min_break.0)
            };
            let pauses = (0..stops.len()).filter(|&i| is_pause(&stops[i])).collect();
            layout.days.push(DayOrder { shift, stops, legs: Vec::new(), way_home: Leg::default(), pauses });
        }
        layout.rides = rides.into_values().collect();
        settle_places(problem, &mut layout)?;
        Ok(layout)
    }

    fn moment_of(&mut self, problem: &Problem, shift: ShiftIdx, task: Task, at: (usize, usize)) -> usize {
        let facts = &problem.shifts[shift];
        let one = |w: TimeWindow| vec![(sec(w.opens), sec(w.closes))];
        let (windows, cause) = match task {
            Task::Visit { visit, .. } | Task::Accompany { visit } => {
                if let Some(known) = self.of_visit[visit] {
                    return known;
                }
                self.of_visit[visit] = Some(self.moments.len());
                (visit_windows(problem, &problem.visits[visit]), Cause::Window)
            }
            Task::Break { rule } => (one(facts.breaks[rule].window), Cause::BreakWindow),
            Task::Block { block } => {
                let at = facts.blocks[block].start;
                (one(TimeWindow { opens: at, closes: at }), Cause::Block)
            }
        };
        self.moments.push(Moment { windows, cause, first: at });
        self.moments.len() - 1
    }
}

/// Windows of the visit's start, narrowed by its locks of day and start.
fn visit_windows(problem: &Problem, visit: &Visit) -> Vec<(i64, i64)> {
    let mut windows = visit.windows.clone();
    let mut narrow = |to: TimeWindow| windows = windows.iter().filter_map(|w| w.overlap(to)).collect();
    for pin in &visit.pins {
        if let Some(at) = pin.start {
            narrow(TimeWindow { opens: at, closes: at });
        }
        if let Some(day) = pin.day {
            let last = problem.horizon.days() - 1;
            // A moment past the horizon's end belongs to its last day.
            let closes =
                if day >= last { PlanTime::MAX } else { problem.horizon.day_start(day + 1).back(Seconds(1)) };
            let opens = if day > last { PlanTime::MAX } else { problem.horizon.day_start(day) };
            narrow(TimeWindow { opens, closes });
        }
    }
    windows.iter().map(|w| (sec(w.opens), sec(w.closes))).collect()
}

/// Start, begin and end of a stop after its moment.
fn offsets(problem: &Problem, shift: ShiftIdx, task: Task, span: Option<(i64, i64)>) -> (i64, i64, i64) {
    let facts = &problem.shifts[shift];
    match task {
        Task::Visit { visit, slot } => {
            let start = i64::from(problem.visits[visit].slots[slot].offset.0);
            let end = start + i64::from(problem.occupied(visit, slot, facts.staff).0);
            span.map_or((start, start, end), |(from, until)| (start, from, until))
        }
        Task::Accompany { .. } => span.map_or((0, 0, 0), |(from, until)| (from, from, until)),
        Task::Break { rule } => (0, 0, i64::from(facts.breaks[rule].duration.0)),
        Task::Block { block } => (0, 0, i64::from(facts.blocks[block].duration.0)),
    }
}

/// From the start of a crew's first on-site slot to the end of its last, after the visit's start.
fn crew_spans(problem: &Problem, order: &[Vec<Entry>]) -> BTreeMap<(VisitIdx, CrewIdx), (i64, i64)> {
    let mut spans: BTreeMap<(VisitIdx, CrewIdx), (i64, i64)> = BTreeMap::new();
    for ((shift, facts), entries) in problem.shifts.enumerate().zip(order) {
        let Some(crew) = facts.crew else { continue };
        for &(task, _) in entries {
            if let Task::Visit { visit, .. } = task
                && given_place(problem, shift, task).is_some()
            {
                let (from, _, until) = offsets(problem, shift, task, None);
                let span = spans.entry((visit, crew)).or_insert((from, until));
                *span = (span.0.min(from), span.1.max(until));
            }
        }
    }
    spans
}

/// Whether everything named exists, once, and no break or block of a day with work is forgotten.
fn check(problem: &Problem, order: &[Vec<Entry>]) -> Result<(), Unschedulable> {
    let mut seen = BTreeSet::new();
    for ((shift, facts), entries) in problem.shifts.enumerate().zip(order) {
        let refuse = |stop, cause| Err(Unschedulable { shift, stop, cause, late_by: Seconds::ZERO });
        for (stop, &(task, place)) in entries.iter().enumerate() {
            let exists = match task {
                Task::Visit { visit, slot } => {
                    problem.visits.get(visit).is_some_and(|v| slot < v.slots.len())
                }
                Task::Accompany { visit } => problem.visits.get(visit).is_some(),
                Task::Break { rule } => rule < facts.breaks.len(),
                Task::Block { block } => block < facts.blocks.len(),
            };
            if !exists || place.is_some_and(|p| problem.places.get(p).is_none()) {
                return refuse(stop, Cause::NothingThere);
            }
            let of_day = match task {
                Task::Visit { .. } => None,
                Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => Some(shift),
            };
            if !seen.insert((task, of_day)) {
                return refuse(stop, Cause::Repeated);
            }
        }
        if entries.is_empty() {
            continue;
        }
        if let Some(rule) =
            (0..facts.breaks.len()).find(|&rule| !seen.contains(&(Task::Break { rule }, Some(shift))))
        {
            return refuse(entries.len(), Cause::BreakMissing(rule));
        }
        if let Some(block) =
            (0..facts.blocks.len()).find(|&block| !seen.contains(&(Task::Block { block }, Some(shift))))
        {
            return refuse(entries.len(), Cause::BlockMissing(block));
        }
    }
    Ok(())
}

/// The place that the facts give a task; `None` for what can be done anywhere.
pub(super) fn given_place(problem: &Problem, shift: ShiftIdx, task: Task) -> Option<PlaceIdx> {
    match task {
        Task::Visit { visit, slot } => problem.slot_place(visit, slot),
        Task::Accompany { visit } => problem.visits[visit].place,
        Task::Break { .. } => None,
        Task::Block { block } => problem.shifts[shift].blocks[block].place,
    }
}

/// A moment as signed seconds.
pub(super) fn sec(moment: PlanTime) -> i64 {
    i64::from(moment.0)
}
