//! Column generation: routes are priced into the master until none is left that would help, and a bound is had on the way.

use super::cuts::Cuts;
use super::labels::{Care, Priced, search};
use super::memory::{Memory, Neighbourhoods};
use super::network::{NEVER, Network, SCALE};
use super::pricing::Prices;
use super::tables::Tables;
use crate::budget::Budget;
use crate::partition::mip_solver::{Binds, Column, LiveProgram, Values};
use rustc_hash::FxHashSet;

/// Neighbours that a label remembers to begin with, and at most.
const NEAR: usize = 8;
const MOST_NEAR: u32 = 24;

/// Routes that one kind of tour may bring in one round.
const ROUTES: usize = 24;

/// A quick pass ends when so many kinds of tour have brought routes.
const ENOUGH: usize = 3;

/// Leaving out what must be done is not made dearer than this, scaled: duals stay within what floating point can tell apart.
const DEAREST: i64 = 1 << 46;

/// A column of the master.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Route {
    /// Kind of tour.
    pub(super) kind: u32,
    /// Jobs in order; one may come twice where the relaxation lets it.
    pub(super) jobs: Vec<u32>,
    /// Scaled.
    pub(super) cost: i64,
}

impl Route {
    /// Whether no job, nor one tied to it, comes twice.
    pub(super) fn is_elementary(&self, network: &Network) -> bool {
        let mut seen = FxHashSet::default();
        self.jobs.iter().all(|&j| seen.insert(network.element[j as usize]))
    }
}

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The bound reaches the plan.
    Met,
    /// Nothing left to price, forget or cut.
    Exhausted,
    /// The budget is spent, or a part of the work would take too much room.
    Stopped,
}

/// Master, prices and bound.
pub(super) struct Generation<'a, const W: usize> {
    pub(super) network: &'a Network,
    /// Scaled; [`NEVER`] when no plan is known.
    upper: i64,
    /// Scaled price for leaving out what must be done; raised where it does not keep the master from it.
    dear: i64,
    master: LiveProgram,
    /// Columns before the routes: one for each visit left out.
    slacks: u32,
    pub(super) routes: Vec<Route>,
    /// Whether the route is barred, because the relaxation no longer knows it.
    barred: Vec<bool>,
    known: FxHashSet<Route>,
    pub(super) cuts: Cuts,
    near: Neighbourhoods,
    tables: Tables,
    /// The kind that the next pass begins with.
    turn: usize,
    /// The prices of the best bound, and what no route of each kind costs less than at them.
    pub(super) prices: Prices,
    pub(super) least: Vec<i64>,
    /// Scaled.
    pub(super) lower: i64,
    /// Exact rounds of pricing.
    pub(super) rounds: u32,
    /// Jobs may be done more than once in the master, which is a valid relaxation, and nothing lost where it never pays.
    free: bool,
    /// The last optimum of the master.
    pub(super) values: Values,
}

impl<'a, const W: usize> Generation<'a, W> {
    /// A master with a column for each visit left out. Only plans cheaper than `upper` (scaled) are of interest.
    pub(super) fn new(network: &'a Network, upper: i64) -> Self {
        let dear = first_dear(network);
        let free = network.kinds.iter().any(|k| k.points.iter().flatten().any(|&p| p < 0));
        let each = if free { Binds::Exactly(1.0) } else { Binds::Least(1.0) };
        let tours = network.kinds.iter().map(|k| Binds::Most(k.tours.len() as f64));
        let rows: Vec<Binds> = (0..network.jobs).map(|_| each).chain(tours).collect();
        let mut master = LiveProgram::new(&rows);
        for (jobs, price) in &network.visits {
            let cost = price.unwrap_or(dear) as f64 / SCALE as f64;
            master.add_column(
                &Column { cost, entries: jobs.clone().map(|j| (j, 1.0)).collect() },
                f64::INFINITY,
            );
        }
        let prices =
            Prices { job: vec![0; network.jobs], kind: vec![0; network.kinds.len()], cut: Vec::new() };
        Self {
            network,
            upper,
            dear,
            master,
            slacks: network.visits.len() as u32,
            routes: Vec::new(),
            barred: Vec::new(),
            known: FxHashSet::default(),
            cuts: Cuts::default(),
            near: Neighbourhoods::nearest(network, NEAR),
            tables: Tables::default(),
            turn: 0,
            prices,
            least: vec![-NEVER; network.kinds.len()],
            lower: i64::MIN,
            rounds: 0,
            free,
            values: Values::default(),
        }
    }

    /// Takes a route into the master; whether it is new.
    pub(super) fn add(&mut self, route: Route) -> bool {
        if !self.known.insert(route.clone()) {
            return false;
        }
        let mut entries: Vec<(u32, f64)> = Vec::with_capacity(route.jobs.len() + 2);
        for &job in &route.jobs {
            match entries.iter_mut().find(|e| e.0 == job) {
                Some(entry) => entry.1 += 1.0,
                None => entries.push((job, 1.0)),
            }
        }
        entries.push((self.network.jobs as u32 + route.kind, 1.0));
        let first = (self.network.jobs + self.network.kinds.len()) as u32;
        for (c, triple) in (first..).zip(&self.cuts.triples) {
            let factor = Cuts::factor(triple, &route.jobs);
            if factor > 0 {
                entries.push((c, f64::from(factor)));
            }
        }
        self.master.add_column(&Column { cost: route.cost as f64 / SCALE as f64, entries }, f64::INFINITY);
        self.routes.push(route);
        self.barred.push(false);
        true
    }

    /// A route of one job for every job and kind that can.
    pub(super) fn add_singles(&mut self) {
        for (k, kind) in (0_u32..).zip(&self.network.kinds) {
            for job in 0..self.network.jobs as u32 {
                if let Some((cost, _)) = self.network.schedule(kind, &[job]) {
                    self.add(Route { kind: k, jobs: vec![job], cost });
                }
            }
        }
    }

    /// The first bound: every job costs at least its cheapest way in and its cheapest points.
    pub(super) fn start(&mut self) {
        let network = self.network;
        let mut prices = vec![NEVER; network.jobs];
        for kind in &network.kinds {
            for (price, out) in prices.iter_mut().zip(&kind.out) {
                *price = (*price).min(out.1);
            }
        }
        for link in network.links.iter().flatten() {
            prices[link.to as usize] = prices[link.to as usize].min(link.cost);
        }
        for (job, price) in prices.iter_mut().enumerate() {
            let points = network.kinds.iter().filter_map(|k| k.points[job]).min();
            // Nobody can do it: leaving it out is all there is.
            *price = points.map_or(0, |p| *price + p);
        }
        self.prices.job = prices;
        self.least = vec![0; network.kinds.len()];
        self.lower = self.prices.bound(network, &self.least);
    }

    /// Makes leaving out what must be done dearer; `false` when it is as dear as can be.
    fn raise_dear(&mut self) -> bool {
        if self.dear > DEAREST {
            return false;
        }
        self.dear *= 16;
        for (v, (_, price)) in (0_u32..).zip(&self.network.visits) {
            if price.is_none() {
                self.master.price_column(v, self.dear as f64 / SCALE as f64);
            }
        }
        true
    }

    /// Generates until nothing helps any more, the bound meets the plan, or the budget is spent.
    pub(super) fn run(&mut self, budget: &Budget) -> State {
        loop {
            let Some(values) = self.master.solve(budget) else { return State::Stopped };
            self.values = values;
            let duals = Prices::rounded(self.network, &self.values.rows, self.free);
            if self.is_met() {
                return State::Met;
            }
            if self.price_quickly(&duals, budget) {
                continue;
            }
            match self.price_exactly(&duals, budget) {
                None => return State::Stopped,
                Some(_) if self.is_met() => return State::Met,
                Some(true) => continue,
                Some(false) => {}
            }
            if !self.serves_all() && self.raise_dear() {
                continue;
            }
            if !(self.remember() || self.cut()) {
                return State::Exhausted;
            }
        }
    }

    /// Whether no whole number lies between bound and plan.
    pub(super) fn is_met(&self) -> bool {
        self.lower > i64::MIN && self.upper < NEVER && self.lower > self.upper - SCALE
    }

    /// Routes that would help at the master's prices, found in a hurry: first at prices held back towards the best bound's.
    fn price_quickly(&mut self, duals: &Prices, budget: &Budget) -> bool {
        let held = self.prices.between(duals, if self.lower > i64::MIN { 8 } else { 0 });
        for (prices, care) in [(&held, 1), (duals, 1), (duals, 6)] {
            if self.pass(prices, duals, Care::Quick(care), budget).0 {
                return true;
            }
        }
        false
    }

    /// Prices all kinds exactly; whether there were routes that help. `None` when stopped, or when some kind has too many labels.
    fn price_exactly(&mut self, duals: &Prices, budget: &Budget) -> Option<bool> {
        for weight in [8, 0] {
            if weight > 0 && self.lower == i64::MIN {
                continue;
            }
            let held = self.prices.between(duals, weight);
            let (new, exact) = self.pass(&held, duals, Care::Exact, budget);
            self.rounds += u32::from(exact);
            if new || self.is_met() {
                return Some(new);
            }
            if !exact {
                return None;
            }
        }
        Some(false)
    }

    /// Prices all kinds at `prices`, and so has a bound; whether there were routes that help at `duals`, and whether every kind was
    /// priced exactly.
    fn pass(&mut self, prices: &Prices, duals: &Prices, care: Care, budget: &Budget) -> (bool, bool) {
        let remembers: Vec<Memory<W>> = self.near.masks(self.network.jobs);
        let cuts = self.cuts.masks(self.network.jobs);
        let kinds = &self.network.kinds;
        let mut least: Vec<Option<i64>> = vec![None; kinds.len()];
        let (mut helped, mut exact) = (0, true);
        for turn in 0..kinds.len() {
            // New prices from a few kinds are worth more than more routes at the old ones.
            if budget.is_spent(0) || care != Care::Exact && helped >= ENOUGH {
                exact = false;
                break;
            }
            let k = (self.turn + turn) % kinds.len();
            let completion = self.tables.completion(self.network, k as u32, prices);
            let priced = Priced {
                network: self.network,
                kind: &kinds[k],
                prices,
                remembers: &remembers,
                cuts: &cuts,
                completion: completion.as_ref().as_ref(),
                limit: prices.kind[k],
                many: ROUTES,
            };
            let found = search(&priced, care, budget);
            least[k] = Some(found.least);
            exact &= found.exact;
            helped += usize::from(self.take(k as u32, prices, duals, found.routes));
        }
        let floor = |(k, least): (u32, Option<i64>)| {
            least.unwrap_or_else(|| self.tables.floor(self.network, k, prices))
        };
        let least = (0_u32..).zip(least).map(floor).collect();
        if care != Care::Exact {
            self.turn = (self.turn + ENOUGH) % kinds.len().max(1);
        }
        self.prove(prices, least);
        (helped > 0, exact)
    }

    /// Keeps the bound that prices prove when no route of a kind costs less than `least` of it, if it is the best so far.
    fn prove(&mut self, prices: &Prices, least: Vec<i64>) {
        let lower = prices.bound(self.network, &least);
        if lower > self.lower {
            (self.lower, self.prices, self.least) = (lower, prices.clone(), least);
        }
    }

    /// Takes what was found at `prices` and helps at `duals`; whether there was any.
    fn take(&mut self, kind: u32, prices: &Prices, duals: &Prices, found: Vec<(i64, Vec<u32>)>) -> bool {
        let mut new = false;
        for (reduced, jobs) in found {
            let cost = reduced + prices.of(&self.cuts.triples, &jobs);
            if cost - duals.of(&self.cuts.triples, &jobs) < duals.kind[kind as usize] {
                new |= self.add(Route { kind, jobs, cost });
            }
        }
        new
    }

    /// Routes of the master's optimum with their shares.
    fn support(&self) -> Vec<(usize, f64)> {
        let shares = self.values.columns.iter().skip(self.slacks as usize).take(self.routes.len());
        shares.copied().enumerate().filter(|&(_, x)| x > 1e-6).collect()
    }

    /// Lets labels remember the circles of the master's optimum, and bars the routes that have them; whether there were any.
    fn remember(&mut self) -> bool {
        let mut grown = false;
        for (r, _) in self.support() {
            let jobs = self.routes[r].jobs.clone();
            let element = |job: u32| self.network.element[job as usize];
            for (last, &job) in jobs.iter().enumerate() {
                if let Some(first) = jobs[..last].iter().rposition(|&other| element(other) == element(job)) {
                    let between = &jobs[first + 1..last];
                    if between
                        .iter()
                        .all(|&b| self.near.size(b) < MOST_NEAR || self.near.has(b, element(job)))
                    {
                        for &b in between {
                            grown |= self.near.grow(b, element(job));
                        }
                    }
                }
            }
        }
        if grown {
            for (r, route) in self.routes.iter().enumerate() {
                if !self.barred[r] && !self.near.allow(self.network, &route.jobs) {
                    self.barred[r] = true;
                    self.known.remove(route);
                    self.master.limit_column(self.slacks + r as u32, 0.0);
                }
            }
        }
        grown
    }

    /// Adds cuts that the master's optimum violates; whether there were any.
    fn cut(&mut self) -> bool {
        let support = self.support();
        let shares: Vec<(&[u32], f64)> =
            support.iter().map(|&(r, x)| (self.routes[r].jobs.as_slice(), x)).collect();
        let new = self.cuts.violated(self.network, &shares, 10);
        for triple in &new {
            let entries: Vec<(u32, f64)> = (0_u32..)
                .zip(&self.routes)
                .map(|(r, route)| (self.slacks + r, f64::from(Cuts::factor(triple, &route.jobs))))
                .filter(|e| e.1 > 0.0)
                .collect();
            self.master.add_row(Binds::Most(1.0), &entries);
            self.cuts.triples.push(*triple);
            self.prices.cut.push(0);
        }
        !new.is_empty()
    }

    /// Whether the master's optimum does without leaving out what must be done.
    fn serves_all(&self) -> bool {
        let slack = self.values.columns.iter().zip(&self.network.visits);
        !self.values.columns.is_empty()
            && slack.into_iter().all(|(&x, (_, price))| price.is_some() || x < 1e-6)
    }
}

/// Twice what the dearest single visit costs, which is often enough.
fn first_dear(network: &Network) -> i64 {
    let single = |kind: &super::network::Kind| {
        let cost = |job: u32| network.schedule(kind, &[job]).map_or(0, |(cost, _)| cost);
        (0..network.jobs as u32).map(cost).max().unwrap_or(0)
    };
    2 * network.kinds.iter().map(single).max().unwrap_or(0).clamp(SCALE, DEAREST)
}
