//! A plan in the making.

use super::ErrorDocument;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// Waiting for its turn.
    #[default]
    Queued,
    /// Under way.
    Running,
    /// The plan is there.
    Finished,
    /// Stopped on request; the best plan so far is kept when there is one.
    Cancelled,
    /// Went wrong; `error` says why.
    Failed,
}

impl JobState {
    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Finished | Self::Cancelled | Self::Failed => true,
        }
    }

    /// The text used in documents and as the name of events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// A job: one problem being planned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Id of the job.
    #[schema(example = "j-8c1f0a52e77d3b94")]
    pub id: String,
    /// Id of the problem.
    pub problem: String,
    /// How far it is.
    pub state: JobState,
    /// When it was asked for (UTC).
    #[schema(example = "2026-11-22T13:05:09Z")]
    pub created: String,
    /// Jobs that come before it; only while it is queued. Default: it is not queued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_behind: Option<u32>,
    /// Whether somebody asked to stop.
    #[serde(default)]
    pub cancel_requested: bool,
    /// Id of the plan, once there is one; also of a cancelled job, when there was a plan by then. Default: none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// When several plans were ordered: all of them, by rising travel; `plan` is the one that costs least by the problem's own
    /// prices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<FrontEntry>,
    /// Latest news. Default: none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<ProgressDocument>,
    /// What went wrong. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDocument>,
}

/// One of several plans between short ways and known faces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrontEntry {
    /// Id of the plan.
    pub plan: String,
    /// Points for travel, by the problem's own prices.
    pub travel_points: i64,
    /// Points for continuity and wishes, by the problem's own prices.
    pub inconvenience_points: i64,
    /// Points for visits left out or late, by the problem's own prices.
    pub left_out_or_late_points: i64,
    /// By how many thousandths of their price continuity and wishes counted when it was sought.
    pub inconvenience_per_mille: i64,
}

/// News of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressDocument {
    /// `construct`, `firstPlan`, `improved`, `finished`.
    pub stage: String,
    /// Iterations so far.
    pub iterations: u64,
    /// Milliseconds so far.
    pub milliseconds: u64,
    /// Price of the best plan so far in points. Default: no plan yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// Visits left out in it.
    pub left_out: u32,
}

impl ProgressDocument {
    /// From news of the engine and the caller's clock.
    pub fn of(news: &engine::progress::News, elapsed: std::time::Duration) -> Self {
        use engine::progress::Stage;
        let stage = match news.stage {
            Stage::Construct => "construct",
            Stage::FirstPlan => "firstPlan",
            Stage::Improved => "improved",
            Stage::Finished => "finished",
        };
        Self {
            stage: stage.to_owned(),
            iterations: news.iterations,
            milliseconds: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            cost: news.best.as_ref().map(engine::rules::Score::cost),
            left_out: u32::try_from(news.left_out).unwrap_or(u32::MAX),
        }
    }
}
