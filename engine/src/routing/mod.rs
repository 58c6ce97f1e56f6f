//! The routing problem: what every face of the solver is translated to (benchmark families, and the care model as far as
//! it can be said here), its plans, and the judge of them. Decision 0013.

mod closure;
mod judge;
mod plan;
mod problem;
#[cfg(test)]
mod tests;

pub(crate) use closure::closed;
pub use judge::{Broken, Terms, Verdict, judge};
pub use plan::{Found, RoutingPlan, RoutingRoute, RoutingStop};
pub use problem::{Flaw, Job, Lunch, Price, Prices, RoutingProblem, Tie, Tour, Visit, Window};
