//! The road graph: a topology plus coordinates, lengths, bends and names.

use super::{ArcId, Lane, NodeId, Point, SegmentId, Topology};
use crate::column::Column;
use crate::lonlat::{BoundingBox, LonLat};
use std::iter;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// The component of a segment that no place is joined to.
pub const NO_COMPONENT: u32 = u32::MAX;

/// A stretch of road between two vertices, both directions together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Segment {
    /// The number of its way in OpenStreetMap.
    pub way: i64,
    /// The vertex where its drawing begins.
    pub tail: NodeId,
    /// The vertex where its drawing ends; the same as `tail` for a loop.
    pub head: NodeId,
    /// Its length in decimetres.
    pub decimetres: u32,
    /// Where its points begin; they include both ends.
    pub first_point: u32,
    /// How many points it has, at least two.
    pub points: u32,
    /// The number of its name.
    pub name: u32,
    /// The number of the part of the network in which one can get there and away again, 0 for the largest;
    /// [`NO_COMPONENT`] when there is none.
    pub component: u32,
    /// Whether somebody can stop there (1) or not (0): not on a ferry, a motorway, in a tunnel.
    pub can_stop: u32,
}

/// The arrays of a [`RoadGraph`], as they stand in a map file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphParts {
    /// Who connects to whom.
    pub topology: Topology,
    /// Where the vertices lie.
    pub vertices: Column<Point>,
    /// The vertex of each copy, rising.
    pub copy_vertex: Column<NodeId>,
    /// The lane of each arc.
    pub arc_lane: Column<Lane>,
    /// The segments.
    pub segments: Column<Segment>,
    /// The bends of all segments.
    pub points: Column<Point>,
    /// Where each name begins in `name_text`, and where the last ends.
    pub name_first: Column<u32>,
    /// All names in UTF-8, one after the other.
    pub name_text: Column<u8>,
}

/// Roads as nodes and arcs, with all that is geographic about them.
///
/// The first nodes are *vertices*: junctions and way ends. The rest are *copies* of vertices: a driver who has
/// come from where a turn restriction binds arrives at a copy, whose arcs are the turns that are left. An arc out
/// of a copy drives along the same [`Lane`] as the arc of the vertex it copies.
///
/// Invariants (verified by [`RoadGraph::check`]): see [`super::GraphDefect`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadGraph {
    pub(super) parts: GraphParts,
}

impl RoadGraph {
    /// The arrays.
    pub fn parts(&self) -> &GraphParts {
        &self.parts
    }

    /// Who connects to whom at what cost.
    pub fn topology(&self) -> &Topology {
        &self.parts.topology
    }

    /// Number of vertices: the nodes below this number are no copies.
    pub fn vertices(&self) -> usize {
        self.parts.vertices.len()
    }

    /// Number of segments.
    pub fn segments(&self) -> usize {
        self.parts.segments.len()
    }

    /// One segment.
    pub fn segment(&self, id: SegmentId) -> &Segment {
        &self.parts.segments[id.index()]
    }

    /// Every segment with its number.
    pub fn all_segments(&self) -> impl Iterator<Item = (SegmentId, &Segment)> {
        self.parts.segments.iter().enumerate().map(|(i, s)| (SegmentId(i as u32), s))
    }

    /// The points of a segment in drawing order, both ends included.
    pub fn shape(&self, id: SegmentId) -> &[Point] {
        let segment = self.segment(id);
        &self.parts.points[segment.first_point as usize..][..segment.points as usize]
    }

    /// The name of a segment: the name of its road, else its number (`E6`), else nothing.
    pub fn name(&self, id: SegmentId) -> &str {
        let at = self.segment(id).name as usize;
        let range = self.parts.name_first[at] as usize..self.parts.name_first[at + 1] as usize;
        std::str::from_utf8(&self.parts.name_text[range]).unwrap_or_default()
    }

    /// What an arc drives along.
    pub fn lane(&self, arc: ArcId) -> Lane {
        self.parts.arc_lane[arc.index()]
    }

    /// The vertex where a lane begins.
    pub fn lane_tail(&self, lane: Lane) -> NodeId {
        let segment = self.segment(lane.segment());
        if lane.is_backward() { segment.head } else { segment.tail }
    }

    /// The vertex that a node is, or is a copy of.
    pub fn vertex_of(&self, node: NodeId) -> NodeId {
        match node.index().checked_sub(self.vertices()) {
            None => node,
            Some(copy) => self.parts.copy_vertex[copy],
        }
    }

    /// Where a node lies.
    pub fn place(&self, node: NodeId) -> LonLat {
        self.parts.vertices[self.vertex_of(node).index()].to_lonlat()
    }

    /// A vertex and every copy of it.
    pub fn with_copies(&self, vertex: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let copies = &self.parts.copy_vertex;
        let first = copies.partition_point(|&v| v < vertex);
        let mine = copies[first..].iter().take_while(move |&&v| v == vertex).count();
        let offset = self.vertices() + first;
        iter::once(vertex).chain((offset..offset + mine).map(|n| NodeId(n as u32)))
    }

    /// The arc out of `node` that drives along `lane`; `None` when the lane is closed, or forbidden from there.
    pub fn arc_on(&self, node: NodeId, lane: Lane) -> Option<ArcId> {
        let arcs = self.parts.topology.out_range(node);
        let first = arcs.start;
        let at = self.parts.arc_lane[arcs].iter().position(|&l| l == lane)?;
        Some(ArcId((first + at) as u32))
    }

    /// The box of all roads; `None` for a graph without any.
    pub fn bounding_box(&self) -> Option<BoundingBox> {
        BoundingBox::of(self.parts.points.iter().map(|p| p.to_lonlat()))
    }
}
