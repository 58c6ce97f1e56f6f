//! The one door: a path and a query in, an answer out.

use super::options::{Exclude, Options};
use super::request::{Request, Service};
use super::{Refusal, matching, nearest, route, table};
use crate::travel::Map;
use osm_data::graph::SegmentId;
use osm_data::guidance::{Guide, drives_on_the_left};
use osm_data::network::RoadNetwork;
use osm_data::profile::{RoadClass, TravelCondition, TravelMode};
use osm_data::snap::{Grid, Locator};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// An answer in OSRM's form.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether it is one to the question: status 200 then, 400 otherwise.
    pub ok: bool,
    /// The body, with `code` and mostly `message` when it is not.
    pub body: Value,
}

/// Answers questions in OSRM's form about one map.
#[derive(Debug)]
pub struct Osrm {
    map: Arc<Map>,
    on_the_left: bool,
    /// Whether places are joined to roads where nobody stops, or gets away from or to again, too.
    with_stubs: bool,
    /// What was made of the roads of each mode of travel so far, in the order of the map.
    modes: Vec<Made>,
}

/// What questions made of the roads of one mode of travel.
#[derive(Debug, Default)]
struct Made {
    /// Every road but ferries, stubs and all; made when the first asks for it.
    stops: OnceLock<Grid>,
    /// Every road that is open, stop there who may; made when the first asks for it.
    everywhere: OnceLock<Grid>,
    /// The roads without those of some classes, for each set of classes asked for so far: eight at most.
    without: Mutex<Vec<(Exclude, Arc<RoadNetwork>)>>,
}

/// The roads that a question is about.
pub(super) struct Roads<'o> {
    /// Those of the mode of travel.
    map: &'o Map,
    made: &'o Made,
    with_stubs: bool,
    without: Option<Arc<RoadNetwork>>,
    pub(super) on_the_left: bool,
}

impl Osrm {
    /// For a map.
    pub fn new(map: Arc<Map>) -> Self {
        // Roundabouts tell, and they bind vehicles.
        let roads = map.of_mode(TravelMode::Car.name()).unwrap_or(&map);
        let on_the_left = drives_on_the_left(&roads.network);
        let modes = map.modes().map(|_| Made::default()).collect();
        Self { map, on_the_left, with_stubs: false, modes }
    }

    /// The same with places joined to any road but a ferry, as OSRM does in a map that has little else: to motorways,
    /// one-way stubs and other fragments of the network. Its behaviour tests need it.
    #[must_use]
    pub fn with_stubs(self) -> Self {
        Self { with_stubs: true, ..self }
    }

    /// Answers a request by its path and the text after the question mark, both as they came.
    pub fn answer(&self, path: &str, query: Option<&str>) -> Answer {
        match self.try_answer(&plain(path), query.map(plain).as_deref()) {
            Ok(body) => Answer { ok: true, body },
            Err(refusal) => Answer { ok: false, body: refusal.body() },
        }
    }

    fn try_answer(&self, path: &str, query: Option<&str>) -> Result<Value, Refusal> {
        let request = Request::read(path)?;
        let options = Options::read(&request, query)?;
        // The chief mode answers for a profile of another name, and for a mode that the map has not.
        let mode = self.map.modes().position(|roads| Some(roads.network.mode) == request.mode).unwrap_or(0);
        let map = self.map.modes().nth(mode).unwrap_or(&self.map);
        let made = &self.modes[mode];
        let exclude = options.exclude.filter(|asked| *asked != Exclude::default());
        let roads = Roads {
            map,
            made,
            with_stubs: self.with_stubs,
            without: exclude.map(|asked| made.without(&map.network, asked)),
            on_the_left: self.on_the_left,
        };
        match request.service {
            Service::Route => route::answer(&roads, &request, &options),
            Service::Match => matching::answer(&roads, &request, &options),
            Service::Table => table::answer(&roads, &request, &options),
            Service::Nearest | Service::Other => nearest::answer(&roads, &request, &options),
        }
    }
}

impl Made {
    fn without(&self, whole: &RoadNetwork, exclude: Exclude) -> Arc<RoadNetwork> {
        let mut known = self.without.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, network)) = known.iter().find(|(asked, _)| *asked == exclude) {
            return Arc::clone(network);
        }
        let is_motorway = |id: &SegmentId| whole.graph.segment(*id).kind.class() == RoadClass::Motorway;
        let all = (0..whole.graph.segments() as u32).map(SegmentId);
        let closed: Vec<SegmentId> = all.filter(|id| exclude.motorway && is_motorway(id)).collect();
        let condition =
            TravelCondition { ferries: !exclude.ferry, tolls: !exclude.toll, ..TravelCondition::default() };
        let network = Arc::new(whole.under(&condition, &closed));
        known.push((exclude, Arc::clone(&network)));
        network
    }
}

impl Roads<'_> {
    pub(super) fn network(&self) -> &RoadNetwork {
        self.without.as_deref().unwrap_or(&self.map.network)
    }

    pub(super) fn guide(&self) -> Guide<'_> {
        Guide::new(self.network(), self.map.arms())
    }

    /// Finds places on roads: on those where one may stop, or on any.
    pub(super) fn locator(&self, on_any: bool) -> Locator<'_> {
        let graph = &self.network().graph;
        let grid = if on_any {
            self.made.everywhere.get_or_init(|| Grid::build_where(graph, |_, _| true))
        } else if self.with_stubs {
            self.made.stops.get_or_init(|| {
                Grid::build_where(graph, |_, segment| segment.kind.class() != RoadClass::Ferry)
            })
        } else {
            &self.network().grid
        };
        Locator::new(graph, grid)
    }
}

/// A text with percent signs resolved; what they make that is not UTF-8 becomes a mark that nothing accepts.
fn plain(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}
