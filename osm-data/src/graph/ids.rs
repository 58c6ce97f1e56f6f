//! Dense numbers of nodes and arcs.

/// A node of the routing graph: a junction, a way end, or a copy of one that remembers a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A directed arc of the routing graph: its position in the adjacency arrays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
