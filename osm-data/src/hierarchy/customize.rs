//! Costs onto a skeleton: the links that some shortest path needs.

use super::contraction_hierarchy::{ContractionHierarchy, LinksArrays};
use super::skeleton::Skeleton;
use crate::units::RoadCost;
use std::sync::Arc;

/// The links of one direction while they get their costs: twice the packed cost, so that the last bit is free. It is set
/// when a way over higher nodes is cheaper, and no shortest path needs the link. Of a link and a way over higher
/// nodes that cost the same, the link is the lesser figure.
type Doubled = u64;

/// Twice the cost of what is closed or too far.
const FAR: Doubled = RoadCost::LIMIT.0 << 1;

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
    let (mut up, mut down) = (vec![FAR; skeleton.links()], vec![FAR; skeleton.links()]);
    for (arc, cost) in costs.iter().enumerate() {
        let link = skeleton.arc_link[arc];
        if link != Skeleton::LOOP {
            let known =
                if skeleton.arc_is_up[arc] { &mut up[link as usize] } else { &mut down[link as usize] };
            *known = (*known).min(cost.0.min(RoadCost::LIMIT.0) << 1);
        }
    }
    from_below(skeleton, &mut up, &mut down);
    from_above(skeleton, &mut up, &mut down);
    let (up, down) = (kept(skeleton, &up), kept(skeleton, &down));
    ContractionHierarchy::new(Arc::clone(&skeleton.tree), up, down)
}

/// Every link gets the least cost over nodes below both its ends.
///
/// When it is the turn of a node, everything below it is settled: each node linked from below offers a way from there
/// to whatever it is itself linked with further up. What is offered is gathered by depth.
fn from_below(skeleton: &Skeleton, up: &mut [Doubled], down: &mut [Doubled]) {
    let mut offered_up = vec![FAR; skeleton.tree.height()];
    let mut offered_down = offered_up.clone();
    // The link of each node whose turn comes next: they come in their order.
    let mut next = skeleton.first.clone();
    for node in 0..skeleton.nodes() as u32 {
        let mut has_offers = false;
        for &low in skeleton.below(node) {
            let link = next[low as usize] as usize;
            next[low as usize] += 1;
            let further = link + 1..skeleton.first[low as usize + 1] as usize;
            let (rise, fall) = (up[link], down[link]);
            let above = &skeleton.above[further.clone()];
            // Neither sum of a figure below FAR and one of at most FAR passes what the type holds.
            if fall < FAR {
                offer(&mut offered_up, above, &up[further.clone()], fall);
                has_offers = true;
            }
            if rise < FAR {
                offer(&mut offered_down, above, &down[further], rise);
                has_offers = true;
            }
        }
        if has_offers {
            let own = skeleton.range(node);
            for (at, &above) in own.clone().zip(&skeleton.above[own]) {
                let above = usize::from(above);
                up[at] = up[at].min(std::mem::replace(&mut offered_up[above], FAR));
                down[at] = down[at].min(std::mem::replace(&mut offered_down[above], FAR));
            }
        }
    }
}

#[inline]
fn offer(offered: &mut [Doubled], above: &[u16], costs: &[Doubled], further: Doubled) {
    for (&above, &cost) in above.iter().zip(costs) {
        let known = &mut offered[usize::from(above)];
        *known = (*known).min(cost + further);
    }
}

/// Every link is held against the ways over nodes above both its ends.
///
/// When it is the turn of a node, its own links are final: with them, each node linked from below has a way over this one
/// to whatever it is itself linked with further up, and a way over that to this one.
fn from_above(skeleton: &Skeleton, up: &mut [Doubled], down: &mut [Doubled]) {
    let mut own_up = vec![0; skeleton.tree.height()];
    let mut own_down = own_up.clone();
    // One past the link of each node whose turn comes next: they come in the order against theirs.
    let mut next = skeleton.first[1..].to_vec();
    for node in (0..skeleton.nodes() as u32).rev() {
        let own = skeleton.range(node);
        for (at, &above) in own.clone().zip(&skeleton.above[own]) {
            // With the last bit set, a way over this link is marked as such. One less than FAR is still no way, and
            // twice that can be added up.
            own_up[usize::from(above)] = (up[at] | 1).min(FAR - 1);
            own_down[usize::from(above)] = (down[at] | 1).min(FAR - 1);
        }
        for &low in skeleton.below(node) {
            next[low as usize] -= 1;
            let list = next[low as usize] as usize..skeleton.first[low as usize + 1] as usize;
            let above = &skeleton.above[list.clone()];
            undercut(&mut up[list.clone()], above, &own_up, &own_down);
            undercut(&mut down[list], above, &own_down, &own_up);
        }
    }
}

/// Holds links of a lower node against each other: the first of `costs` is of the link to the node whose own links are
/// `onward` and, against their direction, `back`; the others lead further up, to the nodes at the depths `above`.
#[inline]
fn undercut(costs: &mut [Doubled], above: &[u16], onward: &[Doubled], back: &[Doubled]) {
    let Some((direct, costs)) = costs.split_first_mut() else { return };
    let straight = *direct & !1;
    let mut least = *direct;
    for (cost, &above) in costs.iter_mut().zip(&above[1..]) {
        let above = usize::from(above);
        least = least.min((*cost & !1) + back[above]);
        *cost = (*cost).min(straight + onward[above]);
    }
    *direct = least;
}

/// The links that are needed, in the arrays of a hierarchy.
fn kept(skeleton: &Skeleton, costs: &[Doubled]) -> LinksArrays {
    let is_kept = |cost: Doubled| cost < FAR && cost & 1 == 0;
    let count = costs.iter().filter(|&&cost| is_kept(cost)).count();
    let mut first = Vec::with_capacity(skeleton.nodes() + 1);
    first.push(0);
    let (mut above, mut cost) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut wide = Vec::new();
    for node in 0..skeleton.nodes() as u32 {
        for link in skeleton.range(node).filter(|&l| is_kept(costs[l])) {
            above.push(skeleton.above[link]);
            cost.push(LinksArrays::pack(costs[link] >> 1, &mut wide));
        }
        first.push(above.len() as u32);
    }
    LinksArrays { first: first.into(), above: above.into(), cost: cost.into(), wide: wide.into() }
}
