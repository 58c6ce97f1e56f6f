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
        let network = archive::open(Path::new(map))?;
        // A table is refused when one place has no road; which were left out is for the caller to tell.
        let locator = network.locator();
        let off_road: Vec<Option<u32>> =
            given.iter().map(|&point| locator.nearest(point).map(|snap| snap.off_road.0)).collect();
        let points =
            given.iter().zip(&off_road).filter(|(_, near)| near.is_some()).map(|(&p, _)| p).collect();
        Ok(Self { map: map.into(), network, points, off_road })
    }

    /// Every arc of the road graph, turn restrictions realised by node copies.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> + '_ {
        let topology = self.network.graph.topology();
        (0..topology.nodes() as u32).flat_map(move |tail| {
            topology.out(osm_data::graph::NodeId(tail)).map(move |(_, head, cost)| (tail, head.0, cost))
        })
    }

    /// Nodes, copies included.
    pub fn nodes(&self) -> usize {
        self.network.graph.topology().nodes()
    }

    /// The points from `first` on, `count` of them, on the roads.
    pub fn joined(&self, first: usize, count: usize) -> Result<Vec<(Snap, Endpoints)>, Box<dyn Error>> {
        let asked =
            self.points.get(first..first + count).ok_or("fewer points were given than are asked for")?;
        let snaps = self.network.snap_all(asked)?;
        let locator = self.network.locator();
        Ok(snaps.into_iter().map(|snap| (snap, locator.endpoints(&snap))).collect())
    }

    /// What it costs to stay on a segment that both places share.
    pub fn direct(&self, from: &Snap, to: &Snap) -> Option<RoadCost> {
        self.network.locator().direct(from, to)
    }
}
