//! When everything starts: earliest starts pushed forward, latest starts pulled backward, until nothing moves.
//!
//! Routes are chains of a temporal network; joint visits, links and the rest between days tie the chains together.
//! A tour is gone through whole; whatever it moves of what others share has those looked at again. Along a circle of
//! waiting the starts rise until a window closes, which is how an impossible order is found out.
//!
//! # References
//! Dohn, Rasmussen & Larsen (2011), "The vehicle routing problem with time windows and temporal dependencies",
//! Networks 58(4). Ours keeps all of the network at its earliest solution instead of branching on windows.

use super::frame::Frame;
use super::prices;
use super::roads::{Leg, NO_ROAD, NOWHERE};
use super::shifts::TourFrame;
use super::state::*;

/// How far a day has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Free from then on.
    pub time: u32,
    pub place: u32,
    /// Whether nothing has been done yet: the first stop's waiting is free.
    pub first: bool,
    pub cum: i64,
    pub busy: u32,
}

/// Arrival at an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub at: u32,
    pub time: u32,
    pub leg: Leg,
}

impl Arrival {
    /// The way as it is paid, and the price of waiting, when the entry starts at `start`. The day's first way is begun as late
    /// as that allows, and nobody waits.
    #[inline]
    pub(super) fn priced(
        &self,
        frame: &Frame,
        tour: &TourFrame,
        head: Head,
        e: &Entry,
        start: u32,
    ) -> (Leg, i64) {
        if head.first {
            return (frame.roads.first_leg(tour.profile, head.place, self.at, start, self.leg), 0);
        }
        (self.leg, e.wait * i64::from(start - self.time))
    }
}

impl Entry {
    /// The first start not before `arrival` that windows and choice allow, network aside.
    #[inline]
    pub(super) fn begin(&self, frame: &Frame, arrival: u32) -> Option<u32> {
        let start = arrival.max(self.lo).max(self.floor);
        if start > self.hi {
            return None;
        }
        if self.flags & WINDOWS == 0 {
            return Some(start);
        }
        let way = &frame.ways[self.way as usize];
        frame.round_up(way, start.saturating_sub(self.off)).map(|t| t + self.off)
    }

    /// The last start not after `latest` that windows allow.
    #[inline]
    fn last(&self, frame: &Frame, latest: u32) -> Option<u32> {
        let start = latest.min(self.hi);
        if start < self.lo {
            return None;
        }
        if self.flags & WINDOWS == 0 {
            return Some(start);
        }
        let way = &frame.ways[self.way as usize];
        frame.round_down(way, start.checked_sub(self.off)?).map(|t| t + self.off)
    }
}

/// Where and when `entry` is reached from `head`. What can be done anywhere is done here, or at the next place (`next`)
/// when the way there fits into time that would be waited anyway.
#[inline]
pub(super) fn approach(
    frame: &Frame,
    tour: &TourFrame,
    head: Head,
    entry: &Entry,
    next: impl FnOnce() -> u32,
) -> Option<Arrival> {
    const STAY: Leg = Leg { transit: 0, cost: 0 };
    if entry.place != NOWHERE {
        let leg = frame.roads.leg(tour.profile, head.place, entry.place, head.time);
        if leg.transit == NO_ROAD {
            return None;
        }
        return Some(Arrival { at: entry.place, time: head.time.saturating_add(leg.transit), leg });
    }
    let next = next();
    if head.place == NOWHERE {
        return Some(Arrival { at: next, time: head.time, leg: STAY });
    }
    let stay = Arrival { at: head.place, time: head.time, leg: STAY };
    let opens = entry.lo.max(entry.floor);
    if next == NOWHERE || next == head.place || opens <= head.time {
        return Some(stay);
    }
    let leg = frame.roads.leg(tour.profile, head.place, next, head.time);
    if leg.transit == NO_ROAD {
        return Some(stay);
    }
    let gone = head.time.saturating_add(leg.transit);
    // A break may start later for it; a visit may not.
    let goes = if entry.flags & BREAK != 0 { gone <= entry.hi } else { gone <= opens };
    Some(if goes { Arrival { at: next, time: gone, leg } } else { stay })
}

/// The next place that the facts state, from `from` on, else where the day ends.
pub(super) fn next_place(entries: &[Entry], from: usize, end: u32) -> u32 {
    entries.get(from..).unwrap_or_default().iter().map(|e| e.place).find(|&p| p != NOWHERE).unwrap_or(end)
}

impl SearchState<'_> {
    /// When the people of `t` may leave: shift, rest from before.
    pub(super) fn base(&self, t: u32) -> u32 {
        let tour = &self.frame.tours[t as usize];
        let rest = self.frame.problem.working_time.daily_rest.0;
        let mut from = tour.from;
        for &earlier in &tour.rest_before {
            let before = &self.tours[earlier as usize];
            if before.visits > 0 {
                from = from.max(before.end.saturating_add(rest));
            }
        }
        from
    }

    /// Overtime and load of a day.
    #[inline]
    pub(super) fn closing(&self, tour: &TourFrame, end: u32, busy: u32) -> i64 {
        let w = self.frame.weights;
        let mut points = 0;
        for m in &tour.members {
            points += w.overtime_per_second * i64::from(end.saturating_sub(m.end));
            points += prices::fairness(w.fairness_per_mille, busy, m.available);
        }
        points
    }

    /// Settles all changed tours and whatever hangs on them. False when the times do not work out; the state is then to be
    /// rolled back.
    pub(super) fn settle(&mut self) -> bool {
        self.changed.sort_unstable();
        self.changed.dedup();
        let changed = std::mem::take(&mut self.changed);
        for &t in &changed {
            self.enqueue(t);
            for &later in &self.frame.tours[t as usize].rest_after {
                self.enqueue(later);
            }
        }
        // A circle of waiting is cut off; a chain of joint visits through all tours is not.
        let mut left = 400 + 12 * self.tours.len();
        let mut holds = true;
        let mut next = 0;
        while next < self.queue.len() {
            let t = self.queue[next];
            next += 1;
            self.queued[t as usize] = false;
            left = left.saturating_sub(1);
            if left == 0 || !self.forward(t) {
                holds = false;
                break;
            }
        }
        self.clear_queue();
        if holds {
            for &t in &changed {
                self.enqueue(t);
                for &earlier in &self.frame.tours[t as usize].rest_before {
                    self.enqueue(earlier);
                }
            }
            let mut left = 400 + 12 * self.tours.len();
            let mut next = 0;
            while next < self.queue.len() && left > 0 {
                let t = self.queue[next];
                next += 1;
                left -= 1;
                self.queued[t as usize] = false;
                self.backward(t);
            }
            self.clear_queue();
        }
        self.changed = changed;
        self.changed.clear();
        holds
    }

    /// Settles one tour that nothing else hangs on.
    pub(super) fn settle_one(&mut self, t: u32) -> bool {
        let holds = self.forward(t);
        if holds {
            self.backward(t);
        }
        self.clear_queue();
        holds
    }

    fn enqueue(&mut self, t: u32) {
        if !self.queued[t as usize] {
            self.queued[t as usize] = true;
            self.queue.push(t);
        }
    }

    fn clear_queue(&mut self) {
        for &t in &self.queue {
            self.queued[t as usize] = false;
        }
        self.queue.clear();
    }

    /// Earliest starts of one tour. False when one comes too late.
    fn forward(&mut self, t: u32) -> bool {
        self.save(t);
        let mut tour = std::mem::take(&mut self.tours[t as usize]);
        let (cost, end) = (tour.cost, tour.end);
        let holds = if tour.visits == 0 {
            (tour.chain, tour.busy, tour.end, tour.cost) = (0, 0, 0, 0);
            true
        } else {
            self.forward_entries(t, &mut tour)
        };
        self.total += tour.cost - cost;
        let moved = tour.end != end;
        self.tours[t as usize] = tour;
        if holds && moved {
            let frame = self.frame;
            for &later in &frame.tours[t as usize].rest_after {
                if self.tours[later as usize].visits > 0 {
                    self.enqueue(later);
                }
            }
        }
        holds
    }

    fn forward_entries(&mut self, t: u32, tour: &mut Tour) -> bool {
        let frame = self.frame;
        let fixed = &frame.tours[t as usize];
        for e in &mut tour.entries {
            if e.code & DUTY != 0 {
                e.floor = 0;
            }
        }
        let base = self.base(t);
        loop {
            let mut head = Head { time: base, place: fixed.start, first: true, cum: 0, busy: 0 };
            for i in 0..tour.entries.len() {
                let e = tour.entries[i];
                let next = || next_place(&tour.entries, i + 1, fixed.end);
                let Some(arrival) = approach(frame, fixed, head, &e, next) else { return false };
                let mut price = 0;
                let start = if e.flags & TIED != 0 {
                    let Some(start) = self.tied_start(t, &e, arrival.time) else { return false };
                    start + e.off
                } else {
                    let Some(start) = e.begin(frame, arrival.time) else { return false };
                    if e.flags & TIMED != 0 {
                        let visit = &frame.visits[e.code as usize];
                        price = prices::of_start(frame.problem, frame.weights, visit.index, start - e.off);
                    }
                    start
                };
                let (leg, wait) = arrival.priced(frame, fixed, head, &e, start);
                head.cum += i64::from(leg.cost) + wait + price;
                head.busy += leg.transit + if e.code & DUTY == 0 { e.length } else { 0 };
                head.time = start.saturating_add(e.length);
                head.place = arrival.at;
                head.first = false;
                let slot = &mut tour.entries[i];
                (slot.start, slot.at, slot.cum, slot.busy) = (start, arrival.at, head.cum, head.busy);
            }
            let home = frame.roads.leg(fixed.profile, head.place, fixed.end, head.time);
            tour.end = head.time.saturating_add(home.transit);
            if home.transit == NO_ROAD || tour.end > fixed.until {
                return false;
            }
            tour.chain = head.cum + i64::from(home.cost);
            tour.busy = head.busy + home.transit;
            match stretch(frame, fixed, tour) {
                Stretch::Held => break,
                Stretch::Later(entry, floor) => tour.entries[entry].floor = floor,
                Stretch::Broken => return false,
            }
        }
        tour.cost = if fixed.members.len() == 1 {
            tour.chain + self.closing(fixed, tour.end, tour.busy)
        } else {
            self.crew_cost(t, tour)
        };
        true
    }

    /// Start of the tied visit of `e`, when tour `t` could be there at `arrival`.
    fn tied_start(&mut self, t: u32, e: &Entry, arrival: u32) -> Option<u32> {
        let frame = self.frame;
        let v = e.code;
        let visit = &frame.visits[v as usize];
        let p = visit.slot_base + u32::from(frame.ways[e.way as usize].lowest);
        let ready = arrival.saturating_sub(e.off);
        if self.parts[p as usize].ready != ready {
            self.set_part(p, Part { ready, ..self.parts[p as usize] });
        }
        let mut state = self.visits[v as usize];
        let mut start = state.floor;
        for q in visit.slot_base..visit.slot_base + visit.slots {
            start = start.max(self.parts[q as usize].ready);
        }
        for tie in &visit.ties {
            let other = &self.visits[tie.other as usize];
            if let (Some(least), true) = (tie.least, other.planned) {
                if !tie.first {
                    start = start.max(other.start.saturating_add(least));
                } else if let Some(most) = tie.most {
                    start = start.max(other.start.saturating_sub(most));
                }
            }
        }
        start = self.round_up_all(v, start)?;
        if start != state.start {
            state.start = start;
            if visit.timed {
                let price = prices::of_start(frame.problem, frame.weights, visit.index, start);
                self.total += price - state.price;
                state.price = price;
            }
            self.set_visit(v, state);
            self.wake(v, t);
        }
        Some(start)
    }

    /// The first start not before `start` that all ways of `v` allow.
    pub(super) fn round_up_all(&self, v: u32, mut start: u32) -> Option<u32> {
        loop {
            let before = start;
            for way in self.ways_of(v) {
                start = self.frame.round_up(&self.frame.ways[way as usize], start)?;
            }
            if start == before {
                return Some(start);
            }
        }
    }

    fn round_down_all(&self, v: u32, mut start: u32) -> Option<u32> {
        loop {
            let before = start;
            for way in self.ways_of(v) {
                start = self.frame.round_down(&self.frame.ways[way as usize], start)?;
            }
            if start == before {
                return Some(start);
            }
        }
    }

    /// Has every other tour looked at that hangs on the start of `v`.
    fn wake(&mut self, v: u32, by: u32) {
        let frame = self.frame;
        self.each_tour(v, |state, t| {
            if t != by {
                state.enqueue(t);
            }
        });
        for tie in &frame.visits[v as usize].ties {
            if tie.least.is_some() {
                self.each_tour(tie.other, |state, t| state.enqueue(t));
            }
        }
    }

    /// Latest starts of one tour.
    fn backward(&mut self, t: u32) {
        self.save(t);
        let mut tour = std::mem::take(&mut self.tours[t as usize]);
        let frame = self.frame;
        let fixed = &frame.tours[t as usize];
        let rest = frame.problem.working_time.daily_rest.0;
        let mut latest = fixed.until;
        for &later in &fixed.rest_after {
            let after = &self.tours[later as usize];
            if after.visits > 0 {
                latest = latest.min(after.leave.saturating_sub(rest));
            }
        }
        tour.limit = latest;
        let mut place = fixed.end;
        for i in (0..tour.entries.len()).rev() {
            let e = tour.entries[i];
            // Being late means staying where one is for what can be done anywhere.
            let here = if e.place == NOWHERE {
                let before = tour.entries[..i].iter().rev().map(|b| b.place).find(|&p| p != NOWHERE);
                before.unwrap_or(fixed.start)
            } else {
                e.place
            };
            let free = frame.roads.latest(fixed.profile, here, place, latest).unwrap_or(0);
            let mut start = free.saturating_sub(e.length);
            if e.flags & TIED != 0 {
                start = self.tied_late(t, &e, start) + e.off;
            } else {
                start = e.last(frame, start).unwrap_or(0);
            }
            // The earliest start is proof that it can start then.
            start = start.max(e.start);
            tour.entries[i].late = start;
            latest = start;
            place = if here == NOWHERE { place } else { here };
        }
        let leave = frame.roads.latest(fixed.profile, fixed.start, place, latest).unwrap_or(0);
        let moved = leave != tour.leave;
        tour.leave = leave;
        let busy = tour.visits > 0;
        self.tours[t as usize] = tour;
        if busy && moved {
            for &earlier in &fixed.rest_before {
                if self.tours[earlier as usize].visits > 0 {
                    self.enqueue(earlier);
                }
            }
        }
    }

    fn tied_late(&mut self, t: u32, e: &Entry, latest: u32) -> u32 {
        let frame = self.frame;
        let v = e.code;
        let visit = &frame.visits[v as usize];
        let p = visit.slot_base + u32::from(frame.ways[e.way as usize].lowest);
        let cap = latest.saturating_sub(e.off);
        if self.parts[p as usize].cap != cap {
            self.set_part(p, Part { cap, ..self.parts[p as usize] });
        }
        let mut state = self.visits[v as usize];
        let mut late = u32::MAX;
        for q in visit.slot_base..visit.slot_base + visit.slots {
            late = late.min(self.parts[q as usize].cap);
        }
        for tie in &visit.ties {
            let other = &self.visits[tie.other as usize];
            if let (Some(least), true) = (tie.least, other.planned) {
                if tie.first {
                    late = late.min(other.late.saturating_sub(least));
                } else if let Some(most) = tie.most {
                    late = late.min(other.late.saturating_add(most));
                }
            }
        }
        late = self.round_down_all(v, late).unwrap_or(0).max(state.start);
        if late != state.late {
            state.late = late;
            self.set_visit(v, state);
            self.wake(v, t);
        }
        late
    }
}

enum Stretch {
    Held,
    /// The break at this entry must not start before this.
    Later(usize, u32),
    Broken,
}

/// Whether no stretch of work is too long, at the starts as they are. That the first break comes in time and the last one not
/// too soon before the shift's end is in the breaks' windows already.
fn stretch(frame: &Frame, fixed: &TourFrame, tour: &Tour) -> Stretch {
    let longest = frame.problem.working_time.max_stretch.0;
    for m in &fixed.members {
        let mut until = tour.end;
        for &(duty, length) in m.pauses.iter().rev() {
            let code = DUTY | u32::from(duty);
            // A break is out only while a place for it is looked for.
            let Some(at) = tour.entries.iter().position(|e| e.code == code) else { continue };
            let e = &tour.entries[at];
            let from = e.start.saturating_add(length);
            if until.saturating_sub(from) > longest {
                let floor = until - longest - length;
                return if floor > e.hi { Stretch::Broken } else { Stretch::Later(at, floor) };
            }
            until = e.start;
        }
    }
    Stretch::Held
}
