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
    /// When it may begin: sorted.
    pub windows: Vec<TimeWindow>,
    /// How long.
    pub duration: Seconds,
}

/// A day's order with the earliest and latest times that each stop can have, others of the day given.
///
/// Only necessary: breaks' stretches, crews and daily rest may forbid more. What a lane excludes cannot be.
pub(super) struct Lane<'a> {
    problem: &'a Problem,
    shift: ShiftIdx,
    stops: Vec<LaneStop>,
    /// Before stop `i` (or the way home): free from then on, and where.
    free: Vec<(i64, Option<PlaceIdx>)>,
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
        let (mut free, mut here) = (i64::from(facts.start.0), facts.start_place);
        lane.free.push((free, here));
        for stop in &lane.stops {
            let ready = free + lane.way(here, stop.place.or(here));
            let begin = next_open(&stop.windows, ready);
            free = begin + i64::from(stop.duration.0);
            here = stop.place.or(here);
            lane.free.push((free, here));
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

    /// Door to door; nothing where one of the two is nowhere; beyond all bounds where no road leads.
    fn way(&self, from: Option<PlaceIdx>, to: Option<PlaceIdx>) -> i64 {
        match (from, to) {
            (Some(from), Some(to)) => {
                self.problem.transit(self.shift, from, to).map_or(NEVER_LATE, |s| i64::from(s.0))
            }
            _ => 0,
        }
    }

    /// The latest moment at which somebody at `here` must be free so that the stops from `next` on can be held.
    fn latest_end(&self, next: usize, here: Option<PlaceIdx>) -> i64 {
        let facts = &self.problem.shifts[self.shift];
        let fixed = (next..self.stops.len()).find(|&i| self.stops[i].place.is_some());
        let mut end = match fixed {
            Some(i) => self.latest[i] - self.way(here, self.stops[i].place),
            None => i64::from((facts.end + facts.overtime_limit).0) - self.way(here, facts.end_place),
        };
        for stop in self.stops[next..fixed.unwrap_or(self.stops.len())].iter().rev() {
            end = last_open(&stop.windows, end - i64::from(stop.duration.0));
        }
        end
    }

    /// Every gap in which a stop at `place` (or anywhere) of this duration may start, by these bounds.
    pub(super) fn gaps(&self, place: Option<PlaceIdx>, duration: Seconds) -> impl Iterator<Item = Gap> {
        (0..=self.stops.len()).filter_map(move |before| {
            let (free, here) = self.free[before];
            let there = place.or(here);
            let earliest = free + self.way(here, there);
            let latest = self.latest_end(before, there) - i64::from(duration.0);
            let next = self.stops[before..].iter().find_map(|s| s.place);
            let next = next.or(self.problem.shifts[self.shift].end_place);
            let detour = self.way(here, there) + self.way(there, next) - self.way(here, next);
            (earliest <= latest).then_some(Gap { before, start: (earliest, latest), detour })
        })
    }
}

/// The first moment from `at` on inside a window.
fn next_open(windows: &[TimeWindow], at: i64) -> i64 {
    windows.iter().find(|w| i64::from(w.closes.0) >= at).map_or(NEVER_LATE, |w| at.max(i64::from(w.opens.0)))
}

/// The last moment up to `at` inside a window.
fn last_open(windows: &[TimeWindow], at: i64) -> i64 {
    windows
        .iter()
        .rev()
        .find(|w| i64::from(w.opens.0) <= at)
        .map_or(NEVER_EARLY, |w| at.min(i64::from(w.closes.0)))
}

/// What bounds know of a task.
pub(super) fn lane_stop(
    problem: &Problem,
    shift: ShiftIdx,
    task: Task,
    held_at: Option<TimeWindow>,
) -> LaneStop {
    let facts = &problem.shifts[shift];
    let (place, windows, duration) = match task {
        Task::Visit { visit, slot } => {
            let v = &problem.visits[visit];
            let offset = v.slots[slot].offset;
            let later = |w: &TimeWindow| TimeWindow { opens: w.opens + offset, closes: w.closes + offset };
            let windows = v.windows.iter().map(later).collect();
            (problem.slot_place(visit, slot), windows, problem.occupied(visit, slot, facts.staff))
        }
        // How long the crew stays is not known here: no time at all is a bound.
        Task::Accompany { visit } => (problem.visits[visit].place, vec![TimeWindow::ALWAYS], Seconds::ZERO),
        Task::Break { rule } => (None, vec![facts.breaks[rule].window], facts.breaks[rule].duration),
        Task::Block { block } => {
            let b = &facts.blocks[block];
            (b.place, vec![TimeWindow { opens: b.start, closes: b.start }], b.duration)
        }
    };
    LaneStop { place, windows: held_at.map_or(windows, |w| vec![w]), duration }
}
