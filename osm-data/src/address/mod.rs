//! Addresses: an extract (and an official address file) → an index that finds a place by what people write, and an address
//! by its place.
//!
//! In: elements of a `.osm.pbf`, lines of a CSV. Out: [`AddressIndex`]. Start at `build.rs` for how it is made, at `search.rs` for
//! how a question is answered. Never: knows roads as a graph, or who lives where.

mod abbreviation;
mod area_fit;
mod build;
mod bytes;
mod collect;
mod collected;
mod delimited;
mod fold;
mod grid;
mod hit;
mod house_number;
mod index;
mod infer;
mod interpolation;
mod near_keys;
mod official;
mod prepare;
mod reading;
mod search;
mod statistics;
mod streets;
mod text_table;
mod towns;

pub use build::build;
pub use collected::{CollectedAddresses, Source};
pub use delimited::{Delimited, TableDefect, TextEncoding, delimited_text};
pub use hit::{AddressHit, Change, MatchKind};
pub use house_number::HouseNumber;
pub use index::{AddressDefect, AddressIndex};
pub use official::{
    CITY_COLUMNS, Coordinates, LETTER_COLUMNS, NUMBER_COLUMNS, OfficialReport, POSTCODE_COLUMNS,
    STREET_COLUMNS, add_official,
};
pub use prepare::{PrepareAddressesError, PreparedAddresses, prepare};
pub use reading::LONGEST_TEXT;
pub use statistics::AddressStatistics;

#[cfg(test)]
mod tests;
