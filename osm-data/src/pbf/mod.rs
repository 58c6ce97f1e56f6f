//! File to elements: bytes of a `.osm.pbf` in, nodes, ways and relations out, and back. Knows no roads.

mod element;
mod error;
mod reader;
mod writer;

pub use element::{
    MemberId, OsmElement, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId, Tags,
};
pub use error::{PbfDefect, PbfError};
pub use reader::{Kinds, PbfCounts, PbfReader};
pub use writer::PbfWriter;

#[cfg(test)]
mod tests;
