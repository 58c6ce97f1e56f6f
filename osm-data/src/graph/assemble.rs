//! States and lanes into the arrays of a road graph: nodes numbered by nested dissection, arriving and leaving apart.

use super::lanes::{BaseGraph, NONE};
use super::states::States;
use super::through::{Stretch, Through};
use super::{ArcId, Bend, GraphParts, HourlyLane, HourlyTurn, LaneNode, NodeId, RoadGraph, SegmentId};
use crate::column::Column;
use crate::dissection::edge_order;
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
pub(super) fn assemble(mut base: BaseGraph, states: &States, through: &Through) -> RoadGraph {
    let numbers = numbered(&base, states, through);
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
    parts.bends = kept(bends(&mut base));
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
    RoadGraph { parts }
}

/// As a column, without the room that growing left over.
fn kept<T: crate::column::Plain>(mut values: Vec<T>) -> Column<T> {
    values.shrink_to_fit();
    values.into()
}

/// Numbers nodes in the order in which nested dissection contracts their segments.
fn numbered(base: &BaseGraph, states: &States, through: &Through) -> Numbers {
    let order =
        edge_order(&flat(base), &base.segments.iter().map(|s| [s.tail.0, s.head.0]).collect::<Vec<_>>());
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
    }
    numbers
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

/// The bends of every segment, whose counts are written into the segments.
fn bends(base: &mut BaseGraph) -> Vec<Bend> {
    let mut all = Vec::with_capacity(base.points.len());
    for number in 0..base.segments.len() {
        let first = all.len();
        let shape = base.shape(SegmentId(number as u32));
        for pair in shape[..shape.len() - 1].windows(2) {
            Bend::steps(pair[0], pair[1], &mut all);
        }
        base.segments[number].first_bend = first as u32;
        base.segments[number].bends = (all.len() - first) as u32;
    }
    all
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
