//! Places, teams, staff, shifts and patients of the problem document.

use super::{Day, Minutes, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A place with an id.
///
/// Its position is either `lat` and `lon` (WGS 84 degrees) or `north` and `east` (SWEREF 99 TM metres). It may be left out
/// only when the document states travel times itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// Unique among places.
    pub id: String,
    /// Degrees north of the equator (WGS 84). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east of Greenwich (WGS 84). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Metres north (SWEREF 99 TM, EPSG:3006). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub north: Option<f64>,
    /// Metres east (SWEREF 99 TM, EPSG:3006). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub east: Option<f64>,
    /// Minutes from the road to the door: park, walk, stairs. Default: `policy.arriveMinutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrive_minutes: Option<Minutes>,
    /// Minutes from the door back to the vehicle. Default: `policy.leaveMinutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_minutes: Option<Minutes>,
}

/// A place stated where it is used; it gets an id of its own (`home:`, `base:`, `start:`, `end:`, `at:` and the id of the
/// fact). Two facts at the same door should share a place by id: then nobody parks twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InlinePlace {
    /// Degrees north of the equator (WGS 84). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east of Greenwich (WGS 84). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Metres north (SWEREF 99 TM, EPSG:3006). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub north: Option<f64>,
    /// Metres east (SWEREF 99 TM, EPSG:3006). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub east: Option<f64>,
    /// Minutes from the road to the door: park, walk, stairs. Default: `policy.arriveMinutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrive_minutes: Option<Minutes>,
    /// Minutes from the door back to the vehicle. Default: `policy.leaveMinutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_minutes: Option<Minutes>,
}

/// Where: the id of a place, or the place itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum PlaceRef {
    /// Id of one of `places`.
    Id(String),
    /// The place itself.
    Inline(InlinePlace),
}

/// A team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Team {
    /// Unique among teams.
    pub id: String,
    /// What the team is for, in the document's own words (`homeCarePhysician`, `nearCare`, `palliative`, `municipal`);
    /// slots may ask for a mission. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missions: Vec<String>,
    /// How many of each role make the team complete. For information; not a rule. Default: none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub template: BTreeMap<String, u32>,
    /// Where the team starts from. For information; where a day starts is stated at the shift. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<PlaceRef>,
    /// Areas the team serves. For information. Default: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
}

/// One person who visits patients.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StaffMember {
    /// Unique among staff; pseudonymous.
    pub id: String,
    /// Profession, in the document's own words (`physician`, `nurse`, `specialistNurse`, …).
    pub role: String,
    /// What the person can do beyond the role. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Who employs the person (`region`, a municipality). Default: `unstated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// Languages spoken. Default: none stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Gender, if stated; only compared with wishes of patients. Default: not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Mode of travel: `car`, `bicycle` or `foot` where times are by road (the map file must have been imported for it), else one of
    /// `travel`. Default: `car`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_mode: Option<String>,
    /// Teams the person belongs to, from when to when. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Membership>,
    /// When the person's last work before the horizon really ended; the daily rest runs from then. Default: rested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_work_ended: Option<Moment>,
}

/// Belonging to a team: its id, or the id with a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Membership {
    /// Id of the team; throughout.
    Throughout(String),
    /// For a time.
    ForATime(TimedMembership),
}

/// Belonging to a team for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimedMembership {
    /// Id of the team.
    pub team: String,
    /// First moment, or first date. Default: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// First moment after, or last date. Default: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}

/// One staff member's working day (*arbetspass*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shift {
    /// Unique among shifts.
    pub id: String,
    /// Id of the staff member.
    pub staff: String,
    /// The day that times of day in this shift belong to. Default: the day of `start`, or the only day of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Start: a moment, or a time of day.
    pub start: Moment,
    /// End: a moment, or a time of day (one not after `start` belongs to the next day).
    pub end: Moment,
    /// How long work may last past `end` at most, minutes (hard); overtime is priced besides. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtime_limit_minutes: Option<Minutes>,
    /// Where the day starts; the way from there is part of the shift. Default: at the first visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_place: Option<PlaceRef>,
    /// Where the day ends; the way there is part of the shift. Default: at the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_place: Option<PlaceRef>,
    /// Rest breaks that a day with work must hold; an empty list for none. Default: derived from the working-time rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<Vec<Break>>,
    /// Times taken by something else than visits: phone hour, meeting. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// A rest break (*rast*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Break {
    /// How long.
    pub minutes: Minutes,
    /// Earliest start: a moment, or a time of day on the shift's day.
    pub earliest: Moment,
    /// Latest start: a moment, or a time of day on the shift's day.
    pub latest: Moment,
}

/// A blocked time. It starts exactly when stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Block {
    /// What it is (`phone hour`).
    pub label: String,
    /// Start: a moment, or a time of day on the shift's day.
    pub start: Moment,
    /// How long.
    pub minutes: Minutes,
    /// Where. Default: anywhere (a phone hour can be held in the car).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceRef>,
}

/// Shifts that share a vehicle and travel together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Crew {
    /// Unique among crews.
    pub id: String,
    /// Ids of two or more shifts of one day with the same start and end places. The first one drives: kilometres count on
    /// it alone.
    #[schema(min_items = 2)]
    pub shifts: Vec<String>,
}

/// One person who is visited, by a pseudonymous id. Never a diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Patient {
    /// Unique among patients; pseudonymous.
    pub id: String,
    /// Home.
    pub place: PlaceRef,
    /// The area the patient lives in. For information. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Protected identity: kept off maps and exports. Default: false.
    #[serde(default)]
    #[schema(default = false)]
    pub protected: bool,
    /// What the patient would like; each wish missed has its price. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Wishes>,
    /// Ids of staff who must never come (hard). Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<String>,
    /// Fixed contacts by role, with deputies. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Who came before. Default: nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastVisit>,
    /// Which team is medically responsible, from when to when; at most one at any moment. Default: none stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsibilities: Vec<Responsibility>,
}

/// What a patient would like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wishes {
    /// Ids of preferred staff. Default: does not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<String>,
    /// Ids of staff the patient would rather not meet (soft; see `refusals` for never). Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avoided: Vec<String>,
    /// Languages the patient speaks; one shared is enough. Default: does not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Preferred gender of staff. Default: does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Preferred times of visits' start. Default: does not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Window>,
}

/// A window of time, both ends in it.
///
/// With times of day (`08:00`) and no `day` it holds on every day of the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Window {
    /// First moment inside: a time of day, or a moment.
    #[schema(value_type = String, example = "08:00")]
    pub opens: Moment,
    /// Last moment inside: a time of day, or a moment.
    #[schema(value_type = String, example = "11:30")]
    pub closes: Moment,
    /// The one day on which times of day hold. Default: every day of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

/// The named person of a patient for one role (*fast läkarkontakt*, *fast vårdkontakt*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// The role in which the person is the contact.
    pub role: String,
    /// Id of the staff member.
    pub staff: String,
    /// Ids of those who stand in, at a lower price than a stranger. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputies: Vec<String>,
    /// First moment, or first date. Default: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// First moment after, or last date. Default: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}

/// One visit of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastVisit {
    /// Id of who came; need not be on the staff list.
    pub staff: String,
    /// When; before the horizon.
    pub date: Day,
}

/// A time in which one team is medically responsible for a patient (*vårdansvar*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Responsibility {
    /// Id of the team.
    pub team: String,
    /// First moment, or first date. Default: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// First moment after, or last date. Default: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}
