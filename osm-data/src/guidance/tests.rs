//! Turn lists of drawn roads, and on every extract: what they add up to.

use super::*;
use crate::graph::tests::extracts;
use crate::lonlat::LonLat;
use crate::network::{self, RoadNetwork};
use crate::profile::TravelMode;
use crate::samples::{Drawing, DrawnMap};
use crate::units::RoadCost;

/// The turn list as text: `depart Storgatan; turn right B; arrive`.
fn list(roads: &DrawnMap, from: char, to: char) -> String {
    let snaps = roads.network.snap_all(&[roads.place(from), roads.place(to)]).unwrap();
    told(&roads.network, &snaps)
}

fn told(network: &RoadNetwork, snaps: &[crate::snap::Snap]) -> String {
    let arms = Arms::of(&network.graph);
    let route = network.route(&snaps[0], &snaps[1]).unwrap();
    let words = |i: &Instruction| {
        let modifier = i.maneuver.modifier.map_or("", Modifier::name);
        let exit = i.maneuver.exit.map_or(String::new(), |e| format!("exit {e}"));
        let name = network.road_name(i.road);
        let parts = [i.maneuver.kind.name(), modifier, &exit, name];
        parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
    };
    let told: Vec<String> = Guide::new(network, &arms).instructions(&route, None).iter().map(words).collect();
    told.join("; ")
}

#[test]
fn a_crossing_is_turned_at_and_driven_straight_over_without_a_word() {
    let roads = Drawing::new(
        "
          B
          |
        A-X-C
          |
          D
        ",
    )
    .road_tag('A', 'X', "name", "Storgatan")
    .road_tag('X', 'C', "name", "Storgatan")
    .road_tag('X', 'B', "name", "Norrgatan")
    .road_tag('X', 'D', "name", "Södergatan")
    .build();
    assert_eq!(list(&roads, 'A', 'C'), "depart Storgatan; arrive Storgatan");
    assert_eq!(list(&roads, 'A', 'B'), "depart Storgatan; turn left Norrgatan; arrive Norrgatan");
    assert_eq!(list(&roads, 'B', 'A'), "depart Norrgatan; turn right Storgatan; arrive Storgatan");
    assert_eq!(list(&roads, 'B', 'D'), "depart Norrgatan; new name straight Södergatan; arrive Södergatan");
}

#[test]
fn a_road_that_ends_across_another_says_so_and_a_bend_says_nothing() {
    let roads = Drawing::new(
        "
        B---T---C
            |
            A---E
        ",
    )
    .road_tag('B', 'T', "name", "Tvärgatan")
    .road_tag('T', 'C', "name", "Tvärgatan")
    .build();
    assert_eq!(list(&roads, 'A', 'B'), "depart; end of road left Tvärgatan; arrive Tvärgatan");
    assert_eq!(list(&roads, 'E', 'T'), "depart; arrive");
}

#[test]
fn exits_of_a_roundabout_are_counted() {
    let ring = |d: Drawing, a, b| d.road_tag(a, b, "junction", "roundabout");
    let mut drawing = Drawing::new(
        "
            N
            |
          1<2
          v ^
        W-3>4-E
            |
            S
        ",
    );
    for (a, b) in [('1', '2'), ('1', '3'), ('2', '4'), ('3', '4')] {
        drawing = ring(drawing, a, b);
    }
    let roads = drawing
        .road_tag('4', 'E', "name", "Östra")
        .road_tag('2', 'N', "name", "Norra")
        .road_tag('3', 'W', "name", "Västra")
        .road_tag('4', 'S', "name", "Södra")
        .build();
    let around = list(&roads, 'W', 'N');
    assert!(around.contains("roundabout") && around.contains("exit 3 Norra"), "{around}");
    assert!(around.ends_with("arrive Norra"), "{around}");
}

#[test]
fn on_every_extract_a_turn_list_adds_up_and_its_lines_join() {
    for file in extracts().unwrap_or_default() {
        let network = network::prepare(&file, TravelMode::Car, &mut |_| {}).unwrap();
        let arms = Arms::of(&network.graph);
        let guide = Guide::new(&network, &arms);
        let points = &network.graph.parts().vertices;
        let pick = |n: usize| points[n * 7919 % points.len()].to_lonlat();
        let places: Vec<LonLat> = (0..40).map(pick).collect();
        let snaps: Vec<_> = places.iter().filter_map(|&p| network.locator().nearest(p)).collect();
        let mut routes = 0;
        for pair in snaps.windows(2) {
            let Some(route) = network.route(&pair[0], &pair[1]) else { continue };
            routes += 1;
            let list = guide.instructions(&route, Some([places[0], places[1]]));
            let all: RoadCost = list.iter().fold(RoadCost::ZERO, |sum, i| sum + i.cost);
            assert_eq!(all, route.cost);
            assert_eq!(list[0].maneuver.kind, ManeuverKind::Depart);
            assert_eq!(list[list.len() - 1].maneuver.kind, ManeuverKind::Arrive);
            let mut at = 0;
            for (instruction, next) in list.iter().zip(&list[1..]) {
                assert_eq!(instruction.steps.start, at);
                at = instruction.steps.end;
                assert_eq!(instruction.points.end - 1, next.points.start);
                let line = &route.geometry[instruction.points.clone()];
                let drawn: f64 = line.windows(2).map(|w| w[0].metres_to(w[1])).sum();
                let told = f64::from(instruction.cost.decimetres()) / 10.0;
                assert!((drawn - told).abs() < 2.0 + told * 0.001, "{}: {drawn} {told}", file.display());
            }
            assert_eq!(at, route.steps.len());
        }
        println!("{}: {routes} routes", file.file_name().unwrap_or_default().to_string_lossy());
    }
}
