//! What an onlooker hears while a plan is made.

use crate::rules::Score;

/// News of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// What is going on.
    pub stage: Stage,
    /// Iterations so far, over all parts.
    pub iterations: u64,
    /// The best score so far; `None` before the first plan.
    pub best: Option<Score>,
    /// Visits left out in the best plan so far.
    pub left_out: usize,
}

/// Stages of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Building the first plan.
    Construct,
    /// The first plan stands.
    FirstPlan,
    /// A better plan was found.
    Improved,
    /// Done.
    Finished,
}

/// Somebody who listens. Called from the thread that runs `solve`, never concurrently.
pub trait Progress {
    /// Hears news; must return quickly.
    fn hear(&mut self, news: &News);
}

/// Nobody listens.
pub struct Silent;

impl Progress for Silent {
    fn hear(&mut self, _: &News) {}
}
