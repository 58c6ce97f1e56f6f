//! What has been promised (may change at a price) and what is locked (may not change).

use super::StaffIdx;
use crate::clock::PlanTime;

/// A lock on a visit: whatever is given must hold. Person, day, time or all of them; order is a [`super::Link`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// The slot it concerns; `None` for the visit (day, time).
    pub slot: Option<usize>,
    /// Who must fill the slot; only with `slot`.
    pub staff: Option<StaffIdx>,
    /// The day of the horizon.
    pub day: Option<usize>,
    /// The visit's start.
    pub start: Option<PlanTime>,
}

/// What the patient has been told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The visit's start.
    pub start: PlanTime,
    /// Who comes, one entry a slot; `None` where nobody was named.
    pub staff: Vec<Option<StaffIdx>>,
}
