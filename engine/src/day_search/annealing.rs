//! Simulated annealing: many small moves, each measured in full, with penalties that steer themselves.
//!
//! # References
//! Kirkpatrick, Gelatt & Vecchi (1983), "Optimization by Simulated Annealing", Science 220; for home care Ceschia, Di Gaspero,
//! Rosati & Schaerf (2024), "Multi-Neighborhood Simulated Annealing for the Home Healthcare Routing and Scheduling Problem",
//! International Transactions in Operational Research, doi 10.1111/itor.13585, and Ceschia et al. (2026), doi
//! 10.1111/itor.70140. Ours differs: near jobs draw the moves, what must not be is priced.

use super::insertion::{Penalties, insert_best};
use super::moves;
use super::search::UNLIMITED;
use super::workbench::{Draft, Workbench};
use crate::budget::Budget;
use crate::rng::Rng;

/// Moves between two looks at the clock.
const BREATH: u64 = 128;
/// Moves between two changes of the penalties.
const STEER: u64 = 8192;
/// Moves between two reports of an improvement.
const REPORT: u64 = 16_384;

/// How much of the budget has gone.
pub(super) struct Meter<'a, 'b> {
    budget: &'a Budget<'b>,
    began: f64,
    pub done: u64,
}

impl<'a, 'b> Meter<'a, 'b> {
    /// Starts now.
    pub fn new(budget: &'a Budget<'b>) -> Self {
        let began = budget.elapsed.map_or(0.0, |elapsed| elapsed().as_secs_f64());
        Self { budget, began, done: 0 }
    }

    /// Whether to stop.
    pub fn is_spent(&self) -> bool {
        self.budget.is_spent(self.done)
    }

    /// The share of the budget that has gone, from 0 to 1; without any limit, that of `moves`, over and over.
    pub fn share(&self, moves: u64) -> f64 {
        let time = self.budget.elapsed.map_or(0.0, |elapsed| {
            let whole = self.budget.time_limit.as_secs_f64() - self.began;
            ((elapsed().as_secs_f64() - self.began) / whole.max(1e-9)).clamp(0.0, 1.0)
        });
        let count = self.budget.iterations.map_or(0.0, |limit| self.done as f64 / limit.max(1) as f64);
        if self.budget.elapsed.is_none() && self.budget.iterations.is_none() {
            return (self.done % moves) as f64 / moves as f64;
        }
        time.max(count).min(1.0)
    }
}

/// The best plan so far that breaks nothing but, perhaps, leaves visits out.
pub(super) struct Best {
    pub draft: Draft,
    pub news: bool,
}

impl Best {
    /// Takes the plan on the bench when it is better.
    pub fn offer(&mut self, bench: &Workbench<'_>) {
        let score = bench.score;
        if score.broken == 0 && (score.owed, score.cost) < (self.draft.owed, self.draft.cost) {
            self.draft = bench.draft();
            self.news = true;
        }
    }
}

/// One cooling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cooling {
    /// Shares of the budget between which it goes on.
    pub from: f64,
    pub to: f64,
    /// Temperatures at both ends.
    pub hot: f64,
    pub cold: f64,
}

/// Moves on from the plan on the bench until the share of the budget that is `cooling.to`.
pub(super) fn anneal(
    bench: &mut Workbench<'_>,
    cooling: &Cooling,
    penalties: &mut Penalties,
    meter: &mut Meter<'_, '_>,
    rng: &mut Rng,
    best: &mut Best,
    improved: &mut dyn FnMut(&Best),
) {
    let menu = moves::menu(bench);
    let (mut seen, mut broken) = (0_u64, 0_u64);
    let mut temperature = cooling.hot;
    let tours = bench.routes.len() as f64;
    let prices = &bench.facts.problem.prices;
    let margin = MARGIN * (prices.worst_idle as f64 + prices.balance as f64 * tours);
    let mut among = bench.routes.len();
    bench.soften(among);
    let mut now = penalties.value(bench.score);
    loop {
        if meter.done.is_multiple_of(BREATH) {
            if meter.is_spent() {
                return;
            }
            let share = meter.share(UNLIMITED);
            if share >= cooling.to || share < cooling.from {
                return;
            }
            let f = (share - cooling.from) / (cooling.to - cooling.from);
            among = (tours * (1.0 - f / PLAIN)).ceil().max(1.0) as usize;
            temperature = cooling.hot * (cooling.cold / cooling.hot).powf(f);
        }
        meter.done += 1;
        if best.news && meter.done.is_multiple_of(REPORT) {
            best.news = false;
            improved(best);
        }
        if meter.done.is_multiple_of(STEER) {
            bench.soften(among);
            penalties.steer(broken as f64 / seen.max(1) as f64, bench);
            (seen, broken) = (0, 0);
            now = penalties.value(bench.score);
        }
        seen += 1;
        broken += u64::from(bench.score.broken > 0);
        let kind = menu[rng.below(menu.len())];
        if !moves::stage(bench, kind, penalties, rng) {
            continue;
        }
        // Metropolis: accepted when the rise is no more than -T ln(u). The margin is what the worst idle time may fall by.
        let rise = -temperature * rng.unit().max(1e-12).ln();
        let ceiling = ((rise + margin / among as f64) as i64).saturating_add(2 * bench.facts.scale);
        let Some(score) = bench.propose_below(ceiling, penalties.broken, penalties.owed) else {
            continue;
        };
        let value = penalties.value(score);
        if value > now && value.saturating_sub(now) as f64 > rise {
            bench.take_back();
            continue;
        }
        bench.keep(score);
        now = value;
        best.offer(bench);
    }
}

/// Units of time by which a change may be hoped to make the worst idle time less.
const MARGIN: f64 = 60.0;
/// Share of a cooling after which the plain worst idle time counts.
const PLAIN: f64 = 0.9;
impl Penalties {
    /// Raises the penalty when plans are broken too often, lowers it when hardly ever.
    fn steer(&mut self, share: f64, bench: &Workbench<'_>) {
        let scale = bench.facts.scale;
        if share > 0.6 {
            self.broken = (self.broken + self.broken / 4 + 1).min(2 * bench.facts.dearest);
        } else if share < 0.3 {
            self.broken = (self.broken - self.broken / 10).max(1 + scale / 50);
        }
        if bench.score.owed > 0 {
            self.owed = (self.owed + self.owed / 10).min(bench.facts.dearest);
        }
    }
}

/// Plans all that can be planned, in a random order with the hard ones first, until told to `stop`; breaks nothing.
pub(super) fn first_plan(bench: &mut Workbench<'_>, stop: &dyn Fn() -> bool, rng: &mut Rng) {
    bench.soften(bench.routes.len());
    let mut waiting = bench.waiting_list.clone();
    rng.shuffle(&mut waiting);
    let slots = |visit: u32| {
        let jobs = bench.facts.problem.visits[visit as usize].jobs.clone();
        (std::cmp::Reverse(jobs.len()), jobs.map(|j| bench.facts.able[j as usize].len()).min())
    };
    waiting.sort_by_key(|&visit| slots(visit));
    for visit in waiting {
        if stop() {
            return;
        }
        insert_best(bench, visit, stop);
    }
}
