//! What a way is to a mode of travel.

use super::{HourSpan, RoadKind, Speed};
use crate::units::Millis;

/// May this mode go along the way, in which direction, and how fast. At least one direction is open, at least at
/// some hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayUse {
    /// Along the drawing order; `None` when closed.
    pub forward: Option<Pace>,
    /// Against it.
    pub backward: Option<Pace>,
    /// Whether somebody can stop there: not on a ferry, a motorway, or in a tunnel.
    pub can_stop: bool,
    /// Whether it is open only to those who have business there: the first and last stretch of a journey, no way
    /// through.
    pub local: bool,
    /// Class and traits.
    pub kind: RoadKind,
    /// What changes by the hour, on top of the rest; of several that hold at a moment the last counts.
    pub hourly: Vec<HourlyUse>,
}

/// What holds of a way at certain hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourlyUse {
    /// Whether it speaks of travel along the drawing order.
    pub forward: bool,
    /// Whether it speaks of travel against it.
    pub backward: bool,
    /// What holds then; `None`: closed.
    pub pace: Option<Pace>,
    /// When.
    pub hours: Vec<HourSpan>,
}

/// How fast one direction of a way is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// On a road, at this speed.
    Drive(Speed),
    /// On a ferry: a wait at the quay, then the crossing.
    Sail {
        /// Paid where the ferry is boarded.
        wait: Millis,
        /// For the whole way, when the map tells; else it goes at `speed`.
        crossing: Option<Millis>,
        /// The speed when no crossing time is known.
        speed: Speed,
    },
}

impl WayUse {
    /// Whether the way is a ferry line.
    pub fn is_ferry(&self) -> bool {
        [self.forward, self.backward].iter().any(|p| matches!(p, Some(Pace::Sail { .. })))
    }
}
