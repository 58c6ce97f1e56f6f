//! `.osm.pbf` → map file.

use super::TaskError;
use std::path::Path;

/// What an import made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines of talk: counts and times of each stage.
    pub lines: Vec<String>,
}

/// Reads an extract and writes a map file.
///
/// # Errors
/// [`TaskError::Map`] when the extract cannot be used; [`TaskError::File`] when the map file cannot be written.
pub fn import(
    pbf: &Path,
    out: &Path,
    profile: &str,
    log: &mut dyn FnMut(&str),
) -> Result<ImportReport, TaskError> {
    let _ = (pbf, out, profile, log);
    Err(TaskError::NeedsMap)
}
