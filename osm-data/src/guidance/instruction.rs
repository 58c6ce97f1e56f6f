//! The turn list of a route.

use super::bearing::{bearing_along, bearing_between, turn_between};
use super::{Guide, Junction, Maneuver, ManeuverKind, Modifier};
use crate::graph::{Lane, SegmentId};
use crate::lonlat::LonLat;
use crate::network::{RoadNetwork, Route};
use crate::profile::RoadTrait;
use crate::units::RoadCost;
use std::ops::Range;

/// A place nearer to the road than this lies on it: no side is told, in metres.
const ON_THE_ROAD: f64 = 3.0;

/// A stretch of a route that is driven without being told anything, with what is told at its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction {
    /// What is done at its beginning.
    pub maneuver: Maneuver,
    /// A segment of the road that it is told by: the first of the stretch, behind a roundabout that of the exit.
    pub road: SegmentId,
    /// Time and length of the stretch, the turn into it included. Those of all instructions make up the route's.
    pub cost: RoadCost,
    /// The stretch among the steps of the route; empty for the last instruction.
    pub steps: Range<usize>,
    /// Its line among the points of the route's geometry, both ends included.
    pub points: Range<usize>,
    /// Whether it is sailed.
    pub by_ferry: bool,
    /// The junctions passed on it, that at its beginning included: each with the step that leaves it.
    pub junctions: Vec<(usize, Junction)>,
}

impl Guide<'_> {
    /// The turn list of a route, from [`ManeuverKind::Depart`] to [`ManeuverKind::Arrive`].
    ///
    /// `asked` are the places that the ends of the route were asked for by: they tell on which side of the road they
    /// lie.
    pub fn instructions(&self, route: &Route, asked: Option<[LonLat; 2]>) -> Vec<Instruction> {
        let mut list = vec![self.departure(route, asked.map(|ends| ends[0]))];
        // The instruction of the roundabout that the route is in, and how many exits have been passed.
        let mut inside: Option<(usize, u32)> = None;
        for at in 1..route.steps.len() {
            let (from, to) = (route.steps[at - 1].lane, route.steps[at].lane);
            let junction = self.junction(from, to);
            let told = match (self.has(from, RoadTrait::Roundabout), self.has(to, RoadTrait::Roundabout)) {
                (false, true) => {
                    inside = Some((list.len(), 0));
                    Some((ManeuverKind::Roundabout, Modifier::of(junction.angle())))
                }
                (true, true) => {
                    let exits = junction.others().filter(|a| !self.has(a.lane, RoadTrait::Roundabout));
                    let passed = exits.count() as u32;
                    inside = inside.map(|(entered, before)| (entered, before + passed));
                    None
                }
                (true, false) => {
                    if let Some((entered, passed)) = inside.take() {
                        let entry: &mut Instruction = &mut list[entered];
                        entry.maneuver.exit = Some(passed + 1);
                        entry.road = to.segment();
                    }
                    Some((ManeuverKind::ExitRoundabout, Modifier::of(junction.angle())))
                }
                (false, false) => self.told(from, to, &junction),
            };
            if let Some((kind, modifier)) = told {
                list.push(self.beginning(route, at, kind, modifier, &junction));
            }
            let current = list.last_mut().expect("the list begins with the departure");
            current.cost = current.cost + route.steps[at].cost;
            current.steps.end = at + 1;
            if told.is_some() || junction.is_crossing() {
                current.junctions.push((at, junction));
            }
        }
        list.push(arrival(route, asked.map(|ends| ends[1])));
        let last = route.geometry.len().saturating_sub(1);
        for i in 0..list.len() {
            let end = list.get(i + 1).map_or(last, |next| next.points.start);
            list[i].points.end = end.max(list[i].points.start) + 1;
        }
        list
    }

    fn departure(&self, route: &Route, asked: Option<LonLat>) -> Instruction {
        let after = bearing_along(route.geometry.iter().copied()).unwrap_or(0);
        let first = route.steps.first();
        Instruction {
            maneuver: Maneuver {
                kind: ManeuverKind::Depart,
                modifier: asked.and_then(|asked| side(route.from.place, after, asked)),
                exit: None,
                place: route.from.place,
                bearing_before: 0,
                bearing_after: after,
            },
            road: first.map_or(route.from.segment, |step| step.lane.segment()),
            cost: first.map_or(RoadCost::ZERO, |step| step.cost),
            steps: 0..route.steps.len().min(1),
            points: 0..0,
            by_ferry: first.is_some_and(|step| self.is_ferry(step.lane)),
            junctions: Vec::new(),
        }
    }

    fn beginning(
        &self,
        route: &Route,
        at: usize,
        kind: ManeuverKind,
        modifier: Modifier,
        junction: &Junction,
    ) -> Instruction {
        let lane: Lane = route.steps[at].lane;
        let first = route.steps[at].first_point as usize;
        Instruction {
            maneuver: Maneuver {
                kind,
                modifier: Some(modifier),
                exit: None,
                place: route.geometry[first],
                bearing_before: junction.bearing_before(),
                bearing_after: junction.bearing_after(),
            },
            road: lane.segment(),
            cost: RoadCost::ZERO,
            steps: at..at,
            points: first..first,
            by_ferry: self.is_ferry(lane),
            junctions: Vec::new(),
        }
    }
}

fn arrival(route: &Route, asked: Option<LonLat>) -> Instruction {
    let back = bearing_along(route.geometry.iter().rev().copied());
    let before = back.map_or(0, |bearing| (bearing + 180) % 360);
    let last = route.geometry.len().saturating_sub(1);
    Instruction {
        maneuver: Maneuver {
            kind: ManeuverKind::Arrive,
            modifier: asked.and_then(|asked| side(route.to.place, before, asked)),
            exit: None,
            place: route.to.place,
            bearing_before: before,
            bearing_after: 0,
        },
        road: route.steps.last().map_or(route.to.segment, |step| step.lane.segment()),
        cost: RoadCost::ZERO,
        steps: route.steps.len()..route.steps.len(),
        points: last..last,
        by_ferry: false,
        junctions: Vec::new(),
    }
}

/// On which side of the road a place lies, seen in the direction of travel; `None` when it lies on the road.
fn side(on_road: LonLat, heading: u16, place: LonLat) -> Option<Modifier> {
    let bearing = bearing_between(on_road, place).filter(|_| on_road.metres_to(place) >= ON_THE_ROAD)?;
    let angle = turn_between(heading, bearing);
    Some(if angle < 0 { Modifier::Left } else { Modifier::Right })
}

/// The names of the two roads that take the longest, in driving order: how people tell one way from another.
pub fn summary<'n>(network: &'n RoadNetwork, instructions: &[Instruction]) -> Vec<&'n str> {
    let mut roads: Vec<(&str, u64)> = Vec::new();
    for instruction in instructions {
        let name = network.road_name(instruction.road);
        let millis = u64::from(instruction.cost.millis().0);
        match roads.iter_mut().find(|(known, _)| *known == name) {
            _ if name.is_empty() => {}
            Some((_, all)) => *all += millis,
            None => roads.push((name, millis)),
        }
    }
    let mut longest: Vec<usize> = (0..roads.len()).collect();
    longest.sort_by_key(|&road| (std::cmp::Reverse(roads[road].1), road));
    longest.truncate(2);
    longest.sort_unstable();
    longest.into_iter().map(|road| roads[road].0).collect()
}
