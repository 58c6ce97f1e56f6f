//! A plan of a routing problem: who does which job when.

use super::problem::RoutingProblem;

/// One thing in a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutingStop {
    /// The job; `None` for a lunch.
    pub job: Option<u32>,
    /// Where it happens. A job happens at its place.
    pub place: u32,
    /// When it starts.
    pub start: i64,
    /// When it is over.
    pub end: i64,
}

/// One tour's day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingRoute {
    /// In [`super::RoutingProblem::tours`].
    pub tour: u32,
    /// In order of time.
    pub stops: Vec<RoutingStop>,
}

/// Routes; a tour without stops may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingPlan {
    /// By tour.
    pub routes: Vec<RoutingRoute>,
}

impl RoutingPlan {
    /// The plan of these sequences of jobs, tour by tour: everybody leaves at the start, every job starts as early as it can.
    pub(crate) fn earliest<R: Iterator<Item = u32>>(
        problem: &RoutingProblem,
        routes: impl Iterator<Item = R>,
    ) -> Self {
        let route = |(tour, jobs): (usize, R)| {
            let (mut at, mut now) = (problem.tours[tour].from, problem.tours[tour].starts);
            let stop = |j: u32| {
                let job = &problem.jobs[j as usize];
                let start = (now + problem.time(at, job.place)).max(job.windows[0].opens);
                (at, now) = (job.place, start + job.length);
                RoutingStop { job: Some(j), place: at, start, end: now }
            };
            RoutingRoute { tour: tour as u32, stops: jobs.map(stop).collect() }
        };
        Self { routes: routes.enumerate().map(route).collect() }
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Breaks no hard rule, but visits that must be done may be left out where nothing else was found.
    pub plan: RoutingPlan,
    /// Its cost as [`super::judge`] says; visits left out that must be done count nothing.
    pub cost: i64,
    /// Changes tried.
    pub iterations: u64,
}
