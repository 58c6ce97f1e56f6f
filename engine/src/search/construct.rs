//! The first plan: what is tied first, then whatever would be regretted most, class by class.

use super::insertion::Blink;
use super::state::SearchState;
use crate::rng::Rng;

/// The cheapest gap of a way, as last looked up.
#[derive(Clone, Copy)]
struct Found {
    delta: i64,
    gap: u32,
    floor: u32,
}

const NONE: Found = Found { delta: i64::MAX, gap: 0, floor: 0 };

/// Best and second best way of a visit.
#[derive(Clone, Copy)]
struct Rank {
    way: u32,
    best: i64,
    second: i64,
}

const UNRANKED: Rank = Rank { way: u32::MAX, best: i64::MAX, second: i64::MAX };

/// With more ways than this, regret would keep more look-ups up to date than a first plan is worth: one by one then.
const MOST_REGRETTED: usize = 400_000;

impl SearchState<'_> {
    /// Plans what is left out, most urgent class first; stops early when `stop` says so.
    pub(crate) fn construct(&mut self, stop: &dyn Fn() -> bool) {
        let mut rng = Rng::seeded(0);
        for class in 0..=2 {
            self.construct_tied(class, &mut rng, stop);
            self.construct_single(class, &mut rng, stop);
            // What follows another visit may have had to wait for it.
            self.construct_tied(class, &mut rng, stop);
        }
        for t in 0..self.tours.len() as u32 {
            if stop() {
                break;
            }
            self.reseat_breaks(t);
        }
        self.keep();
    }

    fn construct_tied(&mut self, class: u32, rng: &mut Rng, stop: &dyn Fn() -> bool) {
        let frame = self.frame;
        let mut waiting: Vec<u32> = self.bank.clone();
        waiting.retain(|&v| frame.visits[v as usize].tied && frame.visits[v as usize].class == class);
        let ways = |v: u32| frame.visits[v as usize].by_slot.iter().map(|s| s.len()).min().unwrap_or(0);
        waiting.sort_by_key(|&v| {
            let visit = &frame.visits[v as usize];
            (std::cmp::Reverse(visit.priority), ways(v), v)
        });
        loop {
            let before = waiting.len();
            let mut left = Vec::new();
            for v in waiting {
                if stop() {
                    return;
                }
                if !self.insert_best(v, &mut Blink { rng: &mut *rng, rate: 0.0, fresh_only: false }) {
                    left.push(v);
                }
                self.keep();
            }
            waiting = left;
            // Again only as long as something was placed: a visit may wait for the one before it.
            waiting.retain(|&v| frame.visits[v as usize].ties.iter().any(|t| !t.first && t.least.is_some()));
            if waiting.is_empty() || waiting.len() == before {
                return;
            }
        }
    }

    fn construct_single(&mut self, class: u32, rng: &mut Rng, stop: &dyn Fn() -> bool) {
        let frame = self.frame;
        let mut active: Vec<u32> = self.bank.clone();
        active.retain(|&v| !frame.visits[v as usize].tied && frame.visits[v as usize].class == class);
        active.sort_unstable();
        if frame.ways.len() > MOST_REGRETTED {
            self.construct_in_order(active, rng, stop);
            return;
        }
        let mut found = vec![NONE; frame.ways.len()];
        let mut rank = vec![UNRANKED; frame.visits.len()];
        let mut is_active = vec![false; frame.visits.len()];
        for &v in &active {
            if stop() {
                return;
            }
            is_active[v as usize] = true;
            for way in frame.visits[v as usize].by_slot[0].range() {
                found[way] = self.look_up(way as u32, rng);
            }
            rank[v as usize] = self.rank(v, &found);
        }
        while !active.is_empty() && !stop() {
            let (at, _) = active
                .iter()
                .enumerate()
                .max_by_key(|&(_, &v)| {
                    let r = rank[v as usize];
                    let regret = r.second.saturating_sub(r.best).min(i64::MAX / 16);
                    let weight = i64::from(frame.visits[v as usize].priority);
                    (r.best < 0, weight * regret, r.best.saturating_neg(), std::cmp::Reverse(v))
                })
                .expect("not empty");
            let v = active[at];
            let Rank { way, best, .. } = rank[v as usize];
            if best >= 0 {
                break;
            }
            let Found { gap, floor, .. } = found[way as usize];
            let fits = gap as usize <= self.day(frame.ways[way as usize].tour).entries.len()
                && self.people_allowed(v, &[(way, 0)]);
            if !fits || !self.place(v, &[(way, gap as usize)], floor) {
                // The tour has changed through others, or the network does not give way: look again, once.
                let again = self.look_up(way, rng);
                let same = again.gap == gap && again.floor == floor;
                found[way as usize] = if same { NONE } else { again };
                rank[v as usize] = self.rank(v, &found);
                continue;
            }
            self.keep();
            active.swap_remove(at);
            is_active[v as usize] = false;
            let t = frame.ways[way as usize].tour;
            for &other in &frame.ways_of_tour[t as usize] {
                let u = frame.ways[other as usize].visit;
                if is_active[u as usize] {
                    let old = std::mem::replace(&mut found[other as usize], self.look_up(other, rng)).delta;
                    let new = found[other as usize].delta;
                    let r = &mut rank[u as usize];
                    if r.way == other || old <= r.second || new < r.second {
                        *r = self.rank(u, &found);
                    }
                }
            }
        }
        // A last chance for what stale look-ups kept out.
        for v in active {
            if stop() {
                return;
            }
            self.insert_best(v, &mut Blink { rng: &mut *rng, rate: 0.0, fresh_only: false });
            self.keep();
        }
    }

    /// Each visit in turn at its cheapest place, those with few people and much priority first.
    pub(super) fn construct_in_order(
        &mut self,
        mut active: Vec<u32>,
        rng: &mut Rng,
        stop: &dyn Fn() -> bool,
    ) {
        let frame = self.frame;
        active.sort_by_key(|&v| {
            let visit = &frame.visits[v as usize];
            (std::cmp::Reverse(visit.priority), visit.by_slot[0].len(), visit.around, v)
        });
        for v in active {
            if stop() {
                return;
            }
            self.insert_best(v, &mut Blink { rng: &mut *rng, rate: 0.0, fresh_only: false });
            self.keep();
        }
    }

    fn look_up(&self, way: u32, rng: &mut Rng) -> Found {
        match self.best_gap(way, i64::MAX, &mut Blink { rng, rate: 0.0, fresh_only: false }) {
            Some((gap, floor, delta)) => Found { delta, gap: gap as u32, floor },
            None => NONE,
        }
    }

    fn rank(&self, v: u32, found: &[Found]) -> Rank {
        let mut r = UNRANKED;
        for way in self.frame.visits[v as usize].by_slot[0].range() {
            let delta = found[way].delta;
            if delta < r.best {
                (r.second, r.best, r.way) = (r.best, delta, way as u32);
            } else if delta < r.second {
                r.second = delta;
            }
        }
        // With one way only, leaving it out is the alternative.
        r.second = r.second.min(0.max(r.best));
        r
    }
}
