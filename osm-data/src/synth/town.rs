//! The streets of one settlement: a turned grid with gaps, larger streets through it, cul-de-sacs in its blocks.

use super::draw::Draw;
use super::settlement::{BLOCK, Frame, blocks_across};
use super::sketch::{Class, Extra, Look, Parts, Sense, Sketch, Spot, SpotKind};
use std::collections::HashMap;

/// House numbers used up by one block on both sides.
pub(super) const NUMBERS_A_BLOCK: u32 = 8;

/// One grid of streets in the making.
struct Grid {
    /// Cells on a side of the square around the settlement.
    side: usize,
    /// Spot of each cell.
    cells: Vec<Option<u32>>,
    /// Whether there is a street from a cell to the next one along (0) or across (1).
    kept: [Vec<Option<Edge>>; 2],
}

/// A stretch of street from one crossing to the next.
#[derive(Clone, Copy, PartialEq)]
struct Edge {
    class: Class,
    sense: Sense,
    /// Runs against the grid.
    reversed: bool,
    extra: Extra,
}

impl Grid {
    fn next(&self, cell: usize, direction: usize) -> Option<usize> {
        let last = if direction == 0 {
            (cell + 1).is_multiple_of(self.side)
        } else {
            cell + self.side >= self.side * self.side
        };
        (!last).then(|| cell + if direction == 0 { 1 } else { self.side })
    }

    /// Number of the line a stretch lies on, counted from the middle.
    fn line(&self, cell: usize, direction: usize) -> i32 {
        let across = if direction == 0 { cell / self.side } else { cell % self.side };
        across as i32 - (self.side / 2) as i32
    }
}

/// Draws the streets of settlement number `place`.
pub(super) fn draw_streets(sketch: &mut Sketch, frame: Frame, seed: u64, place: usize) {
    let mut draw = Draw::new(seed, 1_000 + place as u64);
    let first = sketch.spots.len() as u32;
    let mut grid = place_cells(sketch, &mut draw, place);
    let size = sketch.settlements[place].size;
    choose_edges(sketch, &mut grid, &mut draw, frame, size);
    mark_junctions(sketch, &grid, &mut draw, size);
    let mut names = Names { next: draw.below(240) as u32, by_line: HashMap::new() };
    chain_streets(sketch, &grid, &mut draw, place, &mut names);
    draw_stubs(sketch, &grid, &mut draw, place, frame, &mut names);
    // Stubs are no places to leave the settlement from, so they do not count as its spots.
    let crossings = grid.cells.iter().flatten().count() as u32;
    sketch.settlements[place].spots = first..first + crossings;
}

/// Street names of one settlement: one a line of the grid.
struct Names {
    next: u32,
    by_line: HashMap<(usize, i32), u32>,
}

impl Names {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn of_line(&mut self, direction: usize, line: i32) -> u32 {
        if let Some(&known) = self.by_line.get(&(direction, line)) {
            return known;
        }
        let fresh = self.fresh();
        self.by_line.insert((direction, line), fresh);
        fresh
    }
}

fn place_cells(sketch: &mut Sketch, draw: &mut Draw, place: usize) -> Grid {
    let (middle, size) = (sketch.settlements[place].middle, sketch.settlements[place].size);
    let along = draw.direction();
    let across = (-along.1, along.0);
    let half = (blocks_across(size) * 1.15) as i32 + 2;
    let side = (2 * half + 1) as usize;
    let mut by_distance: Vec<(u64, usize)> = (0..side * side)
        .map(|cell| {
            let (x, y) = ((cell % side) as f64 - f64::from(half), (cell / side) as f64 - f64::from(half));
            // In thousandths, so that sorting needs no floats; a little ragged at the edge.
            (((x * x + y * y).sqrt() * draw.between(900.0, 1_030.0)) as u64, cell)
        })
        .collect();
    by_distance.sort_unstable();
    by_distance.truncate(size);
    let mut chosen = vec![false; side * side];
    for (_, cell) in by_distance {
        chosen[cell] = true;
    }
    keep_one_piece(&mut chosen, side);
    let mut cells = vec![None; side * side];
    for cell in (0..side * side).filter(|&cell| chosen[cell]) {
        let jitter = 0.16;
        let x = (cell % side) as f64 - f64::from(half) + draw.between(-jitter, jitter);
        let y = (cell / side) as f64 - f64::from(half) + draw.between(-jitter, jitter);
        cells[cell] = Some(sketch.spot(middle.plus(along, x * BLOCK).plus(across, y * BLOCK)));
    }
    Grid { side, cells, kept: [vec![None; side * side], vec![None; side * side]] }
}

/// Leaves only what hangs together with the middle: a road from elsewhere may begin at any crossing.
fn keep_one_piece(chosen: &mut [bool], side: usize) {
    let mut reached = vec![false; chosen.len()];
    let mut open = vec![chosen.len() / 2];
    while let Some(cell) = open.pop() {
        if !chosen[cell] || std::mem::replace(&mut reached[cell], true) {
            continue;
        }
        // The square is wider than the settlement, so that a chosen cell is never on its edge.
        open.extend([cell - 1, cell + 1, cell - side, cell + side]);
    }
    chosen.copy_from_slice(&reached);
}

/// Which stretches exist, and what they are. All crossings end up in one piece.
fn choose_edges(sketch: &Sketch, grid: &mut Grid, draw: &mut Draw, frame: Frame, size: usize) {
    let radius = blocks_across(size);
    let mut parts = Parts::new(grid.cells.len());
    let (mut gaps, mut fords) = (Vec::new(), Vec::new());
    for cell in 0..grid.cells.len() {
        for direction in 0..2 {
            let Some(next) = grid.next(cell, direction) else { continue };
            let (Some(a), Some(b)) = (grid.cells[cell], grid.cells[next]) else { continue };
            let line = grid.line(cell, direction);
            let class = class_of_line(line, radius, draw);
            let from_middle = distance(grid, cell);
            let core = from_middle < 0.3 * radius;
            let one_way = core && size >= 150 && class >= Class::Residential && line % 3 != 0;
            let edge = Edge {
                class: if core && class == Class::Residential && draw.chance(0.06) {
                    Class::Living
                } else {
                    class
                },
                sense: if one_way { Sense::Forward } else { Sense::Both },
                reversed: one_way && line.rem_euclid(2) == 1,
                extra: Extra::None,
            };
            let wet =
                (sketch.spots[a as usize].y < frame.river) != (sketch.spots[b as usize].y < frame.river);
            let keep = from_middle < 0.45 * radius || class < Class::Residential || draw.chance(0.8);
            if wet && !(class < Class::Unclassified && draw.chance(0.5)) {
                fords.push((cell, next, direction, edge));
            } else if !keep {
                gaps.push((cell, next, direction, edge));
            } else {
                let tree = parts.join(cell, next);
                let bollard = !tree && !wet && !one_way && class == Class::Residential && draw.chance(0.012);
                let extra = if wet {
                    Extra::Bridge
                } else if bollard {
                    Extra::Bollard
                } else {
                    Extra::None
                };
                grid.kept[direction][cell] = Some(Edge { extra, ..edge });
            }
        }
    }
    for (cell, next, direction, edge) in gaps {
        if parts.join(cell, next) {
            grid.kept[direction][cell] = Some(edge);
        }
    }
    for (cell, next, direction, edge) in fords {
        if parts.join(cell, next) {
            grid.kept[direction][cell] =
                Some(Edge { extra: Extra::Bridge, sense: Sense::Both, reversed: false, ..edge });
        }
    }
}

/// Distance of a cell from the middle, in cells.
fn distance(grid: &Grid, cell: usize) -> f64 {
    let (x, y) = (f64::from(grid.line(cell, 1)), f64::from(grid.line(cell, 0)));
    (x * x + y * y).sqrt()
}

/// The middle lines are thoroughfares, every sixth line is an arterial, a square of lines is the ring road.
fn class_of_line(line: i32, radius: f64, draw: &mut Draw) -> Class {
    if radius < 3.0 {
        return if line == 0 { Class::Tertiary } else { Class::Residential };
    }
    let ring = (0.7 * radius) as i32;
    match line {
        0 if radius > 8.0 => Class::Primary,
        0 => Class::Secondary,
        l if radius > 10.0 && l.abs() == ring => Class::Secondary,
        l if l % 6 == 0 => Class::Tertiary,
        // Not drawn by line, so that a street changes on its way, as streets do.
        _ if draw.chance(0.02) => Class::Service,
        _ => Class::Residential,
    }
}

/// Roundabouts and signals where larger streets cross.
fn mark_junctions(sketch: &mut Sketch, grid: &Grid, draw: &mut Draw, size: usize) {
    let radius = blocks_across(size);
    for cell in 0..grid.cells.len() {
        let Some(spot) = grid.cells[cell] else { continue };
        let large = |direction: usize| {
            grid.kept[direction][cell].is_some_and(|e| e.class <= Class::Tertiary && e.extra == Extra::None)
        };
        let crossing = large(0) && large(1);
        let outside = distance(grid, cell) > 0.3 * radius;
        let wet = near_bridge(grid, cell);
        let kind = match (crossing, large(0) || large(1)) {
            _ if wet => SpotKind::Plain,
            (true, _) if outside && draw.chance(0.5) => SpotKind::Roundabout,
            (true, _) => SpotKind::Signals,
            (false, true) if draw.chance(0.12) => SpotKind::Cut,
            (false, false) if !outside && draw.chance(0.08) => SpotKind::Cut,
            _ => SpotKind::Plain,
        };
        sketch.kinds[spot as usize] = kind;
    }
}

fn near_bridge(grid: &Grid, cell: usize) -> bool {
    let bridge =
        |direction: usize, at: usize| grid.kept[direction][at].is_some_and(|e| e.extra == Extra::Bridge);
    bridge(0, cell)
        || bridge(1, cell)
        || (cell >= 1 && bridge(0, cell - 1))
        || (cell >= grid.side && bridge(1, cell - grid.side))
}

/// A stretch of one line with one look, growing crossing by crossing.
struct Run {
    edge: Edge,
    line: i32,
    start: usize,
    chain: Vec<u32>,
}

/// Joins stretches of one line and look into streets.
fn chain_streets(sketch: &mut Sketch, grid: &Grid, draw: &mut Draw, place: usize, names: &mut Names) {
    for direction in 0..2 {
        for across in 0..grid.side {
            let mut run: Option<Run> = None;
            for along in 0..grid.side {
                let cell =
                    if direction == 0 { across * grid.side + along } else { along * grid.side + across };
                let edge = grid.kept[direction][cell];
                if let Some(ended) = run.take_if(|r| edge != Some(r.edge)) {
                    finish_street(sketch, draw, place, names, direction, ended);
                }
                let Some(edge) = edge else { continue };
                let spot = |cell: usize| grid.cells[cell].expect("a kept stretch joins two spots");
                let next = grid.next(cell, direction).expect("a kept stretch leads to a next cell");
                let line = grid.line(cell, direction);
                run.get_or_insert_with(|| Run { edge, line, start: along, chain: vec![spot(cell)] })
                    .chain
                    .push(spot(next));
            }
            // The last cell of a line has no stretch onward, so every run has ended.
        }
    }
}

fn finish_street(
    sketch: &mut Sketch,
    draw: &mut Draw,
    place: usize,
    names: &mut Names,
    direction: usize,
    mut run: Run,
) {
    let named = run.edge.class != Class::Service;
    let look = Look {
        class: run.edge.class,
        sense: run.edge.sense,
        extra: run.edge.extra,
        urban: true,
        name: if named { names.of_line(direction, run.line) } else { Look::NO_NAME },
        place: place as u32,
        variety: draw.below(1 << 30) as u32,
    };
    if run.edge.reversed {
        run.chain.reverse();
    }
    // Numbered by position on the line: pieces of one street share a name but no house number.
    let house = if named { 1 + run.start as u32 * NUMBERS_A_BLOCK } else { 0 };
    sketch.street(look, &run.chain, house);
}

/// Short dead ends into the blocks: cul-de-sacs, yards, private drives.
fn draw_stubs(
    sketch: &mut Sketch,
    grid: &Grid,
    draw: &mut Draw,
    place: usize,
    frame: Frame,
    names: &mut Names,
) {
    let middle = sketch.settlements[place].middle;
    for cell in 0..grid.cells.len() {
        let Some(from) = grid.cells[cell] else { continue };
        if sketch.kinds[from as usize] != SpotKind::Plain || !draw.chance(0.16) {
            continue;
        }
        let Some(inside) = grid.next(cell, 0).and_then(|c| grid.next(c, 1)).and_then(|c| grid.cells[c])
        else {
            continue;
        };
        let (a, b) = (sketch.spots[from as usize], sketch.spots[inside as usize]);
        let end: Spot = a.mixed(b, draw.between(0.3, 0.42));
        if (a.y < frame.river) != (end.y < frame.river) {
            continue;
        }
        let central = a.metres_to(middle) < 0.3 * sketch.settlements[place].radius;
        let class = match draw.below(10) {
            0..=5 if !central => Class::Residential,
            0..=6 => Class::Service,
            7 | 8 => Class::Driveway,
            _ => Class::Living,
        };
        let end = sketch.spot(end);
        if class == Class::Residential {
            sketch.kinds[end as usize] = SpotKind::TurningCircle;
        }
        let named = matches!(class, Class::Residential | Class::Living);
        let look = Look {
            class,
            sense: Sense::Both,
            extra: if class == Class::Driveway && draw.chance(0.2) { Extra::Gate } else { Extra::None },
            urban: true,
            name: if named { names.fresh() } else { Look::NO_NAME },
            place: place as u32,
            variety: draw.below(1 << 30) as u32,
        };
        sketch.street(look, &[from, end], if named { 1 } else { 0 });
    }
}
