//! Door-to-door times and prices of ways, ready for the innermost loop.

use crate::model::{Idx, PlaceIdx, Problem, StaffIdx};
use crate::rules::Weights;

/// A local place number that stands for "nowhere stated": what can be done anywhere.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The transit of a pair without a road.
pub(super) const NO_ROAD: u32 = u32::MAX;

/// More places than this are looked up in the problem's own tables, so that memory stays bounded.
const MOST_DENSE: usize = 2_200;

/// One way between two places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    /// Seconds from door to door, handling included; [`NO_ROAD`] where none leads.
    pub transit: u32,
    /// Points for seconds and metres of travel.
    pub cost: u32,
}

const STAY: Leg = Leg { transit: 0, cost: 0 };
const BLOCKED: Leg = Leg { transit: NO_ROAD, cost: 0 };

/// People who travel alike: one person, or a crew in one vehicle (time of the slowest, price of all, metres once).
struct Profile {
    /// Travel modes of the people, the driver first.
    modes: Vec<usize>,
    /// All pairs, row-major; empty when there are too many places.
    dense: Vec<Leg>,
}

/// Legs between the places of one part of a problem.
pub(super) struct Roads<'p> {
    problem: &'p Problem,
    per_second: i64,
    per_metre: i64,
    places: Vec<PlaceIdx>,
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
        Self { problem, per_second, per_metre, places, local, profiles: Vec::new() }
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
            let mut made = Profile { modes, dense: Vec::new() };
            if self.places.len() <= MOST_DENSE {
                let n = u32::try_from(self.places.len()).expect("at most MOST_DENSE");
                made.dense.reserve_exact(self.places.len() * self.places.len());
                for a in 0..n {
                    made.dense.extend((0..n).map(|b| self.compute(&made.modes, a, b)));
                }
            }
            self.profiles.push(made);
            self.profiles.len() - 1
        });
        u32::try_from(index).expect("few profiles")
    }

    /// The way from `a` to `b`; nothing when they are the same place or either is [`NOWHERE`].
    #[inline]
    pub(super) fn leg(&self, profile: u32, a: u32, b: u32) -> Leg {
        if a == b || a == NOWHERE || b == NOWHERE {
            return STAY;
        }
        let p = &self.profiles[profile as usize];
        if p.dense.is_empty() {
            self.compute(&p.modes, a, b)
        } else {
            p.dense[a as usize * self.places.len() + b as usize]
        }
    }

    /// The way of one member of a profile on its own: seconds from door to door, and points; the driver's metres count.
    pub(super) fn leg_of_member(&self, profile: u32, member: usize, a: u32, b: u32) -> Leg {
        if a == b || a == NOWHERE || b == NOWHERE {
            return STAY;
        }
        let mode = self.profiles[profile as usize].modes[member];
        self.single(mode, member == 0, a, b).unwrap_or(BLOCKED)
    }

    fn single(&self, mode: usize, drives: bool, a: u32, b: u32) -> Option<Leg> {
        let (from, to) =
            (&self.problem.places[self.places[a as usize]], &self.problem.places[self.places[b as usize]]);
        let table = &self.problem.travel[crate::model::TravelModeIdx::from_index(mode)];
        let seconds = table.seconds(from.row, to.row)?.0;
        let metres = table.metres(from.row, to.row)?.0;
        let points = self.per_second * i64::from(seconds)
            + if drives { self.per_metre * i64::from(metres) } else { 0 };
        Some(Leg {
            transit: seconds.checked_add(from.leave.0)?.checked_add(to.arrive.0)?,
            cost: u32::try_from(points.max(0)).unwrap_or(u32::MAX),
        })
    }

    fn compute(&self, modes: &[usize], a: u32, b: u32) -> Leg {
        if a == b {
            return STAY;
        }
        let mut all = STAY;
        for (member, &mode) in modes.iter().enumerate() {
            let Some(leg) = self.single(mode, member == 0, a, b) else { return BLOCKED };
            all.transit = all.transit.max(leg.transit);
            all.cost = all.cost.saturating_add(leg.cost);
        }
        all
    }
}
