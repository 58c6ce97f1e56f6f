//! Two passes over the elements: first ways and relations, then the nodes they need; then ways are cut into
//! segments at junctions.

use super::restriction::{self, Restriction};
use super::shape::{decimetres, metres_along};
use super::{
    GraphParts, ImportStatistics, Lane, NO_COMPONENT, NodeId, Point, RoadGraph, Segment, SegmentId, Topology,
    component, turns,
};
use crate::pbf::{Kinds, OsmElement, OsmNode, OsmNodeId, OsmWay, OsmWayId, PbfError, PbfReader};
use crate::profile::{BarrierUse, NodeDelay, Pace, TravelMode, WayUse, node_use, way_use};
use crate::units::{Millis, RoadCost};
use rustc_hash::FxHashMap;
use std::io::{Read, Seek};
use std::ops::Range;

/// Why no road graph came of a file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error(transparent)]
    Pbf(#[from] PbfError),
    /// The file was read, and there is no road in it.
    #[error(
        "no road open to a {mode} in {ways} ways with {nodes} nodes; take an extract that holds `highway` ways and their nodes"
    )]
    NoRoads {
        /// Who wanted to travel.
        mode: &'static str,
        /// Ways read.
        ways: u64,
        /// Nodes read.
        nodes: u64,
    },
    /// More of something than the numbers of a map file can count.
    #[error("too many {0} for one map file; take a smaller extract")]
    TooLarge(&'static str),
}

/// Reads the elements twice and builds the road graph of one mode of travel.
///
/// Elements may come in any order. `log` is told when a stage begins, so that the caller can time it.
///
/// # Errors
/// [`ImportError`] when the file cannot be read or holds no road.
pub fn import<R: Read + Seek>(
    reader: &mut PbfReader<R>,
    mode: TravelMode,
    log: &mut dyn FnMut(&str),
) -> Result<(RoadGraph, ImportStatistics), ImportError> {
    let mut counts = ImportStatistics::default();
    log("reading ways and relations");
    let mut draft = Draft::default();
    let read = reader.read(Kinds::WAYS_AND_RELATIONS, |element| match element {
        OsmElement::Way(way) => draft.take_way(&way, mode, &mut counts),
        OsmElement::Relation(relation) => {
            draft.restrictions.extend(restriction::read(&relation, mode, &mut counts))
        }
        OsmElement::Node(_) => {}
    })?;
    (counts.ways_read, counts.relations_read) = (read.ways, read.relations);
    draft.number_nodes();
    log("reading nodes");
    let read = reader.read(Kinds::NODES, |element| {
        if let OsmElement::Node(node) = element {
            draft.take_node(&node, mode, &mut counts);
        }
    })?;
    (counts.nodes_read, counts.nodes_off_earth) = (read.nodes, read.nodes_off_earth);
    log("cutting ways at junctions");
    let base = draft.cut(&mut counts)?;
    if base.arcs.is_empty() {
        return Err(ImportError::NoRoads {
            mode: mode.name(),
            ways: counts.ways_read,
            nodes: counts.nodes_read,
        });
    }
    log("applying turn restrictions");
    let graph = finish(base, &draft, &mut counts);
    Ok((graph, counts))
}

/// A way that the mode may use.
struct DraftWay {
    id: OsmWayId,
    refs: Range<usize>,
    usage: WayUse,
    name: u32,
}

/// What is known of a node on a used way.
#[derive(Clone, Copy)]
struct DraftNode {
    /// `None` until it is met in the file.
    point: Option<Point>,
    /// Some way passes here already.
    seen: bool,
    /// A way ends here, or a second one passes.
    junction: bool,
    /// A road passes here, not only ferries.
    on_road: bool,
    /// A barrier ends every road here.
    closed: bool,
    delay: NodeDelay,
}

/// Ways and nodes on their way to a graph.
#[derive(Default)]
struct Draft {
    ways: Vec<DraftWay>,
    /// The nodes of all ways, first by OSM number, later by position in `nodes`.
    refs: Vec<OsmNodeId>,
    at: Vec<u32>,
    nodes: Vec<DraftNode>,
    number: FxHashMap<OsmNodeId, u32>,
    names: Names,
    restrictions: Vec<Restriction>,
}

/// Every name once, in order of first use; number 0 is the empty name.
struct Names {
    number: FxHashMap<String, u32>,
    first: Vec<u32>,
    text: Vec<u8>,
}

impl Default for Names {
    fn default() -> Self {
        Self { number: [(String::new(), 0)].into_iter().collect(), first: vec![0, 0], text: Vec::new() }
    }
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.number.get(name) {
            return known;
        }
        let new = self.first.len() as u32 - 1;
        self.text.extend_from_slice(name.as_bytes());
        self.first.push(self.text.len() as u32);
        self.number.insert(name.to_owned(), new);
        new
    }
}

impl Draft {
    fn take_way(&mut self, way: &OsmWay<'_>, mode: TravelMode, counts: &mut ImportStatistics) {
        let Some(usage) = way_use(&way.tags, mode) else { return };
        counts.ways_used += 1;
        counts.ferry_ways += u64::from(usage.is_ferry());
        counts.local_ways += u64::from(usage.local);
        counts.conditional_ways += u64::from(way.tags.iter().any(|(key, _)| key.ends_with(":conditional")));
        let name = self.names.number(way.tags.first_of(&["name", "ref"]).unwrap_or_default());
        let begin = self.refs.len();
        for &node in way.nodes {
            // A node given twice running is a slip of the pen.
            if self.refs.len() == begin || self.refs.last() != Some(&node) {
                self.refs.push(node);
            }
        }
        self.ways.push(DraftWay { id: way.id, refs: begin..self.refs.len(), usage, name });
    }

    /// Numbers the nodes of all ways and marks the junctions.
    fn number_nodes(&mut self) {
        let unknown = DraftNode {
            point: None,
            seen: false,
            junction: false,
            on_road: false,
            closed: false,
            delay: NodeDelay::default(),
        };
        self.number.reserve(self.refs.len());
        self.at.reserve(self.refs.len());
        for &node in &self.refs {
            let next = self.nodes.len() as u32;
            let at = *self.number.entry(node).or_insert(next);
            if at == next {
                self.nodes.push(unknown);
            }
            self.at.push(at);
        }
        for way in &self.ways {
            let is_road = !way.usage.is_ferry();
            let last = way.refs.end.wrapping_sub(1);
            for i in way.refs.clone() {
                let node = &mut self.nodes[self.at[i] as usize];
                node.junction |= node.seen || i == way.refs.start || i == last;
                node.seen = true;
                node.on_road |= is_road;
            }
        }
    }

    fn take_node(&mut self, node: &OsmNode<'_>, mode: TravelMode, counts: &mut ImportStatistics) {
        let Some(&at) = self.number.get(&node.id) else { return };
        let usage = node_use(&node.tags, mode);
        match usage.barrier {
            BarrierUse::None => {}
            BarrierUse::Passable => counts.barriers_passable += 1,
            BarrierUse::Closed => counts.barriers_closed += 1,
        }
        let known = &mut self.nodes[at as usize];
        known.point = Some(Point::from_lonlat(node.place));
        known.closed = usage.barrier == BarrierUse::Closed;
        known.delay = usage.delay;
    }

    /// Cuts every way at its junctions, its barriers and where a node is missing.
    fn cut(&self, counts: &mut ImportStatistics) -> Result<BaseGraph, ImportError> {
        let mut base = BaseGraph { vertex: vec![NONE; self.nodes.len()], ..BaseGraph::default() };
        // Only ways named in a restriction are ever looked up again.
        let mut asked: FxHashMap<OsmWayId, Range<u32>> = FxHashMap::default();
        for restriction in &self.restrictions {
            let via = match &restriction.via {
                restriction::Via::Node(_) => &[][..],
                restriction::Via::Ways(ways) => ways,
            };
            asked.extend(restriction.from.iter().chain(&restriction.to).chain(via).map(|w| (*w, 0..0)));
        }
        for way in &self.ways {
            let first = base.segments.len() as u32;
            let at = &self.at[way.refs.clone()];
            counts.missing_nodes +=
                at.iter().filter(|&&n| self.nodes[n as usize].point.is_none()).count() as u64;
            let metres = if way.usage.is_ferry() { self.length(at) } else { 0.0 };
            for run in at.split(|&n| self.nodes[n as usize].point.is_none()) {
                self.cut_run(way, run, metres, &mut base);
            }
            if let Some(range) = asked.get_mut(&way.id) {
                *range = first..base.segments.len() as u32;
            }
        }
        base.of_way = asked;
        base.of_node = self
            .restrictions
            .iter()
            .filter_map(|r| match &r.via {
                restriction::Via::Node(node) => Some(*node),
                restriction::Via::Ways(_) => None,
            })
            .filter_map(|node| Some((node, *self.number.get(&node)?)))
            .filter(|(_, at)| base.vertex[*at as usize] != NONE)
            .map(|(node, at)| (node, NodeId(base.vertex[at as usize])))
            .collect();
        base.vertex = Vec::new();
        if base.points.len() > u32::MAX as usize || base.segments.len() > (u32::MAX / 2) as usize {
            return Err(ImportError::TooLarge("roads"));
        }
        base.sort_arcs();
        Ok(base)
    }

    /// Length of the parts of a way whose nodes are there.
    fn length(&self, at: &[u32]) -> f64 {
        at.split(|&n| self.nodes[n as usize].point.is_none())
            .map(|run| {
                metres_along(&run.iter().filter_map(|&n| self.nodes[n as usize].point).collect::<Vec<_>>())
            })
            .sum()
    }

    /// Cuts a run of present nodes into segments.
    fn cut_run(&self, way: &DraftWay, run: &[u32], way_metres: f64, base: &mut BaseGraph) {
        let mut begin = 0;
        let mut tail = None;
        for end in 1..run.len() {
            let node = &self.nodes[run[end] as usize];
            if !(node.junction || node.closed || end + 1 == run.len()) {
                continue;
            }
            let nodes = &run[begin..=end];
            let tail_vertex = tail.unwrap_or_else(|| base.vertex_at(run[begin], &self.nodes));
            let head_vertex = base.vertex_at(run[end], &self.nodes);
            self.add_segment(way, nodes, way_metres, tail_vertex, head_vertex, base);
            begin = end;
            // At a barrier the next segment begins at a vertex of its own, so that nothing passes.
            tail = (!node.closed).then_some(head_vertex);
        }
    }

    fn add_segment(
        &self,
        way: &DraftWay,
        nodes: &[u32],
        way_metres: f64,
        tail: NodeId,
        head: NodeId,
        base: &mut BaseGraph,
    ) {
        let first_point = base.points.len();
        base.points.extend(nodes.iter().filter_map(|&n| self.nodes[n as usize].point));
        let metres = metres_along(&base.points[first_point..]);
        let id = SegmentId(base.segments.len() as u32);
        base.segments.push(Segment {
            way: way.id.0,
            tail,
            head,
            decimetres: decimetres(metres),
            first_point: first_point as u32,
            points: (base.points.len() - first_point) as u32,
            name: way.name,
            component: NO_COMPONENT,
            can_stop: u32::from(way.usage.can_stop),
        });
        let delays = |pick: fn(&NodeDelay) -> Millis, over: &[u32]| -> u32 {
            over.iter().map(|&n| pick(&self.nodes[n as usize].delay).0).sum()
        };
        // A node delays the arc that enters it, the end included, the beginning not.
        let forward = delays(|d| d.forward, &nodes[1..]);
        let backward = delays(|d| d.backward, &nodes[..nodes.len() - 1]);
        let first_node = &self.nodes[nodes[0] as usize];
        let last_node = &self.nodes[nodes[nodes.len() - 1] as usize];
        for (lane, pace, delay, boarding, tail, head) in [
            (id.forward(), way.usage.forward, forward, first_node, tail, head),
            (id.backward(), way.usage.backward, backward, last_node, head, tail),
        ] {
            let Some(pace) = pace else { continue };
            let length = decimetres(metres);
            let millis = match pace {
                Pace::Drive(speed) => speed.time_for(length).0,
                Pace::Sail { wait, crossing, speed } => {
                    let sailing = crossing.map_or_else(
                        || speed.time_for(length),
                        |whole| Millis((f64::from(whole.0) * metres / way_metres.max(0.1)).round() as u32),
                    );
                    // The wait is paid where a road meets the ferry, not at every joint between ferry ways.
                    sailing.0.saturating_add(if boarding.on_road { wait.0 } else { 0 })
                }
            };
            // No arc is free of cost: circles of zero cost would make shortest paths ambiguous.
            let cost = RoadCost::new(Millis(millis.saturating_add(delay).max(1)), length);
            base.arcs.push(BaseArc { tail, head, cost, lane });
        }
    }
}

const NONE: u32 = u32::MAX;

/// An arc before and after splitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BaseArc {
    pub(super) tail: NodeId,
    pub(super) head: NodeId,
    pub(super) cost: RoadCost,
    pub(super) lane: Lane,
}

/// The graph before turn restrictions: vertices, segments, arcs.
#[derive(Default)]
pub(super) struct BaseGraph {
    /// The vertex of each node of the draft, or [`NONE`].
    vertex: Vec<u32>,
    pub(super) vertices: Vec<Point>,
    pub(super) segments: Vec<Segment>,
    points: Vec<Point>,
    /// Sorted by tail once cutting is done.
    pub(super) arcs: Vec<BaseArc>,
    first_out: Vec<u32>,
    /// The arc of each lane, or [`NONE`].
    arc_of_lane: Vec<u32>,
    of_way: FxHashMap<OsmWayId, Range<u32>>,
    of_node: FxHashMap<OsmNodeId, NodeId>,
}

impl BaseGraph {
    /// The vertex of a node: the same each time, but at a barrier a new one each time.
    fn vertex_at(&mut self, node: u32, nodes: &[DraftNode]) -> NodeId {
        let known = self.vertex[node as usize];
        let draft = &nodes[node as usize];
        if known != NONE && !draft.closed {
            return NodeId(known);
        }
        let new = self.vertices.len() as u32;
        self.vertices.push(draft.point.expect("a run holds only nodes that are there"));
        if !draft.closed {
            self.vertex[node as usize] = new;
        }
        NodeId(new)
    }

    fn sort_arcs(&mut self) {
        self.arcs.sort_by_key(|a| a.tail);
        self.first_out = vec![0; self.vertices.len() + 1];
        for arc in &self.arcs {
            self.first_out[arc.tail.index() + 1] += 1;
        }
        for i in 0..self.vertices.len() {
            self.first_out[i + 1] += self.first_out[i];
        }
        self.arc_of_lane = vec![NONE; self.segments.len() * 2];
        for (i, arc) in self.arcs.iter().enumerate() {
            let slot = arc.lane.segment().index() * 2 + usize::from(arc.lane.is_backward());
            self.arc_of_lane[slot] = i as u32;
        }
    }

    pub(super) fn arc(&self, arc: u32) -> &BaseArc {
        &self.arcs[arc as usize]
    }

    /// The arcs that leave a vertex.
    pub(super) fn out(&self, vertex: NodeId) -> Range<u32> {
        self.first_out[vertex.index()]..self.first_out[vertex.index() + 1]
    }

    fn on_lane(&self, lane: Lane) -> Option<u32> {
        let arc = self.arc_of_lane[lane.segment().index() * 2 + usize::from(lane.is_backward())];
        (arc != NONE).then_some(arc)
    }

    /// The arc of the other direction, if that is open.
    pub(super) fn reverse(&self, arc: u32) -> Option<u32> {
        self.on_lane(self.arc(arc).lane.reversed())
    }

    /// Every arc along a way that a restriction names.
    pub(super) fn arcs_of_way(&self, way: OsmWayId) -> Vec<u32> {
        let segments = self.of_way.get(&way).cloned().unwrap_or(0..0);
        segments.flat_map(|s| SegmentId(s).lanes()).filter_map(|lane| self.on_lane(lane)).collect()
    }

    /// The vertex of a node that a restriction names; `None` when no road meets another there, or a barrier
    /// stands on it.
    pub(super) fn vertex_of_node(&self, node: OsmNodeId) -> Option<NodeId> {
        self.of_node.get(&node).copied()
    }
}

/// Turns, components, arrays.
fn finish(mut base: BaseGraph, draft: &Draft, counts: &mut ImportStatistics) -> RoadGraph {
    let forbidden = restriction::forbidden_sequences(&base, &draft.restrictions, counts);
    let split = turns::split(&base, &forbidden);
    let nodes = base.vertices.len() + split.copy_vertex.len();
    let triples: Vec<_> = split.arcs.iter().map(|a| (a.tail, a.head, a.cost)).collect();
    let (topology, order) = Topology::from_arcs(nodes, &triples);
    let arc_lane: Vec<Lane> = order.iter().map(|&i| split.arcs[i as usize].lane).collect();
    let kept = component::assign(&topology, &arc_lane, base.vertices.len(), &mut base.segments);

    counts.vertices = base.vertices.len() as u64;
    counts.turn_copies = split.copy_vertex.len() as u64;
    counts.segments = base.segments.len() as u64;
    counts.arcs = topology.arcs() as u64;
    counts.restriction_dead_ends = split.dead_ends as u64;
    counts.components_kept = kept.components as u64;
    let dropped = || base.segments.iter().filter(|s| s.component == NO_COMPONENT);
    let metres =
        |all: &mut dyn Iterator<Item = &Segment>| all.map(|s| u64::from(s.decimetres)).sum::<u64>() / 10;
    counts.segments_dropped = dropped().count() as u64;
    counts.metres_dropped = metres(&mut dropped());
    counts.metres_total = metres(&mut base.segments.iter());
    RoadGraph {
        parts: GraphParts {
            topology,
            vertices: base.vertices.into(),
            copy_vertex: split.copy_vertex.into(),
            arc_lane: arc_lane.into(),
            segments: base.segments.into(),
            points: base.points.into(),
            name_first: draft.names.first.clone().into(),
            name_text: draft.names.text.clone().into(),
        },
    }
}
