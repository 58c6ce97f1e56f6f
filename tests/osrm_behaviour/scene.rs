//! The map of a scenario: nodes on a grid, ways and relations from tables, made into roads by our own importer.

use super::feature::{Step, Table};
use api::osrm::Osrm;
use api::tasks::Map;
use osm_data::graph::{TurnCosts, import};
use osm_data::lonlat::LonLat;
use osm_data::network::RoadNetwork;
use osm_data::pbf::{
    MemberId, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId, PbfReader,
    PbfWriter, Tags,
};
use osm_data::profile::{TravelCondition, TravelMode};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// Rows of a routability table lie so many cells apart.
const ROW_SPACING: f64 = 100.0;

type TagList = Vec<(String, String)>;

#[derive(Clone, Debug)]
struct Node {
    id: i64,
    place: LonLat,
    tags: TagList,
}

#[derive(Clone, Debug)]
struct Way {
    id: i64,
    nodes: Vec<i64>,
    tags: TagList,
}

#[derive(Clone, Debug)]
struct Relation {
    members: Vec<(MemberId, String)>,
    tags: TagList,
}

/// What a scenario has drawn so far.
#[derive(Clone, Debug)]
pub struct Scene {
    grid: f64,
    origin: LonLat,
    next_id: i64,
    named: BTreeMap<char, Node>,
    others: Vec<Node>,
    locations: BTreeMap<char, LonLat>,
    ways: Vec<Way>,
    of_way: BTreeMap<String, i64>,
    relations: Vec<Relation>,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            grid: 100.0,
            origin: LonLat { lon: 1.0, lat: 1.0 },
            next_id: 1_000_000,
            named: BTreeMap::new(),
            others: Vec::new(),
            locations: BTreeMap::new(),
            ways: Vec::new(),
            of_way: BTreeMap::new(),
            relations: Vec::new(),
        }
    }
}

impl Scene {
    /// Takes a step that draws; whether it is one. What cannot be drawn is the error.
    pub fn take(&mut self, step: &Step) -> Result<bool, String> {
        let text = step.text.as_str();
        if let Some(metres) = text.strip_prefix("a grid size of ").and_then(|t| t.strip_suffix(" meters")) {
            self.grid = metres.parse().map_err(|_| format!("grid size {metres}"))?;
        } else if let Some(place) = text.strip_prefix("the origin ") {
            let (lon, lat) = place.split_once(',').ok_or("an origin without a comma")?;
            let read = |text: &str| text.trim().parse().map_err(|_| format!("origin {place}"));
            self.origin = LonLat { lon: read(lon)?, lat: read(lat)? };
        } else if text == "the node map" {
            self.draw(&step.lines)?;
        } else if text == "the node locations" {
            self.locate(&step.table)?;
        } else if text == "the nodes" {
            self.tag_nodes(&step.table)?;
        } else if text == "the ways" || text == "the ways with locations" {
            self.add_ways(&step.table)?;
        } else if text == "the relations" {
            self.add_relations(&step.table)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// So many cells east and north of the origin, on the ellipsoid of WGS 84.
    fn at(&self, east: f64, north: f64) -> LonLat {
        let (equator, flattening) = (6_378_137.0, 1.0 / 298.257_223_563);
        let square = flattening * (2.0 - flattening);
        let (sine, cosine) = self.origin.lat.to_radians().sin_cos();
        let w = (1.0 - square * sine * sine).sqrt();
        // Radii of curvature across and along the meridian.
        let (across, along) = (equator / w, equator * (1.0 - square) / (w * w * w));
        LonLat {
            lon: self.origin.lon + (east * self.grid / (across * cosine)).to_degrees(),
            lat: self.origin.lat + (north * self.grid / along).to_degrees(),
        }
    }

    fn id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    fn name(&mut self, name: char, place: LonLat, id: Option<i64>) -> Result<(), String> {
        if name.is_ascii_lowercase() {
            let id = id.unwrap_or_else(|| self.id());
            let known = self.named.insert(name, Node { id, place, tags: Vec::new() });
            return if known.is_none() { Ok(()) } else { Err(format!("node {name} is drawn twice")) };
        }
        if name.is_ascii_digit() {
            self.locations.insert(name, place);
        }
        Ok(())
    }

    fn draw(&mut self, lines: &[String]) -> Result<(), String> {
        for (row, line) in lines.iter().enumerate() {
            for (column, c) in line.chars().enumerate() {
                let place = self.at(column as f64 * 0.5, -(row as f64));
                self.name(c, place, None)?;
            }
        }
        Ok(())
    }

    fn locate(&mut self, table: &Table) -> Result<(), String> {
        for row in &table.rows {
            let read = |column| table.cell(row, column).parse().map_err(|_| format!("{column} of {row:?}"));
            let place = LonLat { lon: read("lon")?, lat: read("lat")? };
            let name = table.cell(row, "node").chars().next().ok_or("a node without a name")?;
            self.name(name, place, table.cell(row, "id").parse().ok())?;
        }
        Ok(())
    }

    fn tag_nodes(&mut self, table: &Table) -> Result<(), String> {
        for row in &table.rows {
            let name = table.cell(row, "node").chars().next().ok_or("a node without a name")?;
            let node = self.named.get_mut(&name).ok_or_else(|| format!("node {name} is not drawn"))?;
            for (key, value) in table.header.iter().zip(row) {
                match key.as_str() {
                    "node" | "#" => {}
                    "id" => node.id = value.parse().map_err(|_| format!("id {value}"))?,
                    _ if value.is_empty() => {}
                    _ => node.tags.push((key.clone(), value.clone())),
                }
            }
        }
        Ok(())
    }

    fn add_ways(&mut self, table: &Table) -> Result<(), String> {
        for row in &table.rows {
            let nodes = table.cell(row, "nodes").to_owned();
            let ids = nodes
                .chars()
                .map(|c| self.named.get(&c).map(|n| n.id).ok_or(format!("node {c} is not drawn")));
            let ids = ids.collect::<Result<Vec<_>, _>>()?;
            let mut tags: TagList = Vec::new();
            let mut set = |key: &str, value: &str| tags.push((key.to_owned(), value.to_owned()));
            match table.cell(row, "highway") {
                "(nil)" => {}
                "" if table.has("highway") => {}
                "" => set("highway", "primary"),
                class => set("highway", class),
            }
            match table.cell(row, "name") {
                _ if !table.has("name") => set("name", &nodes),
                "" | "(nil)" | "\"\"" | "''" => {}
                name => set("name", name),
            }
            for (key, value) in table.header.iter().zip(row) {
                if !["nodes", "highway", "name", "#"].contains(&key.as_str()) && !value.is_empty() {
                    set(key, value);
                }
            }
            let id = self.id();
            self.ways.push(Way { id, nodes: ids, tags });
            self.of_way.insert(nodes, id);
        }
        Ok(())
    }

    fn way_of(&self, name: &str) -> Option<i64> {
        let turned: String = name.chars().rev().collect();
        self.of_way.get(name).or_else(|| self.of_way.get(&turned)).copied()
    }

    fn add_relations(&mut self, table: &Table) -> Result<(), String> {
        for row in &table.rows {
            let mut made = Relation { members: Vec::new(), tags: Vec::new() };
            for (key, value) in table.header.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
                let (kind, role) = key.split_once(':').unwrap_or((key, ""));
                match kind {
                    "node" | "way" => {
                        for name in value.split(',').map(str::trim) {
                            let id = if kind == "node" {
                                let node = name.chars().next().and_then(|c| self.named.get(&c));
                                node.map(|n| MemberId::Node(OsmNodeId(n.id)))
                            } else {
                                self.way_of(name).map(|way| MemberId::Way(OsmWayId(way)))
                            };
                            let id = id.ok_or_else(|| format!("{kind} {name} is not drawn"))?;
                            made.members.push((id, role.to_owned()));
                        }
                    }
                    "relation" => return Err("relations of relations".to_owned()),
                    "#" => {}
                    _ => made.tags.push((key.clone(), value.clone())),
                }
            }
            self.relations.push(made);
        }
        Ok(())
    }

    /// Draws one way of four cells for each row of a routability table, named by its number.
    pub fn add_routability(&mut self, table: &Table) {
        for (number, row) in table.rows.iter().enumerate() {
            let nodes: Vec<i64> = (0..5)
                .map(|cell| {
                    let place = self.at(f64::from(cell) + ROW_SPACING * number as f64, 0.0);
                    let id = self.id();
                    self.others.push(Node { id, place, tags: Vec::new() });
                    id
                })
                .collect();
            let mut tags: BTreeMap<String, String> = BTreeMap::new();
            tags.insert("highway".to_owned(), "primary".to_owned());
            for (key, value) in table.header.iter().zip(row) {
                let is_expectation = ["forw", "backw", "bothw"].iter().any(|e| key.starts_with(e));
                if is_expectation || value.is_empty() || key == "#" {
                    continue;
                }
                if let Some(key) = key.strip_prefix("node/") {
                    let middle = self.others.len() - 3;
                    self.others[middle].tags.push((key.to_owned(), value.clone()));
                } else if value == "(nil)" {
                    tags.remove(key);
                } else {
                    tags.insert(key.clone(), value.clone());
                }
            }
            tags.insert("name".to_owned(), format!("w{number}"));
            let id = self.id();
            self.ways.push(Way { id, nodes, tags: tags.into_iter().collect() });
        }
    }

    /// Where one end of the stretch that a row of a routability table asks about lies.
    pub fn routability_end(&self, row: usize, is_far: bool) -> LonLat {
        self.at(ROW_SPACING * row as f64 + if is_far { 3.0 } else { 1.0 }, 0.0)
    }

    /// Where a node or a location lies.
    pub fn place(&self, name: char) -> Option<LonLat> {
        self.named.get(&name).map(|node| node.place).or_else(|| self.locations.get(&name).copied())
    }

    /// The map, ready to be asked; `None` when it has no road for the mode.
    pub fn build(&self, mode: TravelMode, condition: &TravelCondition) -> Option<Osrm> {
        let pbf = self.to_pbf();
        let mut reader = PbfReader::new("scenario", Cursor::new(pbf)).expect("what we wrote can be read");
        let (graph, statistics) = import(&mut reader, mode, TurnCosts::Profile, &mut |_| {}).ok()?;
        let network = RoadNetwork::build(graph, statistics, mode, &mut |_| {});
        let map = Map::of(network);
        let map = if condition.moment.is_some() { map.roads_under(condition, &[]) } else { map };
        Some(Osrm::new(Arc::new(map)).with_stubs())
    }

    fn to_pbf(&self) -> Vec<u8> {
        fn lent(tags: &TagList) -> Vec<(&str, &str)> {
            tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
        }
        let mut writer = PbfWriter::new("scenario", Vec::new()).expect("memory takes everything");
        let mut nodes: Vec<&Node> = self.named.values().chain(&self.others).collect();
        nodes.sort_by_key(|node| node.id);
        for node in nodes {
            let tags = lent(&node.tags);
            let node = OsmNode { id: OsmNodeId(node.id), place: node.place, tags: Tags(&tags) };
            writer.node(node).expect("a node");
        }
        for way in &self.ways {
            let (tags, nodes) =
                (lent(&way.tags), way.nodes.iter().map(|&n| OsmNodeId(n)).collect::<Vec<_>>());
            writer.way(OsmWay { id: OsmWayId(way.id), nodes: &nodes, tags: Tags(&tags) }).expect("a way");
        }
        for (number, relation) in self.relations.iter().enumerate() {
            let tags = lent(&relation.tags);
            let members: Vec<OsmMember<'_>> =
                relation.members.iter().map(|(id, role)| OsmMember { id: *id, role }).collect();
            let id = OsmRelationId(number as i64 + 1);
            writer.relation(OsmRelation { id, members: &members, tags: Tags(&tags) }).expect("a relation");
        }
        writer.finish().expect("memory takes everything")
    }
}
