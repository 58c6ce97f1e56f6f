//! Why no road graph came of a file.

use crate::pbf::PbfError;

/// Why no road graph came of a file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error(transparent)]
    Pbf(#[from] PbfError),
    /// The file was read, and there is no road in it.
    #[error(
        "no road open to a {mode} in {ways} ways with {nodes} nodes; take an extract that holds `highway` ways and their nodes"
    )]
    NoRoads {
        /// Who wanted to travel.
        mode: &'static str,
        /// Ways read.
        ways: u64,
        /// Nodes read.
        nodes: u64,
    },
    /// The memory allowed does not suffice.
    #[error(
        "preparing these roads takes about {} MB of memory, and {} MB are allowed; allow more, or take a smaller extract", needed.div_ceil(1_000_000), allowed / 1_000_000
    )]
    Memory {
        /// Bytes that it takes, about.
        needed: u64,
        /// Bytes that may be used.
        allowed: u64,
    },
    /// More of something than the numbers of a map file can count.
    #[error("too many {0} for one map file; take a smaller extract")]
    TooLarge(&'static str),
}
