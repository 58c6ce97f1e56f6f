//! A map under a travel condition: traffic, winter, ferries that lie still, roads that are closed.

use super::TaskError;
use crate::travel::Map;
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::graph::SegmentId;
use osm_data::lonlat::LonLat;
use osm_data::profile::TravelCondition;

/// What holds on the roads. The default is the normal state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadConditions {
    /// The name of a travel condition; nothing for `normal`.
    pub condition: Option<String>,
    /// Closed roads, by the numbers of their ways in OpenStreetMap.
    pub closed_ways: Vec<i64>,
    /// Closed roads: whatever these lines cross.
    pub closed_lines: Vec<Vec<LonLat>>,
}

impl RoadConditions {
    /// Whether nothing differs from the normal state.
    pub fn is_normal(&self) -> bool {
        self.condition.as_deref().is_none_or(|name| name == "normal")
            && self.closed_ways.is_empty()
            && self.closed_lines.is_empty()
    }
}

/// The map as it is under some conditions; the map itself when they are normal.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for an unknown name, a way that no road of the map has, a line that crosses none: all
/// of them at once.
pub fn under(map: Map, conditions: &RoadConditions) -> Result<Map, TaskError> {
    if conditions.is_normal() {
        return Ok(map);
    }
    let mut defects = Vec::new();
    let name = conditions.condition.as_deref().unwrap_or("normal");
    let condition = TravelCondition::named(name).unwrap_or_else(|| {
        defects.push(unknown_condition(name));
        TravelCondition::default()
    });
    let closed = Closed {
        ways: &conditions.closed_ways,
        lines: &conditions.closed_lines,
        at_way: &|_| "--close-way".to_owned(),
        at_line: &|_| "--close-line".to_owned(),
    };
    let closed = closed.segments(&map, &mut defects);
    if !defects.is_empty() {
        return Err(TaskError::InvalidQuestion(InvalidProblem { defects }));
    }
    Ok(map.under(&condition, &closed))
}

pub(super) fn unknown_condition(name: &str) -> Defect {
    Defect {
        code: DefectCode::UnknownId,
        place: "--condition".to_owned(),
        cause: format!("there is no travel condition `{}`", name.chars().take(60).collect::<String>()),
        remedy: format!("write one of {}", TravelCondition::ALL_NAMES.join(", ")),
    }
}

/// Roads that are closed, and where each closing is stated.
pub(super) struct Closed<'a> {
    pub ways: &'a [i64],
    pub lines: &'a [Vec<LonLat>],
    pub at_way: &'a dyn Fn(usize) -> String,
    pub at_line: &'a dyn Fn(usize) -> String,
}

impl Closed<'_> {
    /// The segments that they mean, by number; notes every way and line that means none.
    pub(super) fn segments(&self, map: &Map, defects: &mut Vec<Defect>) -> Vec<SegmentId> {
        let mut defect = |place: String, cause: String, remedy: &str| {
            defects.push(Defect { code: DefectCode::UnknownId, place, cause, remedy: remedy.to_owned() });
        };
        if self.ways.is_empty() && self.lines.is_empty() {
            return Vec::new();
        }
        let (mut closed, missing) = map.network.segments_of_ways(self.ways);
        for (number, way) in self.ways.iter().enumerate().filter(|(_, way)| missing.contains(way)) {
            defect(
                (self.at_way)(number),
                format!("no road of the map has the number {way}"),
                "take the number of a way in OpenStreetMap that is open to this mode of travel",
            );
        }
        for (number, line) in self.lines.iter().enumerate() {
            let crossed = map.network.segments_crossing(line);
            if crossed.is_empty() {
                defect(
                    (self.at_line)(number),
                    format!("line {} crosses no road of the map", number + 1),
                    "draw it across the road, as positions on both sides of it",
                );
            }
            closed.extend(crossed);
        }
        closed.sort_unstable();
        closed.dedup();
        closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use osm_data::samples::road_map;

    fn map() -> Map {
        Map::of(
            road_map(
                "
                A---B
                |   |
                C---D
                ",
            )
            .network,
        )
    }

    #[test]
    fn every_fault_is_told_at_once_with_what_to_write() {
        let conditions = RoadConditions {
            condition: Some("rush".to_owned()),
            closed_ways: vec![4711],
            closed_lines: vec![vec![LonLat { lon: 1.0, lat: 1.0 }, LonLat { lon: 2.0, lat: 1.0 }]],
        };
        let Err(TaskError::InvalidQuestion(told)) = under(map(), &conditions) else { panic!("three faults") };
        let places: Vec<&str> = told.defects.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places, ["--condition", "--close-way", "--close-line"]);
        assert!(told.defects[0].remedy.contains("morning-peak"));
    }

    #[test]
    fn every_name_is_a_condition_and_a_closed_way_changes_times() {
        for name in TravelCondition::ALL_NAMES {
            let conditions = RoadConditions { condition: Some(name.to_owned()), ..RoadConditions::default() };
            assert!(under(map(), &conditions).is_ok(), "{name}");
        }
        let before = map();
        let way = before.network.graph.all_segments().next().map(|(_, s)| s.way).expect("a road");
        let closed = RoadConditions { closed_ways: vec![way], ..RoadConditions::default() };
        let after = under(map(), &closed).expect("a way of the map");
        assert_ne!(after.network.weights, before.network.weights);
    }
}
