//! A map under a travel condition: traffic, winter, ferries that lie still, roads that are closed.

use super::TaskError;
use super::modes::in_mode;
use crate::travel::Map;
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::graph::SegmentId;
use osm_data::lonlat::LonLat;
use osm_data::profile::{TravelCondition, TravelMode};

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

/// The roads of a map for one mode of travel, its chief one unless said, as they are under some conditions.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for a mode that the map has not; for an unknown condition, a way that no road of the map
/// has in any mode, a line that crosses none: all of these at once.
pub fn under(map: Map, mode: Option<&str>, conditions: &RoadConditions) -> Result<Map, TaskError> {
    in_mode(&map, mode, "--mode")?;
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
    let roads = match mode {
        Some(mode) => map.into_mode(mode).expect("a mode that the map has"),
        None => map,
    };
    if conditions.is_normal() {
        return Ok(roads);
    }
    let closed = closed.of(roads.network.mode);
    Ok(roads.roads_under(&condition, closed))
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

/// Closed segments, by the mode of travel whose roads they are; each mode's sorted, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ClosedSegments(Vec<(TravelMode, Vec<SegmentId>)>);

impl ClosedSegments {
    /// Those of one mode.
    pub(super) fn of(&self, mode: TravelMode) -> &[SegmentId] {
        self.0.iter().find(|(of, _)| *of == mode).map_or(&[], |(_, closed)| closed)
    }

    /// These and others besides.
    #[must_use]
    pub(super) fn and(mut self, others: &Self) -> Self {
        for (mode, segments) in &others.0 {
            self.close(*mode, segments);
        }
        self
    }

    fn close(&mut self, mode: TravelMode, segments: &[SegmentId]) {
        if segments.is_empty() {
            return;
        }
        let number = self.0.iter().position(|(of, _)| *of == mode).unwrap_or_else(|| {
            self.0.push((mode, Vec::new()));
            self.0.len() - 1
        });
        let closed = &mut self.0[number].1;
        closed.extend(segments);
        closed.sort_unstable();
        closed.dedup();
    }
}

impl Closed<'_> {
    /// The segments that they mean in every mode of the map, by number; notes every way and line that means none in any.
    pub(super) fn segments(&self, map: &Map, defects: &mut Vec<Defect>) -> ClosedSegments {
        let mut closed = ClosedSegments::default();
        if self.ways.is_empty() && self.lines.is_empty() {
            return closed;
        }
        let mut known_ways = vec![false; self.ways.len()];
        let mut known_lines = vec![false; self.lines.len()];
        for network in map.modes().map(|roads| &roads.network) {
            let (of_ways, missing) = network.segments_of_ways(self.ways);
            closed.close(network.mode, &of_ways);
            for (known, way) in known_ways.iter_mut().zip(self.ways) {
                *known |= !missing.contains(way);
            }
            for (known, line) in known_lines.iter_mut().zip(self.lines) {
                let crossed = network.segments_crossing(line);
                *known |= !crossed.is_empty();
                closed.close(network.mode, &crossed);
            }
        }
        let unknown = |known: &[bool]| -> Vec<usize> { (0..known.len()).filter(|&k| !known[k]).collect() };
        let mut defect = |place: String, cause: String, remedy: &str| {
            defects.push(Defect { code: DefectCode::UnknownId, place, cause, remedy: remedy.to_owned() });
        };
        for number in unknown(&known_ways) {
            defect(
                (self.at_way)(number),
                format!("no road of the map has the number {}", self.ways[number]),
                "take the number of a way in OpenStreetMap that is open to a mode of travel of the map",
            );
        }
        for number in unknown(&known_lines) {
            defect(
                (self.at_line)(number),
                format!("line {} crosses no road of the map", number + 1),
                "draw it across the road, as positions on both sides of it",
            );
        }
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
        let Err(TaskError::InvalidQuestion(told)) = under(map(), None, &conditions) else {
            panic!("three faults")
        };
        let places: Vec<&str> = told.defects.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places, ["--condition", "--close-way", "--close-line"]);
        assert!(told.defects[0].remedy.contains("morning-peak"));
    }

    #[test]
    fn every_name_is_a_condition_and_a_closed_way_changes_times() {
        for name in TravelCondition::ALL_NAMES {
            let conditions = RoadConditions { condition: Some(name.to_owned()), ..RoadConditions::default() };
            assert!(under(map(), None, &conditions).is_ok(), "{name}");
        }
        let before = map();
        let way = before.network.graph.all_segments().next().map(|(_, s)| s.way).expect("a road");
        let closed = RoadConditions { closed_ways: vec![way], ..RoadConditions::default() };
        let after = under(map(), None, &closed).expect("a way of the map");
        assert_ne!(after.network.weights, before.network.weights);
    }
}
