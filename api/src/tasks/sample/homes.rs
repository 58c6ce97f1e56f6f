//! Where people live and teams start: places along the roads of a map.

use crate::travel::Map;
use crate::wire::InlinePlace;
use engine::rng::Rng;
use osm_data::graph::{RoadGraph, SegmentId};
use osm_data::lonlat::LonLat;

/// Places are drawn by length of road in the largest part of the network, so that dense streets hold more homes.
pub(super) struct Homes<'m> {
    graph: &'m RoadGraph,
    segments: Vec<SegmentId>,
    /// Sum of lengths up to and with each segment, in decimetres.
    reach: Vec<u64>,
}

impl<'m> Homes<'m> {
    /// `None` when the map has no road where one can stop.
    pub(super) fn of(map: &'m Map) -> Option<Self> {
        let graph = &map.network.graph;
        let mut length: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
        let stops = || graph.all_segments().filter(|(_, s)| s.can_stop != 0);
        for (_, segment) in stops() {
            *length.entry(segment.component).or_default() += u64::from(segment.decimetres);
        }
        let (&largest, _) =
            length.iter().max_by_key(|&(component, length)| (length, std::cmp::Reverse(component)))?;
        let mut homes = Self { graph, segments: Vec::new(), reach: Vec::new() };
        let mut sum = 0;
        for (id, segment) in stops().filter(|(_, s)| s.component == largest) {
            // Beyond some hundred metres a road without a junction is country road, where homes are few.
            sum += u64::from(segment.decimetres.clamp(1, 4_000));
            homes.segments.push(id);
            homes.reach.push(sum);
        }
        (sum > 0).then_some(homes)
    }

    /// A place beside a road, up to some forty metres from it.
    pub(super) fn draw(&self, rng: &mut Rng) -> LonLat {
        let total = *self.reach.last().expect("a network with roads");
        let at = (rng.unit() * total as f64) as u64;
        let id = self.segments[self.reach.partition_point(|&r| r <= at).min(self.segments.len() - 1)];
        let shape: Vec<_> = self.graph.shape(id).collect();
        let piece = rng.below(shape.len() - 1);
        let (a, b) = (shape[piece].to_lonlat(), shape[piece + 1].to_lonlat());
        let share = rng.unit();
        let aside = 0.0004 * (rng.unit() - 0.5);
        let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
        let norm = dx.hypot(dy).max(1e-9);
        let lon = a.lon + share * dx - aside * dy / norm;
        let lat = a.lat + share * dy + aside * dx / norm;
        LonLat::new(round(lon), round(lat)).unwrap_or(a)
    }

    /// `count` places far from each other: each new one is, of many drawn, the one farthest from those before.
    pub(super) fn spread(&self, count: usize, rng: &mut Rng) -> Vec<LonLat> {
        let drawn: Vec<LonLat> = (0..60.max(4 * count)).map(|_| self.draw(rng)).collect();
        // The first base lies where people are: nearest to the middle of all.
        let n = drawn.len() as f64;
        let middle = LonLat {
            lon: drawn.iter().map(|p| p.lon).sum::<f64>() / n,
            lat: drawn.iter().map(|p| p.lat).sum::<f64>() / n,
        };
        let mut found: Vec<LonLat> = Vec::new();
        for _ in 0..count {
            let distance = |p: &LonLat| match found.is_empty() {
                true => -p.metres_to(middle),
                false => found.iter().map(|f| f.metres_to(*p)).fold(f64::INFINITY, f64::min),
            };
            let best =
                drawn.iter().max_by(|a, b| distance(a).total_cmp(&distance(b))).expect("some were drawn");
            let best = *best;
            found.push(best);
        }
        found
    }
}

/// To some ten centimetres, so that documents stay readable.
fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// The place as a document states it.
pub(super) fn inline(place: LonLat) -> InlinePlace {
    InlinePlace { lat: Some(place.lat), lon: Some(place.lon), ..InlinePlace::default() }
}
