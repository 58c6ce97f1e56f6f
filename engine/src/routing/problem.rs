//! One day's routing problem in whole numbers.

use std::ops::Range;
use thiserror::Error;

/// When a job may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Not started before.
    pub opens: i64,
    /// Not later than, by [`RoutingProblem::met_at_end`] the start or the end; later is tardiness.
    pub closes: i64,
}

/// What one person does at one place: one slot of one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// In [`RoutingProblem::visits`].
    pub visit: u32,
    /// Row and column of the tables.
    pub place: u32,
    /// How long it takes.
    pub length: i64,
    /// By opening; at least one. A job never starts before the first opens. The window that counts is the last one that
    /// opens no later than the start: a start between two windows is late by the earlier one.
    pub windows: Vec<Window>,
    /// Of the capacity of the tour.
    pub demand: i64,
}

/// Jobs that are done all or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// In [`RoutingProblem::jobs`]; one or two.
    pub jobs: Range<u32>,
    /// Price of leaving it out; [`Price::Hard`] when it must be done.
    pub left_out: Price,
}

/// One person's day, or one vehicle's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tour {
    /// Where it leaves.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Not left before.
    pub starts: i64,
    /// Back after this is extra time.
    pub ends: i64,
    /// The most demand that it takes on.
    pub capacity: i64,
    /// Whether a lunch is missed when there is none.
    pub has_lunch: bool,
    /// Price of being used at all; may be negative.
    pub fixed: i64,
}

/// Two jobs whose starts bind each other; they are done by different tours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// A job.
    pub first: u32,
    /// Another job of the same visit.
    pub second: u32,
    /// `start(second) - start(first)` is no less.
    pub least: i64,
    /// And no more.
    pub most: i64,
}

/// The lunch of those who have one: starts in the window (by [`RoutingProblem::met_at_end`] also ends in it), at the
/// place of the stop before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lunch {
    /// Not started before.
    pub opens: i64,
    /// Not later than.
    pub closes: i64,
    /// How long at least.
    pub length: i64,
}

/// What a unit of something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// So many points.
    Points(i64),
    /// Must not be.
    Hard,
}

impl Price {
    /// Costs nothing.
    pub const FREE: Self = Self::Points(0);
}

/// Points for each unit; terms as Ceschia et al. (2026, doi 10.1111/itor.70140) define them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Each unit of [`RoutingProblem::costs`] on all legs, first and last included.
    pub travel: i64,
    /// Sum of the tardiness of all jobs.
    pub tardiness: Price,
    /// The greatest tardiness of a job.
    pub worst_tardiness: i64,
    /// Sum of waiting before jobs (and lunches).
    pub waiting: i64,
    /// The longest single wait.
    pub worst_waiting: i64,
    /// Sum of the time that tours end after [`Tour::ends`].
    pub extra_time: Price,
    /// The greatest idle time of a tour: departure - start, waits, end - return; an unused tour is idle all its time.
    pub worst_idle: i64,
    /// Each tour that misses its lunch.
    pub missed_lunch: Price,
    /// Sum over all tours of the absolute difference between its load (jobs and travel) and the mean, each rounded up.
    pub balance: i64,
    /// Sum of the loads.
    pub load: i64,
}

impl Prices {
    /// Travel counts one; being late or back late must not be; nothing else counts.
    pub const TRAVEL_ALONE: Self = Self {
        travel: 1,
        tardiness: Price::Hard,
        worst_tardiness: 0,
        waiting: 0,
        worst_waiting: 0,
        extra_time: Price::Hard,
        worst_idle: 0,
        missed_lunch: Price::FREE,
        balance: 0,
        load: 0,
    };
}

/// A problem. Times, costs and demands are whole numbers in units of the adapter's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutingProblem {
    /// Places: the tables are square of this size.
    pub places: usize,
    /// Travel times, row by row; need be neither symmetric nor keep the triangle inequality.
    pub times: Vec<i32>,
    /// What the same legs cost, row by row; empty when they cost their time.
    pub costs: Vec<i32>,
    /// Jobs.
    pub jobs: Vec<Job>,
    /// Visits: their jobs follow each other in `jobs`, in the same order.
    pub visits: Vec<Visit>,
    /// Tours.
    pub tours: Vec<Tour>,
    /// Whether a tour may do a job and its points for that, job by job: `fits[job * tours.len() + tour]`. Empty when
    /// everybody may do everything for nothing.
    pub fits: Vec<Option<i32>>,
    /// Ties, each visit at most one.
    pub ties: Vec<Tie>,
    /// The lunch.
    pub lunch: Option<Lunch>,
    /// Whether a job must end, not only start, before its window closes.
    pub met_at_end: bool,
    /// Whether everybody leaves at the start of the shift and waits at the first job, instead of leaving just in time.
    pub leave_at_start: bool,
    /// Prices.
    pub prices: Prices,
}

impl RoutingProblem {
    /// Travel time.
    #[inline]
    pub fn time(&self, from: u32, to: u32) -> i64 {
        i64::from(self.times[from as usize * self.places + to as usize])
    }

    /// Cost of a leg before [`Prices::travel`].
    #[inline]
    pub fn cost(&self, from: u32, to: u32) -> i64 {
        let cells = if self.costs.is_empty() { &self.times } else { &self.costs };
        i64::from(cells[from as usize * self.places + to as usize])
    }

    /// Points when `tour` does `job`; `None` when it may not.
    #[inline]
    pub fn fit(&self, job: u32, tour: u32) -> Option<i64> {
        if self.fits.is_empty() {
            return Some(0);
        }
        self.fits[job as usize * self.tours.len() + tour as usize].map(i64::from)
    }

    /// Whether the plain search takes it: alike tours of one depot, one job a visit that must be done, one window each that is hard,
    /// no ties, no lunch, and nothing counts but travel and used tours. This is the VRPTW of Solomon (1987).
    pub fn is_plain(&self) -> bool {
        let p = &self.prices;
        self.ties.is_empty()
            && self.lunch.is_none()
            && self.fits.is_empty()
            && !self.met_at_end
            && self.tours.windows(2).all(|pair| pair[0] == pair[1])
            && self.tours.first().is_none_or(|t| t.from == t.to)
            && self.visits.iter().all(|v| v.jobs.len() == 1 && v.left_out == Price::Hard)
            && self.jobs.iter().all(|j| j.windows.len() == 1)
            && p.tardiness == Price::Hard
            && p.extra_time == Price::Hard
            && [p.worst_tardiness, p.waiting, p.worst_waiting, p.worst_idle, p.balance, p.load]
                .iter()
                .all(|&p| p == 0)
    }

    /// Whether the tied search takes it: starting everything as early as the routes allow is optimal for them. So one
    /// window a job (with several, waiting for the next may be better), no priced waiting, idle time, balance or load,
    /// no lunch that counts.
    pub fn is_early(&self) -> bool {
        let p = &self.prices;
        (self.lunch.is_none() || p.missed_lunch == Price::FREE || self.tours.iter().all(|t| !t.has_lunch))
            && self.jobs.iter().all(|j| j.windows.len() == 1)
            && [p.waiting, p.worst_waiting, p.worst_idle, p.balance, p.load].iter().all(|&p| p == 0)
    }

    /// What makes this no problem at all; every search relies on there being none.
    ///
    /// # Errors
    /// The first flaw found.
    pub fn validate(&self) -> Result<(), Flaw> {
        let cells = self.places * self.places;
        if self.times.len() != cells || !(self.costs.is_empty() || self.costs.len() == cells) {
            return Err(Flaw::Table);
        }
        let small = |x: i64| (0..=MOST).contains(&x);
        if self.times.iter().chain(&self.costs).any(|&t| !small(i64::from(t))) {
            return Err(Flaw::Leg);
        }
        if !self.fits.is_empty() && self.fits.len() != self.jobs.len() * self.tours.len() {
            return Err(Flaw::Fits);
        }
        let placed = |p: u32| (p as usize) < self.places;
        for (t, tour) in self.tours.iter().enumerate() {
            if !(placed(tour.from)
                && placed(tour.to)
                && small(tour.starts)
                && small(tour.ends)
                && (-MOST..=MOST).contains(&tour.fixed))
                || tour.starts > tour.ends
                || tour.capacity < 0
            {
                return Err(Flaw::Tour(t));
            }
        }
        let mut next = 0;
        for (v, visit) in self.visits.iter().enumerate() {
            if visit.jobs.start != next || !(1..=2).contains(&visit.jobs.len()) {
                return Err(Flaw::Visit(v));
            }
            next = visit.jobs.end;
        }
        if next as usize != self.jobs.len() {
            return Err(Flaw::Visit(self.visits.len()));
        }
        for (j, job) in self.jobs.iter().enumerate() {
            let owned = self.visits.get(job.visit as usize).is_some_and(|v| v.jobs.contains(&(j as u32)));
            let windows = !job.windows.is_empty()
                && job.windows.iter().all(|w| small(w.opens) && small(w.closes) && w.opens <= w.closes)
                && job.windows.windows(2).all(|w| w[0].opens <= w[1].opens);
            if !(owned && windows && placed(job.place) && small(job.length) && small(job.demand)) {
                return Err(Flaw::Job(j));
            }
        }
        let mut tied = vec![false; self.visits.len()];
        for (i, tie) in self.ties.iter().enumerate() {
            let visit = self.jobs.get(tie.first as usize).map(|j| j.visit);
            let other = self.jobs.get(tie.second as usize).map(|j| j.visit);
            let same = visit.is_some() && visit == other && tie.first != tie.second;
            if !same || tie.least > tie.most || tie.least < -MOST || tie.most > MOST {
                return Err(Flaw::Tie(i));
            }
            if std::mem::replace(&mut tied[visit.expect("same") as usize], true) {
                return Err(Flaw::Tie(i));
            }
        }
        if self
            .lunch
            .is_some_and(|l| !(small(l.opens) && small(l.closes) && small(l.length) && l.opens <= l.closes))
        {
            return Err(Flaw::Lunch);
        }
        if self.dearest() > DEAREST {
            return Err(Flaw::Prices);
        }
        Ok(())
    }

    /// No plan without a circle of waits ends anything later, back at home included. All else must be valid.
    pub(crate) fn latest(&self) -> i64 {
        let leg = self.times.iter().copied().max().map_or(0, i64::from);
        let moments = self.jobs.iter().flat_map(|j| &j.windows).map(|w| w.closes);
        let moments = moments.chain(self.tours.iter().map(|t| t.ends)).chain(self.lunch.map(|l| l.closes));
        let ties = self.ties.iter().map(|t| t.least.abs().max(t.most.abs()));
        let busy = self.jobs.iter().map(|j| j.length).chain(self.lunch.map(|l| l.length));
        moments.max().unwrap_or(0) + self.legs() * leg + busy.chain(ties).sum::<i64>()
    }

    /// No plan has more legs. A lunch may add a way from a place to itself.
    fn legs(&self) -> i64 {
        self.jobs.len() as i64 + 2 * self.tours.len() as i64
    }

    /// No plan costs more, whatever its signs: every visit left out, every leg the longest, everybody as late as can be. All
    /// else must be valid.
    pub(crate) fn dearest(&self) -> i128 {
        let p = &self.prices;
        let most = |cells: &[i32]| i128::from(cells.iter().copied().max().unwrap_or(0));
        let size = |x: i64| i128::from(x).abs();
        let soft = |price: Price| if let Price::Points(points) = price { size(points) } else { 0 };
        let (jobs, tours) = (self.jobs.len() as i128, self.tours.len() as i128);
        let legs = i128::from(self.legs());
        let cells = if self.costs.is_empty() { &self.times } else { &self.costs };
        let latest = i128::from(self.latest());
        let worst = |count: i128, price: i128| count.saturating_mul(latest).saturating_mul(price);
        let fits =
            i128::from(self.fits.iter().flatten().map(|&points| i64::from(points).abs()).max().unwrap_or(0));
        [
            (legs * most(cells)).saturating_mul(size(p.travel)),
            worst(jobs, soft(p.tardiness)),
            worst(1, size(p.worst_tardiness)),
            worst(jobs + tours, size(p.waiting)),
            worst(1, size(p.worst_waiting)),
            worst(tours, soft(p.extra_time)),
            worst(1, size(p.worst_idle)),
            tours.saturating_mul(soft(p.missed_lunch)),
            worst(2 * tours, size(p.balance)),
            worst(tours, size(p.load)),
            jobs * fits,
            self.tours.iter().map(|t| size(t.fixed)).sum(),
            self.visits.iter().map(|v| soft(v.left_out)).fold(0, i128::saturating_add),
        ]
        .into_iter()
        .fold(0, i128::saturating_add)
    }
}

/// No time, cost or demand is larger, so that no sum overflows.
pub(crate) const MOST: i64 = 1 << 30;

/// No plan costs more: room for a search to weigh breaches against costs in 64 bits.
pub(crate) const DEAREST: i128 = 1 << 50;

/// What is wrong with a [`RoutingProblem`]; numbers are positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Flaw {
    /// A table is not square of the number of places.
    #[error("a table of travel is not square")]
    Table,
    /// A leg is negative or too long.
    #[error("a leg is negative or too long")]
    Leg,
    /// Not one cell for each job and tour.
    #[error("the table of who may do what has not one cell for each job and tour")]
    Fits,
    /// A tour.
    #[error("tour {0} has a place, time or capacity that cannot be")]
    Tour(usize),
    /// A visit.
    #[error("visit {0} does not own one or two jobs that follow those before")]
    Visit(usize),
    /// A job.
    #[error("job {0} has a place, length, demand or window that cannot be")]
    Job(usize),
    /// A tie.
    #[error("tie {0} does not tie two jobs of one visit, or ties a visit twice")]
    Tie(usize),
    /// The lunch.
    #[error("the lunch has a time that cannot be")]
    Lunch,
    /// Prices times what they may be paid for.
    #[error(
        "prices, times and numbers of jobs are so great that a plan could cost more than 2^50 points; use coarser units or smaller prices"
    )]
    Prices,
}
