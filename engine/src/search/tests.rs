//! The workbench against the judge.

use super::{Frame, Search};
use crate::model::{Problem, samples};
use crate::plan::Plan;
use crate::rng::Rng;
use crate::rules::{Weights, judge};

fn town(seed: u64, visits: usize, staff: usize, days: usize) -> Problem {
    samples::town(seed, visits, staff, days).build().expect("a sample is a problem")
}

fn whole<'p>(problem: &'p Problem, weights: &'p Weights) -> Frame<'p> {
    let visits: Vec<_> = problem.visits.indices().collect();
    let shifts: Vec<_> = problem.shifts.indices().collect();
    Frame::build(problem, weights, &visits, &shifts)
}

fn plan_of(problem: &Problem, search: &Search) -> Plan {
    let mut plan = Plan::empty(problem);
    for route in search.routes() {
        let at = crate::model::Idx::index(route.shift);
        plan.routes[at] = route;
    }
    plan
}

fn assert_agrees(problem: &Problem, weights: &Weights, search: &Search) {
    let plan = plan_of(problem, search);
    let verdict = judge(problem, weights, &plan);
    let broken: Vec<_> =
        verdict.findings.iter().filter(|f| f.rule.level() == crate::rules::Level::Hard).collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(verdict.score.cost(), search.total(), "{:?}", verdict.score);
}

#[test]
fn the_first_plan_costs_what_the_judge_says() {
    for seed in 0..20 {
        let problem = town(seed, 30, 6, 1 + seed as usize % 3);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(seed));
        assert_agrees(&problem, &weights, &search);
        search.construct(&|| false);
        assert_agrees(&problem, &weights, &search);
    }
}

#[test]
fn every_better_plan_costs_what_the_judge_says() {
    for seed in 0..12 {
        let problem = town(seed, 40, 8, 1 + seed as usize % 3);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(seed));
        search.construct(&|| false);
        let first = search.total();
        search.improve(&mut |done| done as f64 / 400.0, &mut |s| assert_agrees(&problem, &weights, s));
        assert!(search.total() <= first);
        assert_agrees(&problem, &weights, &search);
    }
}
