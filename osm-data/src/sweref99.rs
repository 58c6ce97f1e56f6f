//! SWEREF 99 TM (EPSG:3006) to WGS 84 degrees and back; swapped or foreign axes are reported, never guessed.

use crate::lonlat::LonLat;

/// A place in SWEREF 99 TM, the grid of Swedish authorities.
///
/// # Shape and units
/// Metres; north first, as the grid states it. SWEREF 99 and WGS 84 agree within a metre, so no datum shift is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweref99 {
    /// Metres north of the equator on the grid.
    pub north: f64,
    /// Metres east, 500,000 on the meridian 15° E.
    pub east: f64,
}

/// Why a pair of figures is no place in Sweden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Sweref99Error {
    /// North and east have changed places.
    #[error("north and east are swapped")]
    Swapped,
    /// Not in the area of the grid.
    #[error(
        "outside the area of SWEREF 99 TM (north 6,100,000 to 7,700,000, east 200,000 to 1,000,000 metres)"
    )]
    Outside,
}

// Ellipsoid GRS 80 and the parameters of the projection as Lantmäteriet states them.
const SEMI_MAJOR: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_222_101;
const SCALE: f64 = 0.9996;
const MERIDIAN: f64 = 15.0;
const FALSE_EAST: f64 = 500_000.0;

/// Third flattening and the radius of the meridian's rectifying circle.
fn figure() -> (f64, f64) {
    let n = FLATTENING / (2.0 - FLATTENING);
    (n, SEMI_MAJOR / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0))
}

impl Sweref99 {
    /// Whether the figures can be a place in Sweden.
    ///
    /// # Errors
    /// See [`Sweref99Error`].
    pub fn check(self) -> Result<(), Sweref99Error> {
        let inside = |north: f64, east: f64| {
            (6_100_000.0..=7_700_000.0).contains(&north) && (200_000.0..=1_000_000.0).contains(&east)
        };
        if inside(self.north, self.east) {
            Ok(())
        } else if inside(self.east, self.north) {
            Err(Sweref99Error::Swapped)
        } else {
            Err(Sweref99Error::Outside)
        }
    }

    /// In degrees.
    ///
    /// # Errors
    /// See [`Sweref99Error`].
    ///
    /// # References
    /// Gauss conformal projection by Krüger's series, in the form that Lantmäteriet publishes for Swedish grids.
    pub fn to_lonlat(self) -> Result<LonLat, Sweref99Error> {
        self.check()?;
        let (n, radius) = figure();
        let xi = self.north / (SCALE * radius);
        let eta = (self.east - FALSE_EAST) / (SCALE * radius);
        let delta = [
            n / 2.0 - 2.0 * n.powi(2) / 3.0 + 37.0 * n.powi(3) / 96.0 - n.powi(4) / 360.0,
            n.powi(2) / 48.0 + n.powi(3) / 15.0 - 437.0 * n.powi(4) / 1440.0,
            17.0 * n.powi(3) / 480.0 - 37.0 * n.powi(4) / 840.0,
            4397.0 * n.powi(4) / 161_280.0,
        ];
        let (mut xi_prime, mut eta_prime) = (xi, eta);
        for (d, twice) in delta.iter().zip([2.0, 4.0, 6.0, 8.0]) {
            xi_prime -= d * (twice * xi).sin() * (twice * eta).cosh();
            eta_prime -= d * (twice * xi).cos() * (twice * eta).sinh();
        }
        let phi = (xi_prime.sin() / eta_prime.cosh()).asin();
        let east_of_meridian = eta_prime.sinh().atan2(xi_prime.cos());
        let e2 = FLATTENING * (2.0 - FLATTENING);
        let (e4, e6, e8) = (e2.powi(2), e2.powi(3), e2.powi(4));
        let a = e2 + e4 + e6 + e8;
        let b = -(7.0 * e4 + 17.0 * e6 + 30.0 * e8) / 6.0;
        let c = (224.0 * e6 + 889.0 * e8) / 120.0;
        let d = -(4279.0 * e8) / 1260.0;
        let s2 = phi.sin().powi(2);
        let lat = phi + phi.sin() * phi.cos() * (a + b * s2 + c * s2.powi(2) + d * s2.powi(3));
        Ok(LonLat { lon: MERIDIAN + east_of_meridian.to_degrees(), lat: lat.to_degrees() })
    }

    /// From degrees.
    ///
    /// # References
    /// As [`Sweref99::to_lonlat`].
    pub fn from_lonlat(place: LonLat) -> Self {
        let (n, radius) = figure();
        let e2 = FLATTENING * (2.0 - FLATTENING);
        let (e4, e6, e8) = (e2.powi(2), e2.powi(3), e2.powi(4));
        let a = e2;
        let b = (5.0 * e4 - e6) / 6.0;
        let c = (104.0 * e6 - 45.0 * e8) / 120.0;
        let d = 1237.0 * e8 / 1260.0;
        let phi = place.lat.to_radians();
        let s2 = phi.sin().powi(2);
        let conformal = phi - phi.sin() * phi.cos() * (a + b * s2 + c * s2.powi(2) + d * s2.powi(3));
        let east = (place.lon - MERIDIAN).to_radians();
        let xi_prime = conformal.tan().atan2(east.cos());
        let eta_prime = (conformal.cos() * east.sin()).atanh();
        let beta = [
            n / 2.0 - 2.0 * n.powi(2) / 3.0 + 5.0 * n.powi(3) / 16.0 + 41.0 * n.powi(4) / 180.0,
            13.0 * n.powi(2) / 48.0 - 3.0 * n.powi(3) / 5.0 + 557.0 * n.powi(4) / 1440.0,
            61.0 * n.powi(3) / 240.0 - 103.0 * n.powi(4) / 140.0,
            49_561.0 * n.powi(4) / 161_280.0,
        ];
        let (mut xi, mut eta) = (xi_prime, eta_prime);
        for (factor, twice) in beta.iter().zip([2.0, 4.0, 6.0, 8.0]) {
            xi += factor * (twice * xi_prime).sin() * (twice * eta_prime).cosh();
            eta += factor * (twice * xi_prime).cos() * (twice * eta_prime).sinh();
        }
        Self { north: SCALE * radius * xi, east: FALSE_EAST + SCALE * radius * eta }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_to_grid_and_back_is_the_same_place() {
        // Corners and middle of Sweden; further east in the south the grid ends.
        let places = [
            (55.4, 12.9),
            (55.4, 15.0),
            (57.7, 11.2),
            (57.7, 19.3),
            (59.33, 18.07),
            (63.8, 12.0),
            (68.4, 23.9),
        ];
        for (lat, lon) in places {
            let there = Sweref99::from_lonlat(LonLat { lon, lat });
            let back = there.to_lonlat().expect("in Sweden");
            assert!((back.lon - lon).abs() < 1e-8 && (back.lat - lat).abs() < 1e-8, "{lat} {lon} {back:?}");
        }
    }

    #[test]
    fn the_central_meridian_lies_at_half_a_million_metres_east() {
        let p = Sweref99::from_lonlat(LonLat { lon: 15.0, lat: 60.0 });
        assert!((p.east - 500_000.0).abs() < 1e-6);
        // The length of the meridian from the equator to 60° N is 6,654,072.8 m on GRS 80, times 0.9996.
        assert!((p.north - 6_651_411.2).abs() < 1.0, "{}", p.north);
    }

    #[test]
    fn swapped_and_foreign_figures_are_told_apart() {
        assert_eq!(Sweref99 { north: 674_032.0, east: 6_580_822.0 }.check(), Err(Sweref99Error::Swapped));
        assert_eq!(Sweref99 { north: 57.7, east: 12.0 }.check(), Err(Sweref99Error::Outside));
        assert_eq!(Sweref99 { north: f64::NAN, east: 12.0 }.check(), Err(Sweref99Error::Outside));
    }
}
