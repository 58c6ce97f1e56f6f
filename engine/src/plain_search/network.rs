//! The problem as the search reads it: legs and jobs in dense rows, and for each job where it may well go.

use crate::routing::RoutingProblem;

/// A leg between two jobs, or a job and the depot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    pub time: u32,
    pub cost: u32,
}

/// What is to be known of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub opens: u32,
    pub closes: u32,
    pub length: u32,
    pub demand: i64,
    /// No route can start it before.
    pub soonest: u32,
    /// Time of the shortest leg from it, and how long it takes.
    pub least_way: u32,
    /// Cost of the cheapest leg to it.
    pub least_in: u32,
    /// Cost of the cheapest leg from it.
    pub least_out: u32,
}

/// Legs of one job.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    times: &'a [u32],
    costs: &'a [u32],
}

impl Row<'_> {
    /// The leg with this stop at its other end; everything from the depot's number on is the depot.
    #[inline]
    pub fn leg(&self, other: u32) -> Leg {
        let at = (other as usize).min(self.times.len() - 1);
        Leg { time: self.times[at], cost: self.costs[at] }
    }
}

/// A job that may well stand right before or after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub job: u32,
    pub leg: Leg,
}

/// Jobs are numbered along a chain of nearest neighbours, so that what is asked for together lies together in memory; the depot follows
/// the last.
pub(super) struct Network {
    /// The problem's number of each job.
    pub names: Vec<u32>,
    /// Number of jobs, and the depot's number.
    pub jobs: usize,
    /// Most routes.
    pub most_routes: usize,
    /// Of every tour.
    pub starts: u32,
    /// Of every tour.
    pub ends: u32,
    /// Of every tour.
    pub capacity: i64,
    /// What a unit of cost on a leg counts.
    pub price: i64,
    /// What a route counts besides its legs.
    pub fixed: i64,
    pub tasks: Vec<Task>,
    /// Travel times by where the leg begins, then where it ends.
    times: Vec<u32>,
    /// Costs likewise; empty when they are the times. Tables are what the processor's caches are too small for: none is kept twice.
    costs: Vec<u32>,
    /// Travel times by where the leg ends, then where it begins, so that what is asked of one job lies in one row; empty when all is symmetric.
    times_back: Vec<u32>,
    /// Costs likewise.
    costs_back: Vec<u32>,
    /// For each job those that may well go before it, the best first.
    pub before: Vec<Vec<Near>>,
    /// For each job those that may well go after it, the best first.
    pub after: Vec<Vec<Near>>,
    /// For each job the others, by what a detour between them costs: what is taken out together.
    pub around: Vec<Vec<u32>>,
    /// Greatest cost of a leg and of a leg's share of the price of a route: what a job left out is measured by.
    pub left_out: i64,
    /// Mean over the jobs of the cost of the cheapest few legs around it: what temperatures are measured by.
    pub scale: f64,
}

/// So many jobs are looked at around each when routes are ruined.
const AROUND: usize = 120;

/// So many jobs are tried before and after each.
const WIDTH: usize = 40;

/// A unit of travel counts as much as so many of waiting.
///
/// # References
/// Vidal, Crainic, Gendreau & Prins (2013), "A hybrid genetic algorithm with adaptive diversity management for a large class of vehicle
/// routing problems with time-windows", Computers & Operations Research 40(1): correlation of jobs, with the same share.
const WAITING: u64 = 5;

impl Network {
    /// Reads a plain problem. Once `stop` says so it looks for no more order and neighbours: all that follows still works, only worse.
    pub fn new(problem: &RoutingProblem, stop: &dyn Fn() -> bool) -> Self {
        let jobs = problem.jobs.len();
        let depot = problem.tours.first().map_or(0, |t| t.from);
        let names = chain(problem, depot, stop);
        let places: Vec<u32> = names.iter().map(|&j| problem.jobs[j as usize].place).chain([depot]).collect();
        let table = |cell: &dyn Fn(u32, u32) -> i64| -> Vec<u32> {
            let pairs = places.iter().flat_map(|&a| places.iter().map(move |&b| (a, b)));
            let mut table: Vec<u32> = pairs.map(|(a, b)| cell(a, b) as u32).collect();
            // Nobody drives an empty route.
            if let Some(home) = table.last_mut() {
                *home = 0;
            }
            table
        };
        let times = table(&|a, b| problem.time(a, b));
        let times_back = table(&|a, b| problem.time(b, a));
        let own = problem.costs.is_empty();
        let costs = if own { Vec::new() } else { table(&|a, b| problem.cost(a, b)) };
        let costs_back = if own { Vec::new() } else { table(&|a, b| problem.cost(b, a)) };
        let symmetric = times == times_back && costs == costs_back;
        let (times_back, costs_back) =
            if symmetric { (Vec::new(), Vec::new()) } else { (times_back, costs_back) };
        let tasks: Vec<Task> = names
            .iter()
            .map(|&j| &problem.jobs[j as usize])
            .map(|j| Task {
                opens: j.windows[0].opens as u32,
                closes: j.windows[0].closes as u32,
                length: j.length as u32,
                demand: j.demand,
                soonest: 0,
                least_way: 0,
                least_in: 0,
                least_out: 0,
            })
            .collect();
        let tour = problem.tours.first();
        let fixed = tour.map_or(0, |t| t.fixed);
        // Where nothing but legs counts, what a unit of them counts changes no choice.
        let price = if fixed == 0 { 1 } else { problem.prices.travel };
        let mut network = Self {
            names,
            jobs,
            most_routes: problem.tours.len().min(jobs),
            starts: tour.map_or(0, |t| t.starts as u32),
            ends: tour.map_or(0, |t| t.ends as u32),
            capacity: tour.map_or(0, |t| t.capacity),
            price,
            fixed,
            tasks,
            times,
            costs,
            times_back,
            costs_back,
            before: Vec::new(),
            after: Vec::new(),
            around: Vec::new(),
            left_out: 0,
            scale: 0.0,
        };
        network.find_neighbours(stop);
        network
    }

    /// The leg between two stops; everything from the depot's number on is the depot.
    #[inline]
    pub fn leg(&self, from: u32, to: u32) -> Leg {
        let at = (from as usize).min(self.jobs) * (self.jobs + 1) + (to as usize).min(self.jobs);
        let time = self.times[at];
        Leg { time, cost: if self.costs.is_empty() { time } else { self.costs[at] } }
    }

    /// The legs from a job, by where they end.
    #[inline]
    pub fn legs_from(&self, job: u32) -> Row<'_> {
        self.row(&self.times, &self.costs, job)
    }

    /// The legs to a job, by where they begin.
    #[inline]
    pub fn legs_to(&self, job: u32) -> Row<'_> {
        if self.times_back.is_empty() {
            self.legs_from(job)
        } else {
            self.row(&self.times_back, &self.costs_back, job)
        }
    }

    #[inline]
    fn row<'a>(&self, times: &'a [u32], costs: &'a [u32], job: u32) -> Row<'a> {
        let side = self.jobs + 1;
        let times = &times[job as usize * side..][..side];
        Row { times, costs: if costs.is_empty() { times } else { &costs[job as usize * side..][..side] } }
    }

    /// What a leg or leg sum counts.
    #[inline]
    pub fn worth(&self, cost: i64) -> i64 {
        if self.price == 1 { cost } else { cost.wrapping_mul(self.price) }
    }

    fn find_neighbours(&mut self, stop: &dyn Fn() -> bool) {
        let jobs = self.jobs as u32;
        let mut detour_sum = 0.0;
        let (mut before, mut after, mut around) = (Vec::new(), Vec::new(), Vec::new());
        self.before.resize(self.jobs, Vec::new());
        self.after.resize(self.jobs, Vec::new());
        self.around.resize(self.jobs, Vec::new());
        for a in (0..jobs).take_while(|a| a % 16 > 0 || !stop()) {
            before.clear();
            after.clear();
            around.clear();
            let (to, from) = (self.legs_to(a), self.legs_from(a));
            let (mut least_in, mut least_out) = (to.leg(jobs).cost, from.leg(jobs).cost);
            let mut least_time = from.leg(jobs).time;
            let soonest = self.tasks[a as usize].opens.max(self.starts + to.leg(jobs).time);
            for b in (0..jobs).filter(|&b| b != a) {
                let (here, there) = (to.leg(b), from.leg(b));
                least_in = least_in.min(here.cost);
                least_out = least_out.min(there.cost);
                least_time = least_time.min(there.time);
                if let Some(wait) = self.least_wait(a, b, there.time) {
                    after.push((rating(there.cost, wait), b));
                }
                if let Some(wait) = self.least_wait(b, a, here.time) {
                    before.push((rating(here.cost, wait), b));
                }
                around.push((u64::from(there.cost) + u64::from(here.cost), b));
            }
            let near = |row: Row, rated: &mut Vec<(u64, u32)>| -> Vec<Near> {
                keep_least(rated, WIDTH);
                rated.iter().map(|&(_, job)| Near { job, leg: row.leg(job) }).collect()
            };
            let (before, after) = (near(to, &mut before), near(from, &mut after));
            keep_least(&mut around, AROUND);
            detour_sum += around.iter().take(5).map(|x| x.0 as f64 / 2.0).sum::<f64>() / 5.0;
            self.before[a as usize] = before;
            self.after[a as usize] = after;
            self.around[a as usize] = around.iter().map(|x| x.1).collect();
            let task = &mut self.tasks[a as usize];
            (task.least_in, task.least_out) = (least_in, least_out);
            (task.soonest, task.least_way) = (soonest, task.length + least_time);
        }
        self.scale = self.worth(1) as f64 * detour_sum / f64::from(jobs.max(1)) + 1e-9;
        let cells = if self.costs.is_empty() { &self.times } else { &self.costs };
        let dearest = cells.iter().map(|&c| i64::from(c)).max().unwrap_or(0);
        self.left_out =
            (2 * self.worth(dearest)).saturating_add(self.fixed).saturating_add(1).saturating_mul(4);
    }

    /// The wait that there is at least when `b` is done right after `a`; `None` when that cannot be.
    fn least_wait(&self, a: u32, b: u32, time: u32) -> Option<u32> {
        let (first, second) = (&self.tasks[a as usize], &self.tasks[b as usize]);
        let way = first.length + time;
        let arrival = first.opens.max(self.starts + self.leg(self.jobs as u32, a).time).saturating_add(way);
        if arrival > second.closes {
            return None;
        }
        Some(second.opens.saturating_sub(first.closes.saturating_add(way)))
    }
}

/// How well a job stands beside another: less is better.
fn rating(cost: u32, wait: u32) -> u64 {
    WAITING * u64::from(cost) + u64::from(wait)
}

/// The least `count`, in order.
fn keep_least(rated: &mut Vec<(u64, u32)>, count: usize) {
    if rated.len() > count {
        rated.select_nth_unstable(count);
        rated.truncate(count);
    }
    rated.sort_unstable();
}

/// All jobs, from the one nearest to the depot always on to the nearest that is left; as they come once `stop` says so.
fn chain(problem: &RoutingProblem, depot: u32, stop: &dyn Fn() -> bool) -> Vec<u32> {
    let mut left: Vec<u32> = (0..problem.jobs.len() as u32).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut at = depot;
    while !left.is_empty() {
        if order.len() % 16 == 0 && stop() {
            order.append(&mut left);
            break;
        }
        let far = |&i: &usize| {
            let place = problem.jobs[left[i] as usize].place;
            problem.cost(at, place) + problem.cost(place, at)
        };
        let next = left.swap_remove((0..left.len()).min_by_key(far).expect("some are left"));
        at = problem.jobs[next as usize].place;
        order.push(next);
    }
    order
}
