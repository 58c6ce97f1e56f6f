//! Problem document and map → problem, with every defect at once.

use super::TaskError;
use super::calendar;
use super::matrix::matrix_table;
use crate::travel::{FAR_FROM_ROAD, Map, cut_off};
use crate::wire::facts::{Draft, draft};
use crate::wire::local_days::LocalDays;
use crate::wire::{self, Warning, in_order, read_problem};
use crate::wording::Language;
use engine::model::{Defect, DefectCode, Facts, InvalidProblem, Problem};
use engine::settings::Settings;
use osm_data::lonlat::LonLat;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use xxhash_rust::xxh3::xxh3_128;

/// A problem ready to plan, with what planning itself does not need to know.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The document as read.
    pub document: wire::Problem,
    /// Its fingerprint: of the content, not the spacing.
    pub fingerprint: String,
    /// The facts with references resolved and travel times found.
    pub problem: Problem,
    /// Prices and seed that the document states.
    pub settings: Settings,
    /// The days, to turn moments of a plan into local time.
    pub days: LocalDays,
    /// Due moments of acute visits with their traces, by the visit's number.
    pub deadlines: Vec<(usize, wire::Deadline)>,
    /// Where each place of `problem.places` is, in that order; `None` where the document states travel times alone.
    pub positions: Vec<Option<LonLat>>,
    /// What a planner should know: places far from a road, cut off, and the like.
    pub warnings: Vec<Warning>,
}

/// The most places of which a travel table is made: 8 bytes for each pair.
const MOST_PLACES: usize = 12_000;

/// Reads a problem document.
///
/// # Errors
/// [`TaskError::InvalidProblem`] with every defect; [`TaskError::NeedsMap`].
pub fn load(document: &[u8], map: Option<&Map>) -> Result<Loaded, TaskError> {
    let read = read_problem(document).map_err(TaskError::InvalidProblem)?;
    let (document, shape) = (read.document, read.shape);
    let policy = document.policy.as_ref().and_then(|p| p.calendar.clone()).unwrap_or_default();
    let policy = calendar::policy(&policy);
    let due_of = |received| calendar::deadline(received, &policy, Language::Swedish);
    let (found, said) = draft(&document, &due_of);
    let mut defects: Vec<Defect> = shape.defects.clone();
    let tainted: Vec<String> = said.iter().map(|d| element(&d.place)).collect();
    defects.extend(said.into_iter().filter(|d| !shape.covers(d)));
    let Some(mut draft) = found else {
        return Err(invalid(defects));
    };
    let mut warnings = passed_deadlines(&draft);
    let travel = travel_tables(&document, &draft, map, &mut defects, &mut warnings);
    let has_travel = travel.is_some();
    draft.facts.travel = travel.unwrap_or_else(|| stand_in(&mut draft));
    // The tables are moved, not copied: those of a large problem fill a gigabyte.
    let travel = std::mem::take(&mut draft.facts.travel);
    let facts = Facts { travel, ..draft.facts.clone() };
    let problem = match facts.build() {
        Ok(problem) => Some(problem),
        Err(invalid) => {
            for mut d in invalid.defects {
                d.place = draft.pointer(&d.place);
                // What follows from a time that could not be read is no news.
                let follows = tainted.iter().any(|t| *t == element(&d.place));
                if !follows && !shape.covers(&d) {
                    defects.push(d);
                }
            }
            None
        }
    };
    match problem {
        Some(problem) if defects.is_empty() => {
            if !has_travel {
                return Err(TaskError::NeedsMap);
            }
            let written = serde_json::to_vec(&document).expect("documents are JSON");
            Ok(Loaded {
                fingerprint: format!("{:032x}", xxh3_128(&written)),
                settings: Settings { seed: draft.seed, weights: draft.weights, ..Settings::default() },
                document,
                problem,
                days: draft.days,
                deadlines: draft.deadlines,
                positions: draft.positions,
                warnings,
            })
        }
        Some(_) | None => Err(invalid(defects)),
    }
}

fn invalid(defects: Vec<Defect>) -> TaskError {
    TaskError::InvalidProblem(InvalidProblem { defects: in_order(defects) })
}

/// The fact a pointer lies in: `/visits/3` of `/visits/3/windows/0`.
fn element(pointer: &str) -> String {
    pointer.split('/').take(3).collect::<Vec<_>>().join("/")
}

fn passed_deadlines(draft: &Draft) -> Vec<Warning> {
    let passed = |(number, deadline): &(usize, wire::Deadline)| {
        let visit = draft.facts.visits.get(*number)?;
        (visit.due == Some(engine::clock::PlanTime::ZERO)).then(|| Warning {
            code: "due-passed".to_owned(),
            pointer: Some(format!("/visits/{number}/due")),
            sentence: format!("visit `{}` was due {}, before the horizon begins", visit.id, deadline.due.0),
        })
    };
    draft.deadlines.iter().filter_map(passed).collect()
}

/// Every mode that staff travel by, with times from the document or by road. `None` when there is neither matrix nor map.
fn travel_tables(
    document: &wire::Problem,
    draft: &Draft,
    map: Option<&Map>,
    defects: &mut Vec<Defect>,
    warnings: &mut Vec<Warning>,
) -> Option<Vec<(String, TravelTable)>> {
    if let Some(stated) = &document.travel {
        return Some(
            stated
                .iter()
                .map(|(mode, matrix)| (mode.clone(), matrix_table(mode, matrix, draft, defects)))
                .collect(),
        );
    }
    let map = map?;
    let places = draft.positions.len();
    if places > MOST_PLACES {
        defects.push(Defect {
            code: DefectCode::TooMany,
            place: "/patients".to_owned(),
            cause: format!("{places} places; a travel table takes at most {MOST_PLACES}"),
            remedy: "split the problem by area, or let facts at one door share a place by id".to_owned(),
        });
        return None;
    }
    for (number, person) in draft.facts.staff.iter().enumerate() {
        if person.travel_mode != map.mode() {
            defects.push(Defect {
                code: DefectCode::UnknownId,
                place: format!("/staff/{number}/travelMode"),
                cause: format!("the map has no mode of travel `{}`", person.travel_mode),
                remedy: format!("write `{}`, or state `travel` in the document", map.mode()),
            });
        }
    }
    let pointers: Vec<String> = draft.facts.places.iter().map(|p| p.pointer.clone()).collect();
    let (snaps, off_map) = map.snap(&draft.positions, &pointers);
    defects.extend(off_map);
    for (place, snap) in draft.facts.places.iter().zip(&snaps) {
        if let Some(snap) = snap
            && snap.off_road > FAR_FROM_ROAD
        {
            warnings.push(Warning {
                code: "far-from-road".to_owned(),
                pointer: Some(place.pointer.clone()),
                sentence: format!(
                    "place `{}` lies {} from the nearest road; the way from there is not in the travel times",
                    place.id, snap.off_road
                ),
            });
        }
    }
    let table = map.table(&snaps);
    if defects.is_empty() {
        for place in cut_off(&table) {
            let place = &draft.facts.places[place];
            warnings.push(Warning {
                code: "cut-off".to_owned(),
                pointer: Some(place.pointer.clone()),
                sentence: format!("no road leads to place `{}` and back from most other places", place.id),
            });
        }
    }
    Some(vec![(map.mode().to_owned(), table)])
}

/// Tables that say nothing, so that the rest of a document can be checked while travel times are not to be had: every place has the
/// one row there is.
fn stand_in(draft: &mut Draft) -> Vec<(String, TravelTable)> {
    draft.facts.places.iter_mut().for_each(|place| place.row = 0);
    let mut modes: Vec<&str> = draft.facts.staff.iter().map(|s| s.travel_mode.as_str()).collect();
    modes.sort_unstable();
    modes.dedup();
    let table = TravelTable::from_fn(1, |_, _| Some((Seconds::ZERO, Metres(0))));
    modes.into_iter().map(|mode| (mode.to_owned(), table.clone())).collect()
}
