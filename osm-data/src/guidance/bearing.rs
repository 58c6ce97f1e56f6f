//! Directions on the map in whole degrees, clockwise from north.

use crate::lonlat::LonLat;

/// How far along a road its direction is taken, in metres: nearer, the rounding of a kerb deceives.
const LOOK_AHEAD: f64 = 12.0;

/// The direction from one place to another, 0 to 359; `None` when they are one.
pub fn bearing_between(from: LonLat, to: LonLat) -> Option<u16> {
    let east = (to.lon - from.lon + 540.0).rem_euclid(360.0) - 180.0;
    let east = east * from.lat.to_radians().cos();
    let north = to.lat - from.lat;
    let degrees = east.atan2(north).to_degrees().round();
    (east != 0.0 || north != 0.0).then(|| degrees.rem_euclid(360.0) as u16 % 360)
}

/// The direction in which a line leaves its first point, taken to the point a few metres along it; `None` for a line
/// of one place.
pub fn bearing_along(line: impl IntoIterator<Item = LonLat>) -> Option<u16> {
    let mut line = line.into_iter();
    let begin = line.next()?;
    let (mut before, mut passed, mut found) = (begin, 0.0, None);
    for place in line {
        passed += before.metres_to(place);
        before = place;
        found = bearing_between(begin, place).or(found);
        if passed >= LOOK_AHEAD {
            break;
        }
    }
    found
}

/// The turn from one direction into another: 0 straight on, positive to the right, −180 to 179.
pub(super) fn turn_between(before: u16, after: u16) -> i16 {
    (after as i16 - before as i16 + 540).rem_euclid(360) - 180
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_those_of_a_compass() {
        let origin = LonLat { lon: 0.0, lat: 0.0 };
        for (lon, lat, expected) in [(0.0, 1.0, 0), (1.0, 0.0, 90), (0.0, -1.0, 180), (-1.0, 0.0, 270)] {
            assert_eq!(bearing_between(origin, LonLat { lon, lat }), Some(expected));
        }
        assert_eq!(bearing_between(origin, origin), None);
        let (west, east) = (LonLat { lon: 179.999, lat: 0.0 }, LonLat { lon: -179.999, lat: 0.0 });
        assert_eq!(bearing_between(west, east), Some(90));
        assert_eq!((turn_between(350, 80), turn_between(80, 350), turn_between(0, 180)), (90, -90, -180));
    }

    #[test]
    fn a_kerb_does_not_set_the_direction_of_a_road() {
        let place = |lon: f64, lat: f64| LonLat { lon: lon * 1e-5, lat: lat * 1e-5 };
        // About a metre to the north, then a hundred to the east.
        assert_eq!(bearing_along([place(0.0, 0.0), place(0.0, 1.0), place(100.0, 1.0)]), Some(89));
        assert_eq!(bearing_along([place(0.0, 0.0)]), None);
    }
}
