//! The translation.

use super::eligible::{clipped, may_fill, windows};
use super::fairness::{Line, below, slope_at};
use super::least_start;
use super::legs::Legs;
use super::relaxed::Relaxed;
use crate::clock::TimeWindow;
use crate::decompose::Part;
use crate::model::{Idx, Pin, Problem, ShiftIdx, StaffIdx, VisitIdx};
use crate::plan::{Plan, Task};
use crate::routing::{
    Job, Price, Prices, RoutingPlan, RoutingProblem, RoutingRoute, RoutingStop, Tie, Tour, Visit, Window,
};
use crate::rules::{Amount, RuleId, Subject, Weights, judge};
use crate::search::prices;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A part of a care problem as a routing problem that is never dearer.
#[derive(Clone, Debug)]
pub struct CareDay {
    /// The routing problem; its costs are points of the care problem's prices. The `fixed` price of a tour may be negative.
    pub routing: RoutingProblem,
    /// Points to add to every cost of the routing problem.
    pub constant: i64,
    /// What the routing problem does not say, each once, in order.
    pub relaxed: Vec<Relaxed>,
    /// The shifts of each tour, a crew's driver first.
    pub tours: Vec<Vec<ShiftIdx>>,
    /// Visit and slot of each job; `None` for a blocked time.
    pub slots: Vec<Option<(VisitIdx, usize)>>,
    /// Tour and block of each job that is a blocked time.
    blocks: Vec<Option<(usize, usize)>>,
}

/// Somebody who could fill a slot: with which tour, for which price, and how long it takes.
#[derive(Clone, Copy)]
struct Candidate {
    tour: usize,
    /// Least price without what the slot adds to the day's workload.
    points: i64,
    /// Least price with it.
    with_work: i64,
    length: i64,
}

/// What is made bit by bit.
struct Making<'p> {
    problem: &'p Problem,
    weights: &'p Weights,
    made: CareDay,
    relaxed: BTreeSet<Relaxed>,
    /// The line below each tour's price of workload.
    lines: Vec<Line>,
    /// For patient and person, how many visits the person could take part in.
    meetings: FxHashMap<u64, i64>,
    /// Rows of [`RoutingProblem::fits`], by job.
    rows: Vec<Vec<Option<i32>>>,
    /// Times over any other places.
    shortest: Vec<i32>,
}

/// Points and seconds as a [`RoutingProblem`] has them.
const MOST: i64 = 1 << 30;

/// What a block is worth to the tour that must hold it: more than any detour.
const BLOCK: i64 = 1 << 22;

impl CareDay {
    /// The relaxation of `part`. `plan`, where there is one, says how long days are about, which makes the price of workload
    /// count more exactly; any plan gives a valid relaxation.
    pub fn relax(problem: &Problem, weights: &Weights, part: &Part, plan: Option<&Plan>) -> Self {
        let tours = tours_of(problem, part);
        let (slope, lines) = lines(problem, weights, &tours, plan);
        let mut places: Vec<_> = Vec::new();
        for &shift in tours.iter().filter_map(|t| t.first()) {
            let s = &problem.shifts[shift];
            places.extend(s.start_place);
            places.extend(s.end_place);
            places.extend(s.blocks.iter().filter_map(|b| b.place));
        }
        places.extend(part.visits.iter().filter_map(|&v| problem.visits[v].place));
        let people = tours.iter().flatten().map(|&s| problem.shifts[s].staff);
        let legs = Legs::new(problem, weights, slope, places, people);
        let routing = RoutingProblem {
            places: legs.len(),
            times: Vec::new(),
            costs: Vec::new(),
            jobs: Vec::new(),
            visits: Vec::new(),
            tours: Vec::new(),
            fits: Vec::new(),
            ties: Vec::new(),
            lunch: None,
            met_at_end: false,
            leave_at_start: false,
            prices: Prices { extra_time: Price::Points(weights.overtime_per_second), ..Prices::TRAVEL_ALONE },
        };
        let made =
            Self { routing, constant: 0, relaxed: Vec::new(), tours, slots: Vec::new(), blocks: Vec::new() };
        let mut making = Making {
            problem,
            weights,
            made,
            relaxed: BTreeSet::new(),
            lines,
            meetings: FxHashMap::default(),
            rows: Vec::new(),
            shortest: legs.shortest_times(),
        };
        making.note_facts(part, &legs);
        making.add_tours(&legs);
        making.count_meetings(part);
        for &visit in &part.visits {
            making.add_visit(visit, &legs);
        }
        making.finish(legs)
    }

    /// `plan` as a plan of the routing problem: what of it the routing problem knows. The tours' other stops are dropped.
    pub fn map(&self, problem: &Problem, plan: &Plan) -> RoutingPlan {
        let mut number: FxHashMap<(VisitIdx, usize), usize> = FxHashMap::default();
        let mut blocks: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for (job, (slot, block)) in self.slots.iter().zip(&self.blocks).enumerate() {
            slot.map(|s| number.insert(s, job));
            block.map(|b| blocks.insert(b, job));
        }
        let mut routes = Vec::new();
        for (tour, shifts) in self.tours.iter().enumerate() {
            let mut stops: Vec<RoutingStop> = Vec::new();
            for (place, &shift) in shifts.iter().enumerate() {
                let Some(route) = plan.routes.iter().find(|r| r.shift == shift) else { continue };
                for stop in &route.stops {
                    let job = match stop.task {
                        Task::Visit { visit, slot } => number.get(&(visit, slot)),
                        // A meeting that a crew attends is that of its driver.
                        Task::Block { block } if place == 0 => blocks.get(&(tour, block)),
                        Task::Block { .. } | Task::Break { .. } | Task::Accompany { .. } => None,
                    };
                    let Some(&job) = job else { continue };
                    let facts = &self.routing.jobs[job];
                    let start = i64::from(stop.start.0);
                    let number = u32::try_from(job).expect("jobs are counted in u32");
                    let end = start + facts.length;
                    stops.push(RoutingStop { job: Some(number), place: facts.place, start, end });
                }
            }
            stops.sort_by_key(|s| (s.start, s.end));
            if !stops.is_empty() {
                let tour = u32::try_from(tour).expect("tours are counted in u32");
                routes.push(RoutingRoute { tour, stops });
            }
        }
        debug_assert!(routes.iter().all(|r| (r.tour as usize) < problem.shifts.len()));
        RoutingPlan { routes }
    }
}

/// Crews together, everybody else alone.
fn tours_of(problem: &Problem, part: &Part) -> Vec<Vec<ShiftIdx>> {
    let whole = |&shift: &ShiftIdx| match problem.shifts[shift].crew {
        None => Some(vec![shift]),
        Some(crew) => {
            let members = &problem.crews[crew].shifts;
            (members.first() == Some(&shift)).then(|| members.clone())
        }
    };
    part.shifts.iter().filter_map(whole).collect()
}

/// The slope of the price of workload at which all tours are looked at, and the line of each: at the mean of their days.
fn lines(
    problem: &Problem,
    weights: &Weights,
    tours: &[Vec<ShiftIdx>],
    plan: Option<&Plan>,
) -> (i64, Vec<Line>) {
    let per_mille = weights.fairness_per_mille;
    let driver = |t: &Vec<ShiftIdx>| available(problem, t[0]);
    let Some(plan) = plan else { return (0, vec![Line::default(); tours.len()]) };
    let days = workloads(problem, weights, plan);
    let (mut sum, mut all) = (0, 0);
    for tour in tours {
        let busy = days[tour[0].index()];
        if busy > 0 {
            // A slope that is off by one costs as much as the time at hand is long.
            let weight = driver(tour) / 60 + 1;
            sum += slope_at(per_mille, driver(tour), busy).saturating_mul(weight);
            all += weight;
        }
    }
    let slope = if all > 0 { (sum + all / 2) / all } else { 0 };
    let lines: Vec<Line> = tours.iter().map(|t| below(per_mille, driver(t), slope)).collect();
    if lines.iter().any(|l| l.slope != slope) {
        (0, vec![Line::default(); tours.len()])
    } else {
        (slope, lines)
    }
}

/// Seconds of workload of each shift, as the judge counts them.
fn workloads(problem: &Problem, weights: &Weights, plan: &Plan) -> Vec<i64> {
    let mut days = vec![0; problem.shifts.len()];
    for finding in judge(problem, weights, plan).of(RuleId::Fairness) {
        if let (Amount::Time(busy), Some(Subject::Shift(shift))) = (finding.amount, finding.subjects.last()) {
            days[shift.index()] = i64::from(busy.0);
        }
    }
    days
}

/// Length of a shift less breaks and blocks, at least a second.
fn available(problem: &Problem, shift: ShiftIdx) -> i64 {
    let s = &problem.shifts[shift];
    (i64::from(s.end.since(s.start).0) - pauses(problem, shift)).max(1)
}

/// Breaks and blocks of a shift.
fn pauses(problem: &Problem, shift: ShiftIdx) -> i64 {
    let s = &problem.shifts[shift];
    let breaks: i64 = s.breaks.iter().map(|b| i64::from(b.duration.0)).sum();
    breaks + s.blocks.iter().map(|b| i64::from(b.duration.0)).sum::<i64>()
}

impl Making<'_> {
    fn note_facts(&mut self, part: &Part, legs: &Legs) {
        let (problem, w) = (self.problem, self.weights);
        let mut notes: Vec<(bool, Relaxed)> =
            vec![(legs.by_hour, Relaxed::TravelByHour), (legs.modes, Relaxed::TravelModes)];
        notes.push((w.fairness_per_mille != 0, Relaxed::Fairness));
        notes.push((w.waiting_per_second != 0 || w.joint_waiting_per_second != 0, Relaxed::Waiting));
        notes.push((part.visits.iter().any(|&v| !problem.links_of[v].is_empty()), Relaxed::Links));
        let anywhere = |pin: &Pin| pin.slot.is_none() && pin.staff.is_some();
        notes.push((
            part.visits.iter().any(|&v| problem.visits[v].pins.iter().any(anywhere)),
            Relaxed::PinnedPeople,
        ));
        let longest = problem.working_time.max_stretch.0;
        let mut days: FxHashMap<StaffIdx, usize> = FxHashMap::default();
        for tour in &self.made.tours {
            for &shift in tour {
                let s = &problem.shifts[shift];
                *days.entry(s.staff).or_default() += 1;
                notes.push((!s.breaks.is_empty(), Relaxed::Breaks));
                let hours = (s.end + s.overtime_limit).since(s.start).0;
                notes.push((s.breaks.is_empty() && hours > longest, Relaxed::LongestStretch));
                notes.push((s.blocks.iter().any(|b| b.place.is_none()), Relaxed::Blocks));
                notes.push((tour.len() > 1, Relaxed::Crews));
            }
        }
        notes.push((!self.made.tours.is_empty(), Relaxed::OvertimeLimit));
        notes.push((days.values().any(|&n| n > 1), Relaxed::DailyRest));
        self.relaxed.extend(notes.into_iter().filter(|n| n.0).map(|n| n.1));
    }

    /// Tours with their blocks that have a place: each a job that nobody else can do, worth so much that whoever goes out at all
    /// holds it, and taken off again by the constant from those who stay.
    fn add_tours(&mut self, legs: &Legs) {
        let problem = self.problem;
        let count = self.made.tours.len();
        for t in 0..count {
            let shift = self.made.tours[t][0];
            let s = &problem.shifts[shift];
            let starts = s.start.max(problem.staff[s.staff].rested_from);
            let until = i64::from((s.end + s.overtime_limit).0);
            // A day of nothing but slots that are dropped here is no day of the routing problem: such slots count without their
            // workload, and the line below the price of workload is taken only from tours that go out.
            let mut fixed = -self.lines[t].offset;
            for (number, block) in s.blocks.iter().enumerate() {
                let Some(place) = block.place else { continue };
                fixed += BLOCK;
                self.made.constant -= BLOCK;
                let mut row = vec![None; count];
                row[t] = Some(0);
                self.rows.push(row);
                self.made.slots.push(None);
                self.made.blocks.push(Some((t, number)));
                let start = i64::from(block.start.0);
                self.add_job(
                    legs.number(Some(place)),
                    i64::from(block.duration.0),
                    0,
                    vec![Window { opens: start, closes: start }],
                );
                self.close_visit(1, BLOCK);
            }
            self.made.routing.tours.push(Tour {
                from: legs.number(s.start_place),
                to: legs.number(s.end_place),
                starts: i64::from(starts.0).min(i64::from(s.end.0)),
                ends: i64::from(s.end.0),
                capacity: (until - i64::from(s.start.0) - pauses(problem, shift)).max(0),
                has_lunch: false,
                fixed,
            });
        }
    }

    fn add_job(&mut self, place: u32, length: i64, demand: i64, windows: Vec<Window>) {
        let visit = u32::try_from(self.made.routing.visits.len()).expect("visits are counted in u32");
        self.made.routing.jobs.push(Job { visit, place, length, windows, demand });
    }

    /// Ends a visit of the last `jobs` jobs.
    fn close_visit(&mut self, jobs: u32, left_out: i64) {
        let end = u32::try_from(self.made.routing.jobs.len()).expect("jobs are counted in u32");
        self.made.routing.visits.push(Visit { jobs: end - jobs..end, left_out: Price::Points(left_out) });
    }

    fn count_meetings(&mut self, part: &Part) {
        let problem = self.problem;
        for &visit in &part.visits {
            let own = windows(problem, visit);
            let patient = problem.visits[visit].patient;
            let mut people: Vec<StaffIdx> = Vec::new();
            for &shift in self.made.tours.iter().flatten() {
                let fills =
                    (0..problem.visits[visit].slots.len()).any(|k| may_fill(problem, visit, k, shift, &own));
                let staff = problem.shifts[shift].staff;
                if fills && !people.contains(&staff) && !problem.is_known(patient, staff) {
                    people.push(staff);
                }
            }
            for staff in people {
                let times = self.meetings.entry(prices::meeting(patient, staff)).or_default();
                *times += 1;
                if *times > 1 {
                    self.relaxed.insert(Relaxed::FirstMeetings);
                }
            }
        }
    }

    /// Everybody who could fill `slot`, each tour once, at its least price and time.
    fn candidates(
        &mut self,
        visit: VisitIdx,
        slot: usize,
        own: &[TimeWindow],
        legs: &Legs,
    ) -> Vec<Candidate> {
        let (problem, w) = (self.problem, self.weights);
        let facts = &problem.visits[visit];
        let place = legs.number(problem.slot_place(visit, slot));
        let mut found: Vec<Candidate> = Vec::new();
        for (tour, shifts) in self.made.tours.iter().enumerate() {
            let mut best: Option<Candidate> = None;
            for (member, &shift) in shifts.iter().enumerate() {
                let staff = problem.shifts[shift].staff;
                if !may_fill(problem, visit, slot, shift, own) {
                    continue;
                }
                let length = i64::from(problem.occupied(visit, slot, staff).0);
                let Some(starts) = self.starts(visit, slot, own, (tour, shift), place, length) else {
                    continue;
                };
                let mut points = prices::of_person(problem, w, visit, slot, shift);
                if !problem.is_known(facts.patient, staff) {
                    let times = self.meetings.get(&prices::meeting(facts.patient, staff)).copied();
                    points += w.new_face / times.unwrap_or(1).max(1);
                }
                // Slot 0 carries what the visit's start costs.
                if slot == 0 {
                    points += least_start::least(problem, w, visit, &starts);
                }
                let busy = member == 0 || place as usize != legs.len() - 1;
                let with_work = points + if busy { self.lines[tour].slope * length } else { 0 };
                let better = best.map_or(Candidate { tour, points, with_work, length }, |b| Candidate {
                    tour,
                    points: b.points.min(points),
                    with_work: b.with_work.min(with_work),
                    length: b.length.min(length),
                });
                best = Some(better);
            }
            found.extend(best);
        }
        found
    }

    /// The starts of the visit at which the tour could be there for the slot and back in time; `None` when there are none.
    fn starts(
        &self,
        visit: VisitIdx,
        slot: usize,
        own: &[TimeWindow],
        (tour, shift): (usize, ShiftIdx),
        place: u32,
        length: i64,
    ) -> Option<Vec<TimeWindow>> {
        let facts = &self.problem.shifts[shift];
        let at = &self.made.routing.tours[tour];
        let n = self.made.routing.places as u32;
        let way = |a: u32, b: u32| i64::from(self.shortest[(a * n + b) as usize]);
        let offset = i64::from(self.problem.visits[visit].slots[slot].offset.0);
        let from = i64::from(facts.start.0) + way(at.from, place) - offset;
        let until = i64::from((facts.end + facts.overtime_limit).0) - way(place, at.to) - length - offset;
        let (from, until) = (u32::try_from(from.max(0)).ok()?, u32::try_from(until).ok()?);
        let starts = clipped(own, from, until);
        (!starts.is_empty()).then_some(starts)
    }

    fn add_visit(&mut self, visit: VisitIdx, legs: &Legs) {
        let (problem, w) = (self.problem, self.weights);
        let facts = &problem.visits[visit];
        let left_out = prices::left_out(problem, w, visit).clamp(0, MOST);
        let own = windows(problem, visit);
        let all: Vec<Vec<Candidate>> =
            (0..facts.slots.len()).map(|slot| self.candidates(visit, slot, &own, legs)).collect();
        if all.iter().any(Vec::is_empty) {
            // Nobody fills one of the slots: the visit is left out in every plan.
            self.made.constant += left_out;
            return;
        }
        if prices::depends_on_start(problem, w, visit) {
            self.relaxed.insert(Relaxed::Starts);
        }
        let varies = |c: &Vec<Candidate>| c.iter().any(|x| x.length != c[0].length);
        if all.iter().any(varies) {
            self.relaxed.insert(Relaxed::FirstMeetingTime);
        }
        if facts.slots.iter().any(|s| s.provider == crate::model::Provider::Responsible)
            && problem.patients[facts.patient].responsibilities.len() > 1
        {
            self.relaxed.insert(Relaxed::Responsibility);
        }
        let mut kept: Vec<usize> =
            (0..facts.slots.len()).filter(|&slot| problem.slot_place(visit, slot).is_some()).collect();
        if kept.len() < facts.slots.len() {
            self.relaxed.insert(Relaxed::Remote);
        }
        let most = if self.crew_fills_two(&kept, &all) { 1 } else { 2 };
        if kept.len() > most {
            self.relaxed
                .extend([if most == 2 { Relaxed::LargeVisits } else { Relaxed::Crews }, Relaxed::Detours]);
            kept.sort_by_key(|&slot| (std::cmp::Reverse(all[slot].iter().map(|c| c.length).min()), slot));
            kept.truncate(most);
            kept.sort_unstable();
        }
        // What others at the visit cost at least.
        let extra: i64 = (0..facts.slots.len())
            .filter(|slot| !kept.contains(slot))
            .map(|slot| all[slot].iter().map(|c| c.points).min().unwrap_or(0))
            .sum();
        if kept.is_empty() {
            self.made.constant += extra.min(left_out);
            return;
        }
        let first = self.made.routing.jobs.len();
        for (position, &slot) in kept.iter().enumerate() {
            let mut row = vec![None; self.made.tours.len()];
            for c in &all[slot] {
                let points = c.with_work + if position == 0 { extra } else { 0 };
                row[c.tour] = Some(i32::try_from(points.clamp(0, MOST)).expect("clamped"));
            }
            self.rows.push(row);
            self.made.slots.push(Some((visit, slot)));
            self.made.blocks.push(None);
            let offset = i64::from(facts.slots[slot].offset.0);
            let at = |w: &TimeWindow| Window {
                opens: (i64::from(w.opens.0) + offset).min(MOST),
                closes: (i64::from(w.closes.0) + offset).min(MOST),
            };
            let length = all[slot].iter().map(|c| c.length).min().unwrap_or(0);
            let windows = own.iter().map(at).collect();
            self.add_job(legs.number(problem.slot_place(visit, slot)), length, length, windows);
        }
        if let [a, b] = kept[..] {
            let gap = i64::from(facts.slots[b].offset.0) - i64::from(facts.slots[a].offset.0);
            let first = u32::try_from(first).expect("jobs are counted in u32");
            self.made.routing.ties.push(Tie { first, second: first + 1, least: gap, most: gap });
        }
        self.close_visit(u32::try_from(kept.len()).expect("two at most"), left_out);
    }

    /// Whether some crew could fill two of the visit's slots by itself.
    fn crew_fills_two(&self, kept: &[usize], all: &[Vec<Candidate>]) -> bool {
        let crew = |t: usize| self.made.tours[t].len() > 1;
        (0..self.made.tours.len())
            .filter(|&t| crew(t))
            .any(|t| kept.iter().filter(|&&slot| all[slot].iter().any(|c| c.tour == t)).count() > 1)
    }

    fn finish(mut self, mut legs: Legs) -> CareDay {
        // A crew comes to every stop whole, also for slots that are dropped here; so do blocks that a member has alone. A break, a
        // call or a block without a place may be held at the base between two stops, and the way over the base may be the cheaper one.
        let dropped = [Relaxed::Detours, Relaxed::Crews, Relaxed::Breaks, Relaxed::Blocks, Relaxed::Remote];
        if dropped.iter().any(|what| self.relaxed.contains(what)) {
            self.relaxed.insert(Relaxed::Detours);
            legs.close(&self.shortest);
        }
        self.made.routing.times = legs.times;
        self.made.routing.costs = legs.costs;
        self.made.routing.fits = self.rows.concat();
        self.made.relaxed = self.relaxed.into_iter().collect();
        self.made
    }
}
