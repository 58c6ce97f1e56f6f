//! Traces over drawn towns: they come back to the roads they were driven on, and nothing explains them better.

use super::chain::{Link, chains};
use super::model::{Doubt, Model, State};
use super::*;
use crate::graph::tests::extracts;
use crate::graph::{Lane, SegmentId};
use crate::lonlat::LonLat;
use crate::network::{RoadNetwork, Route, prepare};
use crate::profile::TravelMode;
use crate::samples::{DrawnMap, road_map};
use crate::snap::{Grid, Locator, Snap};
use crate::units::RoadCost;
use proptest::prelude::*;
use rustc_hash::FxHashSet;
use std::time::{Duration, Instant};

/// Degrees that a metre spans at the equator, where drawings lie.
const METRE: f64 = 180.0 / (6_371_008.8 * std::f64::consts::PI);

fn beside(place: LonLat, (east, north): (f64, f64)) -> LonLat {
    LonLat { lon: place.lon + east * METRE, lat: place.lat + north * METRE }
}

fn trace(network: &RoadNetwork, places: &[LonLat], seconds: &[u32]) -> Trace {
    let grid = Grid::build_where(&network.graph, |_, _| true);
    let locator = Locator::new(&network.graph, &grid);
    let point = |&place: &LonLat| TracePoint::near(network, &locator, place, DEVIATION);
    Trace { points: places.iter().map(point).collect(), seconds: seconds.to_vec(), split_gaps: true }
}

/// The numbers of the points of each matching.
fn numbers(found: &[Matching]) -> Vec<Vec<usize>> {
    found.iter().map(|matching| matching.points.iter().map(|p| p.point).collect()).collect()
}

fn metres(matching: &Matching) -> u32 {
    matching.legs.iter().map(|leg| leg.cost.round_to_metres().0).sum()
}

fn on_road(roads: &DrawnMap, shares: &[f64]) -> Vec<LonLat> {
    shares.iter().map(|share| roads.place_between('A', 'B', *share)).collect()
}

#[test]
fn a_noisy_trace_is_joined_to_the_road_it_was_driven_on_though_another_is_nearer_once() {
    let roads = road_map(
        "
        E   F
        |   |
        A---B---C
        |   |
        G   H
        ",
    );
    let along = |share| roads.place_between('A', 'C', share);
    // The third point lies at the crossing, nearer to the street from F to H.
    let places =
        [beside(along(0.2), (0.0, 4.0)), beside(along(0.4), (0.0, -3.0)), beside(along(0.5), (1.0, 6.0)), {
            beside(along(0.7), (0.0, 2.0))
        }];
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1, 2, 3]]);
    let whole = roads.network.joined(&found[0].legs).unwrap();
    let way = |share| roads.network.locator().nearest(along(share)).unwrap().segment;
    let driven: Vec<SegmentId> = whole.steps.iter().map(|step| step.lane.segment()).collect();
    assert_eq!(driven, [way(0.3), way(0.8)]);
    assert_eq!(metres(&found[0]), 400);
    assert!(found[0].confidence > 0.9, "{}", found[0].confidence);
}

#[test]
fn a_point_without_roads_is_left_out_alone() {
    let roads = road_map("A----------B");
    let mut places = on_road(&roads, &[0.1, 0.2, 0.3, 0.4]);
    places[2] = beside(places[2], (0.0, 300.0));
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1, 3]]);
    let nowhere: Vec<LonLat> = places.iter().map(|p| beside(*p, (0.0, 5_000.0))).collect();
    assert!(match_trace(&roads.network, &trace(&roads.network, &nowhere, &[])).is_empty());
}

#[test]
fn a_wild_point_is_left_out_with_the_one_before_it_and_the_trace_goes_on() {
    let roads = road_map(
        "
        A----------B
                   |
                   |
                   |
        C----------D
        ",
    );
    let mut places = on_road(&roads, &[0.1, 0.2, 0.3, 0.4, 0.5]);
    // On the other road, from where nobody gets there in ten seconds, though as the crow flies it is not far.
    places[2] = roads.place_between('C', 'D', 0.3);
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[0, 10, 20, 30, 40]));
    assert_eq!(numbers(&found), [[0, 3, 4]]);
    // Nobody knows the time: a detour of less than two kilometres may have been driven.
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1, 2, 3, 4]]);
}

#[test]
fn a_trace_is_cut_where_no_road_leads_on_and_where_nothing_was_measured_for_long() {
    let roads = road_map("A-----B C-----D");
    let between = |a, b, share| roads.place_between(a, b, share);
    let places = [between('A', 'B', 0.5), between('A', 'B', 0.9), between('C', 'D', 0.1)];
    let places = [&places[..], &[between('C', 'D', 0.5)]].concat();
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1], [2, 3]]);

    let roads = road_map("A----------B");
    let places = on_road(&roads, &[0.1, 0.2, 0.3, 0.4]);
    let mut trace = trace(&roads.network, &places, &[0, 1, 62, 63]);
    // 110 m in a second are no matter: road and straight line are equally long.
    assert_eq!(numbers(&match_trace(&roads.network, &trace)), [[0, 1], [2, 3]]);
    trace.split_gaps = false;
    assert_eq!(numbers(&match_trace(&roads.network, &trace)), [[0, 1, 2, 3]]);
    // One point is no matching, and of points alike the first and the last are as good.
    trace.points.truncate(1);
    assert!(match_trace(&roads.network, &trace).is_empty());
    assert!(match_trace(&roads.network, &Trace::default()).is_empty());
}

#[test]
fn who_stands_still_or_seems_to_roll_back_drives_round_no_block() {
    let roads = road_map(
        "
        A----------B
        |          |
        C----------D
        ",
    );
    let shares = [0.1, 0.2, 0.197, 0.201, 0.198, 0.2, 0.3];
    let places = on_road(&roads, &shares);
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1, 2, 3, 4, 5, 6]]);
    assert_eq!(metres(&found[0]), 220);
    let still = &found[0].legs[1];
    assert_eq!((still.cost, still.from.along, still.to.along), (RoadCost::ZERO, 2_200, 2_200));
    // A place asked twice is one place.
    let found = match_trace(&roads.network, &trace(&roads.network, &[places[0]; 5], &[7; 5]));
    assert_eq!((numbers(&found), found[0].confidence), (vec![vec![0, 1, 2, 3, 4]], 0.0));
}

#[test]
fn who_turns_round_on_the_road_is_believed_when_the_trace_turns_back() {
    let roads = road_map("A----------B");
    let places = on_road(&roads, &[0.1, 0.3, 0.5, 0.3, 0.1]);
    let found = match_trace(&roads.network, &trace(&roads.network, &places, &[]));
    assert_eq!(numbers(&found), [[0, 1, 2, 3, 4]]);
    assert_eq!(metres(&found[0]), 880);
}

/// A town of blocks of 300 m, with a street between neighbours or none, one-way or not.
fn town(rows: usize, columns: usize, streets: &[u8]) -> Option<DrawnMap> {
    let mut streets = streets.iter().copied().cycle();
    let mut drawing = String::new();
    let mut any = false;
    for row in 0..rows {
        for column in 0..columns {
            drawing.push('+');
            if column + 1 < columns {
                let street = ["--", "--", ">-", "-<", "--", "  "][usize::from(streets.next()? % 6)];
                any |= street != "  ";
                drawing.push_str(street);
            }
        }
        drawing.push('\n');
        if row + 1 == rows {
            break;
        }
        let down: Vec<[char; 2]> = (0..columns)
            .map(|_| [['|', '|'], ['v', '|'], ['|', '^'], ['|', '|'], [' ', ' ']])
            .map(|kinds| kinds[usize::from(streets.next().unwrap_or(0) % 5)])
            .collect();
        any |= down.iter().any(|street| street[0] != ' ');
        for half in 0..2 {
            let line: Vec<String> = down.iter().map(|street| street[half].to_string()).collect();
            drawing.push_str(&line.join("  "));
            drawing.push('\n');
        }
    }
    any.then(|| road_map(&drawing))
}

/// A place on a road, well away from its ends; `None` on one that places are not joined to.
fn mid_road(network: &RoadNetwork, segment: usize, share: f64) -> Option<Snap> {
    let segment = SegmentId((segment % network.graph.segments()) as u32);
    let along = f64::from(network.graph.segment(segment).decimetres) * share;
    let snap = network.locator().nearest(network.locator().place_on(segment, along as u32))?;
    (snap.segment == segment).then_some(snap)
}

/// Places every so many metres along a line, its ends included.
fn walked(line: &[LonLat], spacing: f64) -> Vec<LonLat> {
    let mut places = vec![line[0]];
    let mut due = spacing;
    for pair in line.windows(2) {
        let length = pair[0].metres_to(pair[1]);
        while due < length {
            let share = due / length;
            places.push(LonLat {
                lon: pair[0].lon + share * (pair[1].lon - pair[0].lon),
                lat: pair[0].lat + share * (pair[1].lat - pair[0].lat),
            });
            due += spacing;
        }
        due -= length;
    }
    places.push(line[line.len() - 1]);
    places
}

/// The lanes driven, each once in a row.
fn lanes(route: &Route) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = route.steps.iter().filter(|s| s.end > s.begin).map(|s| s.lane).collect();
    lanes.dedup();
    lanes
}

/// The least doubt over all sequences of states, by trying each.
fn least_doubt(model: &Model<'_>, points: &[usize]) -> Option<Doubt> {
    let mut sequences: Vec<(State, Doubt)> =
        model.states(points[0]).into_iter().map(|state| (state, state.doubt)).collect();
    for pair in points.windows(2) {
        let states = model.states(pair[1]);
        let mut longer = Vec::new();
        for (before, doubt) in &sequences {
            for state in &states {
                let (from, to) = (&before.snap, &state.snap);
                let route = model.network.route_on(from, before.directions, to, state.directions);
                let cost = route.map_or(RoadCost::UNREACHABLE, |route| route.cost);
                if let Some(passage) = model.passage(pair[0], pair[1], before, state, cost) {
                    longer.push((*state, doubt.and(passage.doubt).and(state.doubt)));
                }
            }
        }
        sequences = longer;
    }
    sequences.into_iter().map(|(_, doubt)| doubt).min()
}

/// What a chain says of itself, reckoned anew.
fn doubt_of(model: &Model<'_>, links: &[Link]) -> Doubt {
    let mut doubt = links[0].state.doubt;
    for pair in links.windows(2) {
        let passages = model.passages((pair[0].point, &[pair[0].state]), (pair[1].point, &[pair[1].state]));
        let passage = passages[0].expect("links follow each other");
        assert_eq!(passage.stands, pair[1].stands);
        doubt = doubt.and(passage.doubt).and(pair[1].state.doubt);
    }
    doubt
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Blocks of 300 m, a point every 30 m, noise of 3 m to each side, ends in mid-road: whoever leaves the right roads
    /// drives 300 m too far, and no sum of noise explains that.
    #[test]
    fn a_noisy_trace_gives_back_the_roads_of_the_route(
        streets in prop::collection::vec(any::<u8>(), 24),
        ends in (any::<u16>(), 0.3..0.7_f64, any::<u16>(), 0.3..0.7_f64),
        noise in prop::collection::vec((-3.0..3.0_f64, -3.0..3.0_f64), 1..40),
        in_time: bool,
    ) {
        let Some(roads) = town(4, 4, &streets) else { return Ok(()) };
        let network = &roads.network;
        let from = mid_road(network, usize::from(ends.0), ends.1);
        let to = mid_road(network, usize::from(ends.2), ends.3);
        let (Some(from), Some(to)) = (from, to) else { return Ok(()) };
        let Some(route) = network.route(&from, &to) else { return Ok(()) };
        // Who goes no farther than the noise goes in no direction.
        prop_assume!(route.cost.round_to_metres().0 >= 60);
        let exact = walked(&route.geometry, 30.0);
        let noise = noise.into_iter().cycle();
        let places: Vec<LonLat> = exact.into_iter().zip(noise).map(|(place, off)| beside(place, off)).collect();
        // Three seconds for 30 m, at 36 km/h.
        let seconds: Vec<u32> = (0..places.len() as u32).map(|i| i * 3).filter(|_| in_time).collect();
        let found = match_trace(network, &trace(network, &places, &seconds));
        prop_assert_eq!(numbers(&found), [(0..places.len()).collect::<Vec<_>>()]);
        let whole = network.joined(&found[0].legs).expect("legs");
        prop_assert_eq!(lanes(&whole), lanes(&route));
    }

    #[test]
    fn no_sequence_of_places_explains_a_trace_better(
        streets in prop::collection::vec(any::<u8>(), 12),
        // Around the junctions, where there is a choice.
        points in prop::collection::vec((0..3_i32, 0..3_i32, -12.0..12.0_f64, -12.0..12.0_f64), 2..5),
        step in 0..40_u32,
    ) {
        let Some(roads) = town(3, 3, &streets) else { return Ok(()) };
        let network = &roads.network;
        let corner = |(column, row, east, north): (i32, i32, f64, f64)| {
            let place = LonLat { lon: f64::from(column) * 300.0 * METRE, lat: f64::from(-row) * 300.0 * METRE };
            beside(place, (east, north))
        };
        let places: Vec<LonLat> = points.into_iter().map(corner).collect();
        let seconds: Vec<u32> = (0..places.len() as u32).map(|i| i * step).filter(|_| step > 0).collect();
        let trace = trace(network, &places, &seconds);
        let model = Model::new(network, &trace);
        let on_roads: Vec<usize> = (0..places.len()).filter(|&at| !model.states(at).is_empty()).collect();
        let sequences: usize = on_roads.iter().map(|&at| model.states(at).len()).product();
        prop_assume!(!on_roads.is_empty() && sequences < 3_000);
        let best = least_doubt(&model, &on_roads);
        let chains: Vec<_> = chains(&model).into_iter().filter(|chain| chain.doubt().is_some()).collect();
        let links: Vec<Vec<Link>> = chains.iter().map(|chain| chain.links()).collect();
        let whole = links.len() == 1 && links[0].len() == on_roads.len();
        prop_assert_eq!(whole, best.is_some());
        if let Some(best) = best {
            prop_assert_eq!(chains[0].doubt(), Some(best));
        }
        for (chain, links) in chains.iter().zip(&links) {
            prop_assert_eq!(chain.doubt(), Some(doubt_of(&model, links)));
        }
    }

    #[test]
    fn any_trace_is_answered_and_each_point_is_used_once(
        streets in prop::collection::vec(any::<u8>(), 12),
        points in prop::collection::vec((-100.0..1_000.0_f64, -800.0..100.0_f64, 0.0..60.0_f64), 0..40),
        seconds in prop::collection::vec(any::<u32>(), 0..40),
        split_gaps: bool,
    ) {
        let Some(roads) = town(3, 3, &streets) else { return Ok(()) };
        let network = &roads.network;
        let places: Vec<LonLat> = points.iter().map(|&(x, y, _)| beside(LonLat::default(), (x, y))).collect();
        // Falling, too few and too many: what is asked over HTTP is refused then, yet nothing breaks.
        let mut trace = trace(network, &places, &seconds);
        trace.split_gaps = split_gaps;
        for (point, &(_, _, deviation)) in trace.points.iter_mut().zip(&points) {
            *point = TracePoint::near(network, &network.locator(), point.place, deviation);
        }
        let found = match_trace(network, &trace);
        let used: Vec<usize> = numbers(&found).concat();
        prop_assert!(used.windows(2).all(|pair| pair[0] < pair[1]), "{used:?}");
        for matching in &found {
            prop_assert!(matching.points.len() >= 2 && matching.legs.len() + 1 == matching.points.len());
            prop_assert!((0.0..=1.0).contains(&matching.confidence));
            for (leg, pair) in matching.legs.iter().zip(matching.points.windows(2)) {
                prop_assert_eq!((leg.from, leg.to), (pair[0].snap, pair[1].snap));
            }
        }
        prop_assert_eq!(match_trace(network, &trace), found);
    }
}

#[test]
fn a_radius_that_is_no_number_or_endless_is_none_to_search_by() {
    assert_eq!(search_radius(DEVIATION), 15.0);
    assert!((search_radius(0.0) - 0.3).abs() < 1e-12 && (search_radius(f64::NAN) - 0.3).abs() < 1e-12);
    assert_eq!(search_radius(f64::INFINITY), 2_000.0);
}

/// Traces of routes on real roads, a point every 30 m with noise of up to 5 m: where roads lie side by side nobody can
/// tell which it was, so most of the length must come back, not all.
#[test]
fn on_every_extract_most_of_a_route_comes_back_from_its_trace() {
    for file in extracts().unwrap_or_default() {
        let network = prepare(&file, TravelMode::Car, &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
        let grid = Grid::build_where(&network.graph, |_, _| true);
        let locator = Locator::new(&network.graph, &grid);
        let segments = network.graph.segments();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut draw = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let (mut driven, mut returned, mut traces) = (0.0, 0.0, 0);
        let mut spent = Duration::ZERO;
        for _ in 0..200 {
            let ends = (mid_road(&network, draw(segments), 0.5), mid_road(&network, draw(segments), 0.5));
            let Some(route) = ends.0.zip(ends.1).and_then(|(from, to)| network.route(&from, &to)) else {
                continue;
            };
            let mut places = walked(&route.geometry, 30.0);
            places.truncate(100);
            if places.len() < 100 {
                continue;
            }
            let mut off = || (draw(10_001) as f64 - 5_000.0) / 1_000.0;
            for place in &mut places {
                let shrink = place.lat.to_radians().cos();
                *place = beside(*place, (off() / shrink, off()));
            }
            let begin = Instant::now();
            let point = |&place: &LonLat| TracePoint::near(&network, &locator, place, DEVIATION);
            let trace = Trace { points: places.iter().map(point).collect(), ..Trace::default() };
            let found = match_trace(&network, &trace);
            spent += begin.elapsed();
            traces += 1;
            let lanes: FxHashSet<Lane> =
                found.iter().flat_map(|m| &m.legs).flat_map(|leg| &leg.steps).map(|s| s.lane).collect();
            let mut passed = 0.0;
            for step in &route.steps {
                let metres = f64::from(step.end - step.begin) / 10.0;
                // What lies beyond the last point was not asked.
                if passed + metres < 30.0 * 99.0 {
                    driven += metres;
                    returned += if lanes.contains(&step.lane) { metres } else { 0.0 };
                }
                passed += metres;
            }
        }
        if traces > 0 {
            println!(
                "{}: {traces} traces of 100 points, {:.1} ms each, {:.1} % of the length came back",
                file.file_name().unwrap_or_default().to_string_lossy(),
                spent.as_secs_f64() * 1e3 / f64::from(traces),
                returned / driven * 100.0
            );
            assert!(returned > 0.95 * driven, "{}", file.display());
        }
    }
}
