//! Ruin and recreate under simulated annealing.

use super::record::Record;
use super::recreate::recreate;
use super::routes::Routes;
use super::ruin::{Ruin, ruin};
use crate::rng::Rng;

/// How to anneal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cooling {
    /// First temperature, in units of cost.
    pub hot: f64,
    /// Last temperature.
    pub cold: f64,
    /// What is taken out.
    pub ruin: Ruin,
}

/// Of larger problems routes are not remembered: too few are met twice for a combination to gain.
pub(crate) const MOST_POOLED: usize = 300;

/// Routes of plans that are dearer than the best by no more than one part of so many are remembered.
const NEAR: i64 = 50;

/// So many iterations pass between two looks at the clock.
const STRIDE: u64 = 32;

/// Works on `routes`; `gone` says from the iterations done which share of this phase is over, `None` when it is to stop.
/// Every state that is better than all before goes to `record`.
pub(super) fn anneal(
    routes: &mut Routes,
    how: Cooling,
    record: &mut Record,
    rng: &mut Rng,
    gone: &dyn Fn(&Record, u64) -> Option<f64>,
) {
    let mut out = Vec::new();
    let mut done = 0;
    let mut temperature = how.hot;
    let mut total = routes.total();
    loop {
        if done % STRIDE == 0 {
            match gone(record, done) {
                Some(share) if share < 1.0 => temperature = how.hot * (how.cold / how.hot).powf(share),
                _ => return,
            }
        }
        done += 1;
        record.iterations += 1;
        routes.begin();
        ruin(routes, how.ruin, &mut out, rng);
        recreate(routes, &mut out, rng);
        let now = routes.total();
        // Accepts what is dearer by less than a draw from the exponential distribution with the temperature as its mean.
        let slack = -temperature * (1.0 - rng.unit()).ln();
        if (now - total) as f64 <= slack {
            total = now;
            record.see(routes);
            if routes.network.jobs <= MOST_POOLED && now - record.best_total <= record.best_total / NEAR {
                record.pool_changed(routes);
            }
        } else {
            routes.undo();
        }
    }
}
