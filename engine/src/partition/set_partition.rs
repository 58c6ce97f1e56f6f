//! Set partitioning over a pool of routes, with routes that cannot be combined cut off one by one.

use super::mip_solver::{BinaryProgram, Binds, Choice, Column, Ending};
use crate::budget::Budget;

/// A route that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolRoute {
    /// What it does, each job once.
    pub jobs: Vec<u32>,
    /// In [`Choosing::groups`]: alike tours, one of which it takes; `None` when it takes none.
    pub group: Option<u32>,
    /// What it costs.
    pub cost: i64,
}

/// Jobs that may be left out, all at once, for a price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Jobs.
    pub jobs: Vec<u32>,
    /// What leaving them out costs.
    pub price: i64,
}

/// What is to be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choosing<'a> {
    /// How many jobs there are.
    pub jobs: usize,
    /// The pool.
    pub routes: &'a [PoolRoute],
    /// How many tours each group has.
    pub groups: &'a [u32],
    /// What may be left out.
    pub left_out: &'a [LeftOut],
    /// Whether a job may be done by several routes. To be used where dropping it from all but one never costs more; the caller
    /// drops it. Closes faster, and finds more in a small pool.
    pub cover: bool,
    /// Nodes of the search tree at most: what ends the run when the budget has no clock.
    pub nodes: i32,
}

/// A choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combination {
    /// In [`Choosing::routes`], ascending.
    pub routes: Vec<u32>,
    /// In [`Choosing::left_out`], ascending.
    pub left_out: Vec<u32>,
    /// Sum of the costs.
    pub cost: i64,
    /// No combination of the pool costs less (within the tolerances of the solver).
    pub proven: bool,
}

/// The cheapest combination of routes that does every job, keeps to the tours there are and holds.
///
/// `holds` says of routes of the pool what keeps them from being combined, as ties in time do: some of them that are never to be chosen
/// together (not empty), or `None` when they can be. Each such set becomes a row (a no-good cut), and the program is solved again.
/// `lower` is raised to what none costs less than (by the floating-point reckoning of HiGHS, with a margin), and left where that
/// is not known.
/// `start` is a combination known to hold. `None` when nothing better than nothing was found in the budget, or nothing holds.
///
/// # References
/// Balinski & Quandt (1964), "On an Integer Program for a Delivery Problem", Operations Research 12(2); over a pool of routes found by
/// a search as in Rochat & Taillard (1995), "Probabilistic Diversification and Intensification in Local Search for Vehicle Routing".
pub fn best_combination(
    choosing: &Choosing,
    start: Option<&Combination>,
    holds: &mut dyn FnMut(&[u32]) -> Option<Vec<u32>>,
    lower: &mut i64,
    budget: &Budget,
) -> Option<Combination> {
    let mut program = program(choosing);
    let pool = choosing.routes.len() as u32;
    let warm: Option<Vec<u32>> = start.map(|s| {
        let left_out = s.left_out.iter().map(|&l| pool + l);
        s.routes.iter().copied().chain(left_out).collect()
    });
    let mut best = start.cloned();
    loop {
        let Choice { ending, taken, lower: below } = program.solve(warm.as_deref(), choosing.nodes, budget);
        if ending == Ending::Infeasible {
            *lower = best.as_ref().map_or(i64::MAX, |b| b.cost);
        } else if below > -1e15 && below < 1e15 {
            // Costs are whole.
            *lower = (*lower).max((below - margin(&program)).ceil() as i64);
        }
        let Some(taken) = taken else {
            // What is left is worse than nothing: the best so far is the best of all.
            if let (Some(best), Ending::Infeasible) = (&mut best, ending) {
                best.proven = true;
            }
            return best;
        };
        let split = taken.partition_point(|&c| c < pool);
        let routes = taken[..split].to_vec();
        let left_out: Vec<u32> = taken[split..].iter().map(|&c| c - pool).collect();
        if let Some(conflict) = holds(&routes) {
            assert!(!conflict.is_empty(), "what keeps routes from being combined is at least one route");
            let entry = |c: &u32| program.columns[*c as usize].entries.push((program.rows.len() as u32, 1.0));
            conflict.iter().for_each(entry);
            program.rows.push(Binds::Most(conflict.len() as f64 - 1.0));
            if budget.is_spent(0) {
                return best;
            }
            continue;
        }
        let cost = routes.iter().map(|&r| choosing.routes[r as usize].cost).sum::<i64>()
            + left_out.iter().map(|&l| choosing.left_out[l as usize].price).sum::<i64>();
        let proven = ending == Ending::Optimal;
        if best.as_ref().is_none_or(|b| cost < b.cost) {
            best = Some(Combination { routes, left_out, cost, proven });
        } else if let Some(best) = &mut best {
            best.proven |= proven;
        }
        return best;
    }
}

/// What the solver's reckoning may be off by. Its tolerances are relative to what it adds up, which may be far more than the
/// sum: terms cancel. No choice is of more columns than there are rows.
fn margin(program: &BinaryProgram) -> f64 {
    let largest = program.columns.iter().map(|c| c.cost.abs()).fold(0.0, f64::max);
    1e-5 + largest * program.rows.len() as f64 * 1e-8
}

fn program(choosing: &Choosing) -> BinaryProgram {
    let each = if choosing.cover { Binds::Least(1.0) } else { Binds::Exactly(1.0) };
    let rows = (0..choosing.jobs)
        .map(|_| each)
        .chain(choosing.groups.iter().map(|&k| Binds::Most(f64::from(k))))
        .collect();
    let jobs = choosing.jobs as u32;
    let route = |r: &PoolRoute| {
        let work = r.jobs.iter().map(|&j| (j, 1.0));
        Column { cost: r.cost as f64, entries: work.chain(r.group.map(|g| (jobs + g, 1.0))).collect() }
    };
    let slack =
        |l: &LeftOut| Column { cost: l.price as f64, entries: l.jobs.iter().map(|&j| (j, 1.0)).collect() };
    let columns = choosing.routes.iter().map(route).chain(choosing.left_out.iter().map(slack)).collect();
    BinaryProgram { rows, columns }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least cost over all subsets of pool and slacks.
    fn by_hand(choosing: &Choosing, clash: &[(u32, u32)]) -> Option<i64> {
        let (pool, all) = (choosing.routes.len(), choosing.routes.len() + choosing.left_out.len());
        let mut best = None;
        for set in 0_u32..1 << all {
            let has = |c: usize| set >> c & 1 == 1;
            let mut done = vec![0; choosing.jobs];
            let mut used = vec![0; choosing.groups.len()];
            let mut cost = 0;
            for (r, route) in choosing.routes.iter().enumerate().filter(|(r, _)| has(*r)) {
                let _ = r;
                route.jobs.iter().for_each(|&j| done[j as usize] += 1);
                route.group.iter().for_each(|&g| used[g as usize] += 1);
                cost += route.cost;
            }
            for (_, slack) in choosing.left_out.iter().enumerate().filter(|(l, _)| has(pool + l)) {
                slack.jobs.iter().for_each(|&j| done[j as usize] += 1);
                cost += slack.price;
            }
            let served = done.iter().all(|&d| d == 1 || (choosing.cover && d > 1));
            let tours = used.iter().zip(choosing.groups).all(|(u, k)| u <= k);
            let clashes = clash.iter().any(|&(a, b)| has(a as usize) && has(b as usize));
            if served && tours && !clashes && best.is_none_or(|b| cost < b) {
                best = Some(cost);
            }
        }
        best
    }

    #[test]
    fn where_terms_cancel_the_margin_is_that_of_the_terms() {
        let route = |cost, job| PoolRoute { jobs: vec![job], group: None, cost };
        let routes = [route(1 << 22, 0), route(-(1 << 22), 1)];
        let choosing =
            Choosing { jobs: 2, routes: &routes, groups: &[], left_out: &[], cover: false, nodes: 10 };
        let mut lower = i64::MIN;
        let best = best_combination(&choosing, None, &mut |_| None, &mut lower, &Budget::iterations(1));
        assert_eq!((best.map(|b| b.cost), lower), (Some(0), 0));
        assert!(margin(&program(&choosing)) > 0.08, "two terms of four million, to eight digits");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn the_combination_is_the_cheapest_of_all(
            pool in proptest::collection::vec((1_u32..32, 0_u32..4, 0_i64..50), 0..9),
            slack in proptest::collection::vec((1_u32..32, 0_i64..90), 0..3),
            pairs in proptest::collection::vec((0_u32..9, 0_u32..9), 0..6),
            groups in proptest::collection::vec(0_u32..3, 3),
            cover: bool,
        ) {
            let jobs = |set: u32| (0..5).filter(|j| set >> j & 1 == 1).collect::<Vec<u32>>();
            let routes: Vec<PoolRoute> = pool
                .iter()
                .map(|&(set, g, cost)| PoolRoute { jobs: jobs(set), group: (g < 3).then_some(g), cost })
                .collect();
            let left_out: Vec<LeftOut> = slack.iter().map(|&(set, price)| LeftOut { jobs: jobs(set), price }).collect();
            let clash: Vec<(u32, u32)> =
                pairs.into_iter().filter(|&(a, b)| a < b && (b as usize) < routes.len()).collect();
            let choosing =
                Choosing { jobs: 5, routes: &routes, groups: &groups, left_out: &left_out, cover, nodes: 10_000 };
            let mut holds = |chosen: &[u32]| {
                clash.iter().find(|(a, b)| chosen.contains(a) && chosen.contains(b)).map(|&(a, b)| vec![a, b])
            };
            let mut lower = i64::MIN;
            let found = best_combination(&choosing, None, &mut holds, &mut lower, &Budget::iterations(1));
            prop_assert_eq!(found.as_ref().map(|f| f.cost), by_hand(&choosing, &clash));
            prop_assert!(found.as_ref().is_none_or(|f| lower <= f.cost));
            prop_assert!(found.is_none_or(|f| f.proven && holds(&f.routes).is_none()));
        }
    }
}
