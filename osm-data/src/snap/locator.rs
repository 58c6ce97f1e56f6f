//! The nearest point of the nearest road.

use super::Grid;
use crate::cells::{METRES_PER_UNIT, turn};
use crate::graph::{Point, RoadGraph, SegmentId};
use crate::lonlat::LonLat;
use crate::units::Metres;
use std::cmp::Ordering;

/// A place farther than this from any road is not on the map.
pub const OFF_ROAD_LIMIT: Metres = Metres(2_000);

/// A place on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// On which segment.
    pub segment: SegmentId,
    /// How far along its drawing, in decimetres.
    pub along: u32,
    /// Where that is.
    pub place: LonLat,
    /// How far the place asked for lies from the road.
    pub off_road: Metres,
    /// The part of the network; two places of different parts may have no road between them.
    pub component: u32,
}

/// Finds places on the roads of a graph.
#[derive(Clone, Copy, Debug)]
pub struct Locator<'g> {
    graph: &'g RoadGraph,
    grid: &'g Grid,
}

/// The foot of a perpendicular on a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    /// Square of the distance in metres, in the plane that touches the earth at the place.
    square: f64,
    segment: SegmentId,
    /// On which piece of its drawing, and how far along it, 0 to 1.
    piece: usize,
    share: f64,
}

impl Foot {
    pub(super) fn square(&self) -> f64 {
        self.square
    }

    pub(super) fn segment(&self) -> SegmentId {
        self.segment
    }
}

impl<'g> Locator<'g> {
    /// For a graph and the grid that was built from it.
    pub fn new(graph: &'g RoadGraph, grid: &'g Grid) -> Self {
        Self { graph, grid }
    }

    /// The graph.
    pub fn graph(&self) -> &'g RoadGraph {
        self.graph
    }

    /// The nearest place on a road, `None` when there is none within [`OFF_ROAD_LIMIT`].
    pub fn nearest(&self, place: LonLat) -> Option<Snap> {
        self.nearest_within(place, OFF_ROAD_LIMIT)
    }

    /// The nearest place on a road within `limit`.
    ///
    /// Only roads where one can stop, and get to and away from again, are looked at.
    pub fn nearest_within(&self, place: LonLat, limit: Metres) -> Option<Snap> {
        let plane = Plane::at(Point::from_lonlat(place));
        let limit = f64::from(limit.0);
        // What lies in the cell of the place itself mostly tells how far around one must look.
        let (mut radius, mut best) = (0.0_f64, None::<Foot>);
        loop {
            self.visit_within(&plane, radius, |segment| {
                // A segment in several cells is asked once mostly: its cells follow each other in few rows.
                if best.is_none_or(|b| b.segment != segment && self.may_be_nearer(&plane, segment, b.square))
                {
                    let foot = self.foot_within(&plane, segment, best.map_or(f64::INFINITY, |b| b.square));
                    best = match (best, foot) {
                        (Some(best), Some(foot)) => Some(self.nearer(best, foot)),
                        (best, foot) => best.or(foot),
                    };
                }
            });
            // Whatever lies within the radius lies in the box; beyond it something nearer may lie outside.
            match best {
                Some(best) if best.square <= radius * radius => return Some(self.snap(place, best)),
                _ if radius >= limit => return None,
                Some(best) => radius = best.square.sqrt().next_up().min(limit),
                None => radius = (radius * 2.0).max(100.0).min(limit),
            }
        }
    }

    /// Calls `visit` with every segment that may come within so many metres of the centre of a plane, some of them more than
    /// once.
    pub(super) fn visit_within(&self, plane: &Plane, metres: f64, visit: impl FnMut(SegmentId)) {
        let half_lat = (metres / METRES_PER_UNIT).ceil() as i64 + 1;
        let half_lon = (metres / (METRES_PER_UNIT * plane.shrink)).ceil().min(4e9) as i64 + 1;
        self.grid.visit_box(plane.centre, half_lat, half_lon, visit);
    }

    /// Whether a segment can come within a distance (its square is told): not when its beginning is farther away
    /// than that and its own length.
    fn may_be_nearer(&self, plane: &Plane, segment: SegmentId, square: f64) -> bool {
        let segment = self.graph.segment(segment);
        let (x, y) = plane.flat(self.graph.parts().vertices[segment.tail.index()]);
        // A plane stretches lengths a little, more so towards the poles.
        let reach = f64::from(segment.decimetres) / 10.0 * 1.05 + 1.0 + square.sqrt();
        x * x + y * y <= reach * reach
    }

    /// The nearest point of one segment.
    pub(super) fn foot(&self, plane: &Plane, segment: SegmentId) -> Foot {
        self.foot_within(plane, segment, f64::INFINITY).expect("every place is nearer than that")
    }

    /// The nearest point of one segment, unless the square of its distance is more than `most`.
    fn foot_within(&self, plane: &Plane, segment: SegmentId, most: f64) -> Option<Foot> {
        let mut shape = self.graph.shape(segment).map(|p| plane.flat(p));
        let (mut nearest, mut at) = (most, None);
        let mut a = shape.next().expect("a segment has two ends");
        for (piece, b) in shape.enumerate() {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = dx * dx + dy * dy;
            let share = if length > 0.0 { (-(a.0 * dx + a.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            // The end itself, so that roads that meet there are exactly as near as each other.
            let (x, y) = if share < 1.0 { (a.0 + share * dx, a.1 + share * dy) } else { b };
            let square = x * x + y * y;
            if square < nearest || (square == nearest && at.is_none()) {
                (nearest, at) = (square, Some((piece, share)));
            }
            a = b;
        }
        let (piece, share) = at?;
        Some(Foot { square: nearest, segment, piece, share })
    }

    /// The nearer one; of two equally near ones, as at a junction, one on a road that can be left and reached both
    /// ways, and of those the one on the segment of lower number.
    pub(super) fn nearer(&self, a: Foot, b: Foot) -> Foot {
        if self.order(&a, &b).is_le() { a } else { b }
    }

    /// The order of distance, then of being two-way, then of number.
    pub(super) fn order(&self, a: &Foot, b: &Foot) -> Ordering {
        let equal = || (self.is_one_way(a.segment), a.segment).cmp(&(self.is_one_way(b.segment), b.segment));
        a.square.total_cmp(&b.square).then_with(equal)
    }

    fn is_one_way(&self, segment: SegmentId) -> bool {
        let times = &self.graph.parts().times[segment.forward().index()..][..2];
        !times.iter().all(|time| time.is_open())
    }

    pub(super) fn snap(&self, place: LonLat, foot: Foot) -> Snap {
        let segment = self.graph.segment(foot.segment);
        let shape: Vec<Point> = self.graph.shape(foot.segment).collect();
        let metres = |i: usize| shape[i].to_lonlat().metres_to(shape[i + 1].to_lonlat());
        let before: f64 = (0..foot.piece).map(metres).sum();
        let all: f64 = (0..shape.len() - 1).map(metres).sum();
        let passed = before + foot.share * metres(foot.piece);
        let share = if all > 0.0 { passed / all } else { 0.0 };
        let (a, b) = (shape[foot.piece], shape[foot.piece + 1]);
        let lon =
            i64::from(a.lon_e7) as f64 + foot.share * turn(i64::from(a.lon_e7), i64::from(b.lon_e7)) as f64;
        let lat = f64::from(a.lat_e7) + foot.share * (f64::from(b.lat_e7) - f64::from(a.lat_e7));
        let on_road = LonLat { lon: wrapped(lon / 1e7), lat: lat / 1e7 };
        Snap {
            segment: foot.segment,
            along: ((share * f64::from(segment.decimetres)).round() as u32).min(segment.decimetres),
            place: on_road,
            off_road: place.distance(on_road),
            component: segment.component,
        }
    }

    /// The place on a segment at a distance along its drawing, in decimetres.
    pub fn place_on(&self, segment: SegmentId, along: u32) -> LonLat {
        let shape: Vec<Point> = self.graph.shape(segment).collect();
        let metres = |i: usize| shape[i].to_lonlat().metres_to(shape[i + 1].to_lonlat());
        let mut left = f64::from(along) / 10.0;
        for i in 0..shape.len() - 1 {
            let length = metres(i);
            if left <= length && length > 0.0 {
                let (a, b) = (shape[i], shape[i + 1]);
                let share = left / length;
                let lon = f64::from(a.lon_e7) + share * turn(i64::from(a.lon_e7), i64::from(b.lon_e7)) as f64;
                let lat = f64::from(a.lat_e7) + share * (f64::from(b.lat_e7) - f64::from(a.lat_e7));
                return LonLat { lon: wrapped(lon / 1e7), lat: lat / 1e7 };
            }
            left -= length;
        }
        shape[shape.len() - 1].to_lonlat()
    }
}

fn wrapped(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

/// The plane that touches the earth at a place; metres east and north of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    centre: Point,
    /// How much narrower a degree of longitude is there than one of latitude.
    shrink: f64,
}

impl Plane {
    pub(super) fn at(centre: Point) -> Self {
        Self { centre, shrink: shrink(centre) }
    }

    fn flat(&self, p: Point) -> (f64, f64) {
        let east = turn(i64::from(self.centre.lon_e7), i64::from(p.lon_e7)) as f64;
        let north = (i64::from(p.lat_e7) - i64::from(self.centre.lat_e7)) as f64;
        (east * self.shrink * METRES_PER_UNIT, north * METRES_PER_UNIT)
    }
}

/// How much narrower a degree of longitude is than one of latitude; never nought, not even at the poles.
fn shrink(centre: Point) -> f64 {
    (f64::from(centre.lat_e7) / 1e7).to_radians().cos().max(1e-6)
}
