//! Answers about roads, maps and the calendar.

use super::Moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A position in WGS 84 degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Position {
    /// Degrees north of the equator.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Degrees east of Greenwich.
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
}

/// The fastest way between two positions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadRoute {
    /// Whole seconds; `null` where no road leads.
    pub seconds: Option<u32>,
    /// Whole metres; `null` where no road leads.
    pub metres: Option<u32>,
    /// Bends of the way, from start to end, as `[lon, lat]` pairs; empty where no road leads.
    pub geometry: Vec<[f64; 2]>,
    /// Where the start was put on a road, and how many metres away.
    pub from: Snapped,
    /// Where the end was put on a road, and how many metres away.
    pub to: Snapped,
}

/// A position and the road point nearest to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapped {
    /// As asked.
    pub asked: Position,
    /// The point on the road.
    pub on_road: Position,
    /// Metres between the two.
    pub metres: u32,
}

/// A table of travel times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadTable {
    /// Whole seconds: row = from, column = to; `null` where no road leads.
    pub seconds: Vec<Vec<Option<u32>>>,
    /// Whole metres, in the same form.
    pub metres: Vec<Vec<Option<u32>>>,
}

/// What is asked of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableQuestion {
    /// The places, each both source and target.
    #[schema(min_items = 1, max_items = 2000)]
    pub points: Vec<Position>,
}

/// A due moment and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deadline {
    /// When the request came in. Default: `due` was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
    /// By when the visit must have started.
    pub due: Moment,
    /// Hours between the two, in tenths. Default: `due` was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<f64>,
    /// The days passed over, each with its reason, up to the day of `due`. Empty when `due` was stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<TraceDay>,
}

/// One day on the way to a due moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TraceDay {
    /// The date.
    pub date: super::Day,
    /// Whether it is a working day.
    pub working_day: bool,
    /// What the day is called: `onsdag`, `julafton`.
    pub name: String,
    /// What it means for the due moment.
    pub part: TracePart,
}

/// What a day means for a due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TracePart {
    /// The request came; the day itself does not count.
    Received,
    /// The request came after the cutoff and counts as received on this day.
    CountsAsReceived,
    /// No working day.
    Passed,
    /// The first working day after: the visit is due.
    Due,
}
