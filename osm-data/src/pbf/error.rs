//! Why a `.osm.pbf` could not be read or written: what, at which byte of which file, what to do.

use std::io;

/// What was wrong, at which byte of which file, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{file}, byte {at}: {defect}")]
pub struct PbfError {
    /// The file as the caller named it.
    pub file: String,
    /// Where in the file the faulty part begins.
    pub at: u64,
    /// What is wrong there.
    #[source]
    pub defect: PbfDefect,
}

/// What can be wrong with a `.osm.pbf`; the text ends with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum PbfDefect {
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The operating system refused to take what was written.
    #[error("cannot be written: {0}")]
    Write(io::Error),
    /// Nothing in it.
    #[error("the file is empty; fetch the extract again")]
    Empty,
    /// Something else under this name.
    #[error("this is {0}, not a .osm.pbf; fetch the extract in the pbf form")]
    Foreign(&'static str),
    /// The file ends inside a block.
    #[error("the file ends {missing} bytes before the end of this block: it is truncated; fetch it again")]
    Truncated {
        /// How much is missing at least.
        missing: u64,
    },
    /// A block beyond what the format allows.
    #[error(
        "a block of {size} bytes, above the {limit} the format allows: the file is damaged; fetch it again"
    )]
    TooLarge {
        /// The size stated.
        size: u64,
        /// The greatest size allowed.
        limit: u64,
    },
    /// A block that does not decode.
    #[error("damaged: {0}; fetch the file again")]
    Damaged(&'static str),
    /// A packing that this program does not read.
    #[error(
        "the data is packed with {0}, which is not read here; repack it, for example `osmium cat FILE -o OUT.osm.pbf`"
    )]
    Packing(&'static str),
    /// A history file.
    #[error(
        "this is a history file (all versions of every object); make a snapshot of it first, for example `osmium time-filter`"
    )]
    History,
    /// A file that says a reader must know something we do not.
    #[error(
        "the file requires the feature `{0}`, which is not known here; convert it, for example `osmium cat FILE -o OUT.osm.pbf`"
    )]
    Feature(String),
}
