//! Ruin: visits near each other in place and time.

use super::Ruin;

/// Takes out a visit and those of its neighbours that chance picks, near ones first.
pub(super) fn ruin(on: &mut Ruin, size: usize) {
    let Some(seed) = on.any_planned() else { return };
    let target = on.rng.below(size.max(1)) + 2;
    on.take(seed);
    let near: Vec<u32> = on.near.of(on.state.frame, seed).to_vec();
    for v in near {
        if on.out.len() >= target {
            break;
        }
        if on.rng.chance(0.6) {
            on.take(v);
        }
    }
}
