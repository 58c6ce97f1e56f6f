//! Where a stop might go in one day, by arithmetic alone: bounds that rule out most places before any is tried.

use crate::clock::TimeWindow;
use crate::model::{PlaceIdx, Problem, ShiftIdx};
use crate::plan::Task;
use osm_data::units::Seconds;

/// Before every moment.
const NEVER_EARLY: i64 = i64::MIN / 4;
/// After every moment.
const NEVER_LATE: i64 = i64::MAX / 4;

/// One stop of a day, as far as bounds go.
pub(super) struct LaneStop {
    /// Where, unless anywhere.
    pub place: Option<PlaceIdx>,
    /// When it may begin: sorted; `None` for any time.
    pub windows: Option<Vec<TimeWindow>>,
    /// How long.
    pub duration: Seconds,
}

impl LaneStop {
    /// Takes no time and can be anywhere at any time: excludes nothing.
    pub(super) const NOTHING: Self = Self { place: None, windows: None, duration: Seconds::ZERO };
}

/// Where and when somebody is free before a stop.
#[derive(Clone, Copy)]
struct Free {
    /// The last place given.
    here: Option<PlaceIdx>,
    /// Free at that place.
    since: i64,
    /// How long what has been done anywhere since then takes.
    done: i64,
    /// When all of it is done, ways aside.
    from: i64,
}

/// A day's order with the earliest and latest times that each stop can have, others of the day given.
///
/// Only necessary: breaks' stretches, crews and daily rest may forbid more. What a lane excludes cannot be. What can be done
/// anywhere is held wherever it delays least, so ways and waiting for it may overlap.
pub(super) struct Lane<'a> {
    problem: &'a Problem,
    shift: ShiftIdx,
    stops: Vec<LaneStop>,
    /// Before stop `i` (or the way home).
    free: Vec<Free>,
    /// The latest begin of stop `i`, when it has a place.
    latest: Vec<i64>,
}

/// A gap in a day and what it allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    /// Before the stop with this number.
    pub before: usize,
    /// Earliest and latest start of the new stop.
    pub start: (i64, i64),
    /// Time on the road that the new stop adds.
    pub detour: i64,
}

impl<'a> Lane<'a> {
    pub(super) fn new(problem: &'a Problem, shift: ShiftIdx, stops: Vec<LaneStop>) -> Self {
        let facts = &problem.shifts[shift];
        let mut lane =
            Self { problem, shift, free: Vec::with_capacity(stops.len() + 1), latest: Vec::new(), stops };
        let start = i64::from(facts.start.0);
        let mut free = Free { here: facts.start_place, since: start, done: 0, from: start };
        lane.free.push(free);
        for stop in &lane.stops {
            let begin = next_open(&stop.windows, lane.ready(free, stop.place));
            let duration = i64::from(stop.duration.0);
            free = match stop.place {
                Some(_) => {
                    Free { here: stop.place, since: begin + duration, done: 0, from: begin + duration }
                }
                None => Free { done: free.done + duration, from: begin + duration, ..free },
            };
            lane.free.push(free);
        }
        lane.latest = vec![NEVER_EARLY; lane.stops.len()];
        for i in (0..lane.stops.len()).rev() {
            if let Some(place) = lane.stops[i].place {
                let end = lane.latest_end(i + 1, Some(place));
                lane.latest[i] = last_open(&lane.stops[i].windows, end - i64::from(lane.stops[i].duration.0));
            }
        }
        lane
    }

    /// Door to door, at the hour when it is least; nothing where one of the two is nowhere; beyond all bounds where no road leads.
    fn way(&self, from: Option<PlaceIdx>, to: Option<PlaceIdx>) -> i64 {
        match (from, to) {
            (Some(from), Some(to)) => {
                self.problem.least_transit(self.shift, from, to).map_or(NEVER_LATE, |s| i64::from(s.0))
            }
            _ => 0,
        }
    }

    /// When somebody can be at a place (or just go on, anywhere).
    fn ready(&self, free: Free, place: Option<PlaceIdx>) -> i64 {
        match place {
            Some(_) => free.from.max(free.since + self.way(free.here, place) + free.done),
            None => free.from,
        }
    }

    /// The latest moment at which somebody at `here` must be free so that the stops from `next` on can be held.
    fn latest_end(&self, next: usize, here: Option<PlaceIdx>) -> i64 {
        let facts = &self.problem.shifts[self.shift];
        let fixed = (next..self.stops.len()).find(|&i| self.stops[i].place.is_some());
        let (limit, way) = match fixed {
            Some(i) => (self.latest[i], self.way(here, self.stops[i].place)),
            None => (i64::from((facts.end + facts.overtime_limit).0), self.way(here, facts.end_place)),
        };
        let between = &self.stops[next..fixed.unwrap_or(self.stops.len())];
        let done: i64 = between.iter().map(|s| i64::from(s.duration.0)).sum();
        let mut end = limit;
        for stop in between.iter().rev() {
            end = last_open(&stop.windows, end - i64::from(stop.duration.0));
        }
        end.min(limit - way - done)
    }

    /// Every gap in which a stop at `place` (or anywhere) of this duration may start, by these bounds.
    pub(super) fn gaps(&self, place: Option<PlaceIdx>, duration: Seconds) -> impl Iterator<Item = Gap> {
        (0..=self.stops.len()).filter_map(move |before| {
            let here = self.free[before].here;
            let there = place.or(here);
            let earliest = self.ready(self.free[before], place);
            // What can be anywhere may as well be done after the way, or before it.
            let latest = self.latest_end(before, place) - i64::from(duration.0);
            let next = self.stops[before..].iter().find_map(|s| s.place);
            let next = next.or(self.problem.shifts[self.shift].end_place);
            let detour = self.way(here, there) + self.way(there, next) - self.way(here, next);
            (earliest <= latest).then_some(Gap { before, start: (earliest, latest), detour })
        })
    }
}

/// The first moment from `at` on inside a window.
fn next_open(windows: &Option<Vec<TimeWindow>>, at: i64) -> i64 {
    let Some(windows) = windows else { return at.min(NEVER_LATE) };
    windows.iter().find(|w| i64::from(w.closes.0) >= at).map_or(NEVER_LATE, |w| at.max(i64::from(w.opens.0)))
}

/// The last moment up to `at` inside a window.
fn last_open(windows: &Option<Vec<TimeWindow>>, at: i64) -> i64 {
    let Some(windows) = windows else { return at.max(NEVER_EARLY) };
    windows
        .iter()
        .rev()
        .find(|w| i64::from(w.opens.0) <= at)
        .map_or(NEVER_EARLY, |w| at.min(i64::from(w.closes.0)))
}

/// What bounds know of a task.
pub(super) fn lane_stop(problem: &Problem, shift: ShiftIdx, task: Task) -> LaneStop {
    let facts = &problem.shifts[shift];
    match task {
        Task::Visit { visit, slot } => {
            let v = &problem.visits[visit];
            let offset = v.slots[slot].offset;
            let later = |w: &TimeWindow| TimeWindow { opens: w.opens + offset, closes: w.closes + offset };
            LaneStop {
                place: problem.slot_place(visit, slot),
                windows: Some(v.windows.iter().map(later).collect()),
                duration: problem.occupied(visit, slot, facts.staff),
            }
        }
        // When a crew comes and how long it stays is not known here.
        Task::Accompany { visit } => LaneStop { place: problem.visits[visit].place, ..LaneStop::NOTHING },
        Task::Break { rule } => LaneStop {
            place: None,
            windows: Some(vec![facts.breaks[rule].window]),
            duration: facts.breaks[rule].duration,
        },
        Task::Block { block } => {
            let b = &facts.blocks[block];
            let at = TimeWindow { opens: b.start, closes: b.start };
            LaneStop { place: b.place, windows: Some(vec![at]), duration: b.duration }
        }
    }
}
