//! `AddressIndex`: streets, house numbers and their names as plain columns, in a map file or in memory.

use super::collected::Source;
use super::grid::AddressGrid;
use super::house_number::HouseNumber;
use super::text_table::TextTable;
use super::towns::Towns;
use crate::column::Column;
use crate::graph::Point;
use std::ops::Range;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A street, or a place that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Street {
    /// The text of its name.
    pub name: u32,
    /// Its area: that of most of its addresses.
    pub area: u32,
    /// A point of it near its middle.
    pub middle: Point,
    /// 1 for a place, 0 for a street.
    pub is_place: u32,
}

/// A postal code together with a postal town.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Area {
    /// The text of the postal code; 0 when unknown.
    pub postcode: u32,
    /// The text of the postal town; 0 when unknown.
    pub city: u32,
    /// The middle of the box of its addresses.
    pub middle: Point,
}

/// The columns of an [`AddressIndex`], as they stand in a map file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressParts {
    /// Names of streets, postal codes, postal towns; text 0 is empty.
    pub texts: TextTable,
    /// Keys of street names, rising.
    pub keys: TextTable,
    /// Where the streets of each key begin in `key_streets`, and where the last end.
    pub key_first: Column<u32>,
    /// Streets by key.
    pub key_streets: Column<u32>,
    /// The streets.
    pub streets: Column<Street>,
    /// Where the addresses of each street begin, and where the last end.
    pub street_first: Column<u32>,
    /// Postal codes and towns, codes rising; the first has neither.
    pub areas: Column<Area>,
    /// What follows the figures of house numbers, rising; the first is empty.
    pub suffixes: TextTable,
    /// Where each address is.
    pub points: Column<Point>,
    /// The figures of its house number; they rise within a street.
    pub numbers: Column<u32>,
    /// What follows them.
    pub number_suffixes: Column<u16>,
    /// Its area.
    pub address_areas: Column<u32>,
    /// Its [`Source`] (two bits), then whether its postal code (4) and its postal town (8) are inferred.
    pub marks: Column<u8>,
    /// Which addresses lie in which cell.
    pub grid: AddressGrid,
}

/// Mark of an inferred postal code.
pub(super) const POSTCODE_INFERRED: u8 = 4;
/// Mark of an inferred postal town.
pub(super) const CITY_INFERRED: u8 = 8;

/// A broken invariant of an [`AddressIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressDefect {
    /// The head of the section does not agree with its length, or is of another version.
    #[error("the head of the address section is not what it should be")]
    Head,
    /// A column is missing, cut, or not aligned.
    #[error("address column {0} is damaged")]
    Column(usize),
    /// A table of texts is not sound.
    #[error("the {0} are damaged")]
    Texts(&'static str),
    /// A list does not rise.
    #[error("the {0} are not in order")]
    Order(&'static str),
    /// A number points outside.
    #[error("a {0} does not exist")]
    Reference(&'static str),
    /// Columns that belong together differ in length.
    #[error("the columns of the {0} differ in length")]
    Length(&'static str),
    /// A point that is not on the earth.
    #[error("an address is not on the earth")]
    Point,
}

/// Every address of a map: found by words, or by place.
///
/// Immutable; its columns are read where they lie. Made by [`super::build`], or from the bytes of a map file.
/// Invariants (verified by [`AddressIndex::from_parts`]): every list that says where things begin rises from 0 to the number of
/// things; every number points to something; keys rise; house numbers rise within a street.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressIndex {
    pub(super) parts: AddressParts,
    /// The towns of `parts.areas`.
    pub(super) towns: Towns,
}

impl AddressIndex {
    /// From its columns.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn from_parts(parts: AddressParts) -> Result<Self, AddressDefect> {
        if parts == AddressParts::default() {
            return Ok(Self::default());
        }
        for (table, name) in
            [(&parts.texts, "texts"), (&parts.keys, "keys"), (&parts.suffixes, "suffixes of house numbers")]
        {
            if !table.is_sound() {
                return Err(AddressDefect::Texts(name));
            }
        }
        let count = parts.points.len();
        let columns =
            [parts.numbers.len(), parts.number_suffixes.len(), parts.address_areas.len(), parts.marks.len()];
        if columns.iter().any(|&length| length != count) {
            return Err(AddressDefect::Length("addresses"));
        }
        if !rises(&parts.key_first, parts.keys.len(), parts.key_streets.len()) {
            return Err(AddressDefect::Order("lists of streets by key"));
        }
        if !rises(&parts.street_first, parts.streets.len(), count) {
            return Err(AddressDefect::Order("lists of addresses by street"));
        }
        if (1..parts.keys.len() as u32).any(|k| parts.keys.get(k - 1) >= parts.keys.get(k)) {
            return Err(AddressDefect::Order("keys"));
        }
        let (texts, areas) = (parts.texts.len() as u32, parts.areas.len() as u32);
        let reference = |sound: bool, of| if sound { Ok(()) } else { Err(AddressDefect::Reference(of)) };
        reference(texts > 0 && areas > 0 && !parts.suffixes.is_empty(), "first text")?;
        reference(parts.streets.iter().all(|s| s.name < texts && s.area < areas), "name of a street")?;
        reference(parts.areas.iter().all(|a| a.postcode < texts && a.city < texts), "name of an area")?;
        reference(parts.key_streets.iter().all(|&s| (s as usize) < parts.streets.len()), "street of a key")?;
        reference(parts.address_areas.iter().all(|&a| a < areas), "area of an address")?;
        let suffixes = parts.suffixes.len();
        reference(parts.number_suffixes.iter().all(|&s| usize::from(s) < suffixes), "suffix of a number")?;
        let middles = parts.streets.iter().map(|s| &s.middle).chain(parts.areas.iter().map(|a| &a.middle));
        if !parts.points.iter().chain(middles).all(on_earth) {
            return Err(AddressDefect::Point);
        }
        let ordered = |range: &[u32]| {
            let (from, to) = (range[0] as usize, range[1] as usize);
            parts.numbers[from..to].is_sorted()
        };
        if !parts.street_first.windows(2).all(ordered) {
            return Err(AddressDefect::Order("house numbers"));
        }
        let code = |area: &Area| parts.texts.get(area.postcode);
        if !parts.areas.is_sorted_by_key(code) {
            return Err(AddressDefect::Order("postal codes"));
        }
        if !parts.grid.is_sound(count) {
            return Err(AddressDefect::Order("cells of the grid"));
        }
        let towns = Towns::of(&parts.areas, &parts.texts);
        Ok(Self { parts, towns })
    }

    /// The columns.
    pub fn parts(&self) -> &AddressParts {
        &self.parts
    }

    /// How many addresses there are.
    pub fn len(&self) -> usize {
        self.parts.points.len()
    }

    /// Whether there is neither address nor street.
    pub fn is_empty(&self) -> bool {
        self.parts.streets.is_empty()
    }

    /// Name of a street.
    pub fn street_name(&self, street: u32) -> &str {
        self.parts.texts.get(self.parts.streets[street as usize].name)
    }

    /// The street of an address.
    pub fn street_of(&self, address: u32) -> u32 {
        (self.parts.street_first.partition_point(|&first| first <= address) - 1) as u32
    }

    /// The addresses of a street, by rising house number.
    pub fn addresses_of(&self, street: u32) -> Range<u32> {
        self.parts.street_first[street as usize]..self.parts.street_first[street as usize + 1]
    }

    /// The addresses of a street that have a number, whatever follows it.
    pub fn with_number(&self, street: u32, number: u32) -> Range<u32> {
        let all = self.addresses_of(street);
        let numbers = &self.parts.numbers[all.start as usize..all.end as usize];
        let begin = numbers.partition_point(|&n| n < number) as u32;
        let end = numbers.partition_point(|&n| n <= number) as u32;
        all.start + begin..all.start + end
    }

    /// The house number of an address.
    pub fn house_number(&self, address: u32) -> HouseNumber {
        let at = address as usize;
        let suffix = self.parts.suffixes.get(u32::from(self.parts.number_suffixes[at]));
        HouseNumber { number: self.parts.numbers[at], suffix: suffix.to_owned() }
    }

    /// Postal code and postal town of an area, empty where unknown.
    pub fn area_names(&self, area: u32) -> (&str, &str) {
        let area = self.parts.areas[area as usize];
        (self.parts.texts.get(area.postcode), self.parts.texts.get(area.city))
    }

    /// Where an address comes from.
    pub fn source(&self, address: u32) -> Source {
        Source::ALL[usize::from(self.parts.marks[address as usize] & 3)]
    }
}

/// Whether `first` says where each of `lists` lists begins among `items` things.
fn rises(first: &[u32], lists: usize, items: usize) -> bool {
    let ends = (first.first(), first.last());
    first.len() == lists + 1 && ends == (Some(&0), Some(&(items as u32))) && first.is_sorted()
}

fn on_earth(p: &Point) -> bool {
    p.lon_e7.unsigned_abs() <= 1_800_000_000 && p.lat_e7.unsigned_abs() <= 900_000_000
}
