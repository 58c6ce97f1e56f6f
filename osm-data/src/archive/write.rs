//! Network to map file, reproducible byte for byte, put in place in one step.

use super::format::{ALIGN, ATTRIBUTION, CHECKSUM, ENTRY, FORMAT_VERSION, HEAD, MAGIC, Section, checksum};
use super::{ArchiveDefect, ArchiveError};
use crate::address::AddressIndex;
use crate::hierarchy::LinksArrays;
use crate::network::RoadNetwork;
use crate::profile::PROFILE_VERSION;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use zerocopy::{Immutable, IntoBytes};

/// Writes the map file of a network without addresses; returns its length in bytes. As [`write_with_addresses`].
///
/// # Errors
/// [`ArchiveDefect::Write`] when the operating system refuses.
pub fn write(network: &RoadNetwork, path: &Path) -> Result<u64, ArchiveError> {
    write_with_addresses(network, &AddressIndex::default(), path)
}

/// Writes the map file of a network and its addresses; returns its length in bytes.
///
/// The file appears under its name only when it is complete: a reader sees the old one or the new one, and
/// whoever has the old one mapped keeps it. A link stays a link, and what is no file (a device, a pipe) is written to as it is.
///
/// # Errors
/// [`ArchiveDefect::Write`] when the operating system refuses.
pub fn write_with_addresses(
    network: &RoadNetwork,
    addresses: &AddressIndex,
    path: &Path,
) -> Result<u64, ArchiveError> {
    let bytes = to_bytes_with_addresses(network, addresses);
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return match fs::write(path, &bytes) {
            Ok(()) => Ok(bytes.len() as u64),
            Err(e) => Err(not_written(path, e)),
        };
    }
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".partial-{}", std::process::id()));
    let partial = Path::new(&partial);
    let put = || -> io::Result<()> {
        let mut file = File::create(partial)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(partial, path)
    };
    put().map_err(|e| {
        // Whatever stopped the write may stop the removal too; the first error is the one to tell.
        let _ = fs::remove_file(partial);
        not_written(path, e)
    })?;
    Ok(bytes.len() as u64)
}

fn not_written(path: &Path, cause: io::Error) -> ArchiveError {
    ArchiveError { file: path.display().to_string(), at: 0, defect: ArchiveDefect::Write(cause) }
}

/// The map file of a network without addresses.
pub fn to_bytes(network: &RoadNetwork) -> Vec<u8> {
    to_bytes_with_addresses(network, &AddressIndex::default())
}

/// The map file of a network and its addresses.
pub fn to_bytes_with_addresses(network: &RoadNetwork, addresses: &AddressIndex) -> Vec<u8> {
    let mut file = Assembly::new();
    let b = network.bounding_box;
    let graph = network.graph.parts();
    let grid = network.grid.parts();
    let hierarchy = network.hierarchy.arrays();
    file.add(Section::Attribution, ATTRIBUTION.as_bytes());
    file.add(Section::Statistics, &[network.statistics]);
    file.add(Section::BoundingBox, &[[b.min.lon, b.min.lat, b.max.lon, b.max.lat]]);
    file.add_rising(Section::FirstOut, &graph.first_out);
    file.add(Section::Head, &graph.head);
    file.add(Section::Turn, &graph.turn);
    file.add(Section::Nodes, &graph.nodes);
    file.add(Section::Times, &graph.times);
    file.add(Section::HourlyLanes, &graph.hourly_lanes);
    file.add(Section::HourlyTurns, &graph.hourly_turns);
    file.add(Section::Hours, &graph.hours);
    file.add(Section::Vertices, &graph.vertices);
    file.add(Section::Segments, &graph.segments);
    file.add_rising(Section::BendFirst, &graph.bend_first);
    file.add(Section::Bends, &graph.bends);
    file.add_rising(Section::NameFirst, &graph.name_first);
    file.add(Section::NameText, &graph.name_text);
    file.add(Section::Cells, &grid.cells);
    file.add_rising(Section::CellFirst, &grid.first);
    file.add(Section::CellItems, &grid.items);
    file.add(Section::Depth, &hierarchy.depth);
    let up = [Section::UpFirst, Section::UpAbove, Section::UpCost, Section::UpWide];
    file.add_links(&hierarchy.up, up);
    let down = [Section::DownFirst, Section::DownAbove, Section::DownCost, Section::DownWide];
    file.add_links(&hierarchy.down, down);
    file.add(Section::Addresses, &addresses.to_bytes());
    file.finish(network.mode.code())
}

/// A file being put together: the sections so far, and their table.
struct Assembly {
    bytes: Vec<u8>,
    table: Vec<u8>,
}

impl Assembly {
    fn new() -> Self {
        Self { bytes: vec![0; HEAD + ENTRY * Section::ALL.len()], table: Vec::new() }
    }

    fn add<T: IntoBytes + Immutable>(&mut self, section: Section, elements: &[T]) {
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGN), 0);
        self.table.extend_from_slice(&(section as u32).to_le_bytes());
        self.table.extend_from_slice(&(size_of::<T>() as u32).to_le_bytes());
        self.table.extend_from_slice(&(self.bytes.len() as u64).to_le_bytes());
        self.table.extend_from_slice(&(size_of_val(elements) as u64).to_le_bytes());
        self.bytes.extend_from_slice(elements.as_bytes());
    }

    /// A list that never falls, as its steps.
    fn add_rising(&mut self, section: Section, rising: &[u32]) {
        let steps = || rising.windows(2).map(|pair| pair[1] - pair[0]);
        let first = rising.first().copied().into_iter();
        let most = steps().chain(first.clone()).max().unwrap_or(0);
        if u8::try_from(most).is_ok() {
            self.add(section, &first.chain(steps()).map(|step| step as u8).collect::<Vec<_>>());
        } else if u16::try_from(most).is_ok() {
            self.add(section, &first.chain(steps()).map(|step| step as u16).collect::<Vec<_>>());
        } else {
            self.add(section, &first.chain(steps()).collect::<Vec<u32>>());
        }
    }

    fn add_links(&mut self, links: &LinksArrays, sections: [Section; 4]) {
        let [first, above, cost, wide] = sections;
        self.add_rising(first, &links.first);
        self.add(above, &links.above);
        self.add(cost, &links.cost);
        self.add(wide, &links.wide);
    }

    fn finish(mut self, mode: u32) -> Vec<u8> {
        let length = self.bytes.len() as u64;
        let sections = Section::ALL.len() as u32;
        let head = [
            &MAGIC[..],
            &FORMAT_VERSION.to_le_bytes(),
            &PROFILE_VERSION.to_le_bytes(),
            &mode.to_le_bytes(),
            &length.to_le_bytes(),
            &[0; 8],
            &sections.to_le_bytes(),
            &[0; 4],
        ]
        .concat();
        self.bytes[..HEAD].copy_from_slice(&head);
        self.bytes[HEAD..HEAD + self.table.len()].copy_from_slice(&self.table);
        let sum = checksum(&self.bytes);
        self.bytes[CHECKSUM].copy_from_slice(&sum.to_le_bytes());
        self.bytes
    }
}
