//! All sources to all targets in one go: one climb per source, then one sweep down for many sources at a time.

use super::above::{Above, Single};
use super::restricted::{FAR, Restricted, WIDTH, Work};
use crate::graph::NodeId;
use crate::hierarchy::{ContractionHierarchy, Direction};
use crate::units::RoadCost;
use rayon::prelude::*;
use std::ops::ControlFlow;

/// A place as weighted nodes: where one can enter or leave the roads, and what that costs.
pub type Ends = Vec<(NodeId, RoadCost)>;

/// From so many sources on, sweeping for several at a time is worth laying out the links for it.
const FEW: usize = 4;

/// Least cost from each of `sources` to each of `targets`.
///
/// # Shape and units
/// Row-major, `sources.len()` × `targets.len()`, in the order given; [`RoadCost::UNREACHABLE`] where no road
/// leads. The same on any number of threads.
///
/// # Panics
/// If a node is not in `hierarchy`.
pub fn many_to_many(hierarchy: &ContractionHierarchy, sources: &[Ends], targets: &[Ends]) -> Vec<RoadCost> {
    if sources.len() <= targets.len() {
        return all_pairs(hierarchy, Direction::From, sources, targets);
    }
    // Each row is a climb: of a table that is higher than wide the columns are fewer. (A new column of a large table
    // is one climb instead of thousands.)
    let turned = all_pairs(hierarchy, Direction::To, targets, sources);
    let cell = |row: usize, column: usize| turned[column * sources.len() + row];
    (0..sources.len()).flat_map(|row| (0..targets.len()).map(move |column| cell(row, column))).collect()
}

fn all_pairs(
    hierarchy: &ContractionHierarchy,
    direction: Direction,
    sources: &[Ends],
    targets: &[Ends],
) -> Vec<RoadCost> {
    let mut table = vec![RoadCost::UNREACHABLE; sources.len() * targets.len()];
    if sources.len() < FEW {
        let above = Above::new(hierarchy, direction, targets);
        let mut work = Single::new(hierarchy);
        for (source, row) in sources.iter().zip(table.chunks_mut(targets.len().max(1))) {
            above.sweep(&mut work, source, targets, row);
        }
    } else if !table.is_empty() {
        fill_all(&Restricted::new(hierarchy, direction, targets), sources, targets.len(), &mut table);
    }
    table
}

/// As [`many_to_many`], row by row, so that a large table need not be held: `visit` is told the number of the first
/// row and the cells of some rows that follow each other, in order, and whether to go on is for it to say.
///
/// # Panics
/// If a node is not in `hierarchy`.
pub fn many_to_many_rows(
    hierarchy: &ContractionHierarchy,
    sources: &[Ends],
    targets: &[Ends],
    mut visit: impl FnMut(usize, &[RoadCost]) -> ControlFlow<()>,
) {
    if targets.is_empty() {
        return;
    }
    let restricted = Restricted::new(hierarchy, Direction::From, targets);
    // As many rows at a time as keep every thread busy a few times over.
    let at_once = WIDTH * 4 * rayon::current_num_threads();
    let mut rows = Vec::new();
    for (number, sources) in sources.chunks(at_once).enumerate() {
        rows.clear();
        rows.resize(sources.len() * targets.len(), RoadCost::UNREACHABLE);
        fill_all(&restricted, sources, targets.len(), &mut rows);
        if visit(number * at_once, &rows).is_break() {
            return;
        }
    }
}

/// The rows of all sources.
fn fill_all(restricted: &Restricted<'_>, sources: &[Ends], columns: usize, rows: &mut [RoadCost]) {
    // A bridge, because every thread takes the next few rows when it has done the last: halves of halves of the table
    // would leave one waiting for the other, and each would need room of its own to work in.
    let parts = rows.chunks_mut(columns * WIDTH).zip(sources.chunks(WIDTH));
    parts.par_bridge().for_each_init(
        || Work::new(restricted),
        |work, (rows, sources)| fill(restricted, work, sources, rows),
    );
}

/// The rows of up to [`WIDTH`] sources.
fn fill(restricted: &Restricted<'_>, work: &mut Work, sources: &[Ends], rows: &mut [RoadCost]) {
    restricted.sweep(work, sources);
    let columns = rows.len() / sources.len();
    for column in 0..columns {
        let mut best = [FAR; WIDTH];
        for (at, to_go) in restricted.ends(column) {
            for (best, reached) in best.iter_mut().zip(work.costs(at)) {
                *best = (*best).min(reached.wrapping_add(to_go));
            }
        }
        for (row, &cost) in best.iter().take(sources.len()).enumerate() {
            let cell = if cost < FAR { RoadCost(cost as u64) } else { RoadCost::UNREACHABLE };
            rows[row * columns + column] = cell;
        }
    }
}
