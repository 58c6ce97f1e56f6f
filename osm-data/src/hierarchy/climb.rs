//! `Climb`: the labels of one search upward, along the lines of parents instead of a queue.

use super::contraction_hierarchy::{ContractionHierarchy, HierarchyArrays, Links};
use crate::graph::NodeId;
use crate::units::RoadCost;

/// The costs of one search upward, reused from search to search.
///
/// A search upward meets only ancestors of its starts, and an ancestor has a higher number: going through them in
/// rising order, every label is final when its turn comes. No queue is needed.
#[derive(Clone, Debug)]
pub(crate) struct Climb {
    /// By node; [`FAR`] where the search has not been.
    cost: Vec<u64>,
    /// The nodes met, rising.
    met: Vec<u32>,
    /// The lines of ancestors still to be followed.
    lines: Vec<u32>,
}

const FAR: u64 = RoadCost::LIMIT.0;

impl Climb {
    /// For hierarchies of `nodes` nodes.
    pub(crate) fn new(nodes: usize) -> Self {
        Self { cost: vec![FAR; nodes], met: Vec::new(), lines: Vec::new() }
    }

    /// Climbs `links` from the cheapest of `seeds`; forgets what was before.
    ///
    /// # Panics
    /// If a seed is not in the hierarchy.
    pub(crate) fn run(
        &mut self,
        hierarchy: &ContractionHierarchy,
        links: Links<'_>,
        seeds: &[(NodeId, RoadCost)],
    ) {
        self.forget();
        for &(node, cost) in seeds {
            hierarchy.assert_holds(node);
            let known = &mut self.cost[node.index()];
            *known = (*known).min(cost.0.min(FAR));
            self.lines.push(node.0);
        }
        let parents = hierarchy.parents();
        while let Some(&node) = self.lines.iter().min() {
            // Lines that meet go on as one.
            let mut follows = false;
            self.lines.retain_mut(|line| {
                if *line != node {
                    return true;
                }
                *line = parents[node as usize];
                let goes_on = !follows && *line != HierarchyArrays::ROOT;
                follows = true;
                goes_on
            });
            let here = self.cost[node as usize];
            if here >= FAR {
                continue;
            }
            self.met.push(node);
            for link in links.of(node) {
                let reached = here + link.cost;
                let known = &mut self.cost[link.other as usize];
                *known = (*known).min(reached);
            }
        }
    }

    /// The nodes met, rising. Whatever else has a label is met later than all of them and has none.
    pub(crate) fn met(&self) -> &[u32] {
        &self.met
    }

    /// The least cost at which a node was reached; at least [`RoadCost::LIMIT`] when it was not.
    #[inline]
    pub(crate) fn cost(&self, node: u32) -> u64 {
        self.cost[node as usize]
    }

    /// The links of the cheapest way from a seed up to `top`, told by the nodes passed, `top` first. Looks for a
    /// node below whose label and link add up.
    pub(crate) fn way_to(&self, links: Links<'_>, top: u32) -> Vec<u32> {
        let mut way = vec![top];
        let end = self.met.partition_point(|&node| node < top);
        let mut here = top;
        for &node in self.met[..end].iter().rev() {
            let leads = |link: super::contraction_hierarchy::Link| {
                link.other == here && self.cost[node as usize] + link.cost == self.cost[here as usize]
            };
            if links.of(node).any(leads) {
                way.push(node);
                here = node;
            }
        }
        way
    }

    fn forget(&mut self) {
        // Every label belongs to a node met, unless it is too far to count.
        for node in self.met.drain(..) {
            self.cost[node as usize] = FAR;
        }
        self.lines.clear();
    }
}
