//! Moments of a plan document as people read them on a sheet.

use crate::wire::Moment;
use crate::wire::local_days::{Stated, moment_of, stated};
use chrono::{Datelike, NaiveDate};

/// `08:14`; the whole text when it holds no time of day.
pub(super) fn clock(moment: &Moment) -> &str {
    moment.0.get(11..16).unwrap_or(&moment.0)
}

/// `2026-11-23`; empty when the moment holds no date.
pub(super) fn date(moment: &Moment) -> &str {
    moment.0.get(..10).unwrap_or_default()
}

/// Day of the week from Monday = 0; `None` when the moment holds no date.
pub(super) fn weekday(moment: &Moment) -> Option<usize> {
    let day = NaiveDate::parse_from_str(date(moment), "%Y-%m-%d").ok()?;
    Some(day.weekday().num_days_from_monday() as usize)
}

/// Seconds from one moment to a later one; `None` when it is not later or one cannot be read.
pub(super) fn seconds_between(from: &Moment, to: &Moment) -> Option<u32> {
    u32::try_from(seconds(to)? - seconds(from)?).ok()
}

/// Seconds on one scale; local time counts as the clocks of that day went.
fn seconds(moment: &Moment) -> Option<i64> {
    match stated(&moment.0)? {
        Stated::Local(date, seconds) => Some(moment_of(date, seconds).ok()?.timestamp()),
        Stated::Fixed(moment) => Some(moment.timestamp()),
        Stated::TimeOfDay(_) | Stated::Date(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment(text.to_owned())
    }

    #[test]
    fn times_are_read_with_and_without_seconds() {
        assert_eq!(seconds_between(&at("2026-11-23T08:00"), &at("2026-11-23T08:10:30")), Some(630));
        assert_eq!(seconds_between(&at("2026-11-23T08:10"), &at("2026-11-23T08:00")), None);
        assert_eq!(clock(&at("2026-11-23T08:10:30")), "08:10");
        assert_eq!(weekday(&at("2026-11-23T08:10")), Some(0));
    }

    #[test]
    fn an_offset_counts() {
        assert_eq!(seconds_between(&at("2026-10-25T02:30+02:00"), &at("2026-10-25T02:30+01:00")), Some(3600));
    }

    #[test]
    fn nights_of_the_clock_have_23_and_25_hours() {
        assert_eq!(seconds_between(&at("2026-03-29T01:40"), &at("2026-03-29T03:10")), Some(1800));
        assert_eq!(seconds_between(&at("2026-10-25T01:59"), &at("2026-10-25T02:00+01:00")), Some(3660));
        assert_eq!(seconds_between(&at("2026-10-25T02:44"), &at("2026-10-25T02:00+01:00")), Some(960));
        assert_eq!(seconds_between(&at("2026-10-25T02:00+01:00"), &at("2026-10-25T03:00")), Some(3600));
    }

    #[test]
    fn nonsense_gives_nothing() {
        for text in ["", "08:00", "åäö", "2026-11-23T", "2026-11-23Tåå:åå", "2026-11-23T99:99"] {
            assert_eq!(seconds_between(&at(text), &at("2026-11-23T08:00")), None, "{text}");
        }
    }
}
