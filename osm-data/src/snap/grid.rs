//! A uniform grid over the segments that places are joined to.
//!
//! Cells are fixed in degrees over the whole earth and only those in use are kept, sorted: so a map that crosses
//! the 180° meridian, or has an island far out, costs nothing extra, and columns simply wrap round.

use crate::column::Column;
use crate::graph::{NO_COMPONENT, Point, RoadGraph, Segment, SegmentId};

/// Height of a cell in ten-millionths of a degree: about 280 m.
const CELL_LAT: i64 = 25_000;
/// Width of a cell: about 220 m at 60° north.
const CELL_LON: i64 = 40_000;
const COLUMNS: i64 = 3_600_000_000 / CELL_LON;
const ROWS: i64 = 1_800_000_000 / CELL_LAT + 1;
const HALF_TURN: i64 = 1_800_000_000;
const FULL_TURN: i64 = 3_600_000_000;

/// The arrays of a [`Grid`], as they stand in a map file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridParts {
    /// The numbers of the cells in use, rising.
    pub cells: Column<u64>,
    /// Where the list of each cell begins in `items`, and where the last ends.
    pub first: Column<u32>,
    /// Segments by cell.
    pub items: Column<SegmentId>,
}

/// Which segments pass through which cell.
///
/// Invariants (verified by [`Grid::from_parts`]): `cells` rises; `first` has one entry more, rises from 0 to the
/// number of items; every item is a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    parts: GridParts,
}

/// A broken invariant of a [`Grid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridDefect {
    /// `cells` does not rise.
    #[error("the cells are not in order (at {0})")]
    Cells(usize),
    /// `first` is no rising list from 0 to the number of items.
    #[error("the lists of the cells do not follow each other")]
    First,
    /// An item is no segment.
    #[error("item {0} is a segment that does not exist")]
    Item(usize),
}

impl Grid {
    /// Sorts the segments where somebody can stop, and get to and away again, into cells.
    pub fn build(graph: &RoadGraph) -> Self {
        Self::build_where(graph, |_, segment| segment.component != NO_COMPONENT && segment.can_stop != 0)
    }

    /// Sorts the segments that `keep` takes into cells.
    pub fn build_where(graph: &RoadGraph, keep: impl Fn(SegmentId, &Segment) -> bool) -> Self {
        let mut pairs: Vec<(u64, SegmentId)> = Vec::new();
        let mut cells = Vec::new();
        for (id, segment) in graph.all_segments() {
            if !keep(id, segment) {
                continue;
            }
            cells.clear();
            let mut before = None;
            for point in graph.shape(id) {
                if let Some(before) = before.replace(point) {
                    cells_of(before, point, &mut cells);
                }
            }
            cells.sort_unstable();
            cells.dedup();
            pairs.extend(cells.iter().map(|&cell| (cell, id)));
        }
        pairs.sort_unstable();
        let (mut cells, mut first) = (Vec::new(), Vec::new());
        for (at, &(cell, _)) in pairs.iter().enumerate() {
            if cells.last() != Some(&cell) {
                cells.push(cell);
                first.push(at as u32);
            }
        }
        first.push(pairs.len() as u32);
        let items = pairs.into_iter().map(|(_, id)| id).collect();
        Self { parts: GridParts { cells: cells.into(), first: first.into(), items } }
    }

    /// From its arrays, checked against the graph they belong to.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_parts(parts: GridParts, graph: &RoadGraph) -> Result<Self, GridDefect> {
        if let Some(at) = parts.cells.windows(2).position(|w| w[1] <= w[0]) {
            return Err(GridDefect::Cells(at));
        }
        let rising = parts.first.windows(2).all(|w| w[0] <= w[1]);
        let ends = (parts.first.first(), parts.first.last());
        let whole = ends == (Some(&0), Some(&(parts.items.len() as u32)));
        if !rising || !whole || parts.first.len() != parts.cells.len() + 1 {
            return Err(GridDefect::First);
        }
        match parts.items.iter().position(|s| s.index() >= graph.segments()) {
            Some(at) => Err(GridDefect::Item(at)),
            None => Ok(Self { parts }),
        }
    }

    /// The arrays.
    pub fn parts(&self) -> &GridParts {
        &self.parts
    }

    /// Calls `visit` with every segment that passes a cell touched by the box of this half height and half width
    /// (in ten-millionths of a degree) around `centre`; with some of them more than once.
    pub(super) fn visit_box(
        &self,
        centre: Point,
        half_lat: i64,
        half_lon: i64,
        mut visit: impl FnMut(SegmentId),
    ) {
        let (lon, lat) = (i64::from(centre.lon_e7), i64::from(centre.lat_e7));
        let (low, high) = (row(lat - half_lat), row(lat + half_lat));
        let begin = (lon - half_lon + HALF_TURN).div_euclid(CELL_LON);
        let end = (lon + half_lon + HALF_TURN).div_euclid(CELL_LON);
        for row in low..=high {
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

    fn visit_cells(&self, row: i64, begin: i64, end: i64, visit: &mut impl FnMut(SegmentId)) {
        let (from, to) = (number(row, begin), number(row, end));
        let start = self.parts.cells.partition_point(|&cell| cell < from);
        for (at, _) in self.parts.cells[start..].iter().enumerate().take_while(|&(_, &cell)| cell <= to) {
            let range = self.parts.first[start + at] as usize..self.parts.first[start + at + 1] as usize;
            self.parts.items[range].iter().copied().for_each(&mut *visit);
        }
    }
}

fn number(row: i64, column: i64) -> u64 {
    (row * COLUMNS + column) as u64
}

fn row(lat: i64) -> i64 {
    (lat + HALF_TURN / 2).div_euclid(CELL_LAT).clamp(0, ROWS - 1)
}

/// The shorter way round from one longitude to another.
pub(super) fn turn(from: i64, to: i64) -> i64 {
    (to - from + HALF_TURN).rem_euclid(FULL_TURN) - HALF_TURN
}

/// Adds every cell that the straight line between two points touches: row by row, the columns between where the
/// line enters and leaves the row, rounded outwards.
fn cells_of(a: Point, b: Point, into: &mut Vec<u64>) {
    let (a, b) = if a.lat_e7 <= b.lat_e7 { (a, b) } else { (b, a) };
    let (lon, lat) = (i64::from(a.lon_e7), i64::from(a.lat_e7));
    let (rise, run) = (i64::from(b.lat_e7) - lat, turn(lon, i64::from(b.lon_e7)));
    for row in row(lat)..=row(lat + rise) {
        // Heights above `a` at which the line enters and leaves the row.
        let base = row * CELL_LAT - HALF_TURN / 2 - lat;
        let (low, high) = (base.max(0), (base + CELL_LAT).min(rise));
        let at = |height: i64| if rise == 0 { 0 } else { run * height / rise };
        let (x0, x1) = if rise == 0 { (0, run) } else { (at(low), at(high)) };
        let (x0, x1) = (x0.min(x1) - 1, x0.max(x1) + 1);
        let column = |x: i64| (lon + x + HALF_TURN).div_euclid(CELL_LON);
        for column in column(x0)..=column(x1) {
            into.push(number(row, column.rem_euclid(COLUMNS)));
        }
    }
}
