//! An extract → house numbers, named roads, named places: one pass over ways and relations, one over nodes.

use super::collected::{CollectedAddresses, NamedPoints, Source, StatedAddress};
use super::house_number::{HouseNumber, house_numbers};
use super::interpolation::{InterpolationKind, numbers_along};
use crate::graph::Point;
use crate::pbf::{
    Kinds, MemberId, OsmElement, OsmNode, OsmNodeId, OsmRelation, OsmWay, PbfError, PbfReader, Tags,
};
use rustc_hash::FxHashMap;
use std::io::{Read, Seek};

/// Kinds of `highway` that are not streets.
const NO_STREETS: [&str; 8] =
    ["platform", "bus_stop", "rest_area", "services", "proposed", "construction", "razed", "abandoned"];

/// Kinds of `place` that are larger than what an address names.
const TOO_LARGE: [&str; 8] =
    ["continent", "ocean", "sea", "country", "state", "region", "province", "county"];

/// Further names under which a street or place is known.
const OTHER_NAMES: [&str; 6] = ["alt_name", "official_name", "short_name", "loc_name", "old_name", "name:sv"];

/// A named road is known by its nodes where there are few, else by its ends and the nodes that part it into so many pieces. Of ten
/// kilometres a piece is some 300 m long: the straight line in its stead stays within the cells by which streets are joined.
const MOST_PARTS: usize = 32;

/// Reads the elements twice and gathers what can be an address. Elements may come in any order.
///
/// # Errors
/// [`PbfError`] when the file cannot be read.
pub fn collect<R: Read + Seek>(
    reader: &mut PbfReader<R>,
    log: &mut dyn FnMut(&str),
) -> Result<CollectedAddresses, PbfError> {
    let mut draft = Draft::default();
    log("reading addresses of ways");
    reader.read(Kinds::WAYS_AND_RELATIONS, |element| match element {
        OsmElement::Way(way) => draft.take_way(&way),
        OsmElement::Relation(relation) => draft.take_relation(&relation),
        OsmElement::Node(_) => {}
    })?;
    draft.note_needed();
    log("reading addresses of nodes");
    reader.read(Kinds::NODES, |element| {
        if let OsmElement::Node(node) = element {
            draft.take_node(&node);
        }
    })?;
    Ok(draft.finish())
}

/// What the tags of one element state of an address.
#[derive(Clone, Debug, Default)]
struct Stated {
    street: u32,
    of_place: bool,
    postcode: u32,
    city: u32,
    numbers: Vec<HouseNumber>,
}

/// A way that needs the places of its nodes.
struct DraftWay {
    id: MemberId,
    nodes: Vec<OsmNodeId>,
    what: WayKind,
}

enum WayKind {
    Building(Stated),
    Interpolation(InterpolationKind, Stated),
    Road(u32, Vec<u32>),
    Place(u32, Vec<u32>),
}

#[derive(Default)]
struct Draft {
    collected: CollectedAddresses,
    ways: Vec<DraftWay>,
    /// The street that a relation gives to its houses.
    street_of: FxHashMap<MemberId, u32>,
    /// The nodes of `ways`, and where they are.
    points: FxHashMap<OsmNodeId, Option<Point>>,
    /// What the nodes of interpolation ways state.
    numbered: FxHashMap<OsmNodeId, Option<Stated>>,
}

impl Draft {
    fn take_way(&mut self, way: &OsmWay<'_>) {
        let tags = way.tags;
        if tags.is_empty() {
            return;
        }
        let mut add = |nodes: Vec<OsmNodeId>, what| {
            self.ways.push(DraftWay { id: MemberId::Way(way.id), nodes, what });
        };
        let texts = &mut self.collected.texts;
        if let Some(name) = tags.get("name") {
            let names =
                |texts: &mut super::text_table::Interner| (texts.number(name), other_names(tags, texts));
            if tags.get("highway").is_some_and(|h| !NO_STREETS.contains(&h)) {
                let (name, others) = names(texts);
                add(some_of(way.nodes), WayKind::Road(name, others));
            } else if is_place(tags) {
                let (name, others) = names(texts);
                add(some_of(way.nodes), WayKind::Place(name, others));
            }
        }
        let kind = tags.get("addr:interpolation").map(InterpolationKind::of);
        if tags.get("addr:housenumber").is_some() {
            self.collected.statistics.stated += 1;
            let step = kind.flatten().and_then(InterpolationKind::step);
            if let Some(stated) = self.stated(tags, step) {
                add_way(&mut self.ways, way, WayKind::Building(stated));
            }
        } else if let Some(kind) = kind {
            match kind {
                Some(kind) => {
                    let stated = self.stated_of_line(tags);
                    add_way(&mut self.ways, way, WayKind::Interpolation(kind, stated));
                }
                None => self.collected.statistics.interpolations_left_out += 1,
            }
        }
    }

    fn take_relation(&mut self, relation: &OsmRelation<'_>) {
        let tags = relation.tags;
        if tags.get("addr:housenumber").is_some() {
            self.collected.statistics.relations_left_out += 1;
        }
        if tags.get("name").is_some() && is_place(tags) {
            self.collected.statistics.place_relations_left_out += 1;
        }
        if !(tags.is("type", "associatedStreet") || tags.is("type", "street")) {
            return;
        }
        let Some(name) = tags.first_of(&["name", "addr:street"]) else { return };
        let name = self.collected.texts.number(name);
        for member in relation.members {
            if matches!(member.role, "house" | "address" | "addr:houselink") {
                self.street_of.insert(member.id, name);
            }
        }
    }

    /// The nodes whose places will be needed.
    fn note_needed(&mut self) {
        for way in &self.ways {
            for node in &way.nodes {
                self.points.insert(*node, None);
                if matches!(way.what, WayKind::Interpolation(..)) {
                    self.numbered.insert(*node, None);
                }
            }
        }
    }

    fn take_node(&mut self, node: &OsmNode<'_>) {
        let point = Point::from_lonlat(node.place);
        if let Some(known) = self.points.get_mut(&node.id) {
            *known = Some(point);
        }
        let tags = node.tags;
        if tags.is_empty() {
            return;
        }
        if let Some(name) = tags.get("name")
            && is_place(tags)
        {
            let texts = &mut self.collected.texts;
            let (name, other_names) = (texts.number(name), other_names(tags, texts));
            self.collected.places.push(NamedPoints { name, other_names, points: vec![point] });
        }
        if tags.get("addr:housenumber").is_some() {
            self.collected.statistics.stated += 1;
            if let Some(stated) = self.stated(tags, None) {
                self.add(MemberId::Node(node.id), &stated, point, Source::Node);
                if let Some(known) = self.numbered.get_mut(&node.id) {
                    *known = Some(stated);
                }
            }
        }
    }

    /// What an element with a house number states; `None`, counted, when its number is not understood.
    fn stated(&mut self, tags: Tags<'_>, step: Option<u32>) -> Option<Stated> {
        let stated = house_numbers(tags.get("addr:housenumber").unwrap_or_default(), step);
        let numbers = stated.numbers;
        // A tag without anything in it is one number that is not understood.
        self.collected.statistics.numbers_not_understood +=
            if numbers.is_empty() { stated.not_understood.max(1) } else { stated.not_understood };
        if numbers.is_empty() {
            return None;
        }
        Some(Stated { numbers, ..self.stated_of_line(tags) })
    }

    fn stated_of_line(&mut self, tags: Tags<'_>) -> Stated {
        let mut number = |key: &str| {
            let text = tags.get(key).unwrap_or_default();
            self.collected.texts.number(text.trim())
        };
        let street = number("addr:street");
        let place = number("addr:place");
        Stated {
            of_place: street == 0 && place != 0,
            street: if street == 0 { place } else { street },
            postcode: number("addr:postcode"),
            city: number("addr:city"),
            numbers: Vec::new(),
        }
    }

    fn add(&mut self, of: MemberId, stated: &Stated, point: Point, source: Source) {
        let street = match (stated.street, self.street_of.get(&of)) {
            (0, Some(&street)) => {
                self.collected.statistics.streets_by_relation += 1;
                street
            }
            (street, _) => street,
        };
        if street == 0 {
            self.collected.statistics.without_street += 1;
            return;
        }
        for number in &stated.numbers {
            let suffix = self.collected.texts.number(&number.suffix);
            self.collected.addresses.push(StatedAddress {
                street,
                of_place: stated.of_place,
                number: number.number,
                suffix,
                postcode: stated.postcode,
                city: stated.city,
                point,
                source,
            });
        }
    }

    fn finish(mut self) -> CollectedAddresses {
        for way in std::mem::take(&mut self.ways) {
            let line: Vec<(OsmNodeId, Point)> =
                way.nodes.iter().filter_map(|id| Some((*id, (*self.points.get(id)?)?))).collect();
            let points = || line.iter().map(|(_, point)| *point).collect::<Vec<_>>();
            match way.what {
                // Of a clipped extract, and wholly outside: nothing of it is known here.
                WayKind::Road(..) | WayKind::Place(..) if line.is_empty() => {
                    self.collected.statistics.named_without_nodes += 1;
                }
                WayKind::Road(name, other_names) => {
                    self.collected.roads.push(NamedPoints { name, other_names, points: points() });
                }
                WayKind::Place(name, other_names) => {
                    let points = vec![middle(&points())];
                    self.collected.places.push(NamedPoints { name, other_names, points });
                }
                WayKind::Building(_) if line.is_empty() => self.collected.statistics.ways_without_nodes += 1,
                WayKind::Building(stated) => {
                    self.add(way.id, &stated, middle(&points()), Source::Building);
                }
                WayKind::Interpolation(kind, stated) => self.interpolate(kind, &stated, &line, way.id),
            }
        }
        self.collected
    }

    /// Fills in the numbers between the numbered nodes of a line.
    fn interpolate(
        &mut self,
        kind: InterpolationKind,
        of_line: &Stated,
        line: &[(OsmNodeId, Point)],
        id: MemberId,
    ) {
        let numbered: Vec<(usize, Stated)> = line
            .iter()
            .enumerate()
            .filter_map(|(at, (node, _))| Some((at, self.numbered.get(node)?.clone()?)))
            .collect();
        let mut used = false;
        for pair in numbered.windows(2) {
            let [(a, from), (b, to)] = pair else { continue };
            let first_of = |pick: fn(&Stated) -> u32| {
                [of_line, from, to].into_iter().map(pick).find(|&t| t != 0).unwrap_or_default()
            };
            let two_streets = from.street != 0 && to.street != 0 && from.street != to.street;
            if two_streets && of_line.street == 0 {
                continue;
            }
            let points: Vec<Point> = line[*a..=*b].iter().map(|(_, point)| *point).collect();
            let between = numbers_along(kind, &from.numbers[0], &to.numbers[0], &points);
            for (number, point) in between {
                let stated = Stated {
                    street: first_of(|s| s.street),
                    of_place: [of_line, from, to].iter().all(|s| s.street == 0 || s.of_place),
                    postcode: first_of(|s| s.postcode),
                    city: first_of(|s| s.city),
                    numbers: vec![number],
                };
                self.add(id, &stated, point, Source::Interpolated);
                used = true;
            }
        }
        if used {
            self.collected.statistics.interpolations_used += 1;
        } else {
            self.collected.statistics.interpolations_left_out += 1;
        }
    }
}

fn add_way(ways: &mut Vec<DraftWay>, way: &OsmWay<'_>, what: WayKind) {
    ways.push(DraftWay { id: MemberId::Way(way.id), nodes: way.nodes.to_vec(), what });
}

fn other_names(tags: Tags<'_>, texts: &mut super::text_table::Interner) -> Vec<u32> {
    let stated = OTHER_NAMES.iter().filter_map(|key| tags.get(key));
    stated
        .flat_map(|names| names.split(';'))
        .map(|name| texts.number(name.trim()))
        .filter(|&n| n != 0)
        .collect()
}

fn is_place(tags: Tags<'_>) -> bool {
    tags.get("place").is_some_and(|p| !TOO_LARGE.contains(&p))
}

/// Both ends and so many nodes between that the straight lines from one to the next are never far from the road: what lies
/// between them is filled in when streets are put together.
fn some_of(nodes: &[OsmNodeId]) -> Vec<OsmNodeId> {
    let Some(last) = nodes.len().checked_sub(1) else { return Vec::new() };
    let parts = last.clamp(1, MOST_PARTS);
    let mut at: Vec<usize> = (0..=parts).map(|part| last * part / parts).collect();
    at.dedup();
    at.into_iter().map(|i| nodes[i]).collect()
}

/// The middle of the box of some points: for a building near enough to its centroid, and never disturbed by how many
/// nodes a round corner has.
fn middle(points: &[Point]) -> Point {
    let axis = |pick: fn(&Point) -> i32| {
        let (least, most) =
            points.iter().map(pick).fold((i32::MAX, i32::MIN), |(l, m), v| (l.min(v), m.max(v)));
        ((i64::from(least) + i64::from(most)) / 2) as i32
    };
    Point { lon_e7: axis(|p| p.lon_e7), lat_e7: axis(|p| p.lat_e7) }
}
