//! The hidden Markov model: where a point may have been, how well that explains it, and what may follow what.

use super::trace::{MOST_CANDIDATES, Trace};
use crate::guidance::bearing_between;
use crate::network::RoadNetwork;
use crate::profile::TravelMode;
use crate::snap::{Directions, Snap};
use crate::units::RoadCost;

/// By how many metres road and straight line differ on average, of what is driven between two points: OSRM's figure,
/// `MATCHING_BETA`.
const DETOUR: f64 = 10.0;

/// Road and straight line may differ by no more than this when nobody knows how long it took, in metres: OSRM's figure,
/// `MAX_DISTANCE_DELTA`.
const MOST_DETOUR: f64 = 2_000.0;

/// So many points in a row, or so many times the usual time between two, are a gap: OSRM's figure, `MAX_BROKEN_STATES`.
const MOST_MISSING: usize = 10;

/// Who comes from a direction and goes on within so many degrees of it may have turned round there: OSRM's figure.
const SHARP: i32 = 45;

/// So many standard deviations of their difference two points of one place may seem to be apart: as many as a point may
/// seem to lie beside its road.
const DEVIATIONS_APART: f64 = 3.0;

/// How badly a sequence explains the trace; less is better.
///
/// What is multiplied in probabilities is added here, in millionths of a natural logarithm: whole numbers, so that ties
/// are ties. Factors that all sequences share are left out. Among equally good ones the fastest is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Doubt {
    logarithms: u64,
    millis: u64,
}

/// Where a point may have been, and in which directions its road was driven there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct State {
    pub(super) snap: Snap,
    pub(super) directions: Directions,
    /// How badly that explains the point.
    pub(super) doubt: Doubt,
}

/// The way from a state to one of the next point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// How badly it explains that the one follows the other.
    pub(super) doubt: Doubt,
    /// Whether the car stands still, though the point lies a little behind.
    pub(super) stands: bool,
}

/// A trace on a network.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'a> {
    pub(super) network: &'a RoadNetwork,
    pub(super) trace: &'a Trace,
    /// Longer than this nothing is measured only in a gap, in seconds.
    longest_wait: u64,
}

impl Doubt {
    fn of(logarithms: f64, cost: RoadCost) -> Self {
        // What is too much for the type is the most it holds.
        Self { logarithms: (logarithms * 1e6).round() as u64, millis: u64::from(cost.millis().0) }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            logarithms: self.logarithms.saturating_add(other.logarithms),
            millis: self.millis.saturating_add(other.millis),
        }
    }
}

impl<'a> Model<'a> {
    pub(super) fn new(network: &'a RoadNetwork, trace: &'a Trace) -> Self {
        let mut waits: Vec<u32> =
            trace.seconds.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
        waits.sort_unstable();
        let usual = waits.get(waits.len() / 2).map_or(1, |&wait| wait.max(1));
        Self { network, trace, longest_wait: u64::from(usual) * MOST_MISSING as u64 }
    }

    /// The states of a point.
    ///
    /// A road that may be driven both ways is two of them, one for each direction, so that who arrives in one goes on
    /// in it. Where the trace turns back there is a third, for who turns round on the road. (OSRM has the third instead of
    /// the two there.)
    pub(super) fn states(&self, at: usize) -> Vec<State> {
        let point = &self.trace.points[at];
        let turns_back = self.turns_back(at);
        let mut states = Vec::new();
        for &(snap, directions) in point.candidates.iter().take(MOST_CANDIDATES) {
            let off = point.place.metres_to(snap.place) / point.reckoned_deviation();
            // A Gaussian, without the factor that all places of the point share.
            let doubt = Doubt::of(0.5 * off * off, RoadCost::ZERO);
            let mut add = |directions| states.push(State { snap, directions, doubt });
            match directions {
                Directions::Neither => {}
                Directions::Forward | Directions::Backward => add(directions),
                Directions::Both => {
                    add(Directions::Forward);
                    add(Directions::Backward);
                    if turns_back {
                        add(Directions::Both);
                    }
                }
            }
        }
        states
    }

    /// Whether the trace comes to a point from where it goes on to. (OSRM lets places nearer to each other than they are
    /// measured exactly tell directions, too.)
    fn turns_back(&self, at: usize) -> bool {
        let look = |to: Option<usize>| {
            let (here, there) = (&self.trace.points[at], self.trace.points.get(to?)?);
            let noise = noise_between(here.reckoned_deviation(), there.reckoned_deviation());
            bearing_between(here.place, there.place).filter(|_| here.place.metres_to(there.place) > noise)
        };
        let (Some(back), Some(ahead)) = (look(at.checked_sub(1)), look(at.checked_add(1))) else {
            return false;
        };
        let apart = (i32::from(ahead) - i32::from(back)).rem_euclid(360);
        apart.min(360 - apart) <= SHARP
    }

    /// Whether so little was measured between two points that nothing joins them.
    pub(super) fn is_gap(&self, from: usize, to: usize) -> bool {
        // The first binds where OSRM knows the time, too: so that healing a break takes a bounded time.
        to - from > MOST_MISSING || (self.trace.split_gaps && self.wait(from, to) > self.longest_wait)
    }

    /// Seconds between two points; nought when nobody knows.
    fn wait(&self, from: usize, to: usize) -> u64 {
        let second = |at: usize| self.trace.seconds.get(at).copied().map_or(0, u64::from);
        second(to).saturating_sub(second(from))
    }

    /// By how many metres road and straight line between two points may differ.
    fn most_detour(&self, from: usize, to: usize) -> f64 {
        if self.trace.seconds.is_empty() {
            return MOST_DETOUR;
        }
        // Within one second of the clock much of a second can pass.
        self.wait(from, to).max(1) as f64 * fastest(self.network.mode)
    }

    /// The ways from states of one point to those of another, row-major; `None` where one cannot have been driven.
    pub(super) fn passages(
        &self,
        (from, before): (usize, &[State]),
        (to, after): (usize, &[State]),
    ) -> Vec<Option<Passage>> {
        let split = |states: &[State]| -> (Vec<Snap>, Vec<Directions>) {
            states.iter().map(|state| (state.snap, state.directions)).unzip()
        };
        let ((sources, leaving), (targets, arriving)) = (split(before), split(after));
        let costs = self.network.costs_on(&sources, &leaving, &targets, &arriving);
        let each = costs.chunks(after.len().max(1)).zip(before).flat_map(|(row, source)| {
            row.iter().zip(after).map(move |(&cost, target)| (cost, source, target))
        });
        each.map(|(cost, source, target)| self.passage(from, to, source, target, cost)).collect()
    }

    /// The way between two states, by what it costs.
    pub(super) fn passage(
        &self,
        from: usize,
        to: usize,
        source: &State,
        target: &State,
        cost: RoadCost,
    ) -> Option<Passage> {
        let [before, after] = [from, to].map(|at| &self.trace.points[at]);
        let noise = noise_between(before.reckoned_deviation(), after.reckoned_deviation());
        let stands = stands(source, target, noise);
        let cost = if stands { RoadCost::ZERO } else { cost };
        if cost == RoadCost::UNREACHABLE {
            return None;
        }
        let road = f64::from(cost.decimetres()) / 10.0;
        let detour = (road - before.place.metres_to(after.place)).abs();
        // An exponential distribution, without the factor that all ways share.
        (detour < self.most_detour(from, to))
            .then(|| Passage { doubt: Doubt::of(detour / DETOUR, cost), stands })
    }
}

/// Whether a state seems to lie behind the one before only because neither was measured exactly: by no more than one
/// standard deviation of their difference. More would let a trace against a one-way street stand still there, point
/// after point.
///
/// OSRM has no such thing: there who stands still drives round the block, or the trace breaks.
fn stands(source: &State, target: &State, noise: f64) -> bool {
    let (along, now) = (source.snap.along, target.snap.along);
    let behind = match target.directions {
        Directions::Forward => along.saturating_sub(now),
        Directions::Backward => now.saturating_sub(along),
        Directions::Both | Directions::Neither => 0,
    };
    behind > 0
        && source.snap.segment == target.snap.segment
        && source.directions == target.directions
        && f64::from(behind) / 10.0 * DEVIATIONS_APART <= noise
}

/// How far apart one place may seem to be that is measured twice with these standard deviations, in metres.
fn noise_between(one: f64, other: f64) -> f64 {
    DEVIATIONS_APART * one.hypot(other)
}

/// What nobody exceeds, in metres a second: `max_speed_for_map_matching` of OSRM's profiles for cars, bicycles and
/// walkers.
fn fastest(mode: TravelMode) -> f64 {
    match mode {
        TravelMode::Car => 180.0 / 3.6,
        TravelMode::Bicycle | TravelMode::Foot => 40.0 / 3.6,
    }
}
