//! Ruin: a whole day of one tour.

use super::Ruin;

/// Takes everything out of one tour.
pub(super) fn ruin(on: &mut Ruin) {
    let Some(seed) = on.any_planned() else { return };
    let Some(way) = on.state.ways_of(seed).next() else { return };
    let t = on.state.frame.ways[way as usize].tour;
    let visits: Vec<u32> = on.state.tours[t as usize].entries.iter().filter_map(|e| e.visit()).collect();
    for v in visits {
        on.take(v);
    }
}
