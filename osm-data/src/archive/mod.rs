//! Network and addresses to map file and back: one file, checksummed, opened by memory map.

mod error;
mod format;
mod read;
mod write;

pub use error::{ArchiveDefect, ArchiveError};
pub use format::{ATTRIBUTION, FORMAT_VERSION};
pub use read::{open, open_with_addresses, read, read_with_addresses};
pub use write::{to_bytes, to_bytes_with_addresses, write, write_with_addresses};

#[cfg(test)]
mod tests;
