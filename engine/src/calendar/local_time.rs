//! Swedish local time to [`PlanTime`] and back, through the nights of 23 and 25 hours.

use crate::clock::{Horizon, PlanTime};
use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The only time zone of a plan.
pub const STOCKHOLM: Tz = chrono_tz::Europe::Stockholm;

/// The days of a horizon by date, with every conversion between dates, hours and moments of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalCalendar {
    first: NaiveDate,
    midnight: DateTime<Tz>,
    horizon: Horizon,
}

/// A local time that means no moment of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// The clock skips this time in spring.
    #[error("{0} does not exist: clocks go forward that night; write {1} instead")]
    Skipped(NaiveDateTime, NaiveDateTime),
    /// Before the first midnight of the horizon.
    #[error("{0} lies before the horizon begins on {1}; begin the horizon earlier, or leave it out")]
    BeforeHorizon(NaiveDateTime, NaiveDate),
    /// So far after the horizon that a plan cannot count to it.
    #[error("{0} lies more than a century after the horizon; check the year")]
    TooLate(NaiveDateTime),
    /// No days, or dates that no calendar reaches.
    #[error("{1} days from {0} make no horizon; give a date of this century and at least one day")]
    NoHorizon(NaiveDate, usize),
}

/// The moment at which Swedish clocks first show `local`; where they skip it, the moment they skip it.
pub(super) fn first_at(local: NaiveDateTime) -> DateTime<Tz> {
    match STOCKHOLM.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment,
        // Skipped: what an hour earlier would be, an hour later.
        LocalResult::None => STOCKHOLM
            .from_local_datetime(&(local - TimeDelta::hours(1)))
            .earliest()
            .map_or_else(|| STOCKHOLM.from_utc_datetime(&local), |moment| moment + TimeDelta::hours(1)),
    }
}

impl LocalCalendar {
    /// So many days from a date on.
    ///
    /// # Errors
    /// [`LocalTimeError::NoHorizon`] without days, or where dates end.
    pub fn new(first: NaiveDate, days: usize) -> Result<Self, LocalTimeError> {
        let wrong = LocalTimeError::NoHorizon(first, days);
        // Far more than any document may hold, and few enough to count.
        if days == 0 || days > 3660 {
            return Err(wrong);
        }
        let midnight_of = |day: usize| {
            let date = first.checked_add_days(Days::new(day as u64))?;
            STOCKHOLM.from_local_datetime(&date.and_time(NaiveTime::MIN)).earliest()
        };
        let midnight = midnight_of(0).ok_or(wrong)?;
        let starts: Option<Vec<PlanTime>> = (0..=days)
            .map(|day| u32::try_from((midnight_of(day)? - midnight).num_seconds()).ok().map(PlanTime))
            .collect();
        let horizon = starts.and_then(Horizon::new).ok_or(wrong)?;
        Ok(Self { first, midnight, horizon })
    }

    /// The days as a plan counts them.
    pub fn horizon(&self) -> &Horizon {
        &self.horizon
    }

    /// The date of a day of the horizon, from 0; days after the horizon have dates too.
    pub fn date(&self, day: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(day as u64)).unwrap_or(NaiveDate::MAX)
    }

    /// Which day of the horizon a date is; `None` outside.
    pub fn day(&self, date: NaiveDate) -> Option<usize> {
        let day = usize::try_from((date - self.first).num_days()).ok()?;
        (day < self.horizon.days()).then_some(day)
    }

    /// The moment at which clocks show `local`. A time shown twice in autumn means the first; to mean
    /// the second, give the offset and use [`LocalCalendar::of_instant`].
    ///
    /// # Errors
    /// [`LocalTimeError::Skipped`] for a time that clocks skip in spring, [`LocalTimeError::BeforeHorizon`],
    /// [`LocalTimeError::TooLate`]. After the horizon is no error: a due date may lie there.
    pub fn moment(&self, local: NaiveDateTime) -> Result<PlanTime, LocalTimeError> {
        match STOCKHOLM.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => self.of_instant(moment),
            LocalResult::None => Err(LocalTimeError::Skipped(local, first_at(local).naive_local())),
        }
    }

    /// A moment stated with its offset or in any zone.
    ///
    /// # Errors
    /// [`LocalTimeError::BeforeHorizon`], [`LocalTimeError::TooLate`].
    pub fn of_instant<Zone: TimeZone>(&self, instant: DateTime<Zone>) -> Result<PlanTime, LocalTimeError> {
        let instant = instant.with_timezone(&STOCKHOLM);
        let seconds = (instant - self.midnight).num_seconds();
        if seconds < 0 {
            return Err(LocalTimeError::BeforeHorizon(instant.naive_local(), self.first));
        }
        u32::try_from(seconds).map(PlanTime).map_err(|_| LocalTimeError::TooLate(instant.naive_local()))
    }

    /// What clocks show at a moment.
    pub fn local(&self, moment: PlanTime) -> DateTime<Tz> {
        self.midnight + TimeDelta::seconds(i64::from(moment.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn an_ordinary_day_has_24_hours_and_the_nights_of_change_23_and_25() {
        let hours = |first: &str| {
            let calendar = LocalCalendar::new(date(first), 1).unwrap();
            calendar.horizon().end().0 / 3600
        };
        assert_eq!((hours("2026-11-23"), hours("2027-03-28"), hours("2026-10-25")), (24, 23, 25));
    }

    #[test]
    fn eight_in_the_morning_comes_after_as_many_hours_as_the_night_has() {
        let hours = |first: &str| {
            let calendar = LocalCalendar::new(date(first), 1).unwrap();
            calendar.moment(at(&format!("{first} 08:00"))).unwrap().0 / 3600
        };
        assert_eq!((hours("2026-11-23"), hours("2027-03-28"), hours("2026-10-25")), (8, 7, 9));
    }

    #[test]
    fn a_skipped_time_is_an_error_with_a_remedy() {
        let calendar = LocalCalendar::new(date("2027-03-27"), 3).unwrap();
        let error = calendar.moment(at("2027-03-28 02:30")).unwrap_err();
        assert_eq!(error, LocalTimeError::Skipped(at("2027-03-28 02:30"), at("2027-03-28 03:30")));
        assert!(error.to_string().ends_with("write 2027-03-28 03:30:00 instead"));
    }

    #[test]
    fn a_time_shown_twice_means_the_first_unless_an_offset_says_otherwise() {
        let calendar = LocalCalendar::new(date("2026-10-25"), 1).unwrap();
        assert_eq!(calendar.moment(at("2026-10-25 02:30")).unwrap(), PlanTime(9000));
        let winter = FixedOffset::east_opt(3600).unwrap();
        let second = winter.from_local_datetime(&at("2026-10-25 02:30")).unwrap();
        assert_eq!(calendar.of_instant(second).unwrap(), PlanTime(12_600));
    }

    #[test]
    fn moments_before_the_horizon_are_none_and_after_it_are_some() {
        let calendar = LocalCalendar::new(date("2026-11-23"), 2).unwrap();
        assert!(matches!(calendar.moment(at("2026-11-22 23:59")), Err(LocalTimeError::BeforeHorizon(..))));
        assert_eq!(calendar.moment(at("2026-11-30 00:00")).unwrap(), PlanTime(7 * 86_400));
        assert!(matches!(calendar.moment(at("2400-01-01 00:00")), Err(LocalTimeError::TooLate(_))));
        assert_eq!((calendar.day(date("2026-11-24")), calendar.day(date("2026-11-25"))), (Some(1), None));
        assert!(LocalCalendar::new(date("2026-11-23"), 0).is_err());
        assert!(LocalCalendar::new(NaiveDate::MAX, 5).is_err());
    }

    proptest! {
        #[test]
        fn every_moment_comes_back_from_its_local_time(start in 0_i64..12_000, days in 1_usize..28, at in 0_u32..2_500_000) {
            let first = date("2024-01-01") + TimeDelta::days(start);
            let calendar = LocalCalendar::new(first, days).unwrap();
            let moment = PlanTime(at % calendar.horizon().end().0);
            let shown = calendar.local(moment);
            prop_assert_eq!(calendar.of_instant(shown).unwrap(), moment);
            prop_assert_eq!(calendar.date(calendar.horizon().day_of(moment)), shown.date_naive());
            // Local time alone says as much, but for the second showing of an hour in autumn.
            let again = calendar.moment(shown.naive_local()).unwrap();
            prop_assert!(again == moment || again.0 + 3600 == moment.0);
        }
    }
}
