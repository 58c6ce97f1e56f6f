//! Every invariant of a road graph, named; run by tests and when a map file is opened.

use super::road_graph::{GraphParts, RoadGraph};
use super::{Lane, NodeId, Point, Segment, TopologyDefect};

/// A broken invariant of a [`RoadGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphDefect {
    /// The adjacency arrays are wrong.
    #[error("adjacency arrays: {0}")]
    Topology(#[from] TopologyDefect),
    /// There must be as many nodes as vertices and copies together.
    #[error("the number of nodes is not that of vertices and copies")]
    Nodes,
    /// `copy_vertex` must rise and name vertices.
    #[error("copy {0} is of a vertex that does not exist, or out of order")]
    Copy(usize),
    /// Each arc must have a lane of an existing segment.
    #[error("arc {0} drives along a segment that does not exist")]
    Lane(usize),
    /// An arc must leave the vertex where its lane begins, or a copy of it, and end where its lane ends.
    #[error("arc {0} does not join the ends of its segment")]
    Ends(usize),
    /// An arc must be as long as its segment.
    #[error("arc {0} is not as long as its segment")]
    Length(usize),
    /// A segment's ends must be vertices.
    #[error("segment {0} ends at a vertex that does not exist")]
    Vertex(usize),
    /// A segment's points must be in the array, at least two.
    #[error("segment {0} has points outside the array, or fewer than two")]
    Points(usize),
    /// A segment's name must exist.
    #[error("segment {0} has a name that does not exist")]
    Name(usize),
    /// Points must lie on the earth.
    #[error("point {0} is not on the earth")]
    Point(usize),
    /// Names must follow each other and be UTF-8.
    #[error("name {0} is out of order or no text")]
    NameText(usize),
}

impl RoadGraph {
    /// From its arrays, checked.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_parts(parts: GraphParts) -> Result<Self, GraphDefect> {
        let made = Self { parts };
        made.check().map(|()| made)
    }

    /// Every invariant, in the order of [`GraphDefect`]. Linear in the size of the graph.
    ///
    /// # Errors
    /// The first broken one.
    pub fn check(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        p.topology.check()?;
        let vertices = p.vertices.len();
        if p.topology.nodes() != vertices + p.copy_vertex.len() {
            return Err(GraphDefect::Nodes);
        }
        let in_order = |i: usize, v: NodeId| v.index() < vertices && (i == 0 || p.copy_vertex[i - 1] <= v);
        if let Some(at) = (0..p.copy_vertex.len()).find(|&i| !in_order(i, p.copy_vertex[i])) {
            return Err(GraphDefect::Copy(at));
        }
        self.check_names()?;
        self.check_segments()?;
        self.check_arcs()
    }

    fn check_segments(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        for (at, s) in p.segments.iter().enumerate() {
            if s.tail.index() >= p.vertices.len() || s.head.index() >= p.vertices.len() {
                return Err(GraphDefect::Vertex(at));
            }
            let end = u64::from(s.first_point) + u64::from(s.points);
            if s.points < 2 || end > p.points.len() as u64 {
                return Err(GraphDefect::Points(at));
            }
            if s.name as usize + 1 >= p.name_first.len() {
                return Err(GraphDefect::Name(at));
            }
        }
        // One pass without a branch each; where it was is asked only when there is one.
        let on_earth = |points: &[Point]| points.iter().fold(true, |all, point| all & point.is_on_earth());
        if on_earth(&p.points) && on_earth(&p.vertices) {
            return Ok(());
        }
        let off_earth = p.points.iter().chain(p.vertices.iter()).position(|point| !point.is_on_earth());
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

    fn check_arcs(&self) -> Result<(), GraphDefect> {
        let p = &self.parts;
        if p.arc_lane.len() != p.topology.arcs() {
            return Err(GraphDefect::Lane(p.arc_lane.len()));
        }
        let (lanes, segments): (&[Lane], &[Segment]) = (&p.arc_lane, &p.segments);
        let (first_out, head, cost) = p.topology.arrays();
        for (node, range) in first_out.windows(2).enumerate() {
            let vertex = self.vertex_of(NodeId(node as u32));
            for arc in range[0] as usize..range[1] as usize {
                let Some(segment) = segments.get(lanes[arc].segment().index()) else {
                    return Err(GraphDefect::Lane(arc));
                };
                let ends = (segment.tail, segment.head);
                let (begin, end) = if lanes[arc].is_backward() { (ends.1, ends.0) } else { ends };
                if begin != vertex || end != self.vertex_of(head[arc]) {
                    return Err(GraphDefect::Ends(arc));
                }
                if cost[arc].decimetres() != segment.decimetres {
                    return Err(GraphDefect::Length(arc));
                }
            }
        }
        Ok(())
    }
}
