//! One need of a patient.

use super::{PatientIdx, Pin, PlaceIdx, Promise, Slot};
use crate::clock::{PlanTime, TimeWindow};
use osm_data::units::Seconds;

/// One need of a patient (*besök*): one or more people, together or staggered.
///
/// The visit's *start* is one moment; slot `k` starts at `start + slots[k].offset`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Id from the document.
    pub id: String,
    /// Whose need.
    pub patient: PatientIdx,
    /// Where; `None` when nobody goes anywhere (phone, desk work).
    pub place: Option<PlaceIdx>,
    /// What kind of visit, as the document calls it (medication review, …).
    pub kind: String,
    /// Participants; never empty.
    pub slots: Vec<Slot>,
    /// The start must lie in one of these (hard): sorted, disjoint, inside the horizon, `earliest` already applied; never empty.
    pub windows: Vec<TimeWindow>,
    /// The start should lie in one of these; empty when it does not matter. Sorted, disjoint.
    pub soft_windows: Vec<TimeWindow>,
    /// The moment by which the visit must have started: a promise for acute visits, a date for others.
    pub due: Option<PlanTime>,
    /// Acute, planned or proactive. An input from a clinician, never inferred.
    pub urgency: Urgency,
    /// Must it be done in this horizon?
    pub necessity: Necessity,
    /// 1 (least) to 9 (most); 5 unless set.
    pub priority: u32,
    /// Days that the need has already waited past its wished date; raises the price of leaving it out.
    pub waiting_days: u32,
    /// How it is done.
    pub mode: VisitMode,
    /// Other ways of doing it that would be acceptable: proposed as a remedy, never chosen silently.
    pub other_modes: Vec<VisitMode>,
    /// What may not change.
    pub pins: Vec<Pin>,
    /// What people have been told; changes have a price.
    pub promise: Option<Promise>,
}

/// How urgent, by a clinician's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Must start by `due`; received then (zero when before the horizon).
    Acute {
        /// When the request came; zero when before the horizon.
        received: PlanTime,
    },
    /// Ordinary.
    Planned,
    /// Health-promoting work that must not be crowded out for ever.
    Proactive,
}

/// Whether a visit must be done in this horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// Left out only when nothing else is possible, and then first on the list of what to solve.
    Mandatory,
    /// Done when there is room.
    Optional,
}

/// How a visit is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitMode {
    /// Everyone on site goes to the patient.
    Home,
    /// Over video; slots marked on site still go there.
    Video,
    /// Over the phone; nobody goes.
    Phone,
}

impl Visit {
    /// From the visit's start to the end of its last slot's care (documentation and first-meeting time not counted).
    pub fn care_span(&self) -> Seconds {
        self.slots.iter().map(|s| s.offset + s.care).max().unwrap_or_default()
    }
}
