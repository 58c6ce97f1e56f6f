//! What is asked over HTTP: an order for a plan, a plan to check; and lists of what is kept.

use super::{Figures, Plan, Preset, Problem, Weights};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// An order for a plan. The problem is named by id or stated in place.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanOrder {
    /// Id of a problem sent before. Default: the problem is stated in `problem`.
    #[serde(default)]
    #[schema(example = "p-1d2c77a90b3e4f56")]
    pub problem_id: Option<String>,
    /// The problem itself. Default: the one that `problemId` names.
    #[serde(default)]
    #[schema(value_type = Option<Problem>)]
    pub problem: Option<Box<RawValue>>,
    /// Seconds of search. Default: that of the service (10 s), or with `iterations` the longest that the service allows.
    #[serde(default)]
    #[schema(minimum = 1, example = 10)]
    pub time_limit_seconds: Option<u32>,
    /// Iterations of search in every part of the problem: the same plan on every machine. Default: as many as time allows.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub iterations: Option<u64>,
    /// Whether to prove, too, what no plan can cost less than: the plan's `bound`. Half of the time goes to that. Default: no.
    #[serde(default)]
    pub bound: bool,
    /// Seek several plans between short ways and known faces, none of which another beats in every respect, at so many positions of the
    /// slider, all within the one time limit: the job's `front`. Not together with `bound`. Default: one plan.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 33)]
    pub front: Option<usize>,
    /// Start of the random stream. Default: that of the problem.
    #[serde(default)]
    #[schema(maximum = 9007199254740991_u64)]
    pub seed: Option<u64>,
    /// Named set of prices in place of the problem's own. Default: that of the problem.
    #[serde(default)]
    pub preset: Option<Preset>,
    /// Prices in place of the problem's own. Default: those of the problem.
    #[serde(default)]
    pub weights: Option<Weights>,
    /// Language of sentences in the plan: `sv` or `en`. Default: `en`.
    #[serde(default)]
    #[schema(example = "sv")]
    pub language: Option<String>,
}

/// A plan, whoever made it, and the problem it answers, to be judged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckOrder {
    /// Id of a problem sent before. Default: the problem is stated in `problem`.
    #[serde(default)]
    pub problem_id: Option<String>,
    /// The problem itself. Default: the one that `problemId` names.
    #[serde(default)]
    #[schema(value_type = Option<Problem>)]
    pub problem: Option<Box<RawValue>>,
    /// The plan.
    #[schema(value_type = Plan)]
    pub plan: Box<RawValue>,
}

/// A problem that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptProblem {
    /// Its id.
    #[schema(example = "p-1d2c77a90b3e4f56")]
    pub id: String,
    /// When it came in (UTC).
    pub created: String,
    /// Fingerprint of its content.
    pub fingerprint: String,
    /// First day.
    pub from: super::Day,
    /// How many days.
    pub days: u32,
    /// How many visits.
    pub visits: usize,
    /// How many patients.
    pub patients: usize,
    /// How many staff.
    pub staff: usize,
    /// What a planner should know: places far from a road, and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<super::Warning>,
}

/// A plan that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptPlan {
    /// Its id.
    #[schema(example = "l-97b0c3d4e5f60718")]
    pub id: String,
    /// Id of the problem it answers.
    pub problem: String,
    /// When it was made (UTC).
    pub created: String,
    /// Whether the search was stopped on request.
    pub cancelled: bool,
    /// What people steer by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
}

/// How the service is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// Version of the program.
    pub version: String,
    /// Whether a map is loaded; without one, problems must state travel times themselves.
    pub map: bool,
    /// Modes of travel that the map has, the chief one first; empty without a map.
    pub modes: Vec<String>,
    /// Jobs that wait.
    pub waiting: u32,
    /// Jobs that run.
    pub running: u32,
    /// Longest time limit that a job may ask for, in seconds.
    pub plan_seconds_max: u64,
}
