//! Travel times of a problem, by the hour: as the document states them, or by road.

use super::by_road::ByRoad;
use super::conditions::RoadConditions;
use super::hours::periods;
use super::matrix::{cells_of, matrix_table};
use super::road_states::{RoadStates, effective};
use crate::travel::Map;
use crate::wire::facts::Draft;
use crate::wire::{self, Matrix, Warning};
use engine::calendar::WorkingDayPolicy;
use engine::clock::PlanTime;
use engine::model::{Defect, DefectCode};
use engine::travel::TravelByHour;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};

/// What travel times are made of.
pub(super) struct Source<'a> {
    pub document: &'a wire::Problem,
    pub draft: &'a Draft,
    pub map: Option<&'a Map>,
    /// What is asked for besides what the document says of the roads.
    pub asked: &'a RoadConditions,
    pub policy: &'a WorkingDayPolicy,
}

/// Travel times, and what they were made under.
#[derive(Default)]
pub(super) struct TravelTimes {
    /// Every mode that staff travel by; `None` when there is neither matrix nor map.
    pub modes: Option<Vec<(String, TravelByHour)>>,
    /// States of the roads, when times are by road.
    pub states: Option<RoadStates>,
    /// What held on the roads, when it was not the normal state.
    pub conditions: Option<wire::RoadConditions>,
}

impl Source<'_> {
    /// Finds them; notes every defect and what a planner should know.
    pub(super) fn travel_times(&self, defects: &mut Vec<Defect>, warnings: &mut Vec<Warning>) -> TravelTimes {
        let conditions = effective(self.document.road_conditions.as_ref(), self.asked, defects);
        let made_under = (conditions != wire::RoadConditions::default()).then(|| conditions.clone());
        if let Some(stated) = &self.document.travel {
            if made_under.is_some() {
                defects.push(Defect {
                    code: DefectCode::RoadConditions,
                    place: "/roadConditions".to_owned(),
                    cause: "travel times are stated in `travel`; what holds on roads changes nothing in them"
                        .to_owned(),
                    remedy: "remove one of the two, or state other times in `byHour` of the matrix"
                        .to_owned(),
                });
            }
            let modes = stated
                .iter()
                .map(|(mode, matrix)| (mode.clone(), self.stated(mode, matrix, defects)))
                .collect();
            return TravelTimes { modes: Some(modes), ..TravelTimes::default() };
        }
        let Some(map) = self.map else {
            // What can be checked without a map is checked.
            RoadStates::periods(&conditions, &self.draft.days, self.policy, defects);
            return TravelTimes::default();
        };
        let found = defects.len();
        let states = RoadStates::new(&conditions, self.document, map, &self.draft.days, self.policy, defects);
        let sound = defects.len() == found;
        let modes = ByRoad { source: self, map, states: &states, sound }.travel_times(defects, warnings);
        TravelTimes { modes, states: Some(states), conditions: made_under }
    }

    /// Times as a matrix states them.
    fn stated(&self, mode: &str, matrix: &Matrix, defects: &mut Vec<Defect>) -> TravelByHour {
        let cells = cells_of(mode, matrix);
        let hours: Vec<_> = matrix.by_hour.iter().zip(&cells[1..]).map(|(h, cells)| cells.hours(h)).collect();
        let from = periods(&hours, &self.draft.days, self.policy, defects);
        // All are read, so that all are checked; those that hold at no time of the horizon are not kept.
        let tables: Vec<TravelTable> =
            cells.iter().map(|cells| matrix_table(mode, matrix, cells, self.draft, defects)).collect();
        by_hour(
            tables,
            from.into_iter().map(|(moment, hours)| (moment, hours.map_or(0, |n| n + 1))).collect(),
        )
    }
}

/// Tables and from when on each holds; tables that hold at no time are dropped.
pub(super) fn by_hour(tables: Vec<TravelTable>, mut from: Vec<(PlanTime, usize)>) -> TravelByHour {
    let mut kept = Vec::new();
    for (number, table) in tables.into_iter().enumerate() {
        if from.iter().any(|f| f.1 == number) {
            from.iter_mut().filter(|f| f.1 == number).for_each(|f| f.1 = kept.len());
            kept.push(table);
        }
    }
    TravelByHour::new(kept, &from).expect("periods rise from zero on, and name tables of the same places")
}

/// Times that say nothing, so that the rest of a document can be checked while travel times are not to be had: every place
/// has the one row there is.
pub(super) fn stand_in(draft: &mut Draft) -> Vec<(String, TravelByHour)> {
    draft.facts.places.iter_mut().for_each(|place| place.row = 0);
    let mut modes: Vec<&str> = draft.facts.staff.iter().map(|s| s.travel_mode.as_str()).collect();
    modes.sort_unstable();
    modes.dedup();
    let travel = TravelByHour::from(TravelTable::from_fn(1, |_, _| Some((Seconds::ZERO, Metres(0)))));
    modes.into_iter().map(|mode| (mode.to_owned(), travel.clone())).collect()
}
