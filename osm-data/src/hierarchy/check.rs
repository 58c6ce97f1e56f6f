//! Every invariant of a hierarchy, named.

use super::contraction_hierarchy::{HierarchyArrays, LinksArrays};
use super::node_order::NodeOrder;
use crate::graph::{ArcId, NodeId, Topology};
use crate::units::RoadCost;

/// What is wrong with the arrays of a hierarchy. `links` names the direction: `up` or `down`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyDefect {
    /// Rank → node and node → rank do not undo each other.
    #[error("rank_of and node_of are not permutations that undo each other")]
    Order,
    /// `first` has the wrong length, does not start at 0, falls, or does not end at the number of links.
    #[error("{links}.first is not a rising list from 0 to the number of links, one entry more than nodes")]
    First {
        /// Direction of links.
        links: &'static str,
    },
    /// The arrays of one direction differ in length.
    #[error("the arrays of {links} differ in length")]
    Lengths {
        /// Direction of links.
        links: &'static str,
    },
    /// A link does not lead to a higher rank.
    #[error("link {at} of {links} does not lead to a higher rank")]
    NotUpward {
        /// Direction of links.
        links: &'static str,
        /// Position of the link.
        at: usize,
    },
    /// A link has the cost that marks the absence of a road.
    #[error("link {at} of {links} has the cost that marks the absence of a road")]
    Cost {
        /// Direction of links.
        links: &'static str,
        /// Position of the link.
        at: usize,
    },
    /// A shortcut's halves do not exist, do not meet at a lower rank, or do not join its ends.
    #[error("the halves of shortcut {at} of {links} do not join its ends over a lower rank")]
    Halves {
        /// Direction of links.
        links: &'static str,
        /// Position of the link.
        at: usize,
    },
    /// A shortcut's cost is not the sum of its halves.
    #[error("the cost of shortcut {at} of {links} is not the sum of its halves")]
    Sum {
        /// Direction of links.
        links: &'static str,
        /// Position of the link.
        at: usize,
    },
    /// The topology has another number of nodes.
    #[error("the hierarchy has {hierarchy} nodes, the topology {topology}")]
    Nodes {
        /// Nodes of the hierarchy.
        hierarchy: usize,
        /// Nodes of the topology.
        topology: usize,
    },
    /// A link names an arc that the topology does not have, or that differs in ends or cost.
    #[error("link {at} of {links} is not the arc of the topology that it names")]
    Arc {
        /// Direction of links.
        links: &'static str,
        /// Position of the link.
        at: usize,
    },
}

/// Which way the links of an array lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

impl Direction {
    const BOTH: [Self; 2] = [Self::Up, Self::Down];

    const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    const fn links(self, arrays: &HierarchyArrays) -> &LinksArrays {
        match self {
            Self::Up => &arrays.up,
            Self::Down => &arrays.down,
        }
    }

    /// Tail and head of a link from the rank that owns it and the one at its other end.
    const fn ends(self, owner: u32, other: u32) -> (u32, u32) {
        match self {
            Self::Up => (owner, other),
            Self::Down => (other, owner),
        }
    }
}

/// The invariants that need no topology.
pub(super) fn check_arrays(arrays: &HierarchyArrays) -> Result<(), HierarchyDefect> {
    if !NodeOrder::new(&arrays.rank_of, &arrays.node_of).is_permutation() {
        return Err(HierarchyDefect::Order);
    }
    // Both directions must have sound shapes before a half in the other one can be looked up.
    for direction in Direction::BOTH {
        check_shape(direction.name(), direction.links(arrays), arrays.node_of.len())?;
    }
    for direction in Direction::BOTH {
        each_link(direction.links(arrays), |owner, at| check_halves(arrays, direction, owner, at))?;
    }
    Ok(())
}

/// What keeps searches within the arrays and unpacking finite, looking at each link alone: for arrays that a
/// checksum vouches for. The full check jumps to the halves of every shortcut, which takes ten times as long.
pub(super) fn check_bounds(arrays: &HierarchyArrays, arcs: usize) -> Result<(), HierarchyDefect> {
    if !NodeOrder::new(&arrays.rank_of, &arrays.node_of).is_permutation() {
        return Err(HierarchyDefect::Order);
    }
    for direction in Direction::BOTH {
        check_shape(direction.name(), direction.links(arrays), arrays.node_of.len())?;
    }
    let (down_first, up_first): (&[u32], &[u32]) = (&arrays.down.first, &arrays.up.first);
    for direction in Direction::BOTH {
        let links = direction.links(arrays);
        let (child_in, child_out): (&[u32], &[u32]) = (&links.child_in, &links.child_out);
        each_link(links, |owner, at| {
            // Links are numbered by the rank that owns them: a lower position than the owner's belongs to a
            // lower rank.
            let (into, out) = (child_in[at], child_out[at]);
            if out == LinksArrays::ORIGINAL {
                let sound = (into as usize) < arcs;
                return if sound {
                    Ok(())
                } else {
                    Err(HierarchyDefect::Arc { links: direction.name(), at })
                };
            }
            let sound = into < down_first[owner as usize] && out < up_first[owner as usize];
            if sound { Ok(()) } else { Err(HierarchyDefect::Halves { links: direction.name(), at }) }
        })?;
    }
    Ok(())
}

/// That every link that is no shortcut is the arc it names.
pub(super) fn check_arcs(arrays: &HierarchyArrays, topology: &Topology) -> Result<(), HierarchyDefect> {
    let nodes = arrays.node_of.len();
    if nodes != topology.nodes() {
        return Err(HierarchyDefect::Nodes { hierarchy: nodes, topology: topology.nodes() });
    }
    for direction in Direction::BOTH {
        let links = direction.links(arrays);
        each_link(links, |owner, at| {
            if links.child_out[at] != LinksArrays::ORIGINAL {
                return Ok(());
            }
            let arc = links.child_in[at];
            let (tail, head) = direction.ends(owner, links.other[at]);
            let tail = NodeId(arrays.node_of[tail as usize]);
            let head = NodeId(arrays.node_of[head as usize]);
            let same = topology.out_range(tail).contains(&(arc as usize))
                && topology.head(ArcId(arc)) == head
                && topology.cost(ArcId(arc)) == RoadCost(links.cost[at]);
            if same { Ok(()) } else { Err(HierarchyDefect::Arc { links: direction.name(), at }) }
        })?;
    }
    Ok(())
}

/// Calls `visit` with the owner and position of each link, whose shape is known to be sound.
fn each_link(
    links: &LinksArrays,
    mut visit: impl FnMut(u32, usize) -> Result<(), HierarchyDefect>,
) -> Result<(), HierarchyDefect> {
    for (owner, range) in links.first.windows(2).enumerate() {
        for at in range[0] as usize..range[1] as usize {
            visit(owner as u32, at)?;
        }
    }
    Ok(())
}

fn check_shape(name: &'static str, links: &LinksArrays, nodes: usize) -> Result<(), HierarchyDefect> {
    let count = links.other.len();
    if [links.cost.len(), links.child_in.len(), links.child_out.len()] != [count; 3] {
        return Err(HierarchyDefect::Lengths { links: name });
    }
    let rises = links.first.windows(2).all(|w| w[0] <= w[1]);
    let spans = links.first.first() == Some(&0) && links.first.last().is_some_and(|&l| l as usize == count);
    if links.first.len() != nodes + 1 || !rises || !spans {
        return Err(HierarchyDefect::First { links: name });
    }
    let (others, costs): (&[u32], &[u64]) = (&links.other, &links.cost);
    each_link(links, |owner, at| {
        if others[at] <= owner || others[at] as usize >= nodes {
            return Err(HierarchyDefect::NotUpward { links: name, at });
        }
        if RoadCost(costs[at]) == RoadCost::UNREACHABLE {
            return Err(HierarchyDefect::Cost { links: name, at });
        }
        Ok(())
    })
}

fn check_halves(
    arrays: &HierarchyArrays,
    direction: Direction,
    owner: u32,
    at: usize,
) -> Result<(), HierarchyDefect> {
    let links = direction.links(arrays);
    if links.child_out[at] == LinksArrays::ORIGINAL {
        return Ok(());
    }
    let (into, out) = (links.child_in[at] as usize, links.child_out[at] as usize);
    let (tail, head) = direction.ends(owner, links.other[at]);
    let joined = into < arrays.down.other.len()
        && out < arrays.up.other.len()
        && arrays.down.other[into] == tail
        && arrays.up.other[out] == head
        && owner_of(&arrays.down, into) == owner_of(&arrays.up, out)
        && owner_of(&arrays.down, into) < owner as usize;
    if !joined {
        return Err(HierarchyDefect::Halves { links: direction.name(), at });
    }
    if arrays.down.cost[into].checked_add(arrays.up.cost[out]) != Some(links.cost[at]) {
        return Err(HierarchyDefect::Sum { links: direction.name(), at });
    }
    Ok(())
}

/// The rank that owns the link at position `at`.
fn owner_of(links: &LinksArrays, at: usize) -> usize {
    links.first.partition_point(|&first| first as usize <= at) - 1
}
