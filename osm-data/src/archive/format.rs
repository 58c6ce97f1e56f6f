//! The map file, byte by byte. All figures are little-endian.
//!
//! ```text
//! at   width  what
//!  0    4     magic: "ROND"
//!  4    4     version of this format
//!  8    4     version of the profile (speeds, access …)
//! 12    4     number of road networks
//! 16    8     length of the file
//! 24    8     checksum: XXH3 (64 bits) of every other byte of the file, in order
//! 32    4     number of sections
//! 36    4     zero
//! 40   24 ×   the section table: number (2), mode of travel (2), bytes of one element (4), where it begins (8), its length in
//!             bytes (8)
//! …           the sections, each at a multiple of 64 with zeros between
//! ```
//!
//! First come the sections of the whole file, of mode 0; then, for each mode of travel, those of its road network.
//!
//! Delays stand in elements of as few bytes (1, 2 or 4) as hold the largest. Lists that only rise, as those that say where
//! things begin, stand there as the steps from entry to entry, the first of them 0, in elements likewise.
//!
//! Nothing in the file depends on when, where or under what name it was made: the same extract gives the same
//! bytes.

/// The first bytes of a map file.
pub(super) const MAGIC: [u8; 4] = *b"ROND";

/// The version of the format. Raised with every change of a section.
pub const FORMAT_VERSION: u32 = 5;

/// Whose data a map file is made from; stands in the file and belongs on every map drawn from it.
pub const ATTRIBUTION: &str =
    "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright";

pub(super) const HEAD: usize = 40;
pub(super) const ENTRY: usize = 24;
pub(super) const ALIGN: usize = 64;
pub(super) const CHECKSUM: std::ops::Range<usize> = 24..32;

/// Declares sections: number and name stand in one place.
macro_rules! sections {
    ($(#[$doc:meta])* $kind:ident: $($name:ident = $number:literal, $text:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $kind { $($name = $number,)* }

        impl $kind {
            /// Every one of them in file order.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in errors.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

sections! {
    /// A part of the whole file.
    Common:
Attribution = 1, "attribution";
    Addresses = 60, "addresses";
}

sections! {
    /// A part of one road network.
    Section:
    Statistics = 2, "statistics";
    BoundingBox = 3, "bounding box";
    FirstOut = 10, "first_out";
    Head = 11, "head";
    Turn = 12, "turn";
    Nodes = 13, "nodes";
    Drive = 15, "drive";
    Delay = 25, "delay";
    HourlyLanes = 16, "hourly_lanes";
    HourlyTurns = 17, "hourly_turns";
    Hours = 18, "hours";
    Vertices = 19, "vertices";
    Segments = 20, "segments";
    BendFirst = 21, "bend_first";
    Bends = 22, "bends";
    NameFirst = 23, "name_first";
    NameText = 24, "name_text";
    Cells = 30, "cells";
    CellFirst = 31, "cell_first";
    CellItems = 32, "cell_items";
    Depth = 40, "depth";
    UpFirst = 41, "up.first";
    UpAbove = 42, "up.above";
    UpCost = 43, "up.cost";
    UpWide = 44, "up.wide";
    DownFirst = 45, "down.first";
    DownAbove = 46, "down.above";
    DownCost = 47, "down.cost";
    DownWide = 48, "down.wide";
}

/// The checksum of a whole file.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.update(&bytes[..CHECKSUM.start]);
    hasher.update(&bytes[CHECKSUM.end..]);
    hasher.digest()
}
