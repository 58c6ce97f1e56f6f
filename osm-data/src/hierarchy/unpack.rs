//! Shortcuts → the arcs they stand for.

use super::contraction_hierarchy::{ContractionHierarchy, Made};
use crate::graph::ArcId;

/// A link still to be unpacked.
#[derive(Clone, Copy, Debug)]
enum Packed {
    /// Position among the upward links.
    Up(u32),
    /// Position among the downward links.
    Down(u32),
}

/// The arcs of a path that climbs `up` links, then descends `down` links, both in the order passed.
///
/// Ends because the halves of a shortcut belong to a lower rank than the shortcut itself.
pub(super) fn unpack_path(
    hierarchy: &ContractionHierarchy,
    up: impl Iterator<Item = u32>,
    down: impl Iterator<Item = u32>,
) -> Vec<ArcId> {
    let mut arcs = Vec::new();
    let mut open = Vec::new();
    for link in up.map(Packed::Up).chain(down.map(Packed::Down)) {
        open.push(link);
        while let Some(link) = open.pop() {
            let made = match link {
                Packed::Up(at) => hierarchy.up().made_of(at),
                Packed::Down(at) => hierarchy.down().made_of(at),
            };
            match made {
                Made::Arc(arc) => arcs.push(arc),
                Made::Halves { into, out } => open.extend([Packed::Up(out), Packed::Down(into)]),
            }
        }
    }
    arcs
}
