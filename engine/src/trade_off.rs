//! Several plans between what people wish and what travel costs, none of them dominated.
//!
//! In: a problem, settings, how many. Out: plans, each with its points of inconvenience (continuity and wishes), of travel and of
//! what is left out or late, the shortest ways first. Wiring only: every plan comes from [`crate::solve`].

use crate::budget::Budget;
use crate::model::Problem;
use crate::progress::Progress;
use crate::rules::{Detail, RuleId, Score, Weights, judge};
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
    /// Points for visits left out or late, by the settings' own prices.
    pub delay: i64,
}

impl Choice {
    fn of(inconvenience_per_mille: i64, solved: Solved) -> Self {
        let points = |score: &Score, rules: &[RuleId]| rules.iter().map(|&rule| score.of(rule)).sum();
        let score = &solved.verdict.score;
        Self {
            inconvenience_per_mille,
            inconvenience: points(score, &[RuleId::Continuity, RuleId::Wishes]),
            travel: points(score, &[RuleId::Travel]),
            delay: points(score, &[RuleId::Unplanned, RuleId::Due]),
            solved,
        }
    }

    fn figures(&self) -> [i64; 3] {
        [self.travel, self.inconvenience, self.delay]
    }

    fn is_as_good_as(&self, other: &Self) -> bool {
        self.figures().iter().zip(other.figures()).all(|(ours, theirs)| *ours <= theirs)
    }
}

/// Plans for `count` positions of the slider (one to [`MOST_CHOICES`]), each sought from its neighbour's plan, the ends also from
/// scratch, in equal shares of the budget. A plan is the answer at a position when none that was found is cheaper by that position's
/// prices. What leaves out more visits that must be done than need be is no choice; of the rest, those that another is no worse than
/// in every figure are dropped. Never empty; by rising travel.
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
    let choices = positions.iter().zip(found).map(|(&position, best)| {
        let verdict = judge(problem, &settings.weights, &best.plan);
        Choice::of(position, Solved { verdict, ..best })
    });
    undominated(choices.collect())
}

/// The cheapest plan that was found for each position, by its prices. Each new plan is judged at all of them at once, so that this is
/// paid for out of the budget of those that follow.
fn sought(
    problem: &Problem,
    settings: &Settings,
    positions: &[i64],
    budget: &Budget,
    progress: &mut dyn Progress,
) -> Vec<Solved> {
    let order = order(positions.len());
    let weights: Vec<Weights> = positions.iter().map(|&p| tilted(&settings.weights, p)).collect();
    let mut found: Vec<Option<Solved>> = vec![None; positions.len()];
    for (done, &(at, from)) in order.iter().enumerate() {
        // The first plan is an answer everywhere; without time those that follow would only be late.
        if done > 0 && budget.is_spent(0) {
            break;
        }
        let share = share_of(budget, done, order.len());
        let settings = Settings { weights: weights[at].clone(), ..settings.clone() };
        let start = from.and_then(|f| found[f].as_ref()).map(|s| s.plan.clone());
        let new = match start {
            Some(start) => solve_from(problem, &start, &settings, &share, progress),
            None => solve(problem, &settings, &share, progress),
        };
        for (weights, best) in weights.iter().zip(&mut found) {
            let verdict = judge(problem, weights, &new.plan);
            if best.as_ref().is_none_or(|old| verdict.score.key() < old.verdict.score.key()) {
                *best = Some(Solved { verdict, ..new.clone() });
            }
        }
    }
    found.into_iter().flatten().collect()
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
    for price in w.inconvenience() {
        scale(price, per_mille);
    }
    for price in [&mut w.due_missed, &mut w.unplanned_mandatory, &mut w.unplanned_optional] {
        scale(price, per_mille.max(1000));
    }
    w
}

/// Of those that break nothing more and leave out no more visits that must be done than the best, the ones that no other is as good
/// as in every figure; of those with the same figures the cheapest.
fn undominated(mut choices: Vec<Choice>) -> Vec<Choice> {
    let given_up = |c: &Choice| {
        let verdict = &c.solved.verdict;
        let mandatory = verdict.findings.iter().filter(|found| found.detail == Detail::MandatoryLeftOut);
        (verdict.score.hard(), mandatory.count())
    };
    let least = choices.iter().map(given_up).min();
    choices.retain(|c| Some(given_up(c)) == least);
    choices.sort_by_key(|c| (c.figures(), c.solved.verdict.score.cost()));
    // What dominates another comes before it.
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        if !kept.iter().any(|other| other.is_as_good_as(&choice)) {
            kept.push(choice);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples::town;
    use crate::plan::Plan;
    use crate::progress::Silent;
    use crate::rules::{Amount, Finding, Verdict};
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
            prop_assert!(plans.is_sorted_by_key(|c| c.travel));
            for (a, b) in (0..plans.len()).flat_map(|a| (0..plans.len()).map(move |b| (a, b))) {
                prop_assert!(a == b || !plans[a].is_as_good_as(&plans[b]));
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

    /// A choice by its figures and the number of visits left out that must be done.
    fn choice(travel: i64, inconvenience: i64, delay: i64, mandatory: usize) -> Choice {
        let mut score = Score::default();
        score.add(RuleId::Travel, travel);
        score.add(RuleId::Wishes, inconvenience);
        score.add(RuleId::Due, delay);
        let left_out = Finding {
            rule: RuleId::Unplanned,
            subjects: Vec::new(),
            amount: Amount::Count(1),
            points: 0,
            detail: Detail::MandatoryLeftOut,
        };
        let verdict = Verdict { score, findings: vec![left_out; mandatory] };
        let plan = Plan { routes: Vec::new() };
        Choice::of(1000, Solved { plan, verdict, iterations: 0, parts: 0, withdrawn: Vec::new() })
    }

    #[test]
    fn what_is_late_is_weighed_and_what_must_be_done_is_not() {
        let kept = undominated(vec![
            choice(50, 70, 9, 0),
            choice(40, 80, 10, 0),
            choice(50, 70, 8, 0),
            choice(60, 90, 3, 0),
            choice(60, 90, 11, 0),
            choice(1, 1, 1, 1),
        ]);
        let figures: Vec<_> = kept.iter().map(Choice::figures).collect();
        assert_eq!(figures, [[40, 80, 10], [50, 70, 8], [60, 90, 3]]);
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
