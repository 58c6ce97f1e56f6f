//! Every number a person may turn, with default, unit and reason.

use crate::rules::Weights;

/// How to search. Prices are in [`Weights`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Start of every random stream: the same seed, problem and iteration budget give the same plan.
    pub seed: u64,
    /// Threads to use; the plan does not depend on it.
    pub threads: usize,
    /// Prices.
    pub weights: Weights,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, threads: 1, weights: Weights::default() }
    }
}
