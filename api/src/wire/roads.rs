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
    /// The roads that take the longest, two at most, in driving order: how people tell one way from another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The turn list, from departure to arrival; empty where no road leads. Seconds and metres add up to those of the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<RoadStep>,
    /// Where the start was put on a road, and how many metres away.
    pub from: Snapped,
    /// Where the end was put on a road, and how many metres away.
    pub to: Snapped,
}

/// What a driver does at one point of a way, and how long it then goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadStep {
    /// What is done.
    pub turn: RoadTurn,
    /// To which side; at departure and arrival the side on which the place lies. Default: no side to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<TurnSide>,
    /// Which exit of a roundabout is taken, counted from 1. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<u32>,
    /// The name or number of the road that is driven from here on; empty when it has none.
    pub road: String,
    /// Whole seconds until the next step.
    pub seconds: u32,
    /// Whole metres until the next step.
    pub metres: u32,
    /// Where it is done.
    pub at: Position,
}

/// What a driver does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RoadTurn {
    /// The way begins.
    Depart,
    /// It ends.
    Arrive,
    /// A turn into another road.
    Turn,
    /// No turn, but another name.
    NewName,
    /// A turn that follows the road of the same name.
    Continue,
    /// From a slip road onto a fast road.
    Merge,
    /// Onto a slip road that leads to a fast road.
    OnRamp,
    /// Off a fast road.
    OffRamp,
    /// One of two roads that part ahead.
    Fork,
    /// The road ends across another.
    EndOfRoad,
    /// Into a roundabout, and out of it by `exit`.
    Roundabout,
    /// Out of a roundabout.
    ExitRoundabout,
    /// Onto a ferry.
    Board,
    /// Off a ferry.
    GoAshore,
}

/// To which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TurnSide {
    /// Back along the road.
    UTurn,
    /// By more than 120 degrees.
    SharpRight,
    /// By 40 to 120 degrees.
    Right,
    /// By 20 to 40 degrees.
    SlightRight,
    /// Straight on.
    Straight,
    /// By 20 to 40 degrees.
    SlightLeft,
    /// By 40 to 120 degrees.
    Left,
    /// By more than 120 degrees.
    SharpLeft,
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
    /// Mode of travel: `car`, `bicycle` or `foot`; the map must have it. Default: the map's chief one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
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
