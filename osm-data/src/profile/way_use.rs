//! What a way is to a mode of travel.

use super::Speed;
use crate::units::Millis;

/// May this mode go along the way, in which direction, and how fast. At least one direction is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayUse {
    /// Along the drawing order; `None` when closed.
    pub forward: Option<Pace>,
    /// Against it.
    pub backward: Option<Pace>,
    /// Whether somebody can stop there: not on a ferry, a motorway, or in a tunnel.
    pub can_stop: bool,
    /// Whether it is open only to those who have business there.
    pub local: bool,
    /// Whether it carries rules by the hour, which are read as if they were not there.
    pub conditional: bool,
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
