//! Map file to networks by memory map: nothing large is copied, everything is checked.

use super::format::{ALIGN, CHECKSUM, Common, ENTRY, FORMAT_VERSION, HEAD, MAGIC, Section, checksum};
use super::{ArchiveDefect, ArchiveError, MapFile};
use crate::address::AddressIndex;
use crate::column::{Column, Plain, StableBytes};
use crate::graph::{GraphParts, ImportStatistics, LaneTime, RoadGraph, Weights};
use crate::hierarchy::{ContractionHierarchy, HierarchyArrays, HierarchyDefect, LinksArrays};
use crate::lonlat::{BoundingBox, LonLat};
use crate::network::{KeptSkeleton, RoadNetwork};
use crate::profile::{PROFILE_VERSION, TravelCondition, TravelMode};
use crate::snap::{Grid, GridParts};
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Opens a map file.
///
/// The arrays stay in the file and are read as they are needed; the file must not be written to while it is open.
/// [`super::write`] never does: it puts a new file in its place.
///
/// # Errors
/// [`ArchiveError`] when the file cannot be read, is damaged, foreign, or of another version.
pub fn open(path: &Path) -> Result<MapFile, ArchiveError> {
    let failed = |defect| ArchiveError { file: path.display().to_string(), at: 0, defect };
    let file = File::open(path).map_err(|e| failed(ArchiveDefect::Io(e)))?;
    let length = file.metadata().map_err(|e| failed(ArchiveDefect::Io(e)))?.len();
    if length == 0 {
        return Err(failed(ArchiveDefect::Empty));
    }
    // Every byte is read at once for the checksum, so all pages are asked for at once.
    // SAFETY: map files are replaced by renaming, never written in place, so the mapping does not change under us.
    // That nobody else truncates or writes the file is the same trust that a program puts in its own executable.
    let map = unsafe { memmap2::MmapOptions::new().populate().map(&file) }
        .map_err(|e| failed(ArchiveDefect::Io(e)))?;
    map_of(StableBytes::Mapped(map)).map_err(|(at, defect)| ArchiveError { at, ..failed(defect) })
}

/// Reads a map file from memory; `name` is for error messages only.
///
/// # Errors
/// As [`open`].
pub fn read(name: &str, bytes: &[u8]) -> Result<MapFile, ArchiveError> {
    let mut words = vec![0_u64; bytes.len().div_ceil(8)];
    for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
        let mut padded = [0; 8];
        padded[..chunk.len()].copy_from_slice(chunk);
        *word = u64::from_le_bytes(padded);
    }
    let failed = |(at, defect)| ArchiveError { file: name.to_owned(), at, defect };
    if bytes.is_empty() {
        return Err(failed((0, ArchiveDefect::Empty)));
    }
    map_of(StableBytes::Memory(words, bytes.len())).map_err(failed)
}

/// An error and the byte where it lies.
type Failure = (u64, ArchiveDefect);

fn map_of(bytes: StableBytes) -> Result<MapFile, Failure> {
    let bytes = Arc::new(bytes);
    let sections = Sections::of(Arc::clone(&bytes))?;
    // Each takes some milliseconds, neither needs the other: the structural checks stand any damage.
    let (sealed, map) = rayon::join(
        || sealed(bytes.bytes()),
        || {
            let networks = (0..sections.modes.len())
                .map(|number| assembled(&sections.network(number)))
                .collect::<Result<_, _>>()?;
            Ok(MapFile { networks, addresses: sections.addresses()? })
        },
    );
    sealed.and(map)
}

/// Whether the checksum agrees.
fn sealed(file: &[u8]) -> Result<(), Failure> {
    let told = file[CHECKSUM].iter().rev().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
    if checksum(file) == told { Ok(()) } else { Err((CHECKSUM.start as u64, ArchiveDefect::Checksum)) }
}

fn assembled(sections: &NetworkSections<'_>) -> Result<RoadNetwork, Failure> {
    let mode = sections.file.modes[sections.number];
    let statistics = sections.one::<ImportStatistics>(Section::Statistics)?;
    let bounding_box = bounding_box(sections)?;
    let (roads, hierarchy) = rayon::join(|| graph_and_grid(sections), || hierarchy(sections));
    let ((graph, grid), hierarchy) = (roads?, hierarchy?);
    if hierarchy.nodes() != graph.nodes() {
        let defect = HierarchyDefect::Nodes { hierarchy: hierarchy.nodes(), topology: graph.nodes() };
        return Err((0, defect.into()));
    }
    let weights = Weights::new(&graph, &TravelCondition::default(), &[]);
    let skeleton = KeptSkeleton::default();
    Ok(RoadNetwork { mode, graph, weights, hierarchy, grid, statistics, bounding_box, skeleton })
}

fn graph_and_grid(sections: &NetworkSections<'_>) -> Result<(RoadGraph, Grid), Failure> {
    let segments = sections.column(Section::Segments)?;
    let nodes = sections.column(Section::Nodes)?;
    let graph = RoadGraph::from_parts(GraphParts {
        first_out: sections.rising(Section::FirstOut)?,
        head: sections.column(Section::Head)?,
        turn: sections.column(Section::Turn)?,
        segment_node: GraphParts::first_nodes(&nodes, segments.len()),
        nodes,
        times: sections.times()?,
        hourly_lanes: sections.column(Section::HourlyLanes)?,
        hourly_turns: sections.column(Section::HourlyTurns)?,
        hours: sections.column(Section::Hours)?,
        vertices: sections.column(Section::Vertices)?,
        segments,
        bend_first: sections.rising(Section::BendFirst)?,
        bends: sections.column(Section::Bends)?,
        name_first: sections.rising(Section::NameFirst)?,
        name_text: sections.column(Section::NameText)?,
    })
    .map_err(|e| (0, e.into()))?;
    let grid = GridParts {
        cells: sections.column(Section::Cells)?,
        first: sections.rising(Section::CellFirst)?,
        items: sections.column(Section::CellItems)?,
    };
    let grid = Grid::from_parts(grid, &graph).map_err(|e| (0, e.into()))?;
    Ok((graph, grid))
}

fn hierarchy(sections: &NetworkSections<'_>) -> Result<ContractionHierarchy, Failure> {
    let arrays = HierarchyArrays {
        depth: sections.column(Section::Depth)?,
        up: LinksArrays {
            first: sections.rising(Section::UpFirst)?,
            above: sections.column(Section::UpAbove)?,
            cost: sections.column(Section::UpCost)?,
            wide: sections.column(Section::UpWide)?,
        },
        down: LinksArrays {
            first: sections.rising(Section::DownFirst)?,
            above: sections.column(Section::DownAbove)?,
            cost: sections.column(Section::DownCost)?,
            wide: sections.column(Section::DownWide)?,
        },
    };
    ContractionHierarchy::from_arrays(arrays).map_err(|e| (0, e.into()))
}

fn bounding_box(sections: &NetworkSections<'_>) -> Result<BoundingBox, Failure> {
    let corners = sections.one::<[f64; 4]>(Section::BoundingBox)?;
    let corner = |lon, lat| LonLat::new(lon, lat).ok_or_else(|| sections.damaged(Section::BoundingBox));
    Ok(BoundingBox { min: corner(corners[0], corners[1])?, max: corner(corners[2], corners[3])? })
}

/// A file whose head and length are right.
struct Sections {
    bytes: Arc<StableBytes>,
    /// Whose networks are in it, in their order.
    modes: Vec<TravelMode>,
}

impl Sections {
    fn of(bytes: Arc<StableBytes>) -> Result<Self, Failure> {
        let file = bytes.bytes();
        if !file.starts_with(&MAGIC) {
            // An extract begins with the size of its first block's head, then that head, with its kind.
            let is_extract =
                file.get(4..64.min(file.len())).is_some_and(|b| b.windows(9).any(|w| w == b"OSMHeader"));
            return Err((0, if is_extract { ArchiveDefect::Extract } else { ArchiveDefect::Foreign }));
        }
        let found = file.len() as u64;
        if file.len() < HEAD {
            return Err((found, ArchiveDefect::Length { found, expected: HEAD as u64 }));
        }
        let word = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
        let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
        for (at, what, expected) in [(4, "format", FORMAT_VERSION), (8, "profile", PROFILE_VERSION)] {
            if word(at) != expected {
                return Err((at as u64, ArchiveDefect::Version { what, found: word(at), expected }));
            }
        }
        let networks = word(12) as usize;
        if !(1..=TravelMode::ALL.len()).contains(&networks) {
            return Err((12, ArchiveDefect::Section("number of road networks")));
        }
        let sections = Common::ALL.len() + Section::ALL.len() * networks;
        if long(16) != found || file.len() < HEAD + ENTRY * sections {
            return Err((16, ArchiveDefect::Length { found, expected: long(16) }));
        }
        if word(32) as usize != sections {
            return Err((32, ArchiveDefect::Section("section table")));
        }
        let mut modes = Vec::new();
        for number in 0..networks {
            let at = HEAD + ENTRY * (Common::ALL.len() + Section::ALL.len() * number);
            let mode = TravelMode::from_code(word(at) >> 16).filter(|mode| !modes.contains(mode));
            modes.push(mode.ok_or((at as u64, ArchiveDefect::Section("mode of travel")))?);
        }
        Ok(Self { bytes, modes })
    }

    fn network(&self, number: usize) -> NetworkSections<'_> {
        NetworkSections { file: self, number }
    }

    /// Where the elements of the section of that number and mode lie, by its entry in the table.
    fn range<T>(&self, entry: usize, mode: u32, section: u32) -> Option<Range<usize>> {
        let file = self.bytes.bytes();
        let word = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
        let long = |at: usize| usize::try_from(u64::from(word(at)) | u64::from(word(at + 4)) << 32).ok();
        let (begin, length) = (long(entry + 8)?, long(entry + 16)?);
        let end = begin.checked_add(length)?;
        let sound = word(entry) == mode << 16 | section
            && word(entry + 4) as usize == size_of::<T>()
            && begin % ALIGN == 0;
        sound.then_some(begin..end)
    }

    /// Where a section of the whole file lies.
    fn common(&self, section: Common) -> Result<Range<usize>, Failure> {
        let at = Common::ALL.iter().position(|s| *s == section).expect("ALL lists every section");
        let entry = HEAD + ENTRY * at;
        let damaged = || (entry as u64, ArchiveDefect::Section(section.name()));
        self.range::<u8>(entry, 0, section as u32).ok_or_else(damaged)
    }

    /// The addresses, read where they lie.
    fn addresses(&self) -> Result<AddressIndex, Failure> {
        self.common(Common::Attribution)?;
        // Checked like any column of bytes; the index looks at what is inside.
        let range = self.common(Common::Addresses)?;
        let at = range.start as u64;
        AddressIndex::of_bytes(&self.bytes, range).map_err(|e| (at, e.into()))
    }
}

/// The sections of one network of a file.
struct NetworkSections<'a> {
    file: &'a Sections,
    number: usize,
}

impl NetworkSections<'_> {
    /// Where a section's entry stands in the table.
    fn entry(&self, section: Section) -> usize {
        let at = Section::ALL.iter().position(|s| *s == section).expect("ALL lists every section");
        HEAD + ENTRY * (Common::ALL.len() + Section::ALL.len() * self.number + at)
    }

    fn damaged(&self, section: Section) -> Failure {
        (self.entry(section) as u64, ArchiveDefect::Section(section.name()))
    }

    /// A section as an array, not copied.
    fn column<T: Plain>(&self, section: Section) -> Result<Column<T>, Failure> {
        let mode = self.file.modes[self.number].code();
        self.file
            .range::<T>(self.entry(section), mode, section as u32)
            .and_then(|range| Column::of_bytes(&self.file.bytes, range))
            .ok_or_else(|| self.damaged(section))
    }

    /// A section of steps as the rising list that they make.
    fn rising(&self, section: Section) -> Result<Column<u32>, Failure> {
        let mut sum = 0_u64;
        let sums = self.narrow(section, |step| {
            sum += u64::from(step);
            sum as u32
        })?;
        if u32::try_from(sum).is_ok() { Ok(sums.into()) } else { Err(self.damaged(section)) }
    }

    /// A section of figures in as few bytes as hold the largest, each as `read` takes it.
    fn narrow<T>(&self, section: Section, mut read: impl FnMut(u32) -> T) -> Result<Vec<T>, Failure> {
        Ok(match self.file.bytes.bytes()[self.entry(section) + 4] {
            1 => self.column::<u8>(section)?.iter().map(|&figure| read(figure.into())).collect(),
            2 => self.column::<u16>(section)?.iter().map(|&figure| read(figure.into())).collect(),
            _ => self.column::<u32>(section)?.iter().map(|&figure| read(figure)).collect(),
        })
    }

    /// What every lane takes.
    fn times(&self) -> Result<Column<LaneTime>, Failure> {
        let drive = self.column::<u32>(Section::Drive)?;
        let mut drives = drive.iter();
        let times =
            self.narrow(Section::Delay, |delay| drives.next().map(|&drive| LaneTime { drive, delay }))?;
        if times.len() != drive.len() {
            return Err(self.damaged(Section::Delay));
        }
        Ok(times.into_iter().flatten().collect())
    }

    /// A section of a single element.
    fn one<T: Plain>(&self, section: Section) -> Result<T, Failure> {
        let column = self.column::<T>(section)?;
        match *column {
            [one] => Ok(one),
            _ => Err(self.damaged(section)),
        }
    }
}
