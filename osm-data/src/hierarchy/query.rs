//! `Query`: reusable workspace of one thread; cost and path from one set of places to another.

use super::climb::Climb;
use super::contraction_hierarchy::ContractionHierarchy;
use super::unpack::unpack_path;
use crate::dissection::Tree;
use crate::graph::NodeId;
use crate::units::RoadCost;
use std::cmp::Ordering;

/// Shortest paths in a hierarchy, one after the other.
#[derive(Clone, Debug)]
pub struct Query<'h> {
    hierarchy: &'h ContractionHierarchy,
    forward: Climb,
    backward: Climb,
}

/// A shortest path, in nodes of the topology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Cost of the start, the path and the end together.
    pub cost: RoadCost,
    /// Position in `starts` of the one used.
    pub start: usize,
    /// Position in `ends` of the one used.
    pub end: usize,
    /// The nodes, in the order passed, start and end included; one when they are the same.
    pub nodes: Vec<NodeId>,
}

impl<'h> Query<'h> {
    /// A workspace for `hierarchy`: a few bytes for each node of its longest line of ancestors.
    pub fn new(hierarchy: &'h ContractionHierarchy) -> Self {
        Self { hierarchy, forward: Climb::default(), backward: Climb::default() }
    }

    /// Least cost from a node to another; [`RoadCost::UNREACHABLE`] where no road leads.
    pub fn between(&mut self, from: NodeId, to: NodeId) -> RoadCost {
        self.cost(&[(from, RoadCost::ZERO)], &[(to, RoadCost::ZERO)])
    }

    /// Least cost over all pairs of a start and an end: cost of the start, path, cost of the end.
    /// [`RoadCost::UNREACHABLE`] where no road leads.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn cost(&mut self, starts: &[(NodeId, RoadCost)], ends: &[(NodeId, RoadCost)]) -> RoadCost {
        self.meet(starts, ends).map_or(RoadCost::UNREACHABLE, |met| RoadCost(met.rise + met.fall))
    }

    /// As [`Query::cost`], with the path. `None` where no road leads.
    ///
    /// # Panics
    /// If a node is not in the hierarchy.
    pub fn path(&mut self, starts: &[(NodeId, RoadCost)], ends: &[(NodeId, RoadCost)]) -> Option<Path> {
        let Meeting { top, rise, fall } = self.meet(starts, ends)?;
        let mut way = self.forward.way_to(self.hierarchy, self.hierarchy.up(), top, rise);
        let start = seed_at(&self.forward, *way.last()?, (top, rise), starts)?;
        way.reverse();
        let descended = self.backward.way_to(self.hierarchy, self.hierarchy.down(), top, fall);
        let end = seed_at(&self.backward, *descended.last()?, (top, fall), ends)?;
        way.extend(&descended[1..]);
        let nodes = unpack_path(self.hierarchy, &way)?;
        Some(Path { cost: RoadCost(rise + fall), start, end, nodes })
    }

    /// Climbs from both sides to where the cheapest path turns down.
    fn meet(&mut self, starts: &[(NodeId, RoadCost)], ends: &[(NodeId, RoadCost)]) -> Option<Meeting> {
        let hierarchy = self.hierarchy;
        let (up, down) = (hierarchy.up(), hierarchy.down());
        self.forward.begin(hierarchy, starts);
        self.backward.begin(hierarchy, ends);
        let mut best: Option<Meeting> = None;
        let mut least = RoadCost::LIMIT.0;
        loop {
            let (from_start, from_end) = (self.forward.next(), self.backward.next());
            if from_start.max(from_end) == Tree::ROOT {
                return best;
            }
            match from_start.cmp(&from_end) {
                Ordering::Less => self.forward.climb_to(hierarchy, up, from_end),
                Ordering::Greater => self.backward.climb_to(hierarchy, down, from_start),
                // A node that both climb to; from here on often one line for both.
                Ordering::Equal if self.forward.is_one_line() && self.backward.is_one_line() => {
                    let met =
                        Climb::meet(hierarchy, [&mut self.forward, &mut self.backward], from_start, least);
                    return met.map(|(top, [rise, fall])| Meeting { top, rise, fall }).or(best);
                }
                Ordering::Equal => {
                    let rise = self.forward.label(hierarchy);
                    let fall = self.backward.label(hierarchy);
                    if rise + fall < least {
                        least = rise + fall;
                        best = Some(Meeting { top: from_start, rise, fall });
                    }
                    // What is no nearer than the best path is long leads to no better one.
                    self.forward.step(hierarchy, up, least);
                    self.backward.step(hierarchy, down, least);
                }
            }
        }
    }
}

/// Where a path turns down: its highest node, and the costs of getting there from both sides.
#[derive(Clone, Copy, Debug)]
struct Meeting {
    top: u32,
    rise: u64,
    fall: u64,
}

/// Which of `seeds` started the search at `node`; `top` is where the search was left, and not gone through then.
fn seed_at(climb: &Climb, node: u32, top: (u32, u64), seeds: &[(NodeId, RoadCost)]) -> Option<usize> {
    let cost = if node == top.0 { top.1 } else { climb.cost(node) };
    seeds.iter().position(|&seed| seed == (NodeId(node), RoadCost(cost)))
}
