//! Which lanes are a way through, and which only the first or last stretch of a journey.
//!
//! A road for residents, visitors and deliveries may be driven where the journey begins or ends, never in between:
//! a journey is *local* lanes, then *through* lanes, then *local* lanes again. So a local lane is two nodes of the
//! routing graph: one for who is leaving and may come out on the public roads, one for who is arriving and may not.
//! That is exact; a mere penalty would either let people cut through yards or make the last stretch seem long.
//!
//! Public roads that can only be reached over local ones (a street behind a gate) must not be stranded by this: they
//! count as local too. Then between any two lanes of one part of the network there is a way: along local lanes to
//! the public roads of that part, through them, and along local lanes to the goal. All this is said of states, not
//! of lanes alone, so that it holds whatever turn restrictions remember.

use super::Lane;
use super::component::strongly_connected;
use super::lanes::BaseGraph;
use super::states::States;
use super::{NodeId, Topology};
use crate::profile::RoadTrait;
use crate::units::RoadCost;

/// What a state is on a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    /// On the public roads of its part: a way through.
    Public,
    /// On a public road that one does not get round to again, as at the edge of a map: who starts there may have to
    /// pass local roads before the public ones, who passes is on a public road.
    OneTime,
    /// On a local road: the first or last stretch alone.
    Local,
}

/// What the connections say of each state.
pub(super) struct Through {
    /// The strongly connected part of each state, whatever is local.
    pub(super) part: Vec<u32>,
    /// What each state is.
    pub(super) stretch: Vec<Stretch>,
    /// How many states of public lanes are not simply public.
    pub(super) enclosed: usize,
}

/// Looks at the states as they are when no rule by the hour holds.
pub(super) fn through(base: &BaseGraph, states: &States) -> Through {
    let tagged = |lane: Lane| base.segments[lane.segment().index()].kind.has(RoadTrait::Local);
    let all = Parts::of_graph(&graph(base, states, |_| true));
    let public = Parts::of_graph(&graph(base, states, |lane| !tagged(lane)));
    let mut length = vec![0_u64; public.round.len()];
    let public_lanes = || base.all_lanes().filter(|lane| base.is_open(*lane) && !tagged(*lane));
    for lane in public_lanes() {
        length[public.of(lane.index())] += u64::from(base.segments[lane.segment().index()].decimetres);
    }
    // Of each part the longest public one is its public roads. It must have a way round within itself: a street
    // between two private ones has none.
    let mut main = vec![None::<usize>; all.round.len()];
    for lane in public_lanes().map(|lane| lane.index()).filter(|&lane| public.round[public.of(lane)]) {
        let (mine, of) = (public.of(lane), &mut main[all.of(lane)]);
        let longer = |known: usize| (length[mine], known) > (length[known], mine);
        if of.is_none_or(longer) {
            *of = Some(mine);
        }
    }
    let stretch: Vec<Stretch> = (0..states.lane.len())
        .map(|state| {
            if tagged(states.lane[state]) {
                Stretch::Local
            } else if !all.round[all.of(state)] {
                Stretch::OneTime
            } else if main[all.of(state)] == Some(public.of(state)) {
                Stretch::Public
            } else {
                Stretch::Local
            }
        })
        .collect();
    let enclosed = (0..states.lane.len())
        .filter(|&state| base.is_open(states.lane[state]) && !tagged(states.lane[state]))
        .filter(|&state| stretch[state] != Stretch::Public)
        .count();
    Through { part: all.part, stretch, enclosed }
}

/// The strongly connected parts of a graph.
struct Parts {
    part: Vec<u32>,
    /// Whether a part has a way round: a single node without one is a part too.
    round: Vec<bool>,
}

impl Parts {
    fn of_graph(graph: &Topology) -> Self {
        let part = strongly_connected(graph);
        let mut round = vec![false; part.iter().max().map_or(0, |&m| m as usize + 1)];
        for node in 0..graph.nodes() as u32 {
            for (_, head, _) in graph.out(NodeId(node)) {
                round[part[node as usize] as usize] |= part[node as usize] == part[head.index()];
            }
        }
        Self { part, round }
    }

    fn of(&self, state: usize) -> usize {
        self.part[state] as usize
    }
}

/// The turns between states of open lanes that `is_in`.
fn graph(base: &BaseGraph, states: &States, is_in: impl Fn(Lane) -> bool) -> Topology {
    let counts = |state: u32| {
        let lane = states.lane[state as usize];
        base.is_open(lane) && is_in(lane)
    };
    let arcs: Vec<_> = (0..states.lane.len() as u32)
        .filter(|&from| counts(from))
        .flat_map(|from| states.turns[from as usize].iter().map(move |turn| (from, turn.to)))
        .filter(|&(_, to)| counts(to))
        .map(|(from, to)| (NodeId(from), NodeId(to), RoadCost::ZERO))
        .collect();
    Topology::from_arcs(states.lane.len(), &arcs).0
}
