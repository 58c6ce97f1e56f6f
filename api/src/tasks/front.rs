//! Problem → several plans between what people wish and what travel costs.

use super::plan::document;
use super::{Loaded, PlanOptions, TaskError};
use crate::wire;
use engine::budget::Budget;
use engine::progress::Progress;
use engine::trade_off;

pub use engine::trade_off::MOST_CHOICES;

/// One plan of the front.
#[derive(Clone, Debug)]
pub struct FrontPlan {
    /// By how many thousandths of their price continuity and wishes counted when it was sought.
    pub inconvenience_per_mille: i64,
    /// Points for continuity and wishes, by the document's own prices.
    pub inconvenience: i64,
    /// Points for travel, by the document's own prices.
    pub travel: i64,
    /// Points for visits left out or late, by the document's own prices.
    pub delay: i64,
    /// The plan.
    pub plan: wire::Plan,
}

/// Plans a problem at `count` positions of the slider, all within one budget: plans of which none is dominated, by rising travel.
///
/// # Errors
/// [`TaskError::Refused`] when the program's own judge finds a broken hard rule.
pub fn front(
    loaded: &Loaded,
    options: &PlanOptions,
    count: usize,
    budget: &Budget<'_>,
    progress: &mut dyn Progress,
) -> Result<Vec<FrontPlan>, TaskError> {
    let settings = options.settings(loaded);
    let choices = trade_off::front(&loaded.problem, &settings, count, budget, progress);
    let documents = choices.iter().map(|choice| {
        Ok(FrontPlan {
            inconvenience_per_mille: choice.inconvenience_per_mille,
            inconvenience: choice.inconvenience,
            travel: choice.travel,
            delay: choice.delay,
            plan: document(loaded, options.language, &settings, &choice.solved)?,
        })
    });
    documents.collect()
}
