//! Road maps drawn in text, for docs, tests and benches.
//!
//! One character is 100 m and every road is driven at 36 km/h, so ten seconds a character. The drawing goes through
//! the same importer as real data.

use crate::graph::{TurnCosts, import};
use crate::lonlat::LonLat;
use crate::network::RoadNetwork;
use crate::pbf::{
    MemberId, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId, PbfReader,
    PbfWriter, Tags,
};
use crate::profile::TravelMode;
use crate::units::RoadCost;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Degrees that 100 m span at the equator, on the sphere that distances are reckoned on.
const CHARACTER: f64 = 100.0 * 180.0 / (6_371_008.8 * std::f64::consts::PI);

/// A drawing before it is built: the place to add turn restrictions and tags.
#[derive(Clone, Debug)]
pub struct Drawing {
    nodes: Vec<DrawnNode>,
    ways: Vec<DrawnWay>,
    restrictions: Vec<(String, Vec<char>)>,
}

#[derive(Clone, Debug)]
struct DrawnNode {
    name: char,
    place: LonLat,
    tags: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct DrawnWay {
    ends: [usize; 2],
    tags: Vec<(String, String)>,
}

/// A drawing made into a network.
#[derive(Clone, Debug)]
pub struct DrawnMap {
    /// The network.
    pub network: RoadNetwork,
    places: BTreeMap<char, LonLat>,
}

/// The network of a drawing.
///
/// Capital letters and digits are junctions, `+` is one without a name; `-` and `|` are two-way roads, and one
/// `>`, `<`, `^` or `v` in a road makes it one-way. Roads run from junction to junction in one straight line.
///
/// ```
/// let roads = osm_data::samples::road_map(
///     "
///     A-->B
///     |   |
///     C---D
///     ",
/// );
/// assert_eq!(roads.seconds('A', 'B'), Some(40));
/// assert_eq!(roads.seconds('B', 'A'), Some(80));
/// ```
///
/// # Panics
/// If the drawing cannot be read.
pub fn road_map(drawing: &str) -> DrawnMap {
    Drawing::new(drawing).build()
}

impl Drawing {
    /// Reads a drawing; see [`road_map`].
    ///
    /// # Panics
    /// If it cannot be read: a road that ends nowhere, a letter given twice.
    pub fn new(drawing: &str) -> Self {
        let rows: Vec<Vec<char>> = drawing.lines().map(|line| line.chars().collect()).collect();
        let at =
            |row: usize, column: usize| rows.get(row).and_then(|r| r.get(column)).copied().unwrap_or(' ');
        let is_node = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '+';
        let mut made = Self { nodes: Vec::new(), ways: Vec::new(), restrictions: Vec::new() };
        let mut number = BTreeMap::new();
        for (row, line) in rows.iter().enumerate() {
            for (column, &c) in line.iter().enumerate().filter(|(_, c)| is_node(**c)) {
                assert!(c == '+' || made.nodes.iter().all(|n| n.name != c), "junction `{c}` is drawn twice");
                number.insert((row, column), made.nodes.len());
                let place = LonLat { lon: column as f64 * CHARACTER, lat: -(row as f64) * CHARACTER };
                made.nodes.push(DrawnNode { name: c, place, tags: Vec::new() });
            }
        }
        for (&(row, column), &from) in &number {
            for (step, roads, ahead, back) in [((0, 1), "-<>", '>', '<'), ((1, 0), "|^v", 'v', '^')] {
                let mut here = (row + step.0, column + step.1);
                let mut oneway = "no";
                while roads.contains(at(here.0, here.1)) {
                    match at(here.0, here.1) {
                        c if c == ahead => oneway = "yes",
                        c if c == back => oneway = "-1",
                        _ => {}
                    }
                    here = (here.0 + step.0, here.1 + step.1);
                }
                if here == (row + step.0, column + step.1) {
                    continue;
                }
                let to = *number
                    .get(&here)
                    .unwrap_or_else(|| panic!("a road ends nowhere in row {}, column {}", here.0, here.1));
                // A tertiary road with a limit of 45 is reckoned at 36 km/h.
                let tags = [("highway", "tertiary"), ("maxspeed", "45"), ("oneway", oneway)];
                made.ways.push(DrawnWay { ends: [from, to], tags: owned(&tags) });
            }
        }
        made
    }

    /// Adds a turn restriction along the named junctions: three for one over a junction, more for one over roads. One by the
    /// hour is written as in the map: `no_right_turn @ (07:00-09:00)`.
    ///
    /// # Panics
    /// If no road joins two that follow each other.
    #[must_use]
    pub fn turn(mut self, kind: &str, junctions: &str) -> Self {
        let path: Vec<char> = junctions.chars().collect();
        for pair in path.windows(2) {
            self.way_between(pair[0], pair[1]);
        }
        self.restrictions.push((kind.to_owned(), path));
        self
    }

    /// Sets a tag of the road between two junctions.
    ///
    /// # Panics
    /// If no road joins them.
    #[must_use]
    pub fn road_tag(mut self, from: char, to: char, key: &str, value: &str) -> Self {
        let way = self.way_between(from, to);
        let tags = &mut self.ways[way].tags;
        tags.retain(|(k, _)| k != key);
        tags.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Removes every tag of the road between two junctions, to make it something else than a road.
    ///
    /// # Panics
    /// If no road joins them.
    #[must_use]
    pub fn bare(mut self, from: char, to: char) -> Self {
        let way = self.way_between(from, to);
        self.ways[way].tags.clear();
        self
    }

    /// Sets a tag of a junction.
    ///
    /// # Panics
    /// If there is no such junction.
    #[must_use]
    pub fn node_tag(mut self, junction: char, key: &str, value: &str) -> Self {
        let node = self.node(junction);
        self.nodes[node].tags.push((key.to_owned(), value.to_owned()));
        self
    }

    fn node(&self, name: char) -> usize {
        self.nodes
            .iter()
            .position(|n| n.name == name)
            .unwrap_or_else(|| panic!("no junction `{name}` in the drawing"))
    }

    fn way_between(&self, from: char, to: char) -> usize {
        let (from, to) = (self.node(from), self.node(to));
        self.ways
            .iter()
            .position(|w| w.ends == [from, to] || w.ends == [to, from])
            .unwrap_or_else(|| panic!("no road joins {} and {}", self.nodes[from].name, self.nodes[to].name))
    }

    /// The drawing as the bytes of a `.osm.pbf`.
    pub fn to_pbf(&self) -> Vec<u8> {
        const WRITES: &str = "writing to memory does not fail";
        let mut writer = PbfWriter::new("drawing", Vec::new()).expect(WRITES);
        let id = |node: usize| OsmNodeId(node as i64 + 1);
        for (i, DrawnNode { place, tags, .. }) in self.nodes.iter().enumerate() {
            writer.node(OsmNode { id: id(i), place: *place, tags: Tags(&borrowed(tags)) }).expect(WRITES);
        }
        for (i, way) in self.ways.iter().enumerate() {
            let nodes = way.ends.map(id);
            let way = OsmWay { id: OsmWayId(i as i64 + 1), nodes: &nodes, tags: Tags(&borrowed(&way.tags)) };
            writer.way(way).expect(WRITES);
        }
        for (i, (kind, path)) in self.restrictions.iter().enumerate() {
            let ways: Vec<MemberId> = path
                .windows(2)
                .map(|pair| MemberId::Way(OsmWayId(self.way_between(pair[0], pair[1]) as i64 + 1)))
                .collect();
            let member = |id, role| OsmMember { id, role };
            let mut members = vec![member(ways[0], "from"), member(ways[ways.len() - 1], "to")];
            match &ways[1..ways.len() - 1] {
                [] => members.push(member(MemberId::Node(id(self.node(path[1]))), "via")),
                via => members.extend(via.iter().map(|&w| member(w, "via"))),
            }
            let key = if kind.contains('@') { "restriction:conditional" } else { "restriction" };
            let relation = OsmRelation {
                id: OsmRelationId(i as i64 + 1),
                members: &members,
                tags: Tags(&[("type", "restriction"), (key, kind)]),
            };
            writer.relation(relation).expect(WRITES);
        }
        writer.finish().expect(WRITES)
    }

    /// Imports the drawing.
    ///
    /// # Panics
    /// If it holds no road.
    pub fn build(&self) -> DrawnMap {
        let mut reader = PbfReader::new("drawing", Cursor::new(self.to_pbf())).expect("just written");
        let (graph, statistics) = import(&mut reader, TravelMode::Car, TurnCosts::Free, &mut |_| {})
            .expect("the drawing holds a road");
        let network = RoadNetwork::build(graph, statistics, TravelMode::Car, &mut |_| {});
        let places = self.nodes.iter().filter(|n| n.name != '+').map(|n| (n.name, n.place)).collect();
        DrawnMap { network, places }
    }
}

impl DrawnMap {
    /// Where a junction lies.
    ///
    /// # Panics
    /// If there is no such junction.
    pub fn place(&self, junction: char) -> LonLat {
        *self.places.get(&junction).unwrap_or_else(|| panic!("no junction `{junction}` in the drawing"))
    }

    /// The place this share (0 to 1) of the straight line from one junction to another.
    pub fn place_between(&self, from: char, to: char, share: f64) -> LonLat {
        let (a, b) = (self.place(from), self.place(to));
        LonLat { lon: a.lon + share * (b.lon - a.lon), lat: a.lat + share * (b.lat - a.lat) }
    }

    /// Travel time in seconds between junctions; `None` where no road leads.
    ///
    /// # Panics
    /// If a junction does not exist.
    pub fn seconds(&self, from: char, to: char) -> Option<u32> {
        self.seconds_between(self.place(from), self.place(to))
    }

    /// Travel time in seconds between places; `None` where no road leads.
    ///
    /// # Panics
    /// If a place is far from all roads.
    pub fn seconds_between(&self, from: LonLat, to: LonLat) -> Option<u32> {
        let table = self.network.cost_table(&[from], &[to]).expect("both places are on the map");
        let cost = table.costs[0];
        (cost != RoadCost::UNREACHABLE).then(|| cost.millis().round_to_seconds().0)
    }
}

fn owned(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn borrowed(tags: &[(String, String)]) -> Vec<(&str, &str)> {
    tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_way_street_makes_the_way_back_longer() {
        let roads = road_map(
            "
            A-->B
            |   |
            C---D
            ",
        );
        assert_eq!(roads.seconds('A', 'B'), Some(40));
        assert_eq!(roads.seconds('B', 'A'), Some(80));
    }

    #[test]
    fn a_forbidden_turn_makes_a_detour_and_binds_only_those_who_come_that_way() {
        let drawing = "
            A---B---C
                |   |
                D---E
            ";
        let free = Drawing::new(drawing).build();
        assert_eq!(free.seconds('A', 'D'), Some(60));
        let bound = Drawing::new(drawing).turn("no_right_turn", "ABD").build();
        assert_eq!(bound.network.statistics.restrictions_used, 1);
        // Round the block: A B C E D.
        assert_eq!(bound.seconds('A', 'D'), Some(140));
        assert_eq!(bound.seconds('C', 'D'), Some(60));
        assert_eq!(bound.seconds_between(bound.place_between('B', 'C', 0.5), bound.place('D')), Some(40));
    }

    #[test]
    fn an_only_rule_leaves_one_way_on() {
        let roads = Drawing::new(
            "
            A---B---C
                |   |
                D---E
            ",
        )
        .turn("only_straight_on", "ABC")
        .build();
        assert_eq!(roads.seconds('A', 'C'), Some(80));
        assert_eq!(roads.seconds('A', 'D'), Some(140));
    }

    #[test]
    fn a_restriction_over_a_road_binds_only_the_whole_sequence() {
        let drawing = "
            A---B---C
                |
            D---E---F
            ";
        let bound = Drawing::new(drawing).turn("no_u_turn", "ABED").build();
        assert_eq!(bound.network.statistics.restrictions_used, 1);
        assert_eq!(bound.seconds('A', 'F'), Some(100));
        assert_eq!(bound.seconds('C', 'D'), Some(100));
        // Over E to F, turn round there, and come back to E with another past.
        assert_eq!(bound.seconds('A', 'D'), Some(40 + 20 + 40 + 40 + 40));
    }

    #[test]
    fn a_house_in_mid_road_is_left_and_reached_from_there() {
        let roads = road_map(
            "
            A---------B
            |         |
            C>>>>>>>>>D
            ",
        );
        let house = roads.place_between('C', 'D', 0.3);
        let later = roads.place_between('C', 'D', 0.5);
        assert_eq!(roads.seconds_between(house, roads.place('D')), Some(70));
        assert_eq!(roads.seconds_between(house, later), Some(20));
        // Against the one-way: on to D, round over B, A, C.
        assert_eq!(roads.seconds_between(later, house), Some(50 + 20 + 100 + 20 + 30));
        assert_eq!(roads.seconds_between(house, house), Some(0));
    }

    #[test]
    fn a_bollard_closes_a_road_and_a_gate_only_delays() {
        let drawing = "
            A---B---C
            |       |
            D-------E
            ";
        let with = |kind: &str| Drawing::new(drawing).node_tag('B', "barrier", kind).build();
        assert_eq!(with("gate").seconds('A', 'C'), Some(80 + 20));
        assert_eq!(with("bollard").seconds('A', 'C'), Some(20 + 80 + 20));
        assert_eq!(with("bollard").network.statistics.barriers_closed, 1);
    }

    #[test]
    fn a_ferry_costs_a_wait_and_a_crossing() {
        let roads = Drawing::new("A----B----------C----D")
            .bare('B', 'C')
            .road_tag('B', 'C', "route", "ferry")
            .road_tag('B', 'C', "duration", "00:05")
            .build();
        assert_eq!(roads.seconds('A', 'D'), Some(50 + 600 + 300 + 50));
        assert_eq!(roads.network.statistics.ferry_ways, 1);
    }

    #[test]
    fn an_island_without_ferry_is_joined_to_its_own_roads_and_told_cut_off() {
        let roads = road_map(
            "
            A-----B
            |     |
            C-----D


            E----F
            |    |
            G----H
            ",
        );
        let table = roads.network.cost_table(&[roads.place('A')], &[roads.place('E')]).unwrap();
        assert_ne!(table.sources[0].component, table.targets[0].component);
        assert_eq!(roads.seconds('A', 'E'), None);
        assert_eq!(roads.seconds('E', 'H'), Some(70));
    }

    #[test]
    fn a_small_part_beside_a_large_one_is_left_to_walkers_and_one_far_away_is_an_island() {
        let mainland = "A--------------------------------------------------------------------B\n";
        let shore = "|                                                                    |\n";
        let near = "\n    C---D\n    |   |\n    E---F\n";
        let far = "\n\n\n    G---H\n    |   |\n    K---L\n";
        let end = "M--------------------------------------------------------------------N";
        let roads = road_map(&[end, "\n", shore, shore, mainland, near, far].concat());
        let places = ['A', 'C', 'G'].map(|name| roads.place(name));
        let (table, snaps) = roads.network.table(&places).unwrap();
        // C is joined to the road from A to B, two characters away.
        assert_eq!((snaps[1].component, snaps[1].off_road.0), (snaps[0].component, 200));
        assert!(table.seconds(0, 1).is_some() && table.seconds(0, 2).is_none());
        assert_eq!((snaps[2].off_road.0, roads.seconds('G', 'L')), (0, Some(60)));
    }

    #[test]
    fn a_one_way_stub_strands_nobody() {
        let roads = road_map(
            "
            A-----B>>>>>C
            |     |
            D-----E
            ",
        );
        // Nobody gets away from C again: who lives there is joined to B.
        let (_, snaps) =
            roads.network.table(&[roads.place_between('B', 'C', 0.5), roads.place('D')]).unwrap();
        assert_eq!(roads.network.graph.segment(snaps[0].segment).component, 0);
        assert_eq!(snaps[0].off_road.0, 300);
        assert_eq!(roads.network.statistics.segments_dropped, 1);
    }
}
