//! Subset-row cuts: of three jobs, no more than one route does two or more.

use super::network::Network;
use rustc_hash::{FxHashMap, FxHashSet};

/// No more, so that a label says in one word which it has half of.
pub(super) const MOST_CUTS: usize = 64;

/// The cuts there are.
///
/// # References
/// Jepsen, Petersen, Spoorendonk & Pisinger (2008), "Subset-Row Inequalities Applied to the Vehicle-Routing Problem with Time Windows",
/// Operations Research 56(2), doi:10.1287/opre.1070.0449.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts {
    /// Three jobs each.
    pub(super) triples: Vec<[u32; 3]>,
}

impl Cuts {
    /// How often a route counts in a cut: once for every two of its jobs that it does.
    pub(super) fn factor(triple: &[u32; 3], jobs: &[u32]) -> u32 {
        jobs.iter().filter(|j| triple.contains(j)).count() as u32 / 2
    }

    /// By job, the cuts it is in.
    pub(super) fn masks(&self, jobs: usize) -> Vec<u64> {
        let mut masks = vec![0; jobs];
        for (c, triple) in self.triples.iter().enumerate() {
            triple.iter().for_each(|&j| masks[j as usize] |= 1 << c);
        }
        masks
    }

    /// The most violated new cuts of a fractional solution (its routes with their shares), at most `many`.
    pub(super) fn violated(
        &self,
        network: &Network,
        support: &[(&[u32], f64)],
        many: usize,
    ) -> Vec<[u32; 3]> {
        let mut together: FxHashMap<(u32, u32), f64> = FxHashMap::default();
        let mut beside: Vec<Vec<u32>> = vec![Vec::new(); network.jobs];
        for (jobs, share) in support {
            for (a, &i) in jobs.iter().enumerate() {
                for &j in &jobs[a + 1..] {
                    if i != j {
                        let pair = (i.min(j), i.max(j));
                        if together.insert(pair, together.get(&pair).unwrap_or(&0.0) + share).is_none() {
                            beside[i as usize].push(j);
                            beside[j as usize].push(i);
                        }
                    }
                }
            }
        }
        let known: FxHashSet<[u32; 3]> = self.triples.iter().copied().collect();
        let mut seen: FxHashSet<[u32; 3]> = FxHashSet::default();
        let mut found: Vec<(f64, [u32; 3])> = Vec::new();
        let with = |i: u32, j: u32| together.get(&(i.min(j), i.max(j))).copied().unwrap_or(0.0);
        for (i, near) in (0_u32..).zip(&beside) {
            for (a, &j) in near.iter().enumerate() {
                for &k in &near[a + 1..] {
                    let mut triple = [i, j, k];
                    triple.sort_unstable();
                    // No cut is violated unless its pairs sum to more than one.
                    if with(i, j) + with(i, k) + with(j, k) <= 1.0
                        || known.contains(&triple)
                        || !seen.insert(triple)
                    {
                        continue;
                    }
                    let sum: f64 =
                        support.iter().map(|(jobs, x)| f64::from(Self::factor(&triple, jobs)) * x).sum();
                    if sum > 1.02 {
                        found.push((sum, triple));
                    }
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let room = MOST_CUTS.saturating_sub(self.triples.len()).min(many);
        let mut used = vec![0_u32; network.jobs];
        let mut taken = Vec::new();
        for (_, triple) in found {
            // Cuts spread over the jobs, or labels of one region grow heavy.
            if taken.len() < room && triple.iter().all(|&j| used[j as usize] < 5) {
                triple.iter().for_each(|&j| used[j as usize] += 1);
                taken.push(triple);
            }
        }
        taken
    }
}
