//! Search for plain problems ([`crate::routing::RoutingProblem::is_plain`]): the routing problem with time windows of Solomon (1987).

mod anneal;
mod crossover;
mod descent;
mod genetic;
mod network;
mod piece;
mod pool;
mod population;
mod record;
mod recreate;
mod routes;
mod ruin;
mod search;
mod segment;
#[cfg(test)]
mod tests;

pub use pool::PoolRoute;
pub use search::{Found, search, search_from};
