//! Dense numbers of nodes, arcs and segments.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A node of the routing graph: a junction, a way end, or a copy of one that remembers a turn.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct NodeId(pub u32);

/// A directed arc of the routing graph: its position in the adjacency arrays.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct ArcId(pub u32);

impl NodeId {
    /// As an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl ArcId {
    /// As an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of road between two junctions, both directions together.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct SegmentId(pub u32);

/// One direction of a segment: what an arc of the routing graph drives along. Copies of an arc share it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct Lane(u32);

impl SegmentId {
    /// As an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Along the drawing order.
    pub const fn forward(self) -> Lane {
        Lane(self.0 << 1)
    }

    /// Against it.
    pub const fn backward(self) -> Lane {
        Lane(self.0 << 1 | 1)
    }

    /// Both directions.
    pub const fn lanes(self) -> [Lane; 2] {
        [self.forward(), self.backward()]
    }
}

impl Lane {
    /// The segment it belongs to.
    pub const fn segment(self) -> SegmentId {
        SegmentId(self.0 >> 1)
    }

    /// As an array index: two a segment.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether it runs against the drawing order.
    pub const fn is_backward(self) -> bool {
        self.0 & 1 == 1
    }

    /// The other direction of the same segment.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// What a node of the routing graph is: a lane, driven from its beginning to its end.
///
/// Several nodes may be of one lane. The *first* is that of a driver without a past, who may come out on the public
/// roads from a local one; the others remember a turn restriction, or that the driver has come in from the public
/// roads.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct LaneNode(u32);

/// The bit of a [`LaneNode`] that is not the first of its lane: segments are fewer than 2³⁰.
const COPY: u32 = 1 << 31;

impl LaneNode {
    /// The first node of a lane.
    pub const fn first(lane: Lane) -> Self {
        Self(lane.0)
    }

    /// A further node of a lane.
    pub const fn copy(lane: Lane) -> Self {
        Self(lane.0 | COPY)
    }

    /// The lane.
    pub const fn lane(self) -> Lane {
        Lane(self.0 & !COPY)
    }

    /// Whether it is the first of its lane, where journeys begin.
    pub const fn is_first(self) -> bool {
        self.0 & COPY == 0
    }
}
