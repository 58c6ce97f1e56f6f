//! Which segments a closure means: a road by its number in the map, or whatever a drawn line crosses.

use super::RoadNetwork;
use crate::cells::turn;
use crate::graph::{Point, SegmentId};
use crate::lonlat::LonLat;
use rustc_hash::FxHashSet;

impl RoadNetwork {
    /// Every segment of these ways, by their numbers in OpenStreetMap, and the numbers that no road of the map has.
    pub fn segments_of_ways(&self, ways: &[i64]) -> (Vec<SegmentId>, Vec<i64>) {
        let asked: FxHashSet<i64> = ways.iter().copied().collect();
        let mut met: FxHashSet<i64> = FxHashSet::default();
        let mut found = Vec::new();
        for (id, segment) in self.graph.all_segments() {
            if asked.contains(&segment.way) {
                met.insert(segment.way);
                found.push(id);
            }
        }
        let mut missing: Vec<i64> = ways.iter().copied().filter(|way| !met.contains(way)).collect();
        missing.dedup();
        (found, missing)
    }

    /// Every segment that a line through `points` touches, bridges and tunnels over and under it too.
    pub fn segments_crossing(&self, points: &[LonLat]) -> Vec<SegmentId> {
        let Some(first) = points.first() else { return Vec::new() };
        let origin = Point::from_lonlat(*first);
        let line: Vec<[i64; 2]> = points.iter().map(|p| beside(origin, Point::from_lonlat(*p))).collect();
        let touches = |id: SegmentId| {
            let shape: Vec<[i64; 2]> = self.graph.shape(id).map(|p| beside(origin, p)).collect();
            line.windows(2).any(|cut| shape.windows(2).any(|road| meet(cut, road)))
        };
        self.graph.all_segments().map(|(id, _)| id).filter(|id| touches(*id)).collect()
    }
}

/// A place counted from another, the shorter way round the earth.
fn beside(origin: Point, place: Point) -> [i64; 2] {
    let east = turn(origin.lon_e7.into(), place.lon_e7.into());
    [east, i64::from(place.lat_e7) - i64::from(origin.lat_e7)]
}

/// Whether two straight stretches have a point in common.
fn meet(a: &[[i64; 2]], b: &[[i64; 2]]) -> bool {
    let boxes = |axis: usize| {
        let (a, b) = ([a[0][axis], a[1][axis]], [b[0][axis], b[1][axis]]);
        a[0].min(a[1]) <= b[0].max(b[1]) && b[0].min(b[1]) <= a[0].max(a[1])
    };
    boxes(0) && boxes(1) && apart(a, b) && apart(b, a)
}

/// Whether the ends of `b` do not lie both on one side of the line through `a`.
fn apart(a: &[[i64; 2]], b: &[[i64; 2]]) -> bool {
    let side = |p: [i64; 2]| {
        let (dx, dy) = (i128::from(a[1][0] - a[0][0]), i128::from(a[1][1] - a[0][1]));
        (dx * i128::from(p[1] - a[0][1]) - dy * i128::from(p[0] - a[0][0])).signum()
    };
    side(b[0]) * side(b[1]) <= 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::TravelCondition;
    use crate::samples::road_map;

    #[test]
    fn a_closed_road_makes_a_detour_and_a_line_closes_what_it_crosses() {
        let roads = road_map(
            "
            A---B---C
            |   |   |
            D---E---F
            ",
        );
        let network = &roads.network;
        let (a, c) = (roads.place('A'), roads.place('C'));
        let seconds = |network: &RoadNetwork| {
            let cost = network.cost_table(&[a], &[c]).unwrap().costs[0];
            cost.millis().round_to_seconds().0
        };
        assert_eq!(seconds(network), 80);
        let way = network.graph.all_segments().find(|(_, s)| s.component == 0).map(|(_, s)| s.way).unwrap();
        let (segments, missing) = network.segments_of_ways(&[way, 4711]);
        assert_eq!((segments.len(), missing), (1, vec![4711]));
        // From the middle of B–C a little north to a little south: that road alone.
        let middle = roads.place_between('B', 'C', 0.5);
        let line =
            [LonLat { lat: middle.lat + 0.0001, ..middle }, LonLat { lat: middle.lat - 0.0001, ..middle }];
        let crossed = network.segments_crossing(&line);
        assert_eq!(crossed.len(), 1);
        // C itself is joined to the road that is still open.
        assert_eq!(seconds(&network.under(&TravelCondition::default(), &crossed)), 120);
        assert_eq!(seconds(&network.under(&TravelCondition::default(), &[])), 80);
        assert!(network.segments_crossing(&[]).is_empty());
    }

    #[test]
    fn stretches_that_touch_or_cross_meet() {
        let cross = |a: [[i64; 2]; 2], b: [[i64; 2]; 2]| meet(&a, &b);
        assert!(cross([[0, 0], [4, 4]], [[0, 4], [4, 0]]));
        assert!(cross([[0, 0], [4, 0]], [[2, 0], [2, 3]]));
        assert!(cross([[0, 0], [4, 0]], [[3, 0], [9, 0]]));
        assert!(!cross([[0, 0], [4, 0]], [[5, 0], [9, 0]]));
        assert!(!cross([[0, 0], [4, 4]], [[3, 0], [4, 1]]));
    }
}
