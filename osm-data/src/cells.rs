//! What lies in which cell of a uniform grid over the whole earth.
//!
//! Cells are fixed in degrees and only those in use are kept, sorted: so a map that crosses the 180° meridian, or has an
//! island far out, costs nothing extra, and columns simply wrap round.

use crate::column::{Column, Plain};
use crate::graph::Point;

/// Height of a cell in ten-millionths of a degree: about 280 m.
pub(crate) const CELL_LAT: i64 = 25_000;
/// Width of a cell: about 220 m at 60° north.
pub(crate) const CELL_LON: i64 = 40_000;
const COLUMNS: i64 = FULL_TURN / CELL_LON;
const ROWS: i64 = HALF_TURN / CELL_LAT + 1;
/// Ten-millionths of a degree half around the earth.
pub(crate) const HALF_TURN: i64 = 1_800_000_000;
const FULL_TURN: i64 = 2 * HALF_TURN;
/// Metres in a ten-millionth of a degree of latitude, on the sphere of mean radius that `lonlat` uses.
pub(crate) const METRES_PER_UNIT: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0 / 1e7;

/// Lists of things by cell, as they stand in a map file.
///
/// Invariants (verified by [`CellLists::check`]): `cells` rises; `first` has one entry more and rises from 0 to the number of
/// items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellLists<T: Plain> {
    /// The numbers of the cells in use, rising.
    pub cells: Column<u64>,
    /// Where the list of each cell begins in `items`, and where the last ends.
    pub first: Column<u32>,
    /// Things by cell.
    pub items: Column<T>,
}

impl<T: Plain> Default for CellLists<T> {
    fn default() -> Self {
        Self { cells: Column::default(), first: vec![0].into(), items: Column::default() }
    }
}

/// A broken invariant of [`CellLists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellsDefect {
    /// `cells` does not rise.
    #[error("the cells are not in order (at {0})")]
    Cells(usize),
    /// `first` is no rising list from 0 to the number of items.
    #[error("the lists of the cells do not follow each other")]
    First,
}

impl<T: Plain + Ord> CellLists<T> {
    /// Of things and the cell of each; one may lie in several.
    pub(crate) fn of(mut pairs: Vec<(u64, T)>) -> Self {
        pairs.sort_unstable();
        let (mut cells, mut first) = (Vec::new(), Vec::new());
        for (at, &(cell, _)) in pairs.iter().enumerate() {
            if cells.last() != Some(&cell) {
                cells.push(cell);
                first.push(at as u32);
            }
        }
        first.push(pairs.len() as u32);
        let items = pairs.into_iter().map(|(_, item)| item).collect();
        Self { cells: cells.into(), first: first.into(), items }
    }
}

impl<T: Plain> CellLists<T> {
    /// Every invariant of the type; what the items are is for their owner to look at.
    ///
    /// # Errors
    /// The first broken one.
    pub(crate) fn check(&self) -> Result<(), CellsDefect> {
        if let Some(at) = self.cells.windows(2).position(|w| w[1] <= w[0]) {
            return Err(CellsDefect::Cells(at));
        }
        let ends = (self.first.first(), self.first.last());
        let whole = ends == (Some(&0), Some(&(self.items.len() as u32)));
        if !self.first.is_sorted() || !whole || self.first.len() != self.cells.len() + 1 {
            return Err(CellsDefect::First);
        }
        Ok(())
    }

    /// Calls `visit` with everything in a cell touched by the box of this half height and half width (in ten-millionths of a
    /// degree) around `centre`; with what lies in several of them more than once.
    pub(crate) fn visit_box(&self, centre: Point, half_lat: i64, half_lon: i64, mut visit: impl FnMut(T)) {
        let (lon, lat) = (i64::from(centre.lon_e7), i64::from(centre.lat_e7));
        let (begin, end) = (column(lon - half_lon), column(lon + half_lon));
        // However large the box is, rows that hold nothing are not gone through.
        let (Some(&lowest), Some(&highest)) = (self.cells.first(), self.cells.last()) else { return };
        let in_use = |cell: u64| cell as i64 / COLUMNS;
        let rows = row(lat - half_lat).max(in_use(lowest))..=row(lat + half_lat).min(in_use(highest));
        for row in rows {
            if end - begin + 1 >= COLUMNS {
                self.visit_cells(row, 0, COLUMNS - 1, &mut visit);
                continue;
            }
            let (begin, end) = (begin.rem_euclid(COLUMNS), end.rem_euclid(COLUMNS));
            if begin <= end {
                self.visit_cells(row, begin, end, &mut visit);
            } else {
                self.visit_cells(row, begin, COLUMNS - 1, &mut visit);
                self.visit_cells(row, 0, end, &mut visit);
            }
        }
    }

    /// Calls `visit` with everything within so many metres of `centre`, and with some of what lies a little farther off.
    pub(crate) fn visit_around(&self, centre: Point, metres: f64, visit: impl FnMut(T)) {
        let high = (metres / METRES_PER_UNIT) as i64 + 2;
        // The parallel nearest to a pole is the shortest: as many columns as that asks for.
        let outermost = (f64::from(centre.lat_e7).abs() / 1e7 + metres / 111_000.0).min(89.99);
        let wide = (metres / METRES_PER_UNIT / outermost.to_radians().cos()) as i64 + 2;
        self.visit_box(centre, high, wide, visit);
    }

    fn visit_cells(&self, row: i64, begin: i64, end: i64, visit: &mut impl FnMut(T)) {
        let (from, to) = (number(row, begin), number(row, end));
        let start = self.cells.partition_point(|&cell| cell < from);
        for (at, _) in self.cells[start..].iter().enumerate().take_while(|&(_, &cell)| cell <= to) {
            let range = self.first[start + at] as usize..self.first[start + at + 1] as usize;
            self.items[range].iter().copied().for_each(&mut *visit);
        }
    }
}

/// The cell in which a place lies.
pub(crate) fn cell_of(place: Point) -> u64 {
    number(row(place.lat_e7.into()), column(place.lon_e7.into()))
}

/// The number of a cell; columns wrap round.
pub(crate) fn number(row: i64, column: i64) -> u64 {
    (row * COLUMNS + column.rem_euclid(COLUMNS)) as u64
}

/// The row of a latitude.
pub(crate) fn row(lat: i64) -> i64 {
    (lat + HALF_TURN / 2).div_euclid(CELL_LAT).clamp(0, ROWS - 1)
}

/// The column of a longitude, not wrapped.
pub(crate) fn column(lon: i64) -> i64 {
    (lon + HALF_TURN).div_euclid(CELL_LON)
}

/// The shorter way round from one longitude to another.
pub(crate) fn turn(from: i64, to: i64) -> i64 {
    let east = to - from;
    // Nearly always so, and a division less.
    if (-HALF_TURN..HALF_TURN).contains(&east) {
        return east;
    }
    (east + HALF_TURN).rem_euclid(FULL_TURN) - HALF_TURN
}
