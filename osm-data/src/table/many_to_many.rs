//! All sources to all targets in one go: buckets at the ranks that the targets' searches meet.

use crate::graph::NodeId;
use crate::hierarchy::{ContractionHierarchy, Links, Rank, SearchSpace};
use crate::units::RoadCost;
use rayon::prelude::*;

/// A place as weighted nodes: where one can enter or leave the roads, and what that costs.
pub type Ends = Vec<(NodeId, RoadCost)>;

/// Least cost from each of `sources` to each of `targets`.
///
/// One downward search per target, run backwards, leaves its cost in a bucket at every rank it settles; one
/// upward search per source collects from the buckets it meets.
///
/// # Shape and units
/// Row-major, `sources.len()` × `targets.len()`, in the order given; [`RoadCost::UNREACHABLE`] where no road
/// leads. The same on any number of threads.
///
/// # Panics
/// If a node is not in `hierarchy`.
///
/// # References
/// Knopp, Sanders, Schultes, Schulz & Wagner (2007), "Computing Many-to-Many Shortest Paths Using Highway
/// Hierarchies", ALENEX. Ours differs: buckets are one sorted array, not a list per node.
pub fn many_to_many(hierarchy: &ContractionHierarchy, sources: &[Ends], targets: &[Ends]) -> Vec<RoadCost> {
    let mut table = vec![RoadCost::UNREACHABLE; sources.len() * targets.len()];
    if table.is_empty() {
        return table;
    }
    let buckets = Buckets::fill(hierarchy, targets);
    table.par_chunks_mut(targets.len()).zip(sources).for_each_init(
        || SearchSpace::new(hierarchy.nodes()),
        |space, (row, source)| {
            climb(hierarchy, space, source, hierarchy.up(), hierarchy.down(), |rank, cost| {
                for &Entry { target, to_go } in buckets.at(rank) {
                    let cell = &mut row[target as usize];
                    *cell = (*cell).min(RoadCost(cost.0.saturating_add(to_go.0)));
                }
            });
        },
    );
    table
}

/// Calls `visit` with each rank, and its cost, that an upward search from `seeds` settles and does not stall.
fn climb(
    hierarchy: &ContractionHierarchy,
    space: &mut SearchSpace,
    seeds: &[(NodeId, RoadCost)],
    links: Links<'_>,
    check: Links<'_>,
    mut visit: impl FnMut(Rank, RoadCost),
) {
    space.clear();
    for &(node, cost) in seeds {
        space.seed(hierarchy.order().rank(node), cost);
    }
    while let Some(settled) = space.settle(links, check) {
        if !settled.stalled {
            visit(settled.rank, settled.cost);
        }
    }
}

/// What a target left at a rank.
#[derive(Clone, Copy, Debug)]
struct Entry {
    target: u32,
    to_go: RoadCost,
}

/// The entries of all targets, sorted by rank, then target.
#[derive(Debug)]
struct Buckets {
    first: Vec<u32>,
    entries: Vec<Entry>,
}

impl Buckets {
    fn fill(hierarchy: &ContractionHierarchy, targets: &[Ends]) -> Self {
        let nodes = hierarchy.nodes();
        let left: Vec<Vec<(Rank, RoadCost)>> = targets
            .par_iter()
            .map_init(
                || SearchSpace::new(nodes),
                |space, target| {
                    let mut left = Vec::new();
                    climb(hierarchy, space, target, hierarchy.down(), hierarchy.up(), |rank, cost| {
                        left.push((rank, cost));
                    });
                    left
                },
            )
            .collect();
        // A counting sort by rank; targets come in order, so each bucket is sorted by target.
        let mut first = vec![0_u32; nodes + 1];
        for &(rank, _) in left.iter().flatten() {
            first[rank.index() + 1] += 1;
        }
        for rank in 0..nodes {
            first[rank + 1] += first[rank];
        }
        let mut next = first.clone();
        let mut entries = vec![Entry { target: 0, to_go: RoadCost::ZERO }; first[nodes] as usize];
        for (target, left) in left.iter().enumerate() {
            for &(rank, to_go) in left {
                let at = &mut next[rank.index()];
                entries[*at as usize] = Entry { target: target as u32, to_go };
                *at += 1;
            }
        }
        Self { first, entries }
    }

    fn at(&self, rank: Rank) -> &[Entry] {
        &self.entries[self.first[rank.index()] as usize..self.first[rank.index() + 1] as usize]
    }
}
