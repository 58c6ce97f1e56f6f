//! Addresses of drawn towns and of real extracts: what is found, what is not, and that nothing panics.

use super::collect::collect;
use super::*;
use crate::column::StableBytes;
use crate::graph::tests::extracts;
use crate::lonlat::LonLat;
use crate::pbf::{
    MemberId, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId, PbfReader,
    PbfWriter, Tags,
};
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::Arc;

type StatedTags = Vec<(String, String)>;

/// A town written down element by element.
#[derive(Default)]
struct Town {
    nodes: Vec<(i64, LonLat, StatedTags)>,
    ways: Vec<(Vec<i64>, StatedTags)>,
    relations: Vec<(Vec<(i64, bool)>, StatedTags)>,
}

/// `a=b c=d` as tags; `_` in a value is a space.
fn tags(text: &str) -> StatedTags {
    let pair = |t: &str| t.split_once('=').map(|(k, v)| (k.to_owned(), v.replace('_', " ")));
    text.split_whitespace().filter_map(pair).collect()
}

/// So many metres east and north of the middle of Göteborg.
fn at(east: f64, north: f64) -> LonLat {
    let lat = 57.7 + north / 111_195.0;
    LonLat { lon: 11.97 + east / (111_195.0 * lat.to_radians().cos()), lat }
}

impl Town {
    fn node(mut self, east: f64, north: f64, text: &str) -> Self {
        self.nodes.push((self.nodes.len() as i64 + 1, at(east, north), tags(text)));
        self
    }

    /// A house with `street number` and further tags.
    fn house(self, east: f64, north: f64, street: &str, number: &str, more: &str) -> Self {
        let street = street.replace(' ', "_");
        self.node(east, north, &format!("addr:street={street} addr:housenumber={number} {more}"))
    }

    /// A way through the last `nodes` nodes.
    fn way(mut self, nodes: usize, text: &str) -> Self {
        let last = self.nodes.len() as i64;
        self.ways.push(((last - nodes as i64 + 1..=last).collect(), tags(text)));
        self
    }

    fn index(&self) -> (AddressIndex, AddressStatistics) {
        let mut writer = PbfWriter::new("town", Vec::new()).unwrap();
        fn borrowed(tags: &[(String, String)]) -> Vec<(&str, &str)> {
            tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
        }
        for (id, place, tags) in &self.nodes {
            let tags = borrowed(tags);
            writer.node(OsmNode { id: OsmNodeId(*id), place: *place, tags: Tags(&tags) }).unwrap();
        }
        for (i, (nodes, tags)) in self.ways.iter().enumerate() {
            let nodes: Vec<OsmNodeId> = nodes.iter().map(|&n| OsmNodeId(n)).collect();
            let tags = borrowed(tags);
            writer.way(OsmWay { id: OsmWayId(i as i64 + 1), nodes: &nodes, tags: Tags(&tags) }).unwrap();
        }
        for (i, (members, tags)) in self.relations.iter().enumerate() {
            let member = |&(id, is_way): &(i64, bool)| OsmMember {
                id: if is_way { MemberId::Way(OsmWayId(id)) } else { MemberId::Node(OsmNodeId(id)) },
                role: "house",
            };
            let (members, tags) = (members.iter().map(member).collect::<Vec<_>>(), borrowed(tags));
            let id = OsmRelationId(i as i64 + 1);
            writer.relation(OsmRelation { id, members: &members, tags: Tags(&tags) }).unwrap();
        }
        let mut reader = PbfReader::new("town", Cursor::new(writer.finish().unwrap())).unwrap();
        build(&collect(&mut reader, &mut |_| {}).unwrap())
    }
}

fn goteborg() -> Town {
    let here = "addr:postcode=411_01 addr:city=Göteborg";
    Town::default()
        .house(0.0, 0.0, "Storgatan", "12", here)
        .house(20.0, 0.0, "Storgatan", "14", here)
        .house(40.0, 0.0, "Storgatan", "16A", here)
        .house(41.0, 0.0, "Storgatan", "16B", here)
        .house(300.0, 0.0, "Storgatan", "30", here)
        .house(0.0, 300.0, "Östra Hamngatan", "5", here)
        .house(0.0, 400.0, "Sankt Eriksgatan", "7", "")
        .house(0.0, 600.0, "Vasagatan", "2-6", here)
        .house(9_000.0, 9_000.0, "Storgatan", "12", "addr:postcode=431_30 addr:city=Mölndal")
        .node(9_000.0, 9_100.0, "place=town name=Mölndal")
        .node(500.0, 500.0, "")
        .node(600.0, 500.0, "")
        .way(2, "highway=residential name=Kungsgatan alt_name=Nya_Kungsgatan")
        .node(3_000.0, 0.0, "addr:place=Höga addr:housenumber=120")
        .node(3_000.0, 100.0, "place=hamlet name=Höga")
}

fn found(index: &AddressIndex, text: &str) -> String {
    index.find(text, 1).first().map_or_else(
        || "nothing".to_owned(),
        |hit| format!("{} {:?} {:.2}", hit.line(), hit.kind, hit.confidence),
    )
}

#[test]
fn addresses_are_found_as_people_write_them() {
    let (index, _) = goteborg().index();
    let there = "Storgatan 12, 41101 Göteborg House";
    for text in [
        "Storgatan 12, 411 01 Göteborg",
        "STORGATAN 12 41101 GOTEBORG",
        "12 Storgatan, Göteborg",
        "Göteborg, Storgatan 12",
        "c/o Svensson, Storgatan 12 lgh 1102, 411 01 Göteborg, Sverige",
        "Storg. 12, Göteborg",
        "Stor gatan 12, SE-411 01 Göteborg",
        "Storgatn 12, 41101 Göteborg",
        "Sotrgatan 12 Göteborg",
    ] {
        assert!(found(&index, text).starts_with(there), "{text}: {}", found(&index, text));
        assert!(index.find(text, 1)[0].confidence >= 0.8, "{text}: {:?}", index.find(text, 2));
    }
    for (text, line) in [
        ("Storgatan 12, 431 30 Mölndal", "Storgatan 12, 43130 Mölndal House 1.00"),
        ("Ö. Hamngatan 5", "Östra Hamngatan 5, 41101 Göteborg House 0.98"),
        ("S:t Eriksgatan 7", "Sankt Eriksgatan 7, 41101 Göteborg House 0.98"),
        ("Storgatan 16 B, Göteborg", "Storgatan 16B, 41101 Göteborg House 1.00"),
        ("Storgatan 16, Göteborg", "Storgatan 16A, 41101 Göteborg House 0.90"),
        ("Vasagatan 4", "Vasagatan 4, 41101 Göteborg House 1.00"),
        ("Vasagatan 2-6", "Vasagatan 2-6, 41101 Göteborg House 1.00"),
        ("Höga 120", "Höga 120 House 1.00"),
        ("Storgatan 22, Göteborg", "Storgatan 22, 41101 Göteborg Interpolated 0.60"),
        ("Kungsgatan", "Kungsgatan Street 0.70"),
        ("Nya Kungsgatan", "Kungsgatan Street 0.70"),
        ("Okändgränden 7, Mölndal", "Mölndal, 43130 Mölndal Place 0.20"),
        ("", "nothing"),
        (",,, 12 ??", "nothing"),
    ] {
        assert_eq!(found(&index, text), line, "{text}: {:#?}", index.find(text, 3));
    }
}

#[test]
fn a_new_house_is_never_sent_to_another_street_one_letter_off() {
    let here = "addr:postcode=411_01 addr:city=Göteborg";
    let there = "addr:postcode=431_30 addr:city=Mölndal";
    let mut town = goteborg();
    for number in ["2", "4", "10"] {
        town = town.house(2_000.0, 100.0, "Björkgatan", number, here);
    }
    // The name goes on in the next postal code; the other street has the number that this one lacks.
    let town = town
        .house(2_100.0, 100.0, "Björkgatan", "12", "addr:postcode=411_02 addr:city=Göteborg")
        .house(4_000.0, 0.0, "Björngatan", "50", here)
        .house(4_000.0, 0.0, "Björngatan", "6B", here)
        .house(9_200.0, 9_000.0, "Bjärkgatan", "52", there);
    let (index, _) = town.index();
    for text in [
        "Björkgatan 50",
        "Björkgatan 50, Göteborg",
        "Björkgatan 50, 411 01 Göteborg",
        "Björkgatan 50, 411 02 Göteborg",
        "50 Björkgatan Göteborg",
        "Göteborg, Björkgatan 50",
        "Björkg. 50",
        "Anna Ek Björkgatan 50",
        "Björkgatan 6 B",
    ] {
        let hits = index.find(text, 5);
        assert_eq!(hits[0].street, "Björkgatan", "{text}: {hits:#?}");
        assert!(hits.iter().all(|h| h.confidence < 0.8), "{text}: {hits:#?}");
    }
    // The street of the very name is in another town: spelling may be doubted there.
    let hits = index.find("Björkgatan 52, 431 30 Mölndal", 5);
    assert_eq!((hits[0].street.as_str(), hits[0].confidence >= 0.8), ("Bjärkgatan", true), "{hits:#?}");
    assert_eq!(found(&index, "Björngatn 50, Göteborg"), "Björngatan 50, 41101 Göteborg House 0.90");
}

#[test]
fn a_town_is_never_taken_for_another_that_is_written_nearly_so() {
    let town = |name: &str, code: &str, east: f64| {
        let more = format!("addr:postcode={code} addr:city={name}");
        Town::default().house(east, 0.0, "Storgatan", "12", &more)
    };
    for (known, asked) in [
        ("Lidköping", "Linköping"),
        ("Linköping", "Jönköping"),
        ("Enköping", "Nyköping"),
        ("Höör", "Hjo"),
        ("Borås", "Borens"),
    ] {
        let (index, _) = town(known, "531_30", 0.0).index();
        for text in [format!("Storgatan 12, {asked}"), format!("Storgatan 12, 582 23 {asked}")] {
            let hits = index.find(&text, 3);
            assert!(hits.iter().all(|h| h.confidence < 0.8), "{text}: {hits:#?}");
        }
        // The postal code vouches for the likeness.
        assert!(index.find(&format!("Storgatan 12, 531 30 {known}"), 1)[0].confidence == 1.0);
    }
    let (index, _) = town("Lidköping", "531_30", 0.0).index();
    assert_eq!(found(&index, "Storgatan 12, 531 30 Lidköpng"), "Storgatan 12, 53130 Lidköping House 0.97");
    assert_eq!(found(&index, "Storgatan 12, Lidköpng"), "Storgatan 12, 53130 Lidköping House 0.75");
    // Both are on the map: whoever writes the one does not mean the other.
    let mut both = town("Lidköping", "531_30", 0.0);
    both = both.house(30_000.0, 0.0, "Ågatan", "1", "addr:postcode=582_23 addr:city=Linköping");
    let hits = both.index().0.find("Storgatan 12, Linköping", 3);
    assert!(hits[0].confidence <= 0.5, "{hits:#?}");
    assert!(hits[0].changes.contains(&Change::OtherCity { asked: "Linköping".to_owned() }));
}

#[test]
fn what_is_beyond_the_text_and_other_countries_leave_nothing_sure() {
    let (index, _) = goteborg().index();
    let all = "Storgatan 12, 411 01 Göteborg";
    assert_eq!(index.find(&format!("{all}, Sverige"), 1)[0].confidence, 1.0);
    for text in [
        format!("{all}, Norge"),
        format!("Norge, {all}"),
        format!("{all}{}Lund", " ".repeat(LONGEST_TEXT)),
        format!("{all} {}", "x ".repeat(20)),
    ] {
        let hits = index.find(&text, 3);
        assert!(hits.iter().all(|h| h.confidence < 0.8), "{text}: {hits:#?}");
        assert!(hits[0].changes.iter().any(|c| matches!(c, Change::PassedOver { .. })), "{text}: {hits:#?}");
    }
}

#[test]
fn houses_along_a_straight_country_road_are_on_one_street() {
    let mut town = Town::default().node(0.0, 0.0, "").node(0.0, 6_000.0, "");
    town = town.way(2, "highway=tertiary name=Landsvägen");
    for (north, number) in [(900.0, "1"), (2_300.0, "3"), (4_700.0, "5")] {
        town = town.house(20.0, north, "Landsvägen", number, "");
    }
    // A long bend: two hundred nodes, each a little farther round a circle of 3 km.
    for i in 0..200 {
        let angle = f64::from(i) * 0.015;
        town = town.node(-10_000.0 + 3_000.0 * angle.cos(), 3_000.0 * angle.sin(), "");
    }
    town = town.way(200, "highway=tertiary name=Bågvägen");
    for i in 0..10 {
        let angle = 0.15 + f64::from(i) * 0.3;
        let (east, north) = (-10_000.0 + 3_020.0 * angle.cos(), 3_020.0 * angle.sin());
        town = town.house(east, north, "Bågvägen", &(i + 1).to_string(), "");
    }
    let (index, counts) = town.index();
    assert_eq!(counts.streets, 2, "{counts:?}");
    assert_eq!(found(&index, "Landsvägen 7"), "Landsvägen Street 0.40");
}

#[test]
fn what_is_drawn_but_cannot_be_used_is_counted() {
    let mut town = goteborg();
    town.ways.push((vec![998, 999], tags("highway=residential name=Utevägen")));
    town.ways.push((vec![999], tags("place=hamlet name=Ute")));
    town.relations.push((Vec::new(), tags("type=boundary place=village name=Byn")));
    town.relations.push((Vec::new(), tags("type=boundary place=county name=Länet")));
    town = town
        .house(0.0, 0.0, "Ågatan", "4;B6", "")
        .house(0.0, 200.0, "Ågatan", "10B", "")
        .way(2, "addr:interpolation=even");
    let counts = town.index().1;
    assert_eq!((counts.named_without_nodes, counts.place_relations_left_out), (2, 1), "{counts:?}");
    assert_eq!((counts.numbers_not_understood, counts.interpolations_left_out), (1, 1), "{counts:?}");
}

#[test]
fn one_street_name_in_two_towns_is_told_and_never_trusted() {
    let (index, _) = goteborg().index();
    let hits = index.find("Storgatan 12", 5);
    assert_eq!(hits.len(), 2, "{hits:#?}");
    let cities: Vec<&str> = hits.iter().map(|h| h.city.as_str()).collect();
    assert_eq!(cities, ["Göteborg", "Mölndal"]);
    assert!(hits.iter().all(|h| h.confidence == 0.5), "{hits:#?}");
    assert!(hits[0].changes.contains(&Change::Ambiguous { places: 2 }));
    let elsewhere = index.find("Storgatan 12, Uppsala", 5);
    assert!(elsewhere.iter().all(|h| h.confidence <= 0.5), "{elsewhere:#?}");
    let contradicting = index.find("Storgatan 12, 999 99 Uppsala", 5);
    assert!(contradicting.iter().all(|h| h.confidence <= 0.3), "{contradicting:#?}");
}

#[test]
fn an_address_is_found_by_its_place() {
    let (index, _) = goteborg().index();
    let (hit, metres) = index.nearest(at(2.0, 1.0), 100.0).unwrap();
    assert_eq!(hit.line(), "Storgatan 12, 41101 Göteborg");
    assert!((2.0..2.5).contains(&metres), "{metres}");
    assert_eq!(index.nearest(at(100.0, 2_000.0), 100.0), None);
    assert_eq!(AddressIndex::default().nearest(at(0.0, 0.0), 1e6), None);
    assert_eq!(AddressIndex::default().find("Storgatan 12", 5), []);
}

#[test]
fn missing_towns_come_from_neighbours_that_agree_and_are_marked() {
    let (index, counts) = goteborg().index();
    let hit = &index.find("Sankt Eriksgatan 7", 1)[0];
    assert!(hit.city_inferred && hit.postcode_inferred && hit.city == "Göteborg", "{hit:?}");
    assert_eq!((counts.cities_inferred, counts.postcodes_inferred), (1, 1));
    let between = Town::default()
        .house(0.0, 0.0, "A", "1", "addr:city=X")
        .house(20.0, 0.0, "A", "2", "")
        .house(40.0, 0.0, "A", "3", "addr:city=Y");
    assert_eq!(between.index().0.find("A 2", 1)[0].city, "");
}

#[test]
fn duplicates_interpolated_houses_and_relations_are_counted() {
    let mut town = Town::default()
        .house(0.0, 0.0, "Långgatan", "1", "")
        .node(0.0, 100.0, "")
        .house(0.0, 200.0, "Långgatan", "9", "")
        .way(3, "addr:interpolation=odd")
        .house(5.0, 0.0, "Långgatan", "1", "shop=bakery")
        .house(3.0, 101.0, "Långgatan", "5", "")
        .node(50.0, 0.0, "addr:housenumber=3")
        .node(60.0, 0.0, "addr:housenumber=Villa addr:street=Långgatan")
        .node(70.0, 0.0, "addr:housenumber=8")
        .node(0.0, 0.0, "")
        .node(10.0, 0.0, "")
        .node(10.0, 10.0, "")
        .way(3, "building=yes addr:housenumber=44 addr:street=Långgatan")
        .way(3, "addr:interpolation=sometimes");
    town.ways.push((vec![999], tags("building=yes addr:housenumber=46 addr:street=Långgatan")));
    town.relations.push((vec![(8, false)], tags("type=associatedStreet name=Långgatan")));
    town.relations.push((Vec::new(), tags("type=multipolygon addr:housenumber=48 addr:street=Långgatan")));
    let (index, counts) = town.index();
    let told = AddressStatistics {
        addresses: 7,
        interpolated: 2,
        streets: 1,
        stated: 9,
        without_street: 1,
        numbers_not_understood: 1,
        streets_by_relation: 1,
        relations_left_out: 1,
        ways_without_nodes: 1,
        interpolations_used: 1,
        interpolations_left_out: 1,
        duplicates: 2,
        ..AddressStatistics::default()
    };
    assert_eq!(counts, told);
    assert_eq!(found(&index, "Långgatan 3"), "Långgatan 3 Interpolated 0.90");
    assert_eq!(found(&index, "Langgatan 5"), "Långgatan 5 House 1.00");
    assert_eq!(found(&index, "Långgatan 44"), "Långgatan 44 House 1.00");
}

/// The index as bytes and back.
fn reread(index: &AddressIndex) -> Result<AddressIndex, AddressDefect> {
    of_bytes(&index.to_bytes())
}

fn of_bytes(bytes: &[u8]) -> Result<AddressIndex, AddressDefect> {
    let mut words = vec![0_u64; bytes.len().div_ceil(8)];
    for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
        let mut padded = [0; 8];
        padded[..chunk.len()].copy_from_slice(chunk);
        *word = u64::from_le_bytes(padded);
    }
    AddressIndex::of_bytes(&Arc::new(StableBytes::Memory(words, bytes.len())), 0..bytes.len())
}

#[test]
fn what_is_written_is_read_back() {
    let (index, _) = goteborg().index();
    assert_eq!(reread(&index), Ok(index.clone()));
    assert_eq!(index.to_bytes(), goteborg().index().0.to_bytes());
    assert_eq!(reread(&AddressIndex::default()), Ok(AddressIndex::default()));
    assert!(AddressIndex::default().to_bytes().is_empty());
    let (nothing, counts) = Town::default().node(0.0, 0.0, "").index();
    assert_eq!((nothing, counts), (AddressIndex::default(), AddressStatistics::default()));
}

thread_local! {
    static BYTES: Vec<u8> = goteborg().index().0.to_bytes();
    static INDEX: AddressIndex = goteborg().index().0;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn damaged_bytes_are_refused_or_can_be_used(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        words in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![0, 1, 2, 7, u32::MAX, 1 << 31])), 0..2),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let mut bytes = BYTES.with(Clone::clone);
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        for (at, value) in words {
            let at = at.index(bytes.len() / 4) * 4;
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        if let Some(at) = cut {
            bytes.truncate(at.index(bytes.len()));
        }
        if let Ok(index) = of_bytes(&bytes) {
            for text in ["Storgatan 12, 411 01 Göteborg", "Storgatn 99", "Kungsgatan", "xyz 5, Mölndal"] {
                let _ = index.find(text, 10);
            }
            let _ = index.nearest(at(0.0, 0.0), 5_000.0);
        }
    }

    #[test]
    fn any_text_is_answered_with_a_confidence(text in "(\\PC|[ ,.0-9]|Storgatan|Göteborg|411 01|Hamn){0,12}") {
        INDEX.with(|index| {
            let hits = index.find(&text, 20);
            prop_assert!(hits.iter().all(|h| (0.0..=1.0).contains(&h.confidence)));
            prop_assert!(hits.windows(2).skip(1).all(|w| w[0].confidence + 0.001 >= w[1].confidence * 0.5));
            Ok(())
        })?;
    }
}

#[test]
fn every_extract_gives_an_index_that_finds_its_own_addresses() {
    for file in extracts().unwrap_or_default() {
        let begin = std::time::Instant::now();
        let mut reader = PbfReader::open(&file).unwrap();
        let collected = collect(&mut reader, &mut |_| {}).unwrap();
        let read_in = begin.elapsed();
        let (index, counts) = build(&collected);
        let took = begin.elapsed();
        let bytes = index.to_bytes();
        assert_eq!(of_bytes(&bytes).as_ref(), Ok(&index));
        let told: Vec<String> =
            counts.lines().iter().filter(|l| l.1 > 0).map(|(t, n)| format!("{} {n}", t.trim())).collect();
        println!(
            "{:30} {:4}+{:4} ms {:8} bytes {} keys  {}",
            file.file_name().unwrap().to_string_lossy(),
            read_in.as_millis(),
            (took - read_in).as_millis(),
            bytes.len(),
            index.parts().keys.len(),
            told.join(", ")
        );
        let mut missed = Vec::new();
        let step = (index.len() / 200).max(1);
        for address in (0..index.len() as u32).step_by(step) {
            let (hit, _) = index.nearest(index.parts().points[address as usize].to_lonlat(), 1.0).unwrap();
            let place = index.parts().points[address as usize].to_lonlat();
            let street = index.street_name(index.street_of(address));
            let (postcode, city) = index.area_names(index.parts().address_areas[address as usize]);
            let asked = format!("{street} {}, {postcode} {city}", index.house_number(address));
            let first = index.find(&asked, 1);
            if first.first().is_none_or(|h| h.place.metres_to(place) > 250.0) {
                missed.push(format!("{asked}: {:?}", first.first().map(|h| h.line())));
            }
            assert!(!hit.street.is_empty());
        }
        println!(
            "    missed {} of {}: {:?}",
            missed.len(),
            index.len().div_ceil(step),
            missed.iter().take(8).collect::<Vec<_>>()
        );
    }
}
