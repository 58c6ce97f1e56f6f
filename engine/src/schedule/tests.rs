//! Orders and their times, by hand and by chance, held against the judge.

use super::layout::Entry;
use super::{Cause, tighten, timetable};
use crate::clock::PlanTime;
use crate::model::samples::{Town, with_traffic};
use crate::model::{FactsBuilder, PersonLink, Problem, ShiftIdx, VisitIdx, VisitMode};
use crate::plan::{Plan, Task};
use crate::rules::example::{place_of, plan as written, visit_of};
use crate::rules::{Detail, RuleId, Weights, judge};
use osm_data::units::Seconds;
use proptest::prelude::*;

/// The order of a written plan; places only where ` at ` gives one.
fn order(problem: &Problem, days: &[&str]) -> Vec<Vec<Entry>> {
    let plan = written(problem, days);
    let mut order: Vec<Vec<Entry>> =
        plan.routes.iter().map(|r| r.stops.iter().map(|s| (s.task, None)).collect()).collect();
    for day in days {
        let single = written(problem, &[day]);
        for (shift, route) in single.routes.iter().enumerate() {
            for (position, text) in
                day.split_once(':').expect("a day").1.split(';').enumerate().take(route.stops.len())
            {
                if text.contains(" at ") {
                    order[shift][position].1 = route.stops[position].place;
                }
            }
        }
    }
    order
}

/// Starts of a shift's stops as `07:30`, seconds only where there are any.
fn times(plan: &Plan, shift: usize) -> Vec<String> {
    let text = |t: PlanTime| match t.0 % 60 {
        0 => format!("{:02}:{:02}", t.0 / 3600, t.0 / 60 % 60),
        s => format!("{:02}:{:02}:{s:02}", t.0 / 3600, t.0 / 60 % 60),
    };
    plan.routes[shift].stops.iter().map(|s| text(s.start)).collect()
}

fn street() -> FactsBuilder {
    FactsBuilder::new()
        .place("base")
        .patient("Ada", |p| p)
        .visit("a", |v| v)
        .patient("Bo", |p| p)
        .visit("b", |v| v)
}

#[test]
fn everything_starts_as_early_as_it_can() {
    let problem = street().staff("Ben", |s| s.works("07:00", "15:00").from_place("base")).build().unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: a 00:00; b 00:00"])).unwrap();
    assert_eq!(times(&plan, 0), ["07:10", "07:50"]);
}

#[test]
fn the_first_of_several_windows_that_fits_is_taken() {
    let problem = street()
        .visit("c", |v| v.between("07:00", "07:30").between("09:00", "10:00"))
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: a 00:00; c 00:00; b 00:00"])).unwrap();
    assert_eq!(times(&plan, 0), ["07:00", "09:00", "09:30"]);
}

#[test]
fn a_joint_visit_starts_when_the_last_is_there_staggered_as_given() {
    let problem = street()
        .visit("pair", |v| v.needs("nurse").needs("nurse").later_by(15))
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .staff("Cia", |s| s.works("08:30", "15:00"))
        .build()
        .unwrap();
    let plan =
        timetable(&problem, &order(&problem, &["Ben: a 00:00; pair 00:00", "Cia: pair/1 00:00"])).unwrap();
    assert_eq!(
        (times(&plan, 0), times(&plan, 1)),
        (vec!["07:00".into(), "08:15".into()], vec!["08:30".into()])
    );
}

#[test]
fn opposite_orders_of_two_joint_visits_are_a_circle() {
    let problem = street()
        .visit("pair", |v| v.needs("nurse").needs("nurse"))
        .visit("pair2", |v| v.needs("nurse").needs("nurse"))
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .staff("Cia", |s| s.works("07:00", "15:00"))
        .build()
        .unwrap();
    let why = timetable(
        &problem,
        &order(&problem, &["Ben: pair 00:00; pair2 00:00", "Cia: pair2/1 00:00; pair/1 00:00"]),
    );
    assert_eq!(why.unwrap_err().cause, Cause::Circle);
}

#[test]
fn the_first_of_a_tie_waits_so_that_the_second_does_not_follow_too_late() {
    let problem = street()
        .visit("c", |v| v.between("10:00", "11:00"))
        .link("a", "c", Some(30), Some(60), PersonLink::Any)
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .staff("Cia", |s| s.works("07:00", "15:00"))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: a 00:00", "Cia: c 00:00"])).unwrap();
    assert_eq!((times(&plan, 0), times(&plan, 1)), (vec!["08:30".into()], vec!["10:00".into()]));
}

#[test]
fn a_break_is_held_after_the_way_while_its_window_is_not_open_yet() {
    let problem = street()
        .staff("Ben", |s| s.works("07:00", "15:00").break_between("10:00", "11:30", 30))
        .visit("c", |v| v.of("Ada").between("09:20", "12:00"))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: c 00:00; break/0 00:00; b 00:00"])).unwrap();
    assert_eq!(times(&plan, 0), ["09:20", "10:00", "10:30"]);
    assert_eq!(plan.routes[0].stops[1].place, Some(place_of(&problem, "Bo")));
}

#[test]
fn a_phone_hour_that_begins_with_the_shift_is_held_before_the_way() {
    let problem = street()
        .staff("Ben", |s| s.works("07:00", "15:00").from_place("base").blocked("phone hour", "07:00", 60))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: block/0 00:00; a 00:00"])).unwrap();
    assert_eq!(times(&plan, 0), ["07:00", "08:10"]);
    assert_eq!(plan.routes[0].stops[0].place, Some(place_of(&problem, "base")));
}

#[test]
fn a_break_is_held_later_than_it_opens_where_the_afternoon_would_be_too_long() {
    let problem = street()
        .staff("Ben", |s| s.works("07:00", "16:00").break_between("10:00", "12:00", 30))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: a 00:00; break/0 00:00; b 00:00"])).unwrap();
    // 10:30 + 30 minutes + five hours = 16:00.
    assert_eq!(times(&plan, 0), ["07:00", "10:30", "11:00"]);
}

#[test]
fn a_day_that_is_too_long_says_by_how_much() {
    let problem = street()
        .staff("Ben", |s| s.works("07:00", "08:00").from_place("base").overtime_minutes(15))
        .build()
        .unwrap();
    let why = timetable(&problem, &order(&problem, &["Ben: a 00:00; b 00:00"])).unwrap_err();
    // Home at 08:30, allowed until 08:15.
    assert_eq!((why.cause, why.stop, why.late_by), (Cause::Overtime, 1, Seconds::minutes(15)));
}

#[test]
fn a_window_missed_names_stop_and_delay() {
    let problem = street()
        .visit("c", |v| v.between("07:00", "07:30"))
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .build()
        .unwrap();
    let why = timetable(&problem, &order(&problem, &["Ben: a 00:00; c 00:00"])).unwrap_err();
    assert_eq!(
        (why.shift, why.stop, why.cause, why.late_by),
        (ShiftIdx(0), 1, Cause::Window, Seconds::minutes(10))
    );
}

#[test]
fn what_is_missing_twice_or_nowhere_is_said() {
    let problem = street()
        .staff("Ben", |s| {
            s.works("07:00", "15:00").break_between("10:00", "11:30", 30).blocked("phone", "08:00", 30)
        })
        .build()
        .unwrap();
    let cause = |days: &[&str]| timetable(&problem, &order(&problem, days)).unwrap_err().cause;
    assert_eq!(cause(&["Ben: a 00:00; block/0 00:00"]), Cause::BreakMissing(0));
    assert_eq!(cause(&["Ben: a 00:00; break/0 00:00"]), Cause::BlockMissing(0));
    assert_eq!(cause(&["Ben: a 00:00; a 00:00"]), Cause::Repeated);
    let of_nothing = vec![vec![(Task::Visit { visit: VisitIdx(77), slot: 0 }, None)]];
    assert_eq!(timetable(&problem, &of_nothing).unwrap_err().cause, Cause::NothingThere);
    assert_eq!(timetable(&problem, &[vec![], vec![]]).unwrap_err().cause, Cause::NoSuchShift);
}

#[test]
fn a_late_evening_makes_a_late_morning() {
    let problem = street()
        .days(2)
        .staff("Ben", |s| s.works("18:00", "22:00").works("1 08:00", "1 12:00").from_place("base"))
        .visit("night", |v| v.of("Ada").between("21:00", "21:10"))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben-0: night 00:00", "Ben-1: b 00:00"])).unwrap();
    // Home at 21:40, out again at 08:40, at Bo's ten minutes later.
    assert_eq!(times(&plan, 1), ["32:50"]);
}

#[test]
fn a_crew_rides_when_the_last_is_ready() {
    let problem = street()
        .visit("round", |v| v.of("Ada").needs("nurse").needs("nurse").later_by(15))
        .staff("Ben", |s| s.works("07:00", "15:00").from_place("base"))
        .staff("Cia", |s| s.works("07:00", "15:00").from_place("base"))
        .crew("car", 0, &["Ben", "Cia"])
        .build()
        .unwrap();
    let days = ["Ben: round 00:00; b 00:00", "Cia: round/1 00:00; with b 00:00"];
    let plan = timetable(&problem, &order(&problem, &days)).unwrap();
    assert_eq!(times(&plan, 0), ["07:10", "08:05"]);
    assert_eq!(times(&plan, 1), ["07:25", "08:05"]);
    assert_eq!(judge(&problem, &Weights::default(), &plan).score.hard(), 0);
}

#[test]
fn tightening_leaves_home_later_instead_of_waiting_at_a_door() {
    let problem = street()
        .visit("c", |v| v.of("Bo").between("09:00", "10:00"))
        .staff("Ben", |s| s.works("07:00", "15:00").from_place("base"))
        .build()
        .unwrap();
    let early = timetable(&problem, &order(&problem, &["Ben: a 00:00; c 00:00"])).unwrap();
    assert_eq!(times(&early, 0), ["07:10", "09:00"]);
    let tight = tighten(&problem, &Weights::default(), &early, &|| false);
    assert_eq!(times(&tight, 0), ["08:20", "09:00"]);
}

#[test]
fn tightening_waits_for_soft_windows_and_wished_times() {
    let problem = FactsBuilder::new()
        .patient("Ada", |p| p.wishes_time("10:00", "11:30"))
        .visit("a", |v| v)
        .patient("Bo", |p| p)
        .visit("b", |v| v.rather_between("12:00", "13:00"))
        .staff("Ben", |s| s.works("08:00", "13:00"))
        .build()
        .unwrap();
    let early = timetable(&problem, &order(&problem, &["Ben: a 00:00; b 00:00"])).unwrap();
    let tight = tighten(&problem, &Weights::default(), &early, &|| false);
    let price = judge(&problem, &Weights::default(), &tight).score;
    assert_eq!(
        (price.of(RuleId::SoftWindows), price.of(RuleId::Wishes), price.of(RuleId::Waiting)),
        (0, 0, 0)
    );
}

#[test]
fn a_phone_visit_by_hand_keeps_the_place_it_was_given() {
    let problem = street()
        .visit("call", |v| v.of("Bo").with(|v| v.mode = VisitMode::Phone))
        .staff("Ben", |s| s.works("07:00", "15:00"))
        .build()
        .unwrap();
    let plan = timetable(&problem, &order(&problem, &["Ben: a 00:00; call 00:00 at Ada; b 00:00"])).unwrap();
    assert_eq!(plan.routes[0].stops[1].place, Some(place_of(&problem, "Ada")));
    assert_eq!(times(&plan, 0), ["07:00", "07:30", "08:10"]);
    assert_eq!(visit_of(&problem, "call"), VisitIdx(2));
}

/// A chain of pseudo-random numbers, enough to shuffle with.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// An order with as many visits as chance fits in: each is tried once, with people of the right role where there are any.
pub(super) fn chance_order(problem: &Problem, seed: u64) -> Vec<Vec<Entry>> {
    let mut dice = Dice(seed);
    let mut order: Vec<Vec<Entry>> = vec![Vec::new(); problem.shifts.len()];
    for visit in problem.visits.indices() {
        let facts = &problem.visits[visit];
        for _ in 0..4 {
            let mut tried = order.clone();
            let day = dice.below(problem.horizon.days());
            let mut people = Vec::new();
            for (slot, needs) in facts.slots.iter().enumerate() {
                let fit: Vec<ShiftIdx> = problem
                    .shifts
                    .enumerate()
                    .filter(|(_, s)| s.day == day && !people.contains(&s.staff))
                    .filter(|(_, s)| needs.roles.contains(&problem.staff[s.staff].role))
                    .map(|(shift, _)| shift)
                    .collect();
                let Some(&shift) = fit.get(dice.below(fit.len())) else { continue };
                people.push(problem.shifts[shift].staff);
                put(problem, &mut tried, shift, Task::Visit { visit, slot }, &mut dice);
                let crew = problem.shifts[shift].crew.filter(|_| problem.slot_place(visit, slot).is_some());
                for &mate in crew.iter().flat_map(|c| &problem.crews[*c].shifts).filter(|m| **m != shift) {
                    if !people.contains(&problem.shifts[mate].staff) {
                        people.push(problem.shifts[mate].staff);
                        put(problem, &mut tried, mate, Task::Accompany { visit }, &mut dice);
                    }
                }
            }
            if timetable(problem, &tried).is_ok() {
                order = tried;
                break;
            }
        }
    }
    order
}

fn put(problem: &Problem, order: &mut [Vec<Entry>], shift: ShiftIdx, task: Task, dice: &mut Dice) {
    let day = &mut order[shift.0 as usize];
    let facts = &problem.shifts[shift];
    if day.is_empty() {
        let mut duties: Vec<(PlanTime, Task)> =
            facts.breaks.iter().enumerate().map(|(rule, b)| (b.window.opens, Task::Break { rule })).collect();
        duties.extend(facts.blocks.iter().enumerate().map(|(block, b)| (b.start, Task::Block { block })));
        duties.sort();
        day.extend(duties.into_iter().map(|(_, task)| (task, None)));
    }
    day.insert(dice.below(day.len() + 1), (task, None));
}

/// Twelve towns in which ways take the same at every hour, and twelve in which they do not.
pub(super) fn town(seed: u64) -> Problem {
    let facts = Town::with_everything(seed % 12, 14, 5, 2).facts();
    let facts = if seed % 24 < 12 { facts } else { with_traffic(facts, seed, 3, 6) };
    facts.build().expect("samples build")
}

/// Findings under rules of time: what a timetable promises to keep.
fn broken_times(problem: &Problem, plan: &Plan) -> Vec<(RuleId, Detail)> {
    judge(problem, &Weights::default(), plan)
        .findings
        .into_iter()
        .filter(|f| match f.rule {
            RuleId::TimeWindows
            | RuleId::Transit
            | RuleId::ShiftHours
            | RuleId::RestBreaks
            | RuleId::Blocks
            | RuleId::DailyRest => true,
            RuleId::Together => f.detail == Detail::StartsApart,
            RuleId::LinkedVisits => matches!(f.detail, Detail::GapTooShort(_) | Detail::GapTooLong(_)),
            RuleId::Crew => matches!(f.detail, Detail::AheadOfCrew(_) | Detail::AccompaniesApart),
            RuleId::Pins => matches!(f.detail, Detail::PinnedDay(_) | Detail::PinnedStart(_)),
            _ => false,
        })
        .map(|f| (f.rule, f.detail))
        .collect()
}

/// The plan with everything of one visit, or one break, earlier.
fn earlier(plan: &Plan, shift: usize, stop: usize, by: u32) -> Option<Plan> {
    let task = plan.routes[shift].stops[stop].task;
    let same = |other: Task, there: usize| match (task, other) {
        (
            Task::Visit { visit: a, .. } | Task::Accompany { visit: a },
            Task::Visit { visit: b, .. } | Task::Accompany { visit: b },
        ) => a == b,
        _ => task == other && there == shift,
    };
    let mut moved = plan.clone();
    for (there, route) in moved.routes.iter_mut().enumerate() {
        for s in &mut route.stops {
            if same(s.task, there) {
                s.start = PlanTime(s.start.0.checked_sub(by)?);
            }
        }
    }
    Some(moved)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_timetable_keeps_every_rule_of_time_and_nothing_can_be_earlier(seed in 0..1000u64) {
        let problem = town(seed);
        let order = chance_order(&problem, seed);
        let plan = timetable(&problem, &order).expect("chance kept what fits");
        prop_assert_eq!(plan.check(&problem), Ok(()));
        prop_assert_eq!(broken_times(&problem, &plan), []);
        for shift in 0..plan.routes.len() {
            for stop in 0..plan.routes[shift].stops.len() {
                for by in [1, 60] {
                    if let Some(moved) = earlier(&plan, shift, stop, by) {
                        let ok = broken_times(&problem, &moved).is_empty();
                        prop_assert!(!ok, "shift {} stop {} fits {} s earlier: {:?}", shift, stop, by, plan);
                    }
                }
            }
        }
    }

    #[test]
    fn chance_fills_days_with_something_to_time(seed in 0..40u64) {
        let problem = town(seed);
        let stops: usize = chance_order(&problem, seed).iter().map(Vec::len).sum();
        prop_assert!(stops >= 8, "{} stops only", stops);
    }

    #[test]
    fn tightening_never_makes_a_plan_worse(seed in 0..1000u64) {
        let problem = town(seed);
        let weights = Weights::default();
        let plan = timetable(&problem, &chance_order(&problem, seed)).expect("chance kept what fits");
        let tight = tighten(&problem, &weights, &plan, &|| false);
        let score = |plan: &Plan| judge(&problem, &weights, plan).score.key();
        prop_assert!(score(&tight) <= score(&plan));
        prop_assert_eq!(broken_times(&problem, &tight), []);
        let tasks = |p: &Plan| -> Vec<Vec<_>> {
            p.routes.iter().map(|r| r.stops.iter().map(|s| (s.task, s.place)).collect()).collect()
        };
        prop_assert_eq!(tasks(&tight), tasks(&plan));
    }

    #[test]
    fn any_plan_at_all_may_be_tightened(
        seed in 0..24u64,
        draws in proptest::collection::vec(any::<u32>(), 0..300),
    ) {
        let problem = town(seed);
        let plan = crate::rules::example::garbage(&problem, &draws);
        let weights = Weights::default();
        let tight = tighten(&problem, &weights, &plan, &|| false);
        let score = |plan: &Plan| judge(&problem, &weights, plan).score.key();
        prop_assert!(score(&tight) <= score(&plan));
    }
}
