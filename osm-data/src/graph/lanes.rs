//! Segments and lanes before turns are looked at: who can drive from where to where, and how long it takes.

use super::{Lane, NodeId, Point, Segment, SegmentId};
use crate::pbf::{OsmNodeId, OsmWayId};
use crate::profile::HourSpan;
use rustc_hash::FxHashMap;
use std::ops::Range;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// How long one direction of a segment takes: what traffic and weather stretch, and what the junctions cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct LaneTime {
    /// Driving or sailing, in milliseconds; [`LaneTime::CLOSED`] when closed.
    pub drive: u32,
    /// Signals, crossings, barriers and waits at quays, in milliseconds.
    pub delay: u32,
}

impl LaneTime {
    /// The mark of a closed direction in `drive`.
    pub const CLOSED: u32 = u32::MAX;

    /// A closed direction.
    pub const fn closed() -> Self {
        Self { drive: Self::CLOSED, delay: 0 }
    }

    /// Whether the direction is open.
    pub const fn is_open(self) -> bool {
        self.drive != Self::CLOSED
    }
}

/// What holds of a lane at certain hours.
#[derive(Clone, Debug)]
pub(super) struct HourlyLaneDraft {
    pub(super) lane: Lane,
    pub(super) drive: u32,
    pub(super) hours: Vec<HourSpan>,
}

pub(super) const NONE: u32 = u32::MAX;

/// The roads before turns: vertices, segments, lanes.
#[derive(Default)]
pub(super) struct BaseGraph {
    pub(super) vertices: Vec<Point>,
    /// Whether signals stand on the vertex.
    pub(super) signals: Vec<bool>,
    /// Whether there is room to turn round on the vertex.
    pub(super) turning_places: Vec<bool>,
    pub(super) segments: Vec<Segment>,
    /// All points of the segments, both ends of each included.
    pub(super) points: Vec<Point>,
    /// Where the points of each segment begin, and where the last end.
    pub(super) first_point: Vec<u32>,
    /// By lane: two a segment.
    pub(super) times: Vec<LaneTime>,
    /// Rising by lane; of several of one lane the last that holds counts.
    pub(super) hourly: Vec<HourlyLaneDraft>,
    /// Whether people drive on the left.
    pub(super) on_the_left: bool,
    pub(super) of_way: FxHashMap<OsmWayId, Range<u32>>,
    pub(super) of_node: FxHashMap<OsmNodeId, NodeId>,
    /// Lanes that are ever open, by the vertex where they begin.
    first_out: Vec<u32>,
    out: Vec<Lane>,
    ever_open: Vec<bool>,
}

impl BaseGraph {
    /// Sorts the lanes by vertex; after it the graph can be asked.
    pub(super) fn finish(&mut self) {
        self.ever_open = self.times.iter().map(|time| time.is_open()).collect();
        for hourly in &self.hourly {
            self.ever_open[hourly.lane.index()] |= hourly.drive != LaneTime::CLOSED;
        }
        let mut first = vec![0_u32; self.vertices.len() + 1];
        let open: Vec<Lane> = self.all_lanes().filter(|lane| self.is_ever_open(*lane)).collect();
        for &lane in &open {
            first[self.tail(lane).index() + 1] += 1;
        }
        for i in 0..self.vertices.len() {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        self.out = vec![Lane::default(); open.len()];
        for lane in open {
            let at = &mut next[self.tail(lane).index()];
            self.out[*at as usize] = lane;
            *at += 1;
        }
        self.first_out = first;
    }

    /// Every lane of every segment, open or not.
    pub(super) fn all_lanes(&self) -> impl Iterator<Item = Lane> + use<> {
        (0..self.segments.len() as u32).flat_map(|s| SegmentId(s).lanes())
    }

    /// Whether a lane is open at some hour.
    pub(super) fn is_ever_open(&self, lane: Lane) -> bool {
        self.ever_open[lane.index()]
    }

    /// Whether a lane is open when no rule by the hour holds.
    pub(super) fn is_open(&self, lane: Lane) -> bool {
        self.times[lane.index()].is_open()
    }

    /// The vertex where a lane begins.
    pub(super) fn tail(&self, lane: Lane) -> NodeId {
        let segment = &self.segments[lane.segment().index()];
        if lane.is_backward() { segment.head } else { segment.tail }
    }

    /// The vertex where a lane ends.
    pub(super) fn head(&self, lane: Lane) -> NodeId {
        self.tail(lane.reversed())
    }

    /// The lanes that leave a vertex, at some hour.
    pub(super) fn out(&self, vertex: NodeId) -> &[Lane] {
        &self.out[self.first_out[vertex.index()] as usize..self.first_out[vertex.index() + 1] as usize]
    }

    /// The points of a segment.
    pub(super) fn shape(&self, segment: SegmentId) -> &[Point] {
        &self.points
            [self.first_point[segment.index()] as usize..self.first_point[segment.index() + 1] as usize]
    }

    /// Every lane along a way that a restriction names.
    pub(super) fn lanes_of_way(&self, way: OsmWayId) -> Vec<Lane> {
        let segments = self.of_way.get(&way).cloned().unwrap_or(0..0);
        segments.flat_map(|s| SegmentId(s).lanes()).filter(|lane| self.is_ever_open(*lane)).collect()
    }

    /// The vertex of a node that a restriction names; `None` when no road meets another there, or a barrier
    /// stands on it.
    pub(super) fn vertex_of_node(&self, node: OsmNodeId) -> Option<NodeId> {
        self.of_node.get(&node).copied()
    }
}
