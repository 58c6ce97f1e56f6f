//! From routes of the master to a plan with times.

use super::generation::Route;
use super::network::Network;
use crate::routing::{RoutingPlan, RoutingProblem, RoutingRoute, RoutingStop, judge};
use rustc_hash::FxHashSet;

/// The plan of these routes, every job started as early as is best for tardiness; a job that comes again is dropped. With its cost, when it
/// breaks no rule.
pub(super) fn plan(
    problem: &RoutingProblem,
    network: &Network,
    routes: &[&Route],
) -> Option<(RoutingPlan, i64)> {
    let mut next = vec![0_usize; network.kinds.len()];
    let mut done = FxHashSet::default();
    let mut plan = RoutingPlan::default();
    for route in routes {
        let kind = &network.kinds[route.kind as usize];
        let tour = *kind.tours.get(next[route.kind as usize])?;
        next[route.kind as usize] += 1;
        let jobs: Vec<u32> = route.jobs.iter().copied().filter(|&j| done.insert(j)).collect();
        if jobs.is_empty() {
            continue;
        }
        let (_, starts) = network.schedule(kind, &jobs)?;
        let stop = |(&j, start): (&u32, i64)| {
            let job = &problem.jobs[j as usize];
            RoutingStop { job: Some(j), place: job.place, start, end: start + job.length }
        };
        plan.routes.push(RoutingRoute { tour, stops: jobs.iter().zip(starts).map(stop).collect() });
    }
    plan.routes.sort_by_key(|r| r.tour);
    let verdict = judge(problem, &plan);
    verdict.broken.is_empty().then_some((plan, verdict.cost))
}

/// The routes of a plan as the master knows them, where it can do them.
pub(super) fn routes(network: &Network, plan: &RoutingPlan) -> Vec<Route> {
    let kind = |tour| (0_u32..).zip(&network.kinds).find(|(_, k)| k.tours.contains(&tour)).map(|(k, _)| k);
    let route = |r: &RoutingRoute| {
        let kind = kind(r.tour)?;
        let jobs: Vec<u32> = r.stops.iter().filter_map(|s| s.job).collect();
        let (cost, _) = network.schedule(&network.kinds[kind as usize], &jobs)?;
        Some(Route { kind, jobs, cost })
    };
    plan.routes.iter().filter_map(route).collect()
}
