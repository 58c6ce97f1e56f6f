//! Any plan → why it is as it is.

use super::{Loaded, TaskError};
use crate::wire::Analysis;
use crate::wording::Language;

/// What to explain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Ids of planned visits to find alternatives for.
    pub visits: Vec<String>,
    /// At most so many alternatives a visit.
    pub alternatives: usize,
    /// In which language.
    pub language: Language,
}

/// Explains a plan document, whoever made it.
///
/// # Errors
/// [`TaskError::InvalidPlan`] with every defect of the plan document; [`TaskError::InvalidQuestion`] for unknown visits.
pub fn explain(loaded: &Loaded, plan: &[u8], question: &Question) -> Result<Analysis, TaskError> {
    let _ = (loaded, plan, question);
    Err(TaskError::NeedsMap)
}
