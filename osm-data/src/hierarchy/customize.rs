//! Costs onto a skeleton: the links that some shortest path needs.

use super::contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, LinksArrays};
use super::skeleton::Skeleton;
use crate::units::RoadCost;

/// What a link costs while it is worked out: up, from its lower end to its higher, and down; [`FAR`] when there is
/// no way. Side by side, because triangles ask for both.
type Pair = [u64; 2];

const FAR: u64 = RoadCost::LIMIT.0;
const UP: usize = 0;
const DOWN: usize = 1;

/// The links while they get their costs.
struct Costs {
    cost: Vec<Pair>,
    /// Whether a way over higher nodes is cheaper, so that no shortest path needs the link.
    needless: Vec<[bool; 2]>,
}

impl Costs {
    fn new(links: usize) -> Self {
        Self { cost: vec![[FAR; 2]; links], needless: vec![[false; 2]; links] }
    }

    #[inline]
    fn improve(&mut self, link: usize, direction: usize, cost: u64) {
        let known = &mut self.cost[link][direction];
        *known = (*known).min(cost);
    }

    #[inline]
    fn undercut(&mut self, link: usize, direction: usize, cost: u64) {
        if cost < self.cost[link][direction] {
            self.cost[link][direction] = cost;
            self.needless[link][direction] = true;
        }
    }

    /// Whether a link is closed both ways, so that nothing leads over it.
    #[inline]
    fn is_closed(&self, link: usize) -> bool {
        self.cost[link] == [FAR; 2]
    }

    /// The links that are needed in one direction, in the arrays of a hierarchy.
    fn kept(&self, skeleton: &Skeleton, direction: usize) -> LinksArrays {
        let is_kept = |link: usize| self.cost[link][direction] < FAR && !self.needless[link][direction];
        let count = (0..self.cost.len()).filter(|&l| is_kept(l)).count();
        let mut first = Vec::with_capacity(skeleton.nodes() + 1);
        first.push(0);
        let (mut other, mut cost) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for node in 0..skeleton.nodes() as u32 {
            for link in skeleton.range(node).filter(|&l| is_kept(l)) {
                other.push(skeleton.other[link]);
                cost.push(self.cost[link][direction]);
            }
            first.push(other.len() as u32);
        }
        LinksArrays { first: first.into(), other: other.into(), cost: cost.into() }
    }
}

/// The hierarchy for given costs of the arcs.
///
/// From the bottom up every link gets the least cost over lower nodes; then, from the top down, each is held
/// against the ways over higher nodes, after which its cost is the distance between its ends, and those that a way
/// over higher nodes undercuts are left out.
///
/// # References
/// Dibbelt, Strasser & Wagner (2016), as at [`Skeleton::new`]: basic and perfect customization.
pub(super) fn customize(skeleton: &Skeleton, costs: &[RoadCost]) -> ContractionHierarchy {
    assert_eq!(costs.len(), skeleton.arc_link.len(), "one cost for each arc");
    let mut links = Costs::new(skeleton.links());
    for (arc, cost) in costs.iter().enumerate() {
        let link = skeleton.arc_link[arc];
        if link != Skeleton::LOOP {
            let direction = if skeleton.arc_is_up[arc] { UP } else { DOWN };
            links.improve(link as usize, direction, cost.0.min(FAR));
        }
    }
    for node in 0..skeleton.nodes() as u32 {
        triangles(skeleton, &mut links, node, |links, [low, high, side]| {
            let ([low_up, low_down], [high_up, high_down]) = (links.cost[low], links.cost[high]);
            links.improve(side, UP, low_down + high_up);
            links.improve(side, DOWN, high_down + low_up);
        });
    }
    for node in (0..skeleton.nodes() as u32).rev() {
        triangles(skeleton, &mut links, node, |links, [low, high, side]| {
            let [rise, fall] = links.cost[side];
            links.undercut(low, UP, links.cost[high][UP] + fall);
            links.undercut(high, UP, links.cost[low][UP] + rise);
            links.undercut(low, DOWN, links.cost[high][DOWN] + rise);
            links.undercut(high, DOWN, links.cost[low][DOWN] + fall);
        });
    }
    let parent = (0..skeleton.nodes() as u32)
        .map(|node| skeleton.parent(node).unwrap_or(HierarchyArrays::ROOT))
        .collect();
    ContractionHierarchy::new(HierarchyArrays {
        parent,
        up: links.kept(skeleton, UP),
        down: links.kept(skeleton, DOWN),
    })
}

/// Calls `visit` for each pair of links upward from `node`: the link to the lower end, to the higher end, and the
/// link between the two. Pairs with a link that is closed both ways are passed over: going down, that leaves a link
/// in now and then which no shortest path needs, never one out that is needed.
#[inline]
fn triangles(
    skeleton: &Skeleton,
    links: &mut Costs,
    node: u32,
    mut visit: impl FnMut(&mut Costs, [usize; 3]),
) {
    let range = skeleton.range(node);
    for low in range.clone() {
        if links.is_closed(low) {
            continue;
        }
        // The nodes above `node` are linked among themselves: every further one stands in this list, in order.
        let mut sides = skeleton.range(skeleton.other[low]);
        for high in low + 1..range.end {
            let end = skeleton.other[high];
            // Long lists are halved, short ones walked.
            if sides.len() > 16 * (range.end - high) {
                sides.start += skeleton.other[sides.clone()].partition_point(|&other| other < end);
            } else {
                sides.start += skeleton.other[sides.clone()].iter().take_while(|&&other| other < end).count();
            }
            if !links.is_closed(high) {
                visit(links, [low, high, sides.start]);
            }
        }
    }
}
