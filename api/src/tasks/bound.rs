//! Problem → plan and a proven bound: how far from the best possible the plan can be at most.

use super::plan::document;
use super::{Loaded, PlanOptions, TaskError};
use crate::wire::{self, ProvenBound};
use engine::bound::{self, bound};
use engine::budget::Budget;
use engine::care_day::{self, lower_bound};
use engine::progress::Progress;
use engine::settings::Settings;
use engine::solve::{Solved, solve};
use std::collections::BTreeSet;
use std::time::Duration;

/// This share of a time limit goes to the search, the rest to the bound.
const SEARCH_SHARE: f64 = 0.5;

/// The bound's own limit when only iterations limit the search.
const BOUND_LIMIT: Duration = Duration::from_secs(60);

/// Plans as [`super::plan`], within the same budget, and proves what no plan can cost less than. When nothing but iterations
/// limits the search, the proof takes a minute at most by `elapsed`.
///
/// # Errors
/// As [`super::plan`].
pub fn plan_with_bound(
    loaded: &Loaded,
    options: &PlanOptions,
    budget: &Budget<'_>,
    elapsed: &(dyn Fn() -> Duration + Sync),
    progress: &mut dyn Progress,
) -> Result<wire::Plan, TaskError> {
    let limited = budget.elapsed.is_some() && budget.time_limit < Duration::MAX;
    let search = match limited {
        true => Budget { time_limit: budget.time_limit.mul_f64(SEARCH_SHARE), ..*budget },
        false => Budget { ..*budget },
    };
    let settings = options.settings(loaded);
    let solved = solve(&loaded.problem, &settings, &search, progress);
    let mut made = document(loaded, options.language, &settings, &solved)?;
    let time_limit = if limited { budget.time_limit } else { elapsed() + BOUND_LIMIT };
    let proof = Budget { cancel: budget.cancel, ..Budget::time(time_limit, elapsed) };
    made.bound = Some(proven(loaded, &settings, &solved, &proof, elapsed));
    Ok(made)
}

/// What is proven of the best price within `budget`, by the clock `elapsed`.
fn proven(
    loaded: &Loaded,
    settings: &Settings,
    solved: &Solved,
    budget: &Budget<'_>,
    elapsed: &(dyn Fn() -> Duration + Sync),
) -> ProvenBound {
    let mut left_out = BTreeSet::new();
    let found = lower_bound(&loaded.problem, &settings.weights, &solved.plan, &mut |routing, plan, share| {
        let now = elapsed();
        let time_limit = now + budget.time_limit.saturating_sub(now).mul_f64(share.clamp(0.0, 1.0));
        let proof = bound(routing, Some(plan), &Budget { time_limit, ..*budget });
        left_out.extend(proof.relaxed.iter().map(|&what| relaxed_name(what)));
        (proof.lower > i64::MIN).then_some(proof.lower)
    });
    left_out.extend(found.relaxed.iter().map(|&what| care_term(what)));
    let cost = solved.verdict.score.cost();
    // A plan below its bound would be a defect of the proof; then nothing is claimed.
    let lower_bound = if found.lower <= cost { found.lower } else { 0 };
    let gap = cost.saturating_sub(lower_bound);
    ProvenBound {
        lower_bound,
        cost,
        gap_percent: if cost > 0 { 100.0 * gap as f64 / cost as f64 } else { 0.0 },
        optimal: gap == 0,
        relaxed: left_out.into_iter().map(str::to_owned).collect(),
        parts: found.parts,
        parts_bounded: found.proven_parts,
    }
}

/// The name of what a bound of a routing problem leaves out.
pub fn relaxed_name(what: bound::Relaxed) -> &'static str {
    match what {
        bound::Relaxed::Ties => "ties",
        bound::Relaxed::WorstTardiness => "worst-tardiness",
        bound::Relaxed::Waiting => "waiting",
        bound::Relaxed::WorstWaiting => "worst-waiting",
        bound::Relaxed::Idle => "idle-time",
        bound::Relaxed::Lunch => "lunch",
        bound::Relaxed::Balance => "balance",
        bound::Relaxed::NegativePrice => "negative-price",
    }
}

fn care_term(what: care_day::Relaxed) -> &'static str {
    match what {
        care_day::Relaxed::Breaks => "breaks",
        care_day::Relaxed::LongestStretch => "longest-stretch",
        care_day::Relaxed::Blocks => "blocks",
        care_day::Relaxed::Waiting => "waiting",
        care_day::Relaxed::Starts => "prices-by-start",
        care_day::Relaxed::TravelByHour => "travel-by-hour",
        care_day::Relaxed::TravelModes => "travel-modes",
        care_day::Relaxed::Fairness => "fairness",
        care_day::Relaxed::FirstMeetings => "first-meetings",
        care_day::Relaxed::FirstMeetingTime => "first-meeting-time",
        care_day::Relaxed::Remote => "remote-slots",
        care_day::Relaxed::LargeVisits => "large-visits",
        care_day::Relaxed::Crews => "crews",
        care_day::Relaxed::Links => "links",
        care_day::Relaxed::PinnedPeople => "pinned-people",
        care_day::Relaxed::DailyRest => "daily-rest",
        care_day::Relaxed::OvertimeLimit => "overtime-limit",
        care_day::Relaxed::Responsibility => "responsibility",
        care_day::Relaxed::Detours => "detours",
    }
}
