//! Two passes over the elements: first ways and relations, then the nodes they need; then ways are cut into
//! segments at junctions.

use super::junction::Junctions;
use super::lanes::{BaseGraph, HourlyLaneDraft, LaneTime, NONE};
use super::restriction::{self, Restriction};
use super::shape::{decimetres, metres_along};
use super::through::Stretch;
use super::{
    ImportError, ImportStatistics, NO_COMPONENT, NodeId, Point, RoadGraph, Segment, SegmentId, TurnCosts,
    assemble, component, states, through,
};
use crate::pbf::{Kinds, OsmElement, OsmNode, OsmNodeId, OsmWay, OsmWayId, PbfReader};
use crate::profile::{
    BarrierUse, LampRule, NodeDelay, Pace, RoadTrait, TravelMode, WayUse, lamp_rule, node_use, way_use,
};
use crate::units::Millis;
use rustc_hash::FxHashMap;
use std::io::{Read, Seek};
use std::ops::Range;

/// Memory that an import takes at most for each node of the routing graph, hierarchy included, and some to spare: measured are
/// 580 on a town (`pt-porto-metro`) and on a synthetic region of a million vertices (docs/benchmarks.md).
const BYTES_A_NODE: u64 = 650;

/// Reads the elements twice and builds the road graph of one mode of travel.
///
/// Elements may come in any order. `log` is told when a stage begins, so that the caller can time it.
///
/// # Errors
/// [`ImportError`] when the file cannot be read or holds no road.
pub fn import<R: Read + Seek>(
    reader: &mut PbfReader<R>,
    mode: TravelMode,
    turn_costs: TurnCosts,
    log: &mut dyn FnMut(&str),
) -> Result<(RoadGraph, ImportStatistics), ImportError> {
    import_within(reader, mode, turn_costs, u64::MAX, log)
}

/// As [`import`], unless preparing the roads would take more than so many bytes of memory: that is refused before most of it is
/// taken.
///
/// # Errors
/// As [`import`], and [`ImportError::Memory`].
pub fn import_within<R: Read + Seek>(
    reader: &mut PbfReader<R>,
    mode: TravelMode,
    turn_costs: TurnCosts,
    memory: u64,
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
    let base = draft.cut(lamp_rule(mode), &mut counts)?;
    if base.segments.is_empty() {
        return Err(ImportError::NoRoads {
            mode: mode.name(),
            ways: counts.ways_read,
            nodes: counts.nodes_read,
        });
    }
    let restrictions = std::mem::take(&mut draft.restrictions);
    let names = std::mem::take(&mut draft.names);
    drop(draft);
    let mut graph = finish(base, &restrictions, mode, turn_costs, memory, &mut counts, log)?;
    graph.parts.name_first = names.first.into();
    graph.parts.name_text = names.text.into();
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
    /// Signals stand here.
    signals: bool,
    /// Those, or the lamps of a crossing.
    lamps: bool,
    /// There is room to turn round.
    turning_place: bool,
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
        counts.clauses_not_understood += u64::from(usage.unread.not_understood);
        counts.clauses_set_aside += u64::from(usage.unread.set_aside);
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
            signals: false,
            lamps: false,
            turning_place: false,
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
        counts.clauses_set_aside += u64::from(usage.hourly);
        let known = &mut self.nodes[at as usize];
        known.point = Some(Point::from_lonlat(node.place));
        known.closed = usage.barrier == BarrierUse::Closed;
        known.signals = usage.signals;
        known.lamps = usage.lamps;
        known.turning_place = usage.turning_place;
        known.delay = usage.delay;
    }

    /// Cuts every way at its junctions, its barriers and where a node is missing.
    fn cut(&self, lamps: Option<LampRule>, counts: &mut ImportStatistics) -> Result<BaseGraph, ImportError> {
        let mut base = BaseGraph::default();
        base.on_the_left = self.drives_on_the_left();
        base.first_point.push(0);
        let mut vertex_of = vec![NONE; self.nodes.len()];
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
            let shared = way.usage.is_ferry() || way.usage.wait > Millis(0);
            let metres = if shared { self.length(at) } else { 0.0 };
            for run in at.split(|&n| self.nodes[n as usize].point.is_none()) {
                let saved = lamps.map_or_else(Vec::new, |rule| self.saved_at_lamps(run, rule));
                self.cut_run(way, run, &saved, metres, &mut base, &mut vertex_of);
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
            .filter(|(_, at)| vertex_of[*at as usize] != NONE)
            .map(|(node, at)| (node, NodeId(vertex_of[at as usize])))
            .collect();
        // Two lanes a segment, and a bit to spare for nodes.
        if base.points.len() > u32::MAX as usize || base.segments.len() >= 1 << 30 {
            return Err(ImportError::TooLarge("roads"));
        }
        base.finish();
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

    /// What the lamps on a run of nodes cost less, forward and backward, than each by itself; nothing at all when there
    /// are no two.
    fn saved_at_lamps(&self, run: &[u32], rule: LampRule) -> Vec<[u32; 2]> {
        let nodes: Vec<&DraftNode> = run.iter().map(|&n| &self.nodes[n as usize]).collect();
        if nodes.iter().filter(|node| node.lamps).count() < 2 {
            return Vec::new();
        }
        let mut metres = 0.0;
        let mut before: Option<Point> = None;
        let passed: Vec<f64> = nodes
            .iter()
            .filter_map(|node| node.point)
            .map(|point| {
                metres += before.replace(point).map_or(0.0, |from| metres_along(&[from, point]));
                metres
            })
            .collect();
        let mut saved = vec![[0; 2]; run.len()];
        for backwards in [false, true] {
            let way = usize::from(backwards);
            let delay =
                |i: usize| if backwards { nodes[i].delay.backward.0 } else { nodes[i].delay.forward.0 };
            let mut stops: Vec<(f64, u32)> = (0..run.len())
                .filter(|&i| nodes[i].lamps && delay(i) > 0)
                .map(|i| (passed[i], i as u32))
                .collect();
            if backwards {
                stops.reverse();
            }
            // The first node of a run is paid for by the way before it.
            let first = if backwards { run.len() - 1 } else { 0 };
            let mut last = f64::INFINITY;
            let mut ahead = &stops[..];
            while let Some(&(begin, _)) = ahead.first() {
                let lamps_here = ahead.partition_point(|lamp| (lamp.0 - begin).abs() <= rule.junction);
                let (junction, beyond) = ahead.split_at(lamps_here);
                ahead = beyond;
                let lamps = || junction.iter().map(|&(_, i)| i as usize);
                let paid = if lamps().any(|i| i == first) { delay(first) } else { 0 };
                let longest = lamps().filter(|&i| i != first).map(delay).max().unwrap_or(0);
                let in_step = (junction[0].0 - last).abs() <= rule.reach;
                let most = if in_step { longest.min(rule.in_step.0) } else { longest };
                let mut left = most.saturating_sub(paid);
                for i in lamps().filter(|&i| i != first) {
                    let counted = left.min(delay(i));
                    saved[i][way] = delay(i) - counted;
                    left -= counted;
                }
                last = junction[junction.len() - 1].0;
            }
        }
        saved
    }

    /// Cuts a run of present nodes into segments.
    fn cut_run(
        &self,
        way: &DraftWay,
        run: &[u32],
        saved: &[[u32; 2]],
        way_metres: f64,
        base: &mut BaseGraph,
        vertex_of: &mut [u32],
    ) {
        let mut begin = 0;
        let mut tail = None;
        for end in 1..run.len() {
            let node = &self.nodes[run[end] as usize];
            if !(node.junction || node.closed || node.turning_place || end + 1 == run.len()) {
                continue;
            }
            let nodes = &run[begin..=end];
            let saved = saved.get(begin..=end).unwrap_or_default();
            let tail_vertex = tail.unwrap_or_else(|| self.vertex_at(run[begin], base, vertex_of));
            let head_vertex = self.vertex_at(run[end], base, vertex_of);
            self.add_segment(way, nodes, saved, way_metres, [tail_vertex, head_vertex], base);
            begin = end;
            // At a barrier the next segment begins at a vertex of its own, so that nothing passes.
            tail = (!node.closed).then_some(head_vertex);
        }
    }

    fn add_segment(
        &self,
        way: &DraftWay,
        nodes: &[u32],
        saved: &[[u32; 2]],
        way_metres: f64,
        [tail, head]: [NodeId; 2],
        base: &mut BaseGraph,
    ) {
        let first_point = base.points.len();
        base.points.extend(nodes.iter().filter_map(|&n| self.nodes[n as usize].point));
        let metres = metres_along(&base.points[first_point..]);
        base.first_point.push(base.points.len() as u32);
        let id = SegmentId(base.segments.len() as u32);
        base.segments.push(Segment {
            way: way.id.0,
            tail,
            head,
            decimetres: decimetres(metres),
            name: way.name,
            component: NO_COMPONENT,
            kind: way.usage.kind.with(RoadTrait::Local, way.usage.local),
            can_stop: u16::from(way.usage.can_stop),
        });
        let delays = |pick: fn(&NodeDelay) -> Millis, over: &[u32]| -> u32 {
            over.iter().map(|&n| pick(&self.nodes[n as usize].delay).0).sum()
        };
        // A node delays the lane that enters it, the end included, the beginning not.
        let less = |way: usize, of: &[[u32; 2]]| -> u32 { of.iter().map(|both| both[way]).sum() };
        let forward = delays(|d| d.forward, &nodes[1..]) - less(0, saved.get(1..).unwrap_or_default());
        let backward = delays(|d| d.backward, &nodes[..nodes.len() - 1])
            - less(1, saved.split_last().map_or(&[], |(_, rest)| rest));
        let first_node = &self.nodes[nodes[0] as usize];
        let last_node = &self.nodes[nodes[nodes.len() - 1] as usize];
        let drive = |pace: Option<Pace>| match pace {
            None => LaneTime::CLOSED,
            Some(Pace::Drive(speed)) => speed.time_for(decimetres(metres)).0,
            Some(Pace::Sail { crossing, speed, .. }) => crossing.map_or_else(
                || speed.time_for(decimetres(metres)).0,
                |whole| (f64::from(whole.0) * metres / way_metres.max(0.1)).round() as u32,
            ),
        };
        for (lane, pace, delay, boarding) in [
            (id.forward(), way.usage.forward, forward, first_node),
            (id.backward(), way.usage.backward, backward, last_node),
        ] {
            // The wait is paid where a road meets the ferry, not at every joint between ferry ways.
            let wait = |pace: Option<Pace>| match pace {
                Some(Pace::Sail { wait, .. }) if boarding.on_road => wait.0,
                _ => 0,
            };
            // That of a whole way is shared out by length.
            let once = (f64::from(way.usage.wait.0) * metres / way_metres.max(0.1)).round() as u32;
            let delay = delay.saturating_add(wait(pace)).saturating_add(once);
            base.times.push(LaneTime { drive: drive(pace), delay });
            for hourly in &way.usage.hourly {
                if if lane.is_backward() { hourly.backward } else { hourly.forward } {
                    let hours = hourly.hours.clone();
                    // A boat that sails at these hours only is waited for then only.
                    let extra = if pace.is_none() { wait(hourly.pace) } else { 0 };
                    let drive = match drive(hourly.pace) {
                        LaneTime::CLOSED => LaneTime::CLOSED,
                        drive => drive.saturating_add(extra),
                    };
                    base.hourly.push(HourlyLaneDraft { lane, drive, hours });
                }
            }
        }
    }

    /// The vertex of a node: the same each time, but at a barrier a new one each time.
    fn vertex_at(&self, node: u32, base: &mut BaseGraph, vertex_of: &mut [u32]) -> NodeId {
        let known = vertex_of[node as usize];
        let draft = &self.nodes[node as usize];
        if known != NONE && !draft.closed {
            return NodeId(known);
        }
        let new = base.vertices.len() as u32;
        base.vertices.push(draft.point.expect("a run holds only nodes that are there"));
        base.signals.push(draft.signals);
        base.turning_places.push(draft.turning_place);
        if !draft.closed {
            vertex_of[node as usize] = new;
        }
        NodeId(new)
    }

    /// Whether roundabouts run clockwise: there people drive on the left. Nothing else in the map tells for sure.
    fn drives_on_the_left(&self) -> bool {
        let mut turned = 0.0;
        for way in &self.ways {
            let one_way = way.usage.forward.is_some() && way.usage.backward.is_none();
            if !one_way || !way.usage.kind.has(RoadTrait::Roundabout) {
                continue;
            }
            let points: Vec<Point> =
                self.at[way.refs.clone()].iter().filter_map(|&n| self.nodes[n as usize].point).collect();
            turned += points.windows(3).map(|p| clockwise(p[0], p[1], p[2])).sum::<f64>();
        }
        turned > 0.0
    }
}

/// How far the way over three points turns to the right, in radians; leftward is negative.
fn clockwise(a: Point, b: Point, c: Point) -> f64 {
    let narrowing = (f64::from(b.lat_e7) / 1e7).to_radians().cos();
    let step = |from: Point, to: Point| {
        let east = f64::from(to.lon_e7) - f64::from(from.lon_e7);
        ((east * narrowing), f64::from(to.lat_e7) - f64::from(from.lat_e7))
    };
    let (one, two) = (step(a, b), step(b, c));
    (one.1 * two.0 - one.0 * two.1).atan2(one.0 * two.0 + one.1 * two.1)
}

/// Turns, components, arrays.
fn finish(
    mut base: BaseGraph,
    restrictions: &[Restriction],
    mode: TravelMode,
    turn_costs: TurnCosts,
    memory: u64,
    counts: &mut ImportStatistics,
    log: &mut dyn FnMut(&str),
) -> Result<RoadGraph, ImportError> {
    log("applying turn restrictions");
    let forbidden = restriction::forbidden_sequences(&base, restrictions, counts);
    let junctions = Junctions::new(&base, mode, turn_costs);
    let states = states::states(&base, &junctions, &forbidden);
    drop(junctions);
    log("finding the parts of the network");
    let through = through::through(&base, &states);
    let nodes: u64 = through.stretch.iter().map(|s| if *s == Stretch::Public { 1 } else { 2 }).sum();
    if nodes * BYTES_A_NODE > memory {
        return Err(ImportError::Memory { needed: nodes * BYTES_A_NODE, allowed: memory });
    }
    counts.components_kept = component::assign(&mut base, &states, &through.part) as u64;
    counts.enclosed_lanes = through.enclosed as u64;
    counts.vertices = base.vertices.len() as u64;
    counts.segments = base.segments.len() as u64;
    counts.restriction_dead_ends = states.dead_ends as u64;
    counts.hourly_lanes = base.hourly.len() as u64;
    let dropped = || base.segments.iter().filter(|s| s.component == NO_COMPONENT);
    let metres =
        |all: &mut dyn Iterator<Item = &Segment>| all.map(|s| u64::from(s.decimetres)).sum::<u64>() / 10;
    counts.segments_dropped = dropped().count() as u64;
    counts.metres_dropped = metres(&mut dropped());
    counts.metres_total = metres(&mut base.segments.iter());
    log("dissecting the map");
    let graph = assemble::assemble(base, &states, &through)?;
    counts.nodes = graph.nodes() as u64;
    counts.turns = graph.arcs() as u64;
    Ok(graph)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lonlat::LonLat;
    use crate::pbf::Tags;

    /// Milliseconds that the nodes of ways delay, forward and backward: nodes at so many metres with a tag each, and the
    /// ways between them by their numbers.
    fn delays(nodes: &[(f64, &str, &str)], ways: &[&[i64]]) -> (u32, u32) {
        let mut draft = Draft::default();
        let mut counts = ImportStatistics::default();
        for (number, nodes) in ways.iter().enumerate() {
            let nodes: Vec<OsmNodeId> = nodes.iter().map(|&n| OsmNodeId(n)).collect();
            let tags = Tags(&[("highway", "primary")]);
            let way = OsmWay { id: OsmWayId(number as i64), nodes: &nodes, tags };
            draft.take_way(&way, TravelMode::Car, &mut counts);
        }
        draft.number_nodes();
        for (number, (metres, highway, crossing)) in nodes.iter().enumerate() {
            let tags = [("highway", *highway), ("crossing", *crossing)];
            let place = LonLat { lon: metres / 111_195.0, lat: 0.0 };
            let node = OsmNode { id: OsmNodeId(number as i64), place, tags: Tags(&tags) };
            draft.take_node(&node, TravelMode::Car, &mut counts);
        }
        let base = draft.cut(lamp_rule(TravelMode::Car), &mut counts).expect("small enough");
        let sum = |lane: usize| base.times.iter().skip(lane).step_by(2).map(|time| time.delay).sum();
        (sum(0), sum(1))
    }

    #[test]
    fn lamps_of_one_junction_are_one_wait_and_the_next_junction_is_in_step() {
        const LAMP: &str = "traffic_signals";
        let plain = |metres| (metres, "", "");
        let signals = |metres| (metres, LAMP, "");
        let crossing = |metres| (metres, "crossing", LAMP);
        let one_way: &[&[i64]] = &[&[0, 1, 2, 3, 4]];
        // A junction with a crossing before and behind it.
        let junction = [plain(0.0), crossing(100.0), signals(115.0), crossing(130.0), plain(300.0)];
        assert_eq!(delays(&junction, one_way), (4_000, 4_000));
        // However the ways are cut at it.
        assert_eq!(delays(&junction, &[&[0, 1, 2], &[2, 3, 4]]), (4_000, 4_000));
        let row = [plain(0.0), signals(100.0), signals(200.0), signals(900.0), plain(950.0)];
        assert_eq!(delays(&row, one_way), (4_000 + 2_000 + 4_000, 4_000 + 4_000 + 2_000));
        // Each 40 m from the one before: a junction ends 50 m from its first lamp.
        let chain = [plain(0.0), signals(100.0), signals(140.0), signals(180.0), signals(220.0)];
        assert_eq!(delays(&chain, one_way).0, 4_000 + 2_000);
        let alone = [plain(0.0), signals(100.0), plain(200.0), crossing(900.0), plain(950.0)];
        assert_eq!(delays(&alone, one_way), (6_000, 6_000));
    }
}
