//! Every plan of the care problem is, mapped, a plan of the routing problem that costs no more.

use super::{CareDay, Relaxed, lower_bound};
use crate::budget::Budget;
use crate::decompose::decompose;
use crate::model::samples::{Town, town, with_traffic};
use crate::model::{Facts, FactsBuilder, Problem};
use crate::plan::Plan;
use crate::progress::Silent;
use crate::routing;
use crate::rules::{Weights, example, judge};
use crate::settings::Settings;
use crate::solve::solve;
use osm_data::table::TravelTable;
use osm_data::units::Seconds;
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

/// What the care rules and the routing problem, guided by the plan itself, say of a plan written as text.
fn of_written(problem: &Problem, days: &[&str]) -> (i64, i64) {
    let plan = example::plan(problem, days);
    let weights = Weights::default();
    assert_eq!(judge(problem, &weights, &plan).score.hard(), 0, "the plan keeps all rules");
    both(problem, &weights, &plan, Some(&plan))
}

/// A visit of an hour by as many nurses as there are people, all of whom the patient knows and who start and end nowhere.
fn together(people: &[&str]) -> FactsBuilder {
    let known = |p: crate::model::PatientBuilder| people.iter().fold(p, |p, who| p.met(who, 1));
    let slots = |v: crate::model::VisitBuilder| people.iter().fold(v, |v, _| v.needs("nurse"));
    let world = FactsBuilder::new().patient("Ada", known).visit("a", |v| slots(v).care_minutes(60));
    people.iter().fold(world, |w, who| w.staff(who, |s| s.works("08:00", "16:00")))
}

#[test]
fn a_third_person_at_a_visit_is_not_counted_on_the_line_of_a_day_that_is_none() {
    let problem = together(&["Ben", "Cia", "Dan"]).build().expect("a problem");
    let (care, routing) = of_written(&problem, &["Ben: a/0 09:00", "Cia: a/1 09:00", "Dan: a/2 09:00"]);
    assert_eq!(care, 3 * 50 * 3600 * 3600 / 28_800 / 10);
    assert!(routing <= care, "{routing} by routing, {care} by the rules");
}

#[test]
fn a_crew_that_fills_both_slots_works_once() {
    let problem = together(&["Ben", "Cia"]).crew("car", 0, &["Ben", "Cia"]).build().expect("a problem");
    let (care, routing) = of_written(&problem, &["Ben: a/0 09:00", "Cia: a/1 09:00"]);
    assert_eq!(care, 2 * 50 * 3600 * 3600 / 28_800 / 10);
    assert!(routing <= care, "{routing} by routing, {care} by the rules");
}

#[test]
fn a_break_at_the_base_is_on_the_cheaper_way() {
    let mut facts = FactsBuilder::new()
        .place("base")
        .patient("Ada", |p| p.met("Ben", 1))
        .patient("Bo", |p| p.met("Ben", 1))
        .road("Ada", "base", 5)
        .road("Bo", "base", 5)
        .road("Ada", "Bo", 24)
        .visit("a", |v| v.of("Ada"))
        .visit("b", |v| v.of("Bo"))
        .staff("Ben", |s| s.works("08:00", "12:00").from_place("base").break_between("08:30", "10:00", 30))
        .facts();
    // The direct way is no slower than that over the base, and much longer.
    let row = |id: &str| facts.places.iter().find(|p| p.id == id).expect("a place").row;
    let (a, b) = (row("Ada"), row("Bo"));
    let old = facts.travel[0].1.tables()[0].clone();
    facts.travel[0].1 = TravelTable::from_fn(facts.places.len(), |i, j| {
        let seconds = if [(a, b), (b, a)].contains(&(i, j)) { Seconds(600) } else { old.seconds(i, j)? };
        Some((seconds, old.metres(i, j)?))
    })
    .into();
    let problem = facts.build().expect("a problem");
    // Nobody waits, so that the ways are nearly all of the price.
    let (care, routing) = of_written(&problem, &["Ben: a 08:05; break/0 08:40 at base; b 09:15"]);
    assert!(routing <= care, "{routing} by routing, {care} by the rules");
}
