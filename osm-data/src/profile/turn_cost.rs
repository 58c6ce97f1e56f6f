//! What a turn costs: time to brake, look, wait and pull out, beyond the time on the roads themselves.

use super::{RoadClass, RoadKind, TravelMode};
use crate::units::Millis;

/// A turn from one road into another at a junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Degrees: 0 straight on, positive to the right, −180 to 180.
    pub angle: i16,
    /// The road one comes from.
    pub from: RoadKind,
    /// The road one goes into.
    pub to: RoadKind,
    /// How many roads meet.
    pub arms: u8,
    /// The most important class among the other roads that meet there; [`RoadClass::Path`] when there is none.
    pub crossing: RoadClass,
    /// Whether traffic signals stand in the junction itself.
    pub signals: bool,
    /// Whether one turns round, back along the road one came from.
    pub u_turn: bool,
    /// Whether people drive on the left.
    pub on_the_left: bool,
}

/// The time a turn takes; `None` when it is not made at all.
pub fn turn_cost(turn: &Turn, mode: TravelMode) -> Option<Millis> {
    match mode {
        TravelMode::Car if turn.u_turn => Some(Millis(20_000)),
        TravelMode::Car => Some(Millis(0)),
    }
}
