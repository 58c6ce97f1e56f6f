//! What a good plan is: one rule, one file; slow and obvious on purpose.
//!
//! In: a problem and a plan, whoever made it. Out: a [`Verdict`] with a score by rule and findings.
//! Never: imports what makes plans. docs/planning-model.md states every rule and price in words; the search keeps a fast
//! twin of the same statements and shares no arithmetic with this module.

mod finding;
mod rule;
mod score;
mod weights;

pub use finding::{Amount, Finding, Subject, Verdict};
pub use rule::{Level, RuleId};
pub use score::Score;
pub use weights::{Preset, Weights};
