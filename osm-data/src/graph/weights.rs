//! Costs of lanes and turns under a travel condition.

use super::{Lane, LaneTime, RoadGraph, SegmentId, Topology};
use crate::profile::{HourSpan, RoadMoment, TravelCondition};
use crate::units::{Millis, RoadCost};
use std::borrow::Cow;

/// What every lane and every turn costs under one condition.
///
/// The cost of a turn includes the whole lane that it leads into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    lanes: Vec<RoadCost>,
    /// Turns that do not hold at the moment, rising.
    closed_turns: Vec<u32>,
}

impl Weights {
    /// What `graph` costs under a condition, with some segments closed on top.
    pub fn new(graph: &RoadGraph, condition: &TravelCondition, closed: &[SegmentId]) -> Self {
        let parts = graph.parts();
        let mut times = Cow::Borrowed(&parts.times[..]);
        let hours = |first: u32, count: u32| &parts.hours[first as usize..(first + count) as usize];
        let mut closed_turns = Vec::new();
        if let Some(moment) = condition.moment {
            for hourly in parts.hourly_lanes.iter() {
                if holds(hours(hourly.first_span, hourly.spans), moment) {
                    times.to_mut()[hourly.lane.index()].drive = hourly.drive;
                }
            }
            let turns = parts.hourly_turns.iter();
            closed_turns
                .extend(turns.filter(|t| holds(hours(t.first_span, t.spans), moment)).map(|t| t.arc.0));
            closed_turns.sort_unstable();
        }
        let mut lanes = Vec::with_capacity(times.len());
        for (segment, pair) in parts.segments.iter().zip(times.chunks_exact(2)) {
            let percent = condition.percent(segment.kind);
            lanes.extend(pair.iter().map(|time| match percent {
                Some(percent) => cost(*time, percent, condition.delay_percent, segment.decimetres),
                None => RoadCost::UNREACHABLE,
            }));
        }
        for segment in closed {
            for lane in segment.lanes() {
                lanes[lane.index()] = RoadCost::UNREACHABLE;
            }
        }
        Self { lanes, closed_turns }
    }

    /// What it takes to drive a lane from end to end; [`RoadCost::UNREACHABLE`] when it is closed.
    pub fn lane(&self, lane: Lane) -> RoadCost {
        self.lanes[lane.index()]
    }

    /// What a turn of `graph` and the lane after it cost.
    pub fn turn(&self, graph: &RoadGraph, arc: usize) -> RoadCost {
        let parts = graph.parts();
        let lane = self.lane(parts.nodes[parts.head[arc].index()].lane());
        if lane == RoadCost::UNREACHABLE || self.closed_turns.binary_search(&(arc as u32)).is_ok() {
            return RoadCost::UNREACHABLE;
        }
        lane.then(RoadCost::new(Millis(u32::from(parts.turn[arc]) * 10), 0))
    }

    /// What every turn of `graph` costs, in the order of its arrays.
    pub fn turns(&self, graph: &RoadGraph) -> Vec<RoadCost> {
        (0..graph.arcs()).map(|arc| self.turn(graph, arc)).collect()
    }

    /// `graph` as a topology with these costs: for slow searches; closed turns are left out.
    pub fn topology(&self, graph: &RoadGraph) -> Topology {
        let parts = graph.parts();
        let arcs: Vec<_> = (0..graph.nodes())
            .flat_map(|tail| {
                let node = super::NodeId(tail as u32);
                graph.turns_of(node).map(move |arc| (node, parts.head[arc], self.turn(graph, arc)))
            })
            .filter(|(_, _, cost)| *cost != RoadCost::UNREACHABLE)
            .collect();
        Topology::from_arcs(graph.nodes(), &arcs).0
    }
}

fn holds(hours: &[HourSpan], moment: RoadMoment) -> bool {
    hours.iter().any(|span| span.holds(moment))
}

fn cost(time: LaneTime, percent: u32, delay_percent: u32, decimetres: u32) -> RoadCost {
    if !time.is_open() {
        return RoadCost::UNREACHABLE;
    }
    let stretched = |millis: u32, percent: u32| u64::from(millis) * u64::from(percent) / 100;
    let millis = stretched(time.drive, percent) + stretched(time.delay, delay_percent);
    // No lane is free of cost: circles of zero cost would make shortest paths ambiguous.
    RoadCost::new(Millis(u32::try_from(millis.max(1)).unwrap_or(u32::MAX)), decimetres)
}
