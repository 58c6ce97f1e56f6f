//! Why an order has no times.

use crate::model::ShiftIdx;
use osm_data::units::Seconds;

/// An order that no times fit: the first stop found that cannot be placed, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stop {stop} of shift number {} cannot be placed: {cause}, by {late_by}", shift.0)]
pub struct Unschedulable {
    /// In whose day.
    pub shift: ShiftIdx,
    /// Which entry of the day's order, from 0; one past the last for what is missing from the order.
    pub stop: usize,
    /// What stands in the way.
    pub cause: Cause,
    /// By how much the limit is passed at least; zero where that says nothing.
    pub late_by: Seconds,
}

/// What stands in the way of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The order is for a shift that the problem does not have.
    #[error("there is no such shift")]
    NoSuchShift,
    /// The entry names a visit, slot, break or block that does not exist, or a place that does not.
    #[error("there is no such visit, slot, break, block or place")]
    NothingThere,
    /// Break number … is not in the order of a day with work.
    #[error("break number {0} is not in the order")]
    BreakMissing(usize),
    /// Block number … is not in the order of a day with work.
    #[error("blocked time number {0} is not in the order")]
    BlockMissing(usize),
    /// The same slot, break or block stands in the order a second time.
    #[error("the same thing stands in the order twice")]
    Repeated,
    /// No road leads there from the entry before (for the last entry: or from there to the end place).
    #[error("no road leads there")]
    NoRoad,
    /// Every window of the visit, narrowed by its locks, closes too early.
    #[error("the visit's windows close too early")]
    Window,
    /// The break's window closes too early.
    #[error("the break's window closes too early")]
    BreakWindow,
    /// The stretch of work without a break would be too long.
    #[error("work without a break would last too long")]
    Stretch,
    /// The blocked time begins too early.
    #[error("the blocked time begins too early")]
    Block,
    /// The day would end beyond the overtime limit.
    #[error("the day would end beyond the overtime limit")]
    Overtime,
    /// Stops wait for each other in a circle (joint visits or ties in opposite orders).
    #[error("stops wait for each other in a circle")]
    Circle,
}
