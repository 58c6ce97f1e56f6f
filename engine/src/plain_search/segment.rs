//! Pieces of routes that can be joined in constant time, late or not, and what being late costs.
//!
//! # References
//! Vidal, Crainic, Gendreau & Prins (2013), "A hybrid genetic algorithm with adaptive diversity management for a large class of vehicle
//! routing problems with time-windows", Computers & Operations Research 40(1), doi:10.1016/j.cor.2012.07.018, proposition 1; time warp
//! after Nagata, Bräysy & Dullaert (2010).

use super::network::Network;

/// What being late and overloaded costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Penalties {
    /// For a unit of demand above the capacity.
    pub load: i64,
    /// For a unit of time warp.
    pub time: i64,
}

/// A breach times its rate, small enough that a few of them can be added.
#[inline]
pub(super) fn weighed(breach: i64, rate: i64) -> i64 {
    breach.saturating_mul(rate).min(1 << 59)
}

/// Stops done one after the other. Times are signed here, because a piece may be late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// First stop.
    pub first: u32,
    /// Last stop.
    pub last: u32,
    /// Time from the start at the first to the end at the last, waiting included.
    pub duration: i64,
    /// How far time would have to be turned back for everything to be in time.
    pub warp: i64,
    /// Earliest start at the first that waits no more than it must.
    pub early: i64,
    /// Latest start at the first that warps no more than it must.
    pub late: i64,
}

impl Segment {
    /// A stop alone; everything from the depot's number on is the depot.
    pub fn of(network: &Network, stop: u32) -> Self {
        let (length, early, late) = match network.tasks.get(stop as usize) {
            Some(task) => (i64::from(task.length), i64::from(task.opens), i64::from(task.closes)),
            None => (0, i64::from(network.starts), i64::from(network.ends)),
        };
        Self { first: stop, last: stop, duration: length, warp: 0, early, late }
    }

    /// This, then `next`.
    #[inline]
    pub fn then(&self, next: &Self, network: &Network) -> Self {
        let gone = self.duration - self.warp + i64::from(network.leg(self.last, next.first).time);
        let wait = (next.early - gone - self.late).max(0);
        let warp = (self.early + gone - next.late).max(0);
        Self {
            first: self.first,
            last: next.last,
            duration: self.duration
                + next.duration
                + i64::from(network.leg(self.last, next.first).time)
                + wait,
            warp: self.warp + next.warp + warp,
            early: (next.early - gone).max(self.early) - wait,
            late: (next.late - gone).min(self.late) + warp,
        }
    }
}
