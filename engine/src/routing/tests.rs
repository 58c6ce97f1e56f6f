//! What the judge finds in plans worked out by hand.

use super::*;
use proptest::prelude::*;

/// Three places in a row, ten minutes apart: home, Ada (1), Bo (2).
fn rows() -> Vec<i32> {
    vec![0, 10, 20, 10, 0, 10, 20, 10, 0]
}

fn job(visit: u32, place: u32, windows: &[(i64, i64)]) -> Job {
    let windows = windows.iter().map(|&(opens, closes)| Window { opens, closes }).collect();
    Job { visit, place, length: 30, windows, demand: 1 }
}

/// A day of two nurses from 0 to 480: Ada needs one visit, Bo two nurses at once; lunch between 180 and 300.
fn day() -> RoutingProblem {
    let tour = Tour { from: 0, to: 0, starts: 0, ends: 480, capacity: 2, has_lunch: true, fixed: 0 };
    RoutingProblem {
        places: 3,
        times: rows(),
        costs: Vec::new(),
        jobs: vec![job(0, 1, &[(60, 90), (300, 330)]), job(1, 2, &[(120, 200)]), job(1, 2, &[(120, 200)])],
        visits: vec![
            Visit { jobs: 0..1, left_out: Price::Points(140) },
            Visit { jobs: 1..3, left_out: Price::Hard },
        ],
        tours: vec![tour; 2],
        fits: vec![Some(4), Some(0), Some(0), Some(0), Some(0), Some(0)],
        ties: vec![Tie { first: 1, second: 2, least: 0, most: 0 }],
        lunch: Some(Lunch { opens: 180, closes: 300, length: 30 }),
        met_at_end: false,
        leave_at_start: false,
        prices: Prices {
            travel: 8,
            tardiness: Price::Points(5),
            worst_tardiness: 4,
            waiting: 10,
            worst_waiting: 1,
            extra_time: Price::Points(7),
            worst_idle: 1,
            missed_lunch: Price::Points(50),
            balance: 2,
            load: 0,
        },
    }
}

fn stop(job: u32, place: u32, start: i64) -> RoutingStop {
    RoutingStop { job: Some(job), place, start, end: start + 30 }
}

fn lunch(place: u32, start: i64) -> RoutingStop {
    RoutingStop { job: None, place, start, end: start + 30 }
}

fn plan(routes: &[&[RoutingStop]]) -> RoutingPlan {
    let route =
        |(tour, stops): (usize, &&[RoutingStop])| RoutingRoute { tour: tour as u32, stops: stops.to_vec() };
    RoutingPlan { routes: routes.iter().enumerate().map(route).collect() }
}

#[test]
fn every_term_of_a_good_day_is_counted() {
    let problem = day();
    assert_eq!(problem.validate(), Ok(()));
    // First nurse: Ada 100-130 (10 late), Bo 145-175 (waits 5), lunch there 180-210 (waits 5), home 230.
    // Second nurse: Bo 145-175, home 195, no lunch.
    let verdict =
        judge(&problem, &plan(&[&[stop(0, 1, 100), stop(1, 2, 145), lunch(2, 180)], &[stop(2, 2, 145)]]));
    assert_eq!(verdict.broken, []);
    let expected = Terms {
        travel: 40 + 40,
        tardiness: 10,
        worst_tardiness: 10,
        waiting: 10,
        worst_waiting: 5,
        extra_time: 0,
        // 90 before it leaves, 10 of waits, 250 after; and 125 + 285.
        worst_idle: 410,
        missed_lunch: 1,
        // Loads are 100 and 70.
        balance: 30,
        load: 170,
        points: 4,
    };
    assert_eq!(verdict.terms, expected);
    assert_eq!(verdict.cost, 8 * 80 + 5 * 10 + 4 * 10 + 10 * 10 + 5 + 410 + 50 + 2 * 30 + 4);
}

#[test]
fn the_window_that_counts_is_the_last_one_open() {
    let mut problem = day();
    let late =
        |problem: &RoutingProblem, start| judge(problem, &plan(&[&[stop(0, 1, start)]])).terms.tardiness;
    assert_eq!([60, 90, 91, 299, 300, 340].map(|start| late(&problem, start)), [0, 0, 1, 209, 0, 10]);
    problem.met_at_end = true;
    assert_eq!([60, 90, 300, 340].map(|start| late(&problem, start)), [0, 30, 0, 40]);
}

#[test]
fn who_leaves_at_the_start_waits_at_the_first_job() {
    let mut problem = day();
    problem.leave_at_start = true;
    let terms = judge(&problem, &plan(&[&[stop(0, 1, 60)]])).terms;
    assert_eq!([terms.waiting, terms.worst_waiting], [50, 50]);
    // The other is idle all day, and so no less than the first, who is back at 100.
    assert_eq!(terms.worst_idle, 480);
    assert_eq!(terms.balance, 25 + 25);
}

#[test]
fn the_wait_after_a_first_lunch_is_idle_time_alone() {
    let problem = day();
    let first = judge(&problem, &plan(&[&[lunch(1, 180), stop(0, 1, 300)]]));
    assert_eq!([first.terms.waiting, first.terms.worst_waiting, first.terms.missed_lunch], [0, 0, 1]);
    let alone = judge(&problem, &plan(&[&[lunch(0, 180)]]));
    assert_eq!([alone.terms.travel, alone.terms.missed_lunch, alone.terms.worst_idle], [0, 1, 480]);
}

#[test]
fn what_is_left_out_is_paid_or_broken() {
    let verdict = judge(&day(), &RoutingPlan::default());
    assert_eq!((verdict.broken, verdict.terms.points), (vec![Broken::LeftOut(1)], 140));
}

#[test]
fn each_broken_rule_is_named() {
    let mut problem = day();
    problem.fits[0] = None;
    problem.visits[0].left_out = Price::Hard;
    let broken = |problem: &RoutingProblem, routes: &[&[RoutingStop]]| judge(problem, &plan(routes)).broken;
    let bo = [stop(1, 2, 145)];
    let too = [stop(2, 2, 145)];
    let ada = stop(0, 1, 60);
    assert_eq!(broken(&problem, &[&bo, &[ada, stop(2, 2, 145)]]), []);
    assert_eq!(broken(&problem, &[&[ada, stop(1, 2, 145)], &too]), [Broken::Unfit(0)]);
    problem.fits.clear();
    assert_eq!(broken(&problem, &[&bo, &[ada]]), [Broken::Part(1)]);
    assert_eq!(broken(&problem, &[&bo, &too]), [Broken::LeftOut(0)]);
    assert_eq!(broken(&problem, &[&[ada, stop(1, 2, 145)], &[stop(2, 2, 146)]]), [Broken::Tie(0)]);
    assert_eq!(
        broken(&problem, &[&[ada, stop(1, 2, 145), stop(2, 2, 175)]]),
        [Broken::Load(0), Broken::Tie(0)],
        "one nurse cannot be two"
    );
    assert_eq!(broken(&problem, &[&[stop(0, 1, 59), bo[0]], &too]), [Broken::Time(0)], "before it opens");
    assert_eq!(
        broken(&problem, &[&[ada, stop(1, 2, 99)], &[stop(2, 2, 99)]]),
        [Broken::Time(1), Broken::Time(1), Broken::Time(2)]
    );
    assert_eq!(broken(&problem, &[&[stop(0, 2, 60), bo[0]], &too]), [Broken::Time(0)], "elsewhere");
    assert_eq!(
        broken(&problem, &[&[ada, bo[0], lunch(2, 170)], &too]),
        [Broken::Lunch(0), Broken::Lunch(0)],
        "too early twice"
    );
    assert_eq!(
        broken(&problem, &[&[ada, bo[0], lunch(1, 185)], &too]),
        [Broken::Lunch(0)],
        "at neither place"
    );
    assert_eq!(broken(&problem, &[&[ada, bo[0], ada], &too])[0], Broken::Twice(0));
    problem.tours[0].starts = 51;
    assert_eq!(broken(&problem, &[&[ada, bo[0]], &too]), [Broken::Early(0)]);
    problem.tours[0].starts = 0;
    problem.tours[0].ends = 100;
    problem.prices.extra_time = Price::Hard;
    assert_eq!(broken(&problem, &[&[ada, bo[0]], &too]), [Broken::Term("extra time")]);
    let mut twice = plan(&[&[ada, bo[0]], &too]);
    twice.routes[1].tour = 0;
    assert!(judge(&problem, &twice).broken.contains(&Broken::Route(0)));
    twice.routes[1].tour = 7;
    assert!(judge(&problem, &twice).broken.contains(&Broken::Route(7)));
}

#[test]
fn what_could_cost_too_much_is_refused() {
    let valid = day();
    let flawed = |change: &dyn Fn(&mut RoutingProblem)| {
        let mut problem = valid.clone();
        change(&mut problem);
        problem.validate()
    };
    assert_eq!(flawed(&|p| p.prices.travel = 1 << 40), Ok(()), "seven legs of twenty");
    assert_eq!(flawed(&|p| p.prices.travel = 1 << 44), Err(Flaw::Prices));
    assert_eq!(flawed(&|p| p.prices.worst_idle = i64::MAX), Err(Flaw::Prices));
    assert_eq!(flawed(&|p| p.prices.waiting = i64::MIN), Err(Flaw::Prices));
    assert_eq!(flawed(&|p| p.visits[0].left_out = Price::Points(i64::MAX)), Err(Flaw::Prices));
    assert_eq!(flawed(&|p| p.tours[1].fixed = i64::MIN), Err(Flaw::Tour(1)));
    assert_eq!(flawed(&|p| p.ties[0].least = i64::MIN), Err(Flaw::Tie(0)));
}

prop_compose! {
    fn any_stop()(job in prop::option::of(0..5_u32), place in 0..5_u32, start: i64, end: i64, near in 0..500_i64, far: bool) -> RoutingStop {
        if far { RoutingStop { job, place, start, end } } else { RoutingStop { job, place, start: near, end: near + 30 } }
    }
}

proptest! {
    #[test]
    fn no_plan_makes_the_judge_panic(
        routes in prop::collection::vec((0..4_u32, prop::collection::vec(any_stop(), 0..6)), 0..4),
        dear in prop::bool::ANY,
    ) {
        let mut problem = day();
        if dear {
            problem.prices.travel = i64::MAX;
            problem.prices.worst_idle = i64::MAX;
        }
        let routes = routes.into_iter().map(|(tour, stops)| RoutingRoute { tour, stops }).collect();
        let verdict = judge(&problem, &RoutingPlan { routes });
        prop_assert!(verdict.cost >= 0);
    }
}
