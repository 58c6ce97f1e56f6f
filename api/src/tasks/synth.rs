//! Seed → a synthetic region as `.osm.pbf`.

use super::TaskError;
use std::path::Path;

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynthReport {
    /// Nodes, ways and relations written.
    pub elements: usize,
}

/// Writes a synthetic region.
///
/// # Errors
/// [`TaskError::File`] when the file cannot be written.
pub fn synth(seed: u64, vertices: usize, out: &Path) -> Result<SynthReport, TaskError> {
    let _ = (seed, vertices, out);
    Err(TaskError::NeedsMap)
}
