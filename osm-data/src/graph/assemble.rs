//! States and lanes into the arrays of a road graph: nodes numbered by nested dissection, arriving and leaving apart.

use super::lanes::{BaseGraph, NONE};
use super::states::States;
use super::through::{Stretch, Through};
use super::{
    ArcId, Bend, GraphParts, HourlyLane, HourlyTurn, ImportError, LaneNode, NodeId, RoadGraph, SegmentId,
};
use crate::column::Column;
use crate::dissection::{Tree, edge_order, elimination_tree, postorder};
use crate::profile::HourSpan;
use rustc_hash::FxHashMap;

/// How far a journey has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Not yet on the public roads.
    Leaving,
    /// On the public roads.
    Passing,
    /// On local roads, not to leave them again.
    Arriving,
}

/// The nodes of each state: one on a public road; on another one for who is leaving and may come out on the public
/// roads, and one for who has come in from them.
struct Numbers {
    /// The node of who is leaving; on a public road of everybody.
    leaving: Vec<u32>,
    /// The node of who has come in from the public roads.
    entered: Vec<u32>,
    nodes: Vec<LaneNode>,
    /// The state of each node, and the stage.
    state: Vec<(u32, Stage)>,
    segment_node: Vec<u32>,
}

/// The graph; its names are still to be given.
///
/// # Errors
/// [`ImportError::TooLarge`] when the roads are too entangled for the depths of a hierarchy.
pub(super) fn assemble(
    base: BaseGraph,
    states: &States,
    through: &Through,
) -> Result<RoadGraph, ImportError> {
    let numbers = numbered(&base, states, through)?;
    let mut parts = GraphParts::default();
    let mut first_out = Vec::with_capacity(numbers.nodes.len() + 1);
    first_out.push(0_u32);
    let (mut head, mut turn, mut closures) = (Vec::new(), Vec::new(), Vec::new());
    for &(state, stage) in &numbers.state {
        for left in &states.turns[state as usize] {
            // Who has come in from the public roads does not come out on them again.
            if stage == Stage::Arriving && through.stretch[left.to as usize] != Stretch::Local {
                continue;
            }
            let to = if stage == Stage::Leaving { &numbers.leaving } else { &numbers.entered };
            if left.closed != NONE {
                closures.push((head.len() as u32, left.closed));
            }
            head.push(NodeId(to[left.to as usize]));
            // Hundredths of a second: no turn takes eleven minutes.
            turn.push((left.millis / 10).min(u32::from(u16::MAX)) as u16);
        }
        first_out.push(head.len() as u32);
    }
    let mut hours = Hours::default();
    let hourly_turns: Vec<_> = closures
        .iter()
        .map(|&(arc, number)| {
            let (first_span, spans) = hours.number(&states.hours[number as usize]);
            HourlyTurn { arc: ArcId(arc), first_span, spans }
        })
        .collect();
    let hourly_lanes: Vec<_> = base
        .hourly
        .iter()
        .map(|hourly| {
            let (first_span, spans) = hours.number(&hourly.hours);
            HourlyLane { lane: hourly.lane, drive: hourly.drive, first_span, spans }
        })
        .collect();
    let (bend_first, bends) = bends(&base);
    (parts.bend_first, parts.bends) = (bend_first.into(), kept(bends));
    parts.first_out = first_out.into();
    parts.head = kept(head);
    parts.turn = kept(turn);
    parts.nodes = numbers.nodes.into();
    parts.segment_node = numbers.segment_node.into();
    parts.times = base.times.into();
    parts.hourly_lanes = hourly_lanes.into();
    parts.hourly_turns = hourly_turns.into();
    parts.hours = hours.spans.into();
    parts.vertices = base.vertices.into();
    parts.segments = base.segments.into();
    Ok(RoadGraph { parts })
}

/// As a column, without the room that growing left over.
fn kept<T: crate::column::Plain>(mut values: Vec<T>) -> Column<T> {
    values.shrink_to_fit();
    values.into()
}

/// The segments in the order of contraction: that of nested dissection, but each right after all that it depends on.
struct Order {
    segments: Vec<u32>,
    /// The position of the segment that each is contracted into, by position; [`Tree::ROOT`] for none.
    parents: Vec<u32>,
}

fn order(base: &BaseGraph, states: &States) -> Order {
    let dissected =
        edge_order(&flat(base), &base.segments.iter().map(|s| [s.tail.0, s.head.0]).collect::<Vec<_>>());
    let mut rank = vec![0_u32; dissected.len()];
    for (at, &segment) in (0_u32..).zip(&dissected) {
        rank[segment as usize] = at;
    }
    let of_state = |state: u32| rank[states.lane[state as usize].segment().index()];
    let mut joined: Vec<(u32, u32)> = (0_u32..)
        .zip(&states.turns)
        .flat_map(|(state, turns)| turns.iter().map(move |turn| (of_state(state), of_state(turn.to))))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.max(b), a.min(b)))
        .collect();
    joined.sort_unstable();
    joined.dedup();
    let parents = elimination_tree(dissected.len(), joined.into_iter());
    let order = postorder(&parents);
    let mut position = vec![0_u32; order.len()];
    for (at, &old) in (0_u32..).zip(&order) {
        position[old as usize] = at;
    }
    let moved = |parent: u32| if parent == Tree::ROOT { parent } else { position[parent as usize] };
    Order {
        segments: order.iter().map(|&old| dissected[old as usize]).collect(),
        parents: order.iter().map(|&old| moved(parents[old as usize])).collect(),
    }
}

/// Whether no line of ancestors has more nodes than the depths of a hierarchy can count, when each segment has so many
/// nodes.
fn is_shallow(parents: &[u32], nodes: &[u32]) -> bool {
    let mut deepest = vec![0_u64; parents.len()];
    for at in (0..parents.len()).rev() {
        let above = if parents[at] == Tree::ROOT { 0 } else { deepest[parents[at] as usize] };
        deepest[at] = above + u64::from(nodes[at]);
    }
    deepest.iter().all(|&depth| depth <= u64::from(u16::MAX))
}

/// Numbers nodes in the order in which their segments are contracted.
fn numbered(base: &BaseGraph, states: &States, through: &Through) -> Result<Numbers, ImportError> {
    let Order { segments: order, parents } = order(base, states);
    let mut nodes_of = Vec::with_capacity(order.len());
    // States with a past, by segment.
    let lanes = base.segments.len() * 2;
    let mut pasts: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (state, lane) in states.lane.iter().enumerate().skip(lanes) {
        pasts.entry(lane.segment().0).or_default().push(state as u32);
    }
    let mut numbers = Numbers {
        leaving: vec![NONE; states.lane.len()],
        entered: vec![NONE; states.lane.len()],
        nodes: Vec::with_capacity(lanes),
        state: Vec::with_capacity(lanes),
        segment_node: vec![RoadGraph::NO_NODE; base.segments.len()],
    };
    for segment in order {
        let begin = numbers.nodes.len() as u32;
        let own = [segment * 2, segment * 2 + 1].into_iter();
        let open = own.filter(|&s| base.is_ever_open(states.lane[s as usize]));
        for state in open.chain(pasts.remove(&segment).unwrap_or_default()) {
            let lane = states.lane[state as usize];
            let is_first = (state as usize) < lanes;
            let number = numbers.nodes.len() as u32;
            let (first, second) = match through.stretch[state as usize] {
                Stretch::Public => (Stage::Passing, None),
                Stretch::OneTime => (Stage::Leaving, Some(Stage::Passing)),
                Stretch::Local => (Stage::Leaving, Some(Stage::Arriving)),
            };
            numbers.leaving[state as usize] = number;
            numbers.entered[state as usize] = number;
            numbers.nodes.push(if is_first { LaneNode::first(lane) } else { LaneNode::copy(lane) });
            numbers.state.push((state, first));
            if let Some(second) = second {
                numbers.entered[state as usize] = number + 1;
                numbers.nodes.push(LaneNode::copy(lane));
                numbers.state.push((state, second));
            }
        }
        if numbers.nodes.len() as u32 > begin {
            numbers.segment_node[segment as usize] = begin;
        }
        nodes_of.push(numbers.nodes.len() as u32 - begin);
    }
    if !is_shallow(&parents, &nodes_of) {
        return Err(ImportError::TooLarge("roads between two halves of the map"));
    }
    Ok(numbers)
}

/// The vertices on a plane, east and north in about the same unit, counted from the first vertex on so that a map
/// across the 180° meridian is whole.
fn flat(base: &BaseGraph) -> Vec<[i32; 2]> {
    let Some(origin) = base.vertices.first() else { return Vec::new() };
    let middle = base.vertices.iter().map(|p| f64::from(p.lat_e7)).sum::<f64>() / base.vertices.len() as f64;
    let narrowing = (middle / 1e7).to_radians().cos();
    base.vertices
        .iter()
        .map(|p| {
            // The difference wraps round as longitudes do, but for the scale: a full turn is 3.6e9 units.
            let east = (i64::from(p.lon_e7) - i64::from(origin.lon_e7) + 1_800_000_000)
                .rem_euclid(3_600_000_000)
                - 1_800_000_000;
            [(east as f64 * narrowing) as i32, p.lat_e7]
        })
        .collect()
}

/// The bends of every segment, and where those of each begin.
fn bends(base: &BaseGraph) -> (Vec<u32>, Vec<Bend>) {
    let mut all = Vec::with_capacity(base.points.len());
    let mut first = Vec::with_capacity(base.segments.len() + 1);
    first.push(0);
    for number in 0..base.segments.len() {
        let shape = base.shape(SegmentId(number as u32));
        for pair in shape[..shape.len() - 1].windows(2) {
            Bend::steps(pair[0], pair[1], &mut all);
        }
        first.push(all.len() as u32);
    }
    (first, all)
}

/// Every list of hours once.
#[derive(Default)]
struct Hours {
    number: FxHashMap<Vec<HourSpan>, u32>,
    spans: Vec<HourSpan>,
}

impl Hours {
    fn number(&mut self, hours: &[HourSpan]) -> (u32, u32) {
        let spans = &mut self.spans;
        let first = *self.number.entry(hours.to_vec()).or_insert_with(|| {
            spans.extend_from_slice(hours);
            (spans.len() - hours.len()) as u32
        });
        (first, hours.len() as u32)
    }
}
