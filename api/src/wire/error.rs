//! What went wrong, as JSON: RFC 9457 with one entry for each defect.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A problem document in the sense of RFC 9457 (`application/problem+json`), also the `--json` form of command-line errors.
///
/// # References
/// Nottingham, Wilde & Dalal (2023), "Problem Details for HTTP APIs", RFC 9457.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDocument {
    /// Stable address of the kind of error: `/errors/invalid-problem`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What went wrong this time, and the remedy.
    pub detail: String,
    /// Every defect, in document order. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<DefectDocument>,
}

/// One defect of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DefectDocument {
    /// Stable code, explained in docs/errors.md.
    pub code: String,
    /// Where: a JSON pointer (RFC 6901) into the document.
    pub pointer: String,
    /// What is wrong, with the names and values.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl From<&engine::model::Defect> for DefectDocument {
    fn from(d: &engine::model::Defect) -> Self {
        Self {
            code: d.code.as_str().to_owned(),
            pointer: d.place.clone(),
            cause: d.cause.clone(),
            remedy: d.remedy.clone(),
        }
    }
}
