//! The plan under search: sequences of jobs, the times that follow, and the cost of a change before it is kept.

use super::facts::{Facts, LUNCH, NONE, UNFIT};
use super::measure::{Clocks, RouteTerms, measure};

/// How many routes a change may time anew before it is taken for a circle of waits.
const PATIENCE: usize = 40;
/// From how many routes on one that is hopelessly late is taken for such a circle.
const SOON: usize = 6;

/// Sequences, window choices, and what they cost.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Jobs and lunch of each tour.
    pub routes: Vec<Vec<u32>>,
    /// By job: the first window that it may start in.
    pub choice: Vec<u8>,
    /// Visits left out that must not be.
    pub owed: i64,
    /// Cost by the judge, without what is owed.
    pub cost: i64,
}

/// The total of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// By the judge.
    pub cost: i64,
    /// Units of what must not be.
    pub broken: i64,
    /// Visits left out that must not be.
    pub owed: i64,
    /// What the search adds to see further than the worst idle time: see [`Softening`].
    pub guide: i64,
}

/// Instead of the worst idle time the search sees `over + (sum of what is above it) / among`, which for the right `over` is
/// the mean of the worst `among` idle times: a plan gets better when any of them does, not only when the worst one does.
///
/// # References
/// Rockafellar & Uryasev (2000), "Optimization of conditional value-at-risk", Journal of Risk 2(3): the mean of the worst,
/// as a sum of excesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Softening {
    pub over: i64,
    pub among: i64,
}

/// The plan under search. A change is staged, measured, and then kept or taken back.
pub(super) struct Workbench<'a> {
    pub facts: &'a Facts<'a>,
    pub routes: Vec<Vec<u32>>,
    pub terms: Vec<RouteTerms>,
    pub clocks: Clocks,
    pub score: Score,
    /// Visits left out, in no order, and where each stands there ([`NONE`] when planned).
    pub waiting_list: Vec<u32>,
    place_in_list: Vec<u32>,
    /// Sums over routes and visits left out.
    points: i64,
    broken: i64,
    bank: i64,
    owed: i64,
    change: Change,
    patience: usize,
    softening: Option<Softening>,
    /// How much what adds up may rise before a change is given up, and what broken rules and visits owed count then.
    ceiling: i64,
    ceiling_prices: (i64, i64),
}

/// What a change under way has replaced.
#[derive(Default)]
struct Change {
    /// Tours and their sequences before (after [`Workbench::propose`]) or to come.
    routes: Vec<(u32, Vec<u32>)>,
    /// Spare sequences.
    spare: Vec<Vec<u32>>,
    /// Terms before.
    terms: Vec<(u32, RouteTerms)>,
    /// Jobs, their tours and window choices before.
    jobs: Vec<(u32, u32, u8)>,
    /// Visits that were planned (true) or left out (false) before.
    visits: Vec<(u32, bool)>,
    points: i64,
    broken: i64,
    bank: i64,
    owed: i64,
}

impl<'a> Workbench<'a> {
    /// Nobody does anything but have lunch.
    pub fn new(facts: &'a Facts<'a>) -> Self {
        let (jobs, visits) = (facts.jobs.len(), facts.problem.visits.len());
        let lunch = |has: bool| if has && facts.problem.lunch.is_some() { vec![LUNCH] } else { Vec::new() };
        let routes: Vec<Vec<u32>> = facts.problem.tours.iter().map(|t| lunch(t.has_lunch)).collect();
        let mut bench = Self {
            facts,
            terms: vec![RouteTerms::default(); routes.len()],
            routes,
            clocks: Clocks {
                tour_of: vec![NONE; jobs],
                choice: vec![0; jobs],
                ready: vec![0; jobs],
                begin: vec![0; jobs],
                log: Vec::new(),
                stale: Vec::new(),
            },
            score: Score::default(),
            waiting_list: (0..visits as u32).collect(),
            place_in_list: (0..visits as u32).collect(),
            points: 0,
            broken: 0,
            bank: facts.left_out.iter().flatten().sum(),
            owed: facts.left_out.iter().filter(|p| p.is_none()).count() as i64,
            change: Change::default(),
            patience: PATIENCE,
            softening: None,
            ceiling: i64::MAX,
            ceiling_prices: (0, 0),
        };
        for tour in 0..bench.routes.len() {
            let (terms, _) = measure(facts, tour as u32, &bench.routes[tour], &mut bench.clocks, |_| {});
            bench.points += terms.points;
            bench.broken += terms.broken;
            bench.terms[tour] = terms;
        }
        bench.score = bench.total();
        bench
    }

    /// Whether a visit is planned.
    pub fn is_planned(&self, visit: u32) -> bool {
        self.place_in_list[visit as usize] == NONE
    }

    /// An empty sequence to write the new route of a tour into; stage it with [`Self::stage`].
    pub fn blank(&mut self) -> Vec<u32> {
        let mut sequence = self.change.spare.pop().unwrap_or_default();
        sequence.clear();
        sequence
    }

    /// The staged sequence of `tour`, if there is one, else the one it has.
    pub fn staged(&self, tour: u32) -> &[u32] {
        let staged = self.change.routes.iter().find(|(t, _)| *t == tour);
        staged.map_or(&self.routes[tour as usize], |(_, sequence)| sequence)
    }

    /// Makes `sequence` the new one of `tour` in the change under way.
    pub fn stage(&mut self, tour: u32, sequence: Vec<u32>) {
        if let Some(staged) = self.change.routes.iter_mut().find(|(t, _)| *t == tour) {
            let old = std::mem::replace(&mut staged.1, sequence);
            self.change.spare.push(old);
        } else {
            self.change.routes.push((tour, sequence));
        }
    }

    /// Stages `tour` with `item` at `position`.
    pub fn stage_insertion(&mut self, tour: u32, position: usize, item: u32) {
        let mut sequence = self.blank();
        let old = self.staged(tour);
        sequence.extend_from_slice(&old[..position]);
        sequence.push(item);
        sequence.extend_from_slice(&old[position..]);
        self.stage(tour, sequence);
    }

    /// Stages `tour` without `item`.
    pub fn stage_removal(&mut self, tour: u32, item: u32) {
        let mut sequence = self.blank();
        sequence.extend(self.staged(tour).iter().copied().filter(|&i| i != item));
        self.stage(tour, sequence);
    }

    /// Says that a visit changes between planned and left out in the change under way.
    pub fn stage_visit(&mut self, visit: u32) {
        self.change.visits.push((visit, self.is_planned(visit)));
    }

    /// Sets a window choice in the change under way.
    pub fn stage_choice(&mut self, job: u32, choice: u8) {
        self.change.jobs.push((job, self.clocks.tour_of[job as usize], self.clocks.choice[job as usize]));
        self.clocks.choice[job as usize] = choice;
    }

    /// Forgets what was staged.
    pub fn unstage(&mut self) {
        while let Some((_, sequence)) = self.change.routes.pop() {
            self.change.spare.push(sequence);
        }
        self.change.visits.clear();
        while let Some((job, _, choice)) = self.change.jobs.pop() {
            self.clocks.choice[job as usize] = choice;
        }
    }

    /// As [`Self::propose`], but gives a change up (`None`) as soon as all that adds up has risen by more than `rise`: what
    /// ties push on then hardly ever makes up for it.
    pub fn propose_below(&mut self, rise: i64, broken: i64, owed: i64) -> Option<Score> {
        (self.ceiling, self.ceiling_prices) = (rise, (broken, owed));
        let score = self.propose();
        self.ceiling = i64::MAX;
        score
    }

    /// How much what adds up has risen in the change under way.
    fn risen(&self) -> i64 {
        let (broken, owed) = self.ceiling_prices;
        (self.points - self.change.points + self.bank - self.change.bank)
            .saturating_add(broken.saturating_mul(self.broken - self.change.broken))
            .saturating_add(owed.saturating_mul(self.owed - self.change.owed))
    }

    /// Puts the staged change in place and measures it. `None` when it cannot be at all (a tour that may not do a job, both
    /// jobs of a tie in one tour, a circle of waits); it has been taken back then. Else [`Self::keep`] or
    /// [`Self::take_back`] must follow.
    pub fn propose(&mut self) -> Option<Score> {
        let facts = self.facts;
        for (tour, sequence) in &self.change.routes {
            for &job in sequence {
                if job != LUNCH
                    && self.clocks.tour_of[job as usize] != *tour
                    && facts.fit(job, *tour) == UNFIT
                {
                    self.unstage();
                    return None;
                }
            }
        }
        self.clocks.log.clear();
        self.clocks.stale.clear();
        let change = &mut self.change;
        (change.points, change.broken, change.bank, change.owed) =
            (self.points, self.broken, self.bank, self.owed);
        for &(visit, planned) in &change.visits {
            let sign = if planned { 1 } else { -1 };
            match facts.left_out[visit as usize] {
                Some(points) => self.bank += sign * points,
                None => self.owed += sign,
            }
            if planned {
                for job in facts.problem.visits[visit as usize].jobs.clone() {
                    change.jobs.push((
                        job,
                        self.clocks.tour_of[job as usize],
                        self.clocks.choice[job as usize],
                    ));
                    self.clocks.tour_of[job as usize] = NONE;
                }
            }
        }
        for (tour, sequence) in &mut change.routes {
            for &job in sequence.iter().filter(|&&job| job != LUNCH) {
                let before = self.clocks.tour_of[job as usize];
                if before != *tour {
                    change.jobs.push((job, before, self.clocks.choice[job as usize]));
                    self.clocks.tour_of[job as usize] = *tour;
                }
            }
            std::mem::swap(&mut self.routes[*tour as usize], sequence);
            self.clocks.stale.push(*tour);
        }
        let mut apart = true;
        for &(job, _, _) in &change.jobs {
            let (tour, partner) = (self.clocks.tour_of[job as usize], facts.jobs[job as usize].partner);
            apart &= tour == NONE || partner == NONE || self.clocks.tour_of[partner as usize] != tour;
            if tour != NONE && !self.clocks.stale.contains(&tour) {
                self.clocks.stale.push(tour);
            }
        }
        if !apart || !self.settle() {
            self.take_back();
            return None;
        }
        Some(self.total())
    }

    /// Measures stale routes until nothing changes. False when that does not end: a circle of waits.
    fn settle(&mut self) -> bool {
        let mut next = 0;
        while next < self.clocks.stale.len() {
            if next > self.patience {
                return false;
            }
            let tour = self.clocks.stale[next];
            next += 1;
            if self.clocks.stale[next..].contains(&tour) {
                continue;
            }
            let (terms, _) = measure(self.facts, tour, &self.routes[tour as usize], &mut self.clocks, |_| {});
            let old = std::mem::replace(&mut self.terms[tour as usize], terms);
            self.points += terms.points - old.points;
            self.broken += terms.broken - old.broken;
            self.change.terms.push((tour, old));
            if next >= self.change.routes.len() && self.ceiling < i64::MAX && self.risen() > self.ceiling {
                return false;
            }
            // A circle of waits shows early: each time round it is later, soon by more than all day.
            let soon = next > SOON && self.patience == PATIENCE && terms.late > self.facts.day;
            if soon || terms.late > self.facts.latest {
                return false;
            }
        }
        true
    }

    /// Keeps the change proposed; `score` is what [`Self::propose`] said.
    pub fn keep(&mut self, score: Score) {
        self.score = score;
        while let Some((visit, planned)) = self.change.visits.pop() {
            if planned {
                self.place_in_list[visit as usize] = self.waiting_list.len() as u32;
                self.waiting_list.push(visit);
            } else {
                let place = std::mem::replace(&mut self.place_in_list[visit as usize], NONE) as usize;
                self.waiting_list.swap_remove(place);
                if let Some(&moved) = self.waiting_list.get(place) {
                    self.place_in_list[moved as usize] = place as u32;
                }
            }
        }
        self.change.jobs.clear();
        self.change.terms.clear();
        while let Some((_, sequence)) = self.change.routes.pop() {
            self.change.spare.push(sequence);
        }
    }

    /// Takes back the change proposed.
    pub fn take_back(&mut self) {
        let change = &mut self.change;
        (self.points, self.broken, self.bank, self.owed) =
            (change.points, change.broken, change.bank, change.owed);
        while let Some((tour, terms)) = change.terms.pop() {
            self.terms[tour as usize] = terms;
        }
        while let Some((job, ready, begin)) = self.clocks.log.pop() {
            self.clocks.ready[job as usize] = ready;
            self.clocks.begin[job as usize] = begin;
        }
        while let Some((job, tour, choice)) = change.jobs.pop() {
            self.clocks.tour_of[job as usize] = tour;
            self.clocks.choice[job as usize] = choice;
        }
        while let Some((tour, mut sequence)) = change.routes.pop() {
            std::mem::swap(&mut self.routes[tour as usize], &mut sequence);
            change.spare.push(sequence);
        }
        change.visits.clear();
    }

    /// The total from the terms of all routes.
    fn total(&self) -> Score {
        let prices = &self.facts.problem.prices;
        let mut cost = self.points + self.bank;
        let worst = |term: fn(&RouteTerms) -> i64| self.terms.iter().map(term).max().unwrap_or(0);
        let mut guide = 0;
        if prices.worst_idle != 0 {
            let idle = worst(|t| t.idle).max(0);
            cost += prices.worst_idle * idle;
            if let Some(soft) = self.softening {
                let excess: i64 = self.terms.iter().map(|t| (t.idle - soft.over).max(0)).sum();
                // Of many tours, all idle all day, even a price that is no trouble for one of them may be too much.
                guide = prices.worst_idle * (soft.over - idle)
                    + prices.worst_idle.saturating_mul(excess) / soft.among;
            }
        }
        if prices.worst_tardiness != 0 {
            cost += prices.worst_tardiness * worst(|t| t.late);
        }
        if prices.worst_waiting != 0 {
            cost += prices.worst_waiting * worst(|t| t.wait);
        }
        if prices.balance != 0 {
            let tours = self.terms.len() as i64;
            let sum: i64 = self.terms.iter().map(|t| t.load).sum();
            let apart: i64 =
                self.terms.iter().map(|t| ((t.load * tours - sum).abs() + tours - 1) / tours).sum();
            cost += prices.balance * apart;
        }
        Score { cost, broken: self.broken, owed: self.owed, guide }
    }

    /// Softens the worst idle time over the worst `among` tours, as they are now; among one it is the plain worst.
    pub fn soften(&mut self, among: usize) {
        self.softening = None;
        if among > 1 && self.facts.problem.prices.worst_idle != 0 {
            let mut idle: Vec<i64> = self.terms.iter().map(|t| t.idle).collect();
            let among = among.min(idle.len()).max(1);
            idle.sort_unstable_by(|a, b| b.cmp(a));
            self.softening = Some(Softening { over: idle[among - 1].max(0), among: among as i64 });
        }
        self.score = self.total();
    }

    /// The sequences as they are.
    pub fn draft(&self) -> Draft {
        Draft {
            routes: self.routes.clone(),
            choice: self.clocks.choice.clone(),
            owed: self.score.owed,
            cost: self.score.cost,
        }
    }

    /// Goes to the sequences of `draft`, measured from nothing; false (and still as it was) when they cannot be.
    pub fn restore(&mut self, draft: &Draft) -> bool {
        let mut fresh = Workbench::new(self.facts);
        fresh.clocks.choice.clone_from(&draft.choice);
        for (tour, sequence) in draft.routes.iter().enumerate() {
            for &job in sequence.iter().filter(|&&job| job != LUNCH) {
                let visit = self.facts.jobs[job as usize].visit;
                if !fresh.is_planned(visit) && fresh.change.visits.iter().all(|(v, _)| *v != visit) {
                    fresh.stage_visit(visit);
                }
            }
            fresh.stage(tour as u32, sequence.clone());
        }
        // A plan as a whole: each tie may send each of its routes round as often as there are ties.
        fresh.patience = (fresh.routes.len() + 2 * self.facts.problem.ties.len()) * 64 + 1000;
        if let Some(score) = fresh.propose() {
            fresh.keep(score);
            fresh.patience = PATIENCE;
            fresh.softening = self.softening;
            fresh.score = fresh.total();
            *self = fresh;
            return true;
        }
        false
    }

    /// The score of the sequences, measured from nothing.
    #[cfg(test)]
    pub fn measured_anew(&self) -> Score {
        let mut fresh = Workbench::new(self.facts);
        assert!(fresh.restore(&self.draft()), "what has been kept can be");
        fresh.score
    }
}
