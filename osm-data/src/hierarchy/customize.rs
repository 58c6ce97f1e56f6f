//! Costs onto a skeleton: the links that some shortest path needs, with what each is made of.

use super::contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, LinksArrays};
use super::skeleton::Skeleton;
use crate::units::RoadCost;

/// What a link costs in one direction while it is worked out; [`FAR`] when there is no way.
type Cost = u64;

const FAR: Cost = RoadCost::LIMIT.0;

/// One direction of all links.
struct Side {
    cost: Vec<Cost>,
    /// The node below over which the link leads, [`LinksArrays::ORIGINAL`] for an arc.
    middle: Vec<u32>,
    /// Whether a way over higher nodes is cheaper, so that no shortest path needs the link.
    needless: Vec<bool>,
}

impl Side {
    fn new(links: usize) -> Self {
        Self {
            cost: vec![FAR; links],
            middle: vec![LinksArrays::ORIGINAL; links],
            needless: vec![false; links],
        }
    }

    #[inline]
    fn improve(&mut self, link: usize, cost: Cost, middle: u32) {
        if cost < self.cost[link] {
            self.cost[link] = cost;
            self.middle[link] = middle;
        }
    }

    #[inline]
    fn undercut(&mut self, link: usize, cost: Cost) {
        if cost < self.cost[link] {
            self.cost[link] = cost;
            self.needless[link] = true;
        }
    }

    /// The links that are needed, in the arrays of a hierarchy.
    fn kept(self, skeleton: &Skeleton) -> LinksArrays {
        let is_kept = |link: usize| self.cost[link] < FAR && !self.needless[link];
        let count = (0..self.cost.len()).filter(|&l| is_kept(l)).count();
        let mut first = Vec::with_capacity(skeleton.nodes() + 1);
        first.push(0);
        let (mut other, mut cost, mut middle) =
            (Vec::with_capacity(count), Vec::with_capacity(count), Vec::with_capacity(count));
        for node in 0..skeleton.nodes() as u32 {
            for link in skeleton.range(node).filter(|&l| is_kept(l)) {
                other.push(skeleton.other[link]);
                cost.push(self.cost[link]);
                middle.push(self.middle[link]);
            }
            first.push(other.len() as u32);
        }
        LinksArrays { first: first.into(), other: other.into(), cost: cost.into(), middle: middle.into() }
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
    let (mut up, mut down) = (Side::new(skeleton.links()), Side::new(skeleton.links()));
    for (arc, cost) in costs.iter().enumerate() {
        let link = skeleton.arc_link[arc];
        if link != Skeleton::LOOP {
            let side = if skeleton.arc_is_up[arc] { &mut up } else { &mut down };
            side.improve(link as usize, cost.0.min(FAR), LinksArrays::ORIGINAL);
        }
    }
    // For each node above the present one, which of its links leads there.
    let mut link_to = vec![NONE; skeleton.nodes()];
    for node in 0..skeleton.nodes() as u32 {
        triangles(skeleton, &mut link_to, node, |[low, high, side]| {
            let ([down_low, down_high], [up_low, up_high]) =
                ([down.cost[low], down.cost[high]], [up.cost[low], up.cost[high]]);
            up.improve(side, down_low + up_high, node);
            down.improve(side, down_high + up_low, node);
        });
    }
    for node in (0..skeleton.nodes() as u32).rev() {
        triangles(skeleton, &mut link_to, node, |[low, high, side]| {
            let (rise, fall) = (up.cost[side], down.cost[side]);
            up.undercut(low, up.cost[high] + fall);
            up.undercut(high, up.cost[low] + rise);
            down.undercut(low, down.cost[high] + rise);
            down.undercut(high, down.cost[low] + fall);
        });
    }
    let parent = (0..skeleton.nodes() as u32)
        .map(|node| skeleton.parent(node).unwrap_or(HierarchyArrays::ROOT))
        .collect();
    ContractionHierarchy::new(HierarchyArrays { parent, up: up.kept(skeleton), down: down.kept(skeleton) })
}

const NONE: u32 = u32::MAX;

/// Calls `visit` for each pair of links upward from `node`: the link to the lower end, to the higher end, and the
/// link between the two.
#[inline]
fn triangles(skeleton: &Skeleton, link_to: &mut [u32], node: u32, mut visit: impl FnMut([usize; 3])) {
    let links = skeleton.range(node);
    for link in links.clone() {
        link_to[skeleton.other[link] as usize] = link as u32;
    }
    for low in links.clone() {
        for side in skeleton.range(skeleton.other[low]) {
            let high = link_to[skeleton.other[side] as usize];
            if high != NONE {
                visit([low, high as usize, side]);
            }
        }
    }
    for link in links {
        link_to[skeleton.other[link] as usize] = NONE;
    }
}
