//! One staff member's working day: hours, places, breaks, blocked times.

use super::{CrewIdx, PlaceIdx, ShiftIdx, StaffIdx};
use crate::clock::{PlanTime, TimeWindow};
use osm_data::units::Seconds;

/// One staff member, one day (*arbetspass*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Id from the document.
    pub id: String,
    /// Who works.
    pub staff: StaffIdx,
    /// Day of the horizon on which it starts.
    pub day: usize,
    /// Scheduled start; the person is at `start_place` then.
    pub start: PlanTime,
    /// Scheduled end; the person should be at `end_place` by then.
    pub end: PlanTime,
    /// How long past `end` work may last at most (hard); every second of it is priced.
    pub overtime_limit: Seconds,
    /// Where the day starts; `None` when it starts at the first visit (no travel counted).
    pub start_place: Option<PlaceIdx>,
    /// Where the day ends; `None` when it ends at the last visit.
    pub end_place: Option<PlaceIdx>,
    /// Rest breaks that a day with any work must hold; by time, without overlap.
    pub breaks: Vec<BreakRule>,
    /// Times taken by something else than visits; by time, without overlap.
    pub blocks: Vec<Block>,
    /// The crew that shares a vehicle with this shift, if any.
    pub crew: Option<CrewIdx>,
}

/// A rest break (*rast*): unpaid, no work, wherever the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakRule {
    /// How long.
    pub duration: Seconds,
    /// When it may begin.
    pub window: TimeWindow,
}

/// A blocked time: phone hour, meeting, documentation. Starts exactly at `start`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is, as the document calls it.
    pub label: String,
    /// When it starts.
    pub start: PlanTime,
    /// How long it lasts.
    pub duration: Seconds,
    /// Where; `None` for anywhere (a phone hour can be held in the car).
    pub place: Option<PlaceIdx>,
}

/// Shifts of one day that share a vehicle and travel together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crew {
    /// Id from the document.
    pub id: String,
    /// Two or more shifts with the same day and the same start and end places. The first one drives:
    /// kilometres are counted on it alone.
    pub shifts: Vec<ShiftIdx>,
}
