//! What a driver who comes along a lane may do next, turn restrictions and turn costs included.
//!
//! A driver is in a *state*: on a lane, and maybe with a past that a restriction over several roads remembers. The
//! forbidden sequences of lanes make a finite automaton whose states are their beginnings; a beginning of one lane
//! is that lane. So there is a state for each lane, and a few more for the restrictions over via ways; states with
//! the same lane and the same turns left are one.

use super::Lane;
use super::junction::Junctions;
use super::lanes::{BaseGraph, NONE};
use crate::profile::{HourSpan, RoadTrait};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Sequences of lanes, each at least two long, that must not be driven, and when: no hours mean always.
pub(super) type Forbidden = BTreeMap<Vec<Lane>, Vec<HourSpan>>;

/// A turn that is left in a state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LeftTurn {
    /// The state after it.
    pub(super) to: u32,
    /// What it takes, in milliseconds.
    pub(super) millis: u32,
    /// When it is forbidden: a number in `hours`, [`NONE`] for never.
    pub(super) closed: u32,
}

/// Every state and the turns left in it.
#[derive(Debug, Default)]
pub(super) struct States {
    /// The lane of each state: first the lane of that number, then the lanes with a past.
    pub(super) lane: Vec<Lane>,
    /// The turns left in each state; none in that of a lane that is never open.
    pub(super) turns: Vec<Vec<LeftTurn>>,
    /// The hours at which turns are forbidden.
    pub(super) hours: Vec<Vec<HourSpan>>,
    /// States that restrictions leave without a way on, though lanes leave the vertex.
    pub(super) dead_ends: usize,
}

struct Automaton<'a> {
    base: &'a BaseGraph,
    junctions: &'a Junctions<'a>,
    forbidden: &'a Forbidden,
    /// Every beginning of two lanes or more, and its number among them.
    pasts: Vec<&'a [Lane]>,
    number: FxHashMap<&'a [Lane], u32>,
    /// The hours of turns: those of all restrictions on a turn together.
    hours: Vec<Vec<HourSpan>>,
    hours_number: FxHashMap<Vec<HourSpan>, u32>,
}

/// The states of `base` under restrictions.
pub(super) fn states(base: &BaseGraph, junctions: &Junctions<'_>, forbidden: &Forbidden) -> States {
    let mut automaton = Automaton::new(base, junctions, forbidden);
    let lanes = base.segments.len() * 2;
    let mut turns: Vec<Vec<LeftTurn>> = base
        .all_lanes()
        .map(|lane| if base.is_ever_open(lane) { automaton.turns(&[lane]) } else { Vec::new() })
        .collect();
    let pasts = std::mem::take(&mut automaton.pasts);
    turns.extend(pasts.iter().map(|past| automaton.turns(past)));
    let mut lane: Vec<Lane> = base.all_lanes().collect();
    lane.extend(pasts.iter().map(|past| past[past.len() - 1]));
    let stands_for = merged(lanes, &lane, &turns);
    for turn in turns.iter_mut().flatten() {
        turn.to = stands_for[turn.to as usize];
    }
    // States that another stands for go; the rest close ranks.
    let mut new = vec![NONE; lane.len()];
    let mut made = States { hours: std::mem::take(&mut automaton.hours), ..States::default() };
    for state in 0..lane.len() {
        if stands_for[state] == state as u32 {
            new[state] = made.lane.len() as u32;
            made.lane.push(lane[state]);
            let left = std::mem::take(&mut turns[state]);
            let stuck =
                left.is_empty() && base.is_ever_open(lane[state]) && automaton.had_a_way_on(lane[state]);
            made.dead_ends += usize::from(stuck);
            made.turns.push(left);
        }
    }
    for turn in made.turns.iter_mut().flatten() {
        turn.to = new[turn.to as usize];
    }
    made
}

impl<'a> Automaton<'a> {
    fn new(base: &'a BaseGraph, junctions: &'a Junctions<'a>, forbidden: &'a Forbidden) -> Self {
        let pasts: BTreeSet<&[Lane]> =
            forbidden.keys().flat_map(|s| (2..s.len()).map(move |n| &s[..n])).collect();
        let pasts: Vec<&[Lane]> = pasts.into_iter().collect();
        let number = pasts.iter().enumerate().map(|(i, s)| (*s, i as u32)).collect();
        let (hours, hours_number) = (Vec::new(), FxHashMap::default());
        Self { base, junctions, forbidden, pasts, number, hours, hours_number }
    }

    /// The number of these hours; [`NONE`] of none.
    fn number_of_hours(&mut self, mut hours: Vec<HourSpan>) -> u32 {
        if hours.is_empty() {
            return NONE;
        }
        hours.sort_unstable();
        hours.dedup();
        *self.hours_number.entry(hours).or_insert_with_key(|hours| {
            self.hours.push(hours.clone());
            self.hours.len() as u32 - 1
        })
    }

    /// The state after the lanes `driven`: the longest beginning they end with.
    fn state(&self, driven: &[Lane]) -> u32 {
        let past = (0..driven.len() - 1).find_map(|i| self.number.get(&driven[i..]));
        match past {
            Some(past) => self.base.segments.len() as u32 * 2 + past,
            None => driven[driven.len() - 1].index() as u32,
        }
    }

    /// The turns left after `past`. Turning round is one only where nothing else is left at some hour: at a dead end,
    /// where restrictions leave no other way, or where a public road goes on as local ones only; and in a turning circle.
    /// Nobody plans a round on turning in a junction; who sets out from a house leaves in either direction anyway. (OSRM's
    /// car profile has the same rule.)
    fn turns(&mut self, past: &[Lane]) -> Vec<LeftTurn> {
        let last = past[past.len() - 1];
        let mut driven = past.to_vec();
        let mut left = Vec::new();
        for &next in self.base.out(self.base.head(last)) {
            let Some(cost) = self.junctions.cost(last, next) else { continue };
            driven.push(next);
            let ends: Vec<&Vec<HourSpan>> =
                (0..driven.len() - 1).filter_map(|i| self.forbidden.get(&driven[i..])).collect();
            let never = ends.iter().any(|hours| hours.is_empty());
            if !never {
                let closed = self.number_of_hours(ends.into_iter().flatten().copied().collect());
                left.push((next, LeftTurn { to: self.state(&driven), millis: cost.0, closed }));
            }
            driven.pop();
        }
        let is_local = |lane: Lane| self.base.segments[lane.segment().index()].kind.has(RoadTrait::Local);
        // A way on that is closed at some hours is none at those.
        let goes_on = |(next, turn): &(Lane, LeftTurn)| {
            let always = self.base.is_open(*next) && turn.closed == NONE;
            always && *next != last.reversed() && (is_local(last) || !is_local(*next))
        };
        let has_room = self.base.turning_places[self.base.head(last).index()];
        if !has_room && left.iter().any(goes_on) {
            left.retain(|(next, _)| *next != last.reversed());
        }
        left.into_iter().map(|(_, turn)| turn).collect()
    }

    fn had_a_way_on(&self, lane: Lane) -> bool {
        let out = self.base.out(self.base.head(lane));
        out.iter().any(|&next| self.junctions.cost(lane, next).is_some())
    }
}

/// For each state the one that stands for it: itself, or one of the same lane that leaves the same turns.
fn merged(lanes: usize, lane: &[Lane], turns: &[Vec<LeftTurn>]) -> Vec<u32> {
    let mut stands_for: Vec<u32> = (0..lane.len() as u32).collect();
    // Only states with a past, and the lanes they are on, can be alike.
    let mut asked: Vec<usize> = (lanes..lane.len()).map(|s| lane[s].index()).collect();
    asked.sort_unstable();
    asked.dedup();
    asked.extend(lanes..lane.len());
    loop {
        let mut first: FxHashMap<(Lane, Vec<LeftTurn>), u32> = FxHashMap::default();
        let mut next = stands_for.clone();
        for &state in &asked {
            let resolved = turns[state]
                .iter()
                .map(|turn| LeftTurn { to: stands_for[turn.to as usize], ..turn.clone() })
                .collect();
            next[state] = *first.entry((lane[state], resolved)).or_insert(state as u32);
        }
        if next == stands_for {
            return stands_for;
        }
        stands_for = next;
    }
}
