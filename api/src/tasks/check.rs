//! Any plan → what the rules say of it.

use super::plan_writer::{findings, score};
use super::{Loaded, TaskError, plan_reader};
use crate::wire::Verdict;
use crate::wording::Language;
use engine::rules::judge;

/// Judges a plan document, whoever made it, by the independent judge. A plan that breaks rules is an answer, not an error.
///
/// # Errors
/// [`TaskError::InvalidPlan`] with every defect of the plan document.
pub fn check(loaded: &Loaded, plan: &[u8], language: Language) -> Result<Verdict, TaskError> {
    let read = plan_reader::read(loaded, plan)?;
    let problem = &loaded.problem;
    let verdict = judge(problem, &loaded.settings.weights, &read.plan);
    let mut warnings = loaded.warnings.clone();
    warnings.extend(read.warnings);
    Ok(Verdict {
        keeps_rules: verdict.score.hard() == 0,
        score: score(&verdict.score),
        findings: findings(loaded, &verdict, language),
        left_out: read.plan.left_out(problem).into_iter().map(|v| problem.visits[v].id.clone()).collect(),
        times_derived: read.times_derived,
        warnings,
    })
}
