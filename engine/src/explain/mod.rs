//! Plan in, reasons out, whoever made the plan.
//!
//! In: a problem, prices and any plan. Out: an [`Analysis`]: the score by rule and by whom it concerns, who comes when, and
//! for each visit left out the reason for every candidate and the smallest change that would bring it in.
//! Never: imports what makes plans; makes sentences. Figures come from the judge: what is said to fit has been laid out by
//! `schedule` and judged by `rules`.

mod alternatives;
mod analysis;
mod bars;
mod bench;
mod compare;
mod insertion;
mod lane;
mod reason;
mod relaxation;
mod why_not;

pub use alternatives::{Alternative, alternatives};
pub use analysis::{Analysis, Placed, Wish, WishOutcome, analyse};
pub use compare::{Comparison, compare, difference};
pub use reason::{CandidateReasons, LeftOut, Reason, Relaxation, Relaxing};
pub use why_not::why_left_out;

#[cfg(test)]
pub(crate) mod tests;
