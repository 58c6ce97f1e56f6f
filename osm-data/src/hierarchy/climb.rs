//! `Climb`: the labels of one search upward, along the lines of ancestors instead of a queue.

use super::contraction_hierarchy::{ContractionHierarchy, Links};
use crate::dissection::Tree;
use crate::graph::NodeId;
use crate::units::RoadCost;

/// The costs of one search upward, reused from search to search.
///
/// A search upward meets only ancestors of its starts, and an ancestor has a higher number: going through them in
/// rising order, every label is final when its turn comes. No queue is needed, and the labels of a line of ancestors
/// stand in a short array by depth.
#[derive(Clone, Debug, Default)]
pub(crate) struct Climb {
    /// The lines still followed; usually two lanes of one road, which soon are one line.
    lines: Vec<Line>,
    /// Labels by depth, for each line that there ever was at once.
    labels: Vec<Vec<u64>>,
    /// The nodes met, rising, with the least cost of getting there.
    met: Vec<(u32, u64)>,
}

/// A line of ancestors that is being followed.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The node whose turn comes next on it.
    next: u32,
    /// Which labels are its own.
    labels: usize,
}

const FAR: u64 = RoadCost::LIMIT.0;

impl Climb {
    /// Begins at the cheapest of `seeds`; forgets what was before.
    ///
    /// # Panics
    /// If a seed is not in the hierarchy.
    pub(crate) fn begin(&mut self, hierarchy: &ContractionHierarchy, seeds: &[(NodeId, RoadCost)]) {
        self.met.clear();
        self.lines.clear();
        for &(node, cost) in seeds {
            hierarchy.assert_holds(node);
            let cost = cost.0.min(FAR);
            let depth = hierarchy.tree().depth(node.0);
            if let Some(line) = self.lines.iter().find(|line| line.next == node.0) {
                let known = &mut self.labels[line.labels][depth];
                *known = (*known).min(cost);
                continue;
            }
            let number = self.lines.len();
            if number == self.labels.len() {
                self.labels.push(vec![FAR; hierarchy.tree().height()]);
            }
            self.labels[number][..depth].fill(FAR);
            self.labels[number][depth] = cost;
            self.lines.push(Line { next: node.0, labels: number });
        }
    }

    /// Climbs `links` from the cheapest of `seeds` to the top; forgets what was before.
    ///
    /// # Panics
    /// If a seed is not in the hierarchy.
    pub(crate) fn run(
        &mut self,
        hierarchy: &ContractionHierarchy,
        links: Links<'_>,
        seeds: &[(NodeId, RoadCost)],
    ) {
        self.begin(hierarchy, seeds);
        self.climb_to(hierarchy, links, Tree::ROOT);
    }

    /// The node whose turn comes next, [`Tree::ROOT`] at the end.
    pub(super) fn next(&self) -> u32 {
        self.lines.iter().map(|line| line.next).min().unwrap_or(Tree::ROOT)
    }

    /// Goes through every node below `end` whose turn it is.
    pub(super) fn climb_to(&mut self, hierarchy: &ContractionHierarchy, links: Links<'_>, end: u32) {
        while self.lines.len() > 1 && self.next() < end {
            self.step(hierarchy, links, FAR);
        }
        let [line] = &mut self.lines[..] else { return };
        let tree = hierarchy.tree();
        let parents = tree.parents();
        let mut node = line.next;
        if node >= end {
            return;
        }
        let mut depth = tree.depth(node);
        // Slices, not vectors: their ends stay in registers while figures are written.
        let labels = &mut self.labels[line.labels][..];
        while node < end {
            let here = labels[depth];
            if here < FAR {
                self.met.push((node, here));
                links.lower(node, here, labels);
            }
            node = parents[node as usize];
            depth = depth.wrapping_sub(1);
        }
        line.next = node;
        if node == Tree::ROOT {
            self.lines.clear();
        }
    }

    /// The label of the node whose turn comes next, after lines that meet there have become one.
    ///
    /// # Panics
    /// At the end.
    pub(super) fn label(&mut self, hierarchy: &ContractionHierarchy) -> u64 {
        let node = self.next();
        let depth = hierarchy.tree().depth(node);
        let mine = self.lines.iter().position(|line| line.next == node).expect("not at the end");
        let keeper = self.lines[mine].labels;
        while let Some(other) = (mine + 1..self.lines.len()).find(|&l| self.lines[l].next == node) {
            let other = self.lines.remove(other).labels;
            let taken = std::mem::take(&mut self.labels[other]);
            for (known, &label) in self.labels[keeper][..=depth].iter_mut().zip(&taken[..=depth]) {
                *known = (*known).min(label);
            }
            self.labels[other] = taken;
        }
        self.labels[keeper][depth]
    }

    /// Goes through the node whose turn it is; follows its links only when its label is less than `limit`.
    pub(super) fn step(&mut self, hierarchy: &ContractionHierarchy, links: Links<'_>, limit: u64) {
        let here = self.label(hierarchy);
        let node = self.next();
        let at = self.lines.iter().position(|line| line.next == node).expect("not at the end");
        if here < limit.min(FAR) {
            self.met.push((node, here));
            links.lower(node, here, &mut self.labels[self.lines[at].labels]);
        }
        let parent = hierarchy.tree().parents()[node as usize];
        if parent == Tree::ROOT {
            self.lines.swap_remove(at);
        } else {
            self.lines[at].next = parent;
        }
    }

    /// Whether only one line is left.
    pub(super) fn is_one_line(&self) -> bool {
        self.lines.len() == 1
    }

    /// Climbs from `node`, where both climbs are on their last lines, to the top: one up the links that leave nodes, the
    /// other up those that reach them. The node with the least sum of both labels, and the labels; `None` when no sum is
    /// less than `least`.
    pub(super) fn meet(
        hierarchy: &ContractionHierarchy,
        [forward, backward]: [&mut Self; 2],
        node: u32,
        mut least: u64,
    ) -> Option<(u32, [u64; 2])> {
        let (up, down) = (hierarchy.up(), hierarchy.down());
        let parents = hierarchy.tree().parents();
        let rising = &mut forward.labels[forward.lines[0].labels][..];
        let falling = &mut backward.labels[backward.lines[0].labels][..];
        let mut best = None;
        let mut node = node;
        let mut depth = hierarchy.tree().depth(node);
        while node != Tree::ROOT {
            let (rise, fall) = (rising[depth], falling[depth]);
            if rise + fall < least {
                least = rise + fall;
                best = Some((node, [rise, fall]));
            }
            // What is no nearer than the best path is long leads to no better one.
            if rise < least {
                forward.met.push((node, rise));
                up.lower(node, rise, rising);
            }
            if fall < least {
                backward.met.push((node, fall));
                down.lower(node, fall, falling);
            }
            node = parents[node as usize];
            depth = depth.wrapping_sub(1);
        }
        best
    }

    /// The nodes met, rising, with the least cost of getting there.
    pub(crate) fn met(&self) -> &[(u32, u64)] {
        &self.met
    }

    /// The least cost at which a node was met; [`RoadCost::LIMIT`] when it was not.
    pub(crate) fn cost(&self, node: u32) -> u64 {
        self.met.binary_search_by_key(&node, |&(met, _)| met).map_or(FAR, |at| self.met[at].1)
    }

    /// The links of the cheapest way from a seed up to `top`, reached at `cost`, told by the nodes passed, `top` first.
    /// Looks for a node below whose label and link add up.
    pub(super) fn way_to(
        &self,
        hierarchy: &ContractionHierarchy,
        links: Links<'_>,
        top: u32,
        cost: u64,
    ) -> Vec<u32> {
        let tree = hierarchy.tree();
        let mut way = vec![top];
        let (mut here, mut label) = (top, cost);
        let end = self.met.partition_point(|&(node, _)| node < top);
        for &(node, below) in self.met[..end].iter().rev() {
            let leads = links.cost(node, tree.depth(here)).is_some_and(|link| below + link == label);
            if leads && tree.is_on_line(node, here) {
                way.push(node);
                (here, label) = (node, below);
            }
        }
        way
    }
}
