//! Swedish dates: which days are working days, by when an acute visit is due, and local time through the nights of
//! 23 and 25 hours.
//!
//! In: dates and local times. Out: [`Deadline`]s with their trace, and [`PlanTime`](crate::clock::PlanTime)s.
//! Never: reads the clock. The only place of the engine that knows a date.

mod deadline;
mod holiday;
mod local_time;
mod working_day;

pub use deadline::{Deadline, Gaps, TraceDay, TracePart, due, gaps};
pub use holiday::{Eve, Holiday, Law, easter_sunday, eve_on, holiday_on, holidays};
pub use local_time::{LocalCalendar, LocalTimeError, STOCKHOLM};
pub use working_day::{DayKind, WorkingDayPolicy};
