//! Places, stated once or inline.

use super::times::Times;
use crate::wire::{InlinePlace, Minutes, Place, PlaceRef};
use engine::model::{DefectCode, PlaceFacts};
use osm_data::lonlat::LonLat;
use osm_data::sweref99::{Sweref99, Sweref99Error};
use osm_data::units::Seconds;

/// Places in the order of their rows, with positions.
#[derive(Debug, Default)]
pub struct PlaceList {
    /// As the engine takes them.
    pub facts: Vec<PlaceFacts>,
    /// Where each is; `None` when not stated (or stated wrongly).
    pub positions: Vec<Option<LonLat>>,
    arrive: Seconds,
    leave: Seconds,
}

impl PlaceList {
    /// With handling times for places that state none.
    pub fn new(arrive: Option<Minutes>, leave: Option<Minutes>) -> Self {
        Self {
            arrive: arrive.map_or(Seconds::minutes(3), Minutes::seconds),
            leave: leave.map_or(Seconds::minutes(2), Minutes::seconds),
            ..Self::default()
        }
    }

    /// Adds a place with an id.
    pub fn add(&mut self, place: &Place, at: &str, needs_position: bool, times: &mut Times) {
        let inline = InlinePlace {
            lat: place.lat,
            lon: place.lon,
            north: place.north,
            east: place.east,
            arrive_minutes: place.arrive_minutes,
            leave_minutes: place.leave_minutes,
        };
        self.put(place.id.clone(), &inline, at, needs_position, times);
    }

    /// The id of a place that is stated by id or inline; an inline place is added as `id`.
    pub fn id_of(&mut self, place: &PlaceRef, id: &str, at: &str, times: &mut Times) -> String {
        match place {
            PlaceRef::Id(id) => id.clone(),
            PlaceRef::Inline(inline) => {
                self.put(id.to_owned(), inline, at, true, times);
                id.to_owned()
            }
        }
    }

    fn put(&mut self, id: String, place: &InlinePlace, at: &str, needs_position: bool, times: &mut Times) {
        let position = position(place, at, needs_position, times);
        self.facts.push(PlaceFacts {
            id,
            pointer: at.to_owned(),
            row: self.facts.len(),
            arrive: place.arrive_minutes.map_or(self.arrive, Minutes::seconds),
            leave: place.leave_minutes.map_or(self.leave, Minutes::seconds),
        });
        self.positions.push(position);
    }
}

fn position(place: &InlinePlace, at: &str, needed: bool, times: &mut Times) -> Option<LonLat> {
    let missing =
        |field: &str, other: &str| (format!("{at}/{field}"), format!("`{other}` needs `{field}` beside it"));
    match (place.lat, place.lon, place.north, place.east) {
        (Some(lat), Some(lon), None, None) => match LonLat::new(lon, lat) {
            Some(position) => Some(position),
            None if LonLat::new(lat, lon).is_some() => {
                let cause = format!("latitude {lat} and longitude {lon} are swapped");
                times.note(
                    DefectCode::SwappedCoordinates,
                    at,
                    cause,
                    format!("write lat {lon} and lon {lat}"),
                );
                None
            }
            None => {
                let cause = format!("latitude {lat} and longitude {lon} are not on the earth");
                times.note(
                    DefectCode::OutOfRange,
                    at,
                    cause,
                    "write degrees: lat −90 to 90, lon −180 to 180",
                );
                None
            }
        },
        (None, None, Some(north), Some(east)) => match (Sweref99 { north, east }).to_lonlat() {
            Ok(position) => Some(position),
            Err(e @ Sweref99Error::Swapped) => {
                let remedy = format!("write north {east} and east {north}");
                times.note(DefectCode::SwappedCoordinates, at, e.to_string(), remedy);
                None
            }
            Err(e @ Sweref99Error::Outside) => {
                let cause = format!("north {north} and east {east} lie {e}");
                times.note(
                    DefectCode::OffTheMap,
                    at,
                    cause,
                    "write metres in SWEREF 99 TM, or `lat` and `lon`",
                );
                None
            }
        },
        (None, None, None, None) => {
            if needed {
                let cause = "the place has no position";
                times.note(
                    DefectCode::MissingField,
                    at,
                    cause,
                    "add `lat` and `lon` (or `north` and `east`)",
                );
            }
            None
        }
        (Some(_), None, None, None) => {
            let (pointer, cause) = missing("lon", "lat");
            times.note(DefectCode::MissingField, &pointer, cause, "add `lon`, degrees");
            None
        }
        (None, Some(_), None, None) => {
            let (pointer, cause) = missing("lat", "lon");
            times.note(DefectCode::MissingField, &pointer, cause, "add `lat`, degrees");
            None
        }
        (None, None, Some(_), None) => {
            let (pointer, cause) = missing("east", "north");
            times.note(DefectCode::MissingField, &pointer, cause, "add `east`, metres");
            None
        }
        (None, None, None, Some(_)) => {
            let (pointer, cause) = missing("north", "east");
            times.note(DefectCode::MissingField, &pointer, cause, "add `north`, metres");
            None
        }
        _ => {
            let cause = "the place has a position in degrees and one in metres";
            times.note(
                DefectCode::OutOfRange,
                at,
                cause,
                "keep `lat` and `lon`, or `north` and `east`, not both",
            );
            None
        }
    }
}
