//! One shift's stops in order.

use crate::clock::PlanTime;
use crate::model::{PlaceIdx, ShiftIdx, VisitIdx};

/// What one staff member does in one shift, in order. Empty when the shift has no visit.
///
/// The way between stops follows from them: after a stop ends the person travels at once and waits on arrival;
/// the day's first departure is as late as the first stop allows, not before the shift starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// Whose day.
    pub shift: ShiftIdx,
    /// Visits, breaks and blocks in order of time.
    pub stops: Vec<Stop>,
}

/// One thing done in one place from a moment on. How long it takes follows from the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    /// What is done.
    pub task: Task,
    /// Where: the visit's place, or for what can be done anywhere the place where the person is then
    /// (normally that of the stop before or after). `None` only when the day has no place at all so far.
    pub place: Option<PlaceIdx>,
    /// When it starts (for a slot: the slot's own start, offset included).
    pub start: PlanTime,
}

/// What is done at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Slot `slot` of `visit`.
    Visit {
        /// The visit.
        visit: VisitIdx,
        /// Which participant.
        slot: usize,
    },
    /// Present at a visit of the crew without a slot in it, because the crew shares a vehicle; lasts as long as the
    /// crew's slots in the visit.
    Accompany {
        /// The visit.
        visit: VisitIdx,
    },
    /// Break number `rule` of the shift.
    Break {
        /// Position in [`crate::model::Shift::breaks`].
        rule: usize,
    },
    /// Blocked time number `block` of the shift.
    Block {
        /// Position in [`crate::model::Shift::blocks`].
        block: usize,
    },
}
