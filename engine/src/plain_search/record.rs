//! What the search has found so far: the best plan, the pool, and when to tell of it.

use super::network::Network;
use super::pool::Pool;
use super::routes::Routes;
use crate::budget::Budget;
use crate::routing::{RoutingPlan, RoutingProblem};
use std::time::Duration;

/// Jobs of the network by route; no route is empty.
pub(super) type Sequences = Vec<Vec<u32>>;

/// A caller hears of a better plan at most once in this time, but always of the last.
const PAUSE: Duration = Duration::from_millis(20);

/// What was found.
pub(super) struct Record<'a> {
    pub problem: &'a RoutingProblem,
    pub network: &'a Network,
    pub budget: &'a Budget<'a>,
    pub best: Sequences,
    /// As [`Routes::total`].
    pub best_total: i64,
    pub pool: Pool,
    /// Iterations so far.
    pub iterations: u64,
    begun: Duration,
    told: Option<Duration>,
    untold: bool,
    improved: &'a mut dyn FnMut(&RoutingPlan, i64),
}

impl<'a> Record<'a> {
    /// Nothing found.
    pub fn new(
        problem: &'a RoutingProblem,
        network: &'a Network,
        budget: &'a Budget<'a>,
        improved: &'a mut dyn FnMut(&RoutingPlan, i64),
    ) -> Self {
        let begun = budget.elapsed.map_or(Duration::ZERO, |now| now());
        Self {
            problem,
            network,
            budget,
            best: Vec::new(),
            best_total: i64::MAX,
            pool: Pool::default(),
            iterations: 0,
            begun,
            told: None,
            untold: false,
            improved,
        }
    }

    /// How much of the budget is gone, from 0 to 1; `None` when it is spent, and 0 as long as nothing limits it.
    pub fn share(&self) -> Option<f64> {
        if self.budget.is_spent(self.iterations) {
            return None;
        }
        let by_count = self.budget.iterations.map_or(0.0, |most| self.iterations as f64 / most.max(1) as f64);
        let by_time = self.budget.elapsed.map_or(0.0, |now| {
            let (gone, whole) =
                (now().saturating_sub(self.begun), self.budget.time_limit.saturating_sub(self.begun));
            gone.as_secs_f64() / whole.as_secs_f64().max(1e-9)
        });
        Some(by_count.max(by_time).min(1.0))
    }

    /// Whether anything but a cancel ends the search.
    pub fn is_limited(&self) -> bool {
        self.budget.iterations.is_some()
            || (self.budget.elapsed.is_some() && self.budget.time_limit < Duration::MAX)
    }

    /// Keeps `routes` when they are better than all before.
    pub fn see(&mut self, routes: &Routes) {
        let total = routes.total();
        if total >= self.best_total {
            return;
        }
        self.best_total = total;
        self.best = routes.sequences();
        self.note_better();
    }

    /// Keeps `routes`, which serve all jobs and keep all rules, when they are better than all before; whether they are.
    pub fn see_sequences(&mut self, routes: &Sequences, cost: i64) -> bool {
        let better = cost < self.best_total;
        if better {
            self.best_total = cost;
            self.best.clone_from(routes);
            self.note_better();
        }
        better
    }

    fn note_better(&mut self) {
        self.untold = true;
        let now = self.budget.elapsed.map(|now| now());
        if now.is_none_or(|now| self.told.is_none_or(|told| now.saturating_sub(told) >= PAUSE)) {
            self.told = now;
            self.tell();
        }
    }

    /// Puts routes into the pool.
    pub fn pool_all(&mut self, routes: &Sequences) {
        for jobs in routes {
            let cost = self.route_cost(jobs);
            let network = self.network;
            self.pool.add(jobs.iter().map(|&j| network.names[j as usize]), cost);
        }
    }

    /// Price of a route in the problem's points.
    fn route_cost(&self, jobs: &[u32]) -> i64 {
        let depot = self.network.jobs as u32;
        let mut at = depot;
        let legs = jobs
            .iter()
            .chain([&depot])
            .map(|&job| i64::from(self.network.leg(std::mem::replace(&mut at, job), job).cost));
        legs.sum::<i64>().saturating_mul(self.problem.prices.travel).saturating_add(self.network.fixed)
    }

    /// Puts the routes that were changed last into the pool.
    pub fn pool_changed(&mut self, routes: &Routes) {
        let used = routes.changed().filter(|&r| routes.sums[r as usize].size > 0);
        self.pool_all(&used.map(|r| routes.jobs_of(r).collect()).collect());
    }

    /// Tells the caller of the best plan, if it has not heard.
    pub fn tell(&mut self) {
        if std::mem::take(&mut self.untold) {
            let plan = self.plan();
            let cost = self.cost();
            (self.improved)(&plan, cost);
        }
    }

    /// Price of the best plan in the problem's points; what is left out is not in it.
    pub fn cost(&self) -> i64 {
        self.best.iter().fold(0, |sum: i64, jobs| sum.saturating_add(self.route_cost(jobs)))
    }

    /// The best plan: everything as early as can be.
    pub fn plan(&self) -> RoutingPlan {
        let named =
            |jobs: &Vec<u32>| jobs.iter().map(|&j| self.network.names[j as usize]).collect::<Vec<_>>();
        RoutingPlan::earliest(self.problem, self.best.iter().map(|jobs| named(jobs).into_iter()))
    }
}
