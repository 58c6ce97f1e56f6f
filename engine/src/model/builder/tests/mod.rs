//! Every defect by example, derived breaks by property, and facts bent at random.

mod bent;
mod figures;
mod references;
mod sound;
mod ties;
mod windows;
mod working_day;
