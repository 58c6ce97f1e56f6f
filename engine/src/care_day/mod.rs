//! A care plan's problem as a routing problem that is never dearer: so that what is proven of the second holds for the first.
//!
//! In: a part of a [`Problem`](crate::model::Problem), prices, perhaps a plan. Out: a [`CareDay`]: a
//! [`RoutingProblem`](crate::routing::RoutingProblem), a constant, and by name what of the care problem it does not say.
//! Every plan of the care problem that breaks no hard rule is, by [`CareDay::map`], a plan of the routing problem whose cost
//! plus the constant is no more; [`lower_bound`] adds up what somebody proves of the parts. Never: searches, proves.

mod day;
mod eligible;
mod fairness;
mod least_start;
mod legs;
mod lower_bound;
mod relaxed;

pub use day::CareDay;
pub use lower_bound::{LowerBound, lower_bound};
pub use relaxed::Relaxed;

#[cfg(test)]
mod tests;
