//! Every invariant of a hierarchy, named; run by tests and when a map file is opened.

use super::contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, LinksArrays};
use super::dijkstra::dijkstra_all;
use crate::graph::{NodeId, Topology};
use crate::units::RoadCost;

/// A broken invariant of a hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyDefect {
    /// A parent is not above its node.
    #[error("the parent of node {0} is not above it")]
    Parent(usize),
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
    /// A link leads to a lower node, to none, or out of order.
    #[error("link {at} of {links} does not lead to a higher node in order")]
    NotUpward {
        /// Which direction.
        links: &'static str,
        /// Which link.
        at: usize,
    },
    /// A link costs as much as the absence of a road.
    #[error("link {at} of {links} has the cost that marks the absence of a road")]
    Cost {
        /// Which direction.
        links: &'static str,
        /// Which link.
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

/// What keeps searches within the arrays and lets them end, in time linear in the arrays.
///
/// That links lead to ancestors is not looked at: where one does not, a search passes by what it leads to.
pub(super) fn check_arrays(arrays: &HierarchyArrays) -> Result<(), HierarchyDefect> {
    let nodes = arrays.parent.len();
    let sound = |(node, &parent): (usize, &u32)| {
        parent == HierarchyArrays::ROOT || (parent as usize > node && (parent as usize) < nodes)
    };
    if let Some(at) = arrays.parent.iter().enumerate().position(|entry| !sound(entry)) {
        return Err(HierarchyDefect::Parent(at));
    }
    check_links_of("up", &arrays.up, nodes)?;
    check_links_of("down", &arrays.down, nodes)
}

fn check_links_of(name: &'static str, links: &LinksArrays, nodes: usize) -> Result<(), HierarchyDefect> {
    let count = links.other.len();
    if links.cost.len() != count {
        return Err(HierarchyDefect::Lengths { links: name });
    }
    let rises = links.first.windows(2).all(|w| w[0] <= w[1]);
    let spans = links.first.first() == Some(&0) && links.first.last().is_some_and(|&l| l as usize == count);
    if links.first.len() != nodes + 1 || !rises || !spans {
        return Err(HierarchyDefect::First { links: name });
    }
    let (others, costs): (&[u32], &[u64]) = (&links.other, &links.cost);
    for (owner, range) in links.first.windows(2).enumerate() {
        let mut below = owner as u32;
        for at in range[0] as usize..range[1] as usize {
            if others[at] <= below || others[at] as usize >= nodes {
                return Err(HierarchyDefect::NotUpward { links: name, at });
            }
            below = others[at];
            if costs[at] >= RoadCost::LIMIT.0 {
                return Err(HierarchyDefect::Cost { links: name, at });
            }
        }
    }
    Ok(())
}

/// That no link costs less than the roads between its ends: one Dijkstra for each node, for tests. More it may cost: a
/// few links are left in that no shortest path needs.
pub(super) fn check_links(
    hierarchy: &ContractionHierarchy,
    topology: &Topology,
) -> Result<(), HierarchyDefect> {
    if hierarchy.nodes() != topology.nodes() {
        return Err(HierarchyDefect::Nodes { hierarchy: hierarchy.nodes(), topology: topology.nodes() });
    }
    let costs: Vec<Vec<RoadCost>> = (0..topology.nodes() as u32)
        .map(|node| dijkstra_all(topology, &[(NodeId(node), RoadCost::ZERO)]))
        .collect();
    let arrays = hierarchy.arrays();
    for (name, links, up) in [("up", &arrays.up, true), ("down", &arrays.down, false)] {
        for (owner, range) in links.first.windows(2).enumerate() {
            for at in range[0] as usize..range[1] as usize {
                let other = links.other[at] as usize;
                let truth = if up { costs[owner][other] } else { costs[other][owner] };
                if truth > RoadCost(links.cost[at]) {
                    return Err(HierarchyDefect::Distance { links: name, at });
                }
            }
        }
    }
    Ok(())
}
