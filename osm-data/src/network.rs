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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive;
    use crate::graph::tests::extracts;
    use crate::hierarchy::dijkstra_all;
    use crate::samples::{Drawing, road_map};
    use std::time::Instant;

    /// Places beside roads, the same each time.
    fn places(network: &RoadNetwork, count: usize) -> Vec<LonLat> {
        let points = &network.graph.parts().points;
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut draw = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        std::iter::from_fn(|| {
            let point = points[(draw() % points.len() as u64) as usize].to_lonlat();
            let mut shift = || (draw() % 2_000) as f64 * 1e-6 - 1e-3;
            Some(LonLat { lon: (point.lon + shift()).clamp(-180.0, 180.0), lat: point.lat + shift() })
        })
        .filter(|&place| network.locator().nearest(place).is_some())
        .take(count)
        .collect()
    }

    #[test]
    fn on_every_extract_the_table_is_what_dijkstra_finds_and_the_map_file_keeps_it() {
        for file in extracts().unwrap_or_default() {
            let mut stages = Vec::new();
            let begin = Instant::now();
            let network =
                prepare(&file, TravelMode::Car, &mut |stage| stages.push((stage.to_owned(), Instant::now())))
                    .unwrap_or_else(|e| panic!("{e}"));
            let ready = Instant::now();
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("map.rond");
            let size = archive::write(&network, &path).unwrap();
            let opening = Instant::now();
            let opened = archive::open(&path).unwrap();
            let opened_in = opening.elapsed();
            assert_eq!(opened, network);

            let places = places(&opened, 100);
            let tabling = Instant::now();
            let (table, snaps) = opened.table(&places).unwrap();
            let tabled_in = tabling.elapsed();
            let costs = opened.costs(&snaps, &snaps);
            let locator = opened.locator();
            let ends: Vec<_> = snaps.iter().map(|s| locator.endpoints(s)).collect();
            let mut reached = 0;
            for (from, leaving) in ends.iter().enumerate() {
                let all = dijkstra_all(opened.graph.topology(), &leaving.departures);
                for (to, arriving) in ends.iter().enumerate() {
                    let over_nodes =
                        arriving.arrivals.iter().map(|(n, c)| RoadCost(all[n.index()].0.saturating_add(c.0)));
                    let best = over_nodes.chain(locator.direct(&snaps[from], &snaps[to])).min();
                    let best = best.unwrap_or(RoadCost::UNREACHABLE);
                    assert_eq!(costs[from * places.len() + to], best, "{} {from} {to}", file.display());
                    assert_eq!(table.seconds(from, to).is_some(), best != RoadCost::UNREACHABLE);
                    if snaps[from].component == snaps[to].component {
                        assert!(best != RoadCost::UNREACHABLE, "one part, yet no road");
                        reached += 1;
                    }
                }
            }
            for to in snaps.iter().take(20) {
                let Some(route) = opened.route(&snaps[0], to) else { continue };
                assert_eq!(route.cost, opened.costs(&snaps[..1], &[*to])[0]);
                let steps: u64 = route.steps.iter().map(|s| s.cost.0).sum();
                assert_eq!(steps, route.cost.0);
                let drawn: f64 = route.geometry.windows(2).map(|w| w[0].metres_to(w[1])).sum();
                let told = f64::from(route.cost.decimetres()) / 10.0;
                assert!(
                    (drawn - told).abs() < 2.0 + told * 0.001,
                    "{}: drawn {drawn} told {told}",
                    file.display()
                );
            }
            let times: Vec<String> = stages
                .windows(2)
                .map(|w| format!("{} {}", w[0].0, (w[1].1 - w[0].1).as_millis()))
                .chain(stages.last().map(|s| format!("{} {}", s.0, (ready - s.1).as_millis())))
                .collect();
            println!(
                "{}: import {} ms ({}), {size} bytes, opened in {:.1} ms, 100×100 in {:.1} ms, {reached} reached",
                file.file_name().unwrap_or_default().to_string_lossy(),
                (ready - begin).as_millis(),
                times.join(", "),
                opened_in.as_secs_f64() * 1e3,
                tabled_in.as_secs_f64() * 1e3,
            );
        }
    }

    #[test]
    fn a_place_off_the_map_is_named_and_a_swapped_one_is_recognised() {
        let roads = road_map("A-----B");
        let far = LonLat { lon: 12.0, lat: 57.0 };
        let error = roads.network.table(&[roads.place('A'), far]).unwrap_err();
        assert!(
            error.to_string().contains("place 1 (57.00000 north, 12.00000 east) lies outside"),
            "{error}"
        );
        assert!(matches!(error, TableError::OutsideMap { index: 1, swapped: false, .. }));
        // The drawing lies at 0–0.006° east on the equator: drawn wide, no place on it can be swapped into it …
        let mut moved = roads.network.clone();
        moved.bounding_box =
            BoundingBox { min: LonLat { lon: 11.0, lat: 57.0 }, max: LonLat { lon: 12.0, lat: 58.0 } };
        // … so the box is moved to where Göteborg lies.
        let swapped = moved.table(&[LonLat { lon: 57.7, lat: 11.9 }]).unwrap_err();
        assert!(swapped.to_string().contains("swapped it would lie inside"), "{swapped}");
        assert!(matches!(moved.table(&[LonLat { lon: 11.9, lat: 57.7 }]), Err(TableError::OffRoad { .. })));
    }

    #[test]
    fn a_route_tells_its_line_and_its_roads() {
        let roads = Drawing::new(
            "
            A---B
            |   |
            C---D
            ",
        )
        .road_tag('A', 'B', "name", "Storgatan")
        .build();
        let places = [roads.place_between('A', 'B', 0.25), roads.place_between('B', 'D', 0.5)];
        let snaps = roads.network.snap_all(&places).unwrap();
        let route = roads.network.route(&snaps[0], &snaps[1]).unwrap();
        assert_eq!(route.cost.millis().round_to_seconds().0, 40);
        assert_eq!(route.cost.round_to_metres().0, 400);
        assert_eq!(route.geometry.len(), 3);
        assert!(route.geometry[1].metres_to(roads.place('B')) < 0.1);
        assert_eq!(roads.network.road_name(route.steps[0].lane.segment()), "Storgatan");
        let still = roads.network.route(&snaps[0], &snaps[0]).unwrap();
        assert_eq!((still.cost, still.steps.len()), (RoadCost::ZERO, 0));
    }
}
