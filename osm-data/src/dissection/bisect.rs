//! One cut of a part in two by inertial flow.

use std::ops::Range;

/// A part of the map: places and the edges between them, numbered within the part.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// East and north, in any unit that is the same both ways.
    pub(super) places: Vec<[i32; 2]>,
    /// The places that an edge joins, never the same twice.
    pub(super) ends: Vec<[u32; 2]>,
    /// What the edge is called outside.
    pub(super) name: Vec<u32>,
}

/// The share of the places that must lie on the lesser side: a third. On the largest extracts a quarter or a sixth
/// took longer and left no fewer links.
pub(super) const LEAST_SHARE: usize = 3;

/// The directions in which a part is swept: east, north and the two diagonals.
pub(super) const SWEEPS: [[i64; 2]; 4] = [[1, 0], [0, 1], [1, 1], [1, -1]];

/// The side of each place: `true` where the sweep begins. Both sides have places; there must be two at least.
///
/// Places are sorted along a line; the first and the last third are held on their sides, and the fewest edges
/// that part them are the cut: the most that can flow between them, every edge passing one unit. Of several lines
/// the cut counts that is smallest for the size of the lesser side.
///
/// # References
/// Schild & Sommer (2015), "On Balanced Separators in Road Networks", SEA. The flow is Dinic's (1970).
pub(super) fn bisect(part: &Part) -> Vec<bool> {
    let places = part.places.len();
    let mut flow = Flow::new(part);
    let mut order: Vec<u32> = (0..places as u32).collect();
    let held = (places / LEAST_SHARE).max(1);
    let mut best: Option<(usize, usize, Vec<bool>)> = None;
    for [east, north] in SWEEPS {
        let key = |&place: &u32| {
            let [x, y] = part.places[place as usize];
            (i64::from(x) * east + i64::from(y) * north, place)
        };
        order.select_nth_unstable_by_key(held - 1, key);
        if held < places {
            order[held..].select_nth_unstable_by_key(places - 2 * held, key);
        }
        // The lesser side is at most half, at least a third: a cut half as large again cannot be the better one.
        let most = best.as_ref().map_or(usize::MAX, |(cut, _, _)| cut * 3 / 2 + 1);
        let Some((cut, lesser)) = flow.cut(&order[..held], &order[places - held..], most) else { continue };
        if best
            .as_ref()
            .is_none_or(|(c, l, _)| cut * l < c * lesser || (cut * l == c * lesser && lesser > *l))
        {
            best = Some((cut, lesser, flow.side()));
        }
    }
    best.expect("the first sweep has no limit").2
}

/// The flow through a part, every edge passing one unit either way.
///
/// Each edge stands at both its places, so that whoever looks round from a place reads what stands side by side: on large
/// parts, reaching for memory takes most of the time.
struct Flow {
    /// Where the edges of each place begin.
    first: Vec<u32>,
    /// The place at the other end, by edges of places.
    to: Vec<u32>,
    /// The same edge as it stands at its other place.
    twin: Vec<u32>,
    /// What passes outward: −1, 0 or 1; at the other place the opposite.
    passing: Vec<i8>,
    /// Who is held on a side in the cut at hand.
    held: Vec<Held>,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
    from_goal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Free,
    Source,
    Goal,
}

const UNSEEN: u32 = u32::MAX;

impl Flow {
    fn new(part: &Part) -> Self {
        let places = part.places.len();
        let mut first = vec![0_u32; places + 1];
        for end in part.ends.iter().flatten() {
            first[*end as usize + 1] += 1;
        }
        for i in 0..places {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let (mut to, mut twin) = (vec![0; part.ends.len() * 2], vec![0; part.ends.len() * 2]);
        for &[a, b] in &part.ends {
            let (at_a, at_b) = (next[a as usize], next[b as usize]);
            (to[at_a as usize], to[at_b as usize]) = (b, a);
            (twin[at_a as usize], twin[at_b as usize]) = (at_b, at_a);
            next[a as usize] += 1;
            next[b as usize] += 1;
        }
        Self {
            first,
            passing: vec![0; to.len()],
            to,
            twin,
            held: vec![Held::Free; places],
            level: vec![UNSEEN; places],
            next,
            queue: Vec::new(),
            path: Vec::new(),
            from_goal: false,
        }
    }

    /// The least cut between the two sets and the size of its lesser side; `None` when it is above `most`.
    fn cut(&mut self, sources: &[u32], goals: &[u32], most: usize) -> Option<(usize, usize)> {
        self.passing.fill(0);
        self.held.fill(Held::Free);
        sources.iter().for_each(|&place| self.held[place as usize] = Held::Source);
        goals.iter().for_each(|&place| self.held[place as usize] = Held::Goal);
        // From those within a held set nothing leads but to its others.
        let (leaving, arriving) = (self.border(sources), self.border(goals));
        let mut cut = 0;
        while self.rank(sources, &leaving) {
            let places = self.level.len();
            self.next[..places].copy_from_slice(&self.first[..places]);
            for &source in &leaving {
                while self.augment(source) {
                    cut += 1;
                    if cut > most {
                        return None;
                    }
                }
            }
        }
        let places = self.level.len();
        let begin = self.level.iter().filter(|&&l| l != UNSEEN).count();
        let near_source = begin.min(places - begin);
        // The cut next to the goals is as small; it may leave the sides more even.
        self.from_goal = false;
        let seen = self.level.clone();
        self.rank_back(goals, &arriving);
        let end = self.level.iter().filter(|&&l| l != UNSEEN).count();
        let near_goal = end.min(places - end);
        if near_goal > near_source {
            self.from_goal = true;
            return Some((cut, near_goal));
        }
        self.level = seen;
        Some((cut, near_source))
    }

    /// The sides of the last cut.
    fn side(&self) -> Vec<bool> {
        self.level.iter().map(|&level| (level != UNSEEN) != self.from_goal).collect()
    }

    fn edges_of(&self, place: u32) -> Range<usize> {
        self.first[place as usize] as usize..self.first[place as usize + 1] as usize
    }

    /// Those of a held set that an edge joins to a place not in it.
    fn border(&self, set: &[u32]) -> Vec<u32> {
        let leads_out = |place: u32, at: usize| self.held[self.to[at] as usize] != self.held[place as usize];
        set.iter().copied().filter(|&p| self.edges_of(p).any(|at| leads_out(p, at))).collect()
    }

    /// Numbers the places by how far they are from the sources along edges that can pass more; whether a goal is
    /// reached.
    fn rank(&mut self, sources: &[u32], leaving: &[u32]) -> bool {
        self.level.fill(UNSEEN);
        sources.iter().for_each(|&source| self.level[source as usize] = 0);
        self.queue.clear();
        self.queue.extend_from_slice(leaving);
        let mut reached = UNSEEN;
        let mut head = 0;
        while let Some(&place) = self.queue.get(head) {
            head += 1;
            let level = self.level[place as usize];
            if level >= reached {
                break;
            }
            for at in self.edges_of(place) {
                let other = self.to[at];
                if self.passing[at] < 1 && self.level[other as usize] == UNSEEN {
                    self.level[other as usize] = level + 1;
                    if self.held[other as usize] == Held::Goal {
                        reached = level + 1;
                    }
                    self.queue.push(other);
                }
            }
        }
        reached != UNSEEN
    }

    /// Marks the places from which a goal can still be reached.
    fn rank_back(&mut self, goals: &[u32], arriving: &[u32]) {
        self.level.fill(UNSEEN);
        goals.iter().for_each(|&goal| self.level[goal as usize] = 0);
        self.queue.clear();
        self.queue.extend_from_slice(arriving);
        while let Some(place) = self.queue.pop() {
            for at in self.edges_of(place) {
                let other = self.to[at];
                // What can pass hither from the other place.
                if self.passing[at] > -1 && self.level[other as usize] == UNSEEN {
                    self.level[other as usize] = 1;
                    self.queue.push(other);
                }
            }
        }
    }

    /// Sends one unit from `source` to a goal along rising levels, if one can pass.
    fn augment(&mut self, source: u32) -> bool {
        self.path.clear();
        let mut place = source;
        loop {
            if self.held[place as usize] == Held::Goal {
                for &at in &self.path {
                    self.passing[at as usize] += 1;
                    self.passing[self.twin[at as usize] as usize] -= 1;
                }
                return true;
            }
            let level = self.level[place as usize];
            let end = self.first[place as usize + 1];
            let leads_on = |at: &u32| {
                self.passing[*at as usize] < 1 && self.level[self.to[*at as usize] as usize] == level + 1
            };
            match (self.next[place as usize]..end).find(leads_on) {
                Some(at) => {
                    self.next[place as usize] = at;
                    self.path.push(at);
                    place = self.to[at as usize];
                }
                None => {
                    // Nothing leads on from here: never come back, and try the next edge of the place before.
                    self.level[place as usize] = UNSEEN - 1;
                    let Some(at) = self.path.pop() else { return false };
                    place = self.to[self.twin[at as usize] as usize];
                    self.next[place as usize] += 1;
                }
            }
        }
    }
}
