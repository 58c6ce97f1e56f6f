//! The relaxed problem as a network: jobs joined by arcs, tours put together by kind, costs in fractions of a point.

use crate::routing::{Job, Price, RoutingProblem, Tour, Window};
use rustc_hash::FxHashMap;

/// Costs are counted in this fraction of a point, so that prices of jobs lose little when they are rounded to whole numbers.
pub(super) const SCALE: i64 = 1 << 10;

/// No single cost is more, in scaled points: sums over two thousand jobs do not overflow. To count less than the true cost is a valid
/// relaxation.
const MOST: i64 = 1 << 46;

/// More than any cost of a route.
pub(super) const NEVER: i64 = i64::MAX / 4;

/// From one job to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The next job.
    pub(super) to: u32,
    /// From the start of the one to being at the other.
    pub(super) time: i64,
    /// Scaled.
    pub(super) cost: i64,
}

/// Alike tours.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// In the problem.
    pub(super) tours: Vec<u32>,
    /// Not left before.
    pub(super) starts: i64,
    /// Back after this is extra time.
    pub(super) ends: i64,
    /// What fits in; `None` when everything does.
    pub(super) capacity: Option<i64>,
    /// By job: from the place of departure (time, scaled cost with [`Tour::fixed`]).
    pub(super) out: Vec<(i64, i64)>,
    /// By job: from its start to the place of arrival.
    pub(super) home: Vec<(i64, i64)>,
    /// By job: scaled points for doing it; `None` when it may not.
    pub(super) points: Vec<Option<i64>>,
}

/// The network.
#[derive(Clone, Debug)]
pub(super) struct Network {
    /// How many jobs there are.
    pub(super) jobs: usize,
    /// By job: what it uses of the capacity.
    pub(super) demand: Vec<i64>,
    /// By job: one number for jobs of which a route may have one alone (a job with those tied to it).
    pub(super) element: Vec<u32>,
    /// How many such numbers there are.
    pub(super) elements: usize,
    /// By job, the jobs that can follow.
    pub(super) links: Vec<Vec<Link>>,
    /// Tours by kind.
    pub(super) kinds: Vec<Kind>,
    /// By visit: its jobs, and the scaled price of leaving it out.
    pub(super) visits: Vec<(std::ops::Range<u32>, Option<i64>)>,
    windows: Vec<Vec<Window>>,
    /// By job: no later start; only what ties bring.
    latest: Vec<i64>,
    /// By job: from the start to the moment that must meet the window.
    met: Vec<i64>,
    /// Scaled price of a unit of tardiness; `None` when hard.
    late: Option<i64>,
    /// Scaled price of a unit of extra time; `None` when hard.
    extra: Option<i64>,
}

/// A price times a number, scaled and kept within [`MOST`].
fn scaled(price: i64, number: i64) -> i64 {
    price.saturating_mul(number).saturating_mul(SCALE).clamp(-MOST, MOST)
}

fn soft(price: Price) -> Option<i64> {
    match price {
        Price::Points(points) => Some(scaled(points, 1)),
        Price::Hard => None,
    }
}

impl Network {
    /// The relaxation of `problem`.
    pub(super) fn new(problem: &RoutingProblem) -> Self {
        let jobs = problem.jobs.len();
        let mut element: Vec<u32> = (0..jobs as u32).collect();
        for tie in &problem.ties {
            element[tie.second as usize] = element[tie.first as usize];
        }
        let mut network = Self {
            jobs,
            demand: problem.jobs.iter().map(|j| j.demand).collect(),
            element,
            elements: jobs,
            links: Vec::new(),
            kinds: kinds(problem),
            visits: problem.visits.iter().map(|v| (v.jobs.clone(), soft(v.left_out))).collect(),
            windows: problem.jobs.iter().map(|j| j.windows.clone()).collect(),
            latest: vec![i64::MAX; jobs],
            met: problem.jobs.iter().map(|j| if problem.met_at_end { j.length } else { 0 }).collect(),
            late: soft(problem.prices.tardiness),
            extra: soft(problem.prices.extra_time),
        };
        network.tighten(problem);
        let job = |j: u32| &problem.jobs[j as usize];
        network.links = (0..jobs as u32)
            .map(|i| {
                let link = |to: u32| Link {
                    to,
                    time: job(i).length + problem.time(job(i).place, job(to).place),
                    cost: leg(problem, job(i).place, job(to).place),
                };
                (0..jobs as u32)
                    .filter(|&j| network.element[j as usize] != network.element[i as usize])
                    .map(link)
                    .filter(|l| network.can_start(l.to, network.opens(i) + l.time))
                    .collect()
            })
            .collect();
        network
    }

    /// Narrows windows by ties: neither job starts before the other's window lets it, nor, where windows are hard, after.
    fn tighten(&mut self, problem: &RoutingProblem) {
        for tie in &problem.ties {
            let (a, b) = (tie.first as usize, tie.second as usize);
            let (least_a, least_b) = (self.opens(tie.first), self.opens(tie.second));
            not_before(&mut self.windows[a], least_b - tie.most);
            not_before(&mut self.windows[b], least_a + tie.least);
            if self.late.is_none() {
                let last =
                    |j: usize| self.windows[j].iter().map(|w| w.closes).max().unwrap_or(0) - self.met[j];
                let (last_a, last_b) = (last(a), last(b));
                self.latest[a] = last_b - tie.least;
                self.latest[b] = last_a + tie.most;
            }
        }
    }

    /// A job's first opening.
    pub(super) fn opens(&self, job: u32) -> i64 {
        self.windows[job as usize][0].opens
    }

    /// The last moment at which anything can be on time.
    pub(super) fn last_close(&self) -> i64 {
        let closes = |w: &Vec<Window>| w.iter().map(|w| w.closes).max().unwrap_or(0);
        self.windows.iter().map(closes).max().unwrap_or(0)
    }

    /// Whether being late is a matter of price, and whether extra time is.
    pub(super) fn soft(&self) -> (bool, bool) {
        (self.late.is_some(), self.extra.is_some())
    }

    /// The starts worth choosing from when at a job at `arrival`, with their scaled price of tardiness: at once, or at a later opening
    /// if that is less late.
    #[inline]
    pub(super) fn starts(&self, job: u32, arrival: i64, mut choose: impl FnMut(i64, i64)) {
        let windows = &self.windows[job as usize];
        let mut least = NEVER;
        for (w, window) in windows.iter().enumerate() {
            let start = arrival.max(window.opens);
            // A window counts until the next one opens.
            if windows.get(w + 1).is_some_and(|next| start >= next.opens) {
                continue;
            }
            if start > self.latest[job as usize] {
                return;
            }
            let tardiness = start + self.met[job as usize] - window.closes;
            let price = if tardiness <= 0 {
                0
            } else if let Some(late) = self.late {
                late.saturating_mul(tardiness).min(MOST)
            } else {
                continue;
            };
            if price < least {
                least = price;
                choose(start, price);
            }
            if price == 0 {
                return;
            }
        }
    }

    /// Whether a job can start at all when somebody is there at `arrival`.
    fn can_start(&self, job: u32, arrival: i64) -> bool {
        let mut can = false;
        self.starts(job, arrival, |_, _| can = true);
        can
    }

    /// The scaled price of being back at `time`; `None` when that is too late.
    #[inline]
    pub(super) fn back(&self, kind: &Kind, time: i64) -> Option<i64> {
        let over = time - kind.ends;
        match self.extra {
            _ if over <= 0 => Some(0),
            Some(extra) => Some(extra.saturating_mul(over).min(MOST)),
            None => None,
        }
    }

    /// The least scaled cost at which a kind of tour does these jobs in this order, and the starts; `None` when it cannot.
    pub(super) fn schedule(&self, kind: &Kind, sequence: &[u32]) -> Option<(i64, Vec<i64>)> {
        let (&first, rest) = sequence.split_first()?;
        let load: i64 = sequence.iter().map(|&j| self.demand[j as usize]).sum();
        if kind.capacity.is_some_and(|c| load > c)
            || sequence.iter().any(|&j| kind.points[j as usize].is_none())
        {
            return None;
        }
        let points = |j: u32| kind.points[j as usize].expect("checked above");
        let (time, cost) = kind.out[first as usize];
        let mut ways: Vec<(i64, Vec<i64>)> = Vec::new();
        self.starts(first, kind.starts + time, |s, p| ways.push((cost + points(first) + p, vec![s])));
        let mut at = first;
        for &to in rest {
            let link = self.links[at as usize].iter().find(|l| l.to == to)?;
            let mut next: Vec<(i64, Vec<i64>)> = Vec::new();
            for (cost, starts) in &ways {
                let arrival = starts.last()? + link.time;
                self.starts(to, arrival, |s, p| {
                    let cost = cost + link.cost + points(to) + p;
                    // Windows are few; what is later and dearer than another way is dropped.
                    if !next.iter().any(|(c, at)| *c <= cost && at.last().is_some_and(|&a| a <= s)) {
                        next.push((cost, [starts.as_slice(), &[s]].concat()));
                    }
                });
            }
            (ways, at) = (next, to);
        }
        let (time, cost) = kind.home[at as usize];
        ways.into_iter()
            .filter_map(|(c, starts)| Some((c + cost + self.back(kind, starts.last()? + time)?, starts)))
            .min()
    }
}

/// The scaled cost of a leg: travel, and its part of the load.
fn leg(problem: &RoutingProblem, from: u32, to: u32) -> i64 {
    let p = &problem.prices;
    (scaled(p.travel, problem.cost(from, to)) + scaled(p.load, problem.time(from, to))).min(MOST)
}

/// Nothing starts before `moment`: the window that counts then is kept, opening later.
fn not_before(windows: &mut Vec<Window>, moment: i64) {
    let gone = windows.iter().skip(1).take_while(|w| w.opens <= moment).count();
    windows.drain(..gone);
    windows[0].opens = windows[0].opens.max(moment);
}

fn kinds(problem: &RoutingProblem) -> Vec<Kind> {
    let demand: i64 = problem.jobs.iter().map(|j| j.demand).sum();
    let mut known: FxHashMap<(Tour, Vec<Option<i64>>), usize> = FxHashMap::default();
    let mut kinds: Vec<Kind> = Vec::new();
    for (t, &tour) in (0_u32..).zip(&problem.tours) {
        let fits: Vec<Option<i64>> = (0..problem.jobs.len() as u32).map(|j| problem.fit(j, t)).collect();
        // Lunch is relaxed.
        let key = Tour { has_lunch: false, ..tour };
        if let Some(&kind) = known.get(&(key, fits.clone())) {
            kinds[kind].tours.push(t);
            continue;
        }
        let fixed = scaled(tour.fixed, 1);
        let of = |job: &Job| (problem.time(tour.from, job.place), leg(problem, tour.from, job.place) + fixed);
        let back =
            |job: &Job| (job.length + problem.time(job.place, tour.to), leg(problem, job.place, tour.to));
        let work = |job: &Job| scaled(problem.prices.load, job.length);
        kinds.push(Kind {
            tours: vec![t],
            starts: tour.starts,
            ends: tour.ends,
            capacity: (demand > tour.capacity).then_some(tour.capacity),
            out: problem.jobs.iter().map(of).collect(),
            home: problem.jobs.iter().map(back).collect(),
            points: fits.iter().zip(&problem.jobs).map(|(f, j)| f.map(|f| scaled(f, 1) + work(j))).collect(),
        });
        known.insert((key, fits), kinds.len() - 1);
    }
    kinds
}
