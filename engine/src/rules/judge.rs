//! The slow, obvious evaluation of a whole plan: the truth that every fast one is held against.

use super::finding::Findings;
use super::scene::Scene;
use super::*;
use crate::model::Problem;
use crate::plan::Plan;

/// Says of any plan, whoever made it, what the rules say.
///
/// The times and places that the plan states are taken as they are. Nothing in a plan makes it panic: what a plan
/// names and the problem does not have is a finding under [`RuleId::Complete`], and counts for nothing else.
///
/// docs/planning-model.md states every rule in words.
pub fn judge(problem: &Problem, weights: &Weights, plan: &Plan) -> Verdict {
    let scene = Scene::of(problem, weights, plan);
    let mut verdict = Verdict::default();
    for &rule in RuleId::ALL {
        let mut findings = Findings::new(rule);
        ask(rule, &scene, &mut findings);
        for finding in findings.found {
            verdict.score.add(rule, finding.points);
            verdict.findings.push(finding);
        }
    }
    verdict
}

/// Adding a rule breaks this `match`.
fn ask(rule: RuleId, scene: &Scene<'_>, found: &mut Findings) {
    match rule {
        RuleId::Complete => complete::judge(scene, found),
        RuleId::Skills => skills::judge(scene, found),
        RuleId::Together => together::judge(scene, found),
        RuleId::Refusals => refusals::judge(scene, found),
        RuleId::Responsibility => responsibility::judge(scene, found),
        RuleId::TimeWindows => time_windows::judge(scene, found),
        RuleId::Transit => transit::judge(scene, found),
        RuleId::ShiftHours => shift_hours::judge(scene, found),
        RuleId::RestBreaks => rest_breaks::judge(scene, found),
        RuleId::Blocks => blocks::judge(scene, found),
        RuleId::DailyRest => daily_rest::judge(scene, found),
        RuleId::LinkedVisits => linked_visits::judge(scene, found),
        RuleId::Crew => crew::judge(scene, found),
        RuleId::Pins => pins::judge(scene, found),
        RuleId::Due => due::judge(scene, found),
        RuleId::Unplanned => unplanned::judge(scene, found),
        RuleId::Continuity => continuity::judge(scene, found),
        RuleId::Wishes => wishes::judge(scene, found),
        RuleId::SoftWindows => soft_windows::judge(scene, found),
        RuleId::Overtime => overtime::judge(scene, found),
        RuleId::Travel => travel::judge(scene, found),
        RuleId::Waiting => waiting::judge(scene, found),
        RuleId::Fairness => fairness::judge(scene, found),
        RuleId::Stability => stability::judge(scene, found),
    }
}
