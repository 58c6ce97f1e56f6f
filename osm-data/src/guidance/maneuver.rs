//! What a driver does at a junction, in the vocabulary of OSRM's turn lists, and when there is nothing to say.
//!
//! # References
//! OSRM 26.10, `docs/http.md`, "StepManeuver object", for the words; `include/guidance/turn_instruction.hpp`,
//! `getTurnDirection`, for the angles at which a slight turn becomes a turn and a turn a sharp one. Which turns are
//! worth telling is our own, simpler judgement.

use super::{Guide, Junction};
use crate::graph::Lane;
use crate::lonlat::LonLat;
use crate::profile::{RoadClass, RoadTrait};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManeuverKind {
    /// The route begins.
    Depart,
    /// It ends.
    Arrive,
    /// A turn into another road.
    Turn,
    /// No turn, but the road is called otherwise from here on.
    NewName,
    /// A turn that follows the road of the same name, or back along it.
    Continue,
    /// From a slip road onto a motorway or the like.
    Merge,
    /// Onto a slip road that leads up to a motorway or the like.
    OnRamp,
    /// Off a motorway or the like by a slip road.
    OffRamp,
    /// One of two roads that part ahead.
    Fork,
    /// The road ends across another one.
    EndOfRoad,
    /// Into a roundabout, and out of it by an exit that is counted.
    Roundabout,
    /// Out of the roundabout.
    ExitRoundabout,
    /// Onto or off a ferry.
    Notification,
}

impl ManeuverKind {
    /// In the words of OSRM.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Depart => "depart",
            Self::Arrive => "arrive",
            Self::Turn => "turn",
            Self::NewName => "new name",
            Self::Continue => "continue",
            Self::Merge => "merge",
            Self::OnRamp => "on ramp",
            Self::OffRamp => "off ramp",
            Self::Fork => "fork",
            Self::EndOfRoad => "end of road",
            Self::Roundabout => "roundabout",
            Self::ExitRoundabout => "exit roundabout",
            Self::Notification => "notification",
        }
    }
}

/// To which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// Back.
    UTurn,
    /// By more than 120 degrees.
    SharpRight,
    /// By 40 to 120 degrees.
    Right,
    /// By 20 to 40 degrees.
    SlightRight,
    /// By less than that.
    Straight,
    /// By 20 to 40 degrees.
    SlightLeft,
    /// By 40 to 120 degrees.
    Left,
    /// By more than 120 degrees.
    SharpLeft,
}

impl Modifier {
    /// Of a turn by an angle: 0 straight on, positive to the right.
    pub const fn of(angle: i16) -> Self {
        match angle {
            -178..=-121 => Self::SharpLeft,
            -120..=-41 => Self::Left,
            -40..=-21 => Self::SlightLeft,
            -20..=20 => Self::Straight,
            21..=40 => Self::SlightRight,
            41..=120 => Self::Right,
            121..=178 => Self::SharpRight,
            _ => Self::UTurn,
        }
    }

    /// In the words of OSRM.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UTurn => "uturn",
            Self::SharpRight => "sharp right",
            Self::Right => "right",
            Self::SlightRight => "slight right",
            Self::Straight => "straight",
            Self::SlightLeft => "slight left",
            Self::Left => "left",
            Self::SharpLeft => "sharp left",
        }
    }
}

/// What a driver does, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Maneuver {
    /// What.
    pub kind: ManeuverKind,
    /// To which side; at the ends of a route the side of the road on which the place lies, `None` when it is on it.
    pub modifier: Option<Modifier>,
    /// Which exit of a roundabout is taken, counted from 1; `None` elsewhere, and when the route ends in it.
    pub exit: Option<u32>,
    /// Where.
    pub place: LonLat,
    /// The direction of travel before, degrees clockwise from north, 0 to 359; 0 at the beginning.
    pub bearing_before: u16,
    /// The direction of travel after; 0 at the end.
    pub bearing_after: u16,
}

/// Roads that turn off within this angle of straight on compete with going straight on.
const AHEAD: i16 = 40;
/// Roads within this angle of straight on part like a fork.
const FORK: i16 = 50;
/// A road that ends across another is left at an angle of at least this.
const ACROSS: i16 = 55;

impl Guide<'_> {
    /// What there is to tell about going from one lane into the next outside of roundabouts; `None` when every
    /// driver would go that way untold.
    pub(super) fn told(&self, from: Lane, to: Lane, junction: &Junction) -> Option<(ManeuverKind, Modifier)> {
        let angle = junction.angle();
        let modifier = Modifier::of(angle);
        let same_name = self.name(from) == self.name(to);
        if to == from.reversed() {
            return Some((ManeuverKind::Continue, Modifier::UTurn));
        }
        if self.is_ferry(from) != self.is_ferry(to) {
            return Some((ManeuverKind::Notification, modifier));
        }
        let renamed = || {
            let is_new = !same_name && !self.name(to).is_empty();
            is_new.then_some((ManeuverKind::NewName, modifier))
        };
        if junction.others().next().is_none() {
            return self.merging(from, to, junction).or_else(renamed);
        }
        if let Some(ramp) = self.ramp(from, to) {
            return Some((ramp, modifier));
        }
        if let Some(side) = self.fork(to, junction) {
            return Some((ManeuverKind::Fork, side));
        }
        if self.is_obvious(from, to, junction) {
            return renamed();
        }
        if ends_across(junction) {
            return Some((ManeuverKind::EndOfRoad, modifier));
        }
        let kind =
            if same_name && !self.name(to).is_empty() { ManeuverKind::Continue } else { ManeuverKind::Turn };
        Some((kind, modifier))
    }

    /// From a slip road onto a road that others are on already.
    fn merging(&self, from: Lane, to: Lane, junction: &Junction) -> Option<(ManeuverKind, Modifier)> {
        if !self.has(from, RoadTrait::Link) || self.has(to, RoadTrait::Link) || !self.is_fast(to) {
            return None;
        }
        // The others come from behind, on the side that one moves to.
        let (came, goes) = (junction.came_by, junction.goes_by);
        let beside = junction.arms.iter().enumerate().find(|(i, arm)| {
            *i != came && *i != goes && !self.has(arm.lane, RoadTrait::Link) && self.is_fast(arm.lane)
        })?;
        let from_the_left = junction.angle_to(beside.1) < 0;
        let side = if from_the_left { Modifier::SlightLeft } else { Modifier::SlightRight };
        Some((ManeuverKind::Merge, side))
    }

    /// Onto or off a motorway or the like.
    fn ramp(&self, from: Lane, to: Lane) -> Option<ManeuverKind> {
        if self.has(from, RoadTrait::Link) || !self.has(to, RoadTrait::Link) {
            return None;
        }
        if self.is_fast(from) {
            Some(ManeuverKind::OffRamp)
        } else {
            self.is_fast(to).then_some(ManeuverKind::OnRamp)
        }
    }

    fn is_fast(&self, lane: Lane) -> bool {
        matches!(self.kind(lane).class(), RoadClass::Motorway | RoadClass::Trunk)
    }

    /// Two roads of like importance part ahead.
    fn fork(&self, to: Lane, junction: &Junction) -> Option<Modifier> {
        let angle = junction.angle();
        let mut others = junction.others();
        let other = others.next().filter(|_| others.next().is_none())?;
        let beside = junction.angle_to(other);
        let ahead = angle.abs() <= FORK && beside.abs() <= FORK && (angle - beside).abs() >= 10;
        let alike = self.kind(to).class() == self.kind(other.lane).class()
            && self.has(to, RoadTrait::Link) == self.has(other.lane, RoadTrait::Link);
        // Where one of them goes straight on, the other merely turns off.
        let parts = angle.abs().min(beside.abs()) > 8;
        (ahead && alike && parts).then_some(if angle < beside {
            Modifier::SlightLeft
        } else {
            Modifier::SlightRight
        })
    }

    /// Every driver would go on so: nearly straight, with nothing as straight and as important beside it.
    fn is_obvious(&self, from: Lane, to: Lane, junction: &Junction) -> bool {
        let angle = junction.angle().abs();
        let same_name = self.name(from) == self.name(to) && !self.name(to).is_empty();
        let rank = |lane: Lane| {
            let kind = self.kind(lane);
            (kind.class() as u8, !kind.has(RoadTrait::Link))
        };
        let mine = rank(to);
        let rivals = || junction.others().filter(|arm| rank(arm.lane) >= mine);
        if angle <= 20 {
            return rivals().all(|arm| junction.angle_to(arm).abs() > AHEAD.max(angle * 2));
        }
        if angle <= 60 {
            // A bend of the main road, with lesser roads straight ahead.
            let nearest = |least: i16| junction.others().all(|arm| junction.angle_to(arm).abs() >= least);
            let alone = rivals().next().is_none() && rank(from) == mine;
            return (alone && (same_name || nearest(angle))) || (same_name && nearest(angle * 2));
        }
        false
    }
}

/// The road ends across another: nothing leads on ahead, and one turns left or right.
fn ends_across(junction: &Junction) -> bool {
    let angle = junction.angle();
    let mut others = junction.others();
    let Some(other) = others.next().filter(|_| others.next().is_none()) else { return false };
    let beside = junction.angle_to(other);
    let across = |angle: i16| (ACROSS..=180 - ACROSS).contains(&angle.abs());
    junction.arms.len() == 3 && across(angle) && across(beside) && (angle < 0) != (beside < 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_angle_has_one_side_and_left_mirrors_right() {
        for (angle, right, left) in [
            (0, "straight", "straight"),
            (20, "straight", "straight"),
            (21, "slight right", "slight left"),
            (40, "slight right", "slight left"),
            (41, "right", "left"),
            (120, "right", "left"),
            (121, "sharp right", "sharp left"),
            (178, "sharp right", "sharp left"),
            (180, "uturn", "uturn"),
        ] {
            assert_eq!((Modifier::of(angle).name(), Modifier::of(-angle).name()), (right, left));
        }
    }
}
