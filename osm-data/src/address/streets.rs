//! House numbers, roads and places of one name → streets: the Storgatan of one town apart from that of the next.

use super::abbreviation::index_key;
use super::collected::{CollectedAddresses, NamedPoints};
use crate::cells::{HALF_TURN, turn};
use crate::graph::Point;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Side of the cells by which parts of one name are joined, in ten-millionths of a degree of latitude: about 500 m. Parts in
/// the same cell or in neighbouring ones are one street.
const CELL: f64 = 45_000.0;

/// One street, or one place that stands in a street's stead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DraftStreet {
    /// Its name as most often written.
    pub name: u32,
    /// What it is found by: the key of its name, then those of other names.
    pub keys: Vec<String>,
    /// Whether it is a place, not a street.
    pub is_place: bool,
    /// Its middle.
    pub middle: Point,
    /// Its house numbers, as positions in [`CollectedAddresses::addresses`].
    pub addresses: Vec<usize>,
}

/// A part of a street.
#[derive(Clone, Copy)]
enum Part<'c> {
    Address(usize),
    Road(&'c NamedPoints),
    Place(&'c NamedPoints),
}

/// Every street, in the order of keys; and how many house numbers have a street whose name holds no letter.
pub(super) fn streets(collected: &CollectedAddresses) -> (Vec<DraftStreet>, u64) {
    let mut key_of: FxHashMap<u32, String> = FxHashMap::default();
    let mut groups: BTreeMap<String, Vec<Part<'_>>> = BTreeMap::new();
    let mut nameless = 0;
    let numbered = collected.addresses.iter().enumerate().map(|(i, a)| (a.street, Part::Address(i)));
    let roads = collected.roads.iter().map(|r| (r.name, Part::Road(r)));
    let places = collected.places.iter().map(|p| (p.name, Part::Place(p)));
    for (name, part) in numbered.chain(roads).chain(places) {
        let key = key_of.entry(name).or_insert_with(|| index_key(collected.texts.text(name)));
        if key.is_empty() {
            nameless += u64::from(matches!(part, Part::Address(_)));
            continue;
        }
        match groups.get_mut(key.as_str()) {
            Some(parts) => parts.push(part),
            None => drop(groups.insert(key.clone(), vec![part])),
        }
    }
    let all = groups.into_iter().flat_map(|(key, parts)| {
        let joined = joined(&parts, collected);
        joined.into_iter().map(move |parts| street(&key, &parts, collected)).collect::<Vec<_>>()
    });
    (all.collect(), nameless)
}

fn points<'c>(part: Part<'c>, collected: &'c CollectedAddresses) -> &'c [Point] {
    match part {
        Part::Address(i) => std::slice::from_ref(&collected.addresses[i].point),
        Part::Road(named) | Part::Place(named) => &named.points,
    }
}

/// The points of a part; those of a road with so many between them that none is farther from the next than a cell is high. So
/// houses along a straight country road, which has few nodes, lie on one street.
fn filled(part: Part<'_>, collected: &CollectedAddresses) -> Vec<Point> {
    let points = points(part, collected);
    let Part::Road(_) = part else { return points.to_vec() };
    let mut found = vec![points[0]];
    for pair in points.windows(2) {
        let (east, north) = (
            turn(pair[0].lon_e7.into(), pair[1].lon_e7.into()),
            i64::from(pair[1].lat_e7) - i64::from(pair[0].lat_e7),
        );
        // Degrees of longitude are the shorter ones: a cell is wider than it is high in them.
        let parts = (east.abs().max(north.abs()) / CELL as i64) + 1;
        found.extend((1..=parts).map(|part| Point {
            lon_e7: wrapped(i64::from(pair[0].lon_e7) + east * part / parts),
            lat_e7: (i64::from(pair[0].lat_e7) + north * part / parts) as i32,
        }));
    }
    found
}

/// The parts of one name, sorted into those that lie together.
fn joined<'c>(parts: &[Part<'c>], collected: &'c CollectedAddresses) -> Vec<Vec<Part<'c>>> {
    if let [only] = parts {
        return vec![vec![*only]];
    }
    let first = points(parts[0], collected)[0].to_lonlat();
    let width = CELL / first.lat.to_radians().cos().max(0.01);
    let cell = |p: &Point| {
        ((f64::from(p.lon_e7) / width).floor() as i64, (f64::from(p.lat_e7) / CELL).floor() as i64)
    };
    let mut leader: Vec<usize> = (0..parts.len()).collect();
    let mut holder: FxHashMap<(i64, i64), usize> = FxHashMap::default();
    for (i, part) in parts.iter().enumerate() {
        for point in filled(*part, collected) {
            let held = *holder.entry(cell(&point)).or_insert(i);
            unite(&mut leader, held, i);
        }
    }
    for (&(x, y), &i) in &holder {
        // The four neighbours after it; those before it look this way themselves.
        for next in [(x + 1, y), (x - 1, y + 1), (x, y + 1), (x + 1, y + 1)] {
            if let Some(&j) = holder.get(&next) {
                unite(&mut leader, i, j);
            }
        }
    }
    let mut together: BTreeMap<usize, Vec<Part<'c>>> = BTreeMap::new();
    for (i, part) in parts.iter().enumerate() {
        together.entry(find(&mut leader, i)).or_default().push(*part);
    }
    together.into_values().collect()
}

/// A longitude that may have gone beyond 180°.
fn wrapped(lon: i64) -> i32 {
    ((lon + HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN) as i32
}

fn find(leader: &mut [usize], mut i: usize) -> usize {
    while leader[i] != i {
        leader[i] = leader[leader[i]];
        i = leader[i];
    }
    i
}

/// The lower one leads, so that the outcome does not depend on the order of a hash map.
fn unite(leader: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(leader, a), find(leader, b));
    leader[a.max(b)] = a.min(b);
}

fn street(key: &str, parts: &[Part<'_>], collected: &CollectedAddresses) -> DraftStreet {
    let mut spelled: BTreeMap<u32, u32> = BTreeMap::new();
    let mut made = DraftStreet { keys: vec![key.to_owned()], is_place: true, ..DraftStreet::default() };
    let mut on_road: Vec<Point> = Vec::new();
    let mut others: Vec<Point> = Vec::new();
    for part in parts {
        let (name, weight) = match part {
            Part::Address(i) => {
                made.addresses.push(*i);
                made.is_place &= collected.addresses[*i].of_place;
                others.push(collected.addresses[*i].point);
                (collected.addresses[*i].street, 1)
            }
            // How a road is written on the map has more eyes on it than how one house has it.
            Part::Road(road) => {
                made.is_place = false;
                on_road.extend(&road.points);
                (road.name, 10)
            }
            Part::Place(place) => {
                others.extend(&place.points);
                (place.name, 10)
            }
        };
        *spelled.entry(name).or_default() += weight;
        if let Part::Road(named) | Part::Place(named) = part {
            for &other in &named.other_names {
                let key = index_key(collected.texts.text(other));
                if !key.is_empty() && !made.keys.contains(&key) {
                    made.keys.push(key);
                }
            }
        }
    }
    let text = |number: u32| collected.texts.text(number);
    let most = spelled.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| text(*b.0).cmp(text(*a.0))));
    made.name = most.map_or(0, |(&name, _)| name);
    made.middle = most_central(if on_road.is_empty() { &others } else { &on_road });
    made
}

/// The one of some points that is nearest to their mean: a place that is on the street.
fn most_central(points: &[Point]) -> Point {
    let count = points.len() as i64;
    let lon = points.iter().map(|p| i64::from(p.lon_e7)).sum::<i64>() / count;
    let lat = points.iter().map(|p| i64::from(p.lat_e7)).sum::<i64>() / count;
    let off = |p: &&Point| (i64::from(p.lon_e7) - lon).pow(2) + (i64::from(p.lat_e7) - lat).pow(2);
    *points.iter().min_by_key(off).expect("a street has a point")
}
