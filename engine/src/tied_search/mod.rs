//! Search for problems in which starting everything as early as possible is optimal for given routes: visits for two
//! people at once or one after the other, soft or hard windows, people who may not do everything. In: a
//! [`crate::routing::RoutingProblem`] that [`is_early`](crate::routing::RoutingProblem::is_early). Out: the best plan found.
//!
//! Simulated annealing over millions of small changes, each priced by letting its delays and gains run through the
//! network of starts from where it happened, no further than something changes, and taken back from a log when refused.
//! `docs/optimiser.md` tells the algorithm and its sources. Never reads a clock or a file.

mod anneal;
mod construct;
mod facts;
mod moves;
mod network;
mod search;
mod travel;

#[cfg(test)]
mod tests;

pub use search::search;
