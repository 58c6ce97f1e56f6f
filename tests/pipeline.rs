//! From a map to a judged plan: import, sample, plan, check, one after the other, as a planner does.

use api::tasks::{self, SampleSize};
use api::travel::Map;
use api::wire::Day;
use end_to_end::extracts;
use engine::plan::Plan;
use engine::progress::Silent;
use engine::rules::judge;
use engine::settings::Settings;
use engine::solve::solve;
use std::path::Path;

fn map_of(pbf: &Path) -> Map {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("map.rond");
    tasks::import(pbf, &file, "car", &mut |_| {}).unwrap_or_else(|e| panic!("{}: {e}", pbf.display()));
    // The file stays open by its map when the folder goes.
    tasks::open_map(&file).unwrap_or_else(|e| panic!("{}: {e}", pbf.display()))
}

fn size(patients: usize, staff: usize, days: usize, seed: u64) -> SampleSize {
    SampleSize { patients, staff, days, seed, today: Day("2026-11-20".to_owned()) }
}

/// A document as text, as it would lie in a file.
fn sampled(map: &Map, size: &SampleSize) -> Vec<u8> {
    let problem = tasks::sample(map, size).unwrap_or_else(|e| panic!("{size:?}: {e}"));
    serde_json::to_vec(&problem).expect("documents are JSON")
}

fn synthetic(seed: u64, vertices: usize) -> Map {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let pbf = scratch.path().join("region.osm.pbf");
    tasks::synth(seed, vertices, &pbf).expect("a synthetic region");
    map_of(&pbf)
}

#[test]
fn samples_of_every_size_are_valid_and_their_plans_keep_every_rule() {
    let map = synthetic(7, 3_000);
    for (patients, staff, days, seed) in
        [(1, 1, 1, 1), (5, 2, 1, 2), (30, 8, 1, 3), (40, 12, 3, 4), (90, 31, 1, 5)]
    {
        let document = sampled(&map, &size(patients, staff, days, seed));
        let loaded =
            tasks::load(&document, Some(&map)).unwrap_or_else(|e| panic!("{patients}/{staff}/{days}: {e:?}"));
        let budget = engine::budget::Budget::iterations(300);
        let settings = Settings { seed, ..Settings::default() };
        let solved = solve(&loaded.problem, &settings, &budget, &mut Silent);
        assert_eq!(solved.withdrawn, [], "{patients}/{staff}/{days}");
        assert_eq!(
            solved.verdict.score.hard(),
            0,
            "{patients}/{staff}/{days}: {:?}",
            solved.verdict.findings
        );
        let planned = loaded.problem.visits.len() - solved.plan.left_out(&loaded.problem).len();
        assert!(
            planned * 10 >= loaded.problem.visits.len() * 7,
            "{planned} of {}",
            loaded.problem.visits.len()
        );
    }
}

#[test]
fn the_same_sample_comes_from_the_same_seed() {
    let map = synthetic(3, 1_000);
    assert_eq!(sampled(&map, &size(20, 9, 2, 11)), sampled(&map, &size(20, 9, 2, 11)));
    assert_ne!(sampled(&map, &size(20, 9, 2, 11)), sampled(&map, &size(20, 9, 2, 12)));
}

/// A town, a city with turn restrictions, a rural area.
#[test]
fn on_three_real_extracts_the_plan_passes_the_judge() {
    let all = extracts();
    for name in ["de-lauf-2020", "pt-porto-metro-2020", "us-addison-county-2020"] {
        let Some(pbf) = all.iter().find(|p| p.to_string_lossy().contains(name)) else { continue };
        let map = map_of(pbf);
        let document = sampled(&map, &size(40, 12, 1, 1));
        let loaded = tasks::load(&document, Some(&map)).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let budget = engine::budget::Budget::iterations(500);
        let solved = solve(&loaded.problem, &loaded.settings, &budget, &mut Silent);
        assert_eq!(solved.verdict.score.hard(), 0, "{name}: {:?}", solved.verdict.findings);
        assert_ne!(solved.plan, Plan::empty(&loaded.problem), "{name}");
        let again = judge(&loaded.problem, &loaded.settings.weights, &solved.plan);
        assert_eq!(again, solved.verdict, "{name}");
    }
}

#[test]
fn the_same_seed_and_iterations_give_the_same_plan_on_any_number_of_threads() {
    let map = synthetic(5, 2_000);
    let loaded = tasks::load(&sampled(&map, &size(50, 31, 2, 2)), Some(&map)).expect("a valid sample");
    let plan = |threads| {
        let settings = Settings { threads, ..loaded.settings.clone() };
        solve(&loaded.problem, &settings, &engine::budget::Budget::iterations(200), &mut Silent).plan
    };
    let one = plan(1);
    assert_eq!(one, plan(2));
    assert_eq!(one, plan(4));
}
