//! Why a place could not be joined to the roads.

use crate::lonlat::{BoundingBox, LonLat};
use crate::profile::TravelMode;
use crate::snap::OFF_ROAD_LIMIT;
use crate::units::Metres;

/// A place that no road of the map is near.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TableError {
    /// The place lies outside the area of the map.
    #[error(
        "place {index} ({:.5} north, {:.5} east) lies outside the map, which spans {:.3}–{:.3} north, {:.3}–{:.3} east{}",
        place.lat, place.lon, map.min.lat, map.max.lat, map.min.lon, map.max.lon,
        if *.swapped { "; with latitude and longitude swapped it would lie inside: check their order" }
        else { "; check the coordinates, or import a larger extract" }
    )]
    OutsideMap {
        /// Which place, counted from 0.
        index: usize,
        /// Where it is said to lie.
        place: LonLat,
        /// The area of the map.
        map: BoundingBox,
        /// Whether it would lie inside if latitude and longitude were swapped.
        swapped: bool,
    },
    /// The place lies in the area, yet far from any road.
    #[error(
        "place {index} ({:.5} north, {:.5} east) {}; check the coordinates",
        place.lat, place.lon, off_road_words(*nearest, *mode)
    )]
    OffRoad {
        /// Which place, counted from 0.
        index: usize,
        /// Where it is said to lie.
        place: LonLat,
        /// How far from a road that is; `None` when every road is closed.
        nearest: Option<Metres>,
        /// By what mode of travel.
        mode: TravelMode,
    },
}

/// How far off a place is, to be said of it; `nearest` as in [`TableError::OffRoad`].
pub fn off_road_words(nearest: Option<Metres>, mode: TravelMode) -> String {
    let passed = mode.passed();
    match nearest {
        Some(metres) => {
            format!(
                "is {metres} from the nearest road that can be {passed}, and {OFF_ROAD_LIMIT} is the most"
            )
        }
        None => format!("has no road near: none of the map can be {passed}"),
    }
}

impl TableError {
    /// The same of a place that stands elsewhere in a list.
    #[must_use]
    pub(super) fn at(mut self, number: usize) -> Self {
        match &mut self {
            Self::OutsideMap { index, .. } | Self::OffRoad { index, .. } => *index = number,
        }
        self
    }
}
