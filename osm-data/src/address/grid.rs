//! The address nearest to a place.
//!
//! Four bytes an address and twelve a cell, against some twenty an address of a packed tree.

use crate::cells::{CellLists, cell_of};
use crate::graph::Point;
use crate::lonlat::LonLat;

/// Which addresses lie in which cell.
///
/// Invariants (verified by [`AddressGrid::is_sound`]): those of [`CellLists`]; there are as many items as addresses, and every
/// item is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressGrid(pub CellLists<u32>);

impl AddressGrid {
    /// Of all addresses.
    pub fn build(points: &[Point]) -> Self {
        Self(CellLists::of((0..).zip(points).map(|(number, &point)| (cell_of(point), number)).collect()))
    }

    /// Whether the invariants hold for so many addresses.
    pub fn is_sound(&self, addresses: usize) -> bool {
        self.0.check().is_ok()
            && self.0.items.len() == addresses
            && self.0.items.iter().all(|&i| (i as usize) < addresses)
    }

    /// The nearest address within `limit` metres, with its distance; of equally near ones the first.
    pub fn nearest(&self, points: &[Point], place: LonLat, limit: f64) -> Option<(u32, f64)> {
        let centre = Point::from_lonlat(place);
        let mut radius = limit.min(150.0);
        loop {
            let mut best: Option<(f64, u32)> = None;
            self.0.visit_around(centre, radius, |i| {
                let metres = place.metres_to(points[i as usize].to_lonlat());
                if best.is_none_or(|b| (metres, i) < b) {
                    best = Some((metres, i));
                }
            });
            // Whatever lies within the radius lies in the cells looked at.
            if let Some((metres, i)) = best.filter(|b| b.0 <= radius) {
                return Some((i, metres));
            }
            if radius >= limit {
                return None;
            }
            radius = (radius * 4.0).min(limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn the_grid_finds_what_looking_at_every_address_finds(
            near in prop::collection::vec((-30_000..30_000_i32, -30_000..30_000_i32), 0..60),
            centre in prop::sample::select(vec![(0, 0), (1_800_000_000, 600_000_000), (-1_800_000_000, -100), (180_000_000, 899_000_000), (120_000_000, 577_000_000)]),
            asked in (-60_000..60_000_i32, -60_000..60_000_i32),
            limit in 1.0..3_000.0_f64,
        ) {
            let shifted = |(dx, dy): (i32, i32)| {
                let lon = i64::from(centre.0) + i64::from(dx);
                let lon = (lon + 1_800_000_000).rem_euclid(3_600_000_000) - 1_800_000_000;
                Point { lon_e7: lon as i32, lat_e7: (centre.1 + dy).clamp(-900_000_000, 900_000_000) }
            };
            let points: Vec<Point> = near.into_iter().map(shifted).collect();
            let place = shifted(asked).to_lonlat();
            let slow = points.iter().map(|p| place.metres_to(p.to_lonlat())).min_by(f64::total_cmp).filter(|&m| m <= limit);
            let grid = AddressGrid::build(&points);
            prop_assert!(grid.is_sound(points.len()));
            prop_assert_eq!(grid.nearest(&points, place, limit).map(|(_, metres)| metres), slow);
        }
    }
}
