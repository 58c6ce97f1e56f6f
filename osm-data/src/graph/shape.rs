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

    #[test]
    fn a_line_across_the_date_line_is_as_long_as_it_looks_on_a_globe() {
        let west = Point { lon_e7: 1_799_990_000, lat_e7: -170_000_000 };
        let east = Point { lon_e7: -1_799_990_000, lat_e7: -170_000_000 };
        let metres = metres_along(&[west, east]);
        assert!((metres - 212.7).abs() < 0.2, "{metres}");
    }
}
