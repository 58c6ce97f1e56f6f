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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples::{Town, town};
    use crate::rules::example::garbage;
    use proptest::prelude::*;

    fn small_town(seed: u64) -> Problem {
        Town::with_everything(seed, 12, 5, 2).facts().build().expect("samples build")
    }

    #[test]
    fn an_empty_plan_breaks_nothing_and_leaves_everything_out() {
        let problem = town(1, 40, 8, 1).build().unwrap();
        let verdict = judge(&problem, &Weights::default(), &Plan::empty(&problem));
        assert_eq!(verdict.score.hard(), 0);
        assert_eq!(verdict.of(RuleId::Unplanned).count(), 40);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_plan_makes_the_judge_panic_and_findings_add_up(
            seed in 0..20u64,
            draws in proptest::collection::vec(any::<u32>(), 0..400),
        ) {
            let problem = small_town(seed);
            let plan = garbage(&problem, &draws);
            let verdict = judge(&problem, &Weights::default(), &plan);
            for &rule in RuleId::ALL {
                let sum: i64 = verdict.of(rule).map(|f| f.points).sum();
                prop_assert_eq!(sum, verdict.score.of(rule), "{:?}", rule);
                if rule.level() == Level::Hard {
                    prop_assert!(verdict.of(rule).all(|f| f.points == 1));
                }
            }
            let rules: Vec<RuleId> = verdict.findings.iter().map(|f| f.rule).collect();
            prop_assert!(rules.is_sorted());
            // Nothing else that reads a plan panics either.
            plan.left_out(&problem);
            let _ = plan.check(&problem);
            crate::plan::PlanDiff::between(&plan, &Plan::empty(&problem));
        }

        #[test]
        fn the_order_of_routes_changes_nothing(
            seed in 0..20u64,
            draws in proptest::collection::vec(any::<u32>(), 0..400),
        ) {
            let problem = small_town(seed);
            let mut plan = garbage(&problem, &draws);
            let mut seen = std::collections::BTreeSet::new();
            plan.routes.retain(|r| seen.insert(r.shift));
            let mut turned = plan.clone();
            turned.routes.reverse();
            let weights = Weights::default();
            prop_assert_eq!(judge(&problem, &weights, &plan), judge(&problem, &weights, &turned));
        }
    }
}
