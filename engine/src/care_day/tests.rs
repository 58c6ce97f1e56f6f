//! Every plan of the care problem is, mapped, a plan of the routing problem that costs no more.

use super::{CareDay, Relaxed, lower_bound};
use crate::budget::Budget;
use crate::decompose::decompose;
use crate::model::samples::{Town, town, with_traffic};
use crate::model::{Facts, Problem};
use crate::plan::Plan;
use crate::progress::Silent;
use crate::routing;
use crate::rules::{Weights, judge};
use crate::settings::Settings;
use crate::solve::solve;
use proptest::prelude::*;

/// Cost of `plan` by the care rules, and the sum over parts of what the routing problems say of it.
fn both(problem: &Problem, weights: &Weights, plan: &Plan, guide: Option<&Plan>) -> (i64, i64) {
    let mut sum = 0;
    for part in decompose(problem) {
        let day = CareDay::relax(problem, weights, &part, guide);
        assert_eq!(day.routing.validate(), Ok(()));
        let mapped = day.map(problem, plan);
        let verdict = routing::judge(&day.routing, &mapped);
        assert_eq!(verdict.broken, [], "{:?}", day.relaxed);
        sum += verdict.cost + day.constant;
    }
    (judge(problem, weights, plan).score.cost(), sum)
}

fn planned(facts: Facts, seed: u64, iterations: u64) -> (Problem, Settings, Plan) {
    let problem = facts.build().expect("a sample is a problem");
    let settings = Settings { seed, ..Settings::default() };
    let plan = solve(&problem, &settings, &Budget::iterations(iterations), &mut Silent).plan;
    (problem, settings, plan)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_plan_costs_more_as_a_routing_plan(
        seed in 0..10_000_u64, visits in 1..30_usize, staff in 1..8_usize, days in 1..3_usize,
        traffic in any::<bool>(), guided in any::<bool>(), iterations in 0..200_u64,
    ) {
        let mut facts = Town::with_everything(seed, visits, staff, days).facts();
        if traffic {
            facts = with_traffic(facts, seed, 3, 4);
        }
        let (problem, settings, plan) = planned(facts, seed, iterations);
        let other = solve(&problem, &settings, &Budget::iterations(20), &mut Silent).plan;
        for plan in [plan, Plan::empty(&problem)] {
            let (care, routing) = both(&problem, &settings.weights, &plan, guided.then_some(&other));
            prop_assert!(routing <= care, "{routing} by routing, {care} by the rules");
        }
    }
}

#[test]
fn of_a_day_without_anything_special_little_is_lost() {
    let (problem, settings, plan) = planned(town(3, 40, 8, 1), 1, 2_000);
    let (care, routing) = both(&problem, &settings.weights, &plan, Some(&plan));
    assert!(routing <= care && routing * 100 >= care * 60, "{routing} of {care}");
}

#[test]
fn an_empty_problem_has_an_empty_relaxation_and_what_is_relaxed_is_said_once() {
    let problem = town(1, 0, 3, 1).build().expect("a sample is a problem");
    assert!(decompose(&problem).is_empty());
    let problem = Town::with_everything(2, 30, 6, 2).facts().build().expect("a sample is a problem");
    for part in decompose(&problem) {
        let day = CareDay::relax(&problem, &Weights::default(), &part, None);
        assert!(day.relaxed.is_sorted() && day.relaxed.windows(2).all(|w| w[0] != w[1]));
        assert!(!day.relaxed.contains(&Relaxed::TravelByHour), "one table");
    }
}

#[test]
fn the_bound_of_all_parts_is_no_more_than_the_price_and_nothing_proven_is_nothing() {
    let (problem, settings, plan) = planned(Town::with_everything(5, 30, 8, 2).facts(), 1, 500);
    let cost = judge(&problem, &settings.weights, &plan).score.cost();
    let none = lower_bound(&problem, &settings.weights, &plan, &mut |_, _, _| None);
    assert_eq!((none.lower, none.proven_parts), (0, 0));
    // As if the plan itself were proven to be the best of its routing problems.
    let mut shares = Vec::new();
    let bound = lower_bound(&problem, &settings.weights, &plan, &mut |routing, mapped, share| {
        shares.push(share);
        Some(routing::judge(routing, mapped).cost)
    });
    assert_eq!(bound.proven_parts, bound.parts);
    assert!(bound.lower <= cost && bound.gap_per_mille(cost) >= 0.0 && !bound.relaxed.is_empty());
    assert!(shares.last().is_some_and(|s| (s - 1.0).abs() < 1e-9), "the last part has all that is left");
}
