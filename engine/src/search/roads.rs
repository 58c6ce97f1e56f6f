//! Door-to-door times and prices of ways, ready for the innermost loop.

use crate::clock::PlanTime;
use crate::model::{Idx, Place, PlaceIdx, Problem, StaffIdx, TravelModeIdx};
use crate::rules::Weights;
use crate::travel;
use std::sync::Arc;

/// A local place number that stands for "nowhere stated": what can be done anywhere.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The transit of a pair without a road at any hour.
pub(super) const NO_ROAD: u32 = travel::NO_ROAD;

/// More pairs of places (times tables by the hour) than this are looked up in the problem's own tables, so that memory stays
/// bounded: 39 MB.
const MOST_DENSE: usize = 2_200 * 2_200;

/// One way between two places, at one hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    /// Seconds from door to door, handling included; [`NO_ROAD`] where none leads at any hour.
    pub transit: u32,
    /// Points for seconds and metres of travel.
    pub cost: u32,
}

const STAY: Leg = Leg { transit: 0, cost: 0 };
const BLOCKED: Leg = Leg { transit: NO_ROAD, cost: 0 };

/// Travel in one table.
#[derive(Clone, Copy, Debug)]
struct Cell {
    seconds: u32,
    metres: u32,
}

/// People who travel alike: one person, or a crew in one vehicle (time of the slowest, price of all, metres once).
struct Profile {
    /// Travel modes of the people, the driver first.
    modes: Vec<usize>,
    /// Whether every way takes the same at every hour.
    constant: bool,
    /// All pairs, row-major; empty when there are too many places, or ways depend on the hour.
    dense: Vec<Leg>,
    /// Where ways depend on the hour and all people travel by one mode: all pairs, row-major, each with a cell for every
    /// table; empty when there are too many. Shared by crews of every size.
    by_hour: Arc<[Cell]>,
}

impl Profile {
    /// The one mode of all people, if it is one.
    fn single_mode(&self) -> Option<usize> {
        let first = *self.modes.first()?;
        self.modes.iter().all(|&m| m == first).then_some(first)
    }
}

/// Legs between the places of one part of a problem.
pub(super) struct Roads<'p> {
    problem: &'p Problem,
    per_second: i64,
    per_metre: i64,
    places: Vec<PlaceIdx>,
    /// Rows and handling times of the places.
    doors: Vec<Place>,
    local: Vec<u32>,
    profiles: Vec<Profile>,
}

impl<'p> Roads<'p> {
    /// Legs between `places`, without any profile of travel yet.
    pub(super) fn new(problem: &'p Problem, weights: &Weights, mut places: Vec<PlaceIdx>) -> Self {
        places.sort_unstable();
        places.dedup();
        let mut local = vec![NOWHERE; problem.places.len()];
        for (i, place) in places.iter().enumerate() {
            local[place.index()] = u32::try_from(i).expect("places are counted in u32");
        }
        let (per_second, per_metre) = (weights.travel_per_second, weights.travel_per_metre);
        let doors = places.iter().map(|&p| problem.places[p].clone()).collect();
        Self { problem, per_second, per_metre, places, doors, local, profiles: Vec::new() }
    }

    /// The local number of a place.
    pub(super) fn local(&self, place: Option<PlaceIdx>) -> u32 {
        place.map_or(NOWHERE, |p| self.local[p.index()])
    }

    /// The place behind a local number.
    pub(super) fn place(&self, local: u32) -> Option<PlaceIdx> {
        self.places.get(local as usize).copied()
    }

    /// The profile of these people, made when it is new.
    pub(super) fn profile(&mut self, people: &[StaffIdx]) -> u32 {
        let modes: Vec<usize> = people.iter().map(|&s| self.problem.staff[s].travel_mode.index()).collect();
        let found = self.profiles.iter().position(|p| p.modes == modes);
        let index = found.unwrap_or_else(|| {
            let made = self.lay_out(modes);
            self.profiles.push(made);
            self.profiles.len() - 1
        });
        u32::try_from(index).expect("few profiles")
    }

    fn lay_out(&self, modes: Vec<usize>) -> Profile {
        let of_mode = |mode: &usize| &self.problem.travel[TravelModeIdx::from_index(*mode)];
        let constant = modes.iter().all(|m| of_mode(m).periods().is_constant());
        let mut made = Profile { modes, constant, dense: Vec::new(), by_hour: Arc::default() };
        let pairs = self.places.len() * self.places.len();
        if constant {
            if pairs <= MOST_DENSE {
                let n = u32::try_from(self.places.len()).expect("at most the root of MOST_DENSE");
                made.dense.reserve_exact(pairs);
                for a in 0..n {
                    made.dense.extend((0..n).map(|b| self.compute(&made.modes, a, b, 0)));
                }
            }
        } else if let Some(mode) = made.single_mode() {
            let alike = self.profiles.iter().find(|p| p.single_mode() == Some(mode));
            made.by_hour = match alike {
                Some(alike) => Arc::clone(&alike.by_hour),
                None => self.every_pair(mode),
            };
        }
        made
    }

    /// All pairs by one mode, row-major, each with a cell for every table; none when there are too many.
    fn every_pair(&self, mode: usize) -> Arc<[Cell]> {
        let tables = self.problem.travel[TravelModeIdx::from_index(mode)].tables();
        let rows: Vec<usize> = self.doors.iter().map(|door| door.row).collect();
        if rows.len() * rows.len() * tables.len() > MOST_DENSE {
            return Arc::default();
        }
        let pairs = rows.iter().flat_map(|&from| rows.iter().map(move |&to| (from, to)));
        let of_pair = |(from, to)| {
            tables.iter().map(move |table| Cell {
                seconds: table.seconds(from, to).map_or(NO_ROAD, |s| s.0),
                metres: table.metres(from, to).map_or(NO_ROAD, |m| m.0),
            })
        };
        pairs.flat_map(of_pair).collect()
    }

    /// The way from `a` to `b` of somebody who is free at `free` and sets out at once; nothing when they are the same place or
    /// either is [`NOWHERE`].
    #[inline]
    pub(super) fn leg(&self, profile: u32, a: u32, b: u32, free: u32) -> Leg {
        if a == b || a == NOWHERE || b == NOWHERE {
            return STAY;
        }
        let p = &self.profiles[profile as usize];
        if p.dense.is_empty() {
            self.leg_at(p, a, b, free)
        } else {
            p.dense[a as usize * self.places.len() + b as usize]
        }
    }

    /// What the way from `a` to `b` costs more over `over`; nothing where ways depend on the hour. Where no road leads, any number.
    #[inline]
    pub(super) fn detour(&self, profile: u32, a: u32, over: u32, b: u32) -> i64 {
        if over == NOWHERE || self.profiles[profile as usize].dense.is_empty() {
            return 0;
        }
        let cost = |from, to| i64::from(self.leg(profile, from, to, 0).cost);
        cost(a, over) + cost(over, b) - cost(a, b)
    }

    /// When somebody must set out from `a` at the latest to be at `b` by `by`. `None` when nobody can.
    #[inline]
    pub(super) fn latest(&self, profile: u32, a: u32, b: u32, by: u32) -> Option<u32> {
        if a == b || a == NOWHERE || b == NOWHERE {
            return Some(by);
        }
        let p = &self.profiles[profile as usize];
        if p.dense.is_empty() {
            self.latest_at(p, a, b, by)
        } else {
            let transit = p.dense[a as usize * self.places.len() + b as usize].transit;
            if transit == NO_ROAD { None } else { by.checked_sub(transit) }
        }
    }

    /// The day's first way, which begins as late as a start at `begin` allows; `soonest` is the same way begun at once.
    #[inline]
    pub(super) fn first_leg(&self, profile: u32, a: u32, b: u32, begin: u32, soonest: Leg) -> Leg {
        if self.profiles[profile as usize].constant {
            return soonest;
        }
        match self.latest(profile, a, b, begin) {
            Some(free) => self.leg(profile, a, b, free),
            None => soonest,
        }
    }

    /// The way at the hour at which it takes least, for what only needs to know how far things are.
    pub(super) fn least(&self, profile: u32, a: u32, b: u32) -> Leg {
        let p = &self.profiles[profile as usize];
        if p.constant {
            return self.leg(profile, a, b, 0);
        }
        let borders = p.modes.iter().flat_map(|&m| {
            let periods = self.problem.travel[TravelModeIdx::from_index(m)].periods();
            std::iter::once(0).chain(periods.borders().map(|border| border.0))
        });
        borders
            .map(|free| self.leg(profile, a, b, free))
            .min_by_key(|leg| (leg.transit, leg.cost))
            .unwrap_or(BLOCKED)
    }

    #[inline(never)]
    fn leg_at(&self, p: &Profile, a: u32, b: u32, free: u32) -> Leg {
        if p.by_hour.is_empty() {
            return self.compute(&p.modes, a, b, free);
        }
        let travel = &self.problem.travel[TravelModeIdx::from_index(p.modes[0])];
        let cells = self.cells(p, a, b, travel.tables().len());
        let (leave, arrive) = self.handling(a, b);
        let departure = free.saturating_add(leave);
        let Some(there) = travel.periods().arrival(departure, |table| cells[table].seconds) else {
            return BLOCKED;
        };
        let seconds = there - departure;
        let now = cells[travel.periods().table_at(PlanTime(departure))].metres;
        let metres = if now == NO_ROAD {
            cells.iter().map(|c| c.metres).find(|&m| m != NO_ROAD).unwrap_or(0)
        } else {
            now
        };
        let points =
            self.per_second * i64::from(seconds) * p.modes.len() as i64 + self.per_metre * i64::from(metres);
        Leg {
            transit: seconds.saturating_add(leave + arrive),
            cost: u32::try_from(points.max(0)).unwrap_or(u32::MAX),
        }
    }

    #[inline(never)]
    fn latest_at(&self, p: &Profile, a: u32, b: u32, by: u32) -> Option<u32> {
        let (leave, arrive) = self.handling(a, b);
        let by = by.checked_sub(arrive)?;
        if p.by_hour.is_empty() {
            let rows = (self.row(a), self.row(b));
            let each = p.modes.iter().map(|&mode| {
                let travel = &self.problem.travel[TravelModeIdx::from_index(mode)];
                travel.arrive_by(rows.0, rows.1, PlanTime(by)).map(|j| j.departure.0)
            });
            return each.min().flatten()?.checked_sub(leave);
        }
        let travel = &self.problem.travel[TravelModeIdx::from_index(p.modes[0])];
        let cells = self.cells(p, a, b, travel.tables().len());
        travel.periods().departure(by, |table| cells[table].seconds)?.checked_sub(leave)
    }

    #[inline]
    fn cells<'a>(&self, p: &'a Profile, a: u32, b: u32, tables: usize) -> &'a [Cell] {
        let pair = a as usize * self.places.len() + b as usize;
        &p.by_hour[pair * tables..(pair + 1) * tables]
    }

    /// Seconds to leave `a`, and to arrive at `b`.
    #[inline]
    fn handling(&self, a: u32, b: u32) -> (u32, u32) {
        (self.doors[a as usize].leave.0, self.doors[b as usize].arrive.0)
    }

    fn row(&self, local: u32) -> usize {
        self.doors[local as usize].row
    }

    /// The way of one member of a profile on its own, free at `free`: seconds from door to door, and points; the driver's metres
    /// count.
    pub(super) fn leg_of_member(&self, profile: u32, member: usize, a: u32, b: u32, free: u32) -> Leg {
        if a == b || a == NOWHERE || b == NOWHERE {
            return STAY;
        }
        let mode = self.profiles[profile as usize].modes[member];
        self.single(mode, member == 0, a, b, free).unwrap_or(BLOCKED)
    }

    /// The first way of a member's day, begun as late as a start at `begin` allows.
    pub(super) fn first_leg_of_member(&self, profile: u32, member: usize, a: u32, b: u32, begin: u32) -> Leg {
        if a == b || a == NOWHERE || b == NOWHERE {
            return STAY;
        }
        let mode = self.profiles[profile as usize].modes[member];
        let (leave, arrive) = self.handling(a, b);
        let travel = &self.problem.travel[TravelModeIdx::from_index(mode)];
        let journey =
            begin.checked_sub(arrive).and_then(|by| travel.arrive_by(self.row(a), self.row(b), PlanTime(by)));
        let free = journey.and_then(|j| j.departure.0.checked_sub(leave)).unwrap_or(0);
        self.leg_of_member(profile, member, a, b, free)
    }

    fn single(&self, mode: usize, drives: bool, a: u32, b: u32, free: u32) -> Option<Leg> {
        let (leave, arrive) = self.handling(a, b);
        let travel = &self.problem.travel[TravelModeIdx::from_index(mode)];
        let journey = travel.leave(self.row(a), self.row(b), PlanTime(free.saturating_add(leave)))?;
        let seconds = journey.time().0;
        let points = self.per_second * i64::from(seconds)
            + if drives { self.per_metre * i64::from(journey.length.0) } else { 0 };
        Some(Leg {
            transit: seconds.checked_add(leave)?.checked_add(arrive)?,
            cost: u32::try_from(points.max(0)).unwrap_or(u32::MAX),
        })
    }

    fn compute(&self, modes: &[usize], a: u32, b: u32, free: u32) -> Leg {
        if a == b {
            return STAY;
        }
        let mut all = STAY;
        for (member, &mode) in modes.iter().enumerate() {
            let Some(leg) = self.single(mode, member == 0, a, b, free) else { return BLOCKED };
            all.transit = all.transit.max(leg.transit);
            all.cost = all.cost.saturating_add(leg.cost);
        }
        all
    }
}
