//! `RoadNetwork`: graph, hierarchy and locator of one mode of travel; tables and routes out of coordinates.

use crate::graph::{ImportError, ImportStatistics, Lane, RoadGraph, SegmentId, import};
use crate::hierarchy::{ContractionHierarchy, Query};
use crate::lonlat::{BoundingBox, LonLat};
use crate::pbf::{PbfError, PbfReader};
use crate::profile::TravelMode;
use crate::snap::{Endpoints, Grid, Locator, OFF_ROAD_LIMIT, Snap};
use crate::table::{TravelTable, many_to_many};
use crate::units::RoadCost;
use std::cmp::Ordering;
use std::path::Path;

/// Everything that is needed to answer how long it takes from here to there.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadNetwork {
    /// How its users travel.
    pub mode: TravelMode,
    /// The roads.
    pub graph: RoadGraph,
    /// Their contraction hierarchy.
    pub hierarchy: ContractionHierarchy,
    /// Where which road lies.
    pub grid: Grid,
    /// What the import read, used and left out.
    pub statistics: ImportStatistics,
    /// The box of all roads.
    pub bounding_box: BoundingBox,
}

/// Why no network came of a file.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// No road graph came of it.
    #[error(transparent)]
    Import(#[from] ImportError),
}

impl From<PbfError> for PrepareError {
    fn from(e: PbfError) -> Self {
        Self::Import(e.into())
    }
}

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
        "place {index} ({:.5} north, {:.5} east) is more than {limit} from any road that can be driven; check the coordinates",
        place.lat, place.lon, limit = OFF_ROAD_LIMIT
    )]
    OffRoad {
        /// Which place, counted from 0.
        index: usize,
        /// Where it is said to lie.
        place: LonLat,
    },
}

/// Costs from each of some sources to each of some targets.
#[derive(Clone, Debug, PartialEq)]
pub struct CostTable {
    /// Where the sources are joined to the roads; one row each.
    pub sources: Vec<Snap>,
    /// Where the targets are; one column each.
    pub targets: Vec<Snap>,
    /// Row-major; [`RoadCost::UNREACHABLE`] where no road leads.
    pub costs: Vec<RoadCost>,
}

/// A way from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Time and length.
    pub cost: RoadCost,
    /// The line on the map, from road to road: the stretches between house and road are not in it.
    pub geometry: Vec<LonLat>,
    /// What is driven along, in order.
    pub steps: Vec<RouteStep>,
    /// Where it begins.
    pub from: Snap,
    /// Where it ends.
    pub to: Snap,
}

/// A stretch of a route on one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteStep {
    /// Which direction of which segment.
    pub lane: Lane,
    /// What this stretch of it costs.
    pub cost: RoadCost,
}

/// Reads a `.osm.pbf` and prepares it for travel-time questions.
///
/// `log` is told when a stage begins, in a few words; the caller may time the stages, this crate reads no clock.
///
/// # Errors
/// [`PrepareError`] when the file cannot be read or holds no road.
pub fn prepare(pbf: &Path, mode: TravelMode, log: &mut dyn FnMut(&str)) -> Result<RoadNetwork, PrepareError> {
    log("opening");
    let mut reader = PbfReader::open(pbf)?;
    let (graph, statistics) = import(&mut reader, mode, log)?;
    Ok(RoadNetwork::build(graph, statistics, mode, log))
}

impl RoadNetwork {
    /// From a road graph with at least one segment: sorts it into a grid and builds the hierarchy.
    pub fn build(
        graph: RoadGraph,
        statistics: ImportStatistics,
        mode: TravelMode,
        log: &mut dyn FnMut(&str),
    ) -> Self {
        log("sorting roads into a grid");
        let grid = Grid::build(&graph);
        log("building the hierarchy");
        let hierarchy = ContractionHierarchy::build(graph.topology());
        let bounding_box = graph.bounding_box().expect("an imported graph has a road");
        Self { mode, graph, hierarchy, grid, statistics, bounding_box }
    }

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

    fn off_map(&self, index: usize, place: LonLat) -> TableError {
        // Whoever is within the limit of a road is on the map even when outside the box of all roads.
        if self.bounding_box.contains(place, 0.0) {
            return TableError::OffRoad { index, place };
        }
        let swapped = self.bounding_box.contains(LonLat { lon: place.lat, lat: place.lon }, 0.0);
        TableError::OutsideMap { index, place, map: self.bounding_box, swapped }
    }

    /// Travel times and lengths from each place to each other, and where each was joined to a road.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near.
    pub fn table(&self, places: &[LonLat]) -> Result<(TravelTable, Vec<Snap>), TableError> {
        let snaps = self.snap_all(places)?;
        let costs = self.costs(&snaps, &snaps);
        let table = TravelTable::from_fn(snaps.len(), |from, to| {
            let cost = costs[from * snaps.len() + to];
            (cost != RoadCost::UNREACHABLE)
                .then(|| (cost.millis().round_to_seconds(), cost.round_to_metres()))
        });
        Ok((table, snaps))
    }

    /// Costs from each source to each target.
    ///
    /// # Errors
    /// [`TableError`] with the index of the first place that no road is near, sources counted before targets.
    pub fn cost_table(&self, sources: &[LonLat], targets: &[LonLat]) -> Result<CostTable, TableError> {
        let all: Vec<LonLat> = sources.iter().chain(targets).copied().collect();
        let mut sources_found = self.snap_all(&all)?;
        let targets = sources_found.split_off(sources.len());
        let costs = self.costs(&sources_found, &targets);
        Ok(CostTable { sources: sources_found, targets, costs })
    }

    /// Costs between places on roads, row-major; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn costs(&self, sources: &[Snap], targets: &[Snap]) -> Vec<RoadCost> {
        let locator = self.locator();
        let departures: Vec<_> = sources.iter().map(|s| locator.endpoints(s).departures).collect();
        let arrivals: Vec<_> = targets.iter().map(|s| locator.endpoints(s).arrivals).collect();
        let mut costs = many_to_many(&self.hierarchy, &departures, &arrivals);
        for (row, from) in costs.chunks_mut(targets.len().max(1)).zip(sources) {
            for (cell, to) in row.iter_mut().zip(targets) {
                if let Some(direct) = locator.direct(from, to) {
                    *cell = (*cell).min(direct);
                }
            }
        }
        costs
    }

    /// The fastest way from one place on a road to another, with its line on the map; `None` where no road leads.
    pub fn route(&self, from: &Snap, to: &Snap) -> Option<Route> {
        let locator = self.locator();
        let (leaving, arriving) = (locator.endpoints(from), locator.endpoints(to));
        let path = Query::new(&self.hierarchy).path(&leaving.departures, &arriving.arrivals);
        let direct = locator.direct(from, to);
        let (cost, steps) = match (path, direct) {
            (Some(path), Some(direct)) if path.cost < direct => self.along_path(&path, &leaving, &arriving),
            (_, Some(direct)) => (direct, direct_step(from, to, direct).into_iter().collect()),
            (Some(path), None) => self.along_path(&path, &leaving, &arriving),
            (None, None) => return None,
        };
        let geometry = self.geometry(&steps, from, to);
        Some(Route { cost, geometry, steps, from: *from, to: *to })
    }

    fn along_path(
        &self,
        path: &crate::hierarchy::Path,
        leaving: &Endpoints,
        arriving: &Endpoints,
    ) -> (RoadCost, Vec<RouteStep>) {
        let topology = self.graph.topology();
        let step = |lane: Option<Lane>, cost| lane.map(|lane| RouteStep { lane, cost });
        let first = step(leaving.departure_lanes[path.start], leaving.departures[path.start].1);
        let last = step(arriving.arrival_lanes[path.end], arriving.arrivals[path.end].1);
        let between =
            path.arcs.iter().map(|&arc| RouteStep { lane: self.graph.lane(arc), cost: topology.cost(arc) });
        (path.cost, first.into_iter().chain(between).chain(last).collect())
    }

    /// The points of the steps in driving order. The first and the last step are driven in part when they lie on
    /// the segments of the places, and else begin and end at junctions like all others.
    fn geometry(&self, steps: &[RouteStep], from: &Snap, to: &Snap) -> Vec<LonLat> {
        let mut line = vec![from.place];
        let mut add = |place: LonLat| {
            if line.last() != Some(&place) {
                line.push(place);
            }
        };
        for (i, step) in steps.iter().enumerate() {
            let length = self.graph.segment(step.lane.segment()).decimetres;
            let in_lane = |along: u32| if step.lane.is_backward() { length - along } else { along };
            let whole = self.whole_cost(step.lane) == Some(step.cost);
            let begins = i == 0 && !whole && step.lane.segment() == from.segment;
            let ends = i + 1 == steps.len() && !whole && step.lane.segment() == to.segment;
            let begin = if begins { in_lane(from.along) } else { 0 };
            let end = if ends { in_lane(to.along) } else { u32::MAX };
            self.bends_between(step.lane, begin, end).into_iter().for_each(&mut add);
        }
        add(to.place);
        line
    }

    /// The cost of a lane from end to end.
    fn whole_cost(&self, lane: Lane) -> Option<RoadCost> {
        let arc = self.graph.arc_on(self.graph.lane_tail(lane), lane)?;
        Some(self.graph.topology().cost(arc))
    }

    /// All points of a lane in driving order.
    fn bends(&self, lane: Lane) -> Box<dyn Iterator<Item = LonLat> + '_> {
        let points = self.graph.shape(lane.segment()).iter().map(|p| p.to_lonlat());
        if lane.is_backward() { Box::new(points.rev()) } else { Box::new(points) }
    }

    /// The points of a lane that lie between two distances from its beginning, in decimetres; ends included.
    fn bends_between(&self, lane: Lane, begin: u32, end: u32) -> Vec<LonLat> {
        let mut passed = 0.0;
        let mut previous: Option<LonLat> = None;
        let mut found = Vec::new();
        for place in self.bends(lane) {
            passed += previous.map_or(0.0, |p| p.metres_to(place) * 10.0);
            previous = Some(place);
            if passed >= f64::from(begin) && passed <= f64::from(end) {
                found.push(place);
            }
        }
        found
    }

    /// The name of a segment's road.
    pub fn road_name(&self, segment: SegmentId) -> &str {
        self.graph.name(segment)
    }
}

/// Nothing is driven when both are at one place.
fn direct_step(from: &Snap, to: &Snap, cost: RoadCost) -> Option<RouteStep> {
    let lane = match from.along.cmp(&to.along) {
        Ordering::Less => from.segment.forward(),
        Ordering::Equal => return None,
        Ordering::Greater => from.segment.backward(),
    };
    Some(RouteStep { lane, cost })
}
