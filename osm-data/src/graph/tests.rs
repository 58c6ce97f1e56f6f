//! The importer on real extracts, against the figures that the extracts' README gives.

use super::*;
use crate::pbf::PbfReader;
use crate::profile::TravelMode;
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
        let (graph, counts) = import(&mut reader, TravelMode::Car, &mut |_| {}).unwrap();
        let took = begin.elapsed();
        graph.check().unwrap();
        assert!(graph.topology().arcs() > 0);
        println!(
            "{:32} {:4} ms  V {} A {} copies {} parts {} dropped {} restrictions used {} other {} cond {} unknown {} incomplete {} absent {} disconnected {} ambiguous {} dead ends {} missing {} barriers {}/{} ferries {}",
            file.file_name().unwrap().to_string_lossy(),
            took.as_millis(),
            counts.vertices,
            counts.arcs,
            counts.turn_copies,
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
