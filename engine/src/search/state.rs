//! The workbench: routes that can be changed and changed back, with caches that make a proposal cheap.

use super::frame::{Frame, Way};
use super::roads::NOWHERE;

/// No way: the slot is empty.
pub(super) const EMPTY: u32 = u32::MAX;
/// The slot is filled by the way of a lower slot of the same visit.
pub(super) const COVERED: u32 = u32::MAX - 1;
/// Marks the code of a duty (break or block) in [`Entry::code`].
pub(super) const DUTY: u32 = 1 << 31;

/// The start of this entry binds others: it belongs to a visit that several tours or links share.
pub(super) const TIED: u8 = 1;
/// The price depends on the start.
pub(super) const TIMED: u8 = 2;
/// Several windows.
pub(super) const WINDOWS: u8 = 4;
/// A break, whose start may wait for the way.
pub(super) const BREAK: u8 = 8;

/// One thing in a tour's day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// A visit, or [`DUTY`] and the number of a duty.
    pub code: u32,
    pub way: u32,
    /// Where the facts put it; [`NOWHERE`] when it can be done anywhere.
    pub place: u32,
    pub length: u32,
    /// After the visit's start.
    pub off: u32,
    /// First and last start by the windows (of this entry, offset included).
    pub lo: u32,
    pub hi: u32,
    /// Not before, by choice.
    pub floor: u32,
    pub flags: u8,
    /// Points a second of waiting before it.
    pub wait: i64,
    // What follows from the rest:
    /// When it starts.
    pub start: u32,
    /// Where it is done.
    pub at: u32,
    /// When it could start at the latest.
    pub late: u32,
    /// Ways, waiting and prices of start up to here, in points.
    pub cum: i64,
    /// Seconds of work up to the end of this.
    pub busy: u32,
}

impl Entry {
    /// When it is over.
    #[inline]
    pub(super) fn over(&self) -> u32 {
        self.start.saturating_add(self.length)
    }

    /// The visit, if it is one.
    #[inline]
    pub(super) fn visit(&self) -> Option<u32> {
        (self.code & DUTY == 0).then_some(self.code)
    }
}

/// One tour's day.
#[derive(Clone, Debug, Default)]
pub(super) struct Tour {
    pub entries: Vec<Entry>,
    /// How many of the entries are visits; without any, the tour is empty.
    pub visits: u32,
    /// Ways, waiting and prices of start over the day, the way home included.
    pub chain: i64,
    /// Seconds of ways and visits.
    pub busy: u32,
    /// When it ends, the way home included.
    pub end: u32,
    /// When it could end at the latest.
    pub limit: u32,
    /// When it could leave at the latest.
    pub leave: u32,
    /// All that it costs.
    pub cost: i64,
}

impl Tour {
    /// Becomes `other`, keeping the memory.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.entries.clone_from(&other.entries);
        let Self { entries: _, visits, chain, busy, end, limit, leave, cost } = other;
        (self.visits, self.chain, self.busy) = (*visits, *chain, *busy);
        (self.end, self.limit, self.leave, self.cost) = (*end, *limit, *leave, *cost);
    }
}

/// What the network knows of a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct VisitState {
    pub planned: bool,
    /// Start and latest start; kept for tied visits only.
    pub start: u32,
    pub late: u32,
    /// Not before, by choice; for tied visits only.
    pub floor: u32,
    /// Price of the start; for tied visits only.
    pub price: i64,
}

/// How a slot is filled, and what its tour says of the visit's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub way: u32,
    /// The tour is here, at the earliest, for this start of the visit.
    pub ready: u32,
    /// The tour can get away after this start of the visit, at the latest.
    pub cap: u32,
}

const UNFILLED: Part = Part { way: EMPTY, ready: 0, cap: u32::MAX };

enum Undo {
    Tour(u32),
    Visit(u32, VisitState),
    Part(u32, Part),
    Met(u32, u16),
    Bank(u32),
}

/// A moment to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    undo: usize,
    total: i64,
}

/// Routes under change.
pub(super) struct SearchState<'f> {
    pub frame: &'f Frame<'f>,
    pub tours: Vec<Tour>,
    /// Each tour's duties alone, where the first visit goes in.
    pub templates: Vec<Tour>,
    pub visits: Vec<VisitState>,
    pub parts: Vec<Part>,
    met: Vec<u16>,
    /// The price of everything.
    pub total: i64,
    /// Visits left out.
    pub bank: Vec<u32>,
    bank_at: Vec<u32>,
    undo: Vec<Undo>,
    saved: Vec<Tour>,
    saved_count: usize,
    epochs: Vec<u32>,
    epoch: u32,
    pub(super) queue: Vec<u32>,
    pub(super) queued: Vec<bool>,
    pub(super) changed: Vec<u32>,
    /// Tours changed since the best plan was taken down.
    pub fresh: Vec<bool>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

impl<'f> SearchState<'f> {
    /// Everything left out.
    pub(super) fn new(frame: &'f Frame<'f>) -> Self {
        let tours = frame.tours.len();
        let mut state = Self {
            frame,
            tours: vec![Tour::default(); tours],
            templates: Vec::new(),
            visits: vec![VisitState::default(); frame.visits.len()],
            parts: vec![UNFILLED; frame.slot_count],
            met: vec![0; frame.face_count],
            total: frame.visits.iter().map(|v| v.left_out).sum(),
            bank: (0..frame.visits.len() as u32).collect(),
            bank_at: (0..frame.visits.len() as u32).collect(),
            undo: Vec::new(),
            saved: Vec::new(),
            saved_count: 0,
            epochs: vec![0; tours],
            epoch: 1,
            queue: Vec::new(),
            queued: vec![false; tours],
            changed: Vec::new(),
            fresh: vec![true; tours],
            touched: Vec::new(),
            is_touched: vec![false; tours],
        };
        state.templates = (0..tours as u32).map(|t| state.template(t)).collect();
        state
    }

    /// A point to go back to.
    pub(super) fn mark(&mut self) -> Mark {
        self.epoch += 1;
        Mark { undo: self.undo.len(), total: self.total }
    }

    /// Undoes everything since `mark`.
    pub(super) fn rollback(&mut self, mark: Mark) {
        self.epoch += 1;
        self.changed.clear();
        while self.undo.len() > mark.undo {
            match self.undo.pop().expect("longer than the mark") {
                Undo::Tour(t) => {
                    self.saved_count -= 1;
                    std::mem::swap(&mut self.tours[t as usize], &mut self.saved[self.saved_count]);
                }
                Undo::Visit(v, old) => self.visits[v as usize] = old,
                Undo::Part(p, old) => self.parts[p as usize] = old,
                Undo::Met(face, old) => self.met[face as usize] = old,
                Undo::Bank(v) => self.flip_bank(v),
            }
        }
        self.total = mark.total;
    }

    /// Makes everything so far final.
    pub(super) fn keep(&mut self) {
        self.epoch += 1;
        self.undo.clear();
        self.saved_count = 0;
    }

    /// Must be called before a tour changes.
    pub(super) fn save(&mut self, t: u32) {
        self.fresh[t as usize] = true;
        if !self.is_touched[t as usize] {
            self.is_touched[t as usize] = true;
            self.touched.push(t);
        }
        if self.epochs[t as usize] != self.epoch {
            self.epochs[t as usize] = self.epoch;
            self.undo.push(Undo::Tour(t));
            if self.saved.len() == self.saved_count {
                self.saved.push(self.tours[t as usize].clone());
            } else {
                self.saved[self.saved_count].copy_from(&self.tours[t as usize]);
            }
            self.saved_count += 1;
        }
    }

    /// Whether a tour has changed since [`SearchState::take_touched`] was last asked, perhaps back again.
    #[inline]
    pub(super) fn is_touched(&self, t: u32) -> bool {
        self.is_touched[t as usize]
    }

    /// Tours changed since this was last asked, perhaps changed back, by number.
    pub(super) fn take_touched(&mut self, into: &mut Vec<u32>) {
        into.clear();
        into.append(&mut self.touched);
        into.sort_unstable();
        for &t in into.iter() {
            self.is_touched[t as usize] = false;
        }
    }

    pub(super) fn set_visit(&mut self, v: u32, new: VisitState) {
        let old = std::mem::replace(&mut self.visits[v as usize], new);
        if old != new {
            self.undo.push(Undo::Visit(v, old));
        }
    }

    pub(super) fn set_part(&mut self, p: u32, new: Part) {
        let old = std::mem::replace(&mut self.parts[p as usize], new);
        if old != new {
            self.undo.push(Undo::Part(p, old));
        }
    }

    fn flip_bank(&mut self, v: u32) {
        let at = self.bank_at[v as usize];
        if at == u32::MAX {
            self.bank_at[v as usize] = self.bank.len() as u32;
            self.bank.push(v);
        } else {
            self.bank.swap_remove(at as usize);
            if let Some(&moved) = self.bank.get(at as usize) {
                self.bank_at[moved as usize] = at;
            }
            self.bank_at[v as usize] = u32::MAX;
        }
    }

    fn move_bank(&mut self, v: u32) {
        self.undo.push(Undo::Bank(v));
        self.flip_bank(v);
    }

    /// Whether a first meeting would be priced.
    #[inline]
    pub(super) fn price_of_way(&self, way: &Way) -> i64 {
        let mut points = way.price;
        if way.faces.from != way.faces.to {
            for &face in &self.frame.faces[way.faces.range()] {
                if self.met[face as usize] == 0 {
                    points += self.frame.weights.new_face;
                }
            }
        }
        points
    }

    fn meet(&mut self, way: &Way, comes: bool) {
        let frame = self.frame;
        for &face in &frame.faces[way.faces.range()] {
            let old = self.met[face as usize];
            let new = if comes { old + 1 } else { old - 1 };
            self.undo.push(Undo::Met(face, old));
            self.met[face as usize] = new;
            if comes && old == 0 {
                self.total += frame.weights.new_face;
            } else if !comes && new == 0 {
                self.total -= frame.weights.new_face;
            }
        }
    }

    /// The entry that `way` makes.
    pub(super) fn entry(&self, index: u32, floor: u32) -> Entry {
        let way = &self.frame.ways[index as usize];
        let visit = &self.frame.visits[way.visit as usize];
        let w = self.frame.weights;
        let people = self.frame.tours[way.tour as usize].members.len() as i64;
        let flags = if visit.tied { TIED } else { 0 }
            | if visit.timed { TIMED } else { 0 }
            | if way.windows.from == way.windows.to { 0 } else { WINDOWS };
        let per_second = if visit.joint { w.joint_waiting_per_second } else { w.waiting_per_second };
        Entry {
            code: way.visit,
            way: index,
            place: way.place,
            length: way.length,
            off: way.off,
            lo: way.lo.saturating_add(way.off),
            hi: way.hi.saturating_add(way.off),
            floor,
            flags,
            wait: per_second * people,
            start: 0,
            at: NOWHERE,
            late: u32::MAX,
            cum: 0,
            busy: 0,
        }
    }

    /// The entry that duty `number` of tour `t` makes.
    fn duty(&self, t: u32, number: usize) -> Entry {
        let duty = &self.frame.tours[t as usize].duties[number];
        Entry {
            code: DUTY | number as u32,
            way: EMPTY,
            place: duty.place,
            length: duty.length,
            off: 0,
            lo: duty.lo,
            hi: duty.hi,
            floor: 0,
            flags: if duty.is_break { BREAK } else { 0 },
            wait: self.frame.weights.waiting_per_second * duty.parts.len() as i64,
            start: 0,
            at: NOWHERE,
            late: u32::MAX,
            cum: 0,
            busy: 0,
        }
    }

    fn template(&mut self, t: u32) -> Tour {
        let frame = self.frame;
        let duties = &frame.tours[t as usize].duties;
        let mut order: Vec<usize> = (0..duties.len()).collect();
        // Breaks keep their order among each other; the latest possible start decides among breaks and blocks.
        order.sort_by_key(|&d| (duties[d].hi, duties[d].lo, d));
        let breaks: Vec<usize> = (0..duties.len()).filter(|&d| duties[d].is_break).collect();
        let mut next = breaks.into_iter();
        for slot in &mut order {
            if duties[*slot].is_break {
                *slot = next.next().expect("as many breaks as places for breaks");
            }
        }
        let entries = order.iter().map(|&d| self.duty(t, d)).collect();
        self.tours[t as usize] = Tour { entries, visits: 1, ..Tour::default() };
        let held = self.settle_one(t);
        let mut made = std::mem::take(&mut self.tours[t as usize]);
        self.total -= made.cost;
        made.visits = 0;
        if !held {
            // A first visit may still move the duties; nothing is known of their times.
            for e in &mut made.entries {
                (e.start, e.at, e.late) = (e.lo, frame.tours[t as usize].start, e.hi);
            }
            made.limit = frame.tours[t as usize].until;
        }
        self.undo.clear();
        self.saved_count = 0;
        made
    }

    /// The day as it is, or the duties alone when it is empty.
    #[inline]
    pub(super) fn day(&self, t: u32) -> &Tour {
        let tour = &self.tours[t as usize];
        if tour.visits == 0 { &self.templates[t as usize] } else { tour }
    }

    /// Becomes the plan of `tours`, whose tied visits are as `visits` has them: one that this bench had settled before.
    pub(super) fn adopt(&mut self, tours: &[Tour], visits: &[VisitState]) {
        let frame = self.frame;
        for v in 0..frame.visits.len() as u32 {
            self.unplace(v);
        }
        for (t, tour) in tours.iter().enumerate() {
            self.save(t as u32);
            let own = &mut self.tours[t];
            own.entries.clone_from(&tour.entries);
            own.visits = tour.visits;
            for e in &tour.entries {
                let Some(v) = e.visit() else { continue };
                let (way, visit) = (&frame.ways[e.way as usize], &frame.visits[v as usize]);
                self.total += way.price;
                self.meet(way, true);
                for slot in (0..visit.slots).filter(|slot| way.slots & (1 << slot) != 0) {
                    let by = if slot == u32::from(way.lowest) { e.way } else { COVERED };
                    self.set_part(visit.slot_base + slot, Part { way: by, ready: 0, cap: u32::MAX });
                }
                if !self.visits[v as usize].planned {
                    let floor = visits[v as usize].floor;
                    self.set_visit(
                        v,
                        VisitState { planned: true, start: 0, late: u32::MAX, floor, price: 0 },
                    );
                    self.total -= visit.left_out;
                    self.move_bank(v);
                }
            }
            self.changed.push(t as u32);
        }
        let held = self.settle();
        debug_assert!(held, "a plan that held once holds again");
        if !held {
            for v in 0..frame.visits.len() as u32 {
                self.unplace(v);
            }
            self.settle();
        }
        self.keep();
    }

    /// Puts a left-out visit in: each way at its gap, not before `floor` (a start of the visit). Does nothing and says no when
    /// the times do not work out.
    pub(super) fn place(&mut self, v: u32, spots: &[(u32, usize)], floor: u32) -> bool {
        let frame = self.frame;
        let visit = &frame.visits[v as usize];
        let mark = self.mark();
        self.total -= visit.left_out;
        self.move_bank(v);
        for &(index, gap) in spots {
            let way = &frame.ways[index as usize];
            let t = way.tour;
            self.save(t);
            let own_floor = if visit.tied { 0 } else { floor.saturating_add(way.off) };
            let entry = self.entry(index, if floor == 0 { 0 } else { own_floor });
            let tour = &mut self.tours[t as usize];
            if tour.visits == 0 {
                tour.entries.clone_from(&self.templates[t as usize].entries);
            }
            tour.visits += 1;
            tour.entries.insert(gap, entry);
            self.total += way.price;
            self.meet(way, true);
            for slot in 0..visit.slots {
                if way.slots & (1 << slot) != 0 {
                    let by = if slot == u32::from(way.lowest) { index } else { COVERED };
                    self.set_part(visit.slot_base + slot, Part { way: by, ready: 0, cap: u32::MAX });
                }
            }
            self.changed.push(t);
        }
        self.set_visit(v, VisitState { planned: true, start: 0, late: u32::MAX, floor, price: 0 });
        self.touch_ties(v);
        if self.settle() {
            return true;
        }
        self.rollback(mark);
        false
    }

    /// Takes a visit out, and whatever may not stand without it. [`SearchState::settle`] must follow.
    pub(super) fn unplace(&mut self, v: u32) {
        if !self.visits[v as usize].planned {
            return;
        }
        let frame = self.frame;
        let visit = &frame.visits[v as usize];
        for tie in &visit.ties {
            if tie.first && tie.least.is_some() {
                self.unplace(tie.other);
            }
        }
        self.touch_ties(v);
        for slot in 0..visit.slots {
            let p = visit.slot_base + slot;
            let index = self.parts[p as usize].way;
            self.set_part(p, UNFILLED);
            if index == EMPTY || index == COVERED {
                continue;
            }
            let way = &frame.ways[index as usize];
            self.save(way.tour);
            let tour = &mut self.tours[way.tour as usize];
            let at =
                tour.entries.iter().position(|e| e.code == v).expect("a planned visit stands in its tours");
            tour.entries.remove(at);
            tour.visits -= 1;
            if tour.visits == 0 {
                tour.entries.clear();
            }
            self.total -= way.price;
            self.meet(way, false);
            self.changed.push(way.tour);
        }
        let old = self.visits[v as usize];
        self.total += visit.left_out - old.price;
        self.set_visit(v, VisitState::default());
        self.move_bank(v);
    }

    /// Has the tours of visits tied by gaps looked at again.
    fn touch_ties(&mut self, v: u32) {
        let frame = self.frame;
        for tie in &frame.visits[v as usize].ties {
            if tie.least.is_some() {
                self.each_tour(tie.other, |state, t| state.changed.push(t));
            }
        }
    }

    /// Calls `f` for each tour that takes part in `v`.
    pub(super) fn each_tour(&mut self, v: u32, mut f: impl FnMut(&mut Self, u32)) {
        let visit = &self.frame.visits[v as usize];
        for p in visit.slot_base..visit.slot_base + visit.slots {
            let way = self.parts[p as usize].way;
            if way != EMPTY && way != COVERED {
                f(self, self.frame.ways[way as usize].tour);
            }
        }
    }

    /// The ways by which `v` is planned.
    pub(super) fn ways_of(&self, v: u32) -> impl Iterator<Item = u32> + '_ {
        let visit = &self.frame.visits[v as usize];
        self.parts[visit.slot_base as usize..(visit.slot_base + visit.slots) as usize]
            .iter()
            .map(|p| p.way)
            .filter(|&w| w != EMPTY && w != COVERED)
    }
}
