//! Plan document, version 1: who does what, when, and what is left out. Written by the program, or by hand.

use super::{Deadline, Moment, RoadConditions, Score};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan: one route for each shift with work, and every visit left out with its reasons.
///
/// A plan made by hand needs only `version` and `routes`, in each route `shift` and `stops`, and in each stop what is done
/// (`visit`). What is derived from the facts is written by the program and not read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// Version of this form: 1.
    pub version: u32,
    /// Which problem the plan answers, and how it was made. Default: made by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// One route for each shift with work.
    #[schema(max_items = 20000)]
    pub routes: Vec<Route>,
    /// Visits left out, each with its reasons. Default: whatever no route names. Not read back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplanned: Vec<Unplanned>,
    /// What the rules say, in figures. Not read back. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// What is proven of the best plan there can be, when it was asked for. Not read back. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<ProvenBound>,
    /// What people steer by. Not read back. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// Acute visits: by when, and how that moment came about. Not read back. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<VisitDeadline>,
    /// What a planner should know besides: places far from a road, and the like. Not read back. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A proven bound: no plan that keeps every hard rule costs less.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProvenBound {
    /// What no plan costs less than, in points.
    pub lower_bound: i64,
    /// What this plan costs, in points.
    pub cost: i64,
    /// By how many per cent of its own cost the plan may be dearer than the best, at most.
    pub gap_percent: f64,
    /// The plan costs no more than the bound: there is none better.
    pub optimal: bool,
    /// What was left out of account. With it the bound might be higher; it holds in any case.
    #[schema(max_items = 100)]
    pub relaxed: Vec<String>,
    /// Parts that the problem falls into.
    pub parts: usize,
    /// Parts of which something was proven in the time; the others count as nothing.
    pub parts_bounded: usize,
}

/// How a plan was made: enough to make it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Made {
    /// Fingerprint of the problem document (of its content, not its spacing).
    pub problem: String,
    /// Version of the program.
    pub program: String,
    /// What held on the roads, by the problem document and what was asked for besides it. Default: the normal state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road_conditions: Option<RoadConditions>,
    /// Seed of the search.
    pub seed: u64,
    /// Iterations of the search, over all parts.
    pub iterations: u64,
    /// Milliseconds of search and judging. Default: not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
    /// Milliseconds until the first plan that keeps every rule. Default: not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_plan_milliseconds: Option<u64>,
}

/// One shift's day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Route {
    /// Id of the shift.
    pub shift: String,
    /// Id of the staff member. Not read back. Default: that of the shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// When the person leaves the start place (or begins the first stop). Not read back. Default: derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Moment>,
    /// Stops in order of time.
    #[schema(max_items = 500)]
    pub stops: Vec<Stop>,
    /// Id of the place where the day starts. Not read back. Default: that of the shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_place: Option<String>,
    /// Id of the place where the day ends. Not read back. Default: that of the shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_place: Option<String>,
    /// Seconds of travel from the last stop to the end place, without handling; `null` where no road leads. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_seconds: Option<u32>,
    /// Metres of that way. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_metres: Option<u32>,
    /// When the person is at the end place (or done with the last stop). Not read back. Default: derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Moment>,
    /// Seconds of overtime. Not read back. Default: derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtime_seconds: Option<u32>,
}

/// One thing done in one place from a moment on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stop {
    /// What is done. Default: `visit`.
    #[serde(default)]
    #[schema(default = "visit")]
    pub task: StopTask,
    /// Id of the visit; with `visit` and `accompany`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Number of the slot, from 0; with `visit`. Default: the first slot that no stop names yet and the person's role fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Number of the break or block in its shift, from 0; with `break` and `block`. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Id of the patient. Not read back. Default: that of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<String>,
    /// Id of the place; needed only for what can be done anywhere. Default: the visit's place, or the place of the stop before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Seconds of travel to here, without handling; `null` where no road leads. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_seconds: Option<u32>,
    /// Metres of travel to here. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_metres: Option<u32>,
    /// When the person is at the door. Not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Moment>,
    /// When it starts: a moment, or a time of day on the shift's day. State all starts of a plan or none. Default: as early as
    /// order and rules allow, for the whole plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Moment>,
    /// When it ends. Not read back. Default: derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Moment>,
}

/// What is done at a stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum StopTask {
    /// A slot of a visit.
    #[default]
    Visit,
    /// Present at a visit of the crew without a slot in it.
    Accompany,
    /// A rest break.
    Break,
    /// A blocked time.
    Block,
}

/// A visit left out, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unplanned {
    /// Id of the visit.
    pub visit: String,
    /// Id of the patient.
    pub patient: String,
    /// Why, in one sentence.
    pub summary: String,
    /// Why not, for each candidate (staff member and day).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The smallest change that would make it fit. Default: none was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relaxation: Option<Relaxation>,
}

/// Why a visit is not with one candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reason {
    /// Stable code of the reason.
    pub code: String,
    /// Number of the slot, from 0. Default: the visit as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Id of the staff member. Default: nobody in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// Id of the shift. Default: no shift in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// In a sentence.
    pub sentence: String,
}

/// A change of the facts that would make a visit fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relaxation {
    /// Stable code of the change.
    pub code: String,
    /// In a sentence.
    pub sentence: String,
}

/// An acute visit's due moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitDeadline {
    /// Id of the visit.
    pub visit: String,
    /// By when, and why.
    pub deadline: Deadline,
    /// When the visit starts by this plan. Default: left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Moment>,
    /// Whether it starts in time.
    pub kept: bool,
}

/// Something a planner should know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Warning {
    /// Stable code: `far-from-road`, `cut-off`, `due-passed`, `times-derived`, `other-problem`.
    pub code: String,
    /// What it concerns: a JSON pointer into the problem document. Default: the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// In a sentence.
    pub sentence: String,
}

/// What people steer by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figures {
    /// Visits in the problem.
    pub visits: u32,
    /// Visits planned.
    pub planned: u32,
    /// Visits left out.
    pub left_out: u32,
    /// Mandatory visits left out.
    pub left_out_mandatory: u32,
    /// Acute visits in the problem.
    pub acute: u32,
    /// Acute visits planned by their due moment.
    pub acute_in_time: u32,
    /// Planned visits with two or more people on site.
    pub joint: u32,
    /// Shifts in the problem.
    pub shifts: u32,
    /// Shifts with work.
    pub routes: u32,
    /// Seconds of care, over all participants.
    pub care_seconds: u64,
    /// Seconds of documentation and first-meeting time, over all participants.
    pub other_work_seconds: u64,
    /// Seconds of travel, without handling.
    pub travel_seconds: u64,
    /// Seconds of handling (park, walk, stairs, and back).
    pub handling_seconds: u64,
    /// Metres of travel.
    pub travel_metres: u64,
    /// Seconds of waiting between stops.
    pub waiting_seconds: u64,
    /// Seconds of overtime.
    pub overtime_seconds: u64,
    /// Filled slots for which the patient has a fixed contact that holds.
    pub contact_slots: u32,
    /// Of these, filled by the contact.
    pub contact_kept: u32,
    /// Of these, filled by a deputy.
    pub contact_deputy: u32,
    /// Pairs of patient and person who meet for the first time.
    pub new_faces: u32,
}
