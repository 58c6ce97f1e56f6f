//! Good routes seen on the way, for whoever puts the best of them together.

use rustc_hash::FxHashMap;

/// A route that can be driven, and its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolRoute {
    /// Jobs of the problem, in order.
    pub jobs: Vec<u32>,
    /// Legs and the price of a used tour, in the problem's points.
    pub cost: i64,
}

/// Routes by the set of their jobs, each in the cheapest order seen; when full, the oldest gives way.
#[derive(Default)]
pub(super) struct Pool {
    routes: Vec<(u64, PoolRoute)>,
    at: FxHashMap<u64, usize>,
    next: usize,
}

/// Most routes kept.
const MOST: usize = 20_000;

impl Pool {
    /// Remembers a route.
    pub fn add(&mut self, jobs: impl Iterator<Item = u32> + Clone, cost: i64) {
        let key = jobs.clone().fold(0, |sum: u64, job| sum.wrapping_add(mixed(job)));
        if let Some(&at) = self.at.get(&key) {
            let known = &mut self.routes[at].1;
            if cost < known.cost {
                *known = PoolRoute { jobs: jobs.collect(), cost };
            }
            return;
        }
        let entry = (key, PoolRoute { jobs: jobs.collect(), cost });
        if self.routes.len() < MOST {
            self.at.insert(key, self.routes.len());
            self.routes.push(entry);
        } else {
            self.at.remove(&self.routes[self.next].0);
            self.at.insert(key, self.next);
            self.routes[self.next] = entry;
            self.next = (self.next + 1) % MOST;
        }
    }

    /// All routes.
    pub fn into_routes(self) -> Vec<PoolRoute> {
        self.routes.into_iter().map(|x| x.1).collect()
    }
}

/// A number for a job such that sums of them tell sets apart (SplitMix64's finaliser, Steele, Lea & Flood 2014).
fn mixed(job: u32) -> u64 {
    let z = (u64::from(job) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_orders_of_the_same_jobs_the_cheaper_stays() {
        let mut pool = Pool::default();
        pool.add([1, 2, 3].into_iter(), 10);
        pool.add([3, 2, 1].into_iter(), 8);
        pool.add([2, 1, 3].into_iter(), 9);
        assert_eq!(pool.into_routes(), [PoolRoute { jobs: vec![3, 2, 1], cost: 8 }]);
    }

    #[test]
    fn a_full_pool_forgets_the_oldest() {
        let mut pool = Pool::default();
        (0..=MOST as u32).for_each(|j| pool.add([j].into_iter(), 1));
        let routes = pool.into_routes();
        assert_eq!(routes.len(), MOST);
        assert!(!routes.iter().any(|r| r.jobs == [0]));
        assert!(routes.iter().any(|r| r.jobs == [MOST as u32]));
    }
}
