//! What kind of road a stretch is: as much of its tags as travel conditions and turns need to know.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// The importance of a road, in the order of OpenStreetMap's `highway` values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RoadClass {
    /// Where nobody drives: footways, paths, cycleways, steps.
    Path = 0,
    /// Forest and field roads.
    Track = 1,
    /// Yards, drives, car parks.
    Service = 2,
    /// Walking pace: living streets, pedestrian streets.
    Slow = 3,
    /// Streets with houses.
    Residential = 4,
    /// Minor roads, `unclassified` and `road`.
    Minor = 5,
    /// `tertiary`.
    Tertiary = 6,
    /// `secondary`.
    Secondary = 7,
    /// `primary`.
    Primary = 8,
    /// `trunk`.
    Trunk = 9,
    /// `motorway`.
    Motorway = 10,
    /// A ferry or a car train.
    Ferry = 11,
}

impl RoadClass {
    /// Every class, by its number.
    pub const ALL: [Self; 12] = [
        Self::Path,
        Self::Track,
        Self::Service,
        Self::Slow,
        Self::Residential,
        Self::Minor,
        Self::Tertiary,
        Self::Secondary,
        Self::Primary,
        Self::Trunk,
        Self::Motorway,
        Self::Ferry,
    ];
}

/// Class and traits of a road, two bytes, as they stand in a map file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct RoadKind {
    class: u8,
    traits: u8,
}

/// A trait of a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RoadTrait {
    /// A slip road (`…_link`).
    Link = 1,
    /// Part of a roundabout.
    Roundabout = 1 << 1,
    /// Not asphalted.
    Unpaved = 1 << 2,
    /// Within a built-up area, as far as the tags tell.
    BuiltUp = 1 << 3,
    /// A toll is paid.
    Toll = 1 << 4,
    /// In a tunnel.
    Tunnel = 1 << 5,
    /// On a bridge.
    Bridge = 1 << 6,
    /// Open only to those who have business there.
    Local = 1 << 7,
}

impl RoadKind {
    /// A road of this class, without traits.
    pub const fn new(class: RoadClass) -> Self {
        Self { class: class as u8, traits: 0 }
    }

    /// The same with a trait, if `has`.
    #[must_use]
    pub const fn with(self, one: RoadTrait, has: bool) -> Self {
        let traits = if has { self.traits | one as u8 } else { self.traits & !(one as u8) };
        Self { traits, ..self }
    }

    /// Whether it has a trait.
    pub const fn has(self, one: RoadTrait) -> bool {
        self.traits & one as u8 != 0
    }

    /// Its class; [`RoadClass::Path`] for a number that names none, as a damaged file may hold.
    pub fn class(self) -> RoadClass {
        RoadClass::ALL.get(usize::from(self.class)).copied().unwrap_or(RoadClass::Path)
    }
}
