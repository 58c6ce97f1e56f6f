//! The address nearest to a place: a grid of cells in degrees, of which only those in use are kept.
//!
//! Four bytes an address and twelve a cell, against some twenty an address of a packed tree.

use crate::column::Column;
use crate::graph::Point;
use crate::lonlat::LonLat;

/// Height of a cell in ten-millionths of a degree: about 280 m.
const CELL_LAT: i64 = 25_000;
/// Width of a cell: about 220 m at 60° north.
const CELL_LON: i64 = 40_000;
const COLUMNS: i64 = 3_600_000_000 / CELL_LON;
const METRES_PER_UNIT: f64 = 0.011_119_5;

/// Which addresses lie in which cell.
///
/// Invariants (verified by [`AddressGrid::is_sound`]): `cells` rises; `first` rises from 0 to the number of items; every item is an
/// address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressGrid {
    /// The numbers of the cells in use, rising.
    pub cells: Column<u64>,
    /// Where the addresses of each cell begin in `items`, and where the last end.
    pub first: Column<u32>,
    /// Addresses by cell.
    pub items: Column<u32>,
}

impl AddressGrid {
    /// Of all addresses.
    pub fn build(points: &[Point]) -> Self {
        let mut pairs: Vec<(u64, u32)> =
            points.iter().enumerate().map(|(i, &p)| (cell(p), i as u32)).collect();
        pairs.sort_unstable();
        let (mut cells, mut first) = (Vec::new(), Vec::new());
        for (at, &(cell, _)) in pairs.iter().enumerate() {
            if cells.last() != Some(&cell) {
                cells.push(cell);
                first.push(at as u32);
            }
        }
        first.push(pairs.len() as u32);
        let items = pairs.into_iter().map(|(_, i)| i).collect();
        Self { cells: cells.into(), first: first.into(), items }
    }

    /// Whether the invariants hold for so many addresses.
    pub fn is_sound(&self, addresses: usize) -> bool {
        let ends = (self.first.first(), self.first.last());
        self.first.len() == self.cells.len() + 1
            && ends == (Some(&0), Some(&(self.items.len() as u32)))
            && self.first.is_sorted()
            && self.cells.windows(2).all(|w| w[0] < w[1])
            && self.items.len() == addresses
            && self.items.iter().all(|&i| (i as usize) < addresses)
    }

    /// The nearest address within `limit` metres, with its distance; of equally near ones the first.
    pub fn nearest(&self, points: &[Point], place: LonLat, limit: f64) -> Option<(u32, f64)> {
        let centre = Point::from_lonlat(place);
        let (lon, lat) = (i64::from(centre.lon_e7), i64::from(centre.lat_e7));
        let mut radius = limit.min(150.0);
        loop {
            let high = (radius / METRES_PER_UNIT) as i64 + 2;
            // The parallel nearest to a pole is the shortest: as many columns as that asks for.
            let outermost = (f64::from(centre.lat_e7).abs() / 1e7 + radius / 111_000.0).min(89.99);
            let wide = (radius / METRES_PER_UNIT / outermost.to_radians().cos()) as i64 + 2;
            let mut best: Option<(f64, u32)> = None;
            for row in (lat - high).div_euclid(CELL_LAT)..=(lat + high).div_euclid(CELL_LAT) {
                let (from, to) = ((lon - wide).div_euclid(CELL_LON), (lon + wide).div_euclid(CELL_LON));
                for (from, to) in wrapped(from, to) {
                    for &i in self.items_between(number(row, from), number(row, to)) {
                        let metres = place.metres_to(points[i as usize].to_lonlat());
                        if best.is_none_or(|b| (metres, i) < b) {
                            best = Some((metres, i));
                        }
                    }
                }
            }
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

    fn items_between(&self, from: u64, to: u64) -> &[u32] {
        let begin = self.cells.partition_point(|&c| c < from);
        let end = begin + self.cells[begin..].partition_point(|&c| c <= to);
        match self.cells.is_empty() {
            true => &[],
            false => &self.items[self.first[begin] as usize..self.first[end] as usize],
        }
    }
}

/// A span of columns as one or two that lie within the turn of the earth.
fn wrapped(from: i64, to: i64) -> Vec<(i64, i64)> {
    let half = COLUMNS / 2;
    if to - from >= COLUMNS {
        return vec![(-half, half)];
    }
    let turned = |column: i64| (column + half).rem_euclid(COLUMNS) - half;
    let (a, b) = (turned(from), turned(to));
    if a <= b { vec![(a, b)] } else { vec![(a, half), (-half, b)] }
}

fn cell(p: Point) -> u64 {
    let column = i64::from(p.lon_e7).div_euclid(CELL_LON);
    number(i64::from(p.lat_e7).div_euclid(CELL_LAT), column)
}

fn number(row: i64, column: i64) -> u64 {
    // Rows from −36,000, columns from −45,000 to 45,000: both made positive.
    ((row + 40_000) * 100_000 + column + 45_001) as u64
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
