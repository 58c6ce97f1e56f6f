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
