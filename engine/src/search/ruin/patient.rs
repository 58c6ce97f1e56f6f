//! Ruin: visits of one patient, with what stands around them.

use super::Ruin;

/// Takes out all of one patient's visits, and a stretch beside each.
pub(super) fn ruin(on: &mut Ruin, size: usize) {
    let Some(seed) = on.any_planned() else { return };
    let frame = on.state.frame;
    let patient = frame.visits[seed as usize].patient;
    let near: Vec<u32> = on.near.of(frame, seed).to_vec();
    let own = near.into_iter().filter(|&v| frame.visits[v as usize].patient == patient);
    for v in std::iter::once(seed).chain(own) {
        if on.out.len() >= 2 * size {
            break;
        }
        let ways: Vec<u32> = on.state.ways_of(v).collect();
        for way in ways {
            let length = on.rng.below(3) + 1;
            super::strings::stretch(on, frame.ways[way as usize].tour, v, length);
        }
        on.take(v);
    }
}
