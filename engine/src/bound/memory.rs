//! What a label remembers: which jobs it may not do again.

use super::network::Network;

/// Elements beyond this many are not remembered at all, which is a valid relaxation.
pub(super) const MOST_ELEMENTS: usize = 64 * 16;

/// A set of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Memory<const W: usize>(pub(super) [u64; W]);

impl<const W: usize> Memory<W> {
    pub(super) const NONE: Self = Self([0; W]);

    #[inline]
    pub(super) fn has(&self, element: u32) -> bool {
        self.0.get(element as usize / 64).is_some_and(|word| word >> (element % 64) & 1 == 1)
    }

    #[inline]
    pub(super) fn with(mut self, element: u32) -> Self {
        if let Some(word) = self.0.get_mut(element as usize / 64) {
            *word |= 1 << (element % 64);
        }
        self
    }

    #[inline]
    pub(super) fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|w| self.0[w] & other.0[w]))
    }

    #[inline]
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }
}

/// The neighbourhoods of the ng-route relaxation: by job, the elements that a label keeps in mind when it does the job.
///
/// # References
/// Baldacci, Mingozzi & Roberti (2011), "New Route Relaxation and Pricing Strategies for the Vehicle Routing Problem", Operations
/// Research 59(5), doi:10.1287/opre.1110.0975; growing them: Roberti & Mingozzi (2014), "Dynamic ng-Path Relaxation for the Delivery
/// Man Problem", Transportation Science 48(3).
#[derive(Clone, Debug)]
pub(super) struct Neighbourhoods {
    words: usize,
    masks: Vec<u64>,
}

impl Neighbourhoods {
    /// The `many` nearest jobs by the time there and back.
    pub(super) fn nearest(network: &Network, many: usize) -> Self {
        let words = network.elements.min(MOST_ELEMENTS).div_ceil(64).max(1);
        let mut sets = Self { words, masks: vec![0; words * network.jobs] };
        for job in 0..network.jobs as u32 {
            sets.add(job, network.element[job as usize]);
            let back = |l: &super::network::Link| {
                let back = network.links[l.to as usize].iter().find(|b| b.to == job);
                back.map(|b| (b.time + l.time, l.to))
            };
            // Only what one can come back from can be in a cycle.
            let mut near: Vec<(i64, u32)> = network.links[job as usize].iter().filter_map(back).collect();
            near.sort_unstable();
            near.iter().take(many).for_each(|&(_, other)| sets.add(job, network.element[other as usize]));
        }
        sets.close_standstills(network);
        sets
    }

    /// Jobs that can follow each other in a circle while no time passes are all kept in mind, or a route could go round for ever.
    fn close_standstills(&mut self, network: &Network) {
        let still = |job: u32| network.links[job as usize].iter().filter(|l| l.time <= 0).map(|l| l.to);
        let reach = |from: u32| {
            let (mut seen, mut stack) = (vec![false; network.jobs], vec![from]);
            while let Some(job) = stack.pop() {
                for next in still(job) {
                    if !std::mem::replace(&mut seen[next as usize], true) {
                        stack.push(next);
                    }
                }
            }
            seen
        };
        let starts: Vec<u32> = (0..network.jobs as u32).filter(|&j| still(j).next().is_some()).collect();
        let reached: Vec<(u32, Vec<bool>)> = starts.iter().map(|&j| (j, reach(j))).collect();
        for (a, from_a) in &reached {
            for (b, from_b) in &reached {
                if from_a[*b as usize] && from_b[*a as usize] {
                    self.add(*a, network.element[*b as usize]);
                }
            }
        }
    }

    /// Keeps `element` in mind at `job`; whether that is new.
    pub(super) fn grow(&mut self, job: u32, element: u32) -> bool {
        let known = self.has(job, element);
        self.add(job, element);
        !known && element as usize / 64 < self.words
    }

    /// How many elements are kept in mind at `job`.
    pub(super) fn size(&self, job: u32) -> u32 {
        self.masks[job as usize * self.words..][..self.words].iter().map(|w| w.count_ones()).sum()
    }

    fn add(&mut self, job: u32, element: u32) {
        if (element as usize / 64) < self.words {
            self.masks[job as usize * self.words + element as usize / 64] |= 1 << (element % 64);
        }
    }

    /// Whether `element` is kept in mind at `job`.
    pub(super) fn has(&self, job: u32, element: u32) -> bool {
        (element as usize / 64) < self.words
            && self.masks[job as usize * self.words + element as usize / 64] >> (element % 64) & 1 == 1
    }

    /// By job.
    pub(super) fn masks<const W: usize>(&self, jobs: usize) -> Vec<Memory<W>> {
        let mask = |job: usize| {
            let words = &self.masks[job * self.words..][..self.words];
            Memory(std::array::from_fn(|w| words.get(w).copied().unwrap_or(0)))
        };
        (0..jobs).map(mask).collect()
    }

    /// Whether a route with these jobs is one of the relaxation.
    pub(super) fn allow(&self, network: &Network, sequence: &[u32]) -> bool {
        let element = |job: u32| network.element[job as usize];
        sequence.iter().enumerate().all(|(last, &job)| {
            // The last time the same was done before, somebody in between must have forgotten it.
            let before = sequence[..last].iter().rposition(|&other| element(other) == element(job));
            before.is_none_or(|first| {
                sequence[first + 1..last].iter().any(|&between| !self.has(between, element(job)))
            })
        })
    }
}
