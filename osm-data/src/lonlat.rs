//! Places on the earth: longitude and latitude in WGS 84 degrees, always longitude first.

use crate::units::Metres;
use geo::{Distance, Haversine, Point};

/// A place in WGS 84 degrees. Fields carry their names so that the two never swap.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LonLat {
    /// Degrees east of Greenwich, −180 to 180.
    pub lon: f64,
    /// Degrees north of the equator, −90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// A place from degrees. `None` when a figure is not finite or outside the earth.
    pub fn new(lon: f64, lat: f64) -> Option<Self> {
        let on_earth = lon.is_finite() && lat.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 90.0;
        on_earth.then_some(Self { lon, lat })
    }

    /// Great-circle distance in metres (haversine, mean earth radius as in `geo`).
    pub fn metres_to(self, other: Self) -> f64 {
        Haversine.distance(Point::new(self.lon, self.lat), Point::new(other.lon, other.lat))
    }

    /// Great-circle distance rounded to whole metres.
    pub fn distance(self, other: Self) -> Metres {
        Metres(self.metres_to(other).round() as u32)
    }
}

/// The smallest box in degrees that holds a set of places. Does not wrap at the 180° meridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    /// South-west corner.
    pub min: LonLat,
    /// North-east corner.
    pub max: LonLat,
}

impl BoundingBox {
    /// The box of `places`; `None` when there are none.
    pub fn of(places: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        places.into_iter().fold(None, |found: Option<Self>, p| {
            Some(found.map_or(Self { min: p, max: p }, |b| Self {
                min: LonLat { lon: b.min.lon.min(p.lon), lat: b.min.lat.min(p.lat) },
                max: LonLat { lon: b.max.lon.max(p.lon), lat: b.max.lat.max(p.lat) },
            }))
        })
    }

    /// How far `place` is from the box, in metres, nought inside: from the place of the box that is nearest by degrees, the shorter
    /// way round the earth, so that it is near enough to be told.
    pub fn metres_from(&self, place: LonLat) -> f64 {
        let beyond = |lon: f64| (lon - lon.clamp(self.min.lon, self.max.lon)).abs();
        let rounds = [place.lon, place.lon - 360.0, place.lon + 360.0];
        let lon = rounds.into_iter().min_by(|a, b| beyond(*a).total_cmp(&beyond(*b))).unwrap_or(place.lon);
        let nearest = LonLat {
            lon: lon.clamp(self.min.lon, self.max.lon),
            lat: place.lat.clamp(self.min.lat, self.max.lat),
        };
        place.metres_to(nearest)
    }

    /// Whether `place` lies in the box widened by `margin` degrees on every side.
    pub fn contains(&self, place: LonLat, margin: f64) -> bool {
        place.lon >= self.min.lon - margin
            && place.lon <= self.max.lon + margin
            && place.lat >= self.min.lat - margin
            && place.lat <= self.max.lat + margin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_as_far_as_its_nearest_place() {
        let at = |lon: f64, lat: f64| LonLat { lon, lat };
        let area = BoundingBox { min: at(170.0, -10.0), max: at(179.0, 10.0) };
        let degree = at(0.0, 0.0).metres_to(at(1.0, 0.0));
        let near = |place: LonLat, degrees: f64| (area.metres_from(place) - degrees * degree).abs() < 1.0;
        assert!(near(at(175.0, 3.0), 0.0));
        assert!(near(at(169.0, 0.0), 1.0));
        assert!(near(at(175.0, 12.0), 2.0));
        // The shorter way round.
        assert!(near(at(-179.0, 0.0), 2.0));
    }
}
