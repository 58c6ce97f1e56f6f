//! Networks and addresses to map file and back: one file, checksummed, opened by memory map.

mod error;
mod format;
mod map_file;
mod read;
mod write;

pub use error::{ArchiveDefect, ArchiveError};
pub use format::{ATTRIBUTION, FORMAT_VERSION};
pub use map_file::MapFile;
pub use read::{open, read};
pub use write::{to_bytes, write};

#[cfg(test)]
mod tests;
