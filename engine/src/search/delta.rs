//! What one more stop in one tour would cost, without touching anything: the hot path.
//!
//! Exact for the tour itself; what a shifted joint visit does to other tours is only bounded here (by its latest start) and
//! priced when the change is made.

use super::prices;
use super::roads::{NO_ROAD, NOWHERE};
use super::state::*;
use super::timing::{Head, approach, next_place};

/// When an entry at a gap could start and must be over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    /// The tour is there at the earliest.
    pub arrival: u32,
    /// The entry must be over by then.
    pub limit: u32,
}

impl SearchState<'_> {
    /// The head of the day before entry `gap`, moved back over what can be done anywhere, and from which entry on.
    #[inline]
    fn head_before(&self, t: u32, day: &Tour, gap: usize) -> (usize, Head) {
        let mut from = gap;
        while from > 0 && day.entries[from - 1].place == NOWHERE {
            from -= 1;
        }
        let head = match from.checked_sub(1).map(|i| &day.entries[i]) {
            Some(e) => Head { time: e.over(), place: e.at, first: false, cum: e.cum, busy: e.busy },
            None => Head {
                time: self.base(t),
                place: self.frame.tours[t as usize].start,
                first: true,
                cum: 0,
                busy: 0,
            },
        };
        (from, head)
    }

    /// Earliest arrival at `place` in gap `gap` of the day, and when what is done there must be over.
    /// `None` when it cannot be reached, or nothing could follow it.
    #[inline]
    pub(super) fn gap(&self, t: u32, day: &Tour, gap: usize, place: u32) -> Option<Gap> {
        let frame = self.frame;
        let fixed = &frame.tours[t as usize];
        let entries = &day.entries;
        let (from, mut head) = self.head_before(t, day, gap);
        let after = if place == NOWHERE { next_place(entries, gap, fixed.end) } else { place };
        for e in &entries[from..gap] {
            let arrival = approach(frame, fixed, head, e, || after)?;
            let start = e.begin(frame, arrival.time)?;
            head.time = start.saturating_add(e.length);
            head.place = arrival.at;
        }
        let leg = frame.roads.leg(fixed.profile, head.place, place, head.time);
        if leg.transit == NO_ROAD {
            return None;
        }
        // What can be done anywhere is done where the tour is.
        let here = if place == NOWHERE { head.place } else { place };
        let mut fixed_at = gap;
        while fixed_at < entries.len() && entries[fixed_at].place == NOWHERE {
            fixed_at += 1;
        }
        let (bound, to) = match entries.get(fixed_at) {
            Some(e) => (e.late, e.place),
            None => (day.limit, fixed.end),
        };
        let mut limit = frame.roads.latest(fixed.profile, here, to, bound)?;
        for e in entries[gap..fixed_at].iter().rev() {
            limit = limit.checked_sub(e.length)?.min(e.hi);
        }
        Some(Gap { arrival: head.time.saturating_add(leg.transit), limit })
    }

    /// How much longer the ways are, by price, with a stop at `place` in gap `gap`, times aside; nothing where ways depend on the hour.
    #[inline]
    pub(super) fn detour(&self, t: u32, day: &Tour, gap: usize, place: u32) -> i64 {
        let fixed = &self.frame.tours[t as usize];
        let before = gap.checked_sub(1).map_or(fixed.start, |i| day.entries[i].at);
        let after = next_place(&day.entries, gap, fixed.end);
        self.frame.roads.detour(fixed.profile, before, place, after)
    }

    /// What the day of `t` would cost more with `new` in gap `gap`; `None` when the tour's times do not work out.
    /// The price of the new entry's own start is counted when it is not tied.
    pub(super) fn probe(&self, t: u32, day: &Tour, gap: usize, new: &Entry) -> Option<i64> {
        let frame = self.frame;
        let fixed = &frame.tours[t as usize];
        let entries = &day.entries;
        let (from, mut head) = self.head_before(t, day, gap);
        let after_new = if new.place == NOWHERE { next_place(entries, gap, fixed.end) } else { new.place };
        for e in &entries[from..gap] {
            head = self.step(t, head, e, || after_new)?.0;
        }
        head = self.step(t, head, new, || next_place(entries, gap, fixed.end))?.0;
        let (old_closing, old_chain) = if day_is_template(self, t) {
            (0, 0)
        } else {
            (self.closing(fixed, day.end, day.busy), day.chain)
        };
        for (k, e) in entries.iter().enumerate().skip(gap) {
            let (now, start) = self.step(t, head, e, || next_place(entries, k + 1, fixed.end))?;
            head = now;
            if start == e.start && e.place != NOWHERE {
                // From here on the day is as it was.
                let chain = head.cum + (day.chain - e.cum);
                let busy = head.busy + (day.busy - e.busy);
                return Some(chain - old_chain + self.closing(fixed, day.end, busy) - old_closing);
            }
        }
        let home = frame.roads.leg(fixed.profile, head.place, fixed.end, head.time);
        let end = head.time.saturating_add(home.transit);
        if home.transit == NO_ROAD || end > day.limit {
            return None;
        }
        let chain = head.cum + i64::from(home.cost);
        let busy = head.busy + home.transit;
        Some(chain - old_chain + self.closing(fixed, end, busy) - old_closing)
    }

    /// One entry further, as far as one tour can tell.
    #[inline]
    fn step(&self, t: u32, head: Head, e: &Entry, next: impl FnOnce() -> u32) -> Option<(Head, u32)> {
        let frame = self.frame;
        let fixed = &frame.tours[t as usize];
        let arrival = approach(frame, fixed, head, e, next)?;
        let mut price = 0;
        let start = if e.flags & TIED != 0 {
            // Never sooner than now: other tours may hold it there.
            let start = e.begin(frame, arrival.time.max(e.start))?;
            if e.flags & TIMED != 0 && e.start != 0 && start != e.start {
                let visit = &frame.visits[e.code as usize];
                let now = prices::of_start(frame.problem, frame.weights, visit.index, start - e.off);
                price = now - self.visits[e.code as usize].price;
            }
            start
        } else {
            let start = e.begin(frame, arrival.time)?;
            if e.flags & TIMED != 0 {
                let visit = &frame.visits[e.code as usize];
                price = prices::of_start(frame.problem, frame.weights, visit.index, start - e.off);
            }
            start
        };
        if start > e.late {
            return None;
        }
        let (leg, wait) = arrival.priced(frame, fixed, head, e, start);
        let head = Head {
            time: start.saturating_add(e.length),
            place: arrival.at,
            first: false,
            cum: head.cum + i64::from(leg.cost) + wait + price,
            busy: head.busy + leg.transit + if e.code & DUTY == 0 { e.length } else { 0 },
        };
        Some((head, start))
    }
}

fn day_is_template(state: &SearchState, t: u32) -> bool {
    state.tours[t as usize].visits == 0
}
