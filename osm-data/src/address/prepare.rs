//! An extract, and perhaps an official address file, → the index: the wiring.

use super::build::build;
use super::collect::collect;
use super::delimited::TableDefect;
use super::index::AddressIndex;
use super::official::{OfficialReport, add_official};
use super::statistics::AddressStatistics;
use crate::pbf::{PbfError, PbfReader};
use std::path::Path;

/// Addresses ready to be put into a map file.
#[derive(Clone, Debug, PartialEq)]
pub struct PreparedAddresses {
    /// The index.
    pub index: AddressIndex,
    /// What was found and left out.
    pub statistics: AddressStatistics,
    /// What became of the rows of the official file, when there was one.
    pub official: Option<OfficialReport>,
}

/// Why no index came of it.
#[derive(Debug, thiserror::Error)]
pub enum PrepareAddressesError {
    /// The extract cannot be read.
    #[error(transparent)]
    Pbf(#[from] PbfError),
    /// The official file cannot be used.
    #[error(transparent)]
    Official(#[from] TableDefect),
}

/// Reads the addresses of an extract, and those of an official file, which is CSV as bytes. `log` is told when a stage begins.
///
/// # Errors
/// [`PrepareAddressesError`] when either cannot be read; single rows that cannot be used are in the report.
pub fn prepare(
    pbf: &Path,
    official: Option<&[u8]>,
    log: &mut dyn FnMut(&str),
) -> Result<PreparedAddresses, PrepareAddressesError> {
    let mut collected = collect(&mut PbfReader::open(pbf)?, log)?;
    let mut report = None;
    if let Some(bytes) = official {
        log("reading the official address file");
        report = Some(add_official(bytes, &mut collected)?);
    }
    log("sorting addresses into streets");
    let (index, statistics) = build(&collected);
    Ok(PreparedAddresses { index, statistics, official: report })
}
