//! What local search knows of a stop, of a route and of a string of jobs.

use super::segment::Segment;

/// No stop.
pub(super) const NONE: u32 = u32::MAX;

/// A stop of a route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub prev: u32,
    pub next: u32,
    pub route: u32,
    /// How many stops stand before it.
    pub at: u32,
    /// Cost of the leg from `prev`.
    pub inward: u32,
    /// Cost of the leg to `next`.
    pub onward: u32,
    /// Demand up to it, its own included.
    pub load: i64,
}

/// Pieces of a stop's route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pieces {
    /// From the depot up to it.
    pub before: Segment,
    /// From it to the depot.
    pub after: Segment,
    /// It alone.
    pub own: Segment,
}

/// A route's sums.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Whole {
    pub load: i64,
    pub warp: i64,
    pub penalty: i64,
    pub changed: u64,
}

/// A string of jobs in a route, or a gap in one.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    /// The stop before it.
    pub prev: u32,
    /// The first and the last of it; [`NONE`] for a gap.
    pub first: u32,
    pub last: u32,
    /// The stop after it.
    pub next: u32,
    pub load: i64,
}
