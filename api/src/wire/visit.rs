//! Visits of the problem document: slots, windows, locks, links.

use super::{Day, Minutes, Moment, PlaceRef, Window};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One need of a patient (*besök*): one or more people, together or staggered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Visit {
    /// Unique among visits.
    pub id: String,
    /// Id of the patient.
    pub patient: String,
    /// Where, when it is not the patient's home. Default: the home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceRef>,
    /// What kind of visit, in the document's own words (`medicationReview`). Default: `visit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Participants: what each must bring.
    #[schema(min_items = 1, max_items = 12)]
    pub slots: Vec<Slot>,
    /// The visit's start must lie in one of these (hard). Default: any time of the horizon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 500)]
    pub windows: Vec<Window>,
    /// The visit's start should lie in one of these (priced). Default: does not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 500)]
    pub soft_windows: Vec<Window>,
    /// Not before: a moment, or a date. Default: the start of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<Moment>,
    /// To have started by: a moment, or a date (its end of service). For an acute visit default: the end of the next working
    /// day after `received`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// When the request for an acute visit came in. Acute visits need `received` or `due`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
    /// How urgent, by a clinician's word, never inferred. Default: `planned`.
    #[serde(default)]
    #[schema(default = "planned")]
    pub urgency: Urgency,
    /// Whether it must be done in this horizon. Default: `mandatory`.
    #[serde(default)]
    #[schema(default = "mandatory")]
    pub necessity: Necessity,
    /// 1 (least) to 9 (most). Default: 5.
    #[serde(default = "five")]
    #[schema(minimum = 1, maximum = 9, default = 5)]
    pub priority: u32,
    /// Days that the need has waited past its wished date; raises the price of leaving it out. Default: 0.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 3660, default = 0)]
    pub waiting_days: u32,
    /// How it is done. Default: `home`.
    #[serde(default)]
    #[schema(default = "home")]
    pub mode: VisitMode,
    /// Other ways that would be acceptable: proposed as a remedy, never chosen silently. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_modes: Vec<VisitMode>,
    /// Locks: what may not change. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// What people have been told: changes have a price. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

fn five() -> u32 {
    5
}

/// How urgent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// By the next working day at the latest.
    Acute,
    /// Ordinary.
    #[default]
    Planned,
    /// Health-promoting work that must not be crowded out for ever.
    Proactive,
}

/// Whether a visit must be done in this horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Necessity {
    /// Left out only when nothing else is possible.
    #[default]
    Mandatory,
    /// Done when there is room.
    Optional,
}

/// How a visit is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum VisitMode {
    /// Everyone on site goes to the patient.
    #[default]
    Home,
    /// Over video; slots marked on site still go there.
    Video,
    /// Over the phone; nobody goes.
    Phone,
}

/// One participant: who may fill it, when it starts within the visit, how long it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Slot {
    /// Roles, any one of which will do.
    #[schema(min_items = 1)]
    pub roles: Vec<String>,
    /// Skills, all of which are needed. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// From which team. Default: `responsible` when the patient's `responsibilities` are stated, else `any`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// On site or remote. Default: `onSite`.
    #[serde(default)]
    #[schema(default = "onSite")]
    pub presence: Presence,
    /// Minutes after the visit's start at which this participant starts (staggered visits). Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_minutes: Option<Minutes>,
    /// Minutes with the patient.
    pub care_minutes: Minutes,
    /// Further minutes when the person has not met the patient before. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_if_new_minutes: Option<Minutes>,
    /// Minutes of documentation afterwards; occupies the person, not the patient. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation_minutes: Option<Minutes>,
}

/// From which team a slot is filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Provider {
    /// `responsible` or `any`.
    Named(NamedProvider),
    /// A team, or any team with a mission.
    Stated(StatedProvider),
}

/// From which team, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NamedProvider {
    /// The team medically responsible for the patient at the time of the visit.
    Responsible,
    /// Anyone.
    Any,
}

/// A team, or any team with a mission: exactly one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedProvider {
    /// Id of a team. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// A mission; any team that has it will do. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mission: Option<String>,
}

/// How a participant takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// At the visit's place.
    #[default]
    OnSite,
    /// By video or phone; no travel.
    Remote,
}

/// A lock: whatever is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pin {
    /// Number of the slot, from 0; needed with `staff` when the visit has several. Default: the only slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Id of who must fill the slot. Default: open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// The day of the visit. Default: open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The visit's start: a moment, or a time of day in a horizon of one day or with `day`. Default: open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Moment>,
    /// Ids of visits that must come later than this one. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
}

/// What the patient has been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Promise {
    /// The visit's start: a moment, or a time of day in a horizon of one day.
    pub start: Moment,
    /// Ids of who comes, one entry a slot; `null` where nobody was named. Default: nobody named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<Option<String>>,
}

/// A tie between two visits (hard).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    /// Id of the earlier visit.
    pub first: String,
    /// Id of the later visit.
    pub second: String,
    /// Least minutes from the end of the first visit's care to the start of the second. Default: order does not matter, or 0
    /// when `maxGapMinutes` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_gap_minutes: Option<Minutes>,
    /// Most minutes between. Default: unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_gap_minutes: Option<Minutes>,
    /// Same or different people. Default: `any`.
    #[serde(default)]
    #[schema(default = "any")]
    pub person: PersonLink,
}

/// What a link says of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PersonLink {
    /// Nothing.
    #[default]
    Any,
    /// At least one person takes part in both.
    Same,
    /// Nobody takes part in both.
    Different,
}
