//! Problem → plan, judged before it leaves.

use super::explain::unplanned;
use super::plan_writer::{deadlines, figures, routes, score};
use super::{Loaded, TaskError};
use crate::wire::{self, Made};
use crate::wording::Language;
use engine::budget::Budget;
use engine::progress::Progress;
use engine::rules::judge;
use engine::settings::Settings;
use engine::solve::{Solved, solve};

/// How to plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Start of the random stream. Default: that of the document.
    pub seed: Option<u64>,
    /// Threads. Default: one for each processor.
    pub threads: Option<usize>,
    /// Language of sentences.
    pub language: Language,
}

impl PlanOptions {
    /// The settings of a problem with these options in their place.
    pub fn settings(&self, loaded: &Loaded) -> Settings {
        let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Settings {
            seed: self.seed.unwrap_or(loaded.settings.seed),
            threads: self.threads.unwrap_or_else(processors).max(1),
            weights: loaded.settings.weights.clone(),
        }
    }
}

/// Plans a problem until the budget is spent.
///
/// # Errors
/// [`TaskError::Refused`] when the program's own judge finds a broken hard rule.
pub fn plan(
    loaded: &Loaded,
    options: &PlanOptions,
    budget: &Budget<'_>,
    progress: &mut dyn Progress,
) -> Result<wire::Plan, TaskError> {
    let settings = options.settings(loaded);
    let solved = solve(&loaded.problem, &settings, budget, progress);
    document(loaded, options.language, &settings, &solved)
}

/// The document of what a search has found.
///
/// # Errors
/// As [`plan`].
pub(super) fn document(
    loaded: &Loaded,
    language: Language,
    settings: &Settings,
    solved: &Solved,
) -> Result<wire::Plan, TaskError> {
    let problem = &loaded.problem;
    let verdict = judge(problem, &settings.weights, &solved.plan);
    if verdict.score.hard() > 0 {
        let broken = super::plan_writer::findings(loaded, &verdict, language);
        let first = broken.first().map(|f| f.sentence.clone()).unwrap_or_default();
        return Err(TaskError::Refused(first));
    }
    let mut warnings = loaded.warnings.clone();
    for visit in &solved.withdrawn {
        warnings.push(wire::Warning {
            code: "withdrawn".to_owned(),
            pointer: None,
            sentence: format!(
                "visit `{}` was taken out of the plan because the judge refused its route: a defect of the search, please report it",
                problem.visits[*visit].id
            ),
        });
    }
    Ok(wire::Plan {
        version: 1,
        made: Some(Made {
            problem: loaded.fingerprint.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            road_conditions: loaded.road_conditions.clone(),
            seed: settings.seed,
            iterations: solved.iterations,
            milliseconds: None,
            first_plan_milliseconds: None,
        }),
        routes: routes(loaded, &solved.plan),
        unplanned: unplanned(loaded, &settings.weights, &solved.plan, language),
        score: Some(score(&verdict.score)),
        bound: None,
        figures: Some(figures(problem, &solved.plan)),
        deadlines: deadlines(loaded, &solved.plan),
        warnings,
    })
}
