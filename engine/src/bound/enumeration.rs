//! All routes that a better plan could be made of.

use super::completion::Completion;
use super::generation::{Generation, Route};
use super::memory::Memory;
use super::network::{Kind, Network};
use super::pricing::Prices;
use crate::budget::Budget;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Labels of one kind of tour, and routes of all, at most.
const MOST_LABELS: usize = 1_200_000;
const MOST_ROUTES: usize = 60_000;

#[derive(Clone, Copy)]
struct Label<const W: usize> {
    cost: i64,
    time: i64,
    load: i64,
    cuts: u64,
    /// Elements, which bar what is tied to the jobs as well.
    barred: Memory<W>,
    /// Jobs: what makes two routes the same to the partition. Of tied jobs, two routes may do one each.
    done: Memory<W>,
    job: u32,
    parent: u32,
}

const NONE: u32 = u32::MAX;

/// One kind's routes while they are looked for.
struct Walk<'a, const W: usize> {
    network: &'a Network,
    kind: &'a Kind,
    prices: &'a Prices,
    cuts: &'a [u64],
    completion: Option<Completion>,
    limit: i64,
    labels: Vec<Label<W>>,
    open: BinaryHeap<Reverse<(i64, i64, u32)>>,
    /// By last job and jobs done: moments and costs, none worse than another in both.
    settled: FxHashMap<(u32, Memory<W>), Vec<(i64, i64)>>,
    /// By jobs done: the cheapest whole route.
    whole: FxHashMap<Memory<W>, (i64, u32)>,
}

/// Every route, by kind and jobs done the cheapest, that can be part of a plan cheaper than `upper` (scaled), as the bound proves: a route
/// whose reduced cost is as much as the gap is in none. `None` when they are too many or the budget is spent.
///
/// # References
/// Baldacci, Christofides & Mingozzi (2008), "An exact algorithm for the vehicle routing problem based on the set partitioning
/// formulation with additional cuts", Mathematical Programming 115; Baldacci, Mingozzi & Roberti (2011).
pub(super) fn all_routes<const W: usize>(
    generation: &Generation<W>,
    upper: i64,
    budget: &Budget,
) -> Option<Vec<Route>> {
    let network = generation.network;
    if network.elements > 64 * W {
        return None;
    }
    let gap = upper - super::network::SCALE - generation.lower;
    let cuts = generation.cuts.masks(network.jobs);
    let mut routes = Vec::new();
    for (k, kind) in (0_u32..).zip(&network.kinds) {
        let prices = &generation.prices;
        let mut walk: Walk<W> = Walk {
            network,
            kind,
            prices,
            cuts: &cuts,
            completion: Completion::new(network, kind, prices),
            limit: generation.least[k as usize].min(0).saturating_add(gap).saturating_add(1),
            labels: Vec::new(),
            open: BinaryHeap::new(),
            settled: FxHashMap::default(),
            whole: FxHashMap::default(),
        };
        if !walk.run(budget) || routes.len() + walk.whole.len() > MOST_ROUTES {
            return None;
        }
        let mut found: Vec<(i64, Vec<u32>)> =
            walk.whole.values().map(|&(cost, label)| (cost, walk.jobs(label))).collect();
        found.sort_unstable();
        let triples = &generation.cuts.triples;
        routes.extend(found.into_iter().map(|(reduced, jobs)| Route {
            kind: k,
            cost: reduced + prices.of(triples, &jobs),
            jobs,
        }));
    }
    Some(routes)
}

impl<const W: usize> Walk<'_, W> {
    /// Whether all were found.
    fn run(&mut self, budget: &Budget) -> bool {
        for job in 0..self.network.jobs as u32 {
            let (time, cost) = self.kind.out[job as usize];
            let root = Label {
                cost: 0,
                time: 0,
                load: 0,
                cuts: 0,
                barred: Memory::NONE,
                done: Memory::NONE,
                job: NONE,
                parent: NONE,
            };
            self.extend(&root, NONE, job, self.kind.starts + time, cost);
        }
        let mut popped = 0_u64;
        while let Some(Reverse((_, _, at))) = self.open.pop() {
            popped += 1;
            if popped.is_multiple_of(256) && budget.is_spent(0)
                || self.labels.len() > MOST_LABELS
                || self.whole.len() > MOST_ROUTES
            {
                return false;
            }
            let label = self.labels[at as usize];
            let Label { cost, time, done, job, .. } = label;
            let ways = self.settled.entry((job, done)).or_default();
            if ways.iter().any(|&(t, c)| t <= time && c <= cost) {
                continue;
            }
            ways.push((time, cost));
            let (home, price) = self.kind.home[job as usize];
            if let Some(extra) = self.network.back(self.kind, time + home) {
                let total = cost + price + extra;
                let known = self.whole.get(&done).is_some_and(|&(least, _)| least <= total);
                if total < self.limit && !known {
                    self.whole.insert(done, (total, at));
                }
            }
            let network = self.network;
            for link in &network.links[job as usize] {
                self.extend(&label, at, link.to, time + link.time, link.cost);
            }
        }
        true
    }

    fn extend(&mut self, from: &Label<W>, parent: u32, job: u32, arrival: i64, cost: i64) {
        let (network, kind) = (self.network, self.kind);
        let Some(points) = kind.points[job as usize] else { return };
        let element = network.element[job as usize];
        let load = from.load + network.demand[job as usize];
        if from.barred.has(element) || kind.capacity.is_some_and(|c| load > c) {
            return;
        }
        let mut cost = from.cost + cost + points - self.prices.job[job as usize];
        let within = self.cuts[job as usize];
        let mut completed = from.cuts & within;
        while completed != 0 {
            cost -= self.prices.cut[completed.trailing_zeros() as usize];
            completed &= completed - 1;
        }
        let (barred, done) = (from.barred.with(element), from.done.with(job));
        let cuts = from.cuts ^ within;
        network.starts(job, arrival, |time, late| {
            let cost = cost + late;
            let hopeless = self.completion.as_ref().is_some_and(|c| {
                let rest = c.least(job, time, |next| barred.has(network.element[next as usize]));
                cost + rest >= self.limit
            });
            if !hopeless {
                self.open.push(Reverse((time, cost, self.labels.len() as u32)));
                self.labels.push(Label { cost, time, load, cuts, barred, done, job, parent });
            }
        });
    }

    fn jobs(&self, label: u32) -> Vec<u32> {
        let mut jobs = Vec::new();
        let mut at = label;
        while at != NONE {
            jobs.push(self.labels[at as usize].job);
            at = self.labels[at as usize].parent;
        }
        jobs.reverse();
        jobs
    }
}
