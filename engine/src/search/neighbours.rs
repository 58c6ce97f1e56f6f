//! The visits near a visit, in place and time, looked up when first asked for.

use super::frame::Frame;
use super::roads::NO_ROAD;

/// How many neighbours a visit has.
const MOST: usize = 48;

/// Neighbours of each visit, nearest first.
pub(super) struct Neighbours {
    lists: Vec<Option<Box<[u32]>>>,
}

impl Neighbours {
    /// None looked up yet.
    pub(super) fn new(frame: &Frame) -> Self {
        Self { lists: vec![None; frame.visits.len()] }
    }

    /// The neighbours of `v`, nearest first, `v` itself excluded.
    pub(super) fn of(&mut self, frame: &Frame, v: u32) -> &[u32] {
        self.lists[v as usize].get_or_insert_with(|| nearest(frame, v))
    }
}

fn nearest(frame: &Frame, v: u32) -> Box<[u32]> {
    let me = &frame.visits[v as usize];
    let profile = frame.tours.first().map_or(0, |t| t.profile);
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(frame.visits.len());
    for (u, other) in frame.visits.iter().enumerate() {
        if u as u32 == v {
            continue;
        }
        let away = frame.roads.least(profile, me.place, other.place).transit;
        let away = if away == NO_ROAD { 1_000_000 } else { u64::from(away) };
        // A quarter of an hour apart in time is like a minute on the road: windows are wide, roads are not.
        let apart = u64::from(me.around.abs_diff(other.around)) / 15;
        all.push((away + apart, u as u32));
    }
    if all.len() > MOST {
        all.select_nth_unstable(MOST - 1);
        all.truncate(MOST);
    }
    all.sort_unstable();
    all.into_iter().map(|(_, u)| u).collect()
}
