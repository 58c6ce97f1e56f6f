//! Local search that may be late or overloaded at a price: exchanges of short strings and of tails, each judged in constant time.
//!
//! # References
//! Moves and their pruning as in Vidal (2022), "Hybrid genetic search for the CVRP: Open-source implementation and SWAP* neighborhood",
//! Computers & Operations Research 140, doi:10.1016/j.cor.2021.105643, section 3.3; strings as in Wouda, Lan & Kool (2024), "PyVRP: A
//! High-Performance VRP Solver Package", INFORMS Journal on Computing, doi:10.1287/ijoc.2023.0055. Ours differs: every move makes one
//! job follow one of its neighbours, whatever it swaps.

use super::network::Network;
use super::piece::{NONE, Node, Piece, Pieces, Whole};
use super::record::Sequences;
use super::segment::{Penalties, Segment, weighed};
use crate::rng::Rng;

/// So many of the neighbours before and after a job are tried.
const WIDTH: usize = 20;
/// Most jobs of the string that is moved; it changes places with one job or none.
const STRING: u32 = 2;

/// One after the other the routes of an individual are worked on here.
pub(super) struct Descent<'a> {
    network: &'a Network,
    nodes: Vec<Node>,
    pieces: Vec<Pieces>,
    wholes: Vec<Whole>,
    penalties: Penalties,
    /// Moves made, by which it is told what changed since.
    moves: u64,
    tested: Vec<u64>,
    /// For each route the plan out of which it came with local search done, and 0 for one that is new: two of the same plan gain nothing
    /// from each other.
    origins: Vec<u8>,
    order: Vec<u32>,
    /// Routes that had jobs; all others are as [`Descent::new`] left them.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// An empty route, if there is one.
    spare: u32,
    /// Sum of what all moves were said to change.
    #[cfg(test)]
    pub change: i64,
}

impl<'a> Descent<'a> {
    /// No jobs in any route.
    pub fn new(network: &'a Network) -> Self {
        let (jobs, most) = (network.jobs as u32, network.most_routes as u32);
        let pieces = (0..jobs + 2 * most).map(|stop| {
            let own = Segment::of(network, stop);
            Pieces { before: own, after: own, own }
        });
        let blank = Node { prev: NONE, next: NONE, route: NONE, at: 0, inward: 0, onward: 0, load: 0 };
        let mut descent = Self {
            network,
            nodes: vec![blank; (jobs + 2 * most) as usize],
            pieces: pieces.collect(),
            wholes: vec![Whole::default(); most as usize],
            penalties: Penalties { load: 0, time: 0 },
            moves: 0,
            tested: vec![0; jobs as usize],
            origins: vec![0; most as usize],
            order: (0..jobs).collect(),
            touched: Vec::new(),
            is_touched: vec![false; most as usize],
            spare: NONE,
            #[cfg(test)]
            change: 0,
        };
        for route in 0..most {
            let (first, last) = (descent.first(route), descent.last(route));
            descent.link(first, last);
            descent.nodes[first as usize].route = route;
            descent.refresh(route);
        }
        descent
    }

    fn first(&self, route: u32) -> u32 {
        self.network.jobs as u32 + route
    }

    fn last(&self, route: u32) -> u32 {
        (self.network.jobs + self.network.most_routes) as u32 + route
    }

    #[inline]
    fn is_job(&self, stop: u32) -> bool {
        (stop as usize) < self.network.jobs
    }

    #[inline]
    fn node(&self, stop: u32) -> &Node {
        &self.nodes[stop as usize]
    }

    #[inline]
    fn part(&self, stop: u32) -> &Pieces {
        &self.pieces[stop as usize]
    }

    #[inline]
    fn cost(&self, from: u32, to: u32) -> i64 {
        i64::from(self.network.leg(from, to).cost)
    }

    fn set_route(&mut self, route: u32, jobs: &[u32]) {
        let mut prev = self.first(route);
        self.nodes[prev as usize].route = route;
        for &job in jobs {
            self.link(prev, job);
            prev = job;
        }
        self.link(prev, self.last(route));
        self.refresh(route);
    }

    fn link(&mut self, prev: u32, next: u32) {
        let cost = self.network.leg(prev, next).cost;
        let first = &mut self.nodes[prev as usize];
        (first.next, first.onward) = (next, cost);
        let second = &mut self.nodes[next as usize];
        (second.prev, second.inward) = (prev, cost);
    }

    /// Works out all that is derived from the order of a route's stops.
    fn refresh(&mut self, route: u32) {
        if !std::mem::replace(&mut self.is_touched[route as usize], true) {
            self.touched.push(route);
        }
        self.note_spare(route);
        let (first, last) = (self.first(route), self.last(route));
        let mut at = first;
        while at != last {
            let next = self.node(at).next;
            let (before, load, count) = (self.part(at).before, self.node(at).load, self.node(at).at);
            let demand = self.network.tasks.get(next as usize).map_or(0, |t| t.demand);
            let part = &mut self.pieces[next as usize];
            part.before = before.then(&part.own, self.network);
            let node = &mut self.nodes[next as usize];
            node.load = load + demand;
            node.at = count + 1;
            node.route = route;
            at = next;
        }
        while at != first {
            let prev = self.node(at).prev;
            self.pieces[prev as usize].after = self.part(prev).own.then(&self.part(at).after, self.network);
            at = prev;
        }
        let end = self.node(last);
        let (load, warp) = (end.load, self.part(last).before.warp);
        self.wholes[route as usize] =
            Whole { load, warp, penalty: self.penalty(load, warp), changed: self.moves };
    }

    #[inline]
    fn penalty(&self, load: i64, warp: i64) -> i64 {
        let over = (load - self.network.capacity).max(0);
        weighed(over, self.penalties.load) + weighed(warp, self.penalties.time)
    }

    /// Takes in `routes`; jobs in none of them are put where they cost least. `origins` says for each route of which plan it is that has
    /// local search behind it, 0 for none; where it ends, all others are of none.
    pub fn load(&mut self, routes: &Sequences, origins: &[u8], penalties: Penalties, rng: &mut Rng) {
        self.penalties = penalties;
        self.moves = 0;
        self.origins.fill(0);
        self.origins.iter_mut().zip(origins).for_each(|(own, &origin)| *own = origin);
        for route in std::mem::take(&mut self.touched) {
            self.is_touched[route as usize] = false;
            self.set_route(route, &[]);
        }
        self.touched.clear();
        self.is_touched.fill(false);
        for node in &mut self.nodes[..self.network.jobs] {
            node.route = NONE;
        }
        for (route, jobs) in routes.iter().take(self.wholes.len()).enumerate() {
            self.set_route(route as u32, jobs);
        }
        self.moves = 1;
        rng.shuffle(&mut self.order);
        for i in 0..self.order.len() {
            let job = self.order[i];
            if self.node(job).route == NONE {
                self.put_in(job);
            }
        }
    }

    /// Puts a job where it costs least beside its neighbours, in an empty route, or, if need be, anywhere.
    fn put_in(&mut self, job: u32) {
        let mut best = (i64::MAX, NONE);
        let empty = self.empty();
        let network = self.network;
        let own = self.part(job).own;
        let demand = network.tasks[job as usize].demand;
        let near = network.before[job as usize].iter().map(|n| n.job).filter(|&v| self.node(v).route != NONE);
        let firsts = near.clone().take(5).map(|v| self.first(self.node(v).route));
        for prev in empty.into_iter().chain(near).chain(firsts) {
            let next = self.node(prev).next;
            let whole = &self.wholes[self.node(prev).route as usize];
            let warp = self.part(prev).before.then(&own, network).then(&self.part(next).after, network).warp;
            let legs = self.cost(prev, job) + self.cost(job, next) - self.cost(prev, next);
            let fixed = if Some(prev) == empty { network.fixed } else { 0 };
            let delta = network.worth(legs) + fixed + self.penalty(whole.load + demand, warp) - whole.penalty;
            best = best.min((delta, prev));
        }
        let prev = if best.1 == NONE { self.first(0) } else { best.1 };
        let (route, next) = (self.node(prev).route, self.node(prev).next);
        self.link(prev, job);
        self.link(job, next);
        self.refresh(route);
    }

    /// The beginning of an empty route.
    fn empty(&self) -> Option<u32> {
        (self.spare != NONE).then(|| self.first(self.spare))
    }

    /// Keeps `spare` right when a route has changed.
    fn note_spare(&mut self, route: u32) {
        let is_empty = |d: &Self, r: u32| !d.is_job(d.node(d.first(r)).next);
        if is_empty(self, route) {
            self.spare = route;
        } else if self.spare == route {
            self.spare = (0..self.wholes.len() as u32).find(|&r| is_empty(self, r)).unwrap_or(NONE);
        }
    }

    /// What the search has come to: routes, their cost without penalties, demand over capacity, and time warp.
    pub fn unload(&self) -> (Sequences, i64, i64, i64) {
        let mut routes = Sequences::new();
        let (mut legs, mut over, mut warp) = (0, 0, 0);
        for route in 0..self.wholes.len() as u32 {
            let mut jobs = Vec::new();
            let mut at = self.node(self.first(route)).next;
            while self.is_job(at) {
                legs += self.cost(self.node(at).prev, at);
                jobs.push(at);
                at = self.node(at).next;
            }
            if !jobs.is_empty() {
                legs += self.cost(self.node(at).prev, at);
                over += (self.wholes[route as usize].load - self.network.capacity).max(0);
                warp += self.wholes[route as usize].warp;
                routes.push(jobs);
            }
        }
        let cost = self.network.worth(legs) + self.network.fixed * routes.len() as i64;
        (routes, cost, over, warp)
    }

    /// As origins of `routes`, which local search has just left: 1 for those without penalties, which gain nothing from each other when
    /// penalties rise, and 0 for the others.
    pub fn kept(&self, routes: &Sequences) -> Vec<u8> {
        let whole = |jobs: &Vec<u32>| self.wholes[self.node(jobs[0]).route as usize];
        routes.iter().map(|jobs| u8::from(whole(jobs).penalty == 0)).collect()
    }

    /// Makes moves that pay until there are none, or `stop` says so.
    pub fn run(&mut self, rng: &mut Rng, stop: &dyn Fn() -> bool) {
        rng.shuffle(&mut self.order);
        self.tested.fill(0);
        let mut first_round = true;
        loop {
            let begun = self.moves;
            for i in 0..self.order.len() {
                if i % 64 == 63 && stop() {
                    return;
                }
                let u = self.order[i];
                let tested = std::mem::replace(&mut self.tested[u as usize], self.moves);
                self.try_near(u, tested, first_round);
            }
            if self.moves == begun && !first_round {
                return;
            }
            first_round = false;
        }
    }

    fn try_near(&mut self, u: u32, tested: u64, always: bool) {
        let network = self.network;
        let is_due = |d: &Self, v: u32| {
            let (ra, rb) = (d.node(u).route as usize, d.node(v).route as usize);
            let is_new = always && (d.origins[ra] == 0 || d.origins[ra] != d.origins[rb]);
            is_new || d.wholes[ra].changed.max(d.wholes[rb].changed) > tested
        };
        // A move that makes only legs cheaper makes a leg that is cheaper than one that it replaces at an end of it: the gain
        // criterion of Lin & Kernighan (1973). Whatever cures penalties is always tried.
        for near in network.before[u as usize].iter().take(WIDTH) {
            let v = near.job;
            if is_due(self, v)
                && (near.leg.cost < self.node(u).inward.max(self.node(v).onward)
                    || self.is_penal(u)
                    || self.is_penal(v))
            {
                self.try_pair(u, v);
            }
        }
        for near in network.after[u as usize].iter().take(WIDTH) {
            let y = near.job;
            let v = self.node(y).prev;
            if v != u
                && is_due(self, v)
                && (near.leg.cost < self.node(u).onward.max(self.node(y).inward)
                    || self.is_penal(u)
                    || self.is_penal(v))
            {
                self.try_pair(u, v);
            }
        }
        let route = self.node(u).route as usize;
        if (always && self.origins[route] == 0 || self.wholes[route].changed > tested)
            && let Some(empty) = self.empty()
        {
            self.try_pair(u, empty);
        }
    }

    #[inline]
    fn is_penal(&self, stop: u32) -> bool {
        self.wholes[self.node(stop).route as usize].penalty > 0
    }

    /// Tries all moves that make `u` follow `v`; whether one was made.
    fn try_pair(&mut self, u: u32, v: u32) -> bool {
        if self.node(u).prev == v || u == v {
            return false;
        }
        let (ra, rb) = (self.node(u).route, self.node(v).route);
        let (p, y) = (self.node(u).prev, self.node(v).next);
        // Between routes no move gains more than this beyond its legs: this spares most looks at loads and times.
        let most = self.wholes[ra as usize].penalty + self.wholes[rb as usize].penalty + self.network.fixed;
        let pays = |legs: i64| ra == rb || self.network.worth(legs) < most;
        let joint = self.cost(v, u) - i64::from(self.node(u).inward) - i64::from(self.node(v).onward);
        let mut last = u;
        for _ in 0..STRING {
            if ra == rb && (self.node(u).at..=self.node(last).at).contains(&self.node(v).at) {
                return false;
            }
            let (next, rest) = (self.node(last).next, joint - i64::from(self.node(last).onward));
            let moved = rest + self.cost(last, y) + self.cost(p, next);
            if pays(moved) && self.try_exchange(self.piece(u, last), self.gap(v)) {
                return true;
            }
            if self.is_job(y) && y != u {
                let (after, beyond) = (self.node(y).next, i64::from(self.node(y).onward));
                let swapped = rest + self.cost(p, y) + self.cost(last, after) + self.cost(y, next) - beyond;
                if pays(swapped) && self.try_exchange(self.piece(u, last), self.piece(y, y)) {
                    return true;
                }
            }
            last = next;
            if !self.is_job(last) || last == v {
                break;
            }
        }
        ra != rb && self.try_tails(u, v)
    }

    fn piece(&self, first: u32, last: u32) -> Piece {
        let prev = self.node(first).prev;
        Piece {
            prev,
            first,
            last,
            next: self.node(last).next,
            load: self.node(last).load - self.node(prev).load,
        }
    }

    fn gap(&self, after: u32) -> Piece {
        Piece { prev: after, first: NONE, last: NONE, next: self.node(after).next, load: 0 }
    }

    /// From `first` to `last`, walked along.
    fn walk(&self, first: u32, last: u32) -> Segment {
        let mut segment = self.part(first).own;
        let mut at = first;
        while at != last {
            at = self.node(at).next;
            segment = segment.then(&self.part(at).own, self.network);
        }
        segment
    }

    /// Cost of going from `prev` by way of a piece to `next`.
    #[inline]
    fn by_way_of(&self, prev: u32, piece: Piece, next: u32) -> i64 {
        if piece.first == NONE {
            self.cost(prev, next)
        } else {
            self.cost(prev, piece.first) + self.cost(piece.last, next)
        }
    }

    /// Cost of the legs to and from a piece where it stands.
    #[inline]
    fn legs_at(&self, piece: Piece) -> i64 {
        let inward = i64::from(self.node(piece.prev).onward);
        if piece.first == NONE { inward } else { inward + i64::from(self.node(piece.last).onward) }
    }

    /// `left` with a piece after it.
    fn with(&self, left: Segment, piece: Piece) -> Segment {
        if piece.first == NONE { left } else { left.then(&self.walk(piece.first, piece.last), self.network) }
    }

    /// Lets a string and another string or gap change places, if that pays.
    fn try_exchange(&mut self, a: Piece, b: Piece) -> bool {
        let network = self.network;
        let (ra, rb) = (self.node(a.first).route, self.node(b.prev).route);
        let (wa, wb) = (self.wholes[ra as usize], self.wholes[rb as usize]);
        if ra == rb {
            return self.try_within(a, b, wa);
        }
        let legs = self.by_way_of(a.prev, b, a.next) + self.by_way_of(b.prev, a, b.next)
            - self.legs_at(a)
            - self.legs_at(b);
        let mut delta = network.worth(legs) + self.fixed_change(a, b) - wa.penalty - wb.penalty;
        if delta >= 0 {
            return false;
        }
        delta += self.penalty(wa.load - a.load + b.load, 0) + self.penalty(wb.load - b.load + a.load, 0);
        if delta >= 0 {
            return false;
        }
        let in_b = self.with(self.part(b.prev).before, a).then(&self.part(b.next).after, network);
        delta += weighed(in_b.warp, self.penalties.time);
        if delta >= 0 {
            return false;
        }
        let in_a = self.with(self.part(a.prev).before, b).then(&self.part(a.next).after, network);
        delta += weighed(in_a.warp, self.penalties.time);
        if delta >= 0 {
            return false;
        }
        self.place(a.prev, b, a.next);
        self.place(b.prev, a, b.next);
        self.note_move(delta);
        self.refresh(ra);
        self.refresh(rb);
        true
    }

    /// What routes that become used or unused count.
    fn fixed_change(&self, a: Piece, b: Piece) -> i64 {
        let emptied = b.first == NONE && !self.is_job(a.prev) && !self.is_job(a.next);
        let opened = b.first == NONE && !self.is_job(b.prev) && !self.is_job(b.next);
        self.network.fixed * (i64::from(opened) - i64::from(emptied))
    }

    fn place(&mut self, prev: u32, piece: Piece, next: u32) {
        if piece.first == NONE {
            self.link(prev, next);
        } else {
            self.link(prev, piece.first);
            self.link(piece.last, next);
        }
    }

    /// The same within one route.
    fn try_within(&mut self, a: Piece, b: Piece, whole: Whole) -> bool {
        let (x, y) = if self.node(b.prev).at < self.node(a.first).at { (b, a) } else { (a, b) };
        // Now `x` stands before `y`, and the stops from `x.next` to `y.prev` between them stay, if there are any.
        let bare = x.next == y.first || x.next == y.next && y.first == NONE;
        let legs = if bare {
            // They change places side by side; with a gap nothing changes.
            if x.first == NONE || y.first == NONE {
                return false;
            }
            self.cost(x.prev, y.first) + self.cost(y.last, x.first) + self.cost(x.last, y.next)
                - self.cost(x.prev, x.first)
                - self.cost(x.last, y.first)
                - self.cost(y.last, y.next)
        } else {
            self.by_way_of(x.prev, y, x.next) + self.by_way_of(y.prev, x, y.next)
                - self.legs_at(x)
                - self.legs_at(y)
        };
        let mut delta = self.network.worth(legs) - whole.penalty;
        if delta >= 0 {
            return false;
        }
        delta += self.penalty(whole.load, 0);
        let mut route = self.with(self.part(x.prev).before, y);
        if !bare {
            route = route.then(&self.walk(x.next, y.prev), self.network);
        }
        route = self.with(route, x).then(&self.part(y.next).after, self.network);
        delta += weighed(route.warp, self.penalties.time);
        if delta >= 0 {
            return false;
        }
        if bare {
            self.link(x.prev, y.first);
            self.link(y.last, x.first);
            self.link(x.last, y.next);
        } else {
            self.place(x.prev, y, x.next);
            self.place(y.prev, x, y.next);
        }
        self.note_move(delta);
        self.refresh(self.node(x.prev).route);
        true
    }

    fn note_move(&mut self, delta: i64) {
        debug_assert!(delta < 0, "only moves that pay are made");
        self.moves += 1;
        #[cfg(test)]
        {
            self.change += delta;
        }
    }

    /// Lets the tails after `v` and from `u` on change places, if that pays.
    fn try_tails(&mut self, u: u32, v: u32) -> bool {
        let network = self.network;
        let (p, y) = (self.node(u).prev, self.node(v).next);
        let (ra, rb) = (self.node(u).route, self.node(v).route);
        let (wa, wb) = (self.wholes[ra as usize], self.wholes[rb as usize]);
        let (last_a, last_b) = (self.last(ra), self.last(rb));
        let legs = self.cost(v, u) + self.cost(p, y) - self.cost(p, u) - self.cost(v, y);
        let (emptied, opened) = (!self.is_job(p) && !self.is_job(y), !self.is_job(v) && !self.is_job(y));
        let fixed = network.fixed * (i64::from(opened) - i64::from(emptied));
        let mut delta = network.worth(legs) + fixed - wa.penalty - wb.penalty;
        if delta >= 0 {
            return false;
        }
        let (head_a, head_b) = (self.node(p).load, self.node(v).load);
        delta += self.penalty(head_b + wa.load - head_a, 0) + self.penalty(head_a + wb.load - head_b, 0);
        if delta >= 0 {
            return false;
        }
        let joined = self.part(v).before.then(&self.part(u).after, network);
        delta += weighed(joined.warp, self.penalties.time);
        if delta >= 0 {
            return false;
        }
        let other = self.part(p).before.then(&self.part(y).after, network);
        delta += weighed(other.warp, self.penalties.time);
        if delta >= 0 {
            return false;
        }
        let (tail_a, tail_b) = (self.node(last_a).prev, self.node(last_b).prev);
        self.link(v, u);
        self.link(tail_a, last_b);
        if self.is_job(y) {
            self.link(p, y);
            self.link(tail_b, last_a);
        } else {
            self.link(p, last_a);
        }
        self.note_move(delta);
        self.refresh(ra);
        self.refresh(rb);
        true
    }
}
