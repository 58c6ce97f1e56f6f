//! Plans that are good and unlike each other, feasible and not.
//!
//! # References
//! Vidal (2022), "Hybrid genetic search for the CVRP: Open-source implementation and SWAP* neighborhood", Computers & Operations Research
//! 140, doi:10.1016/j.cor.2021.105643, section 3.4, with the same sizes.

use super::network::Network;
use super::record::Sequences;
use crate::rng::Rng;

/// So many survive a selection.
const LEAST: usize = 25;
/// So many more make one necessary.
const GROWTH: usize = 40;
/// So many of the cheapest survive it anyway.
const ELITE: f64 = 4.0;
/// Likeness is to so many of the most alike.
const CLOSE: usize = 5;

/// A plan.
pub(super) struct Individual {
    pub routes: Sequences,
    /// Without penalties.
    pub cost: i64,
    /// Demand above capacity.
    pub over: i64,
    /// Time warp.
    pub warp: i64,
    /// What comes after each job.
    after: Vec<u32>,
    /// What comes before each job.
    before: Vec<u32>,
    /// How unlike all others of the same kind are, the most alike first, and who.
    unlike: Vec<(f32, u64)>,
    id: u64,
    fitness: f64,
}

/// All plans alive.
pub(super) struct Population<'a> {
    network: &'a Network,
    pub feasible: Vec<Individual>,
    pub infeasible: Vec<Individual>,
    born: u64,
}

impl<'a> Population<'a> {
    /// Nobody.
    pub fn new(network: &'a Network) -> Self {
        Self { network, feasible: Vec::new(), infeasible: Vec::new(), born: 0 }
    }

    /// Takes in a plan; `price` says what a plan counts with penalties.
    pub fn add(
        &mut self,
        (routes, cost, over, warp): (Sequences, i64, i64, i64),
        price: &dyn Fn(&Individual) -> i64,
    ) {
        let depot = self.network.jobs as u32;
        let (mut after, mut before) = (vec![depot; self.network.jobs], vec![depot; self.network.jobs]);
        for jobs in &routes {
            for pair in jobs.windows(2) {
                after[pair[0] as usize] = pair[1];
                before[pair[1] as usize] = pair[0];
            }
        }
        self.born += 1;
        let id = self.born;
        let mut new =
            Individual { routes, cost, over, warp, after, before, unlike: Vec::new(), id, fitness: 0.0 };
        let group = if over == 0 && warp == 0 { &mut self.feasible } else { &mut self.infeasible };
        for other in group.iter_mut() {
            let unlike = unlikeness(&new, other);
            let insert = |list: &mut Vec<(f32, u64)>, entry: (f32, u64)| {
                let at = list.partition_point(|x| x.0 < entry.0);
                list.insert(at, entry);
            };
            insert(&mut other.unlike, (unlike, id));
            insert(&mut new.unlike, (unlike, other.id));
        }
        group.push(new);
        if group.len() > LEAST + GROWTH {
            while group.len() > LEAST {
                rank(group, price);
                // Those like another go first, then the least fit; the cheapest never.
                let cheapest = (0..group.len()).min_by_key(|&i| price(&group[i])).expect("there are some");
                let is_twin = |i: usize| group[i].unlike.first().is_some_and(|x| x.0 <= 0.0);
                let worst = (0..group.len())
                    .filter(|&i| i != cheapest)
                    .max_by(|&x, &y| {
                        is_twin(x).cmp(&is_twin(y)).then(group[x].fitness.total_cmp(&group[y].fitness))
                    })
                    .expect("there are more");
                let gone = group.swap_remove(worst).id;
                group.iter_mut().for_each(|i| i.unlike.retain(|x| x.1 != gone));
            }
        }
        rank(group, price);
    }

    /// Two different plans, each the fitter of two drawn.
    pub fn parents(&self, rng: &mut Rng) -> (&Individual, &Individual) {
        let first = self.draw(rng);
        let mut second = self.draw(rng);
        for _ in 0..10 {
            if first.id != second.id && unlikeness(first, second) > 0.0 {
                break;
            }
            second = self.draw(rng);
        }
        (first, second)
    }

    fn draw(&self, rng: &mut Rng) -> &Individual {
        let mut one = || {
            let i = rng.below(self.feasible.len() + self.infeasible.len());
            self.feasible.get(i).unwrap_or_else(|| &self.infeasible[i - self.feasible.len()])
        };
        let (a, b) = (one(), one());
        if b.fitness < a.fitness { b } else { a }
    }
}

/// The share of jobs that are followed by another, and begin or end another route.
fn unlikeness(a: &Individual, b: &Individual) -> f32 {
    let jobs = a.after.len();
    let depot = jobs as u32;
    let mut differ = 0;
    for j in 0..jobs {
        differ += u32::from(a.after[j] != b.after[j]);
        differ += u32::from(a.before[j] == depot && b.before[j] != depot);
    }
    differ as f32 / jobs.max(1) as f32
}

/// Fitness: rank by price, and by unlikeness as far as the elite stays safe.
fn rank(group: &mut [Individual], price: &dyn Fn(&Individual) -> i64) {
    let size = group.len();
    let unlike = |i: &Individual| {
        let close = &i.unlike[..i.unlike.len().min(CLOSE)];
        if close.is_empty() { 1.0 } else { close.iter().map(|x| x.0).sum::<f32>() / close.len() as f32 }
    };
    let mut by_price: Vec<usize> = (0..size).collect();
    by_price.sort_by_key(|&i| price(&group[i]));
    let mut by_unlike: Vec<usize> = (0..size).collect();
    by_unlike.sort_by(|&x, &y| unlike(&group[y]).total_cmp(&unlike(&group[x])));
    let most = (size.max(2) - 1) as f64;
    let weight = (1.0 - ELITE / size as f64).max(0.0);
    for (place, &i) in by_price.iter().enumerate() {
        group[i].fitness = place as f64 / most;
    }
    for (place, &i) in by_unlike.iter().enumerate() {
        group[i].fitness += weight * place as f64 / most;
    }
}
