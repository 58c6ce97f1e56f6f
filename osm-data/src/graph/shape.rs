//! The bends of a segment: points in the fixed precision of the map, and lengths along them.

use crate::lonlat::LonLat;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A place in ten-millionths of a degree, the precision of OpenStreetMap: about a centimetre.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(C)]
pub struct Point {
    /// Longitude.
    pub lon_e7: i32,
    /// Latitude.
    pub lat_e7: i32,
}

impl Point {
    /// The nearest point of the grid. `place` must lie on the earth, as [`LonLat::new`] sees to.
    pub fn from_lonlat(place: LonLat) -> Self {
        Self { lon_e7: (place.lon * 1e7).round() as i32, lat_e7: (place.lat * 1e7).round() as i32 }
    }

    /// In degrees.
    pub fn to_lonlat(self) -> LonLat {
        LonLat { lon: f64::from(self.lon_e7) / 1e7, lat: f64::from(self.lat_e7) / 1e7 }
    }

    /// Whether it lies on the earth: data from a file may not.
    pub fn is_on_earth(self) -> bool {
        self.lon_e7.unsigned_abs() <= 1_800_000_000 && self.lat_e7.unsigned_abs() <= 900_000_000
    }
}

/// A step from one bend of a segment to the next, in the same unit: east and north. Half the room of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Bend {
    /// Longitude.
    pub east: i16,
    /// Latitude.
    pub north: i16,
}

const HALF_TURN: i64 = 1_800_000_000;

impl Bend {
    /// Adds the steps from a place to the next bend to `into`: one, or for a place too far off, several in a
    /// straight line.
    pub(crate) fn steps(from: Point, to: Point, into: &mut Vec<Self>) {
        let east =
            (i64::from(to.lon_e7) - i64::from(from.lon_e7) + HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN;
        let north = i64::from(to.lat_e7) - i64::from(from.lat_e7);
        let most = i64::from(i16::MAX);
        let pieces = (east.abs().max(north.abs()) + most - 1) / most;
        let part = |whole: i64, piece: i64| (whole * (piece + 1) / pieces - whole * piece / pieces) as i16;
        into.extend((0..pieces.max(1)).map(|piece| match pieces {
            0 => Self::default(),
            _ => Self { east: part(east, piece), north: part(north, piece) },
        }));
    }

    /// The place one step on.
    pub(crate) fn after(self, place: Point) -> Point {
        let lon = i64::from(place.lon_e7) + i64::from(self.east);
        let lon = if lon.abs() > HALF_TURN { lon - lon.signum() * 2 * HALF_TURN } else { lon };
        Point { lon_e7: lon as i32, lat_e7: place.lat_e7.saturating_add(i32::from(self.north)) }
    }
}

/// Great-circle length along `points`, in metres. Right across the 180° meridian too.
pub(crate) fn metres_along(points: &[Point]) -> f64 {
    points.windows(2).map(|pair| pair[0].to_lonlat().metres_to(pair[1].to_lonlat())).sum()
}

/// Metres as whole decimetres, rounded.
pub(crate) fn decimetres(metres: f64) -> u32 {
    (metres * 10.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn steps_lead_from_bend_to_bend(
            a in (-1_800_000_000..=1_800_000_000_i32, -800_000_000..=800_000_000_i32),
            by in (-900_000..900_000_i64, -900_000..900_000_i32),
        ) {
            let from = Point { lon_e7: a.0, lat_e7: a.1 };
            let lon = (i64::from(a.0) + by.0 + HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN;
            let to = Point { lon_e7: lon as i32, lat_e7: a.1 + by.1 };
            let mut steps = Vec::new();
            Bend::steps(from, to, &mut steps);
            let end = steps.iter().fold(from, |place, step| step.after(place));
            // The two ends of the world are one meridian.
            let same = end == to || (end.lat_e7 == to.lat_e7 && end.lon_e7.abs() == 1_800_000_000 && to.lon_e7.abs() == 1_800_000_000);
            proptest::prop_assert!(same, "{end:?} {to:?}");
        }
    }

    #[test]
    fn a_line_across_the_date_line_is_as_long_as_it_looks_on_a_globe() {
        let west = Point { lon_e7: 1_799_990_000, lat_e7: -170_000_000 };
        let east = Point { lon_e7: -1_799_990_000, lat_e7: -170_000_000 };
        let metres = metres_along(&[west, east]);
        assert!((metres - 212.7).abs() < 0.2, "{metres}");
    }
}
