//! `solve`: parts found, each constructed and improved, joined, judged. Wiring only.

use crate::budget::Budget;
use crate::decompose::{Part, decompose};
use crate::model::{Idx, Problem, VisitIdx};
use crate::plan::{Plan, Route, Task};
use crate::progress::{News, Progress, Stage};
use crate::rng::Rng;
use crate::rules::{Subject, Verdict, judge};
use crate::schedule::tighten;
use crate::search::{Frame, Search};
use crate::settings::Settings;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The least time between two pieces of news, so that listening costs little.
const NEWS_EVERY: Duration = Duration::from_millis(200);

/// The answer of a search.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The plan: no hard rule broken.
    pub plan: Plan,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// Iterations over all parts.
    pub iterations: u64,
    /// Parts that were planned apart.
    pub parts: usize,
    /// Visits that the search had planned and the judge found to break a hard rule: left out of the plan for safety. Always
    /// empty unless the search has a defect; to be reported, never hidden.
    pub withdrawn: Vec<VisitIdx>,
}

/// Plans a problem from scratch.
pub fn solve(problem: &Problem, settings: &Settings, budget: &Budget, progress: &mut dyn Progress) -> Solved {
    run(problem, None, settings, budget, progress)
}

/// Plans a problem from a plan: what of it keeps the rules is kept at first, the rest is left out and planned anew. The result
/// is never worse than a start that breaks no hard rule.
pub fn solve_from(
    problem: &Problem,
    start: &Plan,
    settings: &Settings,
    budget: &Budget,
    progress: &mut dyn Progress,
) -> Solved {
    run(problem, Some(start), settings, budget, progress)
}

fn run(
    problem: &Problem,
    start: Option<&Plan>,
    settings: &Settings,
    budget: &Budget,
    progress: &mut dyn Progress,
) -> Solved {
    progress.hear(&News { stage: Stage::Construct, iterations: 0, best: None, left_out: 0 });
    let parts = decompose(problem);
    let seed = Rng::seeded(settings.seed);
    let threads = settings.threads.clamp(1, parts.len().max(1));
    let frames = in_parallel(threads, &parts, |_, part| {
        Frame::build(problem, &settings.weights, &part.visits, &part.shifts)
    });
    let numbered: Vec<(usize, &Frame)> = frames.iter().enumerate().collect();
    let searches: Vec<Mutex<Search>> = in_parallel(threads, &numbered, |_, &(number, frame)| {
        let mut search = Search::new(frame, seed.split(number as u64));
        if let Some(start) = start {
            search.load(start);
        }
        search.construct(&|| is_over(budget));
        Mutex::new(search)
    });
    let mut first = Plan::empty(problem);
    let mut teller = Teller { problem, settings, budget, progress, quiet_until: Duration::ZERO };
    for search in &searches {
        adopt(&mut first, open(search).routes());
    }
    teller.tell(Stage::FirstPlan, 0, &first);
    let search_budget = Budget { time_limit: limit_of_search(budget), ..*budget };
    improve_all(threads, &parts, &searches, &search_budget, &mut first, &mut teller);
    let mut plan = Plan::empty(problem);
    let mut iterations = 0;
    for search in &searches {
        let search = open(search);
        iterations += search.iterations();
        adopt(&mut plan, search.routes());
    }
    let mut solved = finish(problem, settings, budget, plan, (iterations, parts.len()));
    if let Some(start) = start {
        let verdict = judge(problem, &settings.weights, start);
        if verdict.score.hard() == 0 && verdict.score.key() < solved.verdict.score.key() {
            // What the search could not take up as it was (a break held elsewhere, say) is still a plan, and a better one.
            solved = finish(problem, settings, budget, start.clone(), (iterations, parts.len()));
        }
    }
    let left_out = solved.plan.left_out(problem).len();
    let best = Some(solved.verdict.score.clone());
    teller.progress.hear(&News { stage: Stage::Finished, iterations, best, left_out });
    solved
}

/// Judges the plan; should a hard rule be broken, takes out what breaks it.
fn finish(
    problem: &Problem,
    settings: &Settings,
    budget: &Budget,
    mut plan: Plan,
    (iterations, parts): (u64, usize),
) -> Solved {
    let mut verdict = judge(problem, &settings.weights, &plan);
    if verdict.score.hard() == 0 {
        // The search starts everything as early as it can; where later is cheaper, now is the time.
        let tightened = tighten(problem, &settings.weights, &plan, &|| is_over(budget));
        let judged = judge(problem, &settings.weights, &tightened);
        if judged.score.key() < verdict.score.key() {
            (plan, verdict) = (tightened, judged);
        }
    }
    debug_assert_eq!(verdict.score.hard(), 0, "the search broke a hard rule: {:?}", verdict.findings);
    let before = plan.left_out(problem);
    while verdict.score.hard() > 0 && withdraw(problem, &mut plan, &verdict) {
        verdict = judge(problem, &settings.weights, &plan);
    }
    let withdrawn = plan.left_out(problem).into_iter().filter(|v| !before.contains(v)).collect();
    Solved { plan, verdict, iterations, parts, withdrawn }
}

/// Takes the visits of broken hard rules out of all routes: those that a finding names, else all of the shifts that it names.
/// False when there was nothing to take out.
fn withdraw(problem: &Problem, plan: &mut Plan, verdict: &Verdict) -> bool {
    let mut visits = vec![false; problem.visits.len()];
    for finding in verdict.findings.iter().filter(|f| f.rule.level() == crate::rules::Level::Hard) {
        let mut named = false;
        for subject in &finding.subjects {
            if let Subject::Visit(v) = *subject {
                named |= plan.routes.iter().flat_map(|r| &r.stops).any(|s| visit_of(s.task) == Some(v));
                visits[v.index()] = true;
            }
        }
        if named {
            continue;
        }
        for route in &plan.routes {
            if finding.subjects.contains(&Subject::Shift(route.shift)) {
                route.stops.iter().filter_map(|s| visit_of(s.task)).for_each(|v| visits[v.index()] = true);
            }
        }
    }
    // Nothing may follow a visit that is not made.
    loop {
        let follows = |l: &&crate::model::Link| {
            l.min_gap.is_some() && visits[l.first.index()] && !visits[l.second.index()]
        };
        let Some(link) = problem.links.iter().find(follows) else { break };
        visits[link.second.index()] = true;
    }
    let mut changed = false;
    for route in &mut plan.routes {
        let count = route.stops.len();
        route.stops.retain(|s| visit_of(s.task).is_none_or(|v| !visits[v.index()]));
        if route.stops.iter().all(|s| visit_of(s.task).is_none()) {
            route.stops.clear();
        }
        changed |= route.stops.len() != count;
    }
    changed
}

fn visit_of(task: Task) -> Option<VisitIdx> {
    match task {
        Task::Visit { visit, .. } | Task::Accompany { visit } => Some(visit),
        Task::Break { .. } | Task::Block { .. } => None,
    }
}

fn adopt(plan: &mut Plan, routes: Vec<Route>) {
    for route in routes {
        let at = route.shift.index();
        plan.routes[at] = route;
    }
}

/// Tells what happens, on the thread of the caller.
struct Teller<'a> {
    problem: &'a Problem,
    settings: &'a Settings,
    budget: &'a Budget<'a>,
    progress: &'a mut dyn Progress,
    /// Nothing is told before this time: judging a large plan takes long, and most of the time is for the search.
    quiet_until: Duration,
}

impl Teller<'_> {
    /// A quiet time is so many times what the last telling took.
    const QUIET: u32 = 20;

    fn tell(&mut self, stage: Stage, iterations: u64, plan: &Plan) {
        let now = || self.budget.elapsed.map_or(Duration::ZERO, |elapsed| elapsed());
        let began = now();
        if began < self.quiet_until && stage == Stage::Improved {
            return;
        }
        let best = Some(judge(self.problem, &self.settings.weights, plan).score);
        let left_out = plan.left_out(self.problem).len();
        let ended = now();
        self.progress.hear(&News { stage, iterations, best, left_out });
        self.quiet_until = ended + ended.saturating_sub(began) * Self::QUIET;
    }
}

/// When the search must end so that what follows it (later starts where they are cheaper) ends within the limit.
fn limit_of_search(budget: &Budget) -> Duration {
    /// The most of the limit that is kept back, and no more than a second.
    const KEPT_BACK: f64 = 0.05;
    if budget.time_limit == Duration::MAX {
        return budget.time_limit;
    }
    budget.time_limit - budget.time_limit.mul_f64(KEPT_BACK).min(Duration::from_secs(1))
}

/// Cancelled, or out of time.
fn is_over(budget: &Budget) -> bool {
    // Iterations are not counted before the first plan stands.
    budget.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
        || budget.elapsed.is_some_and(|elapsed| elapsed() >= budget.time_limit)
}

fn open<'m, 'f>(search: &'m Mutex<Search<'f>>) -> MutexGuard<'m, Search<'f>> {
    search.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How much of the time each part gets, relative to the others. A part of twice the visits takes twice as long for each
/// iteration and needs more of them, so most is shared by the square; the rest by the number, so that none is starved.
fn shares_of_time(parts: &[Part]) -> Vec<u64> {
    let count = |part: &Part| part.visits.len() as u64 + 1;
    let (all, squares) = parts.iter().fold((0, 0), |(n, s), p| (n + count(p), s + count(p) * count(p)));
    let per_mille = |part: &Part| 800 * count(part) * count(part) / squares + 200 * count(part) / all;
    parts.iter().map(|part| per_mille(part).max(1)).collect()
}

/// Improves every part within its share of the budget.
fn improve_all(
    threads: usize,
    parts: &[Part],
    searches: &[Mutex<Search>],
    budget: &Budget,
    plan: &mut Plan,
    teller: &mut Teller,
) {
    let hands = hand_out(&shares_of_time(parts), threads);
    let work = |own: &[(usize, f64)], tell: &mut dyn FnMut(u64, Vec<Route>)| {
        for &(number, share) in own {
            improve(&mut open(&searches[number]), budget, share, tell);
        }
    };
    if let [own] = &hands[..] {
        work(own, &mut |iterations, routes| {
            adopt(plan, routes);
            teller.tell(Stage::Improved, iterations, plan);
        });
        return;
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = channel::<(u64, Vec<Route>)>();
        for own in &hands {
            let sender: Sender<_> = sender.clone();
            let work = &work;
            // Nobody listens any more only when the caller is unwinding.
            scope.spawn(move || work(own, &mut |iterations, routes| drop(sender.send((iterations, routes)))));
        }
        drop(sender);
        for (iterations, routes) in receiver {
            adopt(plan, routes);
            teller.tell(Stage::Improved, iterations, plan);
        }
    });
}

/// Which parts each thread improves, in order, each with its share of the time that is left to the thread by then: the largest
/// share goes to the thread that has least, so that every part has a turn.
fn hand_out(shares: &[u64], threads: usize) -> Vec<Vec<(usize, f64)>> {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&part| (std::cmp::Reverse(shares[part]), part));
    let mut hands: Vec<(u64, Vec<usize>)> = vec![(0, Vec::new()); threads.max(1)];
    for part in order {
        let hand = hands.iter_mut().min_by_key(|hand| hand.0).expect("one thread at least");
        hand.0 += shares[part];
        hand.1.push(part);
    }
    let timed = |(mut left, parts): (u64, Vec<usize>)| {
        let share = |part: usize| {
            let share = shares[part] as f64 / left as f64;
            left -= shares[part];
            (part, share)
        };
        parts.into_iter().map(share).collect()
    };
    hands.into_iter().map(timed).collect()
}

/// Improves one part, with `share` of the time that is left.
fn improve(search: &mut Search, budget: &Budget, share: f64, tell: &mut dyn FnMut(u64, Vec<Route>)) {
    /// Without any limit but a cancel, the search cools down and heats up again in turns of so many iterations.
    const TURN: u64 = 100_000;
    let timed = budget.elapsed.filter(|_| budget.time_limit < Duration::MAX);
    let from = timed.map_or(Duration::ZERO, |elapsed| elapsed());
    let own = budget.time_limit.saturating_sub(from).mul_f64(if timed.is_some() { share } else { 0.0 });
    let mut spent = |done: u64| {
        if budget.is_spent(done) {
            return 1.0;
        }
        let by_time = timed.map_or(0.0, |elapsed| {
            let gone = elapsed().saturating_sub(from);
            if own.is_zero() { 1.0 } else { gone.as_secs_f64() / own.as_secs_f64() }
        });
        let by_iterations = budget.iterations.map_or(0.0, |limit| done as f64 / limit as f64);
        if timed.is_none() && budget.iterations.is_none() {
            (done % TURN) as f64 / TURN as f64
        } else {
            f64::max(by_time, by_iterations)
        }
    };
    let mut last = budget.elapsed.map(|elapsed| elapsed());
    let mut last_iterations = 0;
    search.improve(&mut spent, &mut |search| {
        let due = match (budget.elapsed, last) {
            (Some(elapsed), Some(before)) => {
                let now = elapsed();
                let due = now.saturating_sub(before) >= NEWS_EVERY;
                if due {
                    last = Some(now);
                }
                due
            }
            _ => {
                let due = search.iterations() >= last_iterations + 2_000;
                if due {
                    last_iterations = search.iterations();
                }
                due
            }
        };
        if due {
            tell(search.iterations(), search.routes());
        }
    });
}

/// `f` of each item, on so many threads; the results in the order of the items.
fn in_parallel<T: Sync, R: Send>(threads: usize, items: &[T], f: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    if threads <= 1 || items.len() <= 1 {
        return items.iter().enumerate().map(|(i, item)| f(i, item)).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(i) else { break };
                    let result = f(i, item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, r)| r).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples::{self, Town};
    use crate::progress::Silent;
    use proptest::prelude::*;

    /// With traffic from seed 10,000 on.
    fn problem_of(town: &Town) -> Problem {
        let facts = town.facts();
        let facts = if town.seed < 10_000 { facts } else { samples::with_traffic(facts, town.seed, 3, 6) };
        facts.build().expect("a sample is a problem")
    }

    fn solved(problem: &Problem, seed: u64, threads: usize, iterations: u64) -> Solved {
        let settings = Settings { seed, threads, ..Settings::default() };
        solve(problem, &settings, &Budget::iterations(iterations), &mut Silent)
    }

    fn assert_sound(solved: &Solved) {
        assert_eq!(solved.verdict.score.hard(), 0, "{:?}", solved.verdict.findings);
        assert!(solved.withdrawn.is_empty(), "the judge had to take out {:?}", solved.withdrawn);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_plan_breaks_a_hard_rule(seed in 0..20_000_u64, visits in 0..70_usize, staff in 0..16_usize, days in 1..4_usize) {
            let problem = problem_of(&Town::with_everything(seed, visits, staff, days));
            assert_sound(&solved(&problem, seed, 1, 60));
        }

        #[test]
        fn the_plan_does_not_depend_on_the_number_of_threads(seed in 0..20_000_u64, visits in 1..60_usize, staff in 1..70_usize) {
            let problem = problem_of(&Town::with_everything(seed, visits, staff, 1));
            let alone = solved(&problem, seed, 1, 40);
            prop_assert_eq!(&alone.plan, &solved(&problem, seed, 2, 40).plan);
            prop_assert_eq!(&alone.plan, &solved(&problem, seed, 4, 40).plan);
        }

        #[test]
        fn a_plan_planned_again_from_itself_is_no_worse(seed in 0..20_000_u64, visits in 1..50_usize, staff in 2..14_usize, days in 1..3_usize) {
            let problem = problem_of(&Town::with_everything(seed, visits, staff, days));
            let first = solved(&problem, seed, 1, 60);
            let again =
                solve_from(&problem, &first.plan, &Settings::default(), &Budget::iterations(0), &mut Silent);
            assert_sound(&again);
            prop_assert!(again.plan.left_out(&problem).len() <= first.plan.left_out(&problem).len());
        }
    }

    #[test]
    fn every_part_has_its_turn_on_any_number_of_threads() {
        let shares = [10, 700, 20, 30, 5];
        for threads in 1..6 {
            let hands = hand_out(&shares, threads);
            let mut parts: Vec<usize> = hands.iter().flatten().map(|(part, _)| *part).collect();
            parts.sort_unstable();
            assert_eq!(parts, [0, 1, 2, 3, 4]);
            for hand in hands {
                assert!(hand.iter().all(|(_, share)| *share > 0.0 && *share <= 1.0));
                assert!(hand.last().is_none_or(|(_, share)| *share == 1.0));
            }
        }
    }

    #[test]
    fn what_cannot_be_planned_is_left_out_without_a_fuss() {
        for (visits, staff) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
            let problem = samples::town(1, visits, staff, 1).build().expect("a sample is a problem");
            let solved = solved(&problem, 1, 2, 20);
            assert_sound(&solved);
            assert_eq!(solved.plan.routes.len(), problem.shifts.len());
            if staff == 0 {
                assert_eq!(solved.plan.left_out(&problem).len(), problem.visits.len());
            }
        }
    }

    #[test]
    fn a_cancelled_search_still_hands_over_a_plan() {
        let problem = samples::town(2, 40, 8, 1).build().expect("a sample is a problem");
        let cancel = std::sync::atomic::AtomicBool::new(true);
        let budget = Budget { cancel: Some(&cancel), ..Budget::iterations(1_000) };
        let solved = solve(&problem, &Settings::default(), &budget, &mut Silent);
        assert_sound(&solved);
        assert_eq!(solved.iterations, 0);
    }
}
