//! Moments of a plan document as people read them on a sheet.

use crate::wire::Moment;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

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

/// Seconds on one scale. Moments without an offset are taken as winter time: only differences are used, and neighbouring
/// stops are written alike but for the night when the clock changes.
fn seconds(moment: &Moment) -> Option<i64> {
    let text = &moment.0;
    let with_seconds = match text.get(16..17) {
        Some(":") => text.clone(),
        Some(_) => format!("{}:00{}", text.get(..16)?, text.get(16..)?),
        None => format!("{text}:00"),
    };
    match DateTime::parse_from_rfc3339(&with_seconds) {
        Ok(moment) => Some(moment.timestamp() + 3600),
        Err(_) => {
            let local = NaiveDateTime::parse_from_str(&with_seconds, "%Y-%m-%dT%H:%M:%S").ok()?;
            Some(local.and_utc().timestamp())
        }
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
    fn nonsense_gives_nothing() {
        for text in ["", "08:00", "åäö", "2026-11-23T", "2026-11-23Tåå:åå", "2026-11-23T99:99"] {
            assert_eq!(seconds_between(&at(text), &at("2026-11-23T08:00")), None, "{text}");
        }
    }
}
