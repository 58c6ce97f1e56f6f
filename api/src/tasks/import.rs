//! `.osm.pbf` → map file.

use super::TaskError;
use crate::travel::Map;
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::archive;
use osm_data::lonlat::BoundingBox;
use osm_data::network::{self, RoadNetwork};
use osm_data::profile::TravelMode;
use std::path::Path;

/// What an import made.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// Length of the map file in bytes.
    pub bytes: u64,
    /// Every count of the import, with its name in plain words.
    pub counts: Vec<(&'static str, u64)>,
    /// The box of all roads.
    pub bounding_box: BoundingBox,
}

/// Reads an extract and writes a map file. `log` hears each stage as it begins.
///
/// # Errors
/// [`TaskError::Map`] when the extract cannot be used; [`TaskError::File`] when the map file cannot be written.
pub fn import(
    pbf: &Path,
    out: &Path,
    profile: &str,
    log: &mut dyn FnMut(&str),
) -> Result<ImportReport, TaskError> {
    let network = prepare(pbf, travel_mode(profile)?, log)?;
    log("writing the map file");
    let bytes = archive::write(&network, out)
        .map_err(|e| TaskError::Map { path: out.to_owned(), cause: e.defect.to_string() })?;
    Ok(ImportReport { bytes, counts: network.statistics.lines(), bounding_box: network.bounding_box })
}

/// The mode of travel that a profile is for.
fn travel_mode(profile: &str) -> Result<TravelMode, TaskError> {
    match profile {
        "car" => Ok(TravelMode::Car),
        other => Err(TaskError::InvalidQuestion(InvalidProblem {
            defects: vec![Defect {
                code: DefectCode::UnknownId,
                place: "--profile".to_owned(),
                cause: format!("there is no profile `{}`", other.chars().take(60).collect::<String>()),
                remedy: "write `car`".to_owned(),
            }],
        })),
    }
}

/// Reads an extract into memory.
///
/// # Errors
/// [`TaskError::Map`] when the extract cannot be used.
fn prepare(pbf: &Path, mode: TravelMode, log: &mut dyn FnMut(&str)) -> Result<RoadNetwork, TaskError> {
    network::prepare(pbf, mode, log).map_err(|e| TaskError::Extract(e.to_string()))
}

/// Opens a map file.
///
/// # Errors
/// [`TaskError::Map`] with what is wrong with the file, and the remedy.
pub fn open_map(path: &Path) -> Result<Map, TaskError> {
    Map::open(path)
        .map_err(|e| TaskError::Map { path: path.to_owned(), cause: format!("byte {}: {}", e.at, e.defect) })
}
