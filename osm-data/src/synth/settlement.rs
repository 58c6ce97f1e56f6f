//! Where people live: how large the region is, and its settlements by Zipf's law.

use super::draw::Draw;
use super::name;
use super::sketch::{Settlement, Spot};
use std::collections::HashSet;

/// Metres between the crossings of a street grid.
pub(super) const BLOCK: f64 = 85.0;
/// Junctions in settlements; the others lie along country roads.
const URBAN_SHARE: f64 = 0.72;
/// The smallest settlements have about this many junctions.
const HAMLET: f64 = 15.0;
/// Junctions per square kilometre: so large is the region, until it fills the part of Sweden it may lie in.
const DENSITY: f64 = 18.0;

/// The frame of the flat map, in metres from the middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Half the extent east to west.
    pub(super) half_x: f64,
    /// Half the extent north to south.
    pub(super) half_y: f64,
    /// West of this lies the sea.
    pub(super) coast: f64,
    /// The river runs east to west at this height.
    pub(super) river: f64,
    /// The motorway runs north to south here; `None` in a small region.
    pub(super) motorway: Option<f64>,
}

/// Islands at the end of the list of settlements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Islands {
    /// Reached by ferry.
    pub(super) ferry: usize,
    /// Reached by nobody.
    pub(super) lonely: usize,
}

/// Blocks from the middle of a round settlement of `size` junctions to its edge.
pub(super) fn blocks_across(size: usize) -> f64 {
    (size as f64 / std::f64::consts::PI).sqrt()
}

/// Radius of a settlement of `size` junctions, in metres.
fn radius(size: usize) -> f64 {
    1.12 * BLOCK * blocks_across(size) + 60.0
}

/// Lays out the frame for about `vertices` junctions, and settlements for `aim` of them. The main town comes
/// first, the two islands last.
pub(super) fn lay_out(seed: u64, vertices: usize, aim: usize) -> (Frame, Vec<Settlement>, Islands) {
    let mut draw = Draw::new(seed, 1);
    let square_kilometres = (vertices as f64 / DENSITY).max(30.0);
    let half_x = (500.0 * (square_kilometres / 1.25).sqrt()).min(56_000.0);
    let half_y = (500.0 * (square_kilometres * 1.25).sqrt()).min(69_000.0);
    let coast = -half_x + (0.3 * half_x).clamp(1_300.0, 12_000.0);
    let sizes = sizes(aim);
    let main = Spot { x: 0.15 * half_x, y: draw.between(-0.15, 0.15) * half_y };
    let mut frame = Frame {
        half_x,
        half_y,
        coast,
        river: main.y + 0.3 * radius(sizes[0]),
        motorway: (vertices >= 3000).then(|| main.x + radius(sizes[0]) + 1_200.0),
    };
    if frame.motorway.is_some_and(|x| x > 0.85 * half_x) {
        frame.motorway = None;
    }
    let mut taken = HashSet::new();
    let mut found: Vec<Settlement> = Vec::new();
    let mut cells = Cells::new(frame);
    for (at, &size) in sizes.iter().enumerate() {
        let radius = radius(size);
        let middle = if at == 0 {
            Some(main)
        } else {
            (0..300)
                .map(|_| somewhere(&mut draw, frame, radius))
                .find(|&m| suits(frame, m, radius) && !cells.any_near(m, radius + 350.0, &found))
        };
        if let Some(middle) = middle {
            cells.add(found.len(), middle, radius);
            let name = name::place(&mut draw, &mut taken);
            found.push(Settlement { name, middle, size, radius, spots: 0..0 });
        }
    }
    let mut island = |size: usize, y: f64| {
        let radius = radius(size);
        let middle = Spot { x: (-half_x + coast) / 2.0, y };
        found.push(Settlement {
            name: name::place(&mut draw, &mut taken),
            middle,
            size,
            radius,
            spots: 0..0,
        });
        found.len() - 1
    };
    let ferry = island((aim / 100).clamp(8, 400), 0.3 * half_y);
    let lonely = island(6, -0.5 * half_y);
    (frame, found, Islands { ferry, lonely })
}

/// Sizes by Zipf's law, largest first.
fn sizes(vertices: usize) -> Vec<usize> {
    let urban = vertices as f64 * URBAN_SHARE;
    let mut count = 2;
    let mut harmonic = 1.5;
    while urban / (harmonic * count as f64) > HAMLET {
        count += 1;
        harmonic += 1.0 / count as f64;
    }
    (1..=count).map(|k| ((urban / (harmonic * k as f64)) as usize).max(6)).collect()
}

fn somewhere(draw: &mut Draw, frame: Frame, radius: f64) -> Spot {
    let margin = radius + 150.0;
    Spot {
        x: draw.between(frame.coast + margin + 150.0, frame.half_x - margin),
        y: draw.between(-frame.half_y + margin, frame.half_y - margin),
    }
}

/// Clear of river and motorway.
fn suits(frame: Frame, middle: Spot, radius: f64) -> bool {
    (middle.y - frame.river).abs() > radius + 120.0
        && frame.motorway.is_none_or(|x| (middle.x - x).abs() > radius + 450.0)
}

/// Settlements by square, to find near ones fast.
struct Cells {
    side: f64,
    across: usize,
    frame: Frame,
    lists: Vec<Vec<u32>>,
}

impl Cells {
    fn new(frame: Frame) -> Self {
        let side = 2_000.0;
        let across = (2.0 * frame.half_x / side) as usize + 1;
        let down = (2.0 * frame.half_y / side) as usize + 1;
        Self { side, across, frame, lists: vec![Vec::new(); across * down] }
    }

    fn range(&self, middle: Spot, reach: f64) -> impl Iterator<Item = usize> + use<> {
        let index = |v: f64, end: usize| ((v / self.side).max(0.0) as usize).min(end - 1);
        let down = self.lists.len() / self.across;
        let (x, y) = (middle.x + self.frame.half_x, middle.y + self.frame.half_y);
        let across = self.across;
        let columns = index(x - reach, across)..=index(x + reach, across);
        let rows = index(y - reach, down)..=index(y + reach, down);
        rows.flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    fn add(&mut self, settlement: usize, middle: Spot, radius: f64) {
        for cell in self.range(middle, radius) {
            self.lists[cell].push(settlement as u32);
        }
    }

    fn any_near(&self, middle: Spot, reach: f64, all: &[Settlement]) -> bool {
        self.range(middle, reach).any(|cell| {
            self.lists[cell].iter().any(|&s| {
                let other = &all[s as usize];
                other.middle.metres_to(middle) < other.radius + reach
            })
        })
    }
}
