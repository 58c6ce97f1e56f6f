//! Tables and routes against Dijkstra over lanes and turns, on every extract and on random towns.

use super::*;
use crate::archive::{self, MapFile};
use crate::graph::Weights;
use crate::graph::tests::extracts;
use crate::hierarchy::{Query, dijkstra_all};
use crate::lonlat::{BoundingBox, LonLat};
use crate::profile::{RoadMoment, TravelCondition, TravelMode};
use crate::samples::{Drawing, road_map};
use crate::snap::{Directions, Snap};
use crate::units::RoadCost;
use std::time::Instant;

/// Places beside roads, the same each time.
fn places(network: &RoadNetwork, count: usize) -> Vec<LonLat> {
    let points: Vec<_> = network.graph.all_segments().flat_map(|(id, _)| network.graph.shape(id)).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    std::iter::from_fn(|| {
        let point = points[(draw() % points.len() as u64) as usize].to_lonlat();
        let mut shift = || (draw() % 2_000) as f64 * 1e-6 - 1e-3;
        Some(LonLat { lon: (point.lon + shift()).clamp(-180.0, 180.0), lat: point.lat + shift() })
    })
    .filter(|&place| network.locator().nearest(place).is_some())
    .take(count)
    .collect()
}

/// Sees that every cell is what Dijkstra over lanes and turns finds; how many cells of one part there are.
fn compare_with_dijkstra(network: &RoadNetwork, snaps: &[Snap], costs: &[RoadCost]) -> usize {
    let normal = Weights::new(&network.graph, &TravelCondition::default(), &[]);
    let locator = network.locator();
    let topology = network.weights.topology(&network.graph);
    let mut query = Query::new(&network.hierarchy);
    let mut reached = 0;
    for (row, from) in snaps.iter().enumerate() {
        let all = dijkstra_all(&topology, &locator.endpoints(&network.weights, from).departures);
        for (column, to) in snaps.iter().enumerate() {
            let arriving = locator.endpoints(&network.weights, to);
            let here;
            let all = if from.segment == to.segment {
                here = dijkstra_all(&topology, &locator.departures_for(&network.weights, from, to));
                &here
            } else {
                &all
            };
            let ends = arriving.arrivals.iter().map(|(node, cost)| all[node.index()].then(*cost)).min();
            let best = match ends {
                Some(cost) if cost != RoadCost::UNREACHABLE => RoadCost(cost.0 - arriving.allowance.0),
                _ => RoadCost::UNREACHABLE,
            };
            assert_eq!(costs[row * snaps.len() + column], best, "{row} {column}");
            assert_eq!(network.cost(&mut query, from, to), best, "{row} {column}");
            // Closed roads may part what is one part in the normal state.
            if from.component == to.component && network.weights == normal {
                assert!(best != RoadCost::UNREACHABLE, "one part, yet no road: {from:?} {to:?}");
            }
            reached += usize::from(best != RoadCost::UNREACHABLE);
        }
    }
    reached
}

#[test]
fn on_every_extract_the_table_is_what_dijkstra_finds_and_the_map_file_keeps_it() {
    for file in extracts().unwrap_or_default() {
        let mut stages = Vec::new();
        let begin = Instant::now();
        let network =
            prepare(&file, TravelMode::Car, &mut |stage| stages.push((stage.to_owned(), Instant::now())))
                .unwrap_or_else(|e| panic!("{e}"));
        let ready = Instant::now();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.rond");
        let map = MapFile::of(network);
        let size = archive::write(&map, &path).unwrap();
        let opening = Instant::now();
        let opened = archive::open(&path).unwrap();
        let opened_in = opening.elapsed();
        assert_eq!(opened, map);
        let opened = opened.into_first();

        let places = places(&opened, 100);
        let tabling = Instant::now();
        let (_, snaps) = opened.table(&places).unwrap();
        let tabled_in = tabling.elapsed();
        let costs = opened.costs(&snaps, &snaps);
        let reached = compare_with_dijkstra(&opened, &snaps, &costs);
        for to in snaps.iter().take(20) {
            let Some(route) = opened.route(&snaps[0], to) else { continue };
            assert_eq!(route.cost, opened.costs(&snaps[..1], &[*to])[0]);
            let steps: u64 = route.steps.iter().map(|s| s.cost.0).sum();
            assert_eq!(steps, route.cost.0);
            let drawn: f64 = route.geometry.windows(2).map(|w| w[0].metres_to(w[1])).sum();
            let told = f64::from(route.cost.decimetres()) / 10.0;
            assert!(
                (drawn - told).abs() < 2.0 + told * 0.001,
                "{}: drawn {drawn} told {told}",
                file.display()
            );
        }
        let times: Vec<String> = stages
            .windows(2)
            .map(|w| format!("{} {}", w[0].0, (w[1].1 - w[0].1).as_millis()))
            .chain(stages.last().map(|s| format!("{} {}", s.0, (ready - s.1).as_millis())))
            .collect();
        println!(
            "{}: import {} ms ({}), {size} bytes, opened in {:.1} ms, 100×100 in {:.1} ms, {reached} reached",
            file.file_name().unwrap_or_default().to_string_lossy(),
            (ready - begin).as_millis(),
            times.join(", "),
            opened_in.as_secs_f64() * 1e3,
            tabled_in.as_secs_f64() * 1e3,
        );
    }
}

#[test]
fn on_every_extract_the_table_is_what_dijkstra_finds_under_every_condition() {
    for file in extracts().unwrap_or_default() {
        let network = prepare(&file, TravelMode::Car, &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
        let closed: Vec<_> = network.graph.all_segments().map(|(id, _)| id).step_by(97).collect();
        let conditions = TravelCondition::ALL_NAMES
            .iter()
            .map(|name| (TravelCondition::named(name).expect("a name"), &[][..]))
            .chain([(TravelCondition::default(), &closed[..])]);
        for (condition, closed) in conditions {
            let network = network.under(&condition, closed);
            let places = places(&network, 24);
            let (table, snaps) = network.table(&places).unwrap();
            let costs = network.costs(&snaps, &snaps);
            assert!(
                compare_with_dijkstra(&network, &snaps, &costs) > 0,
                "{} {}",
                file.display(),
                condition.name
            );
            // A new row and a new column of a table take a way of their own.
            let few = &snaps[..2];
            let row: Vec<_> = costs[..2 * snaps.len()].to_vec();
            assert_eq!(network.costs(few, &snaps), row, "{} {}", file.display(), condition.name);
            let column: Vec<_> = costs.chunks(snaps.len()).flat_map(|row| row[..2].to_vec()).collect();
            assert_eq!(network.costs(&snaps, few), column, "{} {}", file.display(), condition.name);
            let mut growing = GrowingTable::new(&network, &places[..4]).unwrap();
            for &place in &places[4..] {
                growing.push(place).unwrap();
            }
            assert_eq!((growing.table(), growing.snaps()), (&table, &snaps[..]), "{}", file.display());
        }
    }
}

#[test]
fn a_place_off_the_map_is_named_and_a_swapped_one_is_recognised() {
    let roads = road_map("A-----B");
    let far = LonLat { lon: 12.0, lat: 57.0 };
    let error = roads.network.table(&[roads.place('A'), far]).unwrap_err();
    assert!(error.to_string().contains("place 1 (57.00000 north, 12.00000 east) lies outside"), "{error}");
    assert!(matches!(error, TableError::OutsideMap { index: 1, swapped: false, .. }));
    // The drawing lies at 0–0.006° east on the equator: drawn wide, no place on it can be swapped into it …
    let mut moved = roads.network.clone();
    moved.bounding_box =
        BoundingBox { min: LonLat { lon: 11.0, lat: 57.0 }, max: LonLat { lon: 12.0, lat: 58.0 } };
    // … so the box is moved to where Göteborg lies.
    let swapped = moved.table(&[LonLat { lon: 57.7, lat: 11.9 }]).unwrap_err();
    assert!(swapped.to_string().contains("swapped it would lie inside"), "{swapped}");
    assert!(matches!(moved.table(&[LonLat { lon: 11.9, lat: 57.7 }]), Err(TableError::OffRoad { .. })));
}

#[test]
fn a_place_in_the_sea_is_told_how_far_it_is_from_a_road() {
    let mut roads = road_map("A-----B").network;
    // About 5 km north of the road, within the box of a larger map.
    let sea = LonLat { lon: 0.002, lat: 0.045 };
    roads.bounding_box =
        BoundingBox { min: LonLat { lon: -1.0, lat: -1.0 }, max: LonLat { lon: 1.0, lat: 1.0 } };
    let error = roads.table(&[sea]).unwrap_err();
    let TableError::OffRoad { nearest, .. } = error else { panic!("{error}") };
    assert!((4_900..5_200).contains(&nearest.unwrap().0), "{nearest:?}");
    assert!(error.to_string().contains("5.0 km from the nearest road"), "{error}");
    // On the other side of the earth, too.
    assert!(roads.off_road(LonLat { lon: 179.9, lat: 0.0 }).unwrap().0 > 19_000_000);
}

#[test]
fn a_table_grows_from_nothing_and_stays_as_it_is_when_a_place_cannot_be_added() {
    let roads = Drawing::new(
        "
        A-----B
              |
              D
        ",
    )
    .build();
    let network = &roads.network;
    let [a, b] = [0.25, 0.75].map(|share| roads.place_between('A', 'B', share));
    let d = roads.place('D');
    let mut growing = GrowingTable::new(network, &[]).unwrap();
    // Several on one road, each before another.
    for place in [a, b, d, a] {
        growing.push(place).unwrap();
    }
    let elsewhere = LonLat { lon: a.lon + 10.0, lat: a.lat };
    assert!(matches!(growing.push(elsewhere), Err(TableError::OutsideMap { index: 4, .. })));
    let (table, snaps) = network.table(&[a, b, d, a]).unwrap();
    assert_eq!((growing.table(), growing.snaps()), (&table, &snaps[..]));
}

#[test]
fn a_street_whose_way_on_is_open_at_some_hours_alone_is_turned_round_in() {
    let roads = Drawing::new(
        "
        D---A---B---C
        |   |
        E---F
        ",
    )
    .road_tag('B', 'C', "motor_vehicle", "no")
    .road_tag('B', 'C', "motor_vehicle:conditional", "yes @ (Su 08:00-09:00)")
    .build();
    let home = roads.place_between('A', 'B', 0.9);
    let places = [home, roads.place('E')];
    let (table, snaps) = roads.network.table(&places).unwrap();
    assert!(snaps[0].off_road.0 <= 1, "{:?}", snaps[0]);
    assert!(table.seconds(0, 1).is_some() && table.seconds(1, 0).is_some());
}

#[test]
fn only_rules_of_different_hours_leave_a_way_on() {
    let roads = Drawing::new(
        "
        A---B---C
            |
            D
        ",
    )
    .turn("only_straight_on", "ABC")
    .turn("only_right_turn @ (07:00-09:00)", "ABD")
    .build();
    let at = |hour: u16, goal: (char, char)| {
        let moment = RoadMoment { weekday: 0, minute: hour * 60, month: 1 };
        let network =
            roads.network.under(&TravelCondition { moment: Some(moment), ..TravelCondition::default() }, &[]);
        let from = [roads.place_between('A', 'B', 0.5)];
        let table = network.cost_table(&from, &[roads.place_between(goal.0, goal.1, 0.5)]).unwrap();
        table.costs[0].millis().0 / 1000
    };
    let (straight, right) = (('B', 'C'), ('B', 'D'));
    assert_eq!(at(8, straight), at(12, straight));
    assert!(at(8, right) + 20 < at(12, right), "at noon one goes on to C and turns round");
}

#[test]
fn two_restrictions_by_the_hour_on_one_turn_both_hold() {
    let roads = Drawing::new(
        "
        A-----B-----C-----D
                    |
                    |
                    E
        ",
    )
    .turn("no_right_turn @ (07:00-09:00)", "BCE")
    .turn("no_right_turn @ (15:00-17:00)", "ABCE")
    .build();
    let at = |hour: u16| {
        let moment = RoadMoment { weekday: 0, minute: hour * 60, month: 0 };
        let network =
            roads.network.under(&TravelCondition { moment: Some(moment), ..TravelCondition::default() }, &[]);
        let from = [roads.place_between('A', 'B', 0.5), roads.place_between('B', 'C', 0.5)];
        let table = network.cost_table(&from, &[roads.place_between('C', 'E', 0.5)]).unwrap();
        [table.costs[0].millis().0 / 1000, table.costs[1].millis().0 / 1000]
    };
    let [from_a, from_b] = at(12);
    let [from_a_early, from_b_early] = at(8);
    assert!(from_a_early > from_a + 20 && from_b_early > from_b + 20, "both go on to D and turn round");
    // Who sets out after B has not come from A.
    assert_eq!(at(16), [from_a_early, from_b]);
}

#[test]
fn a_route_tells_its_line_and_its_roads() {
    let roads = Drawing::new(
        "
        A---B
        |   |
        C---D
        ",
    )
    .road_tag('A', 'B', "name", "Storgatan")
    .build();
    let places = [roads.place_between('A', 'B', 0.25), roads.place_between('B', 'D', 0.5)];
    let snaps = roads.network.snap_all(&places).unwrap();
    let route = roads.network.route(&snaps[0], &snaps[1]).unwrap();
    assert_eq!(route.cost.millis().round_to_seconds().0, 40);
    assert_eq!(route.cost.round_to_metres().0, 400);
    assert_eq!(route.geometry.len(), 3);
    assert!(route.geometry[1].metres_to(roads.place('B')) < 0.1);
    assert_eq!(roads.network.road_name(route.steps[0].lane.segment()), "Storgatan");
    let still = roads.network.route(&snaps[0], &snaps[0]).unwrap();
    assert_eq!((still.cost, still.steps.len()), (RoadCost::ZERO, 0));
}

#[test]
fn a_place_left_or_reached_in_one_direction_alone_costs_what_the_way_driven_costs() {
    let roads = Drawing::new(
        "
        A-----B
        |     |
        C-->--D
        ",
    )
    .build();
    // None right on a junction, where a last turn may take no time and no way.
    let between = |a, b, share| roads.place_between(a, b, share);
    let places = [between('A', 'B', 0.25), between('A', 'B', 0.75), between('B', 'D', 0.5)];
    let snaps = roads.network.snap_all(&places).unwrap();
    let choices = [Directions::Both, Directions::Forward, Directions::Backward, Directions::Neither];
    for leaving in choices {
        for arriving in choices {
            let costs = roads.network.costs_on(&snaps, &[leaving; 3], &snaps, &[arriving; 3]);
            for (row, from) in snaps.iter().enumerate() {
                for (column, to) in snaps.iter().enumerate() {
                    let route = roads.network.route_on(from, leaving, to, arriving);
                    let driven = route.as_ref().map_or(RoadCost::UNREACHABLE, |route| route.cost);
                    assert_eq!(costs[row * 3 + column], driven, "{leaving:?} {arriving:?} {row} {column}");
                    let Some(route) = route else { continue };
                    let first = route.steps.first().map(|step| step.lane);
                    let last = route.steps.last().map(|step| step.lane);
                    assert!(first.is_none_or(|lane| lane.segment() != from.segment || leaving.allow(lane)));
                    assert!(last.is_none_or(|lane| lane.segment() != to.segment || arriving.allow(lane)));
                }
            }
        }
    }
    let all = roads.network.costs(&snaps, &snaps);
    assert_eq!(all, roads.network.costs_on(&snaps, &[], &snaps, &[]));
}
