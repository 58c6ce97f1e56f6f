//! Puts absent jobs back, one after the other where it costs least, now and then blind to the best place.
//!
//! # References
//! Christiaens & Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing Problems", Transportation Science 54(2),
//! doi:10.1287/trsc.2019.0914, section 5.3. Ours differs: a job is tried only beside its neighbours, and a new route is always tried.

use super::routes::{NONE, Routes, Spot};
use crate::rng::Rng;

/// One place in so many is overlooked.
const BLINK: u64 = 100;

/// In what order jobs are put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Random,
    Demand,
    Far,
    Close,
    Narrow,
    Opens,
    Closes,
}

/// The orders by their weights.
const ORDERS: [(Order, usize); 7] = [
    (Order::Random, 4),
    (Order::Demand, 4),
    (Order::Far, 2),
    (Order::Close, 1),
    (Order::Narrow, 2),
    (Order::Opens, 2),
    (Order::Closes, 2),
];

/// Puts `jobs` back; what fits nowhere is absent from then on.
pub(super) fn recreate(routes: &mut Routes, jobs: &mut [u32], rng: &mut Rng) {
    sort(routes, jobs, rng);
    routes.absent.clear();
    for &job in jobs.iter() {
        let spot = best_spot(routes, job, Some(rng)).or_else(|| any_spot(routes, job));
        match spot {
            Some(spot) => routes.insert(job, spot),
            None => routes.absent.push(job),
        }
    }
}

/// Puts all absent jobs into routes, in any order; once `stop` says so the rest stays absent.
pub(super) fn first_plan(routes: &mut Routes, rng: &mut Rng, stop: &dyn Fn() -> bool) {
    let mut jobs = std::mem::take(&mut routes.absent);
    rng.shuffle(&mut jobs);
    let mut over = false;
    for (i, &job) in jobs.iter().enumerate() {
        over = over || (i % 16 == 15 && stop());
        let spot = if over { None } else { best_spot(routes, job, None).or_else(|| any_spot(routes, job)) };
        match spot {
            Some(spot) => routes.insert(job, spot),
            None => routes.absent.push(job),
        }
    }
}

fn sort(routes: &Routes, jobs: &mut [u32], rng: &mut Rng) {
    let network = routes.network;
    let mut draw = rng.below(ORDERS.iter().map(|o| o.1).sum());
    let mut order = Order::Random;
    for (o, weight) in ORDERS {
        order = o;
        if draw < weight {
            break;
        }
        draw -= weight;
    }
    rng.shuffle(jobs);
    let task = |j: u32| &network.tasks[j as usize];
    let distance = |j: u32| network.leg(network.jobs as u32, j).cost;
    match order {
        Order::Random => {}
        Order::Demand => jobs.sort_by_key(|&j| std::cmp::Reverse(task(j).demand)),
        Order::Far => jobs.sort_by_key(|&j| std::cmp::Reverse(distance(j))),
        Order::Close => jobs.sort_by_key(|&j| distance(j)),
        Order::Narrow => jobs.sort_by_key(|&j| task(j).closes - task(j).opens),
        Order::Opens => jobs.sort_by_key(|&j| task(j).opens),
        Order::Closes => jobs.sort_by_key(|&j| std::cmp::Reverse(task(j).closes)),
    }
}

/// The cheapest place of an absent job beside its neighbours or in a route of its own; with `rng` it blinks.
pub(super) fn best_spot(routes: &Routes, job: u32, mut rng: Option<&mut Rng>) -> Option<Spot> {
    let network = routes.network;
    let task = &network.tasks[job as usize];
    let room = network.capacity - task.demand;
    let (to, from) = (network.legs_to(job), network.legs_from(job));
    let mut best = Spot { prev: NONE, delta: i64::MAX };
    let mut blinks = move || rng.as_mut().is_some_and(|r| r.next_u64() % BLINK == 0);
    if let Some(route) = routes.spare() {
        let prev = routes.first(route);
        if let Some(delta) = routes.price_after(job, prev)
            && !blinks()
        {
            best = Spot { prev, delta };
        }
    }
    // Compared in units of legs; a route with jobs has no further price.
    let mut least =
        if best.prev == NONE { i64::MAX } else { (best.delta - 1).div_euclid(network.price.max(1)) + 1 };
    for near in &network.before[job as usize] {
        let stop = &routes.stops[near.job as usize];
        // No leg onward is cheaper than the least: this spares the look into the table, which is what takes time.
        let sure = i64::from(near.leg.cost) - i64::from(stop.onward);
        if stop.route == NONE || sure + i64::from(task.least_out) >= least {
            continue;
        }
        let start = stop.depart.wrapping_add(near.leg.time).max(task.opens);
        if start > task.closes || start.wrapping_add(task.least_way) > stop.until {
            continue;
        }
        let there = from.leg(stop.next);
        let delta = sure + i64::from(there.cost);
        if delta < least
            && start.wrapping_add(task.length).wrapping_add(there.time) <= stop.until
            && routes.sums[stop.route as usize].load <= room
            && !blinks()
        {
            least = delta;
            best.prev = near.job;
        }
    }
    let soonest = task.soonest.wrapping_add(task.length);
    for near in &network.after[job as usize] {
        let stop = &routes.stops[near.job as usize];
        let sure = i64::from(near.leg.cost) - i64::from(stop.inward);
        if stop.route == NONE
            || sure + i64::from(task.least_in) >= least
            || soonest.wrapping_add(near.leg.time) > stop.latest
        {
            continue;
        }
        let here = to.leg(stop.prev);
        let delta = sure + i64::from(here.cost);
        if delta >= least {
            continue;
        }
        let start = routes.stops[stop.prev as usize].depart.wrapping_add(here.time).max(task.opens);
        if start <= task.closes
            && start.wrapping_add(task.length).wrapping_add(near.leg.time) <= stop.latest
            && routes.sums[stop.route as usize].load <= room
            && !blinks()
        {
            least = delta;
            best.prev = stop.prev;
        }
    }
    if best.prev == NONE {
        return None;
    }
    Some(Spot { prev: best.prev, delta: routes.price_after(job, best.prev)? })
}

/// The cheapest place of an absent job, wherever it may be.
pub(super) fn any_spot(routes: &Routes, job: u32) -> Option<Spot> {
    let mut best: Option<Spot> = None;
    let mut try_after = |prev: u32| {
        if let Some(delta) = routes.price_after(job, prev)
            && best.is_none_or(|b| delta < b.delta)
        {
            best = Some(Spot { prev, delta });
        }
    };
    for route in 0..routes.sums.len() as u32 {
        if routes.sums[route as usize].size > 0 {
            try_after(routes.first(route));
            routes.jobs_of(route).for_each(&mut try_after);
        }
    }
    if let Some(route) = routes.spare() {
        try_after(routes.first(route));
    }
    best
}
