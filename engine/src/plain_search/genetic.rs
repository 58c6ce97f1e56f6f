//! Genetic search: children of two plans, made better by local search, live on if they are cheap or new.

use super::anneal::{Cooling, anneal};
use super::crossover::cross;
use super::descent::Descent;
use super::population::{Individual, Population};
use super::record::{Record, Sequences};
use super::recreate::{first_plan, recreate};
use super::routes::Routes;
use super::segment::Penalties;
use crate::rng::Rng;

/// So many children between two looks at the penalties.
const WINDOW: u32 = 50;
/// The share of children that are to keep a rule.
const TARGET: f64 = 0.4;
/// So many plans begin.
const FOUNDERS: usize = 10;
/// So many children without a better plan end a population.
const PATIENCE: u32 = 10_000;
/// The share of feasible children that are annealed, too, and for how many iterations for each job.
const POLISHED: f64 = 0.1;
const POLISH: f64 = 10.0;
/// A child counts as so many iterations.
const CHILD: u64 = 100;

/// Penalties and how often the rules were kept lately.
struct Steering {
    penalties: Penalties,
    seen: u32,
    light: u32,
    timely: u32,
}

impl Steering {
    fn note(&mut self, over: i64, warp: i64) {
        self.seen += 1;
        self.light += u32::from(over == 0);
        self.timely += u32::from(warp == 0);
        if self.seen < WINDOW {
            return;
        }
        let steer = |penalty: i64, kept: u32| {
            let share = f64::from(kept) / f64::from(WINDOW);
            let factor = if share < TARGET - 0.05 {
                1.2
            } else if share > TARGET + 0.05 {
                0.85
            } else {
                1.0
            };
            ((penalty as f64 * factor).round() as i64 + i64::from(factor > 1.0)).clamp(1, 1 << 30)
        };
        self.penalties = Penalties {
            load: steer(self.penalties.load, self.light),
            time: steer(self.penalties.time, self.timely),
        };
        (self.seen, self.light, self.timely) = (0, 0, 0);
    }

    fn price(&self, i: &Individual) -> i64 {
        let penalty = i
            .over
            .saturating_mul(self.penalties.load)
            .saturating_add(i.warp.saturating_mul(self.penalties.time));
        i.cost.saturating_add(penalty)
    }
}

/// Works until the budget is spent; `founders` take part from the beginning, and some children are annealed, too.
pub(super) fn evolve(record: &mut Record, founders: &[Sequences], polish: Cooling, rng: &mut Rng) {
    let network = record.network;
    let mut descent = Descent::new(network);
    let mean = network.tasks.iter().map(|t| t.demand).sum::<i64>() as f64 / network.jobs.max(1) as f64;
    let mut steering = Steering {
        penalties: Penalties {
            load: ((network.scale / mean.max(1.0)) as i64).clamp(1, 1 << 30),
            time: network.worth(1).clamp(1, 1 << 30),
        },
        seen: 0,
        light: 0,
        timely: 0,
    };
    let mut routes = Routes::new(network);
    let mut founders = founders.iter();
    while record.share().is_some() {
        let mut population = Population::new(network);
        let mut barren = 0;
        let mut born = 0;
        while barren < PATIENCE && record.share().is_some() {
            let (child, origins) = if born < FOUNDERS {
                (
                    founders
                        .next()
                        .cloned()
                        .unwrap_or_else(|| scatter(&mut routes, rng, &|| record.share().is_none())),
                    Vec::new(),
                )
            } else {
                let (a, b) = population.parents(rng);
                cross(network, &a.routes, &b.routes, rng)
            };
            born += 1;
            barren += 1;
            record.iterations += CHILD;
            let stop = || record.budget.is_spent(record.iterations);
            descent.load(&child, &origins, steering.penalties, rng);
            descent.run(rng, &stop);
            let mut plan = descent.unload();
            steering.note(plan.2, plan.3);
            if (plan.2 > 0 || plan.3 > 0) && rng.chance(0.5) {
                let harder = Penalties {
                    load: steering.penalties.load.saturating_mul(10),
                    time: steering.penalties.time.saturating_mul(10),
                };
                let repaired = {
                    let kept = descent.kept(&plan.0);
                    descent.load(&plan.0, &kept, harder, rng);
                    descent.run(rng, &stop);
                    descent.unload()
                };
                population.add(plan, &|i| steering.price(i));
                plan = repaired;
                if plan.2 > 0 || plan.3 > 0 {
                    continue;
                }
            }
            if plan.2 == 0 && plan.3 == 0 && rng.chance(POLISHED) {
                let mut missing = routes.adopt(&plan.0);
                recreate(&mut routes, &mut missing, rng);
                let steps = (network.jobs as f64 * POLISH) as u64;
                anneal(&mut routes, polish, record, rng, &|record, done| {
                    record.share()?;
                    Some(done as f64 / steps as f64)
                });
                if routes.absent.is_empty() && routes.cost < plan.1 {
                    plan = (routes.sequences(), routes.cost, 0, 0);
                }
            }
            if plan.2 == 0 && plan.3 == 0 {
                record.pool_all(&plan.0);
                if record.see_sequences(&plan.0, plan.1) {
                    barren = 0;
                }
            }
            population.add(plan, &|i| steering.price(i));
        }
    }
}

/// A plan by chance: jobs in any order, each where it costs least; what is left once `stop` says so is in none.
fn scatter(routes: &mut Routes, rng: &mut Rng, stop: &dyn Fn() -> bool) -> Sequences {
    routes.clear();
    first_plan(routes, rng, stop);
    routes.sequences()
}
