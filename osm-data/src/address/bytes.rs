//! The index as one run of bytes inside a map file, and back without copying.
//!
//! ```text
//! at   width  what
//!  0    4     version of this layout
//!  4    4     number of columns
//!  8   16 ×   each column: where it begins in the run (8), its length in bytes (8)
//! …           the columns, each at a multiple of 64 with zeros between
//! ```
//! All figures are little-endian. No bytes at all are an index without addresses.

use super::grid::AddressGrid;
use super::index::{AddressDefect, AddressIndex, AddressParts};
use super::text_table::TextTable;
use crate::cells::CellLists;
use crate::column::{Column, Plain, StableBytes};
use std::ops::Range;
use std::sync::Arc;
use zerocopy::IntoBytes;

/// The version of the layout. Raised with every change of a column.
const VERSION: u32 = 2;
const COLUMNS: usize = 19;
const ALIGN: usize = 64;
const HEAD: usize = 8 + 16 * COLUMNS;

impl AddressIndex {
    /// The index as bytes; none when it is empty.
    pub fn to_bytes(&self) -> Vec<u8> {
        if self.parts == AddressParts::default() {
            return Vec::new();
        }
        let p = &self.parts;
        let columns: [&[u8]; COLUMNS] = [
            p.texts.first.as_bytes(),
            &p.texts.text,
            p.keys.first.as_bytes(),
            &p.keys.text,
            p.key_first.as_bytes(),
            p.key_streets.as_bytes(),
            p.streets.as_bytes(),
            p.street_first.as_bytes(),
            p.areas.as_bytes(),
            p.suffixes.first.as_bytes(),
            &p.suffixes.text,
            p.points.as_bytes(),
            p.numbers.as_bytes(),
            p.number_suffixes.as_bytes(),
            p.address_areas.as_bytes(),
            &p.marks,
            p.grid.0.cells.as_bytes(),
            p.grid.0.first.as_bytes(),
            p.grid.0.items.as_bytes(),
        ];
        let mut bytes = vec![0; HEAD];
        bytes[..4].copy_from_slice(&VERSION.to_le_bytes());
        bytes[4..8].copy_from_slice(&(COLUMNS as u32).to_le_bytes());
        for (i, column) in columns.iter().enumerate() {
            bytes.resize(bytes.len().next_multiple_of(ALIGN), 0);
            let entry = 8 + 16 * i;
            let begin = bytes.len() as u64;
            bytes[entry..entry + 8].copy_from_slice(&begin.to_le_bytes());
            bytes[entry + 8..entry + 16].copy_from_slice(&(column.len() as u64).to_le_bytes());
            bytes.extend_from_slice(column);
        }
        bytes
    }

    /// The index in a part of some bytes, which must begin at a multiple of eight; nothing is copied.
    ///
    /// # Errors
    /// What is wrong with the bytes: nothing that is accepted can make a later question fail.
    pub fn of_bytes(bytes: &Arc<StableBytes>, range: Range<usize>) -> Result<Self, AddressDefect> {
        if range.is_empty() {
            return Ok(Self::default());
        }
        let run = bytes.bytes().get(range.clone()).ok_or(AddressDefect::Head)?;
        let head = run.get(..HEAD).ok_or(AddressDefect::Head)?;
        let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if word(0) != VERSION || word(4) as usize != COLUMNS {
            return Err(AddressDefect::Head);
        }
        let columns = Columns { bytes, range, head: head.to_vec() };
        AddressIndex::from_parts(AddressParts {
            texts: columns.texts(0)?,
            keys: columns.texts(2)?,
            key_first: columns.get(4)?,
            key_streets: columns.get(5)?,
            streets: columns.get(6)?,
            street_first: columns.get(7)?,
            areas: columns.get(8)?,
            suffixes: columns.texts(9)?,
            points: columns.get(11)?,
            numbers: columns.get(12)?,
            number_suffixes: columns.get(13)?,
            address_areas: columns.get(14)?,
            marks: columns.get(15)?,
            grid: AddressGrid(CellLists {
                cells: columns.get(16)?,
                first: columns.get(17)?,
                items: columns.get(18)?,
            }),
        })
    }
}

struct Columns<'b> {
    bytes: &'b Arc<StableBytes>,
    range: Range<usize>,
    head: Vec<u8>,
}

impl Columns<'_> {
    fn get<T: Plain>(&self, number: usize) -> Result<Column<T>, AddressDefect> {
        let damaged = || AddressDefect::Column(number);
        let long = |at: usize| {
            let eight: [u8; 8] = self.head[at..at + 8].try_into().expect("eight bytes");
            usize::try_from(u64::from_le_bytes(eight)).map_err(|_| damaged())
        };
        let (offset, length) = (long(8 + 16 * number)?, long(16 + 16 * number)?);
        let begin = self.range.start.checked_add(offset).ok_or_else(damaged)?;
        let end = begin.checked_add(length).filter(|&end| end <= self.range.end).ok_or_else(damaged)?;
        Column::of_bytes(self.bytes, begin..end).ok_or_else(damaged)
    }

    fn texts(&self, number: usize) -> Result<TextTable, AddressDefect> {
        Ok(TextTable { first: self.get(number)?, text: self.get(number + 1)? })
    }
}
