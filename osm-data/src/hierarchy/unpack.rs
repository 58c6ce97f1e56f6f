//! Shortcuts → the nodes they pass.

use super::contraction_hierarchy::{ContractionHierarchy, LinksArrays};
use crate::graph::NodeId;

/// The nodes of a path that follows links from node to node as `way` tells.
///
/// `None` when a link is not there or the path passes more nodes than there are going up and again going down, as only
/// a damaged hierarchy has it.
pub(super) fn unpack_path(hierarchy: &ContractionHierarchy, way: &[u32]) -> Option<Vec<NodeId>> {
    let (up, down) = (hierarchy.up(), hierarchy.down());
    let mut nodes = vec![NodeId(*way.first()?)];
    let mut open: Vec<(u32, u32)> = Vec::new();
    for pair in way.windows(2) {
        open.push((pair[0], pair[1]));
        while let Some((from, to)) = open.pop() {
            let middle = if from < to { up.middle(from, to) } else { down.middle(to, from) }?;
            if middle == LinksArrays::ORIGINAL {
                nodes.push(NodeId(to));
                if nodes.len() > hierarchy.nodes() * 2 {
                    return None;
                }
            } else {
                open.extend([(middle, to), (from, middle)]);
            }
        }
    }
    Some(nodes)
}
