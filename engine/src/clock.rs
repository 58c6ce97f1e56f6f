//! Moments and stretches of time inside the planning horizon.

use osm_data::units::Seconds;
use std::ops::{Add, Sub};

/// A moment: elapsed seconds after midnight (Europe/Stockholm) at the start of the horizon's first day.
///
/// Elapsed, not wall clock: on the night of 23 or 25 hours, 08:00 lies 7 or 9 hours after midnight.
/// Only `calendar::local_time` turns dates and hours into moments and back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanTime(pub u32);

impl PlanTime {
    /// The start of the horizon.
    pub const ZERO: Self = Self(0);
    /// Later than any moment of a plan.
    pub const MAX: Self = Self(u32::MAX);

    /// The time from `earlier` to this moment; zero when `earlier` is in fact later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0))
    }

    /// This moment moved back by `by`, not before the start of the horizon.
    #[must_use]
    pub const fn back(self, by: Seconds) -> Self {
        Self(self.0.saturating_sub(by.0))
    }

    /// The time between two moments, whichever comes first.
    #[must_use]
    pub const fn distance(self, other: Self) -> Seconds {
        Seconds(self.0.abs_diff(other.0))
    }
}

impl Add<Seconds> for PlanTime {
    type Output = Self;
    /// Stops at [`PlanTime::MAX`].
    fn add(self, time: Seconds) -> Self {
        Self(self.0.saturating_add(time.0))
    }
}

impl Sub for PlanTime {
    type Output = Option<Seconds>;
    /// `None` when `earlier` is in fact later.
    fn sub(self, earlier: Self) -> Option<Seconds> {
        self.0.checked_sub(earlier.0).map(Seconds)
    }
}

/// A stretch of time with both ends in it: `opens ≤ t ≤ closes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeWindow {
    /// First moment inside.
    pub opens: PlanTime,
    /// Last moment inside.
    pub closes: PlanTime,
}

impl TimeWindow {
    /// Every moment.
    pub const ALWAYS: Self = Self { opens: PlanTime::ZERO, closes: PlanTime::MAX };

    /// Whether `moment` lies inside.
    pub fn contains(self, moment: PlanTime) -> bool {
        self.opens <= moment && moment <= self.closes
    }

    /// What two windows share, if anything.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let both = Self { opens: self.opens.max(other.opens), closes: self.closes.min(other.closes) };
        (both.opens <= both.closes).then_some(both)
    }

    /// How far `moment` lies outside; zero inside.
    pub fn distance(self, moment: PlanTime) -> Seconds {
        if moment < self.opens { self.opens.since(moment) } else { moment.since(self.closes) }
    }
}

/// A validity: from a moment (in it) until a moment (not in it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First moment of validity.
    pub from: PlanTime,
    /// First moment after it.
    pub until: PlanTime,
}

impl Period {
    /// Valid throughout.
    pub const ALWAYS: Self = Self { from: PlanTime::ZERO, until: PlanTime::MAX };

    /// Whether `moment` lies inside.
    pub fn contains(self, moment: PlanTime) -> bool {
        self.from <= moment && (moment < self.until || self.until == PlanTime::MAX)
    }
}

/// The days of a problem: where each begins, and where the last one ends.
///
/// Invariant: at least two entries, the first zero, rising; neighbours are 23, 24 or 25 hours apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horizon {
    day_starts: Vec<PlanTime>,
}

impl Horizon {
    /// From the midnights that begin each day, followed by the midnight that ends the last.
    /// `None` when the invariant does not hold.
    pub fn new(day_starts: Vec<PlanTime>) -> Option<Self> {
        let rising = day_starts
            .windows(2)
            .all(|w| (w[1] - w[0]).is_some_and(|s| (82_800..=90_000).contains(&s.0) && s.0 % 3600 == 0));
        (day_starts.len() >= 2 && day_starts[0] == PlanTime::ZERO && rising).then_some(Self { day_starts })
    }

    /// Number of days, one to twenty-eight by the document's own limit.
    pub fn days(&self) -> usize {
        self.day_starts.len() - 1
    }

    /// Midnight at the start of `day`; `day == days()` gives the end of the horizon.
    pub fn day_start(&self, day: usize) -> PlanTime {
        self.day_starts[day]
    }

    /// The end of the last day.
    pub fn end(&self) -> PlanTime {
        self.day_starts[self.days()]
    }

    /// The day that `moment` belongs to; the last day for moments past the end.
    pub fn day_of(&self, moment: PlanTime) -> usize {
        self.day_starts[1..].iter().take_while(|&&midnight| midnight <= moment).count().min(self.days() - 1)
    }
}
