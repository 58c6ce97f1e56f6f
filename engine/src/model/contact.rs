//! Who a patient knows: the fixed contact with deputies, and who came before.

use super::{RoleIdx, StaffIdx};
use crate::clock::Period;

/// The named person of a patient for one role (*fast läkarkontakt*, *fast vårdkontakt*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The role in which the person is the contact.
    pub role: RoleIdx,
    /// The contact.
    pub staff: StaffIdx,
    /// When the appointment holds.
    pub valid: Period,
    /// Who stands in, at a lower price than a stranger.
    pub deputies: Vec<StaffIdx>,
}

/// One visit of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVisit {
    /// The person, when on the staff list of this problem.
    pub staff: Option<StaffIdx>,
    /// The person's id as the document writes it (also for people no longer on the list).
    pub staff_id: String,
    /// Whole days from the visit to the first day of the horizon.
    pub days_ago: u32,
}
