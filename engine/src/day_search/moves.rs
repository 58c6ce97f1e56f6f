//! Small random changes, staged on the workbench.

use super::facts::{LUNCH, NONE};
use super::insertion::Penalties;
use super::workbench::Workbench;
use crate::rng::Rng;

/// Kinds of moves and how often each is drawn, in hundredths.
const SHARES: [(Move, usize); 11] = [
    (Move::Relocate, 34),
    (Move::Swap, 22),
    (Move::Tails, 12),
    (Move::Segment, 10),
    (Move::Lunch, 5),
    (Move::Window, 3),
    (Move::Pair, 3),
    (Move::Together, 2),
    (Move::Fill, 6),
    (Move::Bank, 6),
    (Move::Trade, 3),
];

/// Positions of one tour that [`Move::Together`] tries.
const WIDE: usize = 64;

/// A kind of move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// A job to another place.
    Relocate,
    /// Two jobs change places.
    Swap,
    /// Two tours change what comes after.
    Tails,
    /// Two or three jobs in a row to another place.
    Segment,
    /// A lunch to another position.
    Lunch,
    /// A job with several windows to another of them.
    Window,
    /// Both jobs of a visit to other places.
    Pair,
    /// Both jobs of a visit, the second where it is best in one tour.
    Together,
    /// A job to the most idle of a few tours.
    Fill,
    /// A visit left out or planned.
    Bank,
    /// A planned visit for one left out, in its place.
    Trade,
}

/// The kinds that can do anything in this problem, as a table to draw from.
pub(super) fn menu(bench: &Workbench<'_>) -> Vec<Move> {
    let facts = bench.facts;
    let lunches = facts.problem.lunch.is_some() && facts.problem.tours.iter().any(|t| t.has_lunch);
    let windows = facts.jobs.iter().any(|j| j.windows > 1);
    let pairs = facts.problem.visits.iter().any(|v| v.jobs.len() > 1);
    let mut menu = Vec::new();
    for (kind, share) in SHARES {
        let possible = match kind {
            Move::Lunch => lunches,
            Move::Window => windows,
            Move::Pair | Move::Together => pairs,
            Move::Fill => facts.problem.prices.worst_idle > 0 || facts.problem.prices.balance > 0,
            Move::Relocate | Move::Swap | Move::Tails | Move::Segment | Move::Bank | Move::Trade => true,
        };
        if possible {
            menu.extend(std::iter::repeat_n(kind, share));
        }
    }
    menu
}

/// Stages a change of this kind; false when the draw came to nothing (nothing is staged then).
pub(super) fn stage(bench: &mut Workbench<'_>, kind: Move, penalties: &Penalties, rng: &mut Rng) -> bool {
    match kind {
        Move::Relocate => relocate(bench, rng),
        Move::Swap => swap(bench, rng),
        Move::Tails => tails(bench, rng),
        Move::Segment => segment(bench, rng),
        Move::Lunch => lunch(bench, rng),
        Move::Window => window(bench, rng),
        Move::Pair => pair(bench, rng),
        Move::Together => together(bench, penalties, rng),
        Move::Fill => fill(bench, rng),
        Move::Bank => bank(bench, rng),
        Move::Trade => trade(bench, rng),
    }
}

/// A planned job.
fn any_job(bench: &Workbench<'_>, rng: &mut Rng) -> Option<u32> {
    for _ in 0..8 {
        let job = rng.below(bench.facts.jobs.len()) as u32;
        if bench.clocks.tour_of[job as usize] != NONE {
            return Some(job);
        }
    }
    None
}

/// A planned near job of `job` whose tour may do `job`; nearer ones more often.
fn near_job(bench: &Workbench<'_>, job: u32, rng: &mut Rng) -> Option<u32> {
    let near = &bench.facts.near[job as usize];
    if near.is_empty() {
        return None;
    }
    for _ in 0..6 {
        let draw = rng.below(near.len()).min(rng.below(near.len()));
        let other = near[draw];
        let tour = bench.clocks.tour_of[other as usize];
        if tour != NONE && bench.facts.fit(job, tour) != super::facts::UNFIT {
            return Some(other);
        }
    }
    None
}

/// Where `item` stands in `sequence`.
fn position(sequence: &[u32], item: u32) -> usize {
    sequence.iter().position(|&i| i == item).expect("the tour of a job has it")
}

/// A spot for `job` in what is staged: beside a near job mostly, else anywhere.
fn spot(bench: &Workbench<'_>, job: u32, rng: &mut Rng) -> Option<(u32, usize)> {
    if rng.below(8) > 0
        && let Some(other) = near_job(bench, job, rng)
    {
        let tour = bench.clocks.tour_of[other as usize];
        let sequence = bench.staged(tour);
        let at = sequence.iter().position(|&i| i == other)?;
        let mut position = at + rng.below(2);
        // The lunch beside it may come between.
        if position > at && sequence.get(position) == Some(&LUNCH) && rng.below(2) == 0 {
            position += 1;
        } else if position == at && at > 0 && sequence[at - 1] == LUNCH && rng.below(2) == 0 {
            position -= 1;
        }
        return Some((tour, position));
    }
    let able = &bench.facts.able[job as usize];
    let tour = *rng.pick(able)?;
    Some((tour, rng.below(bench.staged(tour).len() + 1)))
}

fn relocate(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(job) = any_job(bench, rng) else { return false };
    let from = bench.clocks.tour_of[job as usize];
    let old = position(&bench.routes[from as usize], job);
    bench.stage_removal(from, job);
    if let Some((tour, at)) = spot(bench, job, rng)
        && (tour != from || at != old)
    {
        bench.stage_insertion(tour, at, job);
        return true;
    }
    bench.unstage();
    false
}

fn swap(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(one) = any_job(bench, rng) else { return false };
    let Some(near) = near_job(bench, one, rng) else { return false };
    let (from, to) = (bench.clocks.tour_of[one as usize], bench.clocks.tour_of[near as usize]);
    // The job to change with stands beside the near one, so that `one` comes beside it.
    let sequence = &bench.routes[to as usize];
    let at = position(sequence, near);
    let other = match rng.below(3) {
        0 => Some(near),
        1 => sequence.get(at + 1).copied(),
        _ => at.checked_sub(1).map(|p| sequence[p]),
    };
    let Some(other) = other.filter(|&o| o != one && o != LUNCH) else { return false };
    if bench.facts.fit(other, from) == super::facts::UNFIT {
        return false;
    }
    let exchange = |item: u32| {
        if item == one {
            other
        } else if item == other {
            one
        } else {
            item
        }
    };
    for tour in [from, to] {
        let mut sequence = bench.blank();
        sequence.extend(bench.routes[tour as usize].iter().map(|&item| exchange(item)));
        bench.stage(tour, sequence);
        if from == to {
            break;
        }
    }
    true
}

fn tails(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(one) = any_job(bench, rng) else { return false };
    let Some(other) = near_job(bench, one, rng) else { return false };
    let (a, b) = (bench.clocks.tour_of[one as usize], bench.clocks.tour_of[other as usize]);
    if a == b {
        return false;
    }
    let (mut head, mut tail) = (bench.blank(), bench.blank());
    let (left, right) = (&bench.routes[a as usize], &bench.routes[b as usize]);
    let cut = position(left, one) + 1;
    let mut from = position(right, other);
    if from > 0 && right[from - 1] == LUNCH && rng.below(2) == 0 {
        from -= 1;
    }
    head.extend_from_slice(&left[..cut]);
    head.extend_from_slice(&right[from..]);
    tail.extend_from_slice(&right[..from]);
    tail.extend_from_slice(&left[cut..]);
    let has = |tour: u32, sequence: &[u32]| {
        bench.routes[tour as usize].contains(&LUNCH) && !sequence.contains(&LUNCH)
    };
    let (head_lacks, tail_lacks) = (has(a, &head), has(b, &tail));
    let (keeps_a, keeps_b) =
        (bench.routes[a as usize].contains(&LUNCH), bench.routes[b as usize].contains(&LUNCH));
    mend_lunch(&mut head, keeps_a, head_lacks, cut);
    mend_lunch(&mut tail, keeps_b, tail_lacks, from);
    bench.stage(a, head);
    bench.stage(b, tail);
    true
}

/// Leaves one lunch in `sequence`, at `position` when it `lacks` one, or none when its tour has none.
fn mend_lunch(sequence: &mut Vec<u32>, has: bool, lacks: bool, position: usize) {
    if lacks {
        sequence.insert(position.min(sequence.len()), LUNCH);
        return;
    }
    let mut seen = !has;
    sequence.retain(|&item| item != LUNCH || !std::mem::replace(&mut seen, true));
}

fn segment(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(first) = any_job(bench, rng) else { return false };
    let from = bench.clocks.tour_of[first as usize];
    let sequence = &bench.routes[from as usize];
    let start = position(sequence, first);
    let mut moved = [NONE; 3];
    let mut count = 0;
    let wanted = 2 + rng.below(2);
    for &item in sequence[start..].iter().filter(|&&item| item != LUNCH).take(wanted) {
        moved[count] = item;
        count += 1;
    }
    if count < 2 {
        return false;
    }
    let moved = &moved[..count];
    let mut rest = bench.blank();
    rest.extend(bench.routes[from as usize].iter().copied().filter(|item| !moved.contains(item)));
    bench.stage(from, rest);
    if let Some((tour, at)) = spot(bench, moved[0], rng) {
        let turned = tour == from && rng.below(2) == 0;
        for i in 0..count {
            let item = if turned { moved[count - 1 - i] } else { moved[i] };
            bench.stage_insertion(tour, at + i, item);
        }
        return true;
    }
    bench.unstage();
    false
}

fn lunch(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let tour = rng.below(bench.routes.len()) as u32;
    let sequence = &bench.routes[tour as usize];
    if sequence.len() < 2 {
        return false;
    }
    let Some(now) = sequence.iter().position(|&item| item == LUNCH) else { return false };
    let step = 1 + rng.below(2);
    let to = if rng.below(2) == 0 { now.checked_sub(step) } else { Some(now + step) };
    let Some(to) = to.filter(|&to| to < sequence.len()) else { return false };
    bench.stage_removal(tour, LUNCH);
    bench.stage_insertion(tour, to, LUNCH);
    true
}

fn window(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(job) = any_job(bench, rng) else { return false };
    let windows = bench.facts.jobs[job as usize].windows as usize;
    if windows < 2 {
        return false;
    }
    let now = usize::from(bench.clocks.choice[job as usize]);
    let to = (now + 1 + rng.below(windows - 1)) % windows;
    bench.stage_choice(job, to as u8);
    true
}

fn pair(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let Some(job) = any_job(bench, rng) else { return false };
    let visit = bench.facts.jobs[job as usize].visit;
    let jobs = bench.facts.problem.visits[visit as usize].jobs.clone();
    if jobs.len() < 2 {
        return false;
    }
    for job in jobs.clone() {
        bench.stage_removal(bench.clocks.tour_of[job as usize], job);
    }
    put(bench, jobs, rng)
}

fn together(bench: &mut Workbench<'_>, penalties: &Penalties, rng: &mut Rng) -> bool {
    let Some(lead) = any_job(bench, rng) else { return false };
    let visit = bench.facts.jobs[lead as usize].visit;
    let mut jobs = bench.facts.problem.visits[visit as usize].jobs.clone();
    let Some(other) = jobs.find(|&job| job != lead) else { return false };
    let old = bench.clocks.tour_of[other as usize];
    let able = &bench.facts.able[other as usize];
    let second = if rng.below(2) == 0 { old } else { able[rng.below(able.len())] };
    let lift = |bench: &mut Workbench<'_>| {
        for job in [lead, other] {
            bench.stage_removal(bench.clocks.tour_of[job as usize], job);
        }
    };
    lift(bench);
    let first = spot(bench, lead, rng);
    let length = bench.staged(second).len();
    bench.unstage();
    let Some((first, at)) = first.filter(|(tour, _)| *tour != second) else { return false };
    let mut best: Option<(i64, usize)> = None;
    // Of a very long tour a part, so that a stop is heeded soon.
    let from = if length > WIDE { rng.below(length - WIDE + 1) } else { 0 };
    for position in from..=length.min(from + WIDE) {
        lift(bench);
        bench.stage_insertion(first, at, lead);
        bench.stage_insertion(second, position, other);
        if let Some(score) = bench.propose() {
            let value = penalties.value(score);
            bench.take_back();
            if best.is_none_or(|(least, _)| value < least) {
                best = Some((value, position));
            }
        }
    }
    let Some((_, position)) = best else { return false };
    lift(bench);
    bench.stage_insertion(first, at, lead);
    bench.stage_insertion(second, position, other);
    true
}

fn fill(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let tours = bench.routes.len();
    let idlest = (0..4).map(|_| rng.below(tours)).max_by_key(|&tour| bench.terms[tour].idle);
    let Some(tour) = idlest.map(|tour| tour as u32) else { return false };
    let beside = rng.pick(&bench.routes[tour as usize]).copied().filter(|&item| item != LUNCH);
    let facts = bench.facts;
    for _ in 0..8 {
        let near = beside.and_then(|beside| rng.pick(&facts.near[beside as usize]).copied());
        let job = near.unwrap_or_else(|| rng.below(facts.jobs.len()) as u32);
        let from = bench.clocks.tour_of[job as usize];
        if from == NONE || from == tour || facts.fit(job, tour) == super::facts::UNFIT {
            continue;
        }
        let at = match beside {
            Some(beside) => position(&bench.routes[tour as usize], beside) + rng.below(2),
            None => rng.below(bench.routes[tour as usize].len() + 1),
        };
        bench.stage_removal(from, job);
        bench.stage_insertion(tour, at, job);
        return true;
    }
    false
}

/// Stages spots for `jobs`.
fn put(bench: &mut Workbench<'_>, jobs: std::ops::Range<u32>, rng: &mut Rng) -> bool {
    for job in jobs {
        let Some((tour, at)) = spot(bench, job, rng) else {
            bench.unstage();
            return false;
        };
        bench.stage_insertion(tour, at, job);
    }
    true
}

fn bank(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let facts = bench.facts;
    if rng.below(3) > 0
        && let Some(&visit) = rng.pick(&bench.waiting_list)
    {
        bench.stage_visit(visit);
        return put(bench, facts.problem.visits[visit as usize].jobs.clone(), rng);
    }
    let visit = rng.below(facts.problem.visits.len()) as u32;
    // What must be done may go where it stands in the way of the rules.
    let may_go = facts.left_out[visit as usize].is_some() || bench.score.broken > 0;
    if !bench.is_planned(visit) || !may_go {
        return false;
    }
    for job in facts.problem.visits[visit as usize].jobs.clone() {
        bench.stage_removal(bench.clocks.tour_of[job as usize], job);
    }
    bench.stage_visit(visit);
    true
}

fn trade(bench: &mut Workbench<'_>, rng: &mut Rng) -> bool {
    let facts = bench.facts;
    let Some(&comer) = rng.pick(&bench.waiting_list) else { return false };
    let jobs = facts.problem.visits[comer as usize].jobs.clone();
    let lead = jobs.start + rng.below(jobs.len()) as u32;
    let Some(near) = near_job(bench, lead, rng) else { return false };
    let goer = facts.jobs[near as usize].visit;
    if facts.left_out[goer as usize].is_none() && facts.left_out[comer as usize].is_some() {
        return false;
    }
    let tour = bench.clocks.tour_of[near as usize];
    let at = position(&bench.routes[tour as usize], near);
    for job in facts.problem.visits[goer as usize].jobs.clone() {
        bench.stage_removal(bench.clocks.tour_of[job as usize], job);
    }
    bench.stage_visit(goer);
    bench.stage_visit(comer);
    let at = at.min(bench.staged(tour).len());
    bench.stage_insertion(tour, at, lead);
    for job in jobs.filter(|&job| job != lead) {
        let Some((tour, at)) = spot(bench, job, rng) else {
            bench.unstage();
            return false;
        };
        bench.stage_insertion(tour, at, job);
    }
    true
}
