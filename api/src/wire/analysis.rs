//! Why a plan is as it is, as JSON.

use super::{Moment, RuleScore, Score, Unplanned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The explanation of a plan, whoever made it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Analysis {
    /// Sums by rule.
    pub score: Score,
    /// What each staff member's routes cost, by rule.
    pub by_staff: Vec<Share>,
    /// What each patient's visits cost, by rule.
    pub by_patient: Vec<Share>,
    /// Visits left out, each with its reasons.
    pub unplanned: Vec<Unplanned>,
    /// Planned visits that were asked about, each with what else could be done. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<PlannedVisit>,
}

/// One person's part of the price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Share {
    /// Id of the staff member or patient.
    pub id: String,
    /// By rule, only those that amount to something.
    pub by_rule: Vec<RuleScore>,
}

/// A planned visit and its next-best alternatives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlannedVisit {
    /// Id of the visit.
    pub visit: String,
    /// When it starts.
    pub start: Option<Moment>,
    /// Ids of who comes, one a slot.
    pub staff: Vec<Option<String>>,
    /// Other ways, cheapest first.
    pub alternatives: Vec<AlternativeDocument>,
}

/// Another way to do a visit, with its price against the plan as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AlternativeDocument {
    /// When it would start.
    pub start: Option<Moment>,
    /// Ids of who would come, one a slot.
    pub staff: Vec<Option<String>>,
    /// Points more (or less) than the plan as it is.
    pub points: i64,
    /// By rule, only what changes.
    pub by_rule: Vec<RuleScore>,
    /// In a sentence.
    pub sentence: String,
}
