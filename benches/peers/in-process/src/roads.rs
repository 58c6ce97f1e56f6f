//! Map file and points in; the road graph as plain arcs, and points joined to it, out.

use osm_data::archive;
use osm_data::lonlat::LonLat;
use osm_data::network::RoadNetwork;
use osm_data::snap::{Endpoints, Snap};
use osm_data::units::RoadCost;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The roads of one map file, and the points asked for.
pub struct Roads {
    /// Where the map file lies.
    pub map: PathBuf,
    /// The network of the map file.
    pub network: RoadNetwork,
    /// The points near a road, in the order given.
    pub points: Vec<LonLat>,
    /// How far each of the points given lies from the nearest road, in metres; none where there is no road near.
    pub off_road: Vec<Option<u32>>,
}

/// One arc: from, to, and what it costs.
pub type Arc = (u32, u32, RoadCost);

impl Roads {
    /// Opens the map file and reads the points, CSV with the header `lat,lon`; those far from any road are left out.
    pub fn open(map: &str, points: &str) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(points)?;
        let mut lines = text.lines();
        if lines.next() != Some("lat,lon") {
            return Err(format!("{points}: the first line must be `lat,lon`").into());
        }
        let read = |line: &str| -> Option<LonLat> {
            let (lat, lon) = line.split_once(',')?;
            Some(LonLat { lat: lat.parse().ok()?, lon: lon.parse().ok()? })
        };
        let given: Vec<LonLat> = lines
            .map(|line| read(line).ok_or_else(|| format!("`{line}` is not a point")))
            .collect::<Result<_, _>>()?;
        let network = archive::open(Path::new(map))?.into_first();
        // A table is refused when one place has no road; which were left out is for the caller to tell.
        let locator = network.locator();
        let off_road: Vec<Option<u32>> =
            given.iter().map(|&point| locator.nearest(point).map(|snap| snap.off_road.0)).collect();
        let points =
            given.iter().zip(&off_road).filter(|(_, near)| near.is_some()).map(|(&p, _)| p).collect();
        Ok(Self { map: map.into(), network, points, off_road })
    }

    /// Every arc of the road graph: a turn from lane to lane.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> + '_ {
        let topology = self.network.weights.topology(&self.network.graph);
        let nodes = 0..topology.nodes() as u32;
        let arcs: Vec<Arc> = nodes
            .flat_map(|tail| {
                let out = topology.out(osm_data::graph::NodeId(tail));
                out.map(|(_, head, cost)| (tail, head.0, cost)).collect::<Vec<_>>()
            })
            .collect();
        arcs.into_iter()
    }

    /// Nodes: lanes, some more than once.
    pub fn nodes(&self) -> usize {
        self.network.graph.nodes()
    }

    /// Where the lane of a node begins.
    pub fn place(&self, node: usize) -> LonLat {
        let graph = &self.network.graph;
        graph.place(graph.lane_tail(graph.lane(osm_data::graph::NodeId(node as u32))))
    }

    /// The points from `first` on, `count` of them, on the roads.
    pub fn joined(&self, first: usize, count: usize) -> Result<Vec<(Snap, Endpoints)>, Box<dyn Error>> {
        let asked =
            self.points.get(first..first + count).ok_or("fewer points were given than are asked for")?;
        let snaps = self.network.snap_all(asked)?;
        let locator = self.network.locator();
        Ok(snaps.into_iter().map(|snap| (snap, locator.endpoints(&self.network.weights, &snap))).collect())
    }

    /// Where a journey to a certain goal begins: for two places on one segment not simply at the ends of its lanes.
    pub fn departures(&self, from: &Snap, to: &Snap) -> Vec<(osm_data::graph::NodeId, RoadCost)> {
        self.network.locator().departures_for(&self.network.weights, from, to)
    }
}
