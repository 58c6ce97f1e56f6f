//! The road graph: lanes and the turns between them, with coordinates, lengths, bends and names.

use super::{ArcId, Bend, Lane, LaneNode, LaneTime, NodeId, Point, SegmentId};
use crate::column::Column;
use crate::lonlat::{BoundingBox, LonLat};
use crate::profile::{HourSpan, RoadKind};
use std::iter;
use std::ops::Range;
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
    /// The number of its name.
    pub name: u32,
    /// The number of the part of the network in which one can get there and away again, 0 for the largest;
    /// [`NO_COMPONENT`] when there is none.
    pub component: u32,
    /// Class and traits.
    pub kind: RoadKind,
    /// Whether somebody can stop there (1) or not (0): not on a ferry, a motorway, in a tunnel.
    pub can_stop: u16,
}

impl Segment {
    /// Whether places are joined to it: somebody can stop there, and get there and away again.
    pub fn is_joinable(&self) -> bool {
        self.can_stop != 0 && self.component != NO_COMPONENT
    }
}

/// What a lane takes at certain hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct HourlyLane {
    /// Which lane.
    pub lane: Lane,
    /// Milliseconds of driving then; [`LaneTime::CLOSED`] when closed.
    pub drive: u32,
    /// Where its hours begin among the hours.
    pub first_span: u32,
    /// How many spans it has.
    pub spans: u32,
}

/// A turn that is forbidden at certain hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct HourlyTurn {
    /// Which turn.
    pub arc: ArcId,
    /// Where its hours begin among the hours.
    pub first_span: u32,
    /// How many spans it has.
    pub spans: u32,
}

/// The arrays of a [`RoadGraph`], as they stand in a map file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphParts {
    /// Where the turns out of each node begin, and where the last ends.
    pub first_out: Column<u32>,
    /// The node that each turn leads to.
    pub head: Column<NodeId>,
    /// What each turn takes, in hundredths of a second.
    pub turn: Column<u16>,
    /// The lane of each node. Nodes are numbered in the order of contraction; those of a segment follow each other.
    pub nodes: Column<LaneNode>,
    /// The first node of each segment, [`RoadGraph::NO_NODE`] when it has none.
    pub segment_node: Column<u32>,
    /// The time of each lane, two a segment.
    pub times: Column<LaneTime>,
    /// What changes by the hour; of several that hold for a lane the last counts.
    pub hourly_lanes: Column<HourlyLane>,
    /// Turns forbidden by the hour.
    pub hourly_turns: Column<HourlyTurn>,
    /// The hours.
    pub hours: Column<HourSpan>,
    /// Where the vertices lie.
    pub vertices: Column<Point>,
    /// The segments.
    pub segments: Column<Segment>,
    /// Where the bends of each segment begin, and where the last end.
    pub bend_first: Column<u32>,
    /// The bends of all segments: each segment's begin at the place of its tail.
    pub bends: Column<Bend>,
    /// Where each name begins in `name_text`, and where the last ends.
    pub name_first: Column<u32>,
    /// All names in UTF-8, one after the other.
    pub name_text: Column<u8>,
}

impl GraphParts {
    /// The first node of each of so many segments, by the lanes of the nodes: [`GraphParts::segment_node`].
    pub fn first_nodes(nodes: &[LaneNode], segments: usize) -> Column<u32> {
        let mut first = vec![RoadGraph::NO_NODE; segments];
        for (node, lane) in (0..nodes.len() as u32).zip(nodes).rev() {
            // A node of a segment that is not there is told when the whole is checked.
            if let Some(first) = first.get_mut(lane.lane().segment().index()) {
                *first = node;
            }
        }
        first.into()
    }
}

/// Roads as lanes and turns, with all that is geographic about them.
///
/// *Vertices* are junctions and way ends; a *segment* joins two of them; a *lane* is a direction of a segment. The
/// nodes of the routing graph are lanes, driven to their end; its arcs are turns, each with the lane it leads into:
/// the cost of an arc is that of the turn and of the whole lane after it ([`super::Weights`]).
///
/// Invariants (verified by [`RoadGraph::check`]): see [`super::GraphDefect`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadGraph {
    pub(super) parts: GraphParts,
}

impl RoadGraph {
    /// The mark of a segment that has no node, because it is closed both ways.
    pub const NO_NODE: u32 = u32::MAX;

    /// The arrays.
    pub fn parts(&self) -> &GraphParts {
        &self.parts
    }

    /// Number of nodes of the routing graph.
    pub fn nodes(&self) -> usize {
        self.parts.nodes.len()
    }

    /// Number of turns.
    pub fn arcs(&self) -> usize {
        self.parts.head.len()
    }

    /// Number of junctions and way ends.
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
    pub fn shape(&self, id: SegmentId) -> impl Iterator<Item = Point> + '_ {
        let segment = self.segment(id);
        let tail = self.parts.vertices[segment.tail.index()];
        let first = &self.parts.bend_first[id.index()..];
        let bends = &self.parts.bends[first[0] as usize..first[1] as usize];
        let between = bends.iter().scan(tail, |place, bend| {
            *place = bend.after(*place);
            Some(*place)
        });
        iter::once(tail).chain(between).chain(iter::once(self.parts.vertices[segment.head.index()]))
    }

    /// The name of a segment: the name of its road, else its number (`E6`), else nothing.
    pub fn name(&self, id: SegmentId) -> &str {
        let at = self.segment(id).name as usize;
        let range = self.parts.name_first[at] as usize..self.parts.name_first[at + 1] as usize;
        std::str::from_utf8(&self.parts.name_text[range]).unwrap_or_default()
    }

    /// The lane of a node.
    pub fn lane(&self, node: NodeId) -> Lane {
        self.parts.nodes[node.index()].lane()
    }

    /// The vertex where a lane begins.
    pub fn lane_tail(&self, lane: Lane) -> NodeId {
        let segment = self.segment(lane.segment());
        if lane.is_backward() { segment.head } else { segment.tail }
    }

    /// Every node of a lane: the first of it, then those with a past.
    pub fn nodes_of(&self, lane: Lane) -> impl Iterator<Item = NodeId> + '_ {
        let first = self.parts.segment_node[lane.segment().index()];
        let begin = if first == Self::NO_NODE { self.nodes() } else { first as usize };
        self.parts.nodes[begin..]
            .iter()
            .take_while(move |node| node.lane().segment() == lane.segment())
            .enumerate()
            .filter(move |(_, node)| node.lane() == lane)
            .map(move |(i, _)| NodeId((begin + i) as u32))
    }

    /// The node of a lane where journeys begin; `None` for a lane that is never open.
    pub fn first_node_of(&self, lane: Lane) -> Option<NodeId> {
        self.nodes_of(lane).find(|node| self.parts.nodes[node.index()].is_first())
    }

    /// The turns out of a node, as positions in the arrays.
    pub fn turns_of(&self, node: NodeId) -> Range<usize> {
        self.parts.first_out[node.index()] as usize..self.parts.first_out[node.index() + 1] as usize
    }

    /// Where a lane's beginning lies.
    pub fn place(&self, vertex: NodeId) -> LonLat {
        self.parts.vertices[vertex.index()].to_lonlat()
    }

    /// The box of all roads; `None` for a graph without any.
    pub fn bounding_box(&self) -> Option<BoundingBox> {
        BoundingBox::of(self.all_segments().flat_map(|(id, _)| self.shape(id)).map(|p| p.to_lonlat()))
    }
}
