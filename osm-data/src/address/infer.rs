//! Postal codes and towns that are missing, taken from the neighbours when these agree.

use super::collected::CollectedAddresses;
use crate::graph::Point;
use rustc_hash::FxHashMap;

/// Everybody within so many metres must have one postal code for it to be taken over.
pub const POSTCODE_RADIUS: f64 = 150.0;
/// Everybody within so many metres must have one postal town for it to be taken over.
pub const CITY_RADIUS: f64 = 300.0;

/// Side of a cell in ten-millionths of a degree of latitude: about 330 m, no less than either radius.
const CELL: f64 = 30_000.0;

/// What neighbours state, by place.
pub(super) struct Neighbours<'c> {
    collected: &'c CollectedAddresses,
    cells: FxHashMap<(i64, i64), Vec<u32>>,
}

impl<'c> Neighbours<'c> {
    /// Of all addresses that state a code or a town.
    pub fn of(collected: &'c CollectedAddresses) -> Self {
        let mut cells: FxHashMap<(i64, i64), Vec<u32>> = FxHashMap::default();
        for (i, a) in collected.addresses.iter().enumerate() {
            if a.postcode != 0 || a.city != 0 {
                cells.entry(cell(a.point)).or_default().push(i as u32);
            }
        }
        Self { collected, cells }
    }

    /// The one postal code that all state within [`POSTCODE_RADIUS`]; 0 when they differ or there are none.
    pub fn postcode(&self, at: Point) -> u32 {
        self.unanimous(at, POSTCODE_RADIUS, |i| self.collected.addresses[i].postcode)
    }

    /// The one postal town that all state within [`CITY_RADIUS`]; 0 when they differ or there are none.
    pub fn city(&self, at: Point) -> u32 {
        self.unanimous(at, CITY_RADIUS, |i| self.collected.addresses[i].city)
    }

    fn unanimous(&self, at: Point, radius: f64, stated: impl Fn(usize) -> u32) -> u32 {
        let place = at.to_lonlat();
        let mut found = 0;
        let (column, row) = cell(at);
        for cell in (row - 1..=row + 1).flat_map(|y| (column - 1..=column + 1).map(move |x| (x, y))) {
            for &i in self.cells.get(&cell).map_or(&[][..], Vec::as_slice) {
                let text = stated(i as usize);
                if text == 0 || text == found {
                    continue;
                }
                let near = place.metres_to(self.collected.addresses[i as usize].point.to_lonlat()) <= radius;
                if near && found != 0 {
                    return 0;
                }
                if near {
                    found = text;
                }
            }
        }
        found
    }
}

/// Columns as wide as rows are high, nearly: by whole degrees of latitude, so that neighbours mostly agree on them.
fn cell(p: Point) -> (i64, i64) {
    let degree = (f64::from(p.lat_e7) / 1e7).round();
    let width = CELL / degree.abs().min(89.0).to_radians().cos();
    ((f64::from(p.lon_e7) / width).floor() as i64, (f64::from(p.lat_e7) / CELL).floor() as i64)
}
