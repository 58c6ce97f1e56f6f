//! Every invariant of a hierarchy, named; run by tests and when a map file is opened.

use super::contraction_hierarchy::{ContractionHierarchy, LinksArrays};
use super::dijkstra::dijkstra_all;
use crate::dissection::Tree;
use crate::graph::{NodeId, Topology};
use crate::units::RoadCost;

/// A broken invariant of a hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyDefect {
    /// The depths are those of no forest in which every subtree is a run of numbers.
    #[error("the depths of the nodes are those of no forest")]
    Depth,
    /// `first` is no rising list from 0 to the number of links, with one entry more than there are nodes.
    #[error("{links}.first is no rising list from 0 to the number of links")]
    First {
        /// Which direction.
        links: &'static str,
    },
    /// The arrays of a direction are of different lengths.
    #[error("the arrays of {links} have different lengths")]
    Lengths {
        /// Which direction.
        links: &'static str,
    },
    /// A link leads to no ancestor, or out of order.
    #[error("link {at} of {links} does not lead to an ancestor in order")]
    NotUpward {
        /// Which direction.
        links: &'static str,
        /// Which link.
        at: usize,
    },
    /// A wide cost is that of the absence of a road.
    #[error("wide cost {at} of {links} is that of the absence of a road")]
    Cost {
        /// Which direction.
        links: &'static str,
        /// Which of the wide costs.
        at: usize,
    },
    /// The nodes of the hierarchy are not those of the topology.
    #[error("the hierarchy has {hierarchy} nodes, the topology {topology}")]
    Nodes {
        /// How many the hierarchy has.
        hierarchy: usize,
        /// How many the topology has.
        topology: usize,
    },
    /// A link costs less than the roads between its ends.
    #[error("link {at} of {links} costs less than the roads between its ends")]
    Distance {
        /// Which direction.
        links: &'static str,
        /// Which link.
        at: usize,
    },
}

/// What keeps searches within the arrays of one direction and lets them end, in time linear in the arrays.
pub(super) fn check_links_of(
    name: &'static str,
    links: &LinksArrays,
    tree: &Tree,
) -> Result<(), HierarchyDefect> {
    let count = links.above.len();
    if links.cost.len() != count {
        return Err(HierarchyDefect::Lengths { links: name });
    }
    let rises = links.first.windows(2).all(|w| w[0] <= w[1]);
    let spans = links.first.first() == Some(&0) && links.first.last().is_some_and(|&l| l as usize == count);
    if links.first.len() != tree.nodes() + 1 || !rises || !spans {
        return Err(HierarchyDefect::First { links: name });
    }
    // Without a branch in the loop, because nearly always there is nothing to find.
    let deepest = links.above.iter().fold(0, |deepest, &above| deepest.max(above));
    if count > 0 && usize::from(deepest) >= tree.height() {
        let at = links.above.iter().position(|&above| above == deepest).unwrap_or_default();
        return Err(HierarchyDefect::NotUpward { links: name, at });
    }
    // A mark for a wide cost that is not there stands for no road, so that only those that are there matter.
    match links.wide.iter().position(|&cost| cost >= RoadCost::LIMIT.0) {
        Some(at) => Err(HierarchyDefect::Cost { links: name, at }),
        None => Ok(()),
    }
}

/// The first link that does not lead to an ancestor, or out of order.
pub(super) fn first_not_upward(links: &LinksArrays, tree: &Tree) -> Option<usize> {
    for (range, &depth) in links.first.windows(2).zip(tree.depths().iter()) {
        let range = range[0] as usize..range[1] as usize;
        let mut below = depth;
        for (at, &above) in range.clone().zip(&links.above[range]) {
            if above >= below {
                return Some(at);
            }
            below = above;
        }
    }
    None
}

/// That no link costs less than the roads between its ends: one Dijkstra for each node, for tests.
pub(super) fn check_costs(
    hierarchy: &ContractionHierarchy,
    topology: &Topology,
) -> Result<(), HierarchyDefect> {
    if hierarchy.nodes() != topology.nodes() {
        return Err(HierarchyDefect::Nodes { hierarchy: hierarchy.nodes(), topology: topology.nodes() });
    }
    let nodes = topology.nodes() as u32;
    let costs: Vec<Vec<RoadCost>> =
        (0..nodes).map(|node| dijkstra_all(topology, &[(NodeId(node), RoadCost::ZERO)])).collect();
    let mut line = vec![0_u32; hierarchy.tree().height()];
    for node in (0..nodes).rev() {
        line[hierarchy.tree().depth(node)] = node;
        for (name, links, up) in [("up", hierarchy.up(), true), ("down", hierarchy.down(), false)] {
            for (at, link) in links.range(node).zip(links.of(node)) {
                let (owner, other) = (node as usize, line[link.above] as usize);
                let truth = if up { costs[owner][other] } else { costs[other][owner] };
                if truth > RoadCost(link.cost) {
                    return Err(HierarchyDefect::Distance { links: name, at });
                }
            }
        }
    }
    Ok(())
}
