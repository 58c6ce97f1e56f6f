//! Hours of the week and the year at which a rule holds.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A moment as rules by the hour know it: local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoadMoment {
    /// 0 Monday to 6 Sunday.
    pub weekday: u8,
    /// Minute of the day, 0 to 1439.
    pub minute: u16,
    /// Month, 1 to 12.
    pub month: u8,
}

/// One span of hours, eight bytes, as it stands in a map file.
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
#[repr(C)]
pub struct HourSpan {
    /// Bit 0 Monday to bit 6 Sunday: the days on which the span begins.
    pub weekdays: u16,
    /// Bit 0 January to bit 11 December.
    pub months: u16,
    /// Minute of the day at which it begins, 0 to 1439.
    pub from: u16,
    /// Minute at which it ends, exclusive; above 1440 it reaches into the next day.
    pub to: u16,
}

impl HourSpan {
    /// Whether the span covers a moment.
    pub fn holds(&self, at: RoadMoment) -> bool {
        let month = self.months >> (at.month.clamp(1, 12) - 1) & 1 == 1;
        let on = |weekday: u8| self.weekdays >> weekday & 1 == 1;
        let yesterday = (at.weekday + 6) % 7;
        let today = on(at.weekday) && (self.from..self.to).contains(&at.minute);
        let since_yesterday = on(yesterday) && (self.from..self.to).contains(&(at.minute + 1440));
        month && (today || since_yesterday)
    }
}
