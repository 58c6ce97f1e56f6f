//! A coordinate joined to the roads: one place on a road, or several where roads meet right there.

use super::options::{Approach, Options};
use super::service::Roads;
use super::{Code, Refusal};
use osm_data::guidance::{bearing_along, bearing_between};
use osm_data::lonlat::LonLat;
use osm_data::network::RoadNetwork;
use osm_data::snap::{Directions, OFF_ROAD_LIMIT, Snap};
use osm_data::units::RoadCost;
use serde_json::{Value, json};

/// Places no farther apart than this, in metres, are one: a junction belongs to all roads that meet there.
const AS_NEAR: f64 = 0.1;

/// No junction has more roads worth trying.
const MOST_ROADS: usize = 8;

/// A place nearer to the road than this, in metres, lies on neither side of it.
const ON_THE_ROAD: f64 = 0.5;

/// A coordinate on the roads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Joint {
    pub(super) asked: LonLat,
    /// On which roads, the preferred one first; and in which directions each may be driven there.
    pub(super) roads: Vec<(Snap, Directions)>,
}

/// What a coordinate asks of the road that it is joined to.
struct Wishes<'a> {
    roads: &'a Roads<'a>,
    asked: LonLat,
    bearing: Option<(i32, i32)>,
    approach: Approach,
}

impl Joint {
    /// Joins the coordinate of a number.
    pub(super) fn find(
        roads: &Roads<'_>,
        asked: LonLat,
        number: usize,
        options: &Options,
    ) -> Result<Self, Refusal> {
        let nearest = Self::several(roads, asked, number, options, 1).pop();
        let Some((first, _)) = nearest else {
            let message = format!("Could not find a matching segment for coordinate {number}");
            return Err(Refusal::new(Code::NoSegment, message));
        };
        let near = asked.metres_to(first.place) + AS_NEAR;
        let found = search(roads, asked, number, options, options.snap_to_any, MOST_ROADS, near);
        Ok(Self { asked, roads: found })
    }

    /// The nearest places on different roads.
    pub(super) fn several(
        roads: &Roads<'_>,
        asked: LonLat,
        number: usize,
        options: &Options,
        most: usize,
    ) -> Vec<(Snap, Directions)> {
        let radius = options.radiuses.get(number).copied().flatten().unwrap_or(f64::INFINITY);
        let limit = radius.min(f64::from(OFF_ROAD_LIMIT.0));
        search(roads, asked, number, options, options.snap_to_any, most, limit)
    }

    /// The nearest places on different roads within so many metres, whether one may stop there or not: for whom passes.
    pub(super) fn passing(
        roads: &Roads<'_>,
        asked: LonLat,
        number: usize,
        options: &Options,
        most: usize,
        limit: f64,
    ) -> Vec<(Snap, Directions)> {
        search(roads, asked, number, options, true, most, limit)
    }
}

fn search(
    roads: &Roads<'_>,
    asked: LonLat,
    number: usize,
    options: &Options,
    on_any: bool,
    most: usize,
    limit: f64,
) -> Vec<(Snap, Directions)> {
    let wishes = Wishes {
        roads,
        asked,
        bearing: options.bearings.get(number).copied().flatten(),
        approach: options.approaches.get(number).copied().flatten().unwrap_or_default(),
    };
    let locator = roads.locator(on_any);
    let found =
        locator.nearest_several(asked, most, limit, |snap| wishes.directions(snap) != Directions::Neither);
    found.into_iter().map(|snap| (snap, wishes.directions(&snap))).collect()
}

impl Wishes<'_> {
    /// In which directions the road of a place may be driven there.
    fn directions(&self, snap: &Snap) -> Directions {
        let network = self.roads.network();
        let [forward, backward] =
            snap.segment.lanes().map(|lane| network.weights.lane(lane) != RoadCost::UNREACHABLE);
        let (ahead, side) = self.look(network, snap);
        let fits = |direction: i32| {
            self.bearing.is_none_or(|(wanted, range)| {
                let apart = (direction - wanted).rem_euclid(360);
                apart.min(360 - apart) <= range
            })
        };
        let (mut with, mut against) = (forward && fits(ahead), backward && fits(ahead + 180));
        // A one-way road has one side to stop on.
        if forward && backward && side != 0.0 && self.approach != Approach::Unrestricted {
            let on_the_left = side < 0.0;
            let along = on_the_left == self.roads.on_the_left;
            let along = if self.approach == Approach::Curb { along } else { !along };
            with &= along;
            against &= !along;
        }
        Directions::of(with, against)
    }

    /// The direction of the road's drawing at a place, and on which side of it the coordinate lies: negative for the
    /// left, nought for neither.
    fn look(&self, network: &RoadNetwork, snap: &Snap) -> (i32, f64) {
        let locator = network.locator();
        let last = network.graph.segment(snap.segment).decimetres;
        let at = |along: u32| locator.place_on(snap.segment, along.min(last));
        // A metre to either side, so that a bend is met on the piece where the place lies.
        let (before, after) = (at(snap.along.saturating_sub(10)), at(snap.along + 10));
        let ahead = bearing_along([before, after]).map_or(0, i32::from);
        if self.asked.metres_to(snap.place) < ON_THE_ROAD {
            return (ahead, 0.0);
        }
        let beside = bearing_between(snap.place, self.asked).map_or(ahead, i32::from);
        let turn = (beside - ahead + 540).rem_euclid(360) - 180;
        (ahead, f64::from(turn))
    }
}

/// A place on a road as OSRM tells it.
pub(super) fn waypoint(network: &RoadNetwork, asked: LonLat, snap: &Snap, options: &Options) -> Value {
    let mut told = json!({
        "location": location(snap.place),
        "name": network.road_name(snap.segment),
        "distance": (asked.metres_to(snap.place) * 1e3).round() / 1e3,
    });
    if options.generate_hints {
        told["hint"] = format!("{:08x}{:08x}", snap.segment.0, snap.along).into();
    }
    told
}

/// A place as OSRM writes it: longitude first, six decimals.
pub(super) fn location(place: LonLat) -> [f64; 2] {
    [place.lon, place.lat].map(|degrees| (degrees * 1e6).round() / 1e6)
}
