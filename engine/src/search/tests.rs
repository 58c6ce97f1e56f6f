//! The workbench against the judge.

use super::neighbours::Neighbours;
use super::solution::routes_of;
use super::state::SearchState;
use super::{Frame, Search};
use crate::model::{Facts, FactsBuilder, Problem, VisitMode, samples};
use crate::plan::Plan;
use crate::rng::Rng;
use crate::rules::{Weights, judge};
use proptest::prelude::*;

fn town(seed: u64, visits: usize, staff: usize, days: usize) -> Problem {
    with_odd_traffic(samples::town(seed, visits, staff, days), seed)
}

/// Of odd seeds ways take longer at some hours.
fn with_odd_traffic(facts: Facts, seed: u64) -> Problem {
    let facts = if seed.is_multiple_of(2) { facts } else { samples::with_traffic(facts, seed, 3, 6) };
    facts.build().expect("a sample is a problem")
}

/// A town with crews, locks and promises, of one to three days.
fn full_town(seed: u64, visits: usize, staff: usize) -> Problem {
    let town = samples::Town::with_everything(seed, visits, staff, 1 + seed as usize % 3);
    with_odd_traffic(town.facts(), seed)
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

#[test]
fn crews_locks_and_promises_cost_what_the_judge_says() {
    for seed in 0..24 {
        let problem = full_town(seed, 50, 15);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(seed));
        search.construct(&|| false);
        assert_agrees(&problem, &weights, &search);
        search.improve(&mut |done| done as f64 / 300.0, &mut |s| assert_agrees(&problem, &weights, s));
        let mut again = Search::new(&frame, Rng::seeded(seed));
        again.load(&plan_of(&problem, &search));
        assert_agrees(&problem, &weights, &again);
    }
}

#[test]
fn a_plan_taken_up_again_costs_what_it_cost() {
    for seed in 8960..8984 {
        let problem = full_town(seed, 22, 7);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(seed));
        search.construct(&|| false);
        search.improve(&mut |done| done as f64 / 60.0, &mut |_| {});
        let plan = plan_of(&problem, &search);
        let mut again = Search::new(&frame, Rng::seeded(seed));
        again.load(&plan);
        let (old, new) = (plan.left_out(&problem), plan_of(&problem, &again).left_out(&problem));
        assert_eq!(new, old, "town {seed}");
        assert!(again.total() <= search.total(), "town {seed}: {} > {}", again.total(), search.total());
    }
}

/// Two nurses in one car, one of whom Ada refuses; `mode` is how Ada is cared for.
fn a_car_with_a_refused_nurse(mode: VisitMode) -> Problem {
    let mut facts = FactsBuilder::new()
        .place("base")
        .patient("Ada", |p| p.refuses("Cia"))
        .visit("round", |v| v)
        .patient("Bo", |p| p)
        .visit("dressing", |v| v)
        .staff("Ben", |s| s.works("07:00", "12:00").from_place("base"))
        .staff("Cia", |s| s.works("07:00", "12:00").from_place("base"))
        .crew("car", 0, &["Ben", "Cia"])
        .facts();
    facts.visits[0].mode = mode;
    facts.build().expect("the facts are sound")
}

#[test]
fn nobody_accompanies_to_a_home_that_refuses_them() {
    for (mode, left_out) in [(VisitMode::Home, 1), (VisitMode::Phone, 0)] {
        let problem = a_car_with_a_refused_nurse(mode);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(1));
        search.construct(&|| false);
        assert_agrees(&problem, &weights, &search);
        assert_eq!(plan_of(&problem, &search).left_out(&problem).len(), left_out, "{mode:?}");
    }
}

/// The price of a bench, after the judge has agreed to it.
fn judged(problem: &Problem, weights: &Weights, frame: &Frame, state: &SearchState) -> i64 {
    let mut plan = Plan::empty(problem);
    for route in routes_of(frame, &state.tours) {
        let at = crate::model::Idx::index(route.shift);
        plan.routes[at] = route;
    }
    let verdict = judge(problem, weights, &plan);
    assert_eq!(verdict.score.hard(), 0, "{:?}", verdict.findings);
    assert_eq!(verdict.score.cost(), state.total);
    state.total
}

#[test]
fn visits_put_in_one_by_one_cost_what_the_judge_says() {
    for seed in 0..12 {
        let problem = full_town(seed, 50, 15);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut state = SearchState::new(&frame);
        let nothing = judged(&problem, &weights, &frame, &state);
        let single: Vec<u32> =
            (0..frame.visits.len() as u32).filter(|v| !frame.visits[*v as usize].tied).collect();
        state.construct_in_order(single, &mut Rng::seeded(seed), &|| false);
        assert!(judged(&problem, &weights, &frame, &state) < nothing);
    }
}

#[test]
fn a_plan_gone_back_to_is_the_plan_it_was() {
    for seed in 0..24 {
        let problem = full_town(seed, 40, 12);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut state = SearchState::new(&frame);
        state.construct(&|| false);
        let (tours, visits) = (state.tours.clone(), state.visits.clone());
        let before = judged(&problem, &weights, &frame, &state);
        let planned: Vec<u32> = (0..visits.len() as u32).filter(|v| visits[*v as usize].planned).collect();
        for &v in planned.iter().step_by(3) {
            state.unplace(v);
        }
        assert!(state.settle());
        state.construct_in_order(state.bank.clone(), &mut Rng::seeded(seed), &|| false);
        state.adopt(&tours, &visits);
        assert_eq!(judged(&problem, &weights, &frame, &state), before, "town {seed}");
        assert_eq!(routes_of(&frame, &state.tours), routes_of(&frame, &tours), "town {seed}");
    }
}

#[test]
fn local_search_ends_where_no_visit_and_no_pair_has_a_better_place() {
    let mut gained = 0;
    for seed in 0..16 {
        let problem = full_town(seed, 40, 12);
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut state = SearchState::new(&frame);
        state.construct(&|| false);
        let before = judged(&problem, &weights, &frame, &state);
        let (mut near, mut rng) = (Neighbours::new(&frame), Rng::seeded(seed));
        state.descend(&mut near, &mut rng, &mut || false);
        let after = judged(&problem, &weights, &frame, &state);
        assert!(after <= before, "town {seed}");
        gained += before - after;
        state.descend(&mut near, &mut rng, &mut || false);
        assert_eq!(judged(&problem, &weights, &frame, &state), after, "town {seed}");
    }
    assert!(gained > 0, "no first plan was bettered");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn under_any_traffic_a_plan_costs_what_the_judge_says(
        seed in 0..10_000_u64,
        tables in 2..5_usize,
        borders in 1..12_usize,
    ) {
        let facts = samples::Town::with_everything(seed, 24, 8, 1 + seed as usize % 2).facts();
        let problem = samples::with_traffic(facts, seed, tables, borders).build().expect("a sample is a problem");
        let weights = Weights::default();
        let frame = whole(&problem, &weights);
        let mut search = Search::new(&frame, Rng::seeded(seed));
        search.construct(&|| false);
        assert_agrees(&problem, &weights, &search);
        search.improve(&mut |done| done as f64 / 60.0, &mut |s| assert_agrees(&problem, &weights, s));
        let mut again = Search::new(&frame, Rng::seeded(seed));
        again.load(&plan_of(&problem, &search));
        assert_agrees(&problem, &weights, &again);
    }
}
