//! The least that a visit's start can cost.

use crate::clock::TimeWindow;
use crate::model::{Problem, VisitIdx};
use crate::rules::Weights;
use crate::search::prices;

/// The least price of a start of `visit` inside `windows`, which are windows of its start.
///
/// The price is linear between the corners looked at here, and jumps only from one second to the next at them.
pub(super) fn least(problem: &Problem, weights: &Weights, visit: VisitIdx, windows: &[TimeWindow]) -> i64 {
    if !prices::depends_on_start(problem, weights, visit) {
        return 0;
    }
    let facts = &problem.visits[visit];
    let wished = &problem.patients[facts.patient].wishes.times;
    let mut corners: Vec<u32> = Vec::new();
    for w in windows.iter().chain(&facts.soft_windows).chain(wished) {
        corners.extend([w.opens.0, w.closes.0]);
    }
    corners.extend(facts.due.map(|due| due.0));
    if let crate::model::Urgency::Acute { received } = facts.urgency {
        corners.push(received.0);
    }
    if let Some(promise) = &facts.promise {
        let tolerance = u32::try_from(weights.changed_time_tolerance.max(0)).unwrap_or(u32::MAX);
        let at = promise.start.0;
        corners.extend([at, at.saturating_sub(tolerance), at.saturating_add(tolerance)]);
        let day = problem.horizon.day_of(promise.start);
        corners.extend([day, day + 1].map(|d| problem.horizon.day_start(d).0));
    }
    let near = corners.iter().flat_map(|&c| [c.saturating_sub(1), c, c.saturating_add(1)]);
    let inside = near.filter(|&t| windows.iter().any(|w| w.opens.0 <= t && t <= w.closes.0));
    inside.map(|t| prices::of_start(problem, weights, visit, t)).min().unwrap_or(0)
}
