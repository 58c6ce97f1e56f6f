//! What holds on the roads, and at what hours.

use super::Position;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What holds on the roads of the map.
///
/// A condition and closings without hours hold throughout. Hours put another condition in its place, and may close more; those
/// under way when the hour comes are slowed down, too, and whoever leaves later never arrives earlier. Where a closing or
/// a ferry that lies still leaves no road, people wait until one opens. Conditions do not add up: peaks in winter are
/// ordinary peaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadConditions {
    /// What holds when no hours say otherwise. Default: `normal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<RoadCondition>,
    /// Roads closed throughout, by the numbers of their ways in OpenStreetMap. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub closed_ways: Vec<i64>,
    /// Roads closed throughout: whatever these lines cross, each at least two positions. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub closed_lines: Vec<Vec<Position>>,
    /// Whether the ordinary peaks of working days hold: `morning-peak` from 07:00 to 09:00, `afternoon-peak` from 15:30 to
    /// 17:00. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typical_peaks: Option<bool>,
    /// Hours at which something else holds; they must not overlap. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 48)]
    pub by_hour: Vec<RoadHours>,
}

/// What holds on the roads at some hours: a condition, closed roads, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadHours {
    /// From this time of day on.
    #[schema(example = "07:00")]
    pub from: String,
    /// Until this time of day (not in it), of the next day when it is earlier than `from`.
    #[schema(example = "09:00")]
    pub until: String,
    /// On these days; hours past midnight belong to the day before. Default: every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 9)]
    pub days: Vec<OnDay>,
    /// What holds then. Default: what holds throughout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<RoadCondition>,
    /// Roads closed then besides, by the numbers of their ways in OpenStreetMap. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub closed_ways: Vec<i64>,
    /// Roads closed then besides: whatever these lines cross. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub closed_lines: Vec<Vec<Position>>,
}

/// A named state of the roads; `docs/roads.md` has its figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoadCondition {
    /// As the map has it.
    #[default]
    Normal,
    /// Traffic of a weekday morning.
    MorningPeak,
    /// Traffic of a weekday afternoon.
    AfternoonPeak,
    /// Snow and ice.
    Winter,
    /// Ferries and car trains lie still.
    FerriesSuspended,
    /// Toll roads are not used.
    NoTolls,
}

impl RoadCondition {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Normal,
        Self::MorningPeak,
        Self::AfternoonPeak,
        Self::Winter,
        Self::FerriesSuspended,
        Self::NoTolls,
    ];

    /// Its name, as documents and the command line write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::MorningPeak => "morning-peak",
            Self::AfternoonPeak => "afternoon-peak",
            Self::Winter => "winter",
            Self::FerriesSuspended => "ferries-suspended",
            Self::NoTolls => "no-tolls",
        }
    }
}

/// A kind of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OnDay {
    /// Working days by the calendar of `policy`: no holidays, no weekends.
    WorkingDays,
    /// All other days.
    DaysOff,
    /// Every Monday, a holiday or not.
    Monday,
    /// Every Tuesday.
    Tuesday,
    /// Every Wednesday.
    Wednesday,
    /// Every Thursday.
    Thursday,
    /// Every Friday.
    Friday,
    /// Every Saturday.
    Saturday,
    /// Every Sunday.
    Sunday,
}

#[cfg(test)]
mod tests {
    use super::*;
    use osm_data::profile::TravelCondition;

    #[test]
    fn the_names_are_those_of_the_roads() {
        assert_eq!(RoadCondition::ALL.map(RoadCondition::name), TravelCondition::ALL_NAMES);
        for condition in RoadCondition::ALL {
            assert_eq!(serde_json::to_value(condition).expect("a text"), condition.name());
        }
    }
}
