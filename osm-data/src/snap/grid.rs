//! Which of the segments that places are joined to pass through which cell.

use crate::cells::{CELL_LAT, CellLists, CellsDefect, HALF_TURN, column, number, row, turn};
use crate::graph::{Point, RoadGraph, Segment, SegmentId};

/// The arrays of a [`Grid`], as they stand in a map file.
pub type GridParts = CellLists<SegmentId>;

/// Which segments pass through which cell.
///
/// Invariants (verified by [`Grid::from_parts`]): those of [`CellLists`]; every item is a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    parts: GridParts,
}

/// A broken invariant of a [`Grid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridDefect {
    /// The lists do not hold together.
    #[error(transparent)]
    Lists(#[from] CellsDefect),
    /// An item is no segment.
    #[error("item {0} is a segment that does not exist")]
    Item(usize),
}

impl Grid {
    /// Sorts the segments where somebody can stop, and get to and away again, into cells.
    pub fn build(graph: &RoadGraph) -> Self {
        Self::build_where(graph, |_, segment| segment.is_joinable())
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
        Self { parts: CellLists::of(pairs) }
    }

    /// From its arrays, checked against the graph they belong to.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_parts(parts: GridParts, graph: &RoadGraph) -> Result<Self, GridDefect> {
        parts.check()?;
        match parts.items.iter().position(|s| s.index() >= graph.segments()) {
            Some(at) => Err(GridDefect::Item(at)),
            None => Ok(Self { parts }),
        }
    }

    /// The arrays.
    pub fn parts(&self) -> &GridParts {
        &self.parts
    }

    /// As [`CellLists::visit_box`].
    pub(super) fn visit_box(
        &self,
        centre: Point,
        half_lat: i64,
        half_lon: i64,
        visit: impl FnMut(SegmentId),
    ) {
        self.parts.visit_box(centre, half_lat, half_lon, visit);
    }
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
        into.extend((column(lon + x0)..=column(lon + x1)).map(|column| number(row, column)));
    }
}
