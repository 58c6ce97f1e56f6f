//! Travel times that depend on the hour of departure.
//!
//! In: travel tables and the periods in which each holds. Out: when somebody arrives who leaves now, and when somebody must
//! leave to arrive in time. Whoever leaves later never arrives earlier. The one function of time that judge, schedule and
//! search share. Never: knows what a condition of the roads is, a weekday or a clock.

mod by_hour;
mod periods;

#[cfg(test)]
mod tests;

pub use by_hour::{Journey, TravelByHour};
pub use periods::{NO_ROAD, TravelPeriods};
