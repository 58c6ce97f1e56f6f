//! Travel times by road: for each mode that staff travel by from the roads of that mode, in every state that they are in.

use super::modes::missing_mode;
use super::road_states::RoadStates;
use super::travel_times::{Source, by_hour};
use crate::travel::{FAR_FROM_ROAD, Map, cut_off};
use crate::wire::Warning;
use engine::model::{Defect, DefectCode};
use engine::travel::TravelByHour;
use osm_data::snap::Snap;
use osm_data::table::TravelTable;
use osm_data::units::Metres;
use std::collections::BTreeMap;

/// The most places of which a travel table is made: 8 bytes for each pair, and as many again while one is being made. The
/// pairs of all tables count.
const MOST_PLACES: usize = 12_000;

/// What travel times by road are made of.
pub(super) struct ByRoad<'a> {
    pub source: &'a Source<'a>,
    pub map: &'a Map,
    pub states: &'a RoadStates,
    /// Whether everything that is stated of the roads could be read.
    pub sound: bool,
}

/// The roads of one mode of travel, and what is looked up on them.
struct OfMode<'a> {
    roads: &'a Map,
    /// For each state of the roads, the first one that is the same to this mode.
    same: Vec<usize>,
    /// Where each place joins the roads.
    snaps: Vec<Option<Snap>>,
    /// Places that most others cannot get to by this mode, or from; rising.
    cut_off: Vec<usize>,
    /// Places whose own road is closed in some state: how far the nearest open one lies, `None` for none near.
    moved: BTreeMap<usize, Option<Metres>>,
}

impl ByRoad<'_> {
    /// Finds them, for every mode that staff travel by and the map has (the chief one when there is none): `None` when the
    /// places are too many. Notes every defect and what a planner should know.
    pub(super) fn travel_times(
        &self,
        defects: &mut Vec<Defect>,
        warnings: &mut Vec<Warning>,
    ) -> Option<Vec<(String, TravelByHour)>> {
        let mut modes = self.modes(defects);
        let tables: usize = modes.iter().map(OfMode::tables).sum();
        if let Some(defect) = self.too_many(tables) {
            defects.push(defect);
            return None;
        }
        self.join(&mut modes, defects);
        let mut found = Vec::with_capacity(modes.len());
        for mode in &mut modes {
            let travel = if self.sound {
                let (tables, from) = self.tables(mode);
                mode.cut_off = cut_off(&tables[0]);
                by_hour(tables, from)
            } else {
                // Roads in a state that could not be read say nothing more; the normal ones let the rest be checked.
                mode.roads.table(&mode.snaps).into()
            };
            found.push((mode.roads.mode().to_owned(), travel));
        }
        self.tell_far_from_road(&modes, warnings);
        if defects.is_empty() {
            self.tell_closed_in(&modes, warnings);
            self.tell_cut_off(&modes, warnings);
        }
        // A mode that the map lacks has been told; without times of some kind the rest of the document would be told it again.
        for person in &self.source.draft.facts.staff {
            if found.iter().all(|(mode, _)| *mode != person.travel_mode) {
                let any = found[0].1.clone();
                found.push((person.travel_mode.clone(), any));
            }
        }
        Some(found)
    }

    /// The modes that staff travel by, in the order of the map; notes everybody who travels by one that it has not.
    fn modes(&self, defects: &mut Vec<Defect>) -> Vec<OfMode<'_>> {
        let staff = &self.source.draft.facts.staff;
        for (number, person) in staff.iter().enumerate() {
            if self.map.of_mode(&person.travel_mode).is_none() {
                let place = format!("/staff/{number}/travelMode");
                let or_else = ", or state `travel` in the document";
                defects.push(missing_mode(self.map, &person.travel_mode, place, or_else));
            }
        }
        let mut used: Vec<&Map> =
            self.map.modes().filter(|roads| staff.iter().any(|p| p.travel_mode == roads.mode())).collect();
        if used.is_empty() {
            used.push(self.map);
        }
        let same = |roads| if self.sound { self.states.same(roads) } else { vec![0] };
        used.into_iter()
            .map(|roads| OfMode {
                roads,
                same: same(roads),
                snaps: Vec::new(),
                cut_off: Vec::new(),
                moved: BTreeMap::new(),
            })
            .collect()
    }

    fn too_many(&self, tables: usize) -> Option<Defect> {
        let places = self.source.draft.positions.len();
        if places * places * tables <= MOST_PLACES * MOST_PLACES {
            return None;
        }
        let cause = if tables == 1 {
            format!("{places} places; a travel table takes at most {MOST_PLACES}")
        } else {
            format!(
                "{places} places in {tables} tables, one a mode of travel and state of the roads; \
                 in one, {MOST_PLACES} are taken at most"
            )
        };
        Some(Defect {
            code: DefectCode::TooMany,
            place: "/patients".to_owned(),
            cause,
            remedy: "split the problem by area, or let facts at one door share a place by id".to_owned(),
        })
    }

    /// Joins all places to the roads of every mode. A place that no road of any mode is near is a defect; one that has a road
    /// by some modes is cut off by the others.
    fn join(&self, modes: &mut [OfMode<'_>], defects: &mut Vec<Defect>) {
        let draft = self.source.draft;
        for mode in modes.iter_mut() {
            mode.snaps = mode.roads.snap(&draft.positions);
        }
        for (number, place) in draft.positions.iter().enumerate() {
            let Some(place) = place.filter(|_| modes.iter().all(|mode| mode.snaps[number].is_none())) else {
                continue;
            };
            // One defect a place, in the words of the first mode.
            defects.push(modes[0].roads.off_the_map(place, draft.facts.places[number].pointer.clone()));
        }
    }

    /// The tables of one mode, and from when on each holds.
    fn tables(&self, mode: &mut OfMode<'_>) -> (Vec<TravelTable>, Vec<(engine::clock::PlanTime, usize)>) {
        let positions = &self.source.draft.positions;
        let mut tables = Vec::with_capacity(mode.tables());
        let mut number_of = Vec::with_capacity(mode.same.len());
        for state in 0..mode.same.len() {
            let same = mode.same[state];
            if same < state {
                number_of.push(number_of[same]);
                continue;
            }
            number_of.push(tables.len());
            tables.push(match self.states.map(state, mode.roads) {
                // Places are joined to roads that are open then; one that no open road is near has none.
                Some(other) => {
                    let snaps = other.snap(positions);
                    mode.note_moved(&snaps);
                    other.table(&snaps)
                }
                None => mode.roads.table(&mode.snaps),
            });
        }
        let from = self.states.from().iter().map(|&(moment, state)| (moment, number_of[state])).collect();
        (tables, from)
    }

    fn tell_far_from_road(&self, modes: &[OfMode<'_>], warnings: &mut Vec<Warning>) {
        for (number, place) in self.source.draft.facts.places.iter().enumerate() {
            let far: Vec<String> = modes
                .iter()
                .filter_map(|mode| {
                    let off_road = mode.snaps[number]?.off_road;
                    let by = self.named(&[mode.roads.mode()]);
                    (off_road > FAR_FROM_ROAD).then(|| format!("{off_road}{by}"))
                })
                .collect();
            if !far.is_empty() {
                let far = far.join(", ");
                warnings.push(Warning {
                    code: "far-from-road".to_owned(),
                    pointer: Some(place.pointer.clone()),
                    sentence: format!(
                        "place `{}` lies {far} from the nearest road; the way from there is not in the travel times",
                        place.id
                    ),
                });
            }
        }
    }

    /// Tells of homes on roads that are closed in some state: what is left of the way to them is not in the times of that state.
    fn tell_closed_in(&self, modes: &[OfMode<'_>], warnings: &mut Vec<Warning>) {
        for (number, place) in self.source.draft.facts.places.iter().enumerate() {
            for (mode, moved) in modes.iter().filter_map(|mode| Some((mode, mode.moved.get(&number)?))) {
                let by = self.named(&[mode.roads.mode()]);
                let sentence = match moved {
                    Some(metres) => format!(
                        "the road of place `{}` is closed under some of `roadConditions`{by}, and {metres} from the nearest open one; \
                         the way from there is not in the travel times that hold then",
                        place.id
                    ),
                    None => format!(
                        "no road near place `{}` is open under some of `roadConditions`{by}; nobody gets there then",
                        place.id
                    ),
                };
                let code = "far-from-road".to_owned();
                warnings.push(Warning { code, pointer: Some(place.pointer.clone()), sentence });
            }
        }
    }

    fn tell_cut_off(&self, modes: &[OfMode<'_>], warnings: &mut Vec<Warning>) {
        let draft = self.source.draft;
        for (number, place) in draft.facts.places.iter().enumerate() {
            let stands = draft.positions[number].is_some();
            let by: Vec<&str> = modes
                .iter()
                .filter(|mode| mode.cut_off.binary_search(&number).is_ok() || mode.misses(number, stands))
                .map(|mode| mode.roads.mode())
                .collect();
            if !by.is_empty() {
                let by = self.named(&by);
                warnings.push(Warning {
                    code: "cut-off".to_owned(),
                    pointer: Some(place.pointer.clone()),
                    sentence: format!(
                        "no road leads to place `{}` and back from most other places{by}",
                        place.id
                    ),
                });
            }
        }
    }

    /// Modes in brackets after a word on roads; nothing when the map has but one.
    fn named(&self, modes: &[&str]) -> String {
        if self.map.modes().count() == 1 {
            return String::new();
        }
        let quoted: Vec<String> = modes.iter().map(|mode| format!("`{mode}`")).collect();
        format!(" ({})", quoted.join(", "))
    }
}

impl OfMode<'_> {
    /// How many tables it takes.
    fn tables(&self) -> usize {
        self.same.iter().enumerate().filter(|(state, same)| state == *same).count()
    }

    /// Notes the places that are joined in some state to a road much farther off than in the map itself.
    fn note_moved(&mut self, then: &[Option<Snap>]) {
        for (place, (then, always)) in then.iter().zip(&self.snaps).enumerate() {
            let Some(always) = always else { continue };
            let off = then.map(|snap| snap.off_road);
            if off.is_some_and(|off| off <= FAR_FROM_ROAD.max(always.off_road)) {
                continue;
            }
            // The worst of all states: none, then the farthest.
            let known = self.moved.entry(place).or_insert(off);
            *known = if known.is_none() || off.is_none() { None } else { (*known).max(off) };
        }
    }

    /// Whether a place, if it has a position, has no road near.
    fn misses(&self, place: usize, has_position: bool) -> bool {
        has_position && self.snaps[place].is_none()
    }
}
