//! Prices of the master's rows in whole numbers, and the bound that they prove.

use super::network::{NEVER, Network, SCALE};

/// Prices, scaled: what a job done brings, what a tour and a cut cost (never positive).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prices {
    /// By job.
    pub(super) job: Vec<i64>,
    /// By kind of tour.
    pub(super) kind: Vec<i64>,
    /// By cut.
    pub(super) cut: Vec<i64>,
}

impl Prices {
    /// Whole numbers near the duals of the master, in the order of its rows. Any prices of the right signs prove a bound, so that
    /// rounding costs a little of it and never its truth.
    pub(super) fn rounded(network: &Network, duals: &[f64], free: bool) -> Self {
        let whole =
            |x: f64| (x * SCALE as f64).clamp(-(NEVER as f64) / 4096.0, NEVER as f64 / 4096.0).floor() as i64;
        let (jobs, kinds) = (network.jobs, network.kinds.len());
        Self {
            job: duals[..jobs].iter().map(|&x| if free { whole(x) } else { whole(x).max(0) }).collect(),
            kind: duals[jobs..jobs + kinds].iter().map(|&x| whole(x).min(0)).collect(),
            cut: duals[jobs + kinds..].iter().map(|&x| whole(x).min(0)).collect(),
        }
    }

    /// Between `self` and `other`: `weight` sixteenths of `self`. Cuts that one of them does not know count nothing there.
    #[must_use]
    pub(super) fn between(&self, other: &Self, weight: i64) -> Self {
        let mix = |a: &[i64], b: &[i64]| {
            let at = |side: &[i64], i: usize| side.get(i).copied().unwrap_or(0);
            (0..b.len()).map(|i| (weight * at(a, i) + (16 - weight) * at(b, i)).div_euclid(16)).collect()
        };
        Self {
            job: mix(&self.job, &other.job),
            kind: mix(&self.kind, &other.kind),
            cut: mix(&self.cut, &other.cut),
        }
    }

    /// What a route (its jobs in order) brings at these prices.
    pub(super) fn of(&self, triples: &[[u32; 3]], jobs: &[u32]) -> i64 {
        let work: i64 = jobs.iter().map(|&j| self.job[j as usize]).sum();
        let factor = |triple| i64::from(super::cuts::Cuts::factor(triple, jobs));
        work + triples.iter().zip(&self.cut).map(|(triple, price)| price * factor(triple)).sum::<i64>()
    }

    /// The scaled bound, when no route of a kind costs less than `least` of it at these prices: by weak duality, whatever the prices.
    ///
    /// # References
    /// Lübbecke & Desrosiers (2005), "Selected Topics in Column Generation", Operations Research 53(6), doi:10.1287/opre.1050.0234.
    pub(super) fn bound(&self, network: &Network, least: &[i64]) -> i64 {
        let jobs: i64 = self.job.iter().sum();
        let cuts: i64 = self.cut.iter().sum();
        // Leaving a visit out is worth it where its jobs bring more than that costs.
        let left_out = |(jobs, price): &(std::ops::Range<u32>, Option<i64>)| {
            let brings: i64 = jobs.clone().map(|j| self.job[j as usize]).sum();
            price.map_or(0, |price| (price - brings).min(0))
        };
        let visits: i64 = network.visits.iter().map(left_out).sum();
        let tours = |(kind, least): (&super::network::Kind, &i64)| {
            (kind.tours.len() as i64).saturating_mul((*least).min(0))
        };
        let tours = network.kinds.iter().zip(least).map(tours).fold(0, i64::saturating_add);
        (jobs + cuts + visits).saturating_add(tours)
    }
}
