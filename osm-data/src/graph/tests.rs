//! The importer on real extracts and on random maps: against the figures that the extracts' README gives, and
//! against a slow search that looks at every turn.

use super::*;
use crate::hierarchy::dijkstra_all;
use crate::lonlat::LonLat;
use crate::network::RoadNetwork;
use crate::pbf::{
    MemberId, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId, PbfReader,
    PbfWriter, Tags,
};
use crate::profile::{TravelCondition, TravelMode};
use crate::units::RoadCost;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::PathBuf;

/// The folder of real extracts, if it is there.
pub(crate) fn extracts() -> Option<Vec<PathBuf>> {
    let shared = std::env::var("ROND_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
    let folder = PathBuf::from(shared).join("data/osm");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no extracts in {}; set ROND_SHARED", folder.display());
        return None;
    };
    let mut files: Vec<PathBuf> =
        entries.map(|e| e.unwrap().path()).filter(|p| p.to_string_lossy().ends_with(".osm.pbf")).collect();
    files.sort();
    Some(files)
}

#[test]
fn every_extract_imports_into_a_sound_graph() {
    for file in extracts().unwrap_or_default() {
        let begin = std::time::Instant::now();
        let mut reader = PbfReader::open(&file).unwrap();
        let (graph, counts) = import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {}).unwrap();
        let took = begin.elapsed();
        graph.check().unwrap();
        assert!(graph.arcs() > 0);
        println!(
            "{:32} {:4} ms  V {} nodes {} turns {} enclosed {} parts {} dropped {} restrictions used {} other {} cond {} unknown {} incomplete {} absent {} disconnected {} ambiguous {} dead ends {} missing {} barriers {}/{} ferries {}",
            file.file_name().unwrap().to_string_lossy(),
            took.as_millis(),
            counts.vertices,
            counts.nodes,
            counts.turns,
            counts.enclosed_lanes,
            counts.components_kept,
            counts.segments_dropped,
            counts.restrictions_used,
            counts.restrictions_other_modes,
            counts.restrictions_conditional,
            counts.restrictions_unknown_value,
            counts.restrictions_incomplete,
            counts.restrictions_member_absent,
            counts.restrictions_disconnected,
            counts.restrictions_ambiguous,
            counts.restriction_dead_ends,
            counts.missing_nodes,
            counts.barriers_closed,
            counts.barriers_passable,
            counts.ferry_ways,
        );
    }
}

/// Vertices of the simple car graph that the README of the extracts describes; ours has tracks and barriers too.
const README_VERTICES: &[(&str, u64)] = &[
    ("se-fruangen-2020", 47),
    ("se-lund-station-2023", 29),
    ("se-stockholm-sodermalm-2020", 78),
    ("se-stockholm-centrum-2020", 322),
    ("se-malmo-centrum-2013", 808),
    ("no-oslo-east-2019", 8_275),
    ("dk-lyngby-2022", 7_510),
    ("de-rhein-neckar-2016", 43_720),
    ("mc-monaco-2021-lz4", 1_040),
    ("us-harrisburg-2015", 4_577),
    ("fj-fiji-2021", 1_586),
];

#[test]
fn the_graphs_are_about_as_large_as_others_find_them() {
    for file in extracts().unwrap_or_default() {
        let name = file.file_name().unwrap().to_string_lossy().replace(".osm.pbf", "");
        let Some((_, vertices)) = README_VERTICES.iter().find(|(n, _)| *n == name) else { continue };
        let mut reader = PbfReader::open(&file).unwrap();
        let (_, counts) = import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {}).unwrap();
        let (low, high) = (vertices * 98 / 100 - 2, vertices * 106 / 100 + 2);
        assert!((low..=high).contains(&counts.vertices), "{name}: {} against {vertices}", counts.vertices);
        // In clippings of an inner city many one-way roads lead out of the picture and not back in.
        assert!(*vertices < 2_000 || counts.metres_dropped * 5 < counts.metres_total, "{name}");
    }
}

/// A small road map with turn restrictions, every way a single segment between two junctions.
#[derive(Clone, Debug)]
struct Town {
    places: Vec<LonLat>,
    /// From, to, one-way.
    ways: Vec<(usize, usize, bool)>,
    /// Which of them are for residents alone.
    local: Vec<bool>,
    /// Whether it is an *only*, and the ways: from, via …, to; with the junction when there is no via way.
    rules: Vec<(bool, Vec<usize>, Option<usize>)>,
}

/// A direction of a way: its number, and whether it is driven backwards.
type Drive = (usize, bool);

impl Town {
    fn tail(&self, drive: Drive) -> usize {
        if drive.1 { self.ways[drive.0].1 } else { self.ways[drive.0].0 }
    }

    fn head(&self, drive: Drive) -> usize {
        self.tail((drive.0, !drive.1))
    }

    fn drives(&self) -> impl Iterator<Item = Drive> + '_ {
        (0..self.ways.len()).flat_map(|w| [(w, false), (w, true)]).filter(|d| !(d.1 && self.ways[d.0].2))
    }

    /// Every way to drive along these ways one after the other, through `at` when it is given.
    fn sequences(&self, ways: &[usize], at: Option<usize>) -> Vec<Vec<Drive>> {
        let mut open: Vec<Vec<Drive>> = vec![Vec::new()];
        for &way in ways {
            let next: Vec<Vec<Drive>> = open
                .iter()
                .flat_map(|s| self.drives().filter(move |d| d.0 == way).map(move |d| (s, d)))
                .filter(|(s, d)| {
                    s.last().is_none_or(|&last| {
                        self.head(last) == self.tail(*d) && at.is_none_or(|a| a == self.tail(*d))
                    })
                })
                .map(|(s, d)| s.iter().copied().chain([d]).collect())
                .collect();
            open = next;
        }
        open
    }

    /// The banned sequences.
    fn banned(&self) -> BTreeSet<Vec<Drive>> {
        let mut banned = BTreeSet::new();
        let mut only: BTreeMap<Vec<Drive>, BTreeSet<Drive>> = BTreeMap::new();
        for (is_only, ways, at) in &self.rules {
            let mut found = self.sequences(ways, *at);
            let round = ways.len() == 2 && ways[0] == ways[1];
            if found.is_empty() || (found.len() > 1 && !round) {
                continue;
            }
            if !is_only {
                banned.extend(found);
                continue;
            }
            for sequence in &mut found {
                let goal = sequence.pop().unwrap();
                only.entry(sequence.clone()).or_default().insert(goal);
            }
        }
        for (beginning, goals) in only {
            let here = self.head(*beginning.last().unwrap());
            for d in self.drives().filter(|d| self.tail(*d) == here && !goals.contains(d)) {
                banned.insert(beginning.iter().copied().chain([d]).collect());
            }
        }
        banned
    }

    fn to_pbf(&self) -> Vec<u8> {
        let mut w = PbfWriter::new("town", Vec::new()).unwrap();
        for (i, &place) in self.places.iter().enumerate() {
            w.node(OsmNode { id: OsmNodeId(i as i64), place, tags: Tags(&[]) }).unwrap();
        }
        for (i, &(a, b, oneway)) in self.ways.iter().enumerate() {
            let nodes = [OsmNodeId(a as i64), OsmNodeId(b as i64)];
            let tags = [
                ("highway", "residential"),
                ("oneway", if oneway { "yes" } else { "no" }),
                ("access", if self.local[i] { "destination" } else { "yes" }),
            ];
            w.way(OsmWay { id: OsmWayId(i as i64), nodes: &nodes, tags: Tags(&tags) }).unwrap();
        }
        for (i, (only, ways, at)) in self.rules.iter().enumerate() {
            let way = |n: usize, role| OsmMember { id: MemberId::Way(OsmWayId(n as i64)), role };
            let mut members = vec![way(ways[0], "from"), way(ways[ways.len() - 1], "to")];
            members.extend(ways[1..ways.len() - 1].iter().map(|&n| way(n, "via")));
            members.extend(at.map(|n| OsmMember { id: MemberId::Node(OsmNodeId(n as i64)), role: "via" }));
            let tags = [
                ("type", "restriction"),
                ("restriction", if *only { "only_straight_on" } else { "no_left_turn" }),
            ];
            let id = OsmRelationId(i as i64);
            w.relation(OsmRelation { id, members: &members, tags: Tags(&tags) }).unwrap();
        }
        w.finish().unwrap()
    }
}

/// How far a journey has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// On local roads, about to come out.
    Leaving,
    /// On public roads.
    Through,
    /// Back on local roads, to stay there.
    Arriving,
}

/// Least cost from a junction to each, by a search over what was driven last. Local roads are for the ends of
/// journeys, if `heed_local` is so.
fn slow_costs(
    town: &Town,
    graph: &RoadGraph,
    weights: &Weights,
    from: usize,
    heed_local: bool,
) -> Vec<RoadCost> {
    let banned = town.banned();
    let memory = (banned.iter().map(Vec::len).max().unwrap_or(1) - 1).max(1);
    let cost = |d: Drive| {
        let (id, _) = graph.all_segments().find(|(_, s)| s.way == d.0 as i64).unwrap();
        weights.lane(if d.1 { id.backward() } else { id.forward() })
    };
    let ends_with = |driven: &[Drive], all: &BTreeSet<Vec<Drive>>| all.iter().any(|s| driven.ends_with(s));
    let mut best = vec![RoadCost::UNREACHABLE; town.places.len()];
    let mut done: BTreeSet<(usize, Stage, Vec<Drive>)> = BTreeSet::new();
    let mut open = BTreeSet::from([(RoadCost::ZERO, from, Stage::Leaving, Vec::<Drive>::new())]);
    while let Some((so_far, here, stage, driven)) = open.pop_first() {
        if !done.insert((here, stage, driven.clone())) {
            continue;
        }
        best[here] = best[here].min(so_far);
        let mut turns: Vec<Drive> = town
            .drives()
            .filter(|d| town.tail(*d) == here)
            .filter(|d| !ends_with(&driven.iter().copied().chain([*d]).collect::<Vec<_>>(), &banned))
            .collect();
        // Nobody turns round where there is another way on; a local road is none to who is on a public one.
        if let Some(last) = driven.last() {
            let back = (last.0, !last.1);
            let goes_on = |d: &Drive| *d != back && (town.local[last.0] || !town.local[d.0]);
            if turns.iter().any(goes_on) {
                turns.retain(|d| *d != back);
            }
        }
        for d in turns {
            let stage = match (stage, heed_local && town.local[d.0]) {
                (Stage::Arriving, false) => continue,
                (_, false) => Stage::Through,
                (Stage::Leaving, true) => Stage::Leaving,
                (Stage::Through | Stage::Arriving, true) => Stage::Arriving,
            };
            let mut now: Vec<Drive> = driven.iter().copied().chain([d]).collect();
            now.drain(..now.len().saturating_sub(memory));
            open.insert((so_far + cost(d), town.head(d), stage, now));
        }
    }
    best
}

fn towns() -> impl Strategy<Value = Town> {
    (3..7_usize, 3..12_usize, 0..7_usize, any::<u64>()).prop_map(|(nodes, ways, rules, seed)| {
        let mut state = seed | 1;
        let mut draw = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 20) as usize % below
        };
        let places = (0..nodes)
            .map(|i| LonLat { lon: (draw(1000) + i * 1000) as f64 * 1e-6, lat: draw(5000) as f64 * 1e-6 })
            .collect();
        let ways: Vec<(usize, usize, bool)> = (0..ways)
            .map(|_| {
                let a = draw(nodes);
                (a, (a + 1 + draw(nodes - 1)) % nodes, draw(4) == 0)
            })
            .collect();
        let local = (0..ways.len()).map(|_| draw(4) == 0).collect();
        let mut town = Town { places, ways, local, rules: Vec::new() };
        for _ in 0..rules {
            // A walk of two to four ways, so that most rules make sense.
            let start: Vec<Drive> = town.drives().collect();
            let mut walk = vec![start[draw(start.len())]];
            for _ in 0..1 + draw(3) {
                let here = town.head(walk[walk.len() - 1]);
                let on: Vec<Drive> = town.drives().filter(|d| town.tail(*d) == here).collect();
                // A via way driven there and back is no restriction that anybody maps.
                let on: Vec<Drive> =
                    on.into_iter().filter(|d| walk.len() == 1 || walk.iter().all(|w| w.0 != d.0)).collect();
                if on.is_empty() {
                    break;
                }
                walk.push(on[draw(on.len())]);
                if walk[0].0 == walk[walk.len() - 1].0 {
                    break;
                }
            }
            if walk.len() >= 2 {
                let at = (walk.len() == 2).then(|| town.tail(walk[1]));
                town.rules.push((draw(3) == 0, walk.iter().map(|d| d.0).collect(), at));
            }
        }
        town
    })
}

#[test]
fn an_import_that_takes_more_memory_than_allowed_is_refused() {
    let bytes = crate::samples::Drawing::new("A---B").to_pbf();
    let within = |memory: u64| {
        let mut reader = PbfReader::new("drawing", std::io::Cursor::new(&bytes)).unwrap();
        import_within(&mut reader, TravelMode::Car, TurnCosts::Profile, memory, &mut |_| {})
    };
    assert!(within(2_000).is_ok());
    let told = within(1_000).unwrap_err();
    assert!(matches!(told, ImportError::Memory { needed: 1_300, allowed: 1_000 }), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]
    #[test]
    fn journeys_over_lanes_cost_what_a_search_over_turns_finds(town in towns()) {
        let mut reader = PbfReader::new("town", Cursor::new(town.to_pbf())).unwrap();
        let (graph, counts) = import(&mut reader, TravelMode::Car, TurnCosts::Free, &mut |_| {}).unwrap();
        prop_assert_eq!(graph.check(), Ok(()));
        let told = counts.restrictions_used + counts.restrictions_ambiguous + counts.restrictions_disconnected;
        prop_assert_eq!(told, town.rules.len() as u64);
        let weights = Weights::new(&graph, &TravelCondition::default(), &[]);
        let topology = weights.topology(&graph);
        let vertex = |node: usize| {
            let point = Point::from_lonlat(town.places[node]);
            graph.parts().vertices.iter().position(|&p| p == point).map(|v| NodeId(v as u32))
        };
        let lanes = || graph.all_segments().flat_map(|(id, _)| id.lanes());
        let is_open = |lane: &Lane| weights.lane(*lane) != RoadCost::UNREACHABLE;
        for from in 0..town.places.len() {
            let Some(start) = vertex(from) else { continue };
            let seeds: Vec<_> = lanes()
                .filter(|lane| graph.lane_tail(*lane) == start && is_open(lane))
                .map(|lane| (graph.first_node_of(lane).unwrap(), weights.lane(lane)))
                .collect();
            let fast = dijkstra_all(&topology, &seeds);
            let slow = slow_costs(&town, &graph, &weights, from, true);
            let lawless = slow_costs(&town, &graph, &weights, from, false);
            for (to, (&expected, &lawless)) in slow.iter().zip(&lawless).enumerate() {
                let Some(goal) = vertex(to) else { continue };
                let ends = lanes().filter(|lane| graph.lane_tail(lane.reversed()) == goal);
                let reached = ends.flat_map(|lane| graph.nodes_of(lane)).map(|n| fast[n.index()]).min();
                let reached = reached.unwrap_or(RoadCost::UNREACHABLE);
                let reached = if from == to { RoadCost::ZERO } else { reached };
                // Public roads behind local ones count as local too; the slow search does not know them.
                if counts.enclosed_lanes == 0 {
                    prop_assert_eq!(reached, expected, "from {} to {}", from, to);
                }
                prop_assert!(reached >= lawless);
            }
        }
    }

    #[test]
    fn within_a_part_everybody_gets_everywhere(town in towns()) {
        let mut reader = PbfReader::new("town", Cursor::new(town.to_pbf())).unwrap();
        let (graph, counts) = import(&mut reader, TravelMode::Car, TurnCosts::Profile, &mut |_| {}).unwrap();
        let network = RoadNetwork::build(graph, counts, TravelMode::Car, &mut |_| {});
        let middles: Vec<LonLat> = network
            .graph
            .all_segments()
            .map(|(id, s)| network.locator().place_on(id, s.decimetres / 2))
            .collect();
        let snaps: Vec<_> = middles.iter().filter_map(|place| network.locator().nearest(*place)).collect();
        let costs = network.costs(&snaps, &snaps);
        for (row, from) in snaps.iter().enumerate() {
            for (column, to) in snaps.iter().enumerate() {
                if from.component == to.component {
                    prop_assert!(costs[row * snaps.len() + column] != RoadCost::UNREACHABLE);
                }
            }
        }
    }
}
