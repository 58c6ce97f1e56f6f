//! Ruin: room for a visit that is left out, in tours that could take it, at a time that would suit it.

use super::{Ruin, strings};

/// Makes room for a left-out visit, and says for which. `None` when no tour could ever take it.
pub(super) fn ruin(on: &mut Ruin, size: usize) -> Option<u32> {
    let frame = on.state.frame;
    let &wanted = on.rng.pick(&on.state.bank)?;
    let visit = &frame.visits[wanted as usize];
    if visit.by_slot[0].len() == 0 && visit.slots == 1 {
        return None;
    }
    // One moment for all slots, so that the room made for each lies beside that of the others.
    let mut moment = None;
    let mut made = false;
    for &span in &visit.by_slot {
        for _ in 0..on.rng.below(2) + 1 {
            if span.len() == 0 {
                continue;
            }
            let way = frame.ways[span.from as usize + on.rng.below(span.len())];
            let at =
                *moment.get_or_insert_with(|| way.lo + (on.rng.below((way.hi - way.lo) as usize + 1) as u32));
            let near = on.state.tours[way.tour as usize]
                .entries
                .iter()
                .filter_map(|e| e.visit().map(|v| (e.start.abs_diff(at), v)))
                .min();
            if let Some((_, v)) = near {
                let length = on.rng.below(size.min(4)) + 1;
                strings::stretch(on, way.tour, v, length);
                made = true;
            }
        }
    }
    if made && !on.out.contains(&wanted) {
        on.out.push(wanted);
    }
    made.then_some(wanted)
}
