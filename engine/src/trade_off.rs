//! Several plans between what people wish and what travel costs, none of them dominated.
//!
//! In: a problem, settings, how many. Out: plans, each with its points of inconvenience (continuity and wishes) and of travel, the
//! shortest ways first. Wiring only: every plan comes from [`crate::solve`].

use crate::budget::Budget;
use crate::model::Problem;
use crate::progress::Progress;
use crate::rules::{RuleId, Score, Weights, judge};
use crate::settings::Settings;
use crate::solve::{Solved, solve, solve_from};
use std::time::Duration;

/// At the ends of the slider, inconvenience counts a quarter of its price and four times its price.
const REACH: f64 = 4.0;

/// No more plans than this in one call: each needs its share of the budget.
pub const MOST_CHOICES: usize = 33;

/// One plan of the front.
#[derive(Clone, Debug)]
pub struct Choice {
    /// By how many thousandths of their price continuity and wishes counted when the plan was sought.
    pub inconvenience_per_mille: i64,
    /// The plan and what the judge says of it by the settings' own prices.
    pub solved: Solved,
    /// Points for continuity and wishes, by the settings' own prices.
    pub inconvenience: i64,
    /// Points for travel, by the settings' own prices.
    pub travel: i64,
}

/// Plans for `count` positions of the slider (one to [`MOST_CHOICES`]), each sought from its neighbour's plan, the ends also from
/// scratch, in equal shares of the budget. A plan is the answer at a position when none that was found is cheaper by that position's prices. What leaves more out
/// than need be is no choice; of the rest, those that another is no worse than in both figures are dropped. Never empty; by rising travel.
///
/// The middle position comes first and has the settings' own prices when `count` is odd.
pub fn front(
    problem: &Problem,
    settings: &Settings,
    count: usize,
    budget: &Budget,
    progress: &mut dyn Progress,
) -> Vec<Choice> {
    let count = count.clamp(1, MOST_CHOICES);
    let positions: Vec<i64> = (0..count).map(|i| per_mille(i, count)).collect();
    let found = sought(problem, settings, &positions, budget, progress);
    let choices = positions.iter().map(|&position| {
        let weights = tilted(&settings.weights, position);
        let price = |solved: &&Solved| judge(problem, &weights, &solved.plan).score.key();
        let best = found.iter().min_by_key(price).expect("one position at least");
        let verdict = judge(problem, &settings.weights, &best.plan);
        let (inconvenience, travel) = figures(&verdict.score);
        let solved = Solved { verdict, ..best.clone() };
        Choice { inconvenience_per_mille: position, solved, inconvenience, travel }
    });
    undominated(choices.collect())
}

/// A plan for each position, by its prices.
fn sought(
    problem: &Problem,
    settings: &Settings,
    positions: &[i64],
    budget: &Budget,
    progress: &mut dyn Progress,
) -> Vec<Solved> {
    let order = order(positions.len());
    let mut found: Vec<Option<Solved>> = vec![None; positions.len()];
    for (done, &(at, from)) in order.iter().enumerate() {
        let share = share_of(budget, done, order.len());
        let settings = Settings { weights: tilted(&settings.weights, positions[at]), ..settings.clone() };
        let start = from.and_then(|f| found[f].as_ref()).map(|s| s.plan.clone());
        let new = match start {
            Some(start) => solve_from(problem, &start, &settings, &share, progress),
            None => solve(problem, &settings, &share, progress),
        };
        let better = |old: &Solved| new.verdict.score.key() < old.verdict.score.key();
        if found[at].as_ref().is_none_or(better) {
            found[at] = Some(new);
        }
    }
    found.into_iter().flatten().collect()
}

/// Points for continuity and wishes, and for travel.
fn figures(score: &Score) -> (i64, i64) {
    (score.of(RuleId::Continuity) + score.of(RuleId::Wishes), score.of(RuleId::Travel))
}

/// Position `i` of `count` on the slider: equal steps of proportion.
fn per_mille(i: usize, count: usize) -> i64 {
    if count < 2 {
        return 1000;
    }
    let exponent = 2.0 * i as f64 / (count - 1) as f64 - 1.0;
    (1000.0 * REACH.powf(exponent)).round() as i64
}

/// From the middle outwards: which position comes next, and whose plan it starts from. The ends are sought once more from scratch, for
/// what is far from the middle's plan.
fn order(count: usize) -> Vec<(usize, Option<usize>)> {
    let middle = count / 2;
    let mut order = vec![(middle, None)];
    order.extend((0..middle).rev().map(|at| (at, Some(at + 1))));
    order.extend((middle + 1..count).map(|at| (at, Some(at - 1))));
    order.extend([0, count - 1].into_iter().filter(|&end| end != middle).map(|end| (end, None)));
    order
}

/// The share of the budget up to which plan number `done` may go on.
fn share_of<'b>(budget: &Budget<'b>, done: usize, count: usize) -> Budget<'b> {
    let time_limit = if budget.time_limit == Duration::MAX {
        budget.time_limit
    } else {
        budget.time_limit.mul_f64((done + 1) as f64 / count as f64)
    };
    let iterations = budget.iterations.map(|n| n.div_ceil(count as u64));
    Budget { time_limit, iterations, ..*budget }
}

/// Prices with continuity and wishes at so many thousandths. Where they count more, so does what must not be given up for them.
fn tilted(weights: &Weights, per_mille: i64) -> Weights {
    let mut w = weights.clone();
    let scale = |price: &mut i64, per_mille: i64| *price = price.saturating_mul(per_mille) / 1000;
    for price in [
        &mut w.contact_missed,
        &mut w.contact_deputy,
        &mut w.new_face,
        &mut w.wish_staff,
        &mut w.wish_avoided,
        &mut w.wish_language,
        &mut w.wish_gender,
        &mut w.wish_time_per_second,
    ] {
        scale(price, per_mille);
    }
    for price in [&mut w.due_missed, &mut w.unplanned_mandatory, &mut w.unplanned_optional] {
        scale(price, per_mille.max(1000));
    }
    w
}

/// Of those that break nothing more and leave out no more than the best, the ones that no other is as good as in both figures.
fn undominated(mut choices: Vec<Choice>) -> Vec<Choice> {
    let given_up = |c: &Choice| {
        let score = &c.solved.verdict.score;
        (score.hard(), score.of(RuleId::Unplanned) + score.of(RuleId::Due))
    };
    let least = choices.iter().map(given_up).min();
    choices.retain(|c| Some(given_up(c)) == least);
    choices.sort_by_key(|c| (c.travel, c.inconvenience, c.solved.verdict.score.cost()));
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        if kept.last().is_none_or(|last| choice.inconvenience < last.inconvenience) {
            kept.push(choice);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples::town;
    use crate::progress::Silent;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn none_is_dominated_and_the_same_call_gives_the_same_front(
            seed in 0..500_u64, visits in 0..25_usize, staff in 1..6_usize, count in 0..7_usize,
        ) {
            let problem = town(seed, visits, staff, 1).build().expect("a sample is a problem");
            let once = |threads| {
                let settings = Settings { threads, seed, ..Settings::default() };
                front(&problem, &settings, count, &Budget::iterations(300), &mut Silent)
            };
            let plans = once(1);
            prop_assert!(!plans.is_empty() && plans.len() <= count.max(1));
            for pair in plans.windows(2) {
                prop_assert!(pair[0].travel < pair[1].travel && pair[0].inconvenience > pair[1].inconvenience);
            }
            for c in &plans {
                prop_assert_eq!(&judge(&problem, &Weights::default(), &c.solved.plan), &c.solved.verdict);
                prop_assert_eq!(c.solved.verdict.score.hard(), 0);
            }
            let again = once(2);
            prop_assert!(plans.iter().map(|c| &c.solved.plan).eq(again.iter().map(|c| &c.solved.plan)));
        }
    }

    #[test]
    fn the_ends_are_at_least_as_good_as_plain_runs_with_their_prices() {
        for seed in 1..4 {
            let problem = town(seed, 15, 4, 1).build().expect("a sample is a problem");
            let settings = Settings { seed, ..Settings::default() };
            let positions = [250, 500, 1000, 2000, 4000];
            let found = sought(&problem, &settings, &positions, &Budget::iterations(7 * 500), &mut Silent);
            for end in [0, 4] {
                let weights = tilted(&settings.weights, positions[end]);
                let plain = Settings { weights, ..settings.clone() };
                let alone = solve(&problem, &plain, &Budget::iterations(500), &mut Silent);
                assert!(
                    found[end].verdict.score.key() <= alone.verdict.score.key(),
                    "seed {seed}, end {end}"
                );
            }
        }
    }

    #[test]
    fn the_slider_goes_from_a_quarter_over_one_to_four() {
        let positions: Vec<i64> = (0..5).map(|i| per_mille(i, 5)).collect();
        assert_eq!(positions, [250, 500, 1000, 2000, 4000]);
        assert_eq!(tilted(&Weights::default(), 1000), Weights::default());
        assert_eq!(order(4).len(), 6);
        assert_eq!(order(1), [(0, None)]);
    }
}
