//! Connected parts of the network: which are worth keeping, and which segments belong to them.
//!
//! A car park drawn without its entrance, or a one-way stub at the edge of an extract, would strand whoever is
//! joined to it. So every segment is told in which part one can drive *to* it and *away* again, and a place is
//! joined only to segments of a kept part. Islands with roads of their own are kept: who lives there is cut off,
//! and must be told so, not be moved to the mainland.
//!
//! A small part that comes close to a large one is hardly an island, but a slip of the map: a street whose junction was
//! not drawn, roads behind a gate said to be closed, a corner of the extract. There a place is joined to the large part,
//! and told how far from the road it lies.

use super::lanes::BaseGraph;
use super::road_graph::NO_COMPONENT;
use super::states::States;
use super::{NodeId, Point, SegmentId, Topology};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use rustc_hash::{FxHashMap, FxHashSet};

/// A part of the network with at least this length of road is kept.
pub const KEPT_METRES: u32 = 1_000;

/// So is one with at least this share of the length of the largest: it is no fragment in a small map.
pub const KEPT_SHARE_PERCENT: u64 = 10;

/// A part with at least this length of road is large: a place of its own, wherever it lies. So is one with
/// [`KEPT_SHARE_PERCENT`].
pub const LARGE_METRES: u32 = 10_000;

/// A part that is not large is dropped when it comes within this distance of a large one. Judged: as far as a link may
/// be that a mapper forgot; most straits are wider.
pub const BESIDE_METRES: u32 = 250;

/// Numbers the kept parts from the longest on and writes the number into each segment; how many are kept.
pub(super) fn assign(base: &mut BaseGraph, states: &States, part: &[u32]) -> usize {
    let serving = serving_parts(base, states, part);
    let parts = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut length = vec![0_u64; parts];
    for (segment, serving) in base.segments.iter().zip(&serving) {
        if let Some(part) = serving {
            length[*part as usize] += u64::from(segment.decimetres);
        }
    }
    let longest = length.iter().copied().max().unwrap_or(0);
    let reaches = |part: usize, metres: u32| {
        let len = length[part];
        len > 0 && (len >= u64::from(metres) * 10 || len * 100 >= longest * KEPT_SHARE_PERCENT)
    };
    let size: Vec<PartSize> = (0..parts)
        .map(|part| match part {
            _ if reaches(part, LARGE_METRES) => PartSize::Large,
            _ if reaches(part, KEPT_METRES) => PartSize::Small,
            _ => PartSize::Scrap,
        })
        .collect();
    let beside = beside(base, &serving, &size);
    let is_kept = |part: usize| match size[part] {
        PartSize::Large => true,
        PartSize::Small => !beside.contains(&(part as u32)),
        PartSize::Scrap => false,
    };
    let mut kept: Vec<usize> = (0..parts).filter(|&part| is_kept(part)).collect();
    kept.sort_by_key(|&part| (std::cmp::Reverse(length[part]), part));
    let mut number = vec![NO_COMPONENT; parts];
    for (n, &part) in kept.iter().enumerate() {
        number[part] = n as u32;
    }
    for (segment, serving) in base.segments.iter_mut().zip(&serving) {
        segment.component = serving.map_or(NO_COMPONENT, |part| number[part as usize]);
    }
    kept.len()
}

/// How much road a part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartSize {
    /// Kept wherever it lies.
    Large,
    /// Kept unless it lies beside a large one.
    Small,
    /// Dropped.
    Scrap,
}

/// The small parts that come within [`BESIDE_METRES`] of a large one.
fn beside(base: &BaseGraph, serving: &[Option<u32>], size: &[PartSize]) -> FxHashSet<u32> {
    let places = |wanted: PartSize| {
        let of_size = move |part: &u32| size[*part as usize] == wanted;
        serving.iter().enumerate().filter_map(move |(number, part)| {
            part.filter(of_size).map(|part| (part, SegmentId(number as u32)))
        })
    };
    let mut large: FxHashMap<(i32, i32), Vec<Point>> = FxHashMap::default();
    for (_, segment) in places(PartSize::Small) {
        for place in dotted(base.shape(segment)) {
            for cell in cells_around(place) {
                large.entry(cell).or_default();
            }
        }
    }
    if large.is_empty() {
        return FxHashSet::default();
    }
    for (_, segment) in places(PartSize::Large) {
        for place in dotted(base.shape(segment)) {
            if let Some(here) = large.get_mut(&cell(place)) {
                here.push(place);
            }
        }
    }
    let is_beside = |place: Point| {
        cells_around(place).any(|cell| {
            large[&cell]
                .iter()
                .any(|other| place.to_lonlat().metres_to(other.to_lonlat()) <= f64::from(BESIDE_METRES))
        })
    };
    places(PartSize::Small)
        .filter(|(_, segment)| dotted(base.shape(*segment)).into_iter().any(is_beside))
        .map(|(part, _)| part)
        .collect()
}

/// The points of a road and more between them, so that nowhere a stretch of half of [`BESIDE_METRES`] is without one.
fn dotted(shape: &[Point]) -> Vec<Point> {
    let mut dots = shape[..1].to_vec();
    for pair in shape.windows(2) {
        let steps = pair[0].to_lonlat().metres_to(pair[1].to_lonlat()) * 2.0 / f64::from(BESIDE_METRES);
        let steps = steps.ceil().max(1.0) as i64;
        let between =
            |a: i32, b: i32, step: i64| (i64::from(a) + (i64::from(b) - i64::from(a)) * step / steps) as i32;
        dots.extend((1..=steps).map(|step| Point {
            lon_e7: between(pair[0].lon_e7, pair[1].lon_e7, step),
            lat_e7: between(pair[0].lat_e7, pair[1].lat_e7, step),
        }));
    }
    dots
}

/// A cell is as high as [`BESIDE_METRES`], and up to 75° north at least as wide; farther north, and beside the 180°
/// meridian, a part beside a large one may be missed, and is kept.
fn cell(place: Point) -> (i32, i32) {
    // A degree of latitude has 111,195 m on the sphere that lengths are reckoned on.
    const HEIGHT: i32 = (BESIDE_METRES as i64 * 10_000_000 / 111_195) as i32 + 1;
    (place.lat_e7.div_euclid(HEIGHT), place.lon_e7.div_euclid(4 * HEIGHT))
}

fn cells_around(place: Point) -> impl Iterator<Item = (i32, i32)> {
    let (row, column) = cell(place);
    (-1..=1).flat_map(move |up| (-1..=1).map(move |east| (row + up, column + east)))
}

/// The strongly connected component of each node.
pub(super) fn strongly_connected(topology: &Topology) -> Vec<u32> {
    let mut graph = DiGraph::<(), (), u32>::with_capacity(topology.nodes(), topology.arcs());
    for _ in 0..topology.nodes() {
        graph.add_node(());
    }
    for node in 0..topology.nodes() as u32 {
        for (_, head, _) in topology.out(NodeId(node)) {
            graph.add_edge(node.into(), head.0.into(), ());
        }
    }
    // Kosaraju's algorithm in the library keeps its own stack; Tarjan's recurses, and a road can be long.
    let mut of_node = vec![0; topology.nodes()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in members {
            of_node[node.index()] = number as u32;
        }
    }
    of_node
}

/// For each segment the part from which one gets onto it, and into which one gets when leaving it: the lower number
/// if there are two.
///
/// A part must have a way round: a one-way stub is a part of its own, and nobody gets back there.
fn serving_parts(base: &BaseGraph, states: &States, part: &[u32]) -> Vec<Option<u32>> {
    let mut round = vec![false; part.iter().max().map_or(0, |&m| m as usize + 1)];
    for (state, turns) in states.turns.iter().enumerate() {
        for turn in turns {
            round[part[state] as usize] |= part[state] == part[turn.to as usize];
        }
    }
    // Who arrives may have a past; who leaves has none.
    let mut reached: FxHashSet<(SegmentId, bool, u32)> = FxHashSet::default();
    for (state, lane) in states.lane.iter().enumerate() {
        if base.is_open(*lane) && round[part[state] as usize] {
            reached.insert((lane.segment(), lane.is_backward(), part[state]));
        }
    }
    (0..base.segments.len() as u32)
        .map(|number| {
            let lanes = SegmentId(number).lanes().into_iter().filter(|lane| base.is_open(*lane));
            let departures = lanes.flat_map(|lane| {
                let own = part[lane.index()];
                let next = states.turns[lane.index()].iter().map(|turn| part[turn.to as usize]);
                std::iter::once(own).chain(next)
            });
            // Reached on either side of the road: who lives there gets home and away again.
            departures
                .filter(|&p| [false, true].iter().any(|&b| reached.contains(&(SegmentId(number), b, p))))
                .min()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::RoadCost;

    #[test]
    fn nodes_on_a_circle_are_one_part_and_a_stub_is_another() {
        let cost = RoadCost(1);
        let arcs = [(0, 1), (1, 2), (2, 0), (2, 3)].map(|(a, b)| (NodeId(a), NodeId(b), cost));
        let of_node = strongly_connected(&Topology::from_arcs(4, &arcs).0);
        assert!(of_node[0] == of_node[1] && of_node[1] == of_node[2] && of_node[3] != of_node[0]);
    }
}
