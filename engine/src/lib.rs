//! Facts of home visits in; an optimised, judged and explained plan out.
//!
//! ```text
//! TravelTable, periods ─► TravelByHour + facts ─► Problem ─► SearchState ─► Plan        (wired by solve)
//!                         travel                 model       search
//! Plan ─► Verdict ─► Analysis, Reason
//!          rules       explain
//! ```
//!
//! The engine never reads a file, clock, environment or socket, never prints, never serialises, and knows people by
//! pseudonymous ids alone. Same problem, settings, seed and iterations: the same plan on any number of threads.

pub mod bound;
pub mod budget;
pub mod calendar;
pub mod care_day;
pub mod clock;
pub mod day_search;
pub mod decompose;
pub mod explain;
pub mod kpi;
pub mod model;
pub mod partition;
pub mod plain_search;
pub mod plan;
pub mod progress;
pub mod recombination;
pub mod rng;
pub mod route_planning;
pub mod routing;
pub mod rules;
pub mod schedule;
mod search;
pub mod settings;
pub mod solve;
pub mod tied_search;
pub mod trade_off;
pub mod travel;
