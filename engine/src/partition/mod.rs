//! Exact recombination: from a pool of routes, the cheapest ones that together do every job. In: routes with their jobs and costs. Out:
//! a choice, and whether it is proven the best. Only [`mip_solver`] knows HiGHS.

pub(crate) mod mip_solver;
mod set_partition;

pub use set_partition::{Choosing, Combination, LeftOut, PoolRoute, best_combination};
