//! What was collected → the index: streets apart, duplicates merged, gaps filled, everything in order.

use super::collected::{CollectedAddresses, Source};
use super::grid::AddressGrid;
use super::index::{AddressIndex, AddressParts, Area, CITY_INFERRED, POSTCODE_INFERRED, Street};
use super::infer::Neighbours;
use super::statistics::AddressStatistics;
use super::streets::{DraftStreet, streets};
use super::text_table::Interner;
use crate::graph::Point;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The same number of the same street within so many metres is one address.
const DUPLICATE_RADIUS: f64 = 30.0;
/// An official address stands in the stead of what the extract has of the same street and number within so many metres.
const OFFICIAL_RADIUS: f64 = 1_000.0;

/// Makes the index; the counts of the collection go on with those of the making.
pub fn build(collected: &CollectedAddresses) -> (AddressIndex, AddressStatistics) {
    let mut counts = collected.statistics;
    let (streets, nameless) = streets(collected);
    counts.without_street += nameless;
    if streets.is_empty() {
        return (AddressIndex::default(), counts);
    }
    let neighbours = Neighbours::of(collected);
    let mut draft = Draft::new(collected);
    let mut keys: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for street in &streets {
        let number = draft.streets.len() as u32;
        for key in &street.keys {
            keys.entry(key).or_default().push(number);
        }
        draft.add_street(street, &neighbours, &mut counts);
    }
    draft.street_first.push(draft.points.len() as u32);
    counts.addresses = draft.points.len() as u64;
    counts.streets = draft.streets.len() as u64;
    let mut key_first = vec![0];
    let mut key_streets = Vec::new();
    for numbers in keys.values() {
        key_streets.extend_from_slice(numbers);
        key_first.push(key_streets.len() as u32);
    }
    draft.sort_areas();
    let areas = draft.finished_areas();
    let parts = AddressParts {
        texts: draft.texts.into_table(),
        keys: keys.keys().collect(),
        key_first: key_first.into(),
        key_streets: key_streets.into(),
        streets: draft.streets.into(),
        street_first: draft.street_first.into(),
        areas: areas.into(),
        suffixes: draft.suffixes.iter().collect(),
        grid: AddressGrid::build(&draft.points),
        points: draft.points.into(),
        numbers: draft.numbers.into(),
        number_suffixes: draft.number_suffixes.into(),
        address_areas: draft.address_areas.into(),
        marks: draft.marks.into(),
    };
    (AddressIndex::from_parts(parts).expect("built in order"), counts)
}

/// The columns as they grow.
struct Draft<'c> {
    collected: &'c CollectedAddresses,
    texts: Interner,
    suffixes: Vec<&'c str>,
    /// The number in `suffixes` of each suffix text of the collection.
    suffix_of: FxHashMap<u32, u16>,
    areas: FxHashMap<(u32, u32), u32>,
    area_list: Vec<(u32, u32)>,
    streets: Vec<Street>,
    street_first: Vec<u32>,
    points: Vec<Point>,
    numbers: Vec<u32>,
    number_suffixes: Vec<u16>,
    address_areas: Vec<u32>,
    marks: Vec<u8>,
}

impl<'c> Draft<'c> {
    fn new(collected: &'c CollectedAddresses) -> Self {
        let mut used: BTreeMap<&str, u32> = BTreeMap::new();
        used.insert("", 0);
        for address in &collected.addresses {
            used.insert(collected.texts.text(address.suffix), address.suffix);
        }
        // More kinds of suffix than this do not occur; what were left over would be counted as not understood.
        let kept = used.into_iter().take(usize::from(u16::MAX));
        let (suffixes, numbers): (Vec<&str>, Vec<u32>) = kept.unzip();
        let suffix_of = numbers.into_iter().enumerate().map(|(i, text)| (text, i as u16)).collect();
        Self {
            collected,
            texts: Interner::default(),
            suffixes,
            suffix_of,
            areas: [((0, 0), 0)].into_iter().collect(),
            area_list: vec![(0, 0)],
            streets: Vec::new(),
            street_first: Vec::new(),
            points: Vec::new(),
            numbers: Vec::new(),
            number_suffixes: Vec::new(),
            address_areas: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn add_street(
        &mut self,
        street: &DraftStreet,
        neighbours: &Neighbours<'_>,
        counts: &mut AddressStatistics,
    ) {
        let collected = self.collected;
        self.street_first.push(self.points.len() as u32);
        let mut sorted: Vec<usize> = street.addresses.clone();
        let order = |&i: &usize| {
            let a = &collected.addresses[i];
            (a.number, self.suffix_of.get(&a.suffix).copied(), a.source, a.point, i)
        };
        sorted.sort_by_key(order);
        let mut in_area: BTreeMap<u32, u32> = BTreeMap::new();
        let same = |a: &usize, b: &usize| {
            let (a, b) = (&collected.addresses[*a], &collected.addresses[*b]);
            (a.number, a.suffix) == (b.number, b.suffix)
        };
        for group in sorted.chunk_by(same) {
            let Some(&suffix) = self.suffix_of.get(&collected.addresses[group[0]].suffix) else {
                counts.numbers_not_understood += group.len() as u64;
                continue;
            };
            for i in self.distinct(group, counts) {
                let a = &collected.addresses[i];
                let (postcode, city, inferred) = filled(collected, i, neighbours, counts);
                let area = self.area(postcode, city);
                *in_area.entry(area).or_default() += 1;
                self.points.push(a.point);
                self.numbers.push(a.number);
                self.number_suffixes.push(suffix);
                self.address_areas.push(area);
                self.marks.push(a.source as u8 | inferred);
                counts.official += u64::from(a.source == Source::Official);
                counts.interpolated += u64::from(a.source == Source::Interpolated);
            }
        }
        let most = in_area.into_iter().max_by_key(|&(area, count)| (count, std::cmp::Reverse(area)));
        let area = match most {
            Some((area, _)) => area,
            // A street without numbers, or a farm: in the town of those around it.
            None => self.area(neighbours.postcode(street.middle), neighbours.city(street.middle)),
        };
        let name = self.texts.number(collected.texts.text(street.name));
        let is_place = u32::from(street.is_place);
        self.streets.push(Street { name, area, middle: street.middle, is_place });
    }

    /// Of one number of one street the addresses that are kept, the most trusted first; the others are counted.
    fn distinct(&self, group: &[usize], counts: &mut AddressStatistics) -> Vec<usize> {
        let all = &self.collected.addresses;
        let far = |a: usize, b: usize| all[a].point.to_lonlat().metres_to(all[b].point.to_lonlat());
        let mut kept: Vec<usize> = Vec::new();
        for &i in group {
            let official =
                |&&k: &&usize| all[k].source == Source::Official && all[i].source != Source::Official;
            if kept.iter().filter(official).any(|&k| far(k, i) <= OFFICIAL_RADIUS) {
                counts.replaced += 1;
            } else if kept.iter().any(|&k| far(k, i) <= DUPLICATE_RADIUS)
                || (all[i].source == Source::Interpolated && !kept.is_empty())
            {
                counts.duplicates += 1;
            } else {
                kept.push(i);
            }
        }
        kept
    }

    fn area(&mut self, postcode: u32, city: u32) -> u32 {
        let collected = &self.collected.texts;
        let code = written_code(collected.text(postcode));
        let pair = (self.texts.number(&code), self.texts.number(collected.text(city)));
        let list = &mut self.area_list;
        *self.areas.entry(pair).or_insert_with(|| {
            list.push(pair);
            list.len() as u32 - 1
        })
    }

    /// Puts the areas in the order of postal codes and towns, so that a code is found by halving.
    fn sort_areas(&mut self) {
        let text = |&(code, city): &(u32, u32)| (self.texts.text(code), self.texts.text(city));
        let mut order: Vec<usize> = (0..self.area_list.len()).collect();
        order.sort_by_key(|&i| text(&self.area_list[i]));
        let mut rank = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            rank[old] = new as u32;
        }
        self.area_list = order.into_iter().map(|old| self.area_list[old]).collect();
        self.streets.iter_mut().for_each(|s| s.area = rank[s.area as usize]);
        self.address_areas.iter_mut().for_each(|a| *a = rank[*a as usize]);
    }

    /// The areas with the middle of the box of their addresses, or of their streets where there are none.
    fn finished_areas(&self) -> Vec<Area> {
        let mut boxes = vec![[i32::MAX, i32::MIN, i32::MAX, i32::MIN]; self.area_list.len()];
        let mut widen = |area: u32, p: Point| {
            let b = &mut boxes[area as usize];
            *b = [b[0].min(p.lon_e7), b[1].max(p.lon_e7), b[2].min(p.lat_e7), b[3].max(p.lat_e7)];
        };
        for (&area, &point) in self.address_areas.iter().zip(&self.points) {
            widen(area, point);
        }
        for street in &self.streets {
            widen(street.area, street.middle);
        }
        let half = |a: i32, b: i32| if a > b { 0 } else { ((i64::from(a) + i64::from(b)) / 2) as i32 };
        let pairs = self.area_list.iter().zip(boxes);
        pairs
            .map(|(&(postcode, city), b)| {
                let middle = Point { lon_e7: half(b[0], b[1]), lat_e7: half(b[2], b[3]) };
                Area { postcode, city, middle }
            })
            .collect()
    }
}

/// A postal code as it is kept: without spaces and country, `41101` for `SE-411 01`.
fn written_code(stated: &str) -> String {
    let code: String = stated.chars().filter(|c| !c.is_whitespace()).collect();
    match code.split_once('-') {
        Some((country, rest)) if country.len() <= 2 && country.bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.to_owned()
        }
        _ => code,
    }
}

/// Postal code and town of an address, and the marks of those that were inferred.
fn filled(
    collected: &CollectedAddresses,
    address: usize,
    neighbours: &Neighbours<'_>,
    counts: &mut AddressStatistics,
) -> (u32, u32, u8) {
    let a = &collected.addresses[address];
    let (mut postcode, mut city, mut marks) = (a.postcode, a.city, 0);
    if postcode == 0 {
        postcode = neighbours.postcode(a.point);
        if postcode != 0 {
            marks |= POSTCODE_INFERRED;
            counts.postcodes_inferred += 1;
        }
    }
    if city == 0 {
        city = neighbours.city(a.point);
        if city != 0 {
            marks |= CITY_INFERRED;
            counts.cities_inferred += 1;
        }
    }
    (postcode, city, marks)
}
