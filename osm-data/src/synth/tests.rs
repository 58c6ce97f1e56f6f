//! A region is imported like a real one, has what it promises, and is the same each time.

use super::*;
use crate::graph::{self, ImportStatistics, RoadGraph};
use crate::pbf::{OsmElement, PbfReader};
use crate::profile::TravelMode;
use std::convert::Infallible;
use std::io::Cursor;

fn imported(region: &Region) -> (RoadGraph, ImportStatistics) {
    let file = region.write("region", Vec::new()).expect("memory takes everything");
    let mut reader = PbfReader::new("region", Cursor::new(file)).expect("a real file");
    graph::import(&mut reader, TravelMode::Car, graph::TurnCosts::Profile, &mut |_| {}).expect("roads")
}

/// Every tag of every element as `key=value`.
fn tags(region: &Region) -> std::collections::BTreeMap<String, usize> {
    let mut found = std::collections::BTreeMap::new();
    let count = region.try_for_each::<Infallible>(|element| {
        let tags = match element {
            OsmElement::Node(node) => node.tags,
            OsmElement::Way(way) => way.tags,
            OsmElement::Relation(relation) => relation.tags,
        };
        for (key, value) in tags.iter() {
            *found.entry(format!("{key}={value}")).or_default() += 1;
        }
        Ok(())
    });
    assert_eq!(count, Ok(()));
    found
}

#[test]
fn the_number_of_junctions_is_about_what_was_asked_for() {
    for (seed, wanted) in [(1, 200), (2, 500), (3, 2_000), (4, 8_000), (5, 30_000)] {
        let region = region(seed, wanted);
        let (graph, counts) = imported(&region);
        let found = counts.vertices as usize;
        assert!(found.abs_diff(wanted) * 100 <= wanted * 15, "{found} for {wanted}: {counts:?}");
        let joined =
            graph.all_segments().filter(|(_, s)| s.component == 0).flat_map(|(_, s)| [s.tail, s.head]);
        let joined = joined.collect::<std::collections::BTreeSet<_>>().len();
        assert!(joined * 100 >= found * 95, "{joined} of {found} hang together: {counts:?}");
        assert_eq!(counts.components_kept, 1, "{wanted}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let file = |seed| region(seed, 400).write("region", Vec::new()).expect("memory takes everything");
    assert!(file(7) == file(7));
    assert!(file(7) != file(8));
}

#[test]
fn a_region_has_all_that_a_municipality_has() {
    let region = region(11, 12_000);
    let tags = tags(&region);
    for tag in [
        "highway=motorway",
        "highway=motorway_link",
        "highway=trunk",
        "highway=primary",
        "highway=secondary",
        "highway=tertiary",
        "highway=unclassified",
        "highway=residential",
        "highway=living_street",
        "highway=service",
        "highway=track",
        "highway=traffic_signals",
        "highway=crossing",
        "highway=turning_circle",
        "junction=roundabout",
        "service=driveway",
        "surface=gravel",
        "access=private",
        "oneway=yes",
        "maxspeed=30",
        "maxspeed=40",
        "maxspeed=50",
        "maxspeed=70",
        "maxspeed=80",
        "maxspeed=110",
        "source:maxspeed=SE:urban",
        "maxspeed:type=SE:rural",
        "restriction=no_left_turn",
        "restriction=only_straight_on",
        "restriction=no_u_turn",
        "barrier=bollard",
        "barrier=gate",
        "bridge=yes",
        "waterway=river",
        "natural=water",
        "place=island",
        "place=town",
        "place=village",
        "route=ferry",
        "motor_vehicle=yes",
        "amenity=hospital",
        "amenity=clinic",
    ] {
        assert!(tags.contains_key(tag), "no {tag}");
    }
    for key in ["addr:street", "addr:housenumber", "addr:postcode", "addr:city", "duration"] {
        assert!(tags.keys().any(|t| t.starts_with(&format!("{key}="))), "no {key}");
    }
    let centres = tags.keys().filter(|t| t.starts_with("name=Vårdcentralen ")).count();
    assert!(centres >= 3, "{centres} health centres");
}

#[test]
fn what_is_counted_is_what_is_read_back() {
    let region = region(5, 6_000);
    let summary = region.summary();
    let (_, counts) = imported(&region);
    assert_eq!(counts.nodes_read as usize, summary.nodes);
    assert_eq!(counts.ways_read as usize, summary.ways);
    assert_eq!(counts.relations_read as usize, summary.relations);
    assert_eq!(counts.missing_nodes, 0);
    // Where a bollard closes a road, the importer adds a way end that the region did not count.
    assert!(counts.vertices as usize - summary.vertices <= 2 * summary.barriers);
    let used = counts.restrictions_used as usize;
    assert!(used * 10 >= summary.turn_restrictions * 9 && used > 10, "{used} used: {summary:?}");
    assert_eq!(counts.ferry_ways, 1);
}

#[test]
fn every_place_lies_in_western_sweden_and_house_numbers_do_not_repeat() {
    for (seed, size) in [(1, 300), (2, 20_000)] {
        let mut seen = std::collections::HashSet::new();
        let mut repeated = 0;
        let visited = region(seed, size).try_for_each::<Infallible>(|element| {
            if let OsmElement::Node(node) = element {
                let (lon, lat) = (node.place.lon, node.place.lat);
                assert!((11.5..13.5).contains(&lon) && (57.5..58.8).contains(&lat), "{lon} {lat}");
                if let Some(number) = node.tags.get("addr:housenumber") {
                    let full = [Some(number), node.tags.get("addr:street"), node.tags.get("addr:city")];
                    repeated += usize::from(!seen.insert(format!("{full:?}")));
                }
            }
            Ok(())
        });
        assert_eq!(visited, Ok(()));
        assert!(repeated * 100 <= seen.len(), "{repeated} of {} addresses are there twice", seen.len());
    }
}

#[test]
fn one_island_is_reached_by_ferry_and_one_by_nobody() {
    let region = region(3, 2_000);
    let (graph, counts) = imported(&region);
    assert!(counts.segments_dropped > 0, "the lonely island is left out: {counts:?}");
    let ferries: Vec<_> = graph.all_segments().filter(|&(id, _)| graph.name(id).ends_with("leden")).collect();
    assert!(!ferries.is_empty() && ferries.iter().all(|(_, s)| s.component == 0), "{ferries:?}");
}
