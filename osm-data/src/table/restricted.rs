//! `Restricted`: the part of a hierarchy that lies above some targets, and sweeps over it for many sources at once.

use super::Ends;
use super::above::Above;
use crate::hierarchy::{Climb, ContractionHierarchy, Direction};
use crate::units::RoadCost;

/// How many sources a sweep takes at a time: as many costs as two of the widest registers hold.
pub(super) const WIDTH: usize = 16;

/// The cost of what is not reached. Signed, because that is what registers of every width compare.
pub(super) const FAR: i64 = RoadCost::LIMIT.0 as i64;

type Costs = [i64; WIDTH];

/// The nodes from which some target is reached by going down, highest first, with the links between them.
///
/// # References
/// Delling, Goldberg & Werneck (2011), "Faster Batched Shortest Paths in Road Networks", ATMOS: RPHAST.
#[derive(Debug)]
pub(super) struct Restricted<'h> {
    above: Above<'h>,
    /// The position of each node of the hierarchy, counted from 1; 0 for those without.
    position: Vec<u32>,
    /// The downward links into each position: where they come from, a lower position, and their cost.
    first: Vec<u32>,
    from: Vec<u32>,
    cost: Vec<i64>,
    /// The ends of each target: position and cost to go.
    target_first: Vec<u32>,
    target: Vec<(u32, i64)>,
}

/// What one thread scribbles on.
#[derive(Debug)]
pub(super) struct Work {
    climb: Climb,
    costs: Vec<Costs>,
    /// Whether a climb has left costs at a position.
    seeded: Vec<bool>,
}

impl Work {
    pub(super) fn new(restricted: &Restricted<'_>) -> Self {
        let positions = restricted.first.len() - 1;
        Self { climb: Climb::default(), costs: vec![[FAR; WIDTH]; positions], seeded: vec![false; positions] }
    }

    /// The costs at a position, by source.
    pub(super) fn costs(&self, at: u32) -> &Costs {
        &self.costs[at as usize]
    }
}

impl<'h> Restricted<'h> {
    /// The part of `hierarchy` above `targets`; with [`Direction::To`] roads are followed backwards, so that what is
    /// called targets here is where journeys begin.
    ///
    /// # Panics
    /// If a node is not in `hierarchy`.
    pub(super) fn new(hierarchy: &'h ContractionHierarchy, direction: Direction, targets: &[Ends]) -> Self {
        let above = Above::new(hierarchy, direction, targets).linked(targets);
        let (_, down) = direction.links(hierarchy);
        let tree = hierarchy.tree();
        let mut position = vec![0_u32; hierarchy.nodes()];
        let (mut first, mut from, mut cost) =
            (Vec::with_capacity(above.nodes.len() + 1), Vec::new(), Vec::new());
        first.push(0_u32);
        let mut line = vec![0_u32; tree.height()];
        for (at, &node) in (0_u32..).zip(&above.nodes) {
            position[node as usize] = at + 1;
            line[tree.depth(node)] = at;
            for link in down.of(node) {
                from.push(line[link.above]);
                cost.push(link.cost as i64);
            }
            first.push(from.len() as u32);
        }
        let mut target_first = vec![0_u32];
        let mut target = Vec::new();
        for ends in targets {
            target.extend(ends.iter().map(|&(node, cost)| (position[node.index()] - 1, far(cost))));
            target_first.push(target.len() as u32);
        }
        Self { above, position, first, from, cost, target_first, target }
    }

    /// The ends of a target: position and cost to go.
    pub(super) fn ends(&self, target: usize) -> impl Iterator<Item = (u32, i64)> + '_ {
        self.target[self.target_first[target] as usize..self.target_first[target + 1] as usize]
            .iter()
            .copied()
    }

    /// Works out the costs from up to [`WIDTH`] sources to every position.
    pub(super) fn sweep(&self, work: &mut Work, sources: &[Ends]) {
        let Above { hierarchy, direction, .. } = self.above;
        for (number, source) in sources.iter().enumerate() {
            work.climb.run(hierarchy, direction.links(hierarchy).0, source);
            for &(node, cost) in work.climb.met() {
                let Some(at) = self.position[node as usize].checked_sub(1) else { continue };
                let at = at as usize;
                if !work.seeded[at] {
                    work.seeded[at] = true;
                    work.costs[at] = [FAR; WIDTH];
                }
                work.costs[at][number] = cost as i64;
            }
        }
        descend(&self.first, &self.from, &self.cost, &mut work.costs, &mut work.seeded);
    }
}

fn far(cost: RoadCost) -> i64 {
    cost.0.min(RoadCost::LIMIT.0) as i64
}

/// From the top down: every position gets the least of what a climb left and what its links bring.
fn descend(first: &[u32], from: &[u32], cost: &[i64], costs: &mut [Costs], seeded: &mut [bool]) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl") {
            // SAFETY: the processor has just said that it has these instructions.
            return unsafe { descend_avx512(first, from, cost, costs, seeded) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { descend_avx2(first, from, cost, costs, seeded) };
        }
    }
    descend_plain(first, from, cost, costs, seeded);
}

/// [`descend_plain`] in wider registers; the same source, so the same figures.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl")]
fn descend_avx512(first: &[u32], from: &[u32], cost: &[i64], costs: &mut [Costs], seeded: &mut [bool]) {
    descend_plain(first, from, cost, costs, seeded);
}

/// [`descend_plain`] in wider registers; the same source, so the same figures.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn descend_avx2(first: &[u32], from: &[u32], cost: &[i64], costs: &mut [Costs], seeded: &mut [bool]) {
    descend_plain(first, from, cost, costs, seeded);
}

#[inline(always)]
fn descend_plain(first: &[u32], from: &[u32], cost: &[i64], costs: &mut [Costs], seeded: &mut [bool]) {
    for at in 0..seeded.len() {
        let mut best = if std::mem::take(&mut seeded[at]) { costs[at] } else { [FAR; WIDTH] };
        let links = first[at] as usize..first[at + 1] as usize;
        for (&from, &cost) in from[links.clone()].iter().zip(&cost[links]) {
            let above = &costs[from as usize];
            for lane in 0..WIDTH {
                // Neither reaches a quarter of what the type holds; a checked sum would not go into registers.
                best[lane] = best[lane].min(above[lane].wrapping_add(cost));
            }
        }
        costs[at] = best;
    }
}
