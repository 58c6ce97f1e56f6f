//! Facts as a document states them: by id, in document order, not yet checked.
//!
//! Everything is public and plain, so that a document reader, a benchmark format and a test fill it alike.
//! [`Facts::build`](super::Problem) is the only door to a [`super::Problem`].

use super::{Necessity, PersonLink, Presence, VisitMode, WorkingTime};
use crate::clock::{Horizon, Period, PlanTime, TimeWindow};
use crate::travel::TravelByHour;
use osm_data::units::Seconds;

/// All facts of one problem.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The days.
    pub horizon: Horizon,
    /// Rest and breaks.
    pub working_time: WorkingTime,
    /// Places by id; patients, teams, shifts, blocks and visits name them.
    pub places: Vec<PlaceFacts>,
    /// Teams.
    pub teams: Vec<TeamFacts>,
    /// Staff.
    pub staff: Vec<StaffFacts>,
    /// Shifts.
    pub shifts: Vec<ShiftFacts>,
    /// Crews that share a vehicle.
    pub crews: Vec<CrewFacts>,
    /// Patients.
    pub patients: Vec<PatientFacts>,
    /// Visits.
    pub visits: Vec<VisitFacts>,
    /// Ties between visits.
    pub links: Vec<LinkFacts>,
    /// Each mode of travel: its name (`car`) and its tables by the hour.
    pub travel: Vec<(String, TravelByHour)>,
}

/// A place and its row in the travel tables.
#[derive(Clone, Debug)]
pub struct PlaceFacts {
    /// Id, unique among places.
    pub id: String,
    /// Where in the document the place is stated, for defects: a JSON pointer.
    pub pointer: String,
    /// Row in every travel table.
    pub row: usize,
    /// Park, walk, stairs on arrival.
    pub arrive: Seconds,
    /// Way back to the vehicle.
    pub leave: Seconds,
}

/// A team as stated.
#[derive(Clone, Debug, Default)]
pub struct TeamFacts {
    /// Id.
    pub id: String,
    /// Names of missions.
    pub missions: Vec<String>,
    /// Role and number.
    pub template: Vec<(String, u32)>,
    /// Id of the base's place.
    pub base: Option<String>,
    /// Names of areas.
    pub areas: Vec<String>,
}

/// A staff member as stated.
#[derive(Clone, Debug, Default)]
pub struct StaffFacts {
    /// Id.
    pub id: String,
    /// Name of the role.
    pub role: String,
    /// Names of skills.
    pub skills: Vec<String>,
    /// Name of the employer.
    pub employer: String,
    /// Languages.
    pub languages: Vec<String>,
    /// Gender, if stated.
    pub gender: Option<String>,
    /// Name of the travel mode; must have a table.
    pub travel_mode: String,
    /// Teams with validity.
    pub teams: Vec<(String, Period)>,
    /// See [`super::StaffMember::rested_from`].
    pub rested_from: PlanTime,
}

/// A shift as stated.
#[derive(Clone, Debug)]
pub struct ShiftFacts {
    /// Id.
    pub id: String,
    /// Id of the staff member.
    pub staff: String,
    /// Start.
    pub start: PlanTime,
    /// End.
    pub end: PlanTime,
    /// Longest overtime.
    pub overtime_limit: Seconds,
    /// Id of the place where it starts.
    pub start_place: Option<String>,
    /// Id of the place where it ends.
    pub end_place: Option<String>,
    /// Breaks; `None` to derive them from the working-time profile, an empty list for none.
    pub breaks: Option<Vec<super::BreakRule>>,
    /// Blocked times: label, start, duration, id of the place.
    pub blocks: Vec<BlockFacts>,
}

/// A blocked time as stated.
#[derive(Clone, Debug)]
pub struct BlockFacts {
    /// What it is.
    pub label: String,
    /// When it starts.
    pub start: PlanTime,
    /// How long.
    pub duration: Seconds,
    /// Id of the place; anywhere when `None`.
    pub place: Option<String>,
}

/// A crew as stated.
#[derive(Clone, Debug, Default)]
pub struct CrewFacts {
    /// Id.
    pub id: String,
    /// Ids of shifts.
    pub shifts: Vec<String>,
}

/// A patient as stated.
#[derive(Clone, Debug, Default)]
pub struct PatientFacts {
    /// Id.
    pub id: String,
    /// Id of the home's place.
    pub place: String,
    /// Area.
    pub area: Option<String>,
    /// Protected identity.
    pub protected: bool,
    /// Ids of preferred staff.
    pub wished_staff: Vec<String>,
    /// Ids of staff to avoid if possible.
    pub avoided_staff: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Preferred gender of staff.
    pub gender: Option<String>,
    /// Preferred times of start, every day of the horizon spelled out.
    pub wished_times: Vec<TimeWindow>,
    /// Ids of staff who must not come.
    pub refusals: Vec<String>,
    /// Fixed contacts.
    pub contacts: Vec<ContactFacts>,
    /// Past visits: staff id (need not be on the list) and days ago.
    pub history: Vec<(String, u32)>,
    /// Responsible teams with periods.
    pub responsibilities: Vec<(String, Period)>,
}

/// A fixed contact as stated.
#[derive(Clone, Debug)]
pub struct ContactFacts {
    /// Role.
    pub role: String,
    /// Id of the contact.
    pub staff: String,
    /// Validity.
    pub valid: Period,
    /// Ids of deputies.
    pub deputies: Vec<String>,
}

/// A visit as stated.
#[derive(Clone, Debug)]
pub struct VisitFacts {
    /// Id.
    pub id: String,
    /// Id of the patient.
    pub patient: String,
    /// Id of the place when it is not the patient's home.
    pub place: Option<String>,
    /// Kind of visit.
    pub kind: String,
    /// Participants.
    pub slots: Vec<SlotFacts>,
    /// Hard windows of the start; empty for any time of the horizon.
    pub windows: Vec<TimeWindow>,
    /// Soft windows of the start.
    pub soft_windows: Vec<TimeWindow>,
    /// Not before.
    pub earliest: Option<PlanTime>,
    /// To have started by.
    pub due: Option<PlanTime>,
    /// Acute, planned or proactive.
    pub urgency: super::Urgency,
    /// Mandatory or optional.
    pub necessity: Necessity,
    /// 1 to 9.
    pub priority: u32,
    /// Days waited.
    pub waiting_days: u32,
    /// How it is done.
    pub mode: VisitMode,
    /// Other acceptable modes.
    pub other_modes: Vec<VisitMode>,
    /// Locks.
    pub pins: Vec<PinFacts>,
    /// What was promised: start, and staff id a slot.
    pub promise: Option<(PlanTime, Vec<Option<String>>)>,
}

/// A slot as stated.
#[derive(Clone, Debug)]
pub struct SlotFacts {
    /// Roles, any one of which will do.
    pub roles: Vec<String>,
    /// Skills, all of which are needed.
    pub skills: Vec<String>,
    /// From which team.
    pub provider: ProviderFacts,
    /// On site or remote.
    pub presence: Presence,
    /// Start after the visit's start.
    pub offset: Seconds,
    /// Time with the patient.
    pub care: Seconds,
    /// Further time on a first meeting.
    pub extra_if_new: Seconds,
    /// Documentation afterwards.
    pub documentation: Seconds,
}

/// From which team, as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderFacts {
    /// The team responsible for the patient.
    Responsible,
    /// The team with this id.
    Team(String),
    /// Any team with this mission.
    Mission(String),
    /// Anyone.
    Any,
}

/// A lock as stated.
#[derive(Clone, Debug, Default)]
pub struct PinFacts {
    /// Number of the slot, from 0.
    pub slot: Option<usize>,
    /// Id of the person.
    pub staff: Option<String>,
    /// Day of the horizon, from 0.
    pub day: Option<usize>,
    /// Start of the visit.
    pub start: Option<PlanTime>,
    /// Ids of visits that must come later than this one (a lock of the order).
    pub before: Vec<String>,
}

/// A link as stated.
#[derive(Clone, Debug)]
pub struct LinkFacts {
    /// Id of the earlier visit.
    pub first: String,
    /// Id of the later visit.
    pub second: String,
    /// Least gap.
    pub min_gap: Option<Seconds>,
    /// Most gap.
    pub max_gap: Option<Seconds>,
    /// Same or different people.
    pub person: PersonLink,
}
