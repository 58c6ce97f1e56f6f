//! What the program does, however it is asked: the same functions serve the command line and HTTP.
//!
//! In: wire documents, an open map, options. Out: wire documents or a [`TaskError`].
//! Never: reads a clock, speaks HTTP, prints.

mod addresses;
mod bound;
mod by_road;
mod calendar;
mod check;
mod conditions;
mod error;
mod explain;
mod front;
mod hours;
mod import;
mod load;
mod matrix;
mod modes;
mod plan;
mod plan_reader;
mod plan_writer;
mod positions;
mod road_states;
mod roads;
mod sample;
mod synth;
mod travel_times;
mod ways;

pub use crate::wording::Language;
pub use addresses::{Geocoded, LONGEST_ADDRESS, MOST_ADDRESSES, address_at, find_addresses, geocode};
pub use bound::{plan_with_bound, relaxed_name};
pub use calendar::due;
pub use check::check;
pub use conditions::{RoadConditions, under};
pub use error::TaskError;
pub use explain::{MOST_ALTERNATIVES, Question, explain};
pub use front::{FrontPlan, MOST_CHOICES, front};
pub use import::{ImportOrder, ImportReport, import, import_as_ordered, open_map};
pub use load::{Loaded, load, load_under};
pub use modes::in_mode;
pub use plan::{PlanOptions, plan};
pub use road_states::RoadStates;
pub use roads::{route, table, table_rows};
pub use sample::{SampleSize, sample};
pub use synth::{SynthReport, synth};
pub use ways::Ways;

pub use crate::travel::Map;

#[cfg(test)]
mod tests;
