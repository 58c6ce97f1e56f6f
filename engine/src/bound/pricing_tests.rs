//! What no route costs less than, against all routes of small random problems.

use super::completion::Completion;
use super::labels::{Care, Priced, search};
use super::memory::Neighbourhoods;
use super::network::{NEVER, Network, SCALE};
use super::pricing::Prices;
use crate::budget::Budget;
use crate::rng::Rng;
use crate::routing::{self, Job, Price, RoutingProblem, Tour, Visit, Window};
use proptest::prelude::*;

/// Four jobs, two unlike tours, two windows here and there, lateness and extra time hard or at a price.
fn random_problem(rng: &mut Rng) -> RoutingProblem {
    let mut up_to = |n: i64| rng.below(n as usize + 1) as i64;
    let times = (0..25).map(|c| if c % 6 == 0 { 0 } else { 1 + up_to(6) as i32 }).collect();
    let mut job = |j: u32| {
        let opens = up_to(12);
        let mut windows = vec![Window { opens, closes: opens + up_to(8) }];
        if up_to(2) == 0 {
            windows.push(Window { opens: opens + 9, closes: opens + 9 + up_to(6) });
        }
        Job { visit: j, place: j + 1, length: up_to(3), windows, demand: 0 }
    };
    let jobs = (0..4).map(&mut job).collect();
    let visits = (0..4).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect();
    let mut tour = |fixed| {
        let starts = up_to(5);
        Tour { from: 0, to: 0, starts, ends: starts + 5 + up_to(25), capacity: 0, has_lunch: false, fixed }
    };
    let tours = vec![tour(0), tour(3)];
    let mut price = || if up_to(1) == 0 { Price::Hard } else { Price::Points(up_to(4)) };
    let prices = routing::Prices { tardiness: price(), extra_time: price(), ..routing::Prices::TRAVEL_ALONE };
    let fits = (0..8).map(|_| (up_to(3) > 0).then(|| up_to(5) as i32)).collect();
    RoutingProblem {
        places: 5,
        times,
        costs: vec![],
        jobs,
        visits,
        tours,
        fits,
        ties: vec![],
        lunch: None,
        met_at_end: up_to(1) == 0,
        leave_at_start: false,
        prices,
    }
}

/// All sequences of different jobs.
fn sequences(jobs: u32) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = vec![vec![]];
    let mut at = 0;
    while at < all.len() {
        for job in (0..jobs).filter(|j| !all[at].contains(j)).collect::<Vec<_>>() {
            all.push([all[at].as_slice(), &[job]].concat());
        }
        at += 1;
    }
    all.into_iter().skip(1).collect()
}

proptest! {
    #[test]
    fn no_route_costs_less_than_the_floor(seed: u64) {
        let mut rng = Rng::seeded(seed);
        let problem = random_problem(&mut rng);
        prop_assert_eq!(problem.validate(), Ok(()));
        let network = Network::new(&problem);
        let job = (0..4).map(|_| rng.below(30) as i64 * SCALE).collect();
        let prices = Prices { job, kind: vec![0; network.kinds.len()], cut: vec![] };
        for kind in &network.kinds {
            let Some(completion) = Completion::new(&network, kind, &prices) else { continue };
            let floor = completion.floor(&network, kind, &prices);
            let reduced = |jobs: &Vec<u32>| Some(network.schedule(kind, jobs)?.0 - prices.of(&[], jobs));
            let least = sequences(4).iter().filter_map(reduced).min().unwrap_or(NEVER);
            prop_assert!(floor <= least, "{} above {}", floor, least);
            for care in [Care::Quick(1), Care::Quick(2), Care::Exact] {
                let priced = Priced::<1> {
                    network: &network,
                    kind,
                    prices: &prices,
                    remembers: &Neighbourhoods::nearest(&network, 4).masks(4),
                    cuts: &[0; 4],
                    completion: Some(&completion),
                    limit: 0,
                    many: 2,
                };
                let found = search(&priced, care, &Budget::iterations(1));
                prop_assert!(found.least <= least.min(0), "{:?}: {} above {}", care, found.least, least);
                prop_assert!(found.least >= floor.min(0), "{:?}: {} below {}", care, found.least, floor);
            }
        }
    }
}
