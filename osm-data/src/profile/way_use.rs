//! What a way is to a mode of travel.

use super::bicycle::bicycle_use;
use super::car::car_use;
use super::foot::foot_use;
use super::{HourSpan, RoadClass, RoadKind, RoadMoment, Speed, TravelMode, UnreadRules, covers};
use crate::pbf::Tags;
use crate::units::Millis;

/// What a way with these tags is to a mode of travel; `None` when it is no road, or closed at every hour.
pub fn way_use(tags: &Tags<'_>, mode: TravelMode) -> Option<WayUse> {
    match mode {
        TravelMode::Car => car_use(tags),
        TravelMode::Bicycle => bicycle_use(tags),
        TravelMode::Foot => foot_use(tags),
    }
}

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
    /// Time lost once on the whole way whatever its length, waiting for oncoming traffic on a one-lane stretch.
    pub wait: Millis,
    /// What changes by the hour, on top of the rest; of several that hold at a moment the last counts.
    pub hourly: Vec<HourlyUse>,
    /// Rules of the tags that were read and not applied.
    pub unread: UnreadRules,
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
    /// The pace along the drawing order (`forward`) or against it at a moment; without a moment no rule by the hour
    /// holds.
    pub fn pace_at(&self, forward: bool, at: Option<RoadMoment>) -> Option<Pace> {
        let always = if forward { self.forward } else { self.backward };
        let speaks = |rule: &&HourlyUse| if forward { rule.forward } else { rule.backward };
        let held =
            at.and_then(|at| self.hourly.iter().rev().filter(speaks).find(|rule| covers(&rule.hours, at)));
        held.map_or(always, |rule| rule.pace)
    }

    /// Whether the way is a ferry line.
    pub fn is_ferry(&self) -> bool {
        self.kind.class() == RoadClass::Ferry
    }
}
