//! What extracts and address files state, before it is sorted into streets.

use super::statistics::AddressStatistics;
use super::text_table::Interner;
use crate::graph::Point;

/// Where an address comes from, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Source {
    /// An official address file.
    Official = 0,
    /// A node of the map: a house, an entrance, a business.
    Node = 1,
    /// The middle of a building.
    Building = 2,
    /// Counted out along an interpolation way.
    Interpolated = 3,
}

impl Source {
    /// Every source by its number.
    pub const ALL: [Self; 4] = [Self::Official, Self::Node, Self::Building, Self::Interpolated];
}

/// One house number at one place. Texts stand by their numbers in [`CollectedAddresses::texts`], 0 where nothing is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedAddress {
    /// The street, or the place where there are no streets.
    pub street: u32,
    /// Whether `street` is a place.
    pub of_place: bool,
    /// The figures of the house number.
    pub number: u32,
    /// What follows the figures.
    pub suffix: u32,
    /// Postal code.
    pub postcode: u32,
    /// Postal town.
    pub city: u32,
    /// Where it is.
    pub point: Point,
    /// Where it comes from.
    pub source: Source,
}

/// A road with a name, or a place with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPoints {
    /// Its name.
    pub name: u32,
    /// Further names.
    pub other_names: Vec<u32>,
    /// Some of its points, at least one; those of a road in its order.
    pub points: Vec<Point>,
}

/// Everything that was found, and what was left out.
#[derive(Clone, Debug, Default)]
pub struct CollectedAddresses {
    /// Every text once.
    pub texts: Interner,
    /// House numbers.
    pub addresses: Vec<StatedAddress>,
    /// Named roads.
    pub roads: Vec<NamedPoints>,
    /// Named places: towns, villages, farms.
    pub places: Vec<NamedPoints>,
    /// What was counted on the way.
    pub statistics: AddressStatistics,
}
