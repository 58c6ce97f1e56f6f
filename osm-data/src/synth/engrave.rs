//! From the flat sketch to nodes and ways: bent lines, ways cut where they must be, houses along the streets.

use super::draw::Draw;
use super::restriction::{Incident, Restriction, restrictions};
use super::sketch::{Class, Extra, Look, Sense, Sketch, Spot, SpotKind, Street};
use super::town::NUMBERS_A_BLOCK;
use crate::lonlat::LonLat;
use std::collections::BTreeMap;

/// A node without its number, which is its position in the list, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    lon_e7: i32,
    lat_e7: i32,
}

impl Place {
    pub(super) fn lonlat(self) -> LonLat {
        LonLat { lon: f64::from(self.lon_e7) / 1e7, lat: f64::from(self.lat_e7) / 1e7 }
    }
}

/// What stands at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeTag {
    Signals,
    Crossing,
    TurningCircle,
    Bollard,
    Gate,
    Settlement { place: u32 },
    Hospital { place: u32 },
    HealthCentre { place: u32, number: u32 },
    Address { place: u32, street: u32, number: u32 },
}

/// A way without its number, which is its position in the list, from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) look: Look,
    first: u32,
    count: u32,
}

/// All elements, in little room.
#[derive(Debug, Default)]
pub(super) struct Engraved {
    pub(super) places: Vec<Place>,
    /// Rising by node.
    pub(super) node_tags: Vec<(u32, NodeTag)>,
    pub(super) ways: Vec<Way>,
    refs: Vec<u32>,
    pub(super) restrictions: Vec<Restriction>,
    /// Junctions and way ends of roads: where an importer puts its vertices.
    pub(super) vertices: usize,
}

impl Engraved {
    pub(super) fn nodes_of(&self, way: &Way) -> &[u32] {
        &self.refs[way.first as usize..][..way.count as usize]
    }
}

/// Most stretches in one way.
const LONGEST_WAY: u32 = 20;
/// The radius of a roundabout, in metres.
const CIRCLE: f64 = 15.0;
/// The corners of a roundabout, counterclockwise as traffic goes.
const CORNERS: [(f64, f64); 12] = [
    (1.0, 0.0),
    (0.866, 0.5),
    (0.5, 0.866),
    (0.0, 1.0),
    (-0.5, 0.866),
    (-0.866, 0.5),
    (-1.0, 0.0),
    (-0.866, -0.5),
    (-0.5, -0.866),
    (0.0, -1.0),
    (0.5, -0.866),
    (0.866, -0.5),
];

/// Turns `sketch` into elements. `addresses` is the share of building plots that have an address.
pub(super) fn engrave(sketch: &Sketch, seed: u64, addresses: f64) -> Engraved {
    let mut engraver = Engraver {
        sketch,
        draw: Draw::new(seed, 4),
        bend: Bend::new(seed, sketch),
        addresses,
        node_of_spot: vec![NONE; sketch.spots.len()],
        circles: BTreeMap::new(),
        incidents: Vec::new(),
        made: Engraved::default(),
    };
    for street in &sketch.streets {
        engraver.street(street);
    }
    engraver.roundabouts();
    engraver.institutions();
    let mut made = engraver.made;
    made.restrictions = restrictions(&mut Draw::new(seed, 5), engraver.incidents, &made.ways);
    made.vertices = vertices(&made);
    made
}

const NONE: u32 = u32::MAX;

struct Engraver<'a> {
    sketch: &'a Sketch,
    draw: Draw,
    bend: Bend,
    addresses: f64,
    node_of_spot: Vec<u32>,
    circles: BTreeMap<u32, [u32; 12]>,
    incidents: Vec<Incident>,
    made: Engraved,
}

impl Engraver<'_> {
    fn node(&mut self, at: Spot, tag: Option<NodeTag>) -> u32 {
        let bent = self.bend.bent(at);
        self.bent_node(bent, tag)
    }

    fn bent_node(&mut self, bent: Spot, tag: Option<NodeTag>) -> u32 {
        let number = self.made.places.len() as u32;
        self.made.places.push(self.bend.on_earth(bent));
        if let Some(tag) = tag {
            self.made.node_tags.push((number, tag));
        }
        number
    }

    /// The node of a spot for a street that leaves it in this direction.
    fn node_at(&mut self, spot: u32, towards: (f64, f64)) -> u32 {
        let at = self.sketch.spots[spot as usize];
        if self.sketch.kinds[spot as usize] == SpotKind::Roundabout {
            let along = |corner: (f64, f64)| corner.0 * towards.0 + corner.1 * towards.1;
            let nearest = (0..12).max_by(|&a, &b| along(CORNERS[a]).total_cmp(&along(CORNERS[b])));
            let corner = nearest.expect("twelve corners");
            if !self.circles.contains_key(&spot) {
                let middle = self.bend.bent(at);
                let nodes = CORNERS.map(|along| self.bent_node(middle.plus(along, CIRCLE), None));
                self.circles.insert(spot, nodes);
            }
            return self.circles[&spot][corner];
        }
        if self.node_of_spot[spot as usize] == NONE {
            let tag = match self.sketch.kinds[spot as usize] {
                SpotKind::Signals => Some(NodeTag::Signals),
                SpotKind::TurningCircle => Some(NodeTag::TurningCircle),
                SpotKind::Plain | SpotKind::Cut | SpotKind::Roundabout => None,
            };
            self.node_of_spot[spot as usize] = self.node(at, tag);
        }
        self.node_of_spot[spot as usize]
    }

    fn street(&mut self, street: &Street) {
        let chain = self.sketch.chain(street);
        let mut first = self.made.refs.len();
        let (mut from, mut stretches) = (0, 0);
        for at in 0..chain.len() - 1 {
            let (a, b) = (chain[at], chain[at + 1]);
            let (here, there) = (self.sketch.spots[a as usize], self.sketch.spots[b as usize]);
            if stretches == 0 {
                first = self.made.refs.len();
                from = at;
                let node = self.node_at(a, here.towards(there));
                self.made.refs.push(node);
            }
            self.bends(street.look, here, there);
            let node = self.node_at(b, there.towards(here));
            self.made.refs.push(node);
            stretches += 1;
            let cut = !matches!(self.sketch.kinds[b as usize], SpotKind::Plain | SpotKind::TurningCircle);
            if cut || stretches == LONGEST_WAY || at + 2 == chain.len() {
                self.finish_way(street.look, first, &chain[from..=at + 1]);
                stretches = 0;
            }
            if street.house > 0 {
                self.houses(street.look, here, there, street.house + at as u32 * NUMBERS_A_BLOCK);
            }
        }
    }

    /// Nodes between two spots, so that the line bends with the land.
    fn bends(&mut self, look: Look, a: Spot, b: Spot) {
        let step = match look.class {
            Class::Ferry | Class::Coast | Class::River => 400.0,
            Class::Motorway => 150.0,
            _ if look.urban => 60.0,
            _ => 95.0,
        };
        let special = match look.extra {
            Extra::Bollard => Some(NodeTag::Bollard),
            Extra::Gate => Some(NodeTag::Gate),
            Extra::None | Extra::Bridge => None,
        };
        let inner = ((a.metres_to(b) / step) as u32).max(u32::from(special.is_some()));
        for number in 1..=inner {
            let halfway = number == inner.div_ceil(2);
            let arterial = look.urban && look.class <= Class::Tertiary;
            let tag = match special {
                Some(_) => special.filter(|_| halfway),
                None => (arterial && halfway && self.draw.chance(0.25)).then_some(NodeTag::Crossing),
            };
            let node = self.node(a.mixed(b, f64::from(number) / f64::from(inner + 1)), tag);
            self.made.refs.push(node);
        }
    }

    fn finish_way(&mut self, look: Look, first: usize, chain: &[u32]) {
        let way = self.made.ways.len() as u32;
        let count = (self.made.refs.len() - first) as u32;
        self.made.ways.push(Way { look, first: first as u32, count });
        let ends = [(0, 1, false), (chain.len() - 1, chain.len() - 2, true)];
        for (end, inner, arrives) in ends {
            let spot = chain[end];
            if matches!(self.sketch.kinds[spot as usize], SpotKind::Signals | SpotKind::Cut) {
                let (at, next) = (self.sketch.spots[spot as usize], self.sketch.spots[chain[inner] as usize]);
                self.incidents.push(Incident {
                    spot,
                    node: self.node_of_spot[spot as usize],
                    way,
                    away: at.towards(next),
                    may_enter: look.sense == Sense::Both || !arrives,
                    may_come: look.sense == Sense::Both || arrives,
                });
            }
        }
    }

    /// Houses on both sides, odd numbers on the left.
    fn houses(&mut self, look: Look, a: Spot, b: Spot, first_number: u32) {
        let lived_on = matches!(look.class, Class::Residential | Class::Living | Class::Unclassified)
            || (look.urban && look.class <= Class::Tertiary);
        if !lived_on || look.extra == Extra::Bridge {
            return;
        }
        let along = a.towards(b);
        for plot in 0..NUMBERS_A_BLOCK {
            if self.draw.chance(self.addresses) {
                let share = (f64::from(plot / 2) + 0.5) / f64::from(NUMBERS_A_BLOCK / 2);
                let side = if plot % 2 == 0 { 1.0 } else { -1.0 };
                let at = a.mixed(b, share).plus((-along.1 * side, along.0 * side), 14.0);
                let tag =
                    NodeTag::Address { place: look.place, street: look.name, number: first_number + plot };
                self.node(at, Some(tag));
            }
        }
    }

    fn roundabouts(&mut self) {
        for (spot, nodes) in std::mem::take(&mut self.circles) {
            let first = self.made.refs.len();
            self.made.refs.extend(nodes);
            self.made.refs.push(nodes[0]);
            let look = Look {
                class: Class::Roundabout,
                sense: Sense::Both,
                extra: Extra::None,
                urban: true,
                name: Look::NO_NAME,
                place: 0,
                variety: spot,
            };
            self.made.ways.push(Way { look, first: first as u32, count: 13 });
        }
    }

    /// Names of places, hospitals and health centres.
    fn institutions(&mut self) {
        for (place, settlement) in self.sketch.settlements.iter().enumerate() {
            let number = place as u32;
            self.node(settlement.middle, Some(NodeTag::Settlement { place: number }));
            if place == 0 || settlement.size > 4_000 {
                self.beside(place, NodeTag::Hospital { place: number });
            }
            let centres = if place == 0 || settlement.size >= 120 { 1 + settlement.size / 1_500 } else { 0 };
            for centre in 0..centres {
                self.beside(place, NodeTag::HealthCentre { place: number, number: centre as u32 });
            }
        }
    }

    /// Puts something beside a crossing of a settlement.
    fn beside(&mut self, place: usize, tag: NodeTag) {
        let spots = self.sketch.settlements[place].spots.clone();
        let spot = spots.start + self.draw.below(spots.len()) as u32;
        let away = self.draw.direction();
        self.node(self.sketch.spots[spot as usize].plus(away, 30.0), Some(tag));
    }
}

/// Bends the flat map, and lays it on the earth.
struct Bend {
    waves: [Wave; 6],
    middle: LonLat,
}

/// A swell over the land: how far it pushes, over what distance, from where.
#[derive(Clone, Copy)]
struct Wave {
    metres: f64,
    length: f64,
    phase: f64,
    along: (f64, f64),
}

/// Metres in a degree of latitude, and of longitude at 58.15° N: near enough for a region that is not real.
const LATITUDE_DEGREE: f64 = 111_320.0;
const LONGITUDE_DEGREE: f64 = 58_744.0;

impl Bend {
    fn new(seed: u64, sketch: &Sketch) -> Self {
        let mut draw = Draw::new(seed, 6);
        // Together they stretch the land by less than the whole, so that no two places fall on one.
        let sizes = [(9.0, 520.0), (40.0, 1_700.0), (180.0, 7_300.0)];
        let waves = [0, 1, 2, 3, 4, 5].map(|at| Wave {
            metres: sizes[at / 2].0,
            length: sizes[at / 2].1,
            phase: draw.between(0.0, 1.0),
            along: draw.direction(),
        });
        let extent = |of: fn(&Spot) -> f64| sketch.spots.iter().map(of).fold(0.0, f64::max) + 600.0;
        let (x, y) = (extent(|s| s.x.abs()), extent(|s| s.y.abs()));
        // Within Västra Götaland's part of the earth, 11.5 to 13.5 east and 57.5 to 58.8 north.
        let (free_lon, free_lat) = (1.0 - x / LONGITUDE_DEGREE, 0.65 - y / LATITUDE_DEGREE);
        let middle = LonLat {
            lon: 12.5 + free_lon.max(0.0) * draw.between(-1.0, 1.0),
            lat: 58.15 + free_lat.max(0.0) * draw.between(-1.0, 1.0),
        };
        Self { waves, middle }
    }

    fn bent(&self, at: Spot) -> Spot {
        let mut push = (0.0, 0.0);
        for (number, wave) in self.waves.iter().enumerate() {
            let along = (at.x * wave.along.0 + at.y * wave.along.1) / wave.length + wave.phase;
            let by = wave.metres * swell(along);
            if number % 2 == 0 { push.0 += by } else { push.1 += by }
        }
        Spot { x: at.x + push.0, y: at.y + push.1 }
    }

    fn on_earth(&self, at: Spot) -> Place {
        Place {
            lon_e7: ((self.middle.lon + at.x / LONGITUDE_DEGREE) * 1e7).round() as i32,
            lat_e7: ((self.middle.lat + at.y / LATITUDE_DEGREE) * 1e7).round() as i32,
        }
    }
}

/// Like a sine of so many turns, of parabolas: sums and products are the same on every machine, sines are not.
fn swell(turns: f64) -> f64 {
    let t = turns - turns.floor();
    if t < 0.5 { 16.0 * t * (0.5 - t) } else { -16.0 * (t - 0.5) * (1.0 - t) }
}

/// Nodes that roads share, or where one ends.
fn vertices(made: &Engraved) -> usize {
    let mut uses = vec![0_u8; made.places.len()];
    for way in made.ways.iter().filter(|w| w.look.class.is_road()) {
        let nodes = made.nodes_of(way);
        let last = nodes.len() - 1;
        for (at, &node) in nodes.iter().enumerate() {
            let count = &mut uses[node as usize];
            *count = count.saturating_add(if at == 0 || at == last { 2 } else { 1 });
        }
    }
    uses.iter().filter(|&&u| u >= 2).count()
}
