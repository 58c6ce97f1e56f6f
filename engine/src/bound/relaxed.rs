//! What a bound does not take into account, by name.

use crate::routing::{Price, RoutingProblem};

/// A part of the problem that the bound leaves out: with it, the best plan may cost more, never less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relaxed {
    /// Tied jobs are done each by itself; only their windows are narrowed by each other.
    Ties,
    /// The worst tardiness costs nothing.
    WorstTardiness,
    /// Waiting costs nothing.
    Waiting,
    /// The longest wait costs nothing.
    WorstWaiting,
    /// Idle time costs nothing.
    Idle,
    /// Nobody's lunch is missed.
    Lunch,
    /// Differences of load cost nothing.
    Balance,
    /// A price is negative, so that leaving it out proves nothing: there is no bound.
    NegativePrice,
}

/// What is left out for this problem; nothing when the bound is one of the problem itself.
pub(super) fn relaxed(problem: &RoutingProblem) -> Vec<Relaxed> {
    let p = &problem.prices;
    let points = |price: Price| if let Price::Points(points) = price { points } else { 0 };
    let lunch = problem.tours.iter().any(|t| t.has_lunch) && p.missed_lunch != Price::FREE;
    let negative = [p.travel, p.worst_tardiness, p.waiting, p.worst_waiting, p.worst_idle, p.balance, p.load]
        .into_iter()
        .chain([p.tardiness, p.extra_time, p.missed_lunch].map(points))
        .chain(problem.visits.iter().map(|v| points(v.left_out)))
        .any(|price| price < 0);
    let late = p.tardiness != Price::Hard;
    [
        (!problem.ties.is_empty(), Relaxed::Ties),
        (late && p.worst_tardiness != 0, Relaxed::WorstTardiness),
        (p.waiting != 0, Relaxed::Waiting),
        (p.worst_waiting != 0, Relaxed::WorstWaiting),
        (p.worst_idle != 0, Relaxed::Idle),
        (lunch, Relaxed::Lunch),
        (p.balance != 0, Relaxed::Balance),
        (negative, Relaxed::NegativePrice),
    ]
    .into_iter()
    .filter_map(|(is, what)| is.then_some(what))
    .collect()
}
