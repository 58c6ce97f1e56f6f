//! In which directions of its road a place may be left or reached.

use crate::graph::Lane;

/// The directions of a road in which a journey may begin or end at a place: both, unless somebody minds on which side
/// of the road the car stops, or which way it points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Directions {
    /// Either.
    #[default]
    Both,
    /// Along the drawing of the road alone.
    Forward,
    /// Against it alone.
    Backward,
    /// None: the place cannot be used at all.
    Neither,
}

impl Directions {
    /// From whether each may be used.
    pub const fn of(forward: bool, backward: bool) -> Self {
        match (forward, backward) {
            (true, true) => Self::Both,
            (true, false) => Self::Forward,
            (false, true) => Self::Backward,
            (false, false) => Self::Neither,
        }
    }

    /// Whether a lane of the place's road may be used.
    pub const fn allow(self, lane: Lane) -> bool {
        match self {
            Self::Both => true,
            Self::Forward => !lane.is_backward(),
            Self::Backward => lane.is_backward(),
            Self::Neither => false,
        }
    }
}
