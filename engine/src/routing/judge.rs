//! The judge of routing plans: slow and obvious, shares nothing with any search.

use super::plan::RoutingPlan;
use super::problem::{Price, RoutingProblem};

/// A hard rule that a plan breaks; numbers are positions in the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A tour has two routes, or there is no such tour.
    Route(u32),
    /// A job is done twice, or there is no such job.
    Twice(u32),
    /// A visit is done in part.
    Part(u32),
    /// A visit that must be done is left out.
    LeftOut(u32),
    /// The tour may not do the job.
    Unfit(u32),
    /// A job starts before its first window opens, before the tour can be there, not at its place, or lasts another time.
    Time(u32),
    /// A tour leaves before it starts.
    Early(u32),
    /// More demand than capacity.
    Load(u32),
    /// A tie does not hold, or one tour does both jobs.
    Tie(u32),
    /// A lunch outside its window, too short, or where there is none.
    Lunch(u32),
    /// A sum that must be zero is not: tardiness, extra time, missed lunches.
    Term(&'static str),
}

/// The terms of the cost, before prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Cost of all legs.
    pub travel: i64,
    /// Sum of tardiness.
    pub tardiness: i64,
    /// Worst tardiness.
    pub worst_tardiness: i64,
    /// Sum of waiting.
    pub waiting: i64,
    /// Longest wait.
    pub worst_waiting: i64,
    /// Sum of extra time.
    pub extra_time: i64,
    /// Worst idle time.
    pub worst_idle: i64,
    /// Lunches missed.
    pub missed_lunch: i64,
    /// Differences of load.
    pub balance: i64,
    /// Sum of loads.
    pub load: i64,
    /// Points for who does what, fixed prices, and visits left out.
    pub points: i64,
}

/// What is to be said of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Rules broken; none in a feasible plan.
    pub broken: Vec<Broken>,
    /// The terms.
    pub terms: Terms,
    /// The cost.
    pub cost: i64,
}

/// Judges `plan`.
pub fn judge(problem: &RoutingProblem, plan: &RoutingPlan) -> Verdict {
    let _ = (problem, plan, Price::FREE);
    todo!("written by the formats part")
}
