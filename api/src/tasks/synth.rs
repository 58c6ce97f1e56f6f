//! Seed → a synthetic region as `.osm.pbf`.

use super::TaskError;
use osm_data::synth::{SynthSummary, region};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynthReport {
    /// Length of the file.
    pub bytes: u64,
    /// Every count, with its name in plain words.
    pub counts: Vec<(&'static str, usize)>,
}

/// Writes a synthetic region; the same seed and size give the same file.
///
/// # Errors
/// [`TaskError::File`] when the file cannot be written.
pub fn synth(seed: u64, vertices: usize, out: &Path) -> Result<SynthReport, TaskError> {
    let region = region(seed, vertices);
    let failed = |cause| TaskError::File { path: out.to_owned(), cause };
    let name = out.display().to_string();
    let mut bytes = Vec::new();
    region.write(&name, &mut bytes).map_err(|e| TaskError::Extract(e.to_string()))?;
    let mut file = BufWriter::new(File::create(out).map_err(failed)?);
    file.write_all(&bytes).and_then(|()| file.flush()).map_err(failed)?;
    let SynthSummary {
        vertices,
        nodes,
        ways,
        relations,
        settlements,
        addresses,
        turn_restrictions,
        roundabouts,
        bridges,
        interchanges,
        barriers,
        care_sites,
    } = region.summary();
    Ok(SynthReport {
        bytes: bytes.len() as u64,
        counts: vec![
            ("junctions and ends of roads", vertices),
            ("nodes", nodes),
            ("ways", ways),
            ("relations", relations),
            ("towns, villages and hamlets", settlements),
            ("addresses", addresses),
            ("turn restrictions", turn_restrictions),
            ("roundabouts", roundabouts),
            ("bridges", bridges),
            ("motorway interchanges", interchanges),
            ("barriers", barriers),
            ("hospitals and health centres", care_sites),
        ],
    })
}
