//! What a good plan is: one rule, one file; slow and obvious on purpose.
//!
//! In: a problem and a plan, whoever made it. Out: a [`Verdict`] with a score by rule and findings.
//! Never: imports what makes plans. docs/planning-model.md states every rule and price in words; the search keeps a fast
//! twin of the same statements and shares no arithmetic with this module.

mod detail;
mod finding;
mod rule;
mod score;
mod weights;

mod day;
mod judge;
mod scene;

mod blocks;
mod complete;
mod continuity;
mod crew;
mod daily_rest;
mod due;
mod fairness;
mod linked_visits;
mod overtime;
mod pins;
mod refusals;
mod responsibility;
mod rest_breaks;
mod shift_hours;
mod skills;
mod soft_windows;
mod stability;
mod time_windows;
mod together;
mod transit;
mod travel;
mod unplanned;
mod waiting;
mod wishes;

pub use detail::Detail;
pub use finding::{Amount, Finding, Subject, Verdict};
pub use judge::judge;
pub use rule::{Level, RuleId};
pub use score::Score;
pub use weights::{Preset, Weights};

#[cfg(test)]
pub(crate) mod example;
