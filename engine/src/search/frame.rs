//! Everything about one part of a problem that no search changes: tours, visits, and who could take part in what.

use super::prices;
use super::roads::Roads;
use super::shifts::{TourFrame, build_tours, places_of};
use super::ways;
use crate::model::{Idx, PatientIdx, PersonLink, Problem, ShiftIdx, StaffIdx, VisitIdx};
use crate::rules::Weights;

/// A stretch of a pooled array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub from: u32,
    pub to: u32,
}

impl Span {
    /// The positions.
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }

    /// How many.
    pub(super) fn len(self) -> usize {
        (self.to - self.from) as usize
    }
}

/// One way in which one tour could take part in one visit: which slots it fills, with whom, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub visit: u32,
    pub tour: u32,
    /// The slots filled, as bits.
    pub slots: u32,
    /// The lowest of them.
    pub lowest: u16,
    pub place: u32,
    /// Start after the visit's start.
    pub off: u32,
    pub length: u32,
    /// First and last start of the visit.
    pub lo: u32,
    pub hi: u32,
    /// Windows of the visit's start when there are several; empty when `lo..=hi` says all.
    pub windows: Span,
    /// Continuity, wishes and promised people, first meetings excepted.
    pub price: i64,
    /// In [`Frame::fills`].
    pub fills: Span,
    /// First meetings, in [`Frame::faces`].
    pub faces: Span,
}

/// One slot filled by one member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub slot: u16,
    pub member: u16,
    pub offset: u32,
    pub length: u32,
}

/// A tie to another visit of the part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub other: u32,
    /// Whether this visit is the first of the two.
    pub first: bool,
    /// From start of the first to start of the second, least; `None` without order.
    pub least: Option<u32>,
    /// Likewise most.
    pub most: Option<u32>,
    pub person: PersonLink,
}

/// The fixed facts of a visit.
#[derive(Clone, Debug)]
pub(super) struct VisitFrame {
    pub index: VisitIdx,
    pub patient: PatientIdx,
    /// First of its slots in arrays over all slots.
    pub slot_base: u32,
    pub slots: u32,
    /// Ways by their lowest slot.
    pub by_slot: Vec<Span>,
    pub ties: Vec<Tie>,
    /// Whether its start binds several tours: more than one slot, or a tie with a gap.
    pub tied: bool,
    /// Whether the price depends on its start.
    pub timed: bool,
    /// Two or more slots on site.
    pub joint: bool,
    /// Price of leaving it out.
    pub left_out: i64,
    /// Who goes first when places are scarce: 0 acute, 1 mandatory, 2 optional.
    pub class: u32,
    pub priority: u32,
    /// Somewhere to measure nearness from.
    pub place: u32,
    /// Middle of its first window.
    pub around: u32,
    pub longest: u32,
}

/// One part of a problem, ready for search.
pub(crate) struct Frame<'p> {
    pub(super) problem: &'p Problem,
    pub(super) weights: &'p Weights,
    pub(super) roads: Roads<'p>,
    pub(super) tours: Vec<TourFrame>,
    pub(super) visits: Vec<VisitFrame>,
    pub(super) ways: Vec<Way>,
    pub(super) fills: Vec<Fill>,
    pub(super) faces: Vec<u32>,
    pub(super) face_count: usize,
    pub(super) windows: Vec<(u32, u32)>,
    pub(super) slot_count: usize,
    /// Ways of each tour.
    pub(super) ways_of_tour: Vec<Vec<u32>>,
}

impl<'p> Frame<'p> {
    /// Fixes what can be fixed about `visits` and `shifts`.
    pub(crate) fn build(
        problem: &'p Problem,
        weights: &'p Weights,
        visits: &[VisitIdx],
        shifts: &[ShiftIdx],
    ) -> Self {
        let mut places = places_of(problem, shifts);
        places.extend(visits.iter().map(|&v| problem.patients[problem.visits[v].patient].place));
        places.extend(visits.iter().filter_map(|&v| problem.visits[v].place));
        let mut roads = Roads::new(problem, weights, places);
        let tours = build_tours(problem, &mut roads, shifts);
        let mut made = Self {
            problem,
            weights,
            roads,
            ways_of_tour: vec![Vec::new(); tours.len()],
            tours,
            visits: Vec::with_capacity(visits.len()),
            ways: Vec::new(),
            fills: Vec::new(),
            faces: Vec::new(),
            face_count: 0,
            windows: Vec::new(),
            slot_count: 0,
        };
        let mut local = vec![u32::MAX; problem.visits.len()];
        for (i, &v) in visits.iter().enumerate() {
            local[v.index()] = i as u32;
        }
        for &v in visits {
            let frame = made.visit(v, &local);
            made.visits.push(frame);
        }
        ways::build(&mut made);
        for (i, way) in made.ways.iter().enumerate() {
            made.ways_of_tour[way.tour as usize].push(i as u32);
        }
        made
    }

    fn visit(&mut self, index: VisitIdx, local: &[u32]) -> VisitFrame {
        let problem = self.problem;
        let visit = &problem.visits[index];
        let on_site = (0..visit.slots.len()).filter(|&k| problem.slot_place(index, k).is_some()).count();
        let ties: Vec<Tie> = problem.links_of[index]
            .iter()
            .map(|&l| {
                let link = &problem.links[l];
                let first = link.first == index;
                let other = if first { link.second } else { link.first };
                let span = problem.visits[link.first].care_span().0;
                let after = |gap: osm_data::units::Seconds| span.saturating_add(gap.0);
                Tie {
                    other: local[other.index()],
                    first,
                    least: link.min_gap.map(after),
                    most: link.max_gap.map(after),
                    person: link.person,
                }
            })
            .filter(|tie| tie.other != u32::MAX)
            .collect();
        let slot_base = self.slot_count as u32;
        self.slot_count += visit.slots.len();
        let (lo, hi) = visit.windows.first().map_or((0, 0), |w| (w.opens.0, w.closes.0));
        let home = problem.patients[visit.patient].place;
        VisitFrame {
            index,
            patient: visit.patient,
            slot_base,
            slots: visit.slots.len() as u32,
            by_slot: vec![Span::default(); visit.slots.len()],
            tied: visit.slots.len() > 1 || ties.iter().any(|t| t.least.is_some()),
            ties,
            timed: prices::depends_on_start(problem, self.weights, index),
            joint: on_site >= 2,
            left_out: prices::left_out(problem, self.weights, index),
            class: prices::class(visit),
            priority: visit.priority,
            place: self.roads.local(Some(visit.place.unwrap_or(home))),
            around: lo / 2 + hi / 2,
            longest: visit.care_span().0,
        }
    }

    /// The people who fill the slots of a way.
    pub(super) fn people(&self, way: u32) -> impl Iterator<Item = StaffIdx> + '_ {
        let w = &self.ways[way as usize];
        let members = &self.tours[w.tour as usize].members;
        self.fills[w.fills.range()].iter().map(|f| members[f.member as usize].staff)
    }

    /// The next moment, at `t` or later, at which the visit of `way` may start.
    #[inline]
    pub(super) fn round_up(&self, way: &Way, t: u32) -> Option<u32> {
        if t <= way.lo {
            return Some(way.lo);
        }
        if t > way.hi {
            return None;
        }
        if way.windows.from == way.windows.to {
            return Some(t);
        }
        self.windows[way.windows.range()].iter().find(|w| w.1 >= t).map(|w| w.0.max(t))
    }

    /// The last moment, at `t` or earlier, at which the visit of `way` may start.
    #[inline]
    pub(super) fn round_down(&self, way: &Way, t: u32) -> Option<u32> {
        if t >= way.hi {
            return Some(way.hi);
        }
        if t < way.lo {
            return None;
        }
        if way.windows.from == way.windows.to {
            return Some(t);
        }
        self.windows[way.windows.range()].iter().rev().find(|w| w.0 <= t).map(|w| w.1.min(t))
    }
}
