//! Figures by example and against the judge.

use super::person_days::{measure, person_days};
use super::*;
use crate::explain::{Wish, analyse};
use crate::model::samples::{Town, with_traffic};
use crate::model::{FactsBuilder, Problem};
use crate::plan::{Plan, Task};
use crate::rules::example::plan;
use crate::rules::{Amount, RuleId, Weights};
use proptest::prelude::*;

fn figure(list: &[Figure], measure: Measure) -> (u64, u64) {
    let found = list.iter().find(|f| f.measure == measure).expect("every figure");
    (found.numerator, found.denominator)
}

/// Ben of the region and Cia of the municipality, from 8 to 12; ten minutes and five kilometres between homes.
fn street() -> Problem {
    FactsBuilder::new()
        .team("east", "home care")
        .team("west", "near care")
        .handling_minutes(2, 1)
        .patient("Ada", |p| p.in_care_of("east").contact("nurse", "Ben", &["Cia"]).speaks("finnish"))
        .visit("a", |v| v.acute("09:00"))
        .visit("a2", |v| v.acute("1 17:00"))
        .patient("Bo", |p| p.in_care_of("west").wishes_time("08:00", "09:00"))
        .visit("pair", |v| v.needs("nurse").needs("nurse"))
        .visit("later", |v| v.acute("11:00"))
        .staff("Ben", |s| {
            s.team("east").works("08:00", "12:00").from_place("Ada").blocked("phone", "11:00", 30)
        })
        .staff("Cia", |s| {
            s.team("west")
                .with(|s| s.employer = "municipality".into())
                .works("08:00", "12:00")
                .overtime_minutes(60)
                .break_between("10:00", "11:00", 30)
        })
        .build()
        .unwrap()
}

#[test]
fn a_morning_has_the_figures_that_a_pencil_finds() {
    let problem = street();
    let plan =
        plan(&problem, &["Ben: a 08:00; pair 09:00; block/0 11:00", "Cia: pair/1 09:00; break/0 10:00"]);
    let all = figures(&problem, &plan);
    let whole = |measure| figure(&all.whole, measure);
    assert_eq!(whole(Measure::AcuteInTime), (1, 2), "a in time, later left out, a2 due after the horizon");
    assert_eq!(whole(Measure::Unplanned), (2, 4));
    assert_eq!(whole(Measure::FixedContact), (1, 1));
    assert_eq!(whole(Measure::DistinctStaff), (3, 2));
    // Ben: ten minutes there and ten back; 3 and 3 of handling; two visits of 30. Cia: one visit.
    // He waits from 8:43 to 9:00, and at Bo's from 9:30 until the phone hour; she from 9:30 until her break.
    let waits = (17 + 90 + 30) * 60;
    assert_eq!(whole(Measure::TravelShare), (1200, 1200 + 360 + 3 * 1800 + waits));
    assert_eq!(whole(Measure::CareShare), (3 * 1800, (240 + 210) * 60));
    assert_eq!(whole(Measure::Utilisation), (1200 + 360 + 3 * 1800 + 1800, (240 + 210) * 60));
    assert_eq!(whole(Measure::JointWaiting), (17 * 60, 1));
    assert_eq!(whole(Measure::Overtime), (0, 2));
    assert_eq!(whole(Measure::BreaksHeld), (1, 1), "Ben's four hours need none");
    assert_eq!(whole(Measure::JointVisits), (1, 2));
    assert_eq!(whole(Measure::CrossEmployerVisits), (1, 2));
    assert_eq!(whole(Measure::WishesMet), (1, 2), "Bo's time, not Ada's language");
    assert_eq!(whole(Measure::DistancePerVisit), (10_000, 2));
    let (_, east) = &all.by_team[0];
    assert_eq!(figure(east, Measure::AcuteInTime), (1, 1));
    assert_eq!(figure(east, Measure::Unplanned), (1, 2));
    let (_, municipality) = &all.by_employer[1];
    assert_eq!(figure(municipality, Measure::FixedContact), (0, 0));
    assert_eq!(figure(municipality, Measure::CareShare), (1800, 210 * 60));
    let fixed = municipality.iter().find(|f| f.measure == Measure::FixedContact).unwrap();
    assert_eq!(fixed.value(), None, "nothing by nothing is nothing, not zero");
}

#[test]
fn loads_that_are_equal_have_no_gini_and_one_who_carries_all_has_a_half() {
    let problem = FactsBuilder::new()
        .patient("Ada", |p| p)
        .visit("a", |v| v)
        .visit("b", |v| v)
        .staff("Ben", |s| s.works("08:00", "12:00"))
        .staff("Cia", |s| s.works("08:00", "12:00"))
        .build()
        .unwrap();
    let gini = |days: &[&str]| {
        let all = figures(&problem, &plan(&problem, days));
        all.whole.iter().find(|f| f.measure == Measure::LoadGini).unwrap().value()
    };
    assert_eq!(gini(&["Ben: a 08:00", "Cia: b 08:00"]), Some(0.0));
    assert_eq!(gini(&["Ben: a 08:00; b 08:30"]), Some(0.5));
    assert_eq!(gini(&[]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn busy_time_is_travel_handling_and_visits_and_shares_are_shares(
        seed in 0..20_000_u64, visits in 1_usize..30, staff in 2_usize..10, days in 1_usize..3,
    ) {
        let town = Town { crews: false, ..Town::with_everything(seed, visits, staff, days) };
        let facts = if seed < 10_000 { town.facts() } else { with_traffic(town.facts(), seed, 3, 6) };
        let problem = facts.build().unwrap();
        let plan = crate::explain::tests::simple_plan(&problem, &Weights::default(), 4);
        let verdict = measure(&problem, &plan);
        let all = person_days(&problem, &plan, &verdict);
        for (route, day) in plan.routes.iter().zip(all.iter()) {
            let documentation: u64 = route
                .stops
                .iter()
                .map(|s| match s.task {
                    Task::Visit { visit, slot } => u64::from(problem.visits[visit].slots[slot].documentation.0),
                    Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => 0,
                })
                .sum();
            prop_assert_eq!(day.busy, day.travel + day.handling + day.care + documentation);
        }
        let whole = figures(&problem, &plan).whole;
        for f in &whole {
            if f.measure.unit() == Unit::Share && f.measure != Measure::Utilisation {
                prop_assert!(f.numerator <= f.denominator, "{f:?}");
            }
        }
        // The explanation counts the same wishes.
        let explained = analyse(&problem, &Weights::default(), &plan, 0);
        let outcomes: Vec<_> = explained.placed.iter().flat_map(|p| &p.wishes).collect();
        let met = outcomes.iter().filter(|w| w.met).count() as u64;
        prop_assert_eq!(figure(&whole, Measure::WishesMet), (met, outcomes.len() as u64));
        prop_assert!(outcomes.iter().all(|w| (w.wish == Wish::Time) == w.slot.is_none()));
        prop_assert_eq!(verdict.of(RuleId::Unplanned).count() as u64, figure(&whole, Measure::Unplanned).0);
        prop_assert!(verdict.findings.iter().all(|f| !matches!(f.amount, Amount::Count(0))));
        prop_assert_eq!(figures(&problem, &Plan::empty(&problem)).whole.len(), Measure::ALL.len());
    }
}
