//! Where breaks, phone visits and the like are held: before or after the way to the next place. And the ways between places.

use super::layout::{DayOrder, Layout};
use super::unschedulable::{Cause, Unschedulable};
use crate::clock::PlanTime;
use crate::model::{PlaceIdx, Problem, ShiftIdx};
use osm_data::units::Seconds;

/// Gives every stop its place and lays the ways between them.
///
/// What can be anywhere is held after the way, unless `before_way`: then it is held where the person already is.
/// After the way is never worse for what follows (waiting for a window to open is spent on the road), before the way is
/// never worse for the stop itself.
pub(super) fn settle_places(problem: &Problem, layout: &mut Layout) -> Result<(), Unschedulable> {
    for day in &mut layout.days {
        settle_day(problem, day)?;
    }
    Ok(())
}

/// The same for one day.
pub(super) fn settle_day(problem: &Problem, day: &mut DayOrder) -> Result<(), Unschedulable> {
    let facts = &problem.shifts[day.shift];
    let count = day.stops.len();
    let mut next: Vec<Option<PlaceIdx>> = vec![None; count];
    let mut ahead = facts.end_place;
    for position in (0..count).rev() {
        next[position] = ahead;
        if !day.stops[position].anywhere {
            ahead = day.stops[position].place.or(ahead);
        }
    }
    let mut here = facts.start_place;
    day.legs.clear();
    for (position, stop) in day.stops.iter_mut().enumerate() {
        if stop.anywhere {
            stop.place = if stop.before_way { here } else { next[position].or(here) };
        }
        day.legs.push(Leg::between(problem, day.shift, here, stop.place).ok_or(Unschedulable {
            shift: day.shift,
            stop: position,
            cause: Cause::NoRoad,
            late_by: Seconds::ZERO,
        })?);
        here = stop.place;
    }
    if count > 0 {
        day.way_home = Leg::between(problem, day.shift, here, facts.end_place).ok_or(Unschedulable {
            shift: day.shift,
            stop: count - 1,
            cause: Cause::NoRoad,
            late_by: Seconds::ZERO,
        })?;
    }
    Ok(())
}

/// From door to door: two places with a road between them, or nothing to go.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Leg(Option<(PlaceIdx, PlaceIdx)>);

impl Leg {
    /// `None` where no road leads at any hour.
    fn between(
        problem: &Problem,
        shift: ShiftIdx,
        from: Option<PlaceIdx>,
        to: Option<PlaceIdx>,
    ) -> Option<Self> {
        let (Some(from), Some(to)) = (from, to) else { return Some(Self(None)) };
        problem.least_transit(shift, from, to).map(|_| Self(Some((from, to))))
    }

    /// When somebody is there who sets out at `free`.
    pub(super) fn ready(self, problem: &Problem, shift: ShiftIdx, free: i64) -> i64 {
        let Some((from, to)) = self.0 else { return free };
        let set_out = PlanTime(u32::try_from(free.max(0)).unwrap_or(u32::MAX));
        let transit = problem.transit(shift, from, to, set_out).expect("a leg has a road");
        free + i64::from(transit.time().0)
    }

    /// When somebody must set out at the latest to be there by `begin`.
    pub(super) fn free(self, problem: &Problem, shift: ShiftIdx, begin: i64) -> i64 {
        let Some((from, to)) = self.0 else { return begin };
        let by = PlanTime(u32::try_from(begin.max(0)).unwrap_or(u32::MAX));
        problem.transit_by(shift, from, to, by).map_or(i64::MIN / 2, |transit| i64::from(transit.free.0))
    }
}

/// Moves a stop that can be anywhere, and those that can be anywhere just before it, to before the way.
/// Says whether that changed anything.
pub(super) fn hold_before_way(day: &mut DayOrder, position: usize) -> bool {
    let mut changed = false;
    for stop in day.stops[..=position].iter_mut().rev() {
        if !stop.anywhere || stop.before_way {
            break;
        }
        stop.before_way = true;
        changed = true;
    }
    changed
}
