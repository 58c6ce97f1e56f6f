//! Ids that cannot be guessed from one another.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes ids. A keyed hash (SipHash with random keys of this process) of a counter: never twice the same in practice, and
/// the next one does not follow from the last.
#[derive(Debug, Default)]
pub struct IdMaker {
    keys: RandomState,
    made: AtomicU64,
}

impl IdMaker {
    /// A new id: the prefix, a dash and sixteen hexadecimal digits.
    pub fn make(&self, prefix: &str) -> String {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        format!("{prefix}-{:016x}", self.keys.hash_one(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ() {
        let ids = IdMaker::default();
        let made: std::collections::HashSet<_> = (0..1000).map(|_| ids.make("p")).collect();
        assert_eq!(made.len(), 1000);
        assert!(made.iter().all(|id| id.len() == 18 && id.starts_with("p-")));
    }
}
