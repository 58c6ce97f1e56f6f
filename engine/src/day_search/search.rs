//! The entry: a first plan, then coolings until the budget is spent.

use super::annealing::{Best, Cooling, Meter, anneal, first_plan};
use super::facts::Facts;
use super::insertion::Penalties;
use super::workbench::{Draft, Workbench};
use super::writing;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{Found, RoutingPlan, RoutingProblem};

/// Searches for a plan of `problem`, which has no flaw, until `budget` is spent; an iteration is one move tried.
///
/// `start`, when given, is the plan to begin with, as far as it can be used. `improved` hears of better plans as they are
/// found, at most one in some thousand moves, and of the last one. With time to spend, other threads search by other
/// chances and the best plan of all counts; with a number of iterations one thread does the work, so that the plan does not
/// depend on how many there are.
pub fn search(
    problem: &RoutingProblem,
    seed: u64,
    threads: usize,
    budget: &Budget<'_>,
    start: Option<&RoutingPlan>,
    improved: &mut dyn FnMut(&RoutingPlan, i64),
) -> Found {
    // Iterations are not counted before the first plan stands.
    let clock = Budget { iterations: None, ..*budget };
    let facts = Facts::new(problem, || clock.is_spent(0));
    let others = if budget.iterations.is_none() { threads.saturating_sub(1) } else { 0 };
    let rng = Rng::seeded(seed);
    let mut nothing = Workbench::new(&facts);
    let mut last = (writing::plan(&mut nothing), nothing.score.cost);
    let (draft, news, done) = std::thread::scope(|scope| {
        let running: Vec<_> = (1..=others as u64)
            .map(|other| {
                let (rng, facts) = (rng.split(other), &facts);
                scope.spawn(move || chain(facts, rng, budget, start, &mut |_| {}))
            })
            .collect();
        let mut report = |best: &Best| {
            if let Some(written) = written(&facts, &best.draft) {
                improved(&written.0, written.1);
                last = written;
            }
        };
        let (mut best, mut done) = chain(&facts, rng, budget, start, &mut report);
        for other in running {
            let (found, moves) = other.join().expect("a search does not panic");
            done += moves;
            if (found.draft.owed, found.draft.cost) < (best.draft.owed, best.draft.cost) {
                best = Best { draft: found.draft, news: true };
            }
        }
        (best.draft, best.news, done)
    });
    // A draft that cannot be written gives way to the plan told before.
    let (plan, cost) = written(&facts, &draft).unwrap_or(last);
    if news {
        improved(&plan, cost);
    }
    Found { plan, cost, iterations: done }
}

/// The plan of a draft and its cost; none when its times run in a circle or break a rule.
pub(super) fn written(facts: &Facts<'_>, draft: &Draft) -> Option<(RoutingPlan, i64)> {
    let mut bench = Workbench::new(facts);
    let sound = bench.restore(draft) && bench.score.broken == 0;
    sound.then(|| (writing::plan(&mut bench), bench.score.cost))
}

/// One search: a first plan, then coolings. Says the best plan and how many moves were tried.
fn chain(
    facts: &Facts<'_>,
    mut rng: Rng,
    budget: &Budget<'_>,
    start: Option<&RoutingPlan>,
    report: &mut dyn FnMut(&Best),
) -> (Best, u64) {
    let mut bench = Workbench::new(facts);
    let mut meter = Meter::new(budget);
    let mut best = Best { draft: bench.draft(), news: true };
    if let Some(start) = start {
        bench.restore(&writing::draft(facts, start));
        best.offer(&bench);
    }
    let clock = Budget { iterations: None, ..*budget };
    first_plan(&mut bench, &|| clock.is_spent(0), &mut rng);
    best.offer(&bench);
    report(&best);
    best.news = false;
    let mut penalties = Penalties { broken: 1 + facts.scale / 5, owed: facts.scale.saturating_mul(30) };
    // Small problems need a wider look round.
    let heat = (HOT * SMALL / facts.jobs.len().max(1) as f64).clamp(HOT, HOT * 4.0);
    let hot = (facts.scale as f64 + facts.idle_scale as f64) * heat;
    let cold = (facts.scale as f64 * COLD).max(0.2);
    let mut from = meter.share(UNLIMITED);
    let mut cycle = 0_u32;
    let mut length = FIRST;
    while !meter.is_spent() && from < 1.0 && !facts.jobs.is_empty() && !bench.routes.is_empty() {
        // The rest in coolings of equal length; one in three begins hot.
        let rest = ((1.0 - from) / length).round().max(1.0);
        let hot = if cycle < 2 || cycle % 3 == 2 { hot } else { hot * REHEAT };
        let cooling = Cooling { from, to: from + (1.0 - from) / rest, hot, cold };
        if cycle > 1 {
            bench.restore(&best.draft);
        }
        let done = meter.done;
        anneal(&mut bench, &cooling, &mut penalties, &mut meter, &mut rng, &mut best, report);
        let share = meter.share(UNLIMITED);
        if cycle == 0 {
            let moves = (meter.done - done) as f64 / (share - from).max(1e-9);
            length = (facts.jobs.len() as f64 * MOVES / moves).clamp(0.01, 1.0);
        }
        from = share;
        cycle += 1;
    }
    (best, meter.done)
}

/// Temperatures as multiples of the cost of a typical leg.
/// Share of the budget of the first cooling, which gives a fair plan soon and tells how fast moves are.
const FIRST: f64 = 0.08;
/// Moves for each job in a later cooling.
const MOVES: f64 = 3_000.0;
/// Moves that stand for the whole budget when there is no limit.
pub(super) const UNLIMITED: u64 = 20_000_000;
const HOT: f64 = 0.5;
/// Problems of fewer jobs are begun hotter, up to four times.
const SMALL: f64 = 130.0;
/// The same when a cooling goes on from the best plan.
const REHEAT: f64 = 0.2;
const COLD: f64 = 0.1;
