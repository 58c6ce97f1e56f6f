//! One cut of a part in two by inertial flow.

use std::collections::VecDeque;

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
struct Flow<'p> {
    part: &'p Part,
    first: Vec<u32>,
    /// Edges by place.
    edges: Vec<u32>,
    /// What passes each edge from its first end to its second: −1, 0 or 1.
    passing: Vec<i8>,
    level: Vec<u32>,
    next: Vec<u32>,
    goal: Vec<bool>,
    queue: VecDeque<u32>,
    path: Vec<u32>,
    from_goal: bool,
}

const UNSEEN: u32 = u32::MAX;

impl<'p> Flow<'p> {
    fn new(part: &'p Part) -> Self {
        let places = part.places.len();
        let mut first = vec![0_u32; places + 1];
        for end in part.ends.iter().flatten() {
            first[*end as usize + 1] += 1;
        }
        for i in 0..places {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut edges = vec![0; part.ends.len() * 2];
        for (edge, ends) in part.ends.iter().enumerate() {
            for &end in ends {
                edges[next[end as usize] as usize] = edge as u32;
                next[end as usize] += 1;
            }
        }
        Self {
            part,
            first,
            edges,
            passing: vec![0; part.ends.len()],
            level: vec![UNSEEN; places],
            next,
            goal: vec![false; places],
            queue: VecDeque::new(),
            path: Vec::new(),
            from_goal: false,
        }
    }

    /// The least cut between the two sets and the size of its lesser side; `None` when it is above `most`.
    fn cut(&mut self, sources: &[u32], goals: &[u32], most: usize) -> Option<(usize, usize)> {
        self.passing.fill(0);
        self.goal.fill(false);
        for &goal in goals {
            self.goal[goal as usize] = true;
        }
        let mut cut = 0;
        while self.rank(sources) {
            let places = self.level.len();
            self.next[..places].copy_from_slice(&self.first[..places]);
            for &source in sources {
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
        self.rank_back(goals);
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

    /// How much more can pass `edge` from `place`, and where it leads.
    fn open(&self, edge: u32, place: u32) -> (bool, u32) {
        let [a, b] = self.part.ends[edge as usize];
        let passing = self.passing[edge as usize];
        if place == a { (passing < 1, b) } else { (passing > -1, a) }
    }

    fn edges_of(&self, place: u32) -> std::ops::Range<usize> {
        self.first[place as usize] as usize..self.first[place as usize + 1] as usize
    }

    /// Numbers the places by how far they are from the sources along edges that can pass more; whether a goal is
    /// reached.
    fn rank(&mut self, sources: &[u32]) -> bool {
        self.level.fill(UNSEEN);
        self.queue.clear();
        for &source in sources {
            self.level[source as usize] = 0;
            self.queue.push_back(source);
        }
        let mut reached = UNSEEN;
        while let Some(place) = self.queue.pop_front() {
            let level = self.level[place as usize];
            if level >= reached {
                break;
            }
            for at in self.edges_of(place) {
                let (open, other) = self.open(self.edges[at], place);
                if open && self.level[other as usize] == UNSEEN {
                    self.level[other as usize] = level + 1;
                    if self.goal[other as usize] {
                        reached = level + 1;
                    }
                    self.queue.push_back(other);
                }
            }
        }
        reached != UNSEEN
    }

    /// Marks the places from which a goal can still be reached.
    fn rank_back(&mut self, goals: &[u32]) {
        self.level.fill(UNSEEN);
        self.queue.clear();
        for &goal in goals {
            self.level[goal as usize] = 0;
            self.queue.push_back(goal);
        }
        while let Some(place) = self.queue.pop_front() {
            for at in self.edges_of(place) {
                let edge = self.edges[at];
                let [a, b] = self.part.ends[edge as usize];
                let other = if place == a { b } else { a };
                let (open, _) = self.open(edge, other);
                if open && self.level[other as usize] == UNSEEN {
                    self.level[other as usize] = 1;
                    self.queue.push_back(other);
                }
            }
        }
    }

    /// Sends one unit from `source` to a goal along rising levels, if one can pass.
    fn augment(&mut self, source: u32) -> bool {
        self.path.clear();
        let mut place = source;
        loop {
            if self.goal[place as usize] {
                for &edge in &self.path {
                    // The lowest bit tells from which end the edge was taken.
                    self.passing[(edge >> 1) as usize] += if edge & 1 == 0 { 1 } else { -1 };
                }
                return true;
            }
            let end = self.first[place as usize + 1];
            let mut on = None;
            while self.next[place as usize] < end {
                let edge = self.edges[self.next[place as usize] as usize];
                let (open, other) = self.open(edge, place);
                if open && self.level[other as usize] == self.level[place as usize] + 1 {
                    on = Some((edge, other));
                    break;
                }
                self.next[place as usize] += 1;
            }
            if let Some((edge, other)) = on {
                let backward = u32::from(self.part.ends[edge as usize][0] != place);
                self.path.push(edge << 1 | backward);
                place = other;
                continue;
            }
            // Nothing leads on from here: never come back, and try the next edge of the place before.
            self.level[place as usize] = UNSEEN - 1;
            let Some(edge) = self.path.pop() else { return false };
            let [a, b] = self.part.ends[(edge >> 1) as usize];
            place = if edge & 1 == 0 { a } else { b };
            self.next[place as usize] += 1;
        }
    }
}
