//! What happens in one route: who is where, from when to when. One truth for all rules.

use crate::clock::PlanTime;
use crate::model::{PlaceIdx, Problem, ShiftIdx, StaffIdx, Transit};
use crate::plan::Task;

/// One route as the judge sees it. Times are signed seconds, so that no plan, however odd, overflows.
pub(super) struct Day {
    pub shift: ShiftIdx,
    pub staff: StaffIdx,
    /// Stops that name something, in the order of the plan.
    pub stops: Vec<Held>,
    /// The way from the last stop to the end place.
    pub way_home: Way,
    /// When the person leaves the start place: as late as the first stop allows. `None` for an empty route.
    pub departure: Option<i64>,
    /// End of the last stop plus the way home; the shift's start when there is no stop.
    pub end: i64,
}

/// One stop that is held.
pub(super) struct Held {
    pub task: Task,
    /// Place as stated; `None` also when the problem does not have it.
    pub place: Option<PlaceIdx>,
    /// Whether the stated place is one that the problem does not have.
    pub unknown_place: Option<PlaceIdx>,
    /// As the plan states it.
    pub start: i64,
    /// When the person is taken: `start`, or for a crew the start of its first slot at the visit.
    pub begin: i64,
    /// When the person is free again.
    pub end: i64,
    /// The way from the stop before, begun as soon as that ends; or from the start place, begun as late as this stop allows.
    pub way: Way,
    /// When the person can be here: after a way begun at the end of the stop before (the start of the shift).
    pub ready: i64,
}

impl Held {
    /// Time between arrival and begin.
    pub(super) fn wait(&self) -> i64 {
        (self.begin - self.ready).max(0)
    }
}

/// The way between two places: nothing when they are the same or one of them is nowhere.
#[derive(Clone, Copy, Default)]
pub(super) struct Way {
    /// Seconds on the road.
    pub travel: i64,
    /// Seconds from door to vehicle and from vehicle to door.
    pub handling: i64,
    pub metres: i64,
    /// From where to where no road leads; all figures are zero then.
    pub missing: Option<(PlaceIdx, PlaceIdx)>,
}

impl Way {
    /// Door to door.
    pub(super) fn transit(self) -> i64 {
        self.travel + self.handling
    }

    /// The way of somebody who sets out at `free`.
    fn between(
        problem: &Problem,
        shift: ShiftIdx,
        from: Option<PlaceIdx>,
        to: Option<PlaceIdx>,
        free: i64,
    ) -> Self {
        let (Some(from), Some(to)) = (from, to) else { return Self::default() };
        match problem.transit(shift, from, to, moment(free)) {
            Some(transit) => Self::made(transit),
            None => Self { missing: Some((from, to)), ..Self::default() },
        }
    }

    /// The way of somebody who sets out as late as can be to be there by `begin`, and when that is.
    fn as_late_as_can_be(
        problem: &Problem,
        shift: ShiftIdx,
        from: Option<PlaceIdx>,
        to: Option<PlaceIdx>,
        begin: i64,
    ) -> (Self, i64) {
        if let (Some(a), Some(b)) = (from, to)
            && let Some(transit) = problem.transit_by(shift, a, b, moment(begin))
        {
            // Exact for every moment that a plan can mean; for others as much before as the moment nearest to it.
            return (Self::made(transit), begin - seconds(moment(begin)) + seconds(transit.free));
        }
        // Not even the start of the horizon is early enough.
        let way = Self::between(problem, shift, from, to, 0);
        (way, begin - way.transit())
    }

    fn made(transit: Transit) -> Self {
        Self {
            travel: transit.travel.0.into(),
            handling: transit.handling.0.into(),
            metres: transit.length.0.into(),
            missing: None,
        }
    }
}

/// A stop with its times settled, before ways are laid between stops.
pub(super) struct Settled {
    pub task: Task,
    pub place: Option<PlaceIdx>,
    pub start: i64,
    pub begin: i64,
    pub end: i64,
}

impl Day {
    /// Lays the ways between stops.
    pub(super) fn of(problem: &Problem, shift: ShiftIdx, settled: Vec<Settled>) -> Self {
        let facts = &problem.shifts[shift];
        let mut here = facts.start_place;
        let mut free = seconds(facts.start);
        let mut departure = None;
        let mut stops = Vec::with_capacity(settled.len());
        for s in settled {
            let (place, unknown_place) = match s.place {
                Some(p) if problem.places.get(p).is_none() => (None, Some(p)),
                known => (known, None),
            };
            let mut way = Way::between(problem, shift, here, place, free);
            let ready = free + way.transit();
            if stops.is_empty() {
                let (late, leaves) = Way::as_late_as_can_be(problem, shift, here, place, s.begin);
                (way, departure) = (late, Some(leaves));
            }
            stops.push(Held {
                task: s.task,
                place,
                unknown_place,
                start: s.start,
                begin: s.begin,
                end: s.end,
                way,
                ready,
            });
            here = place;
            free = s.end;
        }
        let empty = stops.is_empty();
        let way_home =
            if empty { Way::default() } else { Way::between(problem, shift, here, facts.end_place, free) };
        Self { shift, staff: facts.staff, stops, way_home, departure, end: free + way_home.transit() }
    }

    /// Every way of the day: to each stop, then home.
    pub(super) fn ways(&self) -> impl Iterator<Item = Way> {
        self.stops.iter().map(|s| s.way).chain(std::iter::once(self.way_home))
    }
}

/// A moment as signed seconds.
pub(super) fn seconds(moment: PlanTime) -> i64 {
    i64::from(moment.0)
}

/// Signed seconds as a moment, as near as a moment can be.
pub(super) fn moment(seconds: i64) -> PlanTime {
    PlanTime(super::finding::to_u32(seconds))
}

/// The place that the facts give a task; `None` for what can be done anywhere. The task must exist.
pub(super) fn given_place(problem: &Problem, shift: ShiftIdx, task: Task) -> Option<PlaceIdx> {
    match task {
        Task::Visit { visit, slot } => problem.slot_place(visit, slot),
        Task::Accompany { visit } => problem.visits[visit].place,
        Task::Break { .. } => None,
        Task::Block { block } => problem.shifts[shift].blocks[block].place,
    }
}
