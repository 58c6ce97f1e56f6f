//! Which team answers for a patient.

use super::TeamIdx;
use crate::clock::Period;

/// A stretch of time in which one team is medically responsible for a patient (*vårdansvar*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareResponsibility {
    /// The team.
    pub team: TeamIdx,
    /// From when to when.
    pub period: Period,
}
