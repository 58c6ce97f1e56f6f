//! The line of a route as a picture of it needs it.

use crate::lonlat::{BoundingBox, LonLat};
use geo::{LineString, Simplify};

/// A picture of a route is no finer than so many points across.
const ACROSS: f64 = 1_000.0;

/// The line with no more bends than a picture of the whole of it shows: what is left out lies within a thousandth of
/// its extent.
///
/// # References
/// Ramer (1972) and Douglas & Peucker (1973), as the library has it (`geo::Simplify`).
pub fn simplified(line: &[LonLat]) -> Vec<LonLat> {
    let Some(extent) = BoundingBox::of(line.iter().copied()) else { return Vec::new() };
    let span = (extent.max.lon - extent.min.lon).max(extent.max.lat - extent.min.lat);
    let drawn = LineString::from(line.iter().map(|p| (p.lon, p.lat)).collect::<Vec<_>>());
    let kept = drawn.simplify(span / ACROSS);
    kept.coords().map(|c| LonLat { lon: c.x, lat: c.y }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_its_two_ends_and_a_corner_stays() {
        let place = |lon: f64, lat: f64| LonLat { lon, lat };
        let line = [place(0.0, 0.0), place(0.1, 0.00001), place(0.2, 0.0), place(0.2, 0.2)];
        assert_eq!(simplified(&line), [line[0], line[2], line[3]]);
        assert_eq!(simplified(&line[..1]), line[..1]);
        assert_eq!(simplified(&[]), []);
    }
}
