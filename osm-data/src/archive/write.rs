//! Networks to map file, reproducible byte for byte, put in place in one step.

use super::format::{
    ALIGN, ATTRIBUTION, CHECKSUM, Common, ENTRY, FORMAT_VERSION, HEAD, MAGIC, Section, checksum,
};
use super::{ArchiveDefect, ArchiveError, MapFile};
use crate::hierarchy::LinksArrays;
use crate::network::RoadNetwork;
use crate::profile::PROFILE_VERSION;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use zerocopy::{Immutable, IntoBytes};

/// Writes a map file; returns its length in bytes.
///
/// The file appears under its name only when it is complete: a reader sees the old one or the new one, and
/// whoever has the old one mapped keeps it. A link stays a link, and what is no file (a device, a pipe) is written to as it is.
///
/// # Errors
/// [`ArchiveDefect::Write`] when the operating system refuses.
pub fn write(map: &MapFile, path: &Path) -> Result<u64, ArchiveError> {
    let bytes = to_bytes(map);
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

/// The bytes of a map file.
pub fn to_bytes(map: &MapFile) -> Vec<u8> {
    let sections = Common::ALL.len() + Section::ALL.len() * map.networks.len();
    let mut file = Assembly::new(sections);
    file.add_numbered(0, Common::Attribution as u32, ATTRIBUTION.as_bytes());
    file.add_numbered(0, Common::Addresses as u32, &map.addresses.to_bytes());
    map.networks.iter().for_each(|network| add_network(&mut file, network));
    file.finish(map.networks.len() as u32, sections as u32)
}

fn add_network(file: &mut Assembly, network: &RoadNetwork) {
    let b = network.bounding_box;
    let mode = network.mode.code();
    let graph = network.graph.parts();
    let grid = network.grid.parts();
    let hierarchy = network.hierarchy.arrays();
    file.add(mode, Section::Statistics, &[network.statistics]);
    file.add(mode, Section::BoundingBox, &[[b.min.lon, b.min.lat, b.max.lon, b.max.lat]]);
    file.add_rising(mode, Section::FirstOut, &graph.first_out);
    file.add(mode, Section::Head, &graph.head);
    file.add(mode, Section::Turn, &graph.turn);
    file.add(mode, Section::Nodes, &graph.nodes);
    file.add(mode, Section::Drive, &graph.times.iter().map(|time| time.drive).collect::<Vec<_>>());
    file.add_narrow(mode, Section::Delay, graph.times.iter().map(|time| time.delay));
    file.add(mode, Section::HourlyLanes, &graph.hourly_lanes);
    file.add(mode, Section::HourlyTurns, &graph.hourly_turns);
    file.add(mode, Section::Hours, &graph.hours);
    file.add(mode, Section::Vertices, &graph.vertices);
    file.add(mode, Section::Segments, &graph.segments);
    file.add_rising(mode, Section::BendFirst, &graph.bend_first);
    file.add(mode, Section::Bends, &graph.bends);
    file.add_rising(mode, Section::NameFirst, &graph.name_first);
    file.add(mode, Section::NameText, &graph.name_text);
    file.add(mode, Section::Cells, &grid.cells);
    file.add_rising(mode, Section::CellFirst, &grid.first);
    file.add(mode, Section::CellItems, &grid.items);
    file.add(mode, Section::Depth, &hierarchy.depth);
    let up = [Section::UpFirst, Section::UpAbove, Section::UpCost, Section::UpWide];
    file.add_links(mode, &hierarchy.up, up);
    let down = [Section::DownFirst, Section::DownAbove, Section::DownCost, Section::DownWide];
    file.add_links(mode, &hierarchy.down, down);
}

/// A file being put together: the sections so far, and their table.
struct Assembly {
    bytes: Vec<u8>,
    table: Vec<u8>,
}

impl Assembly {
    fn new(sections: usize) -> Self {
        Self { bytes: vec![0; HEAD + ENTRY * sections], table: Vec::new() }
    }

    fn add<T: IntoBytes + Immutable>(&mut self, mode: u32, section: Section, elements: &[T]) {
        self.add_numbered(mode, section as u32, elements);
    }

    fn add_numbered<T: IntoBytes + Immutable>(&mut self, mode: u32, section: u32, elements: &[T]) {
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGN), 0);
        self.table.extend_from_slice(&(mode << 16 | section).to_le_bytes());
        self.table.extend_from_slice(&(size_of::<T>() as u32).to_le_bytes());
        self.table.extend_from_slice(&(self.bytes.len() as u64).to_le_bytes());
        self.table.extend_from_slice(&(size_of_val(elements) as u64).to_le_bytes());
        self.bytes.extend_from_slice(elements.as_bytes());
    }

    /// A list that never falls, as its steps.
    fn add_rising(&mut self, mode: u32, section: Section, rising: &[u32]) {
        let steps = rising.windows(2).map(|pair| pair[1] - pair[0]);
        self.add_narrow(mode, section, rising.first().copied().into_iter().chain(steps));
    }

    /// Figures in as few bytes as hold the largest.
    fn add_narrow(&mut self, mode: u32, section: Section, figures: impl Iterator<Item = u32> + Clone) {
        let most = figures.clone().max().unwrap_or(0);
        if u8::try_from(most).is_ok() {
            self.add(mode, section, &figures.map(|figure| figure as u8).collect::<Vec<_>>());
        } else if u16::try_from(most).is_ok() {
            self.add(mode, section, &figures.map(|figure| figure as u16).collect::<Vec<_>>());
        } else {
            self.add(mode, section, &figures.collect::<Vec<u32>>());
        }
    }

    fn add_links(&mut self, mode: u32, links: &LinksArrays, sections: [Section; 4]) {
        let [first, above, cost, wide] = sections;
        self.add_rising(mode, first, &links.first);
        self.add(mode, above, &links.above);
        self.add(mode, cost, &links.cost);
        self.add(mode, wide, &links.wide);
    }

    fn finish(mut self, networks: u32, sections: u32) -> Vec<u8> {
        let length = self.bytes.len() as u64;
        let head = [
            &MAGIC[..],
            &FORMAT_VERSION.to_le_bytes(),
            &PROFILE_VERSION.to_le_bytes(),
            &networks.to_le_bytes(),
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
