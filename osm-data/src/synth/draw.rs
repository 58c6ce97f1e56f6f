//! Numbers drawn from a seed. Plain integer arithmetic, so that a region is the same on every machine.

/// A stream of numbers (splitmix64: every seed gives a full stream, and streams of near seeds do not resemble).
#[derive(Clone, Debug)]
pub(super) struct Draw(u64);

impl Draw {
    /// The stream `part` of `seed`: what one part of the region draws does not shift the others.
    pub(super) fn new(seed: u64, part: u64) -> Self {
        let mut made = Self(seed ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        made.next();
        made
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `end`, which is not drawn. `end` must not be 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `low` to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this probability comes true.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) < probability
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A direction: a vector of length 1.
    pub(super) fn direction(&mut self) -> (f64, f64) {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let length = (x * x + y * y).sqrt();
            if length > 0.1 && length <= 1.0 {
                return (x / length, y / length);
            }
        }
    }
}
