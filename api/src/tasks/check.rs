//! Any plan → what the rules say of it.

use super::{Loaded, TaskError};
use crate::wire::Verdict;
use crate::wording::Language;

/// Judges a plan document, whoever made it, by the independent judge. A plan that breaks rules is an answer, not an error.
///
/// # Errors
/// [`TaskError::InvalidPlan`] with every defect of the plan document.
pub fn check(loaded: &Loaded, plan: &[u8], language: Language) -> Result<Verdict, TaskError> {
    let _ = (loaded, plan, language);
    Err(TaskError::NeedsMap)
}
