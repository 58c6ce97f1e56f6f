//! What the rules say of a plan, as JSON.

use super::Warning;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The judgement of a plan by the independent judge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verdict {
    /// Whether every hard rule is kept.
    pub keeps_rules: bool,
    /// Sums.
    pub score: Score,
    /// Everything that counts: broken rules first, then prices.
    pub findings: Vec<Finding>,
    /// Visits in no route.
    pub left_out: Vec<String>,
    /// Whether the times were derived, because the plan stated only an order.
    pub times_derived: bool,
    /// What a planner should know besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// How good a plan is: hard first, then price; less is better.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Score {
    /// Findings under hard rules; 0 for every plan that the optimiser lets out.
    pub hard: i64,
    /// Price in points: 100 points are one second of travel.
    pub cost: i64,
    /// By rule, in a fixed order.
    pub by_rule: Vec<RuleScore>,
}

/// What one rule amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleScore {
    /// Stable name of the rule.
    pub rule: String,
    /// `hard` or `soft`.
    pub level: String,
    /// Findings (hard) or points (soft).
    pub amount: i64,
}

/// One thing that a rule has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// Stable name of the rule.
    pub rule: String,
    /// `hard` or `soft`.
    pub level: String,
    /// Ids of visits it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<String>,
    /// Number of the slot of the first visit. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Ids of patients it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patients: Vec<String>,
    /// Ids of staff it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<String>,
    /// Ids of shifts it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<String>,
    /// How much.
    pub amount: i64,
    /// Unit of `amount`: `count`, `seconds` or `metres`.
    pub unit: String,
    /// Price in points; 1 for a broken hard rule.
    pub points: i64,
    /// In a sentence.
    pub sentence: String,
}
