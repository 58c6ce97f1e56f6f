//! What the search needs of a problem, laid out for speed.

use crate::routing::{Price, RoutingProblem};

/// No job, no tour.
pub(super) const NONE: u32 = u32::MAX;
/// The lunch in a sequence of jobs.
pub(super) const LUNCH: u32 = u32::MAX - 1;

/// How many near jobs each job knows.
const NEAR: usize = 24;

/// One job.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobFacts {
    pub place: u32,
    pub visit: u32,
    pub length: i64,
    pub demand: i64,
    /// The tied job, or [`NONE`].
    pub partner: u32,
    /// Start no earlier than so long after the partner is ready (may be negative).
    pub after: i64,
    /// First window, so that jobs with one window need not look further.
    pub opens: i64,
    /// Latest start that is not late in the first window.
    pub due: i64,
    /// Where its windows lie in [`Facts::windows`].
    pub first_window: u32,
    pub windows: u32,
}

/// A window by starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct StartWindow {
    pub opens: i64,
    /// Latest start that is not late; may lie before `opens` when the job is longer than the window.
    pub due: i64,
}

/// A problem laid out for the search.
pub(super) struct Facts<'a> {
    pub problem: &'a RoutingProblem,
    pub jobs: Vec<JobFacts>,
    pub windows: Vec<StartWindow>,
    /// Points of a tour for a job, tour by tour within a job; [`UNFIT`] when it may not.
    pub fits: Vec<i32>,
    /// Tours that may do a job.
    pub able: Vec<Vec<u32>>,
    /// Jobs that are good neighbours of a job, nearest first.
    pub near: Vec<Vec<u32>>,
    pub tardiness: i64,
    pub waiting: i64,
    pub extra_time: i64,
    pub missed_lunch: i64,
    pub tardiness_is_hard: bool,
    pub extra_time_is_hard: bool,
    pub lunch_is_hard: bool,
    /// Price of leaving a visit out; hard ones count apart.
    pub left_out: Vec<Option<i64>>,
    /// Cost of a typical leg, for temperatures and first penalties; at least one.
    pub scale: i64,
    /// The same when it makes one of a middling number of idle tours less so.
    pub idle_scale: i64,
    /// The end of the last shift.
    pub day: i64,
    /// Nothing that is not in a circle of waits ends later.
    pub latest: i64,
    /// More than any plan costs.
    pub dearest: i64,
}

/// A tour that may not do a job.
pub(super) const UNFIT: i32 = i32::MIN;

/// Points of a soft price, and whether it is hard.
fn points(price: Price) -> (i64, bool) {
    match price {
        Price::Points(points) => (points, false),
        Price::Hard => (0, true),
    }
}

impl<'a> Facts<'a> {
    /// Lays out `problem`, which has no flaw. Jobs know no near ones any more once `stop` says so.
    pub fn new(problem: &'a RoutingProblem, stop: impl Fn() -> bool) -> Self {
        let mut windows = Vec::new();
        let mut jobs: Vec<JobFacts> = Vec::with_capacity(problem.jobs.len());
        for job in &problem.jobs {
            let at_end = if problem.met_at_end { job.length } else { 0 };
            let first_window = windows.len() as u32;
            windows
                .extend(job.windows.iter().map(|w| StartWindow { opens: w.opens, due: w.closes - at_end }));
            let first = windows[first_window as usize];
            jobs.push(JobFacts {
                place: job.place,
                visit: job.visit,
                length: job.length,
                demand: job.demand,
                partner: NONE,
                after: 0,
                opens: first.opens,
                due: first.due,
                first_window,
                windows: job.windows.len() as u32,
            });
        }
        for tie in &problem.ties {
            jobs[tie.first as usize].partner = tie.second;
            jobs[tie.first as usize].after = -tie.most;
            jobs[tie.second as usize].partner = tie.first;
            jobs[tie.second as usize].after = tie.least;
        }
        let tours = problem.tours.len();
        let mut fits = Vec::with_capacity(problem.jobs.len() * tours);
        let mut able = Vec::with_capacity(problem.jobs.len());
        for job in 0..problem.jobs.len() as u32 {
            let mut fitting = Vec::new();
            for tour in 0..tours as u32 {
                let fit = problem
                    .fit(job, tour)
                    .filter(|_| jobs[job as usize].demand <= problem.tours[tour as usize].capacity);
                if fit.is_some() {
                    fitting.push(tour);
                }
                fits.push(fit.map_or(UNFIT, |p| p as i32));
            }
            able.push(fitting);
        }
        let prices = &problem.prices;
        let (tardiness, tardiness_is_hard) = points(prices.tardiness);
        let (extra_time, extra_time_is_hard) = points(prices.extra_time);
        let (missed_lunch, lunch_is_hard) = points(prices.missed_lunch);
        let left_out = problem
            .visits
            .iter()
            .map(|v| match v.left_out {
                Price::Points(points) => Some(points),
                Price::Hard => None,
            })
            .collect();
        let mut facts = Self {
            problem,
            jobs,
            windows,
            fits,
            able,
            near: Vec::new(),
            tardiness,
            waiting: prices.waiting,
            extra_time,
            missed_lunch,
            tardiness_is_hard,
            extra_time_is_hard,
            lunch_is_hard,
            left_out,
            scale: 1,
            idle_scale: 0,
            day: problem.tours.iter().map(|t| t.ends).max().unwrap_or(0),
            latest: problem.latest(),
            dearest: 1 + i64::try_from(problem.dearest()).expect("no plan of a valid problem costs so much"),
        };
        facts.near = facts.near_jobs(stop);
        (facts.scale, facts.idle_scale) = facts.typical_costs();
        facts
    }

    /// Points of `tour` for `job`, [`UNFIT`] when it may not.
    #[inline]
    pub fn fit(&self, job: u32, tour: u32) -> i32 {
        self.fits[job as usize * self.problem.tours.len() + tour as usize]
    }

    /// Whether somebody without any job can have lunch.
    pub fn idle_lunch(&self) -> bool {
        let at_end = |length| if self.problem.met_at_end { length } else { 0 };
        self.problem.lunch.is_some_and(|l| l.opens + at_end(l.length) <= l.closes)
    }

    /// The windows of a job.
    #[inline]
    pub fn windows_of(&self, job: &JobFacts) -> &[StartWindow] {
        &self.windows[job.first_window as usize..(job.first_window + job.windows) as usize]
    }

    /// For each job those that go well before or after it: little travel, little wait, little tardiness.
    fn near_jobs(&self, stop: impl Fn() -> bool) -> Vec<Vec<u32>> {
        let fitting: Vec<Vec<u64>> = self.able.iter().map(|tours| bits(tours)).collect();
        let mut scored: Vec<(i64, u32)> = Vec::new();
        (0..self.jobs.len())
            .map(|a| {
                scored.clear();
                let others = if stop() { 0 } else { self.jobs.len() };
                for b in 0..others {
                    let apart = a == b || self.jobs[a].partner == b as u32;
                    if apart || fitting[a].iter().zip(&fitting[b]).all(|(x, y)| x & y == 0) {
                        continue;
                    }
                    let score = self.closeness(a, b).min(self.closeness(b, a));
                    scored.push((score, b as u32));
                }
                let keep = NEAR.min(scored.len());
                if keep < scored.len() {
                    scored.select_nth_unstable(keep);
                }
                scored.truncate(keep);
                scored.sort_unstable();
                scored.iter().map(|&(_, b)| b).collect()
            })
            .collect()
    }

    /// What it costs at least, roughly, when `b` follows `a`.
    ///
    /// # References
    /// Vidal, Crainic, Gendreau & Prins (2013), "A hybrid genetic algorithm with adaptive diversity management for a large
    /// class of vehicle routing problems with time-windows", Computers & Operations Research 40(1): travel, a fifth of the
    /// wait that cannot be avoided and the tardiness that cannot. With several windows the widest reading counts.
    fn closeness(&self, a: usize, b: usize) -> i64 {
        let (from, to) = (&self.jobs[a], &self.jobs[b]);
        let leg = self.problem.time(from.place, to.place);
        let last =
            |job: &JobFacts| self.windows_of(job).iter().map(|w| w.due.max(w.opens)).max().unwrap_or(0);
        let wait = (to.opens - last(from) - from.length - leg).max(0);
        let late = (from.opens + from.length + leg - last(to)).max(0);
        10 * leg + 2 * wait + 10 * late
    }

    /// Price of the way to a middling neighbour, at least one; and of as much idle time, shared by half of the tours.
    fn typical_costs(&self) -> (i64, i64) {
        let prices = &self.problem.prices;
        let (mut sum, mut time) = (0_i64, 0_i64);
        for (job, near) in self.near.iter().enumerate() {
            let to = self.jobs[job].place;
            let neighbour = near.get(near.len() / 4).map(|&other| self.jobs[other as usize].place);
            // Where all live in one house, or there is one patient, the way from the base is what there is.
            let base = || self.problem.tours.first().map_or(to, |tour| tour.from);
            let from = neighbour.filter(|&from| self.problem.time(from, to) > 0).unwrap_or_else(base);
            // Saturating, because where no leg takes any time nothing bounds the prices of time.
            let leg = self.problem.cost(from, to).saturating_mul(prices.travel);
            let work = prices.load.saturating_add(prices.balance).saturating_add(prices.waiting.min(1));
            sum = leg.saturating_add(self.problem.time(from, to).saturating_mul(work)).saturating_add(sum);
            time += self.problem.time(from, to);
        }
        let count = self.jobs.len().max(1) as i64;
        let half = self.problem.tours.len().div_ceil(2).max(1) as i64;
        ((sum / count).max(1), prices.worst_idle.saturating_mul(time) / count / half)
    }
}

/// A set of small numbers as bits.
fn bits(numbers: &[u32]) -> Vec<u64> {
    let mut words = Vec::new();
    for &n in numbers {
        let word = (n / 64) as usize;
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        words[word] |= 1_u64 << (n % 64);
    }
    words
}
