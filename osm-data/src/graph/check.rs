//! Every invariant of a road graph, named; run by tests and when a map file is opened.

use super::road_graph::{GraphParts, RoadGraph};
use super::{NodeId, SegmentId};

/// A broken invariant of a [`RoadGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphDefect {
    /// `first_out` is empty, does not start at 0, falls, or does not end at the number of turns.
    #[error("first_out is not a rising list from 0 to the number of turns (at entry {0})")]
    FirstOut(usize),
    /// A turn leads to a node that does not exist.
    #[error("turn {0} leads to a node that does not exist")]
    Head(usize),
    /// A turn must leave the vertex where the lane of its node ends.
    #[error("turn {0} does not leave the end of its lane")]
    Ends(usize),
    /// A node must be of a lane of an existing segment, and those of a segment must follow each other.
    #[error("node {0} is of a lane that does not exist, or out of order")]
    Node(usize),
    /// The first node of a segment must be of that segment.
    #[error("segment {0} names a node that is not of it")]
    SegmentNode(usize),
    /// There must be two times a segment.
    #[error("there are not two times a segment")]
    Times,
    /// What changes by the hour must name a lane or turn and hours that exist.
    #[error("hourly entry {0} names something that does not exist")]
    Hourly(usize),
    /// A segment's ends must be vertices.
    #[error("segment {0} ends at a vertex that does not exist")]
    Vertex(usize),
    /// Where bends begin must rise from 0 to their number, with one entry more than there are segments.
    #[error("bend_first is not a rising list from 0 to the number of bends (at entry {0})")]
    Bends(usize),
    /// A segment's name must exist.
    #[error("segment {0} has a name that does not exist")]
    Name(usize),
    /// Vertices must lie on the earth.
    #[error("vertex {0} is not on the earth")]
    Point(usize),
    /// Names must follow each other and be UTF-8.
    #[error("name {0} is out of order or no text")]
    NameText(usize),
}

impl RoadGraph {
    /// From its arrays, checked so far that whatever is asked of them stays within them. That turns leave the ends of
    /// their lanes only [`RoadGraph::check`] tells: it takes as long as all the rest.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_parts(parts: GraphParts) -> Result<Self, GraphDefect> {
        let made = Self { parts };
        made.check_bounds().map(|()| made)
    }

    /// Every invariant, linear in the size of the graph.
    ///
    /// # Errors
    /// The first broken one.
    pub fn check(&self) -> Result<(), GraphDefect> {
        self.check_bounds()?;
        self.check_ends()
    }

    fn check_bounds(&self) -> Result<(), GraphDefect> {
        self.check_names()?;
        self.check_segments()?;
        self.check_nodes()?;
        self.check_turns()?;
        self.check_hours()
    }

    fn check_segments(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        if p.times.len() != p.segments.len() * 2 || p.segment_node.len() != p.segments.len() {
            return Err(GraphDefect::Times);
        }
        if p.bend_first.first() != Some(&0) || p.bend_first.len() != p.segments.len() + 1 {
            return Err(GraphDefect::Bends(0));
        }
        if let Some(at) = p.bend_first.windows(2).position(|w| w[1] < w[0]) {
            return Err(GraphDefect::Bends(at + 1));
        }
        if p.bend_first.last().is_none_or(|&last| last as usize != p.bends.len()) {
            return Err(GraphDefect::Bends(p.segments.len()));
        }
        let is_vertex = |id: NodeId| id.index() < p.vertices.len();
        let names = p.name_first.len().saturating_sub(1);
        // Without a way out of the loop, because nearly always there is nothing to find.
        let sound = p.segments.iter().fold(true, |sound, s| {
            sound & is_vertex(s.tail) & is_vertex(s.head) & ((s.name as usize) < names)
        });
        if !sound {
            let ends = p.segments.iter().position(|s| !is_vertex(s.tail) || !is_vertex(s.head));
            let name = p.segments.iter().position(|s| s.name as usize >= names);
            return Err(ends.map(GraphDefect::Vertex).unwrap_or(GraphDefect::Name(name.unwrap_or_default())));
        }
        let off_earth = p.vertices.iter().position(|point| !point.is_on_earth());
        off_earth.map_or(Ok(()), |at| Err(GraphDefect::Point(at)))
    }

    fn check_names(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        let first = &p.name_first;
        if first.first().is_some_and(|&f| f != 0) {
            return Err(GraphDefect::NameText(0));
        }
        for (at, pair) in first.windows(2).enumerate() {
            let text = p.name_text.get(pair[0] as usize..pair[1] as usize);
            if text.is_none_or(|t| std::str::from_utf8(t).is_err()) {
                return Err(GraphDefect::NameText(at));
            }
        }
        Ok(())
    }

    fn check_nodes(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        let nodes: &[_] = &p.nodes;
        for (at, node) in nodes.iter().enumerate() {
            let segment = node.lane().segment();
            if segment.index() >= p.segments.len() {
                return Err(GraphDefect::Node(at));
            }
            // Each run of nodes of one segment is the one that the segment names.
            let begins = at == 0 || nodes[at - 1].lane().segment() != segment;
            if begins && p.segment_node[segment.index()] as usize != at {
                return Err(GraphDefect::Node(at));
            }
        }
        let of = |at: usize, node: u32| {
            node == Self::NO_NODE
                || nodes.get(node as usize).is_some_and(|n| n.lane().segment() == SegmentId(at as u32))
        };
        match p.segment_node.iter().enumerate().position(|(at, &node)| !of(at, node)) {
            Some(at) => Err(GraphDefect::SegmentNode(at)),
            None => Ok(()),
        }
    }

    fn check_turns(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        let (first, heads): (&[u32], &[NodeId]) = (&p.first_out, &p.head);
        if first.first() != Some(&0) || first.len() != p.nodes.len() + 1 {
            return Err(GraphDefect::FirstOut(0));
        }
        if let Some(at) = first.windows(2).position(|w| w[1] < w[0]) {
            return Err(GraphDefect::FirstOut(at + 1));
        }
        let arcs = first.last().map_or(0, |&n| n as usize);
        if arcs != heads.len() || arcs != p.turn.len() {
            return Err(GraphDefect::FirstOut(first.len() - 1));
        }
        if heads.iter().fold(true, |sound, head| sound & (head.index() < p.nodes.len())) {
            return Ok(());
        }
        let at = heads.iter().position(|head| head.index() >= p.nodes.len());
        Err(GraphDefect::Head(at.unwrap_or_default()))
    }

    fn check_ends(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        for (node, range) in p.first_out.windows(2).enumerate() {
            let end = self.lane_tail(p.nodes[node].lane().reversed());
            for at in range[0] as usize..range[1] as usize {
                if self.lane_tail(p.nodes[p.head[at].index()].lane()) != end {
                    return Err(GraphDefect::Ends(at));
                }
            }
        }
        Ok(())
    }

    fn check_hours(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        let in_hours = |first: u32, count: u32| u64::from(first) + u64::from(count) <= p.hours.len() as u64;
        let lane = p
            .hourly_lanes
            .iter()
            .position(|h| h.lane.index() >= p.times.len() || !in_hours(h.first_span, h.spans));
        let turn = p
            .hourly_turns
            .iter()
            .position(|h| h.arc.index() >= p.head.len() || !in_hours(h.first_span, h.spans));
        lane.or(turn).map_or(Ok(()), |at| Err(GraphDefect::Hourly(at)))
    }
}
