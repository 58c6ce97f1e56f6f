//! A speed, and the time that a length takes at it.

use crate::units::Millis;

/// A speed in whole metres per hour. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

impl Speed {
    /// The slowest speed there is, so that no length takes for ever.
    pub const SLOWEST: Self = Self(1_000);
    /// Faster than any road is driven; the mark of "no limit".
    pub const UNLIMITED: Self = Self(1_000_000);

    /// From metres per hour, at least [`Speed::SLOWEST`].
    pub const fn from_metres_per_hour(metres: u32) -> Self {
        let speed = Self(metres);
        if speed.0 < Self::SLOWEST.0 { Self::SLOWEST } else { speed }
    }

    /// From kilometres per hour, at least [`Speed::SLOWEST`].
    pub const fn kmh(kmh: u32) -> Self {
        Self::from_metres_per_hour(kmh.saturating_mul(1000))
    }

    /// This share of the speed, at least [`Speed::SLOWEST`].
    #[must_use]
    pub fn percent(self, percent: u32) -> Self {
        let share = u64::from(self.0) * u64::from(percent) / 100;
        Self::from_metres_per_hour(u32::try_from(share).unwrap_or(u32::MAX))
    }

    /// Metres per hour.
    pub const fn metres_per_hour(self) -> u32 {
        self.0
    }

    /// Time for a length, rounded half up. `length` in decimetres.
    pub fn time_for(self, decimetres: u32) -> Millis {
        // dm / 10 / (m/h) hours = dm · 360,000 / (m/h) milliseconds.
        let speed = u64::from(self.0);
        let millis = (u64::from(decimetres) * 360_000 + speed / 2) / speed;
        Millis(u32::try_from(millis).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_metres_at_36_kmh_take_ten_seconds() {
        assert_eq!(Speed::kmh(36).time_for(1000), Millis(10_000));
        assert_eq!(Speed::kmh(45).percent(80), Speed::kmh(36));
        assert_eq!(Speed::kmh(0), Speed::SLOWEST);
    }
}
