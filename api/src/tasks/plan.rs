//! Problem → plan, judged before it leaves.

use super::{Loaded, TaskError};
use crate::wire;
use crate::wording::Language;
use engine::budget::Budget;
use engine::progress::Progress;

/// How to plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Start of the random stream. Default: that of the document.
    pub seed: Option<u64>,
    /// Threads. Default: one for each processor.
    pub threads: Option<usize>,
    /// Language of sentences.
    pub language: Language,
}

/// Plans a problem until the budget is spent.
///
/// # Errors
/// [`TaskError::Refused`] when the program's own judge finds a broken hard rule.
pub fn plan(
    loaded: &Loaded,
    options: &PlanOptions,
    budget: &Budget<'_>,
    progress: &mut dyn Progress,
) -> Result<wire::Plan, TaskError> {
    let _ = (loaded, options, budget, progress);
    Err(TaskError::NeedsMap)
}
