//! The judge of routing plans: slow and obvious, shares nothing with any search.

use super::plan::{RoutingPlan, RoutingRoute, RoutingStop};
use super::problem::{Price, RoutingProblem};

/// A hard rule that a plan breaks; numbers are positions in the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A tour has two routes, or there is no such tour.
    Route(u32),
    /// A job is done twice, or there is no such job.
    Twice(u32),
    /// A visit is done in part.
    Part(u32),
    /// A visit that must be done is left out.
    LeftOut(u32),
    /// The tour may not do the job.
    Unfit(u32),
    /// A job starts before its first window opens, before the tour can be there, not at its place, or lasts another time.
    Time(u32),
    /// A tour leaves before it starts.
    Early(u32),
    /// More demand than capacity.
    Load(u32),
    /// A tie does not hold, or one tour does both jobs.
    Tie(u32),
    /// A lunch outside its window, too short, or where there is none.
    Lunch(u32),
    /// A sum that must be zero is not: tardiness, extra time, missed lunches.
    Term(&'static str),
}

/// The terms of the cost, before prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Cost of all legs.
    pub travel: i64,
    /// Sum of tardiness.
    pub tardiness: i64,
    /// Worst tardiness.
    pub worst_tardiness: i64,
    /// Sum of waiting.
    pub waiting: i64,
    /// Longest wait.
    pub worst_waiting: i64,
    /// Sum of extra time.
    pub extra_time: i64,
    /// Worst idle time.
    pub worst_idle: i64,
    /// Lunches missed.
    pub missed_lunch: i64,
    /// Differences of load.
    pub balance: i64,
    /// Sum of loads.
    pub load: i64,
    /// Points for who does what, fixed prices, and visits left out.
    pub points: i64,
}

/// What is to be said of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Rules broken; none in a feasible plan.
    pub broken: Vec<Broken>,
    /// The terms.
    pub terms: Terms,
    /// The cost.
    pub cost: i64,
}

/// Judges `plan`: every term and rule as written down with the problem, worked out from the stops alone.
///
/// Never panics, whatever the plan says: what it names and the problem does not know is a finding. A stop at an impossible
/// time (before zero or beyond 2⁴⁰) is a finding and counts no further, so that no sum overflows.
///
/// # References
/// Terms and rules: Ceschia et al. (2026, doi 10.1111/itor.70140); of the simpler families, Mankowska et al. (2014),
/// Solomon (1987), Bredström & Rönnqvist (2008). `problem` must be valid ([`RoutingProblem::validate`]).
pub fn judge(problem: &RoutingProblem, plan: &RoutingPlan) -> Verdict {
    let mut sheet = Sheet {
        problem,
        broken: Vec::new(),
        terms: Terms::default(),
        done: vec![None; problem.jobs.len()],
        routed: vec![false; problem.tours.len()],
        lunched: vec![false; problem.tours.len()],
        load: vec![0; problem.tours.len()],
        idle: problem.tours.iter().map(|tour| tour.ends - tour.starts).collect(),
    };
    for route in &plan.routes {
        sheet.route(route);
    }
    sheet.visits();
    sheet.ties();
    sheet.staff();
    let cost = sheet.cost();
    Verdict { broken: sheet.broken, terms: sheet.terms, cost }
}

/// No stop is later; far beyond what a valid problem can need, far below where sums overflow.
const LATEST: i64 = 1 << 40;

/// What is known so far.
struct Sheet<'a> {
    problem: &'a RoutingProblem,
    broken: Vec<Broken>,
    terms: Terms,
    /// By job: who does it and when it starts.
    done: Vec<Option<(u32, i64)>>,
    /// By tour: whether it has a route.
    routed: Vec<bool>,
    /// By tour: whether it has a proper lunch.
    lunched: Vec<bool>,
    /// By tour: jobs and travel.
    load: Vec<i64>,
    /// By tour: idle time.
    idle: Vec<i64>,
}

/// Adds without overflow.
fn add(sum: &mut i64, more: i64) {
    *sum = sum.saturating_add(more);
}

impl Sheet<'_> {
    fn route(&mut self, route: &RoutingRoute) {
        let t = route.tour;
        let Some(&tour) = self.problem.tours.get(t as usize) else {
            return self.broken.push(Broken::Route(t));
        };
        if std::mem::replace(&mut self.routed[t as usize], true) {
            self.broken.push(Broken::Route(t));
        }
        let stops: Vec<RoutingStop> = route.stops.iter().filter(|stop| self.is_sound(t, stop)).copied().collect();
        if stops.iter().all(|stop| stop.job.is_none()) {
            // Nobody drives for a lunch alone; it still is one.
            return stops.iter().for_each(|stop| self.lunch(t, stop));
        }
        add(&mut self.terms.points, tour.fixed);
        let mut demand = 0;
        let mut at = tour.from;
        // When the tour is free at `at`; unknown until it has left, when it leaves just in time.
        let mut free = self.problem.leave_at_start.then_some(tour.starts);
        let mut left = tour.starts;
        let mut rest = 0;
        for (k, stop) in stops.iter().enumerate() {
            let here = match stop.job {
                Some(job) => self.job(t, job, stop, &mut demand),
                None => {
                    let next = stops.get(k + 1).map_or(tour.to, |next| next.place);
                    if stop.place != at && stop.place != next {
                        self.broken.push(Broken::Lunch(t));
                    }
                    self.lunch(t, stop);
                    stop.place
                }
            };
            self.leg(t, at, here);
            let leg = self.problem.time(at, here);
            let leaves = free.unwrap_or(stop.start - leg);
            if k == 0 {
                left = leaves;
                if left < tour.starts {
                    self.broken.push(Broken::Early(t));
                }
            }
            let wait = stop.start - (leaves + leg);
            if wait < 0 {
                self.broken.push(stop.job.map_or(Broken::Lunch(t), Broken::Time));
            } else {
                add(&mut rest, wait);
                // The wait after a lunch that comes first is idle time alone, as the authors compute it.
                if !(k == 1 && stops[0].job.is_none()) {
                    add(&mut self.terms.waiting, wait);
                    self.terms.worst_waiting = self.terms.worst_waiting.max(wait);
                }
            }
            (at, free) = (here, Some(stop.end));
        }
        self.leg(t, at, tour.to);
        let back = free.unwrap_or(left) + self.problem.time(at, tour.to);
        add(&mut self.terms.extra_time, (back - tour.ends).max(0));
        self.idle[t as usize] = rest.saturating_add((left - tour.starts).max(0) + (tour.ends - back).max(0));
        if demand > tour.capacity {
            self.broken.push(Broken::Load(t));
        }
    }

    /// Whether `stop` names what there is and times that can be; says what it does not.
    fn is_sound(&mut self, t: u32, stop: &RoutingStop) -> bool {
        let timed = 0 <= stop.start && stop.start <= stop.end && stop.end <= LATEST;
        let flaw = match stop.job {
            Some(job) if job as usize >= self.problem.jobs.len() => Broken::Twice(job),
            Some(_) if timed => return true,
            Some(job) => Broken::Time(job),
            None if timed && (stop.place as usize) < self.problem.places => return true,
            None => Broken::Lunch(t),
        };
        self.broken.push(flaw);
        false
    }

    /// Travels a leg.
    fn leg(&mut self, t: u32, from: u32, to: u32) {
        add(&mut self.terms.travel, self.problem.cost(from, to));
        add(&mut self.load[t as usize], self.problem.time(from, to));
    }

    /// Has lunch, which counts when it is a proper one.
    fn lunch(&mut self, t: u32, stop: &RoutingStop) {
        let proper = self.problem.lunch.is_some_and(|lunch| {
            let met = if self.problem.met_at_end { stop.end } else { stop.start };
            stop.start >= lunch.opens && met <= lunch.closes && stop.end - stop.start >= lunch.length
        });
        if proper {
            self.lunched[t as usize] = true;
        } else {
            self.broken.push(Broken::Lunch(t));
        }
    }

    /// Does a job; returns where.
    fn job(&mut self, t: u32, j: u32, stop: &RoutingStop, demand: &mut i64) -> u32 {
        let job = &self.problem.jobs[j as usize];
        if self.done[j as usize].replace((t, stop.start)).is_some() {
            self.broken.push(Broken::Twice(j));
        }
        if stop.place != job.place || stop.end - stop.start != job.length || stop.start < job.windows[0].opens {
            self.broken.push(Broken::Time(j));
        }
        match self.problem.fit(j, t) {
            Some(points) => add(&mut self.terms.points, points),
            None => self.broken.push(Broken::Unfit(j)),
        }
        let window = job.windows.iter().rfind(|w| w.opens <= stop.start).unwrap_or(&job.windows[0]);
        let met = if self.problem.met_at_end { stop.end } else { stop.start };
        let tardiness = (met - window.closes).max(0);
        add(&mut self.terms.tardiness, tardiness);
        self.terms.worst_tardiness = self.terms.worst_tardiness.max(tardiness);
        add(&mut self.load[t as usize], stop.end - stop.start);
        add(demand, job.demand);
        job.place
    }

    fn visits(&mut self) {
        for (v, visit) in self.problem.visits.iter().enumerate() {
            let done = visit.jobs.clone().filter(|&j| self.done[j as usize].is_some()).count();
            match visit.left_out {
                _ if done == visit.jobs.len() => {}
                _ if done > 0 => self.broken.push(Broken::Part(v as u32)),
                Price::Points(points) => add(&mut self.terms.points, points),
                Price::Hard => self.broken.push(Broken::LeftOut(v as u32)),
            }
        }
    }

    fn ties(&mut self) {
        for (i, tie) in self.problem.ties.iter().enumerate() {
            if let (Some((t1, first)), Some((t2, second))) = (self.done[tie.first as usize], self.done[tie.second as usize])
                && (t1 == t2 || !(tie.least..=tie.most).contains(&(second - first)))
            {
                self.broken.push(Broken::Tie(i as u32));
            }
        }
    }

    fn staff(&mut self) {
        let tours = self.load.len() as i64;
        let sum = self.load.iter().fold(0_i64, |sum, &load| sum.saturating_add(load));
        self.terms.load = sum;
        self.terms.worst_idle = self.idle.iter().copied().max().unwrap_or(0);
        for (t, tour) in self.problem.tours.iter().enumerate() {
            // |load - sum / tours|, rounded up, without leaving the whole numbers.
            let apart = self.load[t].saturating_mul(tours).saturating_sub(sum).saturating_abs();
            add(&mut self.terms.balance, apart / tours + i64::from(apart % tours > 0));
            self.terms.missed_lunch += i64::from(tour.has_lunch && !self.lunched[t]);
        }
    }

    fn cost(&mut self) -> i64 {
        let (terms, prices) = (self.terms, &self.problem.prices);
        let mut cost = terms.points;
        let mut priced = |count: i64, price: i64| add(&mut cost, count.saturating_mul(price));
        priced(terms.travel, prices.travel);
        priced(terms.worst_tardiness, prices.worst_tardiness);
        priced(terms.waiting, prices.waiting);
        priced(terms.worst_waiting, prices.worst_waiting);
        priced(terms.worst_idle, prices.worst_idle);
        priced(terms.balance, prices.balance);
        priced(terms.load, prices.load);
        let perhaps_hard = [
            (terms.tardiness, prices.tardiness, "tardiness"),
            (terms.extra_time, prices.extra_time, "extra time"),
            (terms.missed_lunch, prices.missed_lunch, "missed lunches"),
        ];
        for (count, price, name) in perhaps_hard {
            match price {
                Price::Points(points) => priced(count, points),
                Price::Hard if count > 0 => self.broken.push(Broken::Term(name)),
                Price::Hard => {}
            }
        }
        cost
    }
}
