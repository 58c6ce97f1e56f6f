//! Routes of least reduced cost, by labels that are settled in order of time.

use super::completion::Completion;
use super::memory::Memory;
use super::network::{Kind, NEVER, Network};
use super::pricing::Prices;
use crate::budget::Budget;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How well to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Not more than so many labels that cost no more are kept at a job, whatever they have done.
    Quick(usize),
    /// Every route of the relaxation is looked at, or dominated by one that is.
    Exact,
}

/// What is priced: a kind of tour at certain prices.
pub(super) struct Priced<'a, const W: usize> {
    pub(super) network: &'a Network,
    pub(super) kind: &'a Kind,
    pub(super) prices: &'a Prices,
    /// By job.
    pub(super) remembers: &'a [Memory<W>],
    /// By job, the cuts it is in.
    pub(super) cuts: &'a [u64],
    pub(super) completion: Option<&'a Completion>,
    /// Routes that cost as much are of no interest.
    pub(super) limit: i64,
    /// Routes wanted at most.
    pub(super) many: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Reduced cost and jobs in order, the cheapest first.
    pub(super) routes: Vec<(i64, Vec<u32>)>,
    /// No route without repetition costs less (at most the limit), whether the search was exact, quick or stopped: what it dropped or
    /// did not come to is completed as cheaply as [`Completion`] knows, or, without it, at `-NEVER`.
    pub(super) least: i64,
    /// Whether every route of the relaxation was looked at, or dominated by one that was.
    pub(super) exact: bool,
}

#[derive(Clone, Copy)]
struct Label<const W: usize> {
    cost: i64,
    /// Start of the job.
    time: i64,
    load: i64,
    /// Cuts that it has one job of, or three.
    cuts: u64,
    memory: Memory<W>,
    job: u32,
    parent: u32,
}

/// What of a label counts when another is compared with it, at the same job and no earlier.
#[derive(Clone, Copy)]
struct Mark<const W: usize> {
    cost: i64,
    load: i64,
    cuts: u64,
    memory: Memory<W>,
}

/// No parent.
const NONE: u32 = u32::MAX;

/// Bytes of labels at most.
const ROOM: usize = 100 << 20;

struct Settling<'a, const W: usize> {
    priced: &'a Priced<'a, W>,
    care: Care,
    labels: Vec<Label<W>>,
    /// Moment, cost and number of a label, and what no route that goes on from it costs less than.
    open: BinaryHeap<Reverse<(i64, i64, u32, i64)>>,
    /// By job, the cheapest first.
    settled: Vec<Vec<Mark<W>>>,
    found: Vec<(i64, u32)>,
    /// What costs as much is dropped.
    limit: i64,
    /// A first look keeps a later label only when it is cheaper by more than this: a part of what a job brings, so that they are few.
    slack: i64,
    /// No route by way of a label that a quick look dropped costs less.
    dropped: i64,
}

/// Looks for routes of least reduced cost.
///
/// Labels go forward in time. Of two at one job, the one that is earlier, cheaper, less loaded and has forgotten at least as much
/// dominates: waiting is free here, and neither tardiness nor extra time falls with time, so starting early is never dearer. Cuts that
/// only the dominating one is in the middle of are counted against it.
///
/// # References
/// Desaulniers, Desrosiers & Solomon (eds., 2005), "Column Generation"; dominance with subset-row cuts: Jepsen et al. (2008). Righini &
/// Salani (2008, doi:10.1002/net.20212) go from both ends; we go from one and prune by [`Completion`], because soft windows
/// make backward labels functions of time.
pub(super) fn search<const W: usize>(priced: &Priced<W>, care: Care, budget: &Budget) -> Found {
    let mut settling = Settling {
        priced,
        care,
        labels: Vec::new(),
        open: BinaryHeap::new(),
        settled: vec![Vec::new(); priced.network.jobs],
        found: Vec::new(),
        limit: priced.limit,
        slack: if care == Care::Quick(1) { slack(priced.prices) } else { 0 },
        dropped: NEVER,
    };
    let complete = settling.run(budget);
    settling.keep(priced.many);
    let found = settling.found.first().map_or(priced.limit, |f| f.0);
    let open = settling.open.iter().map(|Reverse(label)| label.3).min().unwrap_or(NEVER);
    let least = found.min(settling.dropped).min(open);
    let routes = settling.found.iter().map(|&(cost, label)| (cost, settling.jobs(label))).collect();
    Found { routes, least, exact: complete && care == Care::Exact }
}

/// An eighth of what a job brings on the average.
fn slack(prices: &Prices) -> i64 {
    let brings: i64 = prices.job.iter().map(|&p| p.max(0)).sum();
    brings / (8 * prices.job.len().max(1) as i64)
}

impl<const W: usize> Settling<'_, W> {
    /// Whether all labels were settled.
    fn run(&mut self, budget: &Budget) -> bool {
        let (network, kind) = (self.priced.network, self.priced.kind);
        for job in 0..network.jobs as u32 {
            let (time, cost) = kind.out[job as usize];
            let root =
                Label { cost: 0, time: 0, load: 0, cuts: 0, memory: Memory::NONE, job: NONE, parent: NONE };
            self.extend(&root, NONE, job, kind.starts + time, cost);
        }
        let mut popped = 0_u64;
        let most = ROOM / size_of::<Label<W>>();
        while let Some(Reverse(next)) = self.open.pop() {
            popped += 1;
            if (popped.is_multiple_of(256) && budget.is_spent(0)) || self.labels.len() > most {
                self.open.push(Reverse(next));
                return false;
            }
            let (_, _, at, least) = next;
            let label = self.labels[at as usize];
            if least >= self.limit || !self.settle(&label, least) {
                continue;
            }
            let (time, cost) = kind.home[label.job as usize];
            if let Some(extra) = network.back(kind, label.time + time) {
                self.finish(label.cost + cost + extra, at);
            }
            for link in &network.links[label.job as usize] {
                self.extend(&label, at, link.to, label.time + link.time, link.cost);
            }
        }
        true
    }

    /// No route that goes on from the label costs less.
    #[inline]
    fn least(&self, label: &Label<W>) -> i64 {
        let element = &self.priced.network.element;
        self.priced.completion.map_or(-NEVER, |c| {
            label.cost + c.least(label.job, label.time, |next| label.memory.has(element[next as usize]))
        })
    }

    /// On to `job`, where the tour is at `arrival`.
    #[inline]
    fn extend(&mut self, from: &Label<W>, parent: u32, job: u32, arrival: i64, cost: i64) {
        let priced = self.priced;
        let (network, kind) = (priced.network, priced.kind);
        let Some(points) = kind.points[job as usize] else { return };
        let element = network.element[job as usize];
        if from.memory.has(element) {
            return;
        }
        let load = match kind.capacity {
            Some(capacity) => {
                let load = from.load + network.demand[job as usize];
                if load > capacity {
                    return;
                }
                load
            }
            None => 0,
        };
        let mut cost = from.cost + cost + points - priced.prices.job[job as usize];
        let within = priced.cuts[job as usize];
        let mut completed = from.cuts & within;
        while completed != 0 {
            cost -= priced.prices.cut[completed.trailing_zeros() as usize];
            completed &= completed - 1;
        }
        let memory = match self.care {
            Care::Exact => from.memory.and(&priced.remembers[job as usize]),
            Care::Quick(_) => from.memory,
        }
        .with(element);
        let cuts = from.cuts ^ within;
        network.starts(job, arrival, |time, late| {
            let label = Label { cost: cost + late, time, load, cuts, memory, job, parent };
            let least = self.least(&label);
            if least < self.limit && !self.drops(&label, least) {
                self.open.push(Reverse((time, label.cost, self.labels.len() as u32, least)));
                self.labels.push(label);
            }
        });
    }

    /// Whether the label goes; what a quick look loses by that is noted.
    #[inline]
    fn drops(&mut self, label: &Label<W>, least: i64) -> bool {
        let drops = self.is_dominated(label);
        if drops && self.care != Care::Exact {
            self.dropped = self.dropped.min(least);
        }
        drops
    }

    #[inline]
    fn is_dominated(&self, label: &Label<W>) -> bool {
        let settled = &self.settled[label.job as usize];
        match self.care {
            Care::Quick(most) => {
                let cheaper = settled.iter().take_while(|m| m.cost <= label.cost.saturating_add(self.slack));
                // A first look counts load for nothing: while prices are far off, what carries more is nearly always cheaper.
                let mut better = cheaper.filter(|m| most == 1 || m.load <= label.load);
                better.nth(most - 1).is_some()
            }
            Care::Exact => settled.iter().take_while(|m| m.cost <= label.cost).any(|m| {
                m.load <= label.load && m.memory.is_within(&label.memory) && {
                    let mut only = m.cuts & !label.cuts;
                    let mut cost = m.cost;
                    while only != 0 {
                        cost -= self.priced.prices.cut[only.trailing_zeros() as usize];
                        only &= only - 1;
                    }
                    cost <= label.cost
                }
            }),
        }
    }

    /// Whether the label stays.
    fn settle(&mut self, label: &Label<W>, least: i64) -> bool {
        if self.drops(label, least) {
            return false;
        }
        let mark = Mark { cost: label.cost, load: label.load, cuts: label.cuts, memory: label.memory };
        let settled = &mut self.settled[label.job as usize];
        settled.insert(settled.partition_point(|m| m.cost <= mark.cost), mark);
        true
    }

    fn finish(&mut self, cost: i64, label: u32) {
        if cost < self.limit {
            self.found.push((cost, label));
            if self.found.len() >= 4 * self.priced.many.max(1) {
                self.keep(self.priced.many.max(1));
            }
        }
    }

    /// Keeps the cheapest; nothing that costs more than them is looked for from then on.
    fn keep(&mut self, many: usize) {
        self.found.sort_unstable();
        if self.found.len() >= many {
            self.found.truncate(many);
            if let Some(&(worst, _)) = self.found.last() {
                self.limit = worst;
            }
        }
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
