//! The cheapest places for a left-out visit: over all ways, tours and gaps, alone or together with others.

use super::frame::Span;
use super::prices;
use super::state::*;
use crate::model::PersonLink;
use crate::rng::Rng;

/// One place for a visit, with its price.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// Ways with their gaps.
    pub spots: Spots,
    /// Start of the visit not before this, by choice.
    pub floor: u32,
    /// What the plan would cost more, the price of leaving the visit out taken off.
    pub delta: i64,
}

/// Ways with their gaps; the first one apart, because most visits have one.
#[derive(Clone, Debug)]
pub(super) enum Spots {
    One((u32, usize)),
    Many(Vec<(u32, usize)>),
}

impl Spots {
    pub(super) fn as_slice(&self) -> &[(u32, usize)] {
        match self {
            Self::One(spot) => std::slice::from_ref(spot),
            Self::Many(spots) => spots,
        }
    }
}

/// What is overlooked on purpose.
pub(super) struct Blink<'r> {
    pub rng: &'r mut Rng,
    /// How likely a place is overlooked, so that the same ruin is not always mended the same way.
    pub rate: f64,
    /// Whether only tours that have just changed are looked at: a visit that found no place before finds none in the others.
    pub fresh_only: bool,
}

impl Blink<'_> {
    #[inline]
    fn now(&mut self) -> bool {
        self.rate > 0.0 && self.rng.chance(self.rate)
    }
}

/// One way of one slot's tour to take part in a tied visit.
struct Choice {
    way: u32,
    gap: usize,
    tour: u32,
    slots: u32,
    from: u32,
    until: u32,
    wait: i64,
    delta: i64,
}

/// Points that a further stop may save elsewhere in its day, by less waiting: no more is hoped for.
const MOST_SAVED: i64 = 100_000;

/// Points by which a stop may cost less than its detour, by less waiting: where the detour alone is dearer than the best place so far
/// by more than this, the place is not looked at.
const DETOUR_SAVED: i64 = 30_000;

/// Combinations of tours that are tried for one visit.
const MOST_OFFERS: usize = 4;

impl SearchState<'_> {
    /// Puts the left-out visit `v` where it is cheapest. False when it stays out: nothing feasible was found, or nothing
    /// that costs less than leaving it out.
    pub(super) fn insert_best(&mut self, v: u32, blink: &mut Blink) -> bool {
        if self.frame.visits[v as usize].tied {
            let offers = self.offers_tied(v, blink);
            return offers.iter().any(|o| o.delta < 0 && self.place(v, o.spots.as_slice(), o.floor));
        }
        let mut banned = Vec::new();
        for _ in 0..MOST_OFFERS {
            let Some(offer) = self.offer_single(v, &banned, blink) else { return false };
            if offer.delta >= 0 {
                return false;
            }
            if self.place(v, offer.spots.as_slice(), offer.floor) {
                return true;
            }
            banned.extend(offer.spots.as_slice().iter().map(|s| self.frame.ways[s.0 as usize].tour));
        }
        false
    }

    /// The cheapest place for an untied visit, not in the tours `banned`.
    pub(super) fn offer_single(&self, v: u32, banned: &[u32], blink: &mut Blink) -> Option<Offer> {
        let mut best: Option<Offer> = None;
        for way in self.frame.visits[v as usize].by_slot[0].range() {
            let way = way as u32;
            let tour = self.frame.ways[way as usize].tour;
            if (!banned.is_empty() && banned.contains(&tour)) || (blink.fresh_only && !self.is_touched(tour))
            {
                continue;
            }
            let bound = best.as_ref().map_or(i64::MAX, |b| b.delta);
            if let Some((gap, floor, delta)) = self.best_gap(way, bound, blink) {
                best = Some(Offer { spots: Spots::One((way, gap)), floor, delta });
            }
        }
        best
    }

    /// The cheapest gap of an untied way: gap, floor, price. `None` when no gap costs less than `bound`.
    pub(super) fn best_gap(&self, index: u32, bound: i64, blink: &mut Blink) -> Option<(usize, u32, i64)> {
        let frame = self.frame;
        let way = &frame.ways[index as usize];
        let visit = &frame.visits[way.visit as usize];
        if !visit.ties.is_empty() && !self.people_allowed(way.visit, &[(index, 0)]) {
            return None;
        }
        let t = way.tour;
        let day = self.day(t);
        let price = self.price_of_way(way) - visit.left_out;
        // The person alone is too dear, and a stop more in a day seldom makes the rest of it cheaper by much.
        if price.saturating_sub(MOST_SAVED) >= bound {
            return None;
        }
        let mut best: Option<(usize, u32, i64)> = None;
        let mut bound = bound;
        let mut entry = self.entry(index, 0);
        for gap in 0..=day.entries.len() {
            if let Some(e) = day.entries.get(gap)
                && e.late < entry.lo.saturating_add(entry.length)
            {
                continue;
            }
            if gap > 0 && day.entries[gap - 1].start > entry.hi {
                break;
            }
            if blink.now() {
                continue;
            }
            if price.saturating_add(self.detour(t, day, gap, way.place)).saturating_sub(DETOUR_SAVED) >= bound
            {
                continue;
            }
            let Some(found) = self.gap(t, day, gap, way.place) else { continue };
            entry.floor = 0;
            let Some(start) = entry.begin(frame, found.arrival) else { continue };
            if start.saturating_add(entry.length) > found.limit {
                continue;
            }
            if let Some(delta) = self.probe(t, day, gap, &entry)
                && delta + price < bound
            {
                bound = delta + price;
                best = Some((gap, 0, bound));
            }
            if visit.timed {
                let latest = found.limit.saturating_sub(entry.length).saturating_sub(entry.off);
                let now = start - entry.off;
                if let Some(later) = self.better_start(way.visit, now, latest.min(way.hi), entry.wait) {
                    entry.floor = later + entry.off;
                    if let Some(delta) = self.probe(t, day, gap, &entry)
                        && delta + price < bound
                    {
                        bound = delta + price;
                        best = Some((gap, later, bound));
                    }
                }
            }
        }
        best
    }

    /// A start after `start` that is worth waiting for, by the price of the start alone.
    fn better_start(&self, v: u32, start: u32, latest: u32, wait: i64) -> Option<u32> {
        let frame = self.frame;
        let index = frame.visits[v as usize].index;
        let price = |at: u32| prices::of_start(frame.problem, frame.weights, index, at);
        let mut best = (price(start), None);
        if best.0 == 0 {
            return None;
        }
        prices::corners(frame.problem, frame.weights, index, |corner| {
            if corner > start && corner <= latest {
                let all = price(corner) + wait * i64::from(corner - start);
                if all < best.0 {
                    best = (all, Some(corner));
                }
            }
        });
        best.1
    }

    /// Whether the people of `spots`, with all of a visit's slots filled by them, keep its ties of persons.
    pub(super) fn people_allowed(&self, v: u32, spots: &[(u32, usize)]) -> bool {
        let frame = self.frame;
        frame.visits[v as usize].ties.iter().all(|tie| {
            if tie.person == PersonLink::Any || !self.visits[tie.other as usize].planned {
                return true;
            }
            let both = spots.iter().any(|&(way, _)| {
                frame
                    .people(way)
                    .any(|who| self.ways_of(tie.other).any(|w| frame.people(w).any(|p| p == who)))
            });
            match tie.person {
                PersonLink::Any => true,
                PersonLink::Same => both,
                PersonLink::Different => !both,
            }
        })
    }

    /// The starts that links leave to a left-out visit; `None` when it must not be planned now.
    pub(super) fn starts_by_ties(&self, v: u32) -> Option<(u32, u32)> {
        let (mut from, mut until) = (0, u32::MAX);
        for tie in &self.frame.visits[v as usize].ties {
            let Some(least) = tie.least else { continue };
            let other = &self.visits[tie.other as usize];
            match (tie.first, other.planned) {
                (false, false) => return None,
                (false, true) => {
                    from = from.max(other.start.saturating_add(least));
                    if let Some(most) = tie.most {
                        until = until.min(other.late.saturating_add(most));
                    }
                }
                (true, true) => {
                    until = until.min(other.late.saturating_sub(least));
                    if let Some(most) = tie.most {
                        from = from.max(other.start.saturating_sub(most));
                    }
                }
                (true, false) => {}
            }
        }
        (from <= until).then_some((from, until))
    }

    /// The best few places for a tied visit, cheapest first.
    pub(super) fn offers_tied(&self, v: u32, blink: &mut Blink) -> Vec<Offer> {
        let frame = self.frame;
        let visit = &frame.visits[v as usize];
        let Some(mut starts) = self.starts_by_ties(v) else { return Vec::new() };
        // The scarcest slot first: often it has no place at all, and leaves little room to the others.
        let mut order: Vec<usize> = (0..visit.by_slot.len()).collect();
        order.sort_by_key(|&s| visit.by_slot[s].len());
        let mut choices: Vec<Vec<Choice>> = visit.by_slot.iter().map(|_| Vec::new()).collect();
        let mut fresh = !blink.fresh_only;
        // A crew may fill a slot by a way of a lower one; without crews each slot needs a choice of its own.
        let alone =
            visit.by_slot.iter().all(|s| frame.ways[s.range()].iter().all(|w| w.slots.count_ones() == 1));
        for slot in order {
            let mut found = self.choices(v, visit.by_slot[slot], starts, blink);
            if alone {
                if found.is_empty() {
                    return Vec::new();
                }
                starts.0 = starts.0.max(found.iter().map(|c| c.from).min().unwrap_or(0));
                starts.1 = starts.1.min(found.iter().map(|c| c.until).max().unwrap_or(u32::MAX));
            }
            fresh = fresh || found.iter().any(|c| self.is_touched(c.tour));
            found.sort_by_key(|c| (c.delta, c.way, c.gap));
            found.truncate(match visit.slots {
                1 => 2 * MOST_OFFERS,
                2 => 48,
                3 => 20,
                _ => 10,
            });
            choices[slot] = found;
        }
        if !fresh {
            return Vec::new();
        }
        let mut search =
            Combine { state: self, v, choices: &choices, best: Vec::new(), chosen: Vec::new(), left: 20_000 };
        search.go(0, (starts.0, starts.1), 0);
        let mut best = search.best;
        best.sort_by_key(|o| o.delta);
        best
    }

    fn choices(&self, v: u32, span: Span, starts: (u32, u32), blink: &mut Blink) -> Vec<Choice> {
        let frame = self.frame;
        let mut found = Vec::new();
        for index in span.range() {
            let way = &frame.ways[index];
            let t = way.tour;
            let day = self.day(t);
            let price = self.price_of_way(way);
            let mut entry = self.entry(index as u32, 0);
            let least = way.lo.max(starts.0).saturating_add(way.off).saturating_add(way.length);
            let last = entry.hi.min(starts.1.saturating_add(way.off));
            for gap in 0..=day.entries.len() {
                if day.entries.get(gap).is_some_and(|e| e.late < least) {
                    continue;
                }
                if gap > 0 && day.entries[gap - 1].start > last {
                    break;
                }
                if blink.now() {
                    continue;
                }
                let Some(open) = self.gap(t, day, gap, way.place) else { continue };
                let arrival = open.arrival.saturating_sub(way.off).max(starts.0);
                let Some(from) = frame.round_up(way, arrival) else { continue };
                let Some(until) = open.limit.checked_sub(way.length + way.off) else { continue };
                let until = until.min(way.hi).min(starts.1);
                if from > until {
                    continue;
                }
                entry.floor = from + way.off;
                let Some(delta) = self.probe(t, day, gap, &entry) else { continue };
                found.push(Choice {
                    way: index as u32,
                    gap,
                    tour: t,
                    slots: way.slots,
                    from,
                    until,
                    wait: entry.wait,
                    delta: delta + price,
                });
            }
        }
        debug_assert!(found.iter().all(|c| frame.ways[c.way as usize].visit == v));
        found
    }
}

/// Picks one choice for each slot, all in different tours, whose starts overlap.
struct Combine<'a> {
    state: &'a SearchState<'a>,
    v: u32,
    choices: &'a [Vec<Choice>],
    best: Vec<Offer>,
    chosen: Vec<(usize, usize)>,
    /// Steps still allowed.
    left: u32,
}

impl Combine<'_> {
    fn go(&mut self, filled: u32, starts: (u32, u32), cost: i64) {
        let slots = self.choices.len() as u32;
        let Some(slot) = (0..slots).find(|s| filled & (1 << s) == 0) else {
            self.finish(starts, cost);
            return;
        };
        let choices = self.choices;
        for (i, choice) in choices[slot as usize].iter().enumerate() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            // Sorted by price: once too dear, all that follow are. Later slots may be cheaper than nothing only by
            // the little that a shorter wait gives back.
            if slots == 1 && self.is_full() && cost + choice.delta >= self.worst() {
                return;
            }
            let from = starts.0.max(choice.from);
            let until = starts.1.min(choice.until);
            if from > until
                || choice.slots & filled != 0
                || self.chosen.iter().any(|&(s, k)| !self.apart(&choices[s][k], choice))
            {
                continue;
            }
            self.chosen.push((slot as usize, i));
            self.go(filled | choice.slots, (from, until), cost + choice.delta);
            self.chosen.pop();
        }
    }

    fn is_full(&self) -> bool {
        self.best.len() == MOST_OFFERS
    }

    fn worst(&self) -> i64 {
        self.best.iter().map(|o| o.delta).max().unwrap_or(i64::MAX)
    }

    /// Different tours, different people.
    fn apart(&self, a: &Choice, b: &Choice) -> bool {
        let frame = self.state.frame;
        a.tour != b.tour && !frame.people(a.way).any(|p| frame.people(b.way).any(|q| p == q))
    }

    fn finish(&mut self, starts: (u32, u32), cost: i64) {
        let state = self.state;
        let frame = state.frame;
        let visit = &frame.visits[self.v as usize];
        let chosen: Vec<&Choice> = self.chosen.iter().map(|&(s, k)| &self.choices[s][k]).collect();
        let mut start = starts.0;
        loop {
            let before = start;
            for c in &chosen {
                match frame.round_up(&frame.ways[c.way as usize], start) {
                    Some(t) => start = t,
                    None => return,
                }
            }
            if start == before {
                break;
            }
        }
        if start > starts.1 {
            return;
        }
        let mut floor = 0;
        let wait: i64 = chosen.iter().map(|c| c.wait).sum();
        if visit.timed
            && let Some(later) = state.better_start(self.v, start, starts.1, wait)
        {
            (start, floor) = (later, later);
        }
        let mut delta = cost - visit.left_out;
        delta += chosen.iter().map(|c| c.wait * i64::from(start - c.from)).sum::<i64>();
        if visit.timed {
            delta += prices::of_start(frame.problem, frame.weights, visit.index, start);
        }
        if self.is_full() && delta >= self.worst() {
            return;
        }
        let spots: Vec<(u32, usize)> = chosen.iter().map(|c| (c.way, c.gap)).collect();
        if !state.people_allowed(self.v, &spots) {
            return;
        }
        if self.is_full() {
            let worst = self.worst();
            let at = self.best.iter().position(|o| o.delta == worst).expect("the worst is among them");
            self.best.swap_remove(at);
        }
        self.best.push(Offer { spots: Spots::Many(spots), floor, delta });
    }
}
