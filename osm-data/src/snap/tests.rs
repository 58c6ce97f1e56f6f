//! The grid finds what looking at every segment finds.

use super::locator::Plane;
use super::*;
use crate::graph::{NO_COMPONENT, Point, RoadGraph, TurnCosts, import};
use crate::lonlat::LonLat;
use crate::pbf::{OsmNode, OsmNodeId, OsmWay, OsmWayId, PbfReader, PbfWriter, Tags};
use crate::profile::TravelMode;
use crate::units::Metres;
use proptest::prelude::*;
use std::io::Cursor;

/// The nearest road by looking at all of them.
fn slow_nearest(locator: &Locator<'_>, place: LonLat, limit: Metres) -> Option<Snap> {
    let plane = Plane::at(Point::from_lonlat(place));
    let graph = locator.graph();
    let nearest = graph
        .all_segments()
        .filter(|(_, s)| s.component != NO_COMPONENT && s.can_stop == 1)
        .map(|(id, _)| locator.foot(&plane, id))
        .reduce(|a, b| locator.nearer(a, b))?;
    let snap = locator.snap(place, nearest);
    (snap.off_road <= limit).then_some(snap)
}

/// The nearest roads of even number by looking at all of them, nearest first.
fn slow_several(locator: &Locator<'_>, place: LonLat, most: usize, limit: f64) -> Vec<Snap> {
    let plane = Plane::at(Point::from_lonlat(place));
    let roads = locator.graph().all_segments();
    let kept = roads.filter(|(id, s)| s.component != NO_COMPONENT && s.can_stop == 1 && id.0 % 2 == 0);
    let mut feet: Vec<_> = kept.map(|(id, _)| locator.foot(&plane, id)).collect();
    feet.retain(|foot| foot.square() <= limit * limit);
    feet.sort_by(|a, b| locator.order(a, b));
    feet.truncate(most);
    feet.into_iter().map(|foot| locator.snap(place, foot)).collect()
}

/// Roads through points around `centre`, one way per list.
fn roads(centre: LonLat, lines: &[Vec<(i32, i32)>]) -> RoadGraph {
    let mut w = PbfWriter::new("roads", Vec::new()).unwrap();
    let mut id = 0;
    let mut ways = Vec::new();
    for line in lines {
        let mut nodes = Vec::new();
        for &(x, y) in line {
            id += 1;
            let lon = centre.lon + f64::from(x) * 1e-6;
            let lon = if lon > 180.0 { lon - 360.0 } else { lon };
            let place = LonLat { lon, lat: centre.lat + f64::from(y) * 1e-6 };
            w.node(OsmNode { id: OsmNodeId(id), place, tags: Tags(&[]) }).unwrap();
            nodes.push(OsmNodeId(id));
        }
        ways.push(nodes);
    }
    for (i, nodes) in ways.iter().enumerate() {
        let way = OsmWay { id: OsmWayId(i as i64), nodes, tags: Tags(&[("highway", "residential")]) };
        w.way(way).unwrap();
    }
    let bytes = w.finish().unwrap();
    let mut reader = PbfReader::new("roads", Cursor::new(bytes)).unwrap();
    import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {}).unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn the_grid_finds_what_looking_at_every_segment_finds(
        lines in prop::collection::vec(prop::collection::vec((-40_000..40_000_i32, -30_000..30_000_i32), 2..6), 1..12),
        asked in prop::collection::vec((-60_000..60_000_i32, -50_000..50_000_i32), 1..20),
        centre in prop::sample::select(vec![(12.0, 57.7), (179.99, -17.0), (-0.01, 0.0), (25.0, 70.9)]),
        limit in prop::sample::select(vec![50_u32, 300, 2_000]),
    ) {
        let centre = LonLat { lon: centre.0, lat: centre.1 };
        let graph = roads(centre, &lines);
        let grid = Grid::build(&graph);
        let locator = Locator::new(&graph, &grid);
        for (x, y) in asked {
            let lon = centre.lon + f64::from(x) * 1e-6;
            let lon = if lon > 180.0 { lon - 360.0 } else { lon };
            let place = LonLat { lon, lat: centre.lat + f64::from(y) * 1e-6 };
            let fast = locator.nearest_within(place, Metres(limit));
            let slow = slow_nearest(&locator, place, Metres(limit));
            // A road within half a metre of the limit may be in for one and out for the other.
            let edge = |s: &Option<Snap>| s.is_some_and(|s| s.off_road.0.abs_diff(limit) <= 2);
            prop_assert!(fast == slow || edge(&fast) || edge(&slow), "{fast:?} {slow:?}");
            let several = locator.nearest_several(place, 3, f64::from(limit), |snap| snap.segment.0 % 2 == 0);
            prop_assert_eq!(several, slow_several(&locator, place, 3, f64::from(limit)));
        }
    }
}
