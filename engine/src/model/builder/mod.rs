//! The only door from [`Facts`](super::Facts) to a [`Problem`](super::Problem): resolves every reference, puts
//! windows and breaks in order, and reports all defects at once.

mod build;
mod defect_list;
mod derived_breaks;
mod ids;
mod moment_text;
mod needs;
mod people;
mod ties;
mod windows;
mod working_day;

pub use build::{LONGEST_TRAVEL, LONGEST_WAY};

#[cfg(test)]
mod tests;
