//! Problem document, version 1: the facts of one planning problem.

use super::{Crew, Day, Link, Minutes, Patient, Place, Shift, StaffMember, Team, Visit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The facts of one planning problem: who needs what, who works when, and where.
///
/// People appear by pseudonymous ids alone: no names, no personal numbers, no diagnoses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Problem {
    /// Version of this form: 1.
    pub version: u32,
    /// The days to plan.
    pub horizon: Horizon,
    /// Calendar, working time, prices and seed. Default: all defaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// Places that several facts share, by id. A place used once may be stated inline instead. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 12000)]
    pub places: Vec<Place>,
    /// Teams. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 2000)]
    pub teams: Vec<Team>,
    /// The people who visit.
    #[schema(max_items = 5000)]
    pub staff: Vec<StaffMember>,
    /// Their working days.
    #[schema(max_items = 5000)]
    pub shifts: Vec<Shift>,
    /// Shifts that share a vehicle and travel together. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5000)]
    pub crews: Vec<Crew>,
    /// The people who are visited.
    #[schema(max_items = 10000)]
    pub patients: Vec<Patient>,
    /// What they need.
    #[schema(max_items = 20000)]
    pub visits: Vec<Visit>,
    /// Ties between visits. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20000)]
    pub links: Vec<Link>,
    /// Travel times stated in the document, one matrix for each mode of travel (`car`). Without it a map file is needed, and
    /// times are found by road. Default: by road.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel: Option<BTreeMap<String, Matrix>>,
}

/// The days to plan, each from midnight to midnight in Swedish local time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Horizon {
    /// The first day.
    pub from: Day,
    /// How many days. Default: 1.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 28, default = 1)]
    pub days: u32,
}

fn one() -> u32 {
    1
}

/// What holds for the whole problem.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// What a working day is, and when the next one ends: makes `due` of acute visits. Default: the Swedish calendar, 17:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<WorkingDays>,
    /// Rest and breaks. Default: working-time act, 30-minute breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_time: Option<WorkingTime>,
    /// Named set of prices. Default: `balance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Prices that differ from the preset. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
    /// Start of the random stream: same problem, seed and iterations, same plan. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9007199254740991_u64)]
    pub seed: Option<u64>,
    /// Minutes from the road to the door (park, walk, stairs) at every place that states none. Default: 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrive_minutes: Option<Minutes>,
    /// Minutes from the door back to the vehicle at every place that states none. Default: 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_minutes: Option<Minutes>,
}

/// A named set of prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Preset {
    /// *Trygghet*: known faces and kept wishes before short ways.
    Continuity,
    /// *Balans*.
    #[default]
    Balance,
    /// *Kortast restid*: short ways first.
    Travel,
}

/// What counts as a working day (*vardag*), and when acute visits fall due.
///
/// A working day is Monday to Friday, not a Swedish public holiday, not one of the eves below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingDays {
    /// When service ends on a working day, `17:00`: the hour of `due`. Default: `17:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "17:00")]
    pub service_ends: Option<String>,
    /// Requests later in the day than this count as received on the next working day. Weakens the promise. Default: off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "16:00")]
    pub cutoff: Option<String>,
    /// Whether Saturday is a working day. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saturday: Option<bool>,
    /// Eves that are not working days. Default: all three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eves_off: Option<Vec<Eve>>,
    /// Further dates that are not working days (local agreement). Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_days_off: Option<Vec<Day>>,
}

/// An eve that is not a statutory holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Eve {
    /// Midsummer's eve (*midsommarafton*).
    Midsummer,
    /// Christmas eve (*julafton*).
    Christmas,
    /// New Year's eve (*nyårsafton*).
    NewYear,
}

/// Working-time rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingTime {
    /// Profile and version, cited in findings. Default: `ATL-1982:673`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Longest work without a break, minutes. Default: 300.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_stretch_minutes: Option<Minutes>,
    /// Shortest pause that counts as a break, minutes. Default: 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_break_minutes: Option<Minutes>,
    /// Rest between the work of two days, minutes. Default: 660.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_rest_minutes: Option<Minutes>,
    /// How many days back a meeting makes a person known to a patient. Default: 180.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 3660)]
    pub history_days: Option<u32>,
}

macro_rules! weights {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Prices in points; 100 points are one second of travel, 6,000 a minute. Default of each: that of the preset.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct Weights {
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                #[schema(minimum = 0, maximum = 1000000000)]
                pub $name: Option<i64>,
            )+
        }

        impl Weights {
            /// `base` with what is stated here put in its place.
            pub fn over(&self, base: engine::rules::Weights) -> engine::rules::Weights {
                let mut w = base;
                $(if let Some(price) = self.$name { w.$name = price; })+
                w
            }

            /// Every price spelled out.
            pub fn all(w: &engine::rules::Weights) -> Self {
                Self { $($name: Some(w.$name),)+ }
            }
        }
    };
}

weights! {
    /// An acute visit past its due moment, or left out though it falls due in the horizon.
    due_missed,
    /// Each second that an acute visit starts past its due moment.
    due_late_per_second,
    /// Each second from the request (or the start of the horizon) to the start of an acute visit.
    acute_wait_per_second,
    /// Each second that any other visit starts past its date.
    overdue_per_second,
    /// A mandatory visit left out, times its priority.
    unplanned_mandatory,
    /// An optional visit left out, times its priority.
    unplanned_optional,
    /// Each day that a left-out visit has already waited.
    unplanned_per_waiting_day,
    /// A slot with a valid fixed contact filled by neither the contact nor a deputy.
    contact_missed,
    /// A slot with a valid fixed contact filled by a deputy.
    contact_deputy,
    /// A person whom the patient has not met, once for each patient and person.
    new_face,
    /// A slot filled by somebody not among the people wished for.
    wish_staff,
    /// A slot filled by somebody the patient would rather avoid.
    wish_avoided,
    /// A slot filled by somebody who shares no language with the patient.
    wish_language,
    /// A slot filled by somebody of another gender than wished for.
    wish_gender,
    /// Each second that a visit starts outside the patient's wished times.
    wish_time_per_second,
    /// Each second that a visit starts outside its soft windows.
    soft_window_per_second,
    /// Each second of overtime.
    overtime_per_second,
    /// Each second of travel.
    travel_per_second,
    /// Each metre of travel.
    travel_per_metre,
    /// Each second of waiting.
    waiting_per_second,
    /// Each second of waiting for the other participants of a joint visit.
    joint_waiting_per_second,
    /// Share of workload² / available time that is priced, in thousandths of 100 points a second.
    fairness_per_mille,
    /// A promised visit on another day, or left out.
    changed_day,
    /// A slot filled by another person than promised.
    changed_person,
    /// Each second beyond the tolerance that a promised start moves.
    changed_time_per_second,
    /// Seconds (not points) that a promised start may move without a price.
    changed_time_tolerance,
}

/// Travel between places, stated by the document: for tests and benchmarks, and for other routers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Matrix {
    /// Ids of places in the order of rows and columns. Default: the order of `places`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<String>>,
    /// Travel time in whole seconds: row = from, column = to; `null` where no road leads.
    pub seconds: Vec<Vec<Option<u32>>>,
    /// Length in whole metres, in the same form.
    pub metres: Vec<Vec<Option<u32>>>,
}
