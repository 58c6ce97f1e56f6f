//! Integer units of time and length, so that sums are exact and runs repeat.

use std::fmt;
use std::ops::{Add, AddAssign};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A length of time in whole milliseconds: the resolution of road weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u32);

impl Millis {
    /// Whole seconds, rounded half up: the one rounding rule from roads to plans.
    pub fn round_to_seconds(self) -> Seconds {
        Seconds(self.0.saturating_add(500) / 1000)
    }
}

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub u32);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// From whole minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes * 60)
    }

    /// From whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours * 3600)
    }

    /// This length less `other`, or zero when `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Seconds {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Seconds {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Seconds {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Seconds {
    /// `45 s`, `12 min`, `1 h 05 min`; seconds are shown only below five minutes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        match (hours, minutes, seconds) {
            (0, 0, s) => write!(f, "{s} s"),
            (0, m, s) if s > 0 && m < 5 => write!(f, "{m} min {s} s"),
            (0, m, _) => write!(f, "{m} min"),
            (h, m, _) => write!(f, "{h} h {m:02} min"),
        }
    }
}

/// A length in whole metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metres(pub u32);

impl Add for Metres {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Metres {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self(0), Add::add)
    }
}

impl fmt::Display for Metres {
    /// `850 m`, `12.3 km`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            write!(f, "{} m", self.0)
        } else {
            write!(f, "{:.1} km", f64::from(self.0) / 1000.0)
        }
    }
}

/// What it takes to pass a road, or a path of roads: milliseconds first, decimetres as the tie-break.
///
/// Packed as `millis << 32 | decimetres`, so that comparing and adding packed values compares and adds
/// pairs: the shortest path is the fastest one and, among equally fast ones, the shortest in length.
/// That makes both figures of a table cell unique, hence testable against Dijkstra to the last digit.
/// Decimetres stay below 2³² for any path shorter than 429,000 km.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
)]
#[repr(transparent)]
pub struct RoadCost(pub u64);

impl RoadCost {
    /// Standing still.
    pub const ZERO: Self = Self(0);
    /// Greater than the cost of any path; the mark of "no road leads there" in arrays.
    pub const UNREACHABLE: Self = Self(u64::MAX);
    /// A path that costs this much or more, 298 hours, counts as no road: so two costs can always be added.
    pub const LIMIT: Self = Self(1 << 62);

    /// From its two parts.
    pub const fn new(millis: Millis, decimetres: u32) -> Self {
        Self((millis.0 as u64) << 32 | decimetres as u64)
    }

    /// The time part.
    pub const fn millis(self) -> Millis {
        Millis((self.0 >> 32) as u32)
    }

    /// The length part.
    pub const fn decimetres(self) -> u32 {
        self.0 as u32
    }

    /// The two one after the other; [`RoadCost::UNREACHABLE`] when that reaches [`RoadCost::LIMIT`] or one of them is.
    #[must_use]
    pub const fn then(self, next: Self) -> Self {
        let both = self.0.saturating_add(next.0);
        if both < Self::LIMIT.0 { Self(both) } else { Self::UNREACHABLE }
    }

    /// The length part in whole metres, rounded half up.
    pub const fn round_to_metres(self) -> Metres {
        Metres(self.decimetres().saturating_add(5) / 10)
    }
}

impl Add for RoadCost {
    type Output = Self;
    /// Both parts added. Must not be called on [`RoadCost::UNREACHABLE`].
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
