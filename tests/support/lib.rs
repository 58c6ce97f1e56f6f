//! What the end-to-end tests and the benchmarks share: where the test data is, and how the
//! program is run.

pub mod command;
pub mod server;

use std::path::{Path, PathBuf};

/// The folder of test data: `ROND_SHARED`, else `shared` beside the checkout. `None`, with a word on standard error,
/// when there is none; in CI that is a failure instead, so that nothing skips there.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ROND_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    if folder.join("data/osm").is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the test data; {} holds none", folder.display());
    #[expect(clippy::print_stderr, reason = "a test that skips must say so")]
    {
        eprintln!(
            "skipped: no test data in {}; set ROND_SHARED to the folder that holds data/osm",
            folder.display()
        );
    }
    None
}

/// Every `.osm.pbf` extract of the test data, by name. Empty when there is none.
pub fn extracts() -> Vec<PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let mut found: Vec<PathBuf> = std::fs::read_dir(shared.join("data/osm"))
        .expect("readable data folder")
        .map(|entry| entry.expect("readable entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".osm.pbf"))
        .collect();
    found.sort();
    assert!(found.len() > 20, "only {} extracts in {}", found.len(), shared.display());
    found
}
