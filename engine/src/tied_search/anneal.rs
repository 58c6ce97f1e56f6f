//! Simulated annealing: random small changes, a worse plan accepted ever more seldom.

use super::facts::{Facts, NONE, ROOM};
use super::network::{Network, Weights};
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{Price, RoutingPlan};
use std::time::Duration;

/// Changes tried between two looks at the budget, the temperature and the weights.
const BEAT: u64 = 256;

/// Beats between two reports of a better plan.
const REPORT: u64 = 64;

/// Numbers that were found by trying.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// First temperature, as a part of the mean price of a leg.
    pub hot: f64,
    /// Last temperature, likewise.
    pub cold: f64,
    /// Of [`KINDS`], how often each is tried.
    pub mix: [u32; KINDS],
    /// How often a place is drawn among those near, not among all.
    pub local: f64,
    /// Changes for each job in one round of cooling, when there is time for more than one.
    pub round: f64,
    /// The part of plans that shall be in time where they must, while the weights are steered.
    pub in_time: f64,
}

/// Relocate, swap, relocate both of a visit, a row of two or three, swap tails, in and out.
pub(super) const KINDS: usize = 6;

impl Settings {
    /// For problems with and without something that must not be late.
    fn of(hard: bool) -> Self {
        let (hot, cold, round) = if hard { (0.3, 0.03, 40_000.0) } else { (3.0, 0.02, 150_000.0) };
        Self { hot, cold, mix: [40, 30, 10, 8, 4, 2], local: 0.85, round, in_time: 0.4 }
    }

    /// [`Self::mix`] spread over 256 draws.
    fn kinds(&self) -> Vec<usize> {
        let total: u32 = self.mix.iter().sum();
        let kind = |draw: u32| {
            let mut left = draw * total / 256;
            (0..KINDS - 1)
                .find(|&k| {
                    left < self.mix[k] || {
                        left -= self.mix[k];
                        false
                    }
                })
                .unwrap_or(KINDS - 1)
        };
        (0..256).map(kind).collect()
    }
}

/// One chain of changes.
pub(super) struct Chain<'a> {
    /// The plan being changed.
    pub net: Network<'a>,
    /// The best plan in which nobody is late where that must not be.
    pub best: Network<'a>,
    /// What it costs.
    pub best_cost: i64,
    /// Changes tried.
    pub tried: u64,
    facts: &'a Facts<'a>,
    rng: Rng,
    settings: Settings,
    hard: [bool; 2],
    out: Vec<u32>,
    steer: Steer,
    /// `-ln` of numbers spread evenly from 0 to 1.
    logs: Vec<f64>,
    /// Kinds of change as often as they are tried.
    kinds: Vec<usize>,
}

/// How the weights of what must not be late follow what happens.
struct Steer {
    weight: [f64; 2],
    seen: u32,
    kept: [u32; 2],
}

fn soft(price: Price) -> Option<i64> {
    match price {
        Price::Points(points) => Some(points),
        Price::Hard => None,
    }
}

impl<'a> Chain<'a> {
    /// A first plan, from `start` as far as that goes, looked for until told to `stop`.
    pub(super) fn new(
        facts: &'a Facts<'a>,
        rng: Rng,
        start: Option<&RoutingPlan>,
        stop: &dyn Fn() -> bool,
    ) -> Self {
        let prices = &facts.problem.prices;
        let hard = [soft(prices.tardiness).is_none(), soft(prices.extra_time).is_none()];
        // Where time and cost have the same unit, a unit late counts a few of travel at first.
        let first = prices.travel.saturating_mul(4).max(1);
        let weights = Weights {
            tardiness: soft(prices.tardiness).unwrap_or(first),
            worst: prices.worst_tardiness,
            extra: soft(prices.extra_time).unwrap_or(first),
        };
        let mut net = Network::new(facts, weights);
        net.count_missing();
        if let Some(plan) = start {
            net.load_plan(plan);
        }
        let mut best = net.clone();
        best.keep_in_time(hard, stop);
        net.put_in_all(stop);
        let steer = Steer { weight: [first as f64; 2], seen: 0, kept: [0; 2] };
        let settings = Settings::of(hard.contains(&true));
        let mut chain = Self {
            best_cost: 0,
            tried: 0,
            net,
            best,
            facts,
            rng,
            settings,
            hard,
            out: Vec::new(),
            steer,
            logs: (0..4096).map(|i| -((f64::from(i) + 0.5) / 4096.0).ln()).collect(),
            kinds: settings.kinds(),
        };
        chain.best_cost = chain.true_cost(&chain.best);
        if chain.is_better() {
            chain.keep();
        }
        chain
    }

    /// The cost by the prices of the problem, what must not be late being in time.
    fn true_cost(&self, net: &Network) -> i64 {
        let [tardiness, extra] = self.hard;
        let s = &net.sums;
        let part =
            |hard: bool, amount: i64, weight: i64| if hard { 0 } else { amount.saturating_mul(weight) };
        (s.travel + s.missing)
            .saturating_add(part(tardiness, s.tardiness, net.weights.tardiness))
            .saturating_add(part(extra, s.extra, net.weights.extra))
            .saturating_add(s.worst.saturating_mul(net.weights.worst))
    }

    /// Anneals until the budget is spent; `improved` hears of better plans.
    pub(super) fn run(&mut self, budget: &Budget, improved: &mut dyn FnMut(&Network, i64)) {
        if self.facts.jobs == 0 || self.facts.tours == 0 {
            return;
        }
        let began = budget.elapsed.map_or(Duration::ZERO, |elapsed| elapsed());
        let mean = self.mean_leg();
        let (hot, cold) = (mean * self.settings.hot, mean * self.settings.cold);
        let mut told = self.best_cost;
        let (mut beats, mut rounds) = (0, 1.0);
        while !budget.is_spent(self.tried) {
            let done = self.progress(budget, began);
            if beats == REPORT && done > 0.0 {
                // By now the speed is known: what is small cools several times rather than ever more slowly.
                let changes = self.tried as f64 / done / f64::from(self.facts.jobs);
                rounds = (changes / self.settings.round).floor().clamp(1.0, 16.0);
            }
            let cooled = if done < 1.0 { (done * rounds).fract() } else { 1.0 };
            let temperature = hot * (cold / hot).powf(cooled);
            for _ in 0..BEAT {
                self.step(temperature);
            }
            self.tried += BEAT;
            beats += 1;
            if beats % REPORT == 0 && self.best_cost < told {
                told = self.best_cost;
                improved(&self.best, told);
            }
        }
    }

    /// The mean price of a leg, above zero.
    fn mean_leg(&self) -> f64 {
        let travel = self.net.sums.travel.max(0) as f64;
        (travel / f64::from(self.facts.jobs + 1)).max(1.0)
    }

    /// From 0 to 1, how much of the budget is used. Without an end, rounds of ten million changes.
    fn progress(&self, budget: &Budget, began: Duration) -> f64 {
        let by_changes = budget.iterations.map(|limit| self.tried as f64 / limit.max(1) as f64);
        let by_time = budget.elapsed.filter(|_| budget.time_limit < Duration::MAX).map(|elapsed| {
            let total = budget.time_limit.saturating_sub(began).as_secs_f64();
            elapsed().saturating_sub(began).as_secs_f64() / total.max(1e-9)
        });
        match (by_changes, by_time) {
            (None, None) => (self.tried % ROUND) as f64 / ROUND as f64,
            (a, b) => a.unwrap_or(0.0).max(b.unwrap_or(0.0)).min(1.0),
        }
    }

    /// Tries one change.
    fn step(&mut self, temperature: f64) {
        let worse = temperature * self.logs[(self.rng.next_u64() >> 52) as usize];
        let limit = self.net.total().saturating_add(worse as i64);
        if self.change(limit) && self.is_better() {
            self.keep();
        }
        if self.hard[0] || self.hard[1] {
            self.steer();
        }
    }

    /// Remembers the plan as the best.
    fn keep(&mut self) {
        self.best_cost = self.true_cost(&self.net);
        self.best.copy(&self.net);
    }

    fn is_better(&self) -> bool {
        let s = &self.net.sums;
        (s.tardiness == 0 || !self.hard[0])
            && (s.extra == 0 || !self.hard[1])
            && self.true_cost(&self.net) < self.best_cost
    }

    /// Tries a random change of a random kind; `true` when it was kept.
    fn change(&mut self, limit: i64) -> bool {
        let job = self.rng.below(self.facts.jobs as usize) as u32;
        let kind = self.kinds[(self.rng.next_u64() >> 56) as usize];
        if kind == 5 {
            return self.in_or_out(limit);
        }
        if !self.net.is_placed(job) {
            return false;
        }
        match kind {
            0 => {
                let prev = self.place_near(job);
                prev != NONE && self.net.relocate(job, prev, limit)
            }
            1 => {
                let other = self.job_near(job);
                other != NONE && self.net.is_placed(other) && self.net.swap(job, other, limit)
            }
            2 => self.move_both(limit),
            3 => {
                let prev = self.place_near(job);
                let more = 1 + self.rng.below(2);
                prev != NONE && self.net.relocate_row(job, more, prev, limit)
            }
            _ => {
                let prev = self.place_near(job);
                let head = if self.rng.chance(0.5) { job } else { self.net.spots[job as usize].prev };
                prev != NONE && self.net.swap_tails(head, prev, limit)
            }
        }
    }

    /// A job, mostly one near `job`.
    fn job_near(&mut self, job: u32) -> u32 {
        let near = &self.facts.near[job as usize];
        if !near.is_empty() && self.rng.chance(self.settings.local) {
            near[self.rng.below(near.len())]
        } else {
            self.rng.below(self.facts.jobs as usize) as u32
        }
    }

    /// A node behind which `job` could come, or [`NONE`].
    fn place_near(&mut self, job: u32) -> u32 {
        if self.rng.below(32) == 0 {
            let able = &self.facts.able[job as usize];
            return self.rng.pick(able).map_or(NONE, |&tour| self.facts.departure(tour));
        }
        let other = self.job_near(job);
        let spot = &self.net.spots[other as usize];
        if spot.tour == NONE || !self.facts.is_able(job, spot.tour) {
            return NONE;
        }
        if self.rng.next_u64() & 1 == 0 { other } else { spot.prev }
    }

    fn move_both(&mut self, limit: i64) -> bool {
        let Some(&first) = self.rng.pick(&self.facts.doubles) else { return false };
        if !self.net.is_placed(first) {
            return false;
        }
        let jobs = [first, first + 1];
        let prevs = jobs.map(|j| self.place_near(j));
        !prevs.contains(&NONE) && self.net.relocate_both(jobs, prevs, limit)
    }

    /// Puts in a visit that is left out, or leaves one out.
    fn in_or_out(&mut self, limit: i64) -> bool {
        if self.net.sums.missing > 0 && self.rng.chance(0.5) {
            self.out.clear();
            let visits = &self.facts.problem.visits;
            let firsts = visits.iter().filter(|v| !v.jobs.is_empty()).map(|v| v.jobs.start);
            self.out.extend(firsts.filter(|&j| !self.net.is_placed(j)));
            let Some(&job) = self.rng.pick(&self.out) else { return false };
            let mut prevs = [NONE; 2];
            let jobs = self.facts.siblings(job);
            for (prev, sibling) in prevs.iter_mut().zip(jobs.clone()) {
                *prev = self.place_near(sibling);
                if *prev == NONE {
                    return false;
                }
            }
            return self.net.put_in(job, &prevs[..jobs.len()], limit);
        }
        let job = if self.net.late_price() >= self.facts.must {
            // What must be done but makes others, or itself, too late may go.
            let job = self.rng.below(self.facts.jobs as usize) as u32;
            self.facts.siblings(job).start
        } else if let Some(&job) = self.rng.pick(&self.facts.optional) {
            job
        } else {
            return false;
        };
        self.net.is_placed(job) && self.net.take_out(job, limit)
    }

    /// Raises and lowers the weights of what must not be late, so that plans are in time now and then.
    fn steer(&mut self) {
        let s = &mut self.steer;
        s.seen += 1;
        s.kept[0] += u32::from(self.net.sums.tardiness == 0);
        s.kept[1] += u32::from(self.net.sums.extra == 0);
        if s.seen < STEER {
            return;
        }
        // At most, a unit late is worse than a visit left out, and all nodes as late as can be do not overflow.
        let f = self.facts;
        let most =
            (2 * f.must).min(ROOM / f.latest.max(1).saturating_mul(f.nodes.len() as i64)).max(1) as f64;
        for side in 0..2 {
            let part = f64::from(s.kept[side]) / f64::from(STEER);
            let factor = if part < self.settings.in_time { 1.1 } else { 0.92 };
            s.weight[side] = (s.weight[side] * factor).clamp(1.0, most);
        }
        if self.hard[0] {
            self.net.weights.tardiness = s.weight[0].round() as i64;
        }
        if self.hard[1] {
            self.net.weights.extra = s.weight[1].round() as i64;
        }
        (s.seen, s.kept) = (0, [0; 2]);
    }
}

/// Changes in a round when the budget has no end.
const ROUND: u64 = 10_000_000;

/// Changes between two turns of the weights.
const STEER: u32 = 2_000;
