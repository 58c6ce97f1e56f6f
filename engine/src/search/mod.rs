//! Plan to better plan, by heuristics: a workbench on which tours are taken apart and put back.
//!
//! In: a part of a problem as a [`Frame`], perhaps a plan to start from. Out: routes, every one of which keeps the hard rules.
//! Never: judges a plan; `rules` does, sharing no arithmetic with this module. docs/planning-model.md is the one statement
//! that both follow.

mod construct;
mod crew;
mod delta;
mod descent;
mod frame;
mod insertion;
mod lns;
mod neighbours;
pub(crate) mod prices;
mod recreate;
mod roads;
mod ruin;
mod shifts;
mod solution;
mod state;
mod timing;
mod ways;

pub(crate) use frame::Frame;
pub(crate) use lns::Search;

#[cfg(test)]
mod tests;
