//! The one source of chance: a seeded generator whose numbers are part of the promise "same seed, same plan".
//!
//! Own code rather than a library, because a library may change its sequence with a version, and plans would change with it.

use std::ops::Range;

/// A stream of pseudo-random numbers, fixed by its seed on every machine.
///
/// # References
/// Blackman & Vigna (2021), "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical Software 47(4):
/// xoshiro256++, seeded by SplitMix64 as its authors advise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    seed: u64,
    state: [u64; 4],
}

/// One step of SplitMix64: moves `state` on and returns a well-mixed number.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream of `seed`.
    pub fn seeded(seed: u64) -> Self {
        let mut mix = seed;
        Self { seed, state: std::array::from_fn(|_| split_mix(&mut mix)) }
    }

    /// Another stream, fixed by this one's seed and `stream` alone, however many numbers have been drawn:
    /// so each part of a problem has its own chance, whichever thread works on it first.
    #[must_use]
    pub fn split(&self, stream: u64) -> Self {
        let mut mix = self.seed ^ 0xA076_1D64_78BD_642F;
        let mut seed = split_mix(&mut mix) ^ stream;
        Self::seeded(split_mix(&mut seed))
    }

    /// Any number.
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number from 0 to `n − 1`, each equally likely. `n` must not be zero.
    ///
    /// # References
    /// Lemire (2019), "Fast Random Integer Generation in an Interval", ACM Transactions on Modeling and Computer Simulation 29(1).
    pub fn below(&mut self, n: usize) -> usize {
        assert!(n > 0, "nothing lies below zero");
        let n = n as u64;
        let mut product = u128::from(self.next_u64()) * u128::from(n);
        if (product as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u64) < threshold {
                product = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (product >> 64) as usize
    }

    /// A number in `range` (its end excluded), each equally likely. The range must not be empty.
    pub fn range(&mut self, range: Range<u32>) -> u32 {
        assert!(!range.is_empty(), "an empty range holds nothing");
        range.start + self.below((range.end - range.start) as usize) as u32
    }

    /// A number from 0 to below 1, in steps of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability: never at 0, always at 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of `items`, each equally likely; `None` when there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { Some(&items[self.below(items.len())]) }
    }

    /// Puts `items` into an order, each equally likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut mix = 0;
        assert_eq!(split_mix(&mut mix), 0xE220_A839_7B1D_CDAF);
        assert_eq!(split_mix(&mut mix), 0x6E78_9E6A_A1B9_65F4);
        let mut rng = Rng { seed: 0, state: [1, 2, 3, 4] };
        assert_eq!([rng.next_u64(), rng.next_u64()], [41_943_041, 58_720_359]);
        assert_eq!([rng.next_u64(), rng.next_u64()], [3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn a_seed_always_gives_the_same_numbers() {
        let draw = |seed| {
            let mut rng = Rng::seeded(seed);
            (0..20).map(|_| rng.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_split_stream_depends_on_the_seed_and_not_on_what_was_drawn() {
        let mut rng = Rng::seeded(7);
        let before = rng.split(3);
        rng.next_u64();
        assert_eq!(rng.split(3), before);
        assert_ne!(rng.split(4).next_u64(), before.clone().next_u64());
        assert_ne!(Rng::seeded(8).split(3).next_u64(), before.clone().next_u64());
    }

    #[test]
    fn every_number_below_the_bound_comes_about_equally_often() {
        let mut rng = Rng::seeded(1);
        let mut count = [0_u32; 7];
        for _ in 0..70_000 {
            count[rng.below(7)] += 1;
        }
        assert!(count.iter().all(|c| (9_500..10_500).contains(c)), "{count:?}");
        assert!((0..1000).all(|_| (5..9).contains(&rng.range(5..9))));
        assert!((0..1000).all(|_| !rng.chance(0.0) && rng.chance(1.0)));
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<_> = (0..100).collect();
        Rng::seeded(3).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
        assert_eq!(Rng::seeded(1).pick::<u8>(&[]), None);
    }
}
