//! The routes that the search works on: linked stops that know how early and how late they may be, taken back in one step.

use super::network::Network;

/// No route, no job.
pub(super) const NONE: u32 = u32::MAX;

/// A job in its route, or an end of a route. Thirty-two bytes: two to a cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(32))]
pub(super) struct Stop {
    pub prev: u32,
    pub next: u32,
    /// [`NONE`] when left out.
    pub route: u32,
    /// When it can be left at the earliest.
    pub depart: u32,
    /// When it must start at the latest, so that all after it is in time.
    pub latest: u32,
    /// The `latest` of the stop after: kept here too, because most places that are tried fail by it.
    pub until: u32,
    /// Cost of the leg from the stop before.
    pub inward: u32,
    /// Cost of the leg to the stop after.
    pub onward: u32,
}

/// A route's sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub load: i64,
    pub size: u32,
}

/// Where a job may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// After this stop.
    pub prev: u32,
    /// And this much dearer does it get.
    pub delta: i64,
}

/// Routes that keep every window and the capacity, always; what does not fit is left out.
///
/// Stops are numbered: jobs first, then the beginnings of all routes, then their ends.
pub(super) struct Routes<'a> {
    pub network: &'a Network,
    pub stops: Vec<Stop>,
    pub sums: Vec<Sums>,
    /// Legs and used routes; not what is left out.
    pub cost: i64,
    /// Jobs in no route.
    pub absent: Vec<u32>,
    /// Empty routes.
    spare: Vec<u32>,
    /// Where each route stands in `spare`.
    spare_at: Vec<u32>,
    /// What the stops, sums and cost were when the step began.
    old_stops: Vec<(u32, Stop)>,
    old_sums: Vec<(u32, Sums)>,
    old_absent: Vec<u32>,
    old_cost: i64,
    /// The step in which each route was first changed.
    changed_in: Vec<u64>,
    step: u64,
}

impl<'a> Routes<'a> {
    /// All jobs left out.
    pub fn new(network: &'a Network) -> Self {
        let (jobs, most) = (network.jobs as u32, network.most_routes as u32);
        let blank = Stop {
            prev: NONE,
            next: NONE,
            route: NONE,
            depart: 0,
            latest: 0,
            until: 0,
            inward: 0,
            onward: 0,
        };
        let mut stops = vec![blank; (jobs + 2 * most) as usize];
        let home = network.leg(jobs, jobs);
        for r in 0..most {
            let (first, last) = (jobs + r, jobs + most + r);
            stops[first as usize] = Stop {
                next: last,
                route: r,
                depart: network.starts,
                latest: network.ends,
                until: network.ends,
                onward: home.cost,
                ..blank
            };
            stops[last as usize] = Stop {
                prev: first,
                route: r,
                depart: network.starts,
                latest: network.ends,
                inward: home.cost,
                ..blank
            };
        }
        Self {
            network,
            stops,
            sums: vec![Sums::default(); most as usize],
            cost: 0,
            absent: (0..jobs).collect(),
            spare: (0..most).rev().collect(),
            spare_at: (0..most).rev().collect(),
            old_stops: Vec::new(),
            old_sums: Vec::new(),
            old_absent: Vec::new(),
            old_cost: 0,
            changed_in: vec![0; most as usize],
            step: 0,
        }
    }

    /// Leaves out all jobs.
    pub fn clear(&mut self) {
        *self = Self::new(self.network);
    }

    /// Takes over routes as far as they keep the rules; the jobs left out.
    pub fn adopt(&mut self, routes: &[Vec<u32>]) -> Vec<u32> {
        self.clear();
        for jobs in routes {
            let Some(tour) = self.spare() else { break };
            let mut prev = self.first(tour);
            // A way may be longer than a way round, so the whole may fit where its beginning does not.
            let whole = self.fits(jobs);
            for &job in jobs {
                if self.stops[job as usize].route == NONE && (whole || self.price_after(job, prev).is_some())
                {
                    self.insert(job, Spot { prev, delta: self.delta_after(job, prev) });
                    prev = job;
                }
            }
        }
        self.absent =
            (0..self.network.jobs as u32).filter(|&j| self.stops[j as usize].route == NONE).collect();
        self.absent.clone()
    }

    /// Whether these jobs in this order make a route that keeps the rules.
    fn fits(&self, jobs: &[u32]) -> bool {
        let network = self.network;
        let (mut at, mut now, mut load) = (network.jobs as u32, network.starts, 0);
        for &job in jobs {
            let task = &network.tasks[job as usize];
            now = now.wrapping_add(network.leg(at, job).time).max(task.opens);
            load += task.demand;
            if now > task.closes || self.stops[job as usize].route != NONE || load > network.capacity {
                return false;
            }
            now = now.wrapping_add(task.length);
            at = job;
        }
        now.wrapping_add(network.leg(at, network.jobs as u32).time) <= network.ends
    }

    /// The beginning of a route.
    #[inline]
    pub fn first(&self, route: u32) -> u32 {
        self.network.jobs as u32 + route
    }

    /// The end of a route.
    #[inline]
    pub fn last(&self, route: u32) -> u32 {
        (self.network.jobs + self.network.most_routes) as u32 + route
    }

    /// Whether a stop is a job.
    #[inline]
    pub fn is_job(&self, stop: u32) -> bool {
        (stop as usize) < self.network.jobs
    }

    /// The jobs of a route, in order.
    pub fn jobs_of(&self, route: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.stops[self.first(route) as usize].next;
        std::iter::from_fn(move || {
            let job = at;
            self.is_job(job).then(|| {
                at = self.stops[job as usize].next;
                job
            })
        })
    }

    /// All routes that have jobs.
    pub fn sequences(&self) -> Vec<Vec<u32>> {
        let used = (0..self.sums.len() as u32).filter(|&r| self.sums[r as usize].size > 0);
        used.map(|r| self.jobs_of(r).collect()).collect()
    }

    /// An empty route, if there is one.
    pub fn spare(&self) -> Option<u32> {
        self.spare.last().copied()
    }

    /// How many routes are empty.
    pub fn spares(&self) -> usize {
        self.spare.len()
    }

    /// What legs, used routes and jobs left out count together.
    pub fn total(&self) -> i64 {
        self.cost.saturating_add(self.network.left_out.saturating_mul(self.absent.len() as i64))
    }

    /// From now on changes can be taken back.
    pub fn begin(&mut self) {
        self.step += 1;
        self.old_stops.clear();
        self.old_sums.clear();
        self.old_absent.clear();
        self.old_absent.extend_from_slice(&self.absent);
        self.old_cost = self.cost;
    }

    /// Takes back all that was done since [`Self::begin`].
    pub fn undo(&mut self) {
        for &(stop, old) in &self.old_stops {
            self.stops[stop as usize] = old;
        }
        for i in 0..self.old_sums.len() {
            let (route, old) = self.old_sums[i];
            let now = self.sums[route as usize].size;
            self.sums[route as usize] = old;
            self.note_size(route, now);
        }
        for &job in &self.old_absent {
            self.stops[job as usize].route = NONE;
        }
        std::mem::swap(&mut self.absent, &mut self.old_absent);
        self.cost = self.old_cost;
    }

    /// The routes changed since [`Self::begin`].
    pub fn changed(&self) -> impl Iterator<Item = u32> + '_ {
        self.old_sums.iter().map(|x| x.0)
    }

    /// Whether a route was changed since [`Self::begin`].
    pub fn is_changed(&self, route: u32) -> bool {
        self.changed_in[route as usize] == self.step
    }

    fn keep(&mut self, route: u32) {
        if std::mem::replace(&mut self.changed_in[route as usize], self.step) == self.step {
            return;
        }
        self.old_sums.push((route, self.sums[route as usize]));
        let last = self.last(route);
        let mut at = self.first(route);
        loop {
            let stop = self.stops[at as usize];
            self.old_stops.push((at, stop));
            if at == last {
                break;
            }
            at = stop.next;
        }
    }

    fn note_size(&mut self, route: u32, before: u32) {
        let now = self.sums[route as usize].size;
        if now == 0 && before > 0 {
            self.spare_at[route as usize] = self.spare.len() as u32;
            self.spare.push(route);
        } else if now > 0 && before == 0 {
            let at = self.spare_at[route as usize] as usize;
            self.spare.swap_remove(at);
            if let Some(&moved) = self.spare.get(at) {
                self.spare_at[moved as usize] = at as u32;
            }
        }
    }

    /// Takes the jobs from `from` to `to`, which follow each other in one route, out of it and adds them to `out`; they are not yet
    /// noted as absent. Where the way past them takes longer than the way by them, further jobs go too, until all is in time.
    pub fn remove(&mut self, from: u32, to: u32, out: &mut Vec<u32>) {
        let route = self.stops[from as usize].route;
        self.keep(route);
        let (mut prev, mut next) = (self.stops[from as usize].prev, self.stops[to as usize].next);
        let mut leg = self.network.leg(prev, next);
        while self.stops[prev as usize].depart.wrapping_add(leg.time) > self.stops[next as usize].latest
            && (self.is_job(prev) || self.is_job(next))
        {
            if self.is_job(next) {
                next = self.stops[next as usize].next;
            } else {
                prev = self.stops[prev as usize].prev;
            }
            leg = self.network.leg(prev, next);
        }
        let mut at = self.stops[prev as usize].next;
        let mut freed = i64::from(self.stops[prev as usize].onward);
        let sums = &mut self.sums[route as usize];
        let before = sums.size;
        while at != next {
            let stop = &mut self.stops[at as usize];
            freed += i64::from(stop.onward);
            stop.route = NONE;
            sums.load -= self.network.tasks[at as usize].demand;
            sums.size -= 1;
            out.push(at);
            at = stop.next;
        }
        let emptied = sums.size == 0;
        self.cost += self.network.worth(if emptied { 0 } else { i64::from(leg.cost) } - freed);
        if emptied {
            self.cost -= self.network.fixed;
        }
        self.note_size(route, before);
        self.join(prev, next, leg.cost);
        self.earlier_from(next);
        self.later_from(prev);
    }

    /// Puts an absent job after the stop `prev`; `spot` says what that costs and is feasible.
    pub fn insert(&mut self, job: u32, spot: Spot) {
        let prev = spot.prev;
        let Stop { route, next, .. } = self.stops[prev as usize];
        self.keep(route);
        let sums = &mut self.sums[route as usize];
        let before = sums.size;
        sums.load += self.network.tasks[job as usize].demand;
        sums.size += 1;
        self.note_size(route, before);
        self.cost += spot.delta;
        self.stops[job as usize].route = route;
        let (inward, onward) = (self.network.leg(prev, job).cost, self.network.leg(job, next).cost);
        self.join(prev, job, inward);
        self.join(job, next, onward);
        self.refresh_depart(job);
        self.refresh_latest(job);
        self.earlier_from(next);
        self.later_from(prev);
    }

    #[inline]
    fn join(&mut self, prev: u32, next: u32, cost: u32) {
        let until = self.stops[next as usize].latest;
        let first = &mut self.stops[prev as usize];
        first.next = next;
        first.onward = cost;
        first.until = until;
        let second = &mut self.stops[next as usize];
        second.prev = prev;
        second.inward = cost;
    }

    /// Sets when a job can be left at the earliest; whether that changed.
    #[inline]
    fn refresh_depart(&mut self, job: u32) -> bool {
        let prev = self.stops[job as usize].prev;
        let task = &self.network.tasks[job as usize];
        let arrival = self.stops[prev as usize].depart.wrapping_add(self.network.leg(prev, job).time);
        let depart = arrival.max(task.opens).wrapping_add(task.length);
        std::mem::replace(&mut self.stops[job as usize].depart, depart) != depart
    }

    /// Sets when a job must start at the latest; whether that changed.
    #[inline]
    fn refresh_latest(&mut self, job: u32) -> bool {
        let Stop { prev, next, .. } = self.stops[job as usize];
        let task = &self.network.tasks[job as usize];
        let way = task.length.wrapping_add(self.network.leg(job, next).time);
        let latest = task.closes.min(self.stops[next as usize].latest.wrapping_sub(way));
        self.stops[prev as usize].until = latest;
        std::mem::replace(&mut self.stops[job as usize].latest, latest) != latest
    }

    fn earlier_from(&mut self, stop: u32) {
        let mut at = stop;
        while self.is_job(at) && self.refresh_depart(at) {
            at = self.stops[at as usize].next;
        }
    }

    fn later_from(&mut self, stop: u32) {
        let mut at = stop;
        while self.is_job(at) && self.refresh_latest(at) {
            at = self.stops[at as usize].prev;
        }
    }

    /// What it costs to put an absent job after `prev`; `None` when it does not fit there.
    #[inline]
    pub fn price_after(&self, job: u32, prev: u32) -> Option<i64> {
        let stop = &self.stops[prev as usize];
        let sums = &self.sums[stop.route as usize];
        let task = &self.network.tasks[job as usize];
        if sums.load + task.demand > self.network.capacity {
            return None;
        }
        let here = self.network.leg(prev, job);
        let start = stop.depart.wrapping_add(here.time).max(task.opens);
        let there = self.network.leg(job, stop.next);
        let in_time = start <= task.closes
            && start.wrapping_add(task.length).wrapping_add(there.time)
                <= self.stops[stop.next as usize].latest;
        in_time.then(|| self.delta_after(job, prev))
    }

    /// What it costs to put an absent job after `prev`, whether it fits or not.
    #[inline]
    fn delta_after(&self, job: u32, prev: u32) -> i64 {
        let stop = &self.stops[prev as usize];
        let network = self.network;
        let legs = i64::from(network.leg(prev, job).cost) + i64::from(network.leg(job, stop.next).cost);
        if self.sums[stop.route as usize].size == 0 {
            network.worth(legs) + network.fixed
        } else {
            network.worth(legs - i64::from(stop.onward))
        }
    }
}
