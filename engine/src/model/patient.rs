//! A patient as planning knows one: an id, a place, wishes and relations. Never a diagnosis.

use super::{AreaIdx, CareResponsibility, Contact, GenderIdx, LanguageIdx, PastVisit, PlaceIdx, StaffIdx};
use crate::clock::TimeWindow;

/// A patient, by pseudonymous id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Pseudonymous id from the document.
    pub id: String,
    /// Home.
    pub place: PlaceIdx,
    /// The area the patient lives in.
    pub area: Option<AreaIdx>,
    /// Protected identity: kept off maps and exports.
    pub protected: bool,
    /// What the patient would like.
    pub wishes: Wishes,
    /// Who must never come (hard).
    pub refusals: Vec<StaffIdx>,
    /// Fixed contacts by role, with deputies.
    pub contacts: Vec<Contact>,
    /// Who came before, newest first.
    pub history: Vec<PastVisit>,
    /// Which team is medically responsible, from when to when: sorted, without overlap.
    pub responsibilities: Vec<CareResponsibility>,
}

/// What a patient would like; every wish missed has its price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Preferred people; empty when it does not matter.
    pub staff: Vec<StaffIdx>,
    /// People the patient would rather not meet.
    pub avoided: Vec<StaffIdx>,
    /// Languages the patient speaks; one shared is enough. Empty when it does not matter.
    pub languages: Vec<LanguageIdx>,
    /// Preferred gender of staff.
    pub gender: Option<GenderIdx>,
    /// Preferred times of visits' start, each day of the horizon spelled out. Empty when it does not matter.
    pub times: Vec<TimeWindow>,
}
