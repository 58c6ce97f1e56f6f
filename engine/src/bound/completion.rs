//! How a route can be completed at best: a bound that prunes labels, from the end of the day backwards on a coarse clock.

use super::network::{Kind, Link, NEVER, Network};
use super::pricing::Prices;

/// No job comes next.
pub(super) const HOME: u32 = u32::MAX;

/// Steps of the clock between the start and the end of a tour, at least.
const STEPS: i64 = 200;

/// No more work than this (links times steps) is put into one table.
const WORK: i64 = 40_000_000;

/// The least cost from the start of a job to the end of the route, and which job comes next then.
#[derive(Clone, Copy, Debug)]
struct Cell {
    least: i64,
    next: u32,
    /// The least with another job next.
    second: i64,
}

const CLOSED: Cell = Cell { least: NEVER, next: HOME, second: NEVER };

impl Cell {
    fn offer(&mut self, cost: i64, next: u32) {
        if cost < self.least {
            if next != self.next {
                self.second = self.least;
            }
            (self.least, self.next) = (cost, next);
        } else if next != self.next && cost < self.second {
            self.second = cost;
        }
    }

    /// Without `barred` next.
    #[inline]
    fn without(&self, barred: impl Fn(u32) -> bool) -> i64 {
        if self.next != HOME && barred(self.next) { self.second } else { self.least }
    }
}

/// By job that the kind may do, the links to others that it may do, with their costs reduced by what is got there.
fn ways(network: &Network, kind: &Kind, prices: &Prices) -> Vec<(u32, Vec<Link>)> {
    let reduced = |link: &Link| {
        let points = kind.points[link.to as usize]?;
        Some(Link { cost: link.cost + points - prices.job[link.to as usize], ..*link })
    };
    let jobs = (0..network.jobs as u32).filter(|&job| kind.points[job as usize].is_some());
    jobs.map(|job| (job, network.links[job as usize].iter().filter_map(reduced).collect())).collect()
}

/// Least costs by job and moment, reduced by prices. Routes may come back to a job, but not at once.
///
/// # References
/// State-space relaxation with 2-cycle elimination: Christofides, Mingozzi & Toth (1981), "Exact algorithms for the vehicle routing
/// problem, based on spanning tree and shortest path relaxations", Mathematical Programming 20; as completion bounds: Baldacci,
/// Mingozzi & Roberti (2011). The clock is coarse here: moments are rounded down, so the bound stays one.
pub(super) struct Completion {
    starts: i64,
    width: i64,
    steps: usize,
    cells: Vec<Cell>,
}

impl Completion {
    /// `None` when the clock cannot be made fine enough: the network has links that take no time.
    pub(super) fn new(network: &Network, kind: &Kind, prices: &Prices) -> Option<Self> {
        let (late, extra) = network.soft();
        let close = network.last_close().max(kind.starts);
        let end = match (late, extra) {
            (false, false) => close.min(kind.ends),
            (false, true) => close,
            (true, false) => kind.ends,
            (true, true) => close.max(kind.ends) + (kind.ends - kind.starts) / 2,
        };
        // Of many jobs, a kind of tour may do few.
        let ways = ways(network, kind, prices);
        let links = || ways.iter().flat_map(|(_, ways)| ways);
        let shortest = links().map(|l| l.time).min().unwrap_or(i64::MAX);
        let span = (end - kind.starts).max(0) + 1;
        let width = (span / STEPS).max(1).min(shortest);
        let links = links().count();
        if width <= 0 || (span / width).saturating_mul(links as i64) > WORK {
            return None;
        }
        let steps = (span / width + 2) as usize;
        let mut table = Self { starts: kind.starts, width, steps, cells: vec![CLOSED; network.jobs * steps] };
        table.close(network, kind, prices, late && extra);
        for step in (0..steps - 1).rev() {
            for (job, ways) in &ways {
                table.fill(network, kind, *job, ways, step);
            }
        }
        Some(table)
    }

    /// The last step stands for all later moments: nothing goes on there when a rule is hard; else whatever has a price above its cost
    /// at that moment is thought to be had.
    fn close(&mut self, network: &Network, kind: &Kind, prices: &Prices, soft: bool) {
        if !soft {
            return;
        }
        let moment = self.starts + (self.steps as i64 - 1) * self.width;
        let mut cheapest = vec![NEVER; network.jobs];
        for link in network.links.iter().flatten() {
            let least = &mut cheapest[link.to as usize];
            *least = (*least).min(link.cost);
        }
        let mut gain = 0_i64;
        for job in 0..network.jobs as u32 {
            if let Some(points) = kind.points[job as usize] {
                network.starts(job, moment, |_, late| {
                    gain += (cheapest[job as usize] + points + late - prices.job[job as usize]).min(0);
                });
            }
        }
        // Whoever goes on comes home from another job, for which that may be cheaper.
        let homes = (0..network.jobs).filter(|&job| kind.points[job].is_some()).filter_map(|job| {
            let (time, cost) = kind.home[job];
            network.back(kind, moment + time).map(|extra| cost + extra)
        });
        let Some(home) = homes.min() else { return };
        let last = self.steps - 1;
        for job in 0..network.jobs {
            self.cells[job * self.steps + last] = Cell { least: home + gain, next: HOME, second: NEVER };
        }
    }

    fn fill(&mut self, network: &Network, kind: &Kind, job: u32, ways: &[Link], step: usize) {
        let begins = self.starts + step as i64 * self.width;
        let moment = begins.max(network.opens(job));
        if moment >= begins + self.width {
            // Nothing starts in this step.
            return;
        }
        let mut cell = CLOSED;
        let (time, cost) = kind.home[job as usize];
        if let Some(extra) = network.back(kind, moment + time) {
            cell.offer(cost + extra, HOME);
        }
        for link in ways {
            network.starts(link.to, moment + link.time, |start, late| {
                let rest = self.cell(link.to, start).without(|next| next == job);
                if rest < NEVER {
                    cell.offer(link.cost + late + rest, link.to);
                }
            });
        }
        self.cells[job as usize * self.steps + step] = cell;
    }

    /// No route of the kind costs less at the prices that the table was made with: from the place of departure to each job, and on as
    /// cheaply as the table knows. Capacity and cuts (which only cost) are left out of account, so this is had without a label.
    pub(super) fn floor(&self, network: &Network, kind: &Kind, prices: &Prices) -> i64 {
        let mut floor = NEVER;
        for job in 0..network.jobs as u32 {
            let Some(points) = kind.points[job as usize] else { continue };
            let (time, cost) = kind.out[job as usize];
            let base = cost + points - prices.job[job as usize];
            network.starts(job, kind.starts + time, |start, late| {
                let rest = self.least(job, start, |_| false);
                if rest < NEVER {
                    floor = floor.min(base + late + rest);
                }
            });
        }
        floor
    }

    /// How much room it takes, in cells.
    pub(super) fn size(&self) -> usize {
        self.cells.len()
    }

    #[inline]
    fn cell(&self, job: u32, start: i64) -> &Cell {
        let step = ((start - self.starts) / self.width) as usize;
        &self.cells[job as usize * self.steps + step.min(self.steps - 1)]
    }

    /// No completion from `job`, started at `start`, that does none of the `barred` next, costs less.
    #[inline]
    pub(super) fn least(&self, job: u32, start: i64, barred: impl Fn(u32) -> bool) -> i64 {
        self.cell(job, start).without(barred)
    }
}
