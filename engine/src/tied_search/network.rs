//! Routes and the starts of everything in them, changed a little at a time and changed back.
//!
//! Starts are the least that keep windows, ways and ties (Dohn, Rasmussen & Larsen 2011, "The vehicle routing problem
//! with time windows and temporal dependencies", Networks 58(4)). A change runs through the network from where it
//! happened and stops where nothing changes. For each job its *arrival* is kept (when it could start if it had no
//! partner) beside its *start*: the starts of two tied jobs follow from their two arrivals at once, so that a pair never
//! holds itself up, and taking a job out lets its partner fall back to its own arrival.

use super::facts::{Facts, NONE};

/// Before all time: of what is in no route.
const NEVER: i64 = -(1 << 50);

/// Where a node is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Before it in its tour.
    pub prev: u32,
    /// After it.
    pub next: u32,
    /// Its tour, or [`NONE`].
    pub tour: u32,
    /// Could start then, but for its partner.
    pub arrival: i64,
    /// Starts.
    pub start: i64,
}

/// What a plan is made of, before weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Legs, points of who does what, tours used: already in points.
    pub travel: i64,
    /// Time late at jobs.
    pub tardiness: i64,
    /// The most late.
    pub worst: i64,
    /// Time late at home.
    pub extra: i64,
    /// Points of what is left out.
    pub missing: i64,
}

/// What a unit of each sum counts at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weights {
    /// Of tardiness.
    pub tardiness: i64,
    /// Of the worst tardiness.
    pub worst: i64,
    /// Of extra time.
    pub extra: i64,
}

/// A link made or cut, to be undone.
#[derive(Clone, Copy, Debug)]
enum Step {
    Cut { node: u32, prev: u32, tour: u32 },
    Made { node: u32 },
    Tails { a: u32, b: u32 },
}

/// All routes with their times.
#[derive(Clone)]
pub(super) struct Network<'a> {
    /// The problem.
    pub facts: &'a Facts<'a>,
    /// By node.
    pub spots: Vec<Spot>,
    /// Demand by tour.
    pub load: Vec<i64>,
    /// The sums.
    pub sums: Sums,
    /// The weights.
    pub weights: Weights,
    before: Sums,
    steps: Vec<Step>,
    times: Vec<(u32, i64, i64)>,
    waves: Vec<u32>,
}

impl<'a> Network<'a> {
    /// Tours without jobs; nothing counts as left out yet.
    pub(super) fn new(facts: &'a Facts<'a>, weights: Weights) -> Self {
        let nobody = Spot { prev: NONE, next: NONE, tour: NONE, arrival: NEVER, start: NEVER };
        let mut spots = vec![nobody; facts.nodes.len()];
        for tour in 0..facts.tours {
            let (out, home) = (facts.departure(tour), facts.home(tour));
            let starts = facts.problem.tours[tour as usize].starts;
            let at = Spot { prev: out, next: home, tour, arrival: starts, start: starts };
            spots[out as usize] = Spot { prev: NONE, ..at };
            spots[home as usize] = Spot { next: NONE, ..at };
        }
        Self {
            facts,
            spots,
            load: vec![0; facts.tours as usize],
            sums: Sums::default(),
            weights,
            before: Sums::default(),
            steps: Vec::new(),
            times: Vec::new(),
            waves: Vec::new(),
        }
    }

    /// Becomes as `other`, but for what could be undone.
    pub(super) fn copy(&mut self, other: &Self) {
        self.spots.copy_from_slice(&other.spots);
        self.load.copy_from_slice(&other.load);
        (self.sums, self.weights) = (other.sums, other.weights);
    }

    /// The cost by the present weights.
    #[inline]
    pub(super) fn total(&self) -> i64 {
        let (s, w) = (&self.sums, &self.weights);
        self.floor().saturating_add(s.worst.saturating_mul(w.worst))
    }

    /// The cost without the worst tardiness, which is known only when all times are.
    #[inline]
    fn floor(&self) -> i64 {
        let s = &self.sums;
        (s.travel + s.missing).saturating_add(self.late_price())
    }

    /// What being late counts, the worst tardiness apart.
    #[inline]
    pub(super) fn late_price(&self) -> i64 {
        let (s, w) = (&self.sums, &self.weights);
        s.tardiness.saturating_mul(w.tardiness).saturating_add(s.extra.saturating_mul(w.extra))
    }

    /// Whether the job is in a tour.
    #[inline]
    pub(super) fn is_placed(&self, job: u32) -> bool {
        self.spots[job as usize].tour != NONE
    }

    /// Whether `tour` may do `job` beside what it does now, but for `without`, which it will not do.
    #[inline]
    pub(super) fn may_join(&self, job: u32, tour: u32, without: u32) -> bool {
        let f = self.facts;
        if !f.is_able(job, tour) {
            return false;
        }
        let partner = f.nodes[job as usize].partner;
        if partner != NONE && partner != without && self.spots[partner as usize].tour == tour {
            return false;
        }
        if !f.loaded {
            return true;
        }
        let demand = |j: u32| f.problem.jobs[j as usize].demand;
        let mut load = self.load[tour as usize] + demand(job);
        if without != NONE && self.spots[without as usize].tour == tour {
            load -= demand(without);
        }
        if self.spots[job as usize].tour == tour {
            load -= demand(job);
        }
        load <= f.problem.tours[tour as usize].capacity
    }

    /// Starts a change that [`Self::undo`] takes back.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.before = self.sums;
        self.steps.clear();
        self.times.clear();
    }

    /// Takes back everything since [`Self::begin`].
    pub(super) fn undo(&mut self) {
        while let Some((node, arrival, start)) = self.times.pop() {
            let spot = &mut self.spots[node as usize];
            spot.arrival = arrival;
            spot.start = start;
        }
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Made { node } => self.cut_link(node),
                Step::Cut { node, prev, tour } => self.make_link(node, prev, tour),
                Step::Tails { a, b } => self.cross(a, b),
            }
        }
        self.sums = self.before;
        self.waves.clear();
    }

    /// Takes `job` out of its tour. Times follow with [`Self::settle`].
    pub(super) fn unlink(&mut self, job: u32) {
        let f = self.facts;
        let spot = self.spots[job as usize];
        self.sums.travel += f.leg(spot.prev, spot.next)
            - f.leg(spot.prev, job)
            - f.leg(job, spot.next)
            - f.points(job, spot.tour);
        self.cut_link(job);
        self.steps.push(Step::Cut { node: job, prev: spot.prev, tour: spot.tour });
        self.set(job, NEVER, NEVER);
        self.waves.push(spot.next);
        let partner = f.nodes[job as usize].partner;
        if partner != NONE && self.is_placed(partner) {
            let alone = self.spots[partner as usize];
            if alone.start != alone.arrival {
                self.set(partner, alone.arrival, alone.arrival);
                self.waves.push(alone.next);
            }
        }
    }

    /// Puts `job`, which is in no tour, behind `prev`. Times follow with [`Self::settle`].
    pub(super) fn link(&mut self, job: u32, prev: u32) {
        let f = self.facts;
        let Spot { next, tour, .. } = self.spots[prev as usize];
        self.sums.travel += f.leg(prev, job) + f.leg(job, next) - f.leg(prev, next) + f.points(job, tour);
        self.make_link(job, prev, tour);
        self.steps.push(Step::Made { node: job });
        self.waves.push(job);
    }

    /// Lets what follows `a` and what follows `b`, in two tours, change places. Times follow with [`Self::settle`].
    pub(super) fn cross_tails(&mut self, a: u32, b: u32) {
        let before = self.tail_price(a) + self.tail_price(b);
        self.cross(a, b);
        self.sums.travel += self.tail_price(a) + self.tail_price(b) - before;
        self.steps.push(Step::Tails { a, b });
        for node in [a, b] {
            let Spot { next, tour, .. } = self.spots[node as usize];
            // The return too, should nothing change before it.
            self.waves.push(self.facts.home(tour));
            self.waves.push(next);
        }
    }

    /// What of the price behind `node` changes when the tail goes to another tour: the first and the last leg and the
    /// points of who does what.
    fn tail_price(&self, node: u32) -> i64 {
        let f = self.facts;
        let mut at = self.spots[node as usize].next;
        let mut sum = f.leg(node, at);
        while !f.is_end(at) {
            let spot = &self.spots[at as usize];
            sum += f.points(at, spot.tour);
            if f.is_end(spot.next) {
                sum += f.leg(at, spot.next);
            }
            at = spot.next;
        }
        sum
    }

    fn cross(&mut self, a: u32, b: u32) {
        let tours = [self.spots[a as usize].tour, self.spots[b as usize].tour];
        let firsts = [self.spots[a as usize].next, self.spots[b as usize].next];
        let lasts = tours.map(|t| self.spots[self.facts.home(t) as usize].prev);
        let homes = tours.map(|t| self.facts.home(t));
        for (mine, head) in [a, b].into_iter().enumerate() {
            let other = 1 - mine;
            if self.facts.is_end(firsts[other]) {
                self.join(head, homes[mine]);
                continue;
            }
            self.join(head, firsts[other]);
            self.join(lasts[other], homes[mine]);
            let mut at = firsts[other];
            while at < self.facts.jobs {
                let demand = self.facts.problem.jobs[at as usize].demand;
                self.load[tours[other] as usize] -= demand;
                self.load[tours[mine] as usize] += demand;
                self.spots[at as usize].tour = tours[mine];
                at = self.spots[at as usize].next;
            }
        }
    }

    #[inline]
    fn join(&mut self, a: u32, b: u32) {
        self.spots[a as usize].next = b;
        self.spots[b as usize].prev = a;
    }

    fn cut_link(&mut self, job: u32) {
        let spot = self.spots[job as usize];
        self.join(spot.prev, spot.next);
        self.load[spot.tour as usize] -= self.facts.problem.jobs[job as usize].demand;
        let spot = &mut self.spots[job as usize];
        (spot.prev, spot.next, spot.tour) = (NONE, NONE, NONE);
    }

    fn make_link(&mut self, job: u32, prev: u32, tour: u32) {
        let next = self.spots[prev as usize].next;
        self.join(prev, job);
        self.join(job, next);
        self.load[tour as usize] += self.facts.problem.jobs[job as usize].demand;
        self.spots[job as usize].tour = tour;
    }

    /// How late `node` is when it starts then.
    #[inline]
    fn late(&self, node: u32, start: i64) -> i64 {
        (start - self.facts.nodes[node as usize].due).max(0)
    }

    /// Writes the times of a node, and its lateness into the sums.
    #[inline]
    fn set(&mut self, node: u32, arrival: i64, start: i64) {
        let old = self.spots[node as usize];
        self.times.push((node, old.arrival, old.start));
        if start != old.start {
            let more = self.late(node, start) - self.late(node, old.start);
            if node < self.facts.jobs {
                self.sums.tardiness += more;
            } else {
                self.sums.extra += more;
            }
        }
        let spot = &mut self.spots[node as usize];
        spot.arrival = arrival;
        spot.start = start;
    }

    /// When `node` could start by its tour and its window alone.
    #[inline]
    fn arrive(&self, node: u32) -> i64 {
        let f = self.facts;
        let prev = self.spots[node as usize].prev;
        let before = self.spots[prev as usize].start;
        if prev >= f.jobs && f.is_end(node) {
            return before;
        }
        let ready = before + f.nodes[prev as usize].length + f.way(prev, node);
        ready.max(f.nodes[node as usize].opens)
    }

    /// Lets all changes run through the network. `false` as soon as the cost, worst tardiness apart, is above `limit`, or
    /// when times run in a circle; then only [`Self::undo`] makes sense.
    ///
    /// A limit is exact only when starts can do nothing but rise; a fall must be settled without one first.
    pub(super) fn settle(&mut self, limit: i64) -> bool {
        let f = self.facts;
        let mut left = 4 * f.nodes.len() + 64;
        while let Some(first) = self.waves.pop() {
            let mut node = first;
            // What was cut after its neighbour was.
            if self.spots[node as usize].tour == NONE {
                continue;
            }
            loop {
                let arrival = self.arrive(node);
                let old = self.spots[node as usize];
                if arrival == old.arrival {
                    break;
                }
                let (partner, gap) = (f.nodes[node as usize].partner, f.nodes[node as usize].gap);
                let mut start = arrival;
                if partner != NONE && self.is_placed(partner) {
                    let other = self.spots[partner as usize];
                    start = start.max(other.arrival + gap);
                    let theirs = other.arrival.max(arrival + f.nodes[partner as usize].gap);
                    if theirs != other.start {
                        self.set(partner, other.arrival, theirs);
                        self.waves.push(other.next);
                    }
                }
                self.set(node, arrival, start);
                left -= 1;
                if left == 0 || start > f.latest || self.floor() > limit {
                    return false;
                }
                if start == old.start || f.is_end(node) {
                    break;
                }
                node = self.spots[node as usize].next;
            }
        }
        true
    }

    /// Brings the worst tardiness up to date when all times are settled.
    pub(super) fn find_worst(&mut self) {
        if self.weights.worst == 0 {
            return;
        }
        let (mut most, mut fell) = (0, false);
        for &(node, _, old) in &self.times {
            if node < self.facts.jobs {
                most = most.max(self.late(node, self.spots[node as usize].start));
                fell |= self.late(node, old) == self.before.worst;
            }
        }
        if most >= self.before.worst {
            self.sums.worst = most;
        } else if fell {
            self.sums.worst = self.worst_now();
        }
    }

    fn worst_now(&self) -> i64 {
        let jobs = self.spots.iter().zip(&self.facts.nodes).take(self.facts.jobs as usize);
        jobs.map(|(spot, node)| spot.start - node.due).max().map_or(0, |worst| worst.max(0))
    }

    /// Computes all times from nothing. `false` when they run in a circle.
    pub(super) fn refresh(&mut self) -> bool {
        let f = self.facts;
        self.begin();
        for (spot, node) in self.spots.iter_mut().zip(&f.nodes).take(f.jobs as usize) {
            let nothing = if spot.tour == NONE { NEVER } else { node.opens };
            (spot.arrival, spot.start) = (nothing, nothing);
        }
        // Rounds over all tours, as Bellman and Ford do it: each makes at least one more start final.
        let mut settled = false;
        for _ in 0..=f.nodes.len() {
            settled = true;
            for tour in 0..f.tours {
                let mut node = self.spots[f.departure(tour) as usize].next;
                while node != NONE {
                    let arrival = self.arrive(node);
                    let partner = f.nodes[node as usize].partner;
                    let mut start = arrival;
                    if partner != NONE && self.is_placed(partner) {
                        start = start.max(self.spots[partner as usize].arrival + f.nodes[node as usize].gap);
                    }
                    let spot = &mut self.spots[node as usize];
                    settled &= spot.arrival == arrival && spot.start == start;
                    (spot.arrival, spot.start) = (arrival, start);
                    node = spot.next;
                }
            }
            if settled {
                break;
            }
        }
        self.recount();
        settled
    }

    /// Adds up everything from nothing but what is left out.
    fn recount(&mut self) {
        let f = self.facts;
        let mut sums = Sums { missing: self.sums.missing, ..Sums::default() };
        for tour in 0..f.tours {
            let mut node = f.departure(tour);
            while node != NONE {
                let spot = self.spots[node as usize];
                if node < f.jobs {
                    sums.tardiness += self.late(node, spot.start);
                    sums.travel += f.points(node, tour);
                }
                if spot.next != NONE {
                    sums.travel += f.leg(node, spot.next);
                } else {
                    sums.extra += self.late(node, spot.start);
                }
                node = spot.next;
            }
        }
        sums.worst = self.worst_now();
        self.sums = sums;
    }
}
