//! Problem document and map → problem, with every defect at once.

use super::TaskError;
use super::calendar;
use super::conditions::RoadConditions;
use super::road_states::RoadStates;
use super::travel_times::{Source, stand_in};
use crate::travel::Map;
use crate::wire::facts::{Draft, draft};
use crate::wire::local_days::LocalDays;
use crate::wire::{self, Warning, in_order, read_problem};
use crate::wording::Language;
use engine::model::{Defect, Facts, InvalidProblem, Problem};
use engine::settings::Settings;
use osm_data::lonlat::LonLat;
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
    /// The states of the roads over the horizon, when travel times are by road.
    pub road_states: Option<RoadStates>,
    /// What held on the roads, by the document and what was asked for besides; `None` for the normal state.
    pub road_conditions: Option<wire::RoadConditions>,
    /// What a planner should know: places far from a road, cut off, and the like.
    pub warnings: Vec<Warning>,
}

/// Reads a problem document.
///
/// # Errors
/// [`TaskError::InvalidProblem`] with every defect; [`TaskError::NeedsMap`].
pub fn load(document: &[u8], map: Option<&Map>) -> Result<Loaded, TaskError> {
    load_under(document, map, &RoadConditions::default())
}

/// Reads a problem document, where something holds on the roads of the map besides what the document says: closings add
/// up, a condition holds all day.
///
/// # Errors
/// As [`load`]; also when a condition contradicts those of the document.
pub fn load_under(document: &[u8], map: Option<&Map>, asked: &RoadConditions) -> Result<Loaded, TaskError> {
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
    let source = Source { document: &document, draft: &draft, map, asked, policy: &policy };
    let found = source.travel_times(&mut defects, &mut warnings);
    let has_travel = found.modes.is_some();
    draft.facts.travel = found.modes.unwrap_or_else(|| stand_in(&mut draft));
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
                road_states: found.states,
                road_conditions: found.conditions,
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
