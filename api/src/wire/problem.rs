//! Problem document, version 1: the facts of one planning problem.

use super::{
    Crew, Day, Link, Minutes, OnDay, Patient, Place, RoadConditions, Shift, StaffMember, Team, Visit,
};
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
    /// What holds on the roads of the map, and at what hours: traffic, winter, closed roads. Default: the normal state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road_conditions: Option<RoadConditions>,
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
    ($($(#[$doc:meta])* $name:ident up to $most:tt),+ $(,)?) => {
        /// Prices in points; 100 points are one second of travel, 6,000 a minute. Default of each: that of the preset.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct Weights {
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                #[schema(minimum = 0, maximum = $most)]
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

// The maxima keep every sum of a search within 64 bits, whatever a document of the largest size states: see the test below.
// Those of travel also keep the price of one way within the 32 bits that a search spends on it, up to 11 hours and 429 km.
weights! {
    /// An acute visit past its due moment, or left out though it falls due in the horizon.
    due_missed up to 100000000,
    /// Each second that an acute visit starts past its due moment.
    due_late_per_second up to 100000,
    /// Each second from the request (or the start of the horizon) to the start of an acute visit.
    acute_wait_per_second up to 100000,
    /// Each second that any other visit starts past its date.
    overdue_per_second up to 100000,
    /// A mandatory visit left out, times its priority.
    unplanned_mandatory up to 100000000,
    /// An optional visit left out, times its priority.
    unplanned_optional up to 100000000,
    /// Each day that a left-out visit has already waited.
    unplanned_per_waiting_day up to 100000000,
    /// A slot with a valid fixed contact filled by neither the contact nor a deputy.
    contact_missed up to 100000000,
    /// A slot with a valid fixed contact filled by a deputy.
    contact_deputy up to 100000000,
    /// A person whom the patient has not met, once for each patient and person.
    new_face up to 100000000,
    /// A slot filled by somebody not among the people wished for.
    wish_staff up to 100000000,
    /// A slot filled by somebody the patient would rather avoid.
    wish_avoided up to 100000000,
    /// A slot filled by somebody who shares no language with the patient.
    wish_language up to 100000000,
    /// A slot filled by somebody of another gender than wished for.
    wish_gender up to 100000000,
    /// Each second that a visit starts outside the patient's wished times.
    wish_time_per_second up to 100000,
    /// Each second that a visit starts outside its soft windows.
    soft_window_per_second up to 100000,
    /// Each second of overtime.
    overtime_per_second up to 100000,
    /// Each second of travel.
    travel_per_second up to 100000,
    /// Each metre of travel.
    travel_per_metre up to 10000,
    /// Each second of waiting.
    waiting_per_second up to 100000,
    /// Each second of waiting for the other participants of a joint visit.
    joint_waiting_per_second up to 100000,
    /// Share of workload² / available time that is priced, in thousandths of 100 points a second.
    fairness_per_mille up to 100000,
    /// A promised visit on another day, or left out.
    changed_day up to 100000000,
    /// A slot filled by another person than promised.
    changed_person up to 100000000,
    /// Each second beyond the tolerance that a promised start moves.
    changed_time_per_second up to 100000,
    /// Seconds (not points) that a promised start may move without a price.
    changed_time_tolerance up to 2419200,
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
    /// Hours at which other times hold. Default: none; the same at every hour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 48)]
    pub by_hour: Vec<MatrixHours>,
}

/// Travel times that hold at some hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MatrixHours {
    /// From this time of day on.
    #[schema(example = "07:00")]
    pub from: String,
    /// Until this time of day (not in it), of the next day when it is earlier than `from`.
    #[schema(example = "09:00")]
    pub until: String,
    /// On these days; hours past midnight belong to the day before. Default: every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 9)]
    pub days: Vec<OnDay>,
    /// Travel time in whole seconds, in the form of the matrix; `null` where no road leads then: whoever is under way waits.
    pub seconds: Vec<Vec<Option<u32>>>,
    /// Length in whole metres. Default: that of the matrix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<Vec<Vec<Option<u32>>>>,
}

#[cfg(test)]
mod tests {
    /// The maximum of a weight, as published.
    fn most(name: &str) -> i128 {
        let schema = crate::wire::problem_schema();
        let found = schema["$defs"]["Weights"]["properties"][name]["maximum"].as_i64();
        i128::from(found.unwrap_or_else(|| panic!("{name} has a maximum")))
    }

    #[test]
    fn no_sum_of_prices_leaves_64_bits_in_the_largest_problem() {
        const VISITS: i128 = 20_000;
        const SLOTS: i128 = 12 * VISITS;
        const SHIFTS: i128 = 5_000;
        /// Four weeks, and the longest shift beyond their end.
        const LATE: i128 = 28 * 86_400 + 90_000;
        /// A shift of 25 hours with 12 hours of overtime.
        const LONGEST_DAY: i128 = (25 + 12) * 3600;
        let all = |names: &[&str]| names.iter().map(|n| most(n)).sum::<i128>();
        let left_out = 9 * most("unplannedMandatory").max(most("unplannedOptional"))
            + 3660 * most("unplannedPerWaitingDay")
            + all(&["dueMissed", "changedDay"]);
        let of_start = LATE
            * all(&[
                "dueLatePerSecond",
                "acuteWaitPerSecond",
                "overduePerSecond",
                "softWindowPerSecond",
                "wishTimePerSecond",
                "changedTimePerSecond",
            ]);
        let of_person = all(&[
            "contactMissed",
            "contactDeputy",
            "newFace",
            "wishStaff",
            "wishAvoided",
            "wishLanguage",
            "wishGender",
            "changedPerson",
        ]);
        let of_day = LONGEST_DAY
            * all(&["overtimePerSecond", "waitingPerSecond", "jointWaitingPerSecond", "travelPerSecond"]);
        // The work of the longest day in a shift of one second: a product, divided by ten.
        let fairness = most("fairnessPerMille") * LONGEST_DAY * LONGEST_DAY;
        let ways = (SLOTS + 2 * SHIFTS) * i128::from(u32::MAX);
        let sum =
            VISITS * (left_out + of_start) + SLOTS * of_person + SHIFTS * (of_day + fairness / 10) + ways;
        assert!(sum < i128::from(i64::MAX) / 2, "{sum}");
    }
}
