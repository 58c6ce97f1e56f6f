//! Search for routing problems in which time itself is priced: waiting, idle time, lunches, balance, visits that may be
//! left out. In: [`crate::routing::RoutingProblem`] of any kind. Out: a plan that breaks no hard rule but, if nothing else
//! was found, that of visits left out. Simulated annealing over sequences; a timing that is exact for given sequences up
//! to the shift of tied visits is part of the evaluation of every move. Never reads a clock but through the budget.
//! Start at `search.rs`.

mod annealing;
mod facts;
mod insertion;
mod measure;
mod moves;
mod search;
#[cfg(test)]
mod tests;
mod workbench;
mod writing;

pub use search::search;
