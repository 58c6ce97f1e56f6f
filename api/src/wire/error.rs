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
    /// Stable address of the kind of error: `/errors/` and the code.
    #[serde(rename = "type")]
    #[schema(example = "/errors/not-found")]
    pub kind: String,
    /// Stable code of the kind of error, explained in docs/errors.md.
    #[serde(default)]
    #[schema(example = "not-found")]
    pub code: String,
    /// The kind in a few words.
    pub title: String,
    /// HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// What went wrong this time, with the names and values.
    pub detail: String,
    /// Where: a path, a parameter, a header, or a JSON pointer into the document. Default: nowhere in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What to do about it.
    #[serde(default)]
    pub remedy: String,
    /// Every defect, in document order. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<DefectDocument>,
}

impl ErrorDocument {
    /// An error of the kind `code`: what is wrong this time, and what to do about it.
    pub fn new(
        status: u16,
        code: &str,
        title: &str,
        detail: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("/errors/{code}"),
            code: code.to_owned(),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            place: None,
            remedy: remedy.into(),
            errors: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }
}

/// One defect of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DefectDocument {
    /// Stable code, explained in docs/errors.md.
    #[schema(example = "unknown-id")]
    pub code: String,
    /// Where: a JSON pointer (RFC 6901) into the document.
    #[schema(example = "/visits/3/patient")]
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
