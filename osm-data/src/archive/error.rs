//! Why a map file could not be opened or written: what, where, what to do.

use crate::address::AddressDefect;
use crate::graph::GraphDefect;
use crate::hierarchy::HierarchyDefect;
use crate::snap::GridDefect;
use std::io;

/// What was wrong, at which byte of which map file, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{file}, byte {at}: {defect}")]
pub struct ArchiveError {
    /// The file as the caller named it.
    pub file: String,
    /// Where in the file the faulty part begins.
    pub at: u64,
    /// What is wrong there.
    #[source]
    pub defect: ArchiveDefect,
}

/// What can be wrong with a map file; the text ends with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveDefect {
    /// The operating system refused to read.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// The operating system refused to write.
    #[error("cannot be written: {0}")]
    Write(io::Error),
    /// Nothing in it.
    #[error("the map file is empty; import the extract again")]
    Empty,
    /// An extract, not a map file.
    #[error(
        "this is an OpenStreetMap extract, not a map file; import it first: `rond import EXTRACT.osm.pbf --out FILE.rond`"
    )]
    Extract,
    /// Something else under this name.
    #[error(
        "this is no map file of this program; make one with `rond import EXTRACT.osm.pbf --out FILE.rond`"
    )]
    Foreign,
    /// Made by another version of the program.
    #[error("the map file has {what} {found}, this program reads {expected}; import the extract again")]
    Version {
        /// Of what: the format or the profile.
        what: &'static str,
        /// The version in the file.
        found: u32,
        /// The version understood.
        expected: u32,
    },
    /// The file is shorter or longer than it says.
    #[error(
        "the map file has {found} bytes where it should have {expected}: it is truncated or damaged; import the extract again"
    )]
    Length {
        /// Bytes there are.
        found: u64,
        /// Bytes there should be.
        expected: u64,
    },
    /// The contents are not what was written.
    #[error("the checksum of the map file does not agree: it is damaged; import the extract again")]
    Checksum,
    /// A section is missing, or is not where or what it should be.
    #[error("the map file is damaged in the section `{0}`; import the extract again")]
    Section(&'static str),
    /// The road graph in it is not sound.
    #[error("the road graph in the map file is not sound ({0}); import the extract again")]
    Graph(#[from] GraphDefect),
    /// The hierarchy in it is not sound.
    #[error("the hierarchy in the map file is not sound ({0}); import the extract again")]
    Hierarchy(#[from] HierarchyDefect),
    /// The grid in it is not sound.
    #[error("the grid in the map file is not sound ({0}); import the extract again")]
    Grid(#[from] GridDefect),
    /// The addresses in it are not sound.
    #[error("the addresses in the map file are not sound ({0}); import the extract again")]
    Addresses(#[from] AddressDefect),
}
