//! The problem as the search reads it: one row of numbers for each node, one for each place that a route can be at.

use crate::routing::{Price, RoutingProblem, Tour};

/// No node, no tour.
pub(super) const NONE: u32 = u32::MAX;

/// What of a node never changes. Jobs come first, then the departures of all tours, then their returns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The other job of the same tie, or [`NONE`].
    pub partner: u32,
    /// Not started before.
    pub opens: i64,
    /// Started later than this is late.
    pub due: i64,
    /// How long it takes.
    pub length: i64,
    /// Starts no earlier than the partner could, plus this.
    pub gap: i64,
}

/// A problem prepared for the search.
pub(super) struct Facts<'a> {
    /// The problem.
    pub problem: &'a RoutingProblem,
    /// Jobs, departures, returns.
    pub nodes: Vec<Node>,
    /// Number of jobs.
    pub jobs: u32,
    /// Number of tours.
    pub tours: u32,
    /// Whether any job has a demand.
    pub loaded: bool,
    /// Row and column of the tables, by node.
    pub places: Vec<u32>,
    /// Costs of legs before their price, row by row.
    pub costs: &'a [i32],
    /// Whether points depend on who does what.
    pub has_points: bool,
    /// For each job a set of bits, the tours that may do it; so many words a job.
    pub able_bits: Vec<u64>,
    /// Words of a set of tours.
    pub words: usize,
    /// For each job those near it in place and time that somebody could do too, nearest first.
    pub near: Vec<Vec<u32>>,
    /// For each job the tours that may do it.
    pub able: Vec<Vec<u32>>,
    /// First jobs of visits of two.
    pub doubles: Vec<u32>,
    /// First jobs of visits that may be left out for a price.
    pub optional: Vec<u32>,
    /// Nothing that is not in a circle of waits ends later.
    pub latest: i64,
    /// What leaving out a visit that must be done counts in the search.
    pub must: i64,
}

/// Length of the lists of near jobs.
const NEAR: usize = 20;

impl<'a> Facts<'a> {
    /// Prepares `problem`, which is valid. Jobs know no near ones any more once told to `stop`.
    pub(super) fn new(problem: &'a RoutingProblem, stop: &dyn Fn() -> bool) -> Self {
        let jobs = problem.jobs.len() as u32;
        let tours = problem.tours.len() as u32;
        let mut nodes: Vec<Node> = problem
            .jobs
            .iter()
            .map(|j| {
                let window = j.windows[0];
                let due = window.closes - if problem.met_at_end { j.length } else { 0 };
                Node { partner: NONE, opens: window.opens, due, length: j.length, gap: 0 }
            })
            .collect();
        let end = |opens, due| Node { partner: NONE, opens, due, length: 0, gap: 0 };
        nodes.extend(problem.tours.iter().map(|t| end(t.starts, i64::MAX / 4)));
        nodes.extend(problem.tours.iter().map(|t| end(t.starts, t.ends)));
        let ends = |place: fn(&Tour) -> u32| problem.tours.iter().map(place);
        let places =
            problem.jobs.iter().map(|j| j.place).chain(ends(|t| t.from)).chain(ends(|t| t.to)).collect();
        for tie in &problem.ties {
            let (first, second) = (tie.first as usize, tie.second as usize);
            nodes[first].partner = tie.second;
            nodes[first].gap = -tie.most;
            nodes[second].partner = tie.first;
            nodes[second].gap = tie.least;
        }
        let able: Vec<Vec<u32>> =
            (0..jobs).map(|j| (0..tours).filter(|&t| problem.fit(j, t).is_some()).collect()).collect();
        let dearest = i64::try_from(problem.dearest()).expect("no plan of a valid problem costs so much");
        // More than any plan costs, but never so much that all visits together overflow.
        let must = (dearest + 1).min(ROOM / (problem.visits.len() as i64 + 1));
        let firsts = || problem.visits.iter().filter(|v| !v.jobs.is_empty());
        let mut facts = Self {
            problem,
            nodes,
            jobs,
            tours,
            loaded: problem.jobs.iter().any(|j| j.demand > 0),
            places,
            costs: if problem.costs.is_empty() { &problem.times } else { &problem.costs },
            has_points: problem.fits.iter().flatten().any(|&points| points != 0),
            able_bits: able.iter().flat_map(|tours| bits(tours, problem.tours.len())).collect(),
            words: problem.tours.len().div_ceil(64),
            near: Vec::new(),
            able,
            doubles: firsts().filter(|v| v.jobs.len() == 2).map(|v| v.jobs.start).collect(),
            optional: firsts().filter(|v| v.left_out != Price::Hard).map(|v| v.jobs.start).collect(),
            latest: problem.latest(),
            must,
        };
        facts.near = (0..jobs).map(|j| if stop() { Vec::new() } else { facts.near_to(j) }).collect();
        facts
    }

    /// The node where `tour` leaves.
    pub(super) fn departure(&self, tour: u32) -> u32 {
        self.jobs + tour
    }

    /// The node where `tour` returns.
    pub(super) fn home(&self, tour: u32) -> u32 {
        self.jobs + self.tours + tour
    }

    /// The jobs of the visit of `job`.
    pub(super) fn siblings(&self, job: u32) -> std::ops::Range<u32> {
        self.problem.visits[self.problem.jobs[job as usize].visit as usize].jobs.clone()
    }

    /// The price of leaving out the visit of `job`. A visit that must be done costs more than any plan does.
    pub(super) fn left_out(&self, job: u32) -> i64 {
        match self.problem.visits[self.problem.jobs[job as usize].visit as usize].left_out {
            Price::Points(points) => points,
            Price::Hard => self.must,
        }
    }

    /// Jobs near `job`, by the travel between them and, less, by how badly their windows follow each other.
    fn near_to(&self, job: u32) -> Vec<u32> {
        let after = |from: u32, to: u32| {
            let (a, b) = (&self.nodes[from as usize], &self.nodes[to as usize]);
            let there = self.way(from, to) + a.length;
            let wait = (b.opens - (a.due.max(a.opens) + there)).max(0);
            let late = (a.opens + there - b.due).max(0);
            self.cost(from, to) + wait / 4 + late
        };
        let able = |job: u32| &self.able_bits[job as usize * self.words..(job as usize + 1) * self.words];
        let mut others: Vec<(i64, u32)> = (0..self.jobs)
            .filter(|&other| other != job && other != self.nodes[job as usize].partner)
            .filter(|&other| able(other).iter().zip(able(job)).any(|(a, b)| a & b != 0))
            .map(|other| (after(job, other).min(after(other, job)), other))
            .collect();
        if others.len() > NEAR {
            others.select_nth_unstable(NEAR);
        }
        others.truncate(NEAR);
        others.sort_unstable();
        others.into_iter().map(|(_, other)| other).collect()
    }
}

/// What all that must not be may count together: twice as much still fits.
pub(super) const ROOM: i64 = 1 << 61;

/// A set of tours as bits.
fn bits(tours: &[u32], count: usize) -> Vec<u64> {
    let mut words = vec![0; count.div_ceil(64)];
    for &t in tours {
        words[t as usize / 64] |= 1 << (t % 64);
    }
    words
}
