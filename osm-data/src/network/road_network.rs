//! The network as a value, and where places lie on it.

use super::TableError;
use crate::graph::{ImportStatistics, RoadGraph, SegmentId, Weights};
use crate::hierarchy::{ContractionHierarchy, Skeleton};
use crate::lonlat::{BoundingBox, LonLat};
use crate::profile::TravelMode;
use crate::snap::{Grid, Locator, Snap};
use crate::units::Metres;
use std::sync::{Arc, OnceLock};

/// Everything that is needed to answer how long it takes from here to there, under one travel condition.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadNetwork {
    /// How its users travel.
    pub mode: TravelMode,
    /// The roads.
    pub graph: RoadGraph,
    /// What they cost under the present condition.
    pub weights: Weights,
    /// Their contraction hierarchy for those costs.
    pub hierarchy: ContractionHierarchy,
    /// Where which road lies.
    pub grid: Grid,
    /// What the import read, used and left out.
    pub statistics: ImportStatistics,
    /// The box of all roads.
    pub bounding_box: BoundingBox,
    /// What the hierarchies of all conditions share.
    pub(crate) skeleton: KeptSkeleton,
}

/// A skeleton once it has been made; the same in every clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeptSkeleton(Arc<OnceLock<Skeleton>>);

impl KeptSkeleton {
    /// The skeleton, made by the first who asks.
    pub(super) fn get_or_init(&self, make: impl FnOnce() -> Skeleton) -> &Skeleton {
        self.0.get_or_init(make)
    }
}

impl PartialEq for KeptSkeleton {
    /// It follows from the graph: whether it has been made is no difference.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl RoadNetwork {
    /// Finds places on the roads.
    pub fn locator(&self) -> Locator<'_> {
        Locator::new(&self.graph, &self.grid)
    }

    /// The nearest places on roads, all of them or the first that has none.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near.
    pub fn snap_all(&self, places: &[LonLat]) -> Result<Vec<Snap>, TableError> {
        let locator = self.locator();
        let near = |(index, &place): (usize, &LonLat)| {
            locator.nearest(place).ok_or_else(|| self.off_map(index, place))
        };
        places.iter().enumerate().map(near).collect()
    }

    /// What is wrong with a place that no road is near, as number `index` of a list.
    pub fn off_map(&self, index: usize, place: LonLat) -> TableError {
        // Whoever is within the limit of a road is on the map even when outside the box of all roads.
        if self.bounding_box.contains(place, 0.0) {
            return TableError::OffRoad { index, place, nearest: self.off_road(place), mode: self.mode };
        }
        let swapped = self.bounding_box.contains(LonLat { lon: place.lat, lat: place.lon }, 0.0);
        TableError::OutsideMap { index, place, map: self.bounding_box, swapped }
    }

    /// How far a place is from the nearest road, however far that is: for those who are told that it is too far. `None` when
    /// no road is open.
    pub fn off_road(&self, place: LonLat) -> Option<Metres> {
        // Half around the earth.
        self.locator().nearest_within(place, Metres(20_100_000)).map(|snap| snap.off_road)
    }

    /// The name of a segment's road.
    pub fn road_name(&self, segment: SegmentId) -> &str {
        self.graph.name(segment)
    }
}
