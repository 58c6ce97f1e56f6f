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
    let mut defect = |place: &str, cause: String, remedy: String| {
        defects.push(Defect { code: DefectCode::UnknownId, place: place.to_owned(), cause, remedy });
    };
    let name = conditions.condition.as_deref().unwrap_or("normal");
    let condition = TravelCondition::named(name).unwrap_or_else(|| {
        defect(
            "--condition",
            format!("there is no travel condition `{}`", name.chars().take(60).collect::<String>()),
            format!("write one of {}", TravelCondition::ALL_NAMES.join(", ")),
        );
        TravelCondition::default()
    });
    let (mut closed, missing) = map.network.segments_of_ways(&conditions.closed_ways);
    for way in missing {
        defect(
            "--close-way",
            format!("no road of the map has the number {way}"),
            "take the number of a way in OpenStreetMap that is open to this mode of travel".to_owned(),
        );
    }
    for (number, line) in conditions.closed_lines.iter().enumerate() {
        let crossed: Vec<SegmentId> = map.network.segments_crossing(line);
        if crossed.is_empty() {
            defect(
                "--close-line",
                format!("line {} crosses no road of the map", number + 1),
                "draw it across the road, as positions on both sides of it".to_owned(),
            );
        }
        closed.extend(crossed);
    }
    if !defects.is_empty() {
        return Err(TaskError::InvalidQuestion(InvalidProblem { defects }));
    }
    Ok(map.under(&condition, &closed))
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
