//! `.osm.pbf` → map file.

use super::TaskError;
use super::modes::modes_of;
use crate::travel::Map;
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::address::{self, OfficialReport, PrepareAddressesError};
use osm_data::archive::{self, MapFile};
use osm_data::lonlat::BoundingBox;
use osm_data::network::{self, RoadNetwork};
use osm_data::profile::TravelMode;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// What an import made.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// Length of the map file in bytes.
    pub bytes: u64,
    /// Every count of the import with its name in plain words, for each mode of travel.
    pub counts: Vec<(TravelMode, Vec<(&'static str, u64)>)>,
    /// Every count of the addresses, with its name in plain words.
    pub address_counts: Vec<(&'static str, u64)>,
    /// What became of the rows of the official address file, when there was one.
    pub official: Option<OfficialReport>,
    /// The box of all roads.
    pub bounding_box: BoundingBox,
}

/// What is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct ImportOrder<'a> {
    /// The extract.
    pub pbf: &'a Path,
    /// An official address file, which is believed before the extract.
    pub official: Option<&'a Path>,
    /// Where the map file goes.
    pub out: &'a Path,
    /// Names of modes of travel with commas between, the chief one first.
    pub profiles: &'a str,
    /// How many bytes of memory may be used, about.
    pub memory: u64,
}

/// What a node of a finished network keeps in memory, in bytes: the map file of `pt-porto-metro` has 112 a node.
const KEPT_A_NODE: u64 = 150;

/// Reads an extract and writes a map file with its roads, for each mode of travel of a list such as `car,bicycle`, and addresses. As [`import_as_ordered`].
///
/// # Errors
/// As [`import_as_ordered`].
pub fn import(
    pbf: &Path,
    out: &Path,
    profiles: &str,
    log: &mut dyn FnMut(&str),
) -> Result<ImportReport, TaskError> {
    import_as_ordered(&ImportOrder { pbf, official: None, out, profiles, memory: u64::MAX }, log)
}

/// Reads an extract, and an official address file if there is one, and writes a map file. `log` hears each stage as it begins,
/// after the name of the mode when there are several.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for profiles that are none, and when the address file cannot be used; [`TaskError::Extract`] when
/// the extract cannot, for the first mode that finds no road in it or takes more memory than is allowed;
/// [`TaskError::File`] when a file cannot be read; [`TaskError::Map`] when the map file cannot be written.
pub fn import_as_ordered(
    order: &ImportOrder<'_>,
    log: &mut dyn FnMut(&str),
) -> Result<ImportReport, TaskError> {
    let ImportOrder { pbf, official, out, profiles, mut memory } = *order;
    let modes = modes_of(profiles)?;
    readable(pbf)?;
    let unread = |path: &Path, cause| TaskError::File { path: path.to_owned(), cause };
    let official = official.map(|path| fs::read(path).map_err(|e| unread(path, e))).transpose()?;
    let several = modes.len() > 1;
    let networks: Vec<RoadNetwork> = modes
        .into_iter()
        .map(|mode| {
            let mut told = |stage: &str| {
                if several { log(&format!("{}: {stage}", mode.name())) } else { log(stage) }
            };
            let network = network::prepare_within(pbf, mode, memory, &mut told).map_err(|e| {
                let of_mode = if several { format!("{}: ", mode.name()) } else { String::new() };
                TaskError::Extract(format!("{of_mode}{e}"))
            })?;
            memory = memory.saturating_sub(network.graph.nodes() as u64 * KEPT_A_NODE);
            Ok(network)
        })
        .collect::<Result<_, _>>()?;
    let addresses = address::prepare(pbf, official.as_deref(), log).map_err(|e| match e {
        PrepareAddressesError::Pbf(e) => TaskError::Extract(e.to_string()),
        PrepareAddressesError::Official(e) => TaskError::InvalidQuestion(InvalidProblem {
            defects: vec![Defect {
                code: DefectCode::Malformed,
                place: "/addresses".to_owned(),
                cause: e.to_string(),
                remedy: "see docs/addresses.md for the columns that are understood".to_owned(),
            }],
        }),
    })?;
    let corners = networks.iter().flat_map(|n| [n.bounding_box.min, n.bounding_box.max]);
    let bounding_box = BoundingBox::of(corners).expect("one mode at least, each with a road");
    log("writing the map file");
    let map = MapFile { networks, addresses: addresses.index };
    let bytes = archive::write(&map, out)
        .map_err(|e| TaskError::Map { path: out.to_owned(), cause: e.defect.to_string() })?;
    Ok(ImportReport {
        bytes,
        counts: map.networks.iter().map(|network| (network.mode, network.statistics.lines())).collect(),
        address_counts: addresses.statistics.lines(),
        official: addresses.official,
        bounding_box,
    })
}

/// Whether a file is there and may be read: told in the same words whatever the file should hold.
fn readable(path: &Path) -> Result<(), TaskError> {
    let opened = File::open(path).and_then(|file| file.metadata());
    let cause = match opened {
        Ok(found) if found.is_dir() => io::Error::from(io::ErrorKind::IsADirectory),
        Ok(_) => return Ok(()),
        Err(cause) => cause,
    };
    Err(TaskError::File { path: path.to_owned(), cause })
}

/// Opens a map file.
///
/// # Errors
/// [`TaskError::File`] when it cannot be read;
/// [`TaskError::Map`] with what is wrong with the file, and the remedy.
pub fn open_map(path: &Path) -> Result<Map, TaskError> {
    readable(path)?;
    Map::open(path)
        .map_err(|e| TaskError::Map { path: path.to_owned(), cause: format!("byte {}: {}", e.at, e.defect) })
}
