//! Ruin: any visits.

use super::Ruin;

/// Takes out `size` visits by chance.
pub(super) fn ruin(on: &mut Ruin, size: usize) {
    for _ in 0..on.rng.below(size.max(1)) + 1 {
        if let Some(v) = on.any_planned() {
            on.take(v);
        }
    }
}
