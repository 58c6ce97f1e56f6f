//! The look of each junction: which way the roads leave it, and so what a turn in it costs.

use super::Lane;
use super::lanes::BaseGraph;
use crate::profile::{RoadClass, TravelMode, Turn, turn_cost};
use crate::units::Millis;

/// How far along a road its direction at a junction is taken, in metres: nearer, the rounding of a kerb deceives.
const LOOK_AHEAD: f64 = 12.0;

/// Whether turns cost what the profile says or nothing at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnCosts {
    /// As in the profile of the mode.
    #[default]
    Profile,
    /// Every turn is free, turning round too: for drawings and tests that count seconds by hand.
    Free,
}

/// What turns cost in each junction.
pub(super) struct Junctions<'a> {
    base: &'a BaseGraph,
    mode: TravelMode,
    costs: TurnCosts,
    /// The direction in which each lane leaves its beginning, degrees clockwise from north.
    leaving: Vec<i16>,
    arms: Vec<u8>,
    /// By vertex: the classes of the roads that meet there, the three most important of different segments.
    busiest: Vec<[(RoadClass, u32); 3]>,
}

impl<'a> Junctions<'a> {
    pub(super) fn new(base: &'a BaseGraph, mode: TravelMode, costs: TurnCosts) -> Self {
        let leaving = base.all_lanes().map(|lane| bearing(base, lane)).collect();
        let mut arms = vec![0_u8; base.vertices.len()];
        let mut busiest = vec![[(RoadClass::Path, u32::MAX); 3]; base.vertices.len()];
        for (number, segment) in base.segments.iter().enumerate() {
            for vertex in [segment.tail, segment.head] {
                arms[vertex.index()] = arms[vertex.index()].saturating_add(1);
                let ranks = &mut busiest[vertex.index()];
                let mine = (segment.kind.class(), number as u32);
                // Nobody gives way to a ferry, and it must not hide the road beside it.
                if mine.0 == RoadClass::Ferry {
                    continue;
                }
                if let Some(at) = ranks.iter().position(|(class, _)| *class < mine.0) {
                    ranks[at..].rotate_right(1);
                    ranks[at] = mine;
                }
            }
        }
        Self { base, mode, costs, leaving, arms, busiest }
    }

    /// The time that turning from one lane into another takes; `None` when nobody does it.
    pub(super) fn cost(&self, from: Lane, to: Lane) -> Option<Millis> {
        if self.costs == TurnCosts::Free {
            return Some(Millis(0));
        }
        turn_cost(&self.turn(from, to), self.mode)
    }

    fn turn(&self, from: Lane, to: Lane) -> Turn {
        let vertex = self.base.head(from).index();
        let (a, b) = (from.segment().0, to.segment().0);
        let crossing = self.busiest[vertex]
            .iter()
            .find(|(_, segment)| *segment != a && *segment != b)
            .map_or(RoadClass::Path, |(class, _)| *class);
        let kind = |lane: Lane| self.base.segments[lane.segment().index()].kind;
        let arriving = self.leaving[from.reversed().index()] + 180;
        let u_turn = to == from.reversed();
        // In a turning circle there is as much room as at the end of a road.
        let has_room = u_turn && self.base.turning_places[vertex];
        Turn {
            angle: folded(self.leaving[to.index()] - arriving),
            from: kind(from),
            to: kind(to),
            arms: if has_room { 1 } else { self.arms[vertex] },
            crossing,
            signals: self.base.signals[vertex],
            u_turn,
            on_the_left: self.base.on_the_left,
        }
    }
}

/// The direction in which a lane leaves its beginning: towards the point some way along it.
fn bearing(base: &BaseGraph, lane: Lane) -> i16 {
    let shape = base.shape(lane.segment());
    let point = |i: usize| {
        let at = if lane.is_backward() { shape.len() - 1 - i } else { i };
        shape[at].to_lonlat()
    };
    let begin = point(0);
    let narrowing = begin.lat.to_radians().cos();
    let mut passed = 0.0;
    let mut ahead = (0.0, 0.0);
    let mut before = begin;
    for i in 1..shape.len() {
        let place = point(i);
        passed += before.metres_to(place);
        before = place;
        let east = (place.lon - begin.lon + 540.0).rem_euclid(360.0) - 180.0;
        ahead = (east * narrowing, place.lat - begin.lat);
        if passed >= LOOK_AHEAD {
            break;
        }
    }
    ahead.0.atan2(ahead.1).to_degrees().round() as i16
}

/// An angle in degrees folded into −180 to 180.
fn folded(angle: i16) -> i16 {
    (angle + 180).rem_euclid(360) - 180
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_fold_into_a_half_turn_each_way() {
        for (angle, expected) in [(0, 0), (90, 90), (270, -90), (-270, 90), (540, -180), (359, -1)] {
            assert_eq!(folded(angle), expected);
        }
    }
}
