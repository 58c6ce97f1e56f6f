//! What counts as a working day (*vardag*): policy, with a default that follows the law.

use super::holiday::{Eve, Holiday, eve_on, holiday_on};
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

/// Which days are working days, and when on the last one service ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDayPolicy {
    /// Whether an ordinary Saturday is a working day (in older Swedish it is a *vardag*). Off.
    pub saturday_counts: bool,
    /// Eves that are no working days. Midsummer's, Christmas and New Year's eve.
    pub eves: Vec<Eve>,
    /// Further days off, for instance by local agreement. None.
    pub extra_days_off: Vec<NaiveDate>,
    /// A request later in the day than this counts as received on the next working day. Off, because it weakens
    /// the promise.
    pub received_cutoff: Option<NaiveTime>,
    /// When service ends on the due day: 17:00.
    pub due_time: NaiveTime,
}

impl Default for WorkingDayPolicy {
    fn default() -> Self {
        Self {
            saturday_counts: false,
            eves: Eve::ALL.to_vec(),
            extra_days_off: Vec::new(),
            received_cutoff: None,
            due_time: NaiveTime::from_hms_opt(17, 0, 0).expect("17:00 is a time"),
        }
    }
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Work goes on. A day between a holiday and a weekend (*klämdag*) is one.
    WorkingDay,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday(Holiday),
    /// An eve that policy makes a day off.
    Eve(Eve),
    /// A further day off of the policy.
    ExtraDayOff,
}

impl WorkingDayPolicy {
    /// What a date is. A holiday on a Sunday is called by its name.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        if let Some(holiday) = holiday_on(date) {
            return DayKind::Holiday(holiday);
        }
        if let Some(eve) = eve_on(date).filter(|eve| self.eves.contains(eve)) {
            return DayKind::Eve(eve);
        }
        match date.weekday() {
            Weekday::Sun => DayKind::Weekend,
            Weekday::Sat if !self.saturday_counts => DayKind::Weekend,
            _ if self.extra_days_off.contains(&date) => DayKind::ExtraDayOff,
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri | Weekday::Sat => {
                DayKind::WorkingDay
            }
        }
    }

    /// Whether a date is a working day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.kind(date) == DayKind::WorkingDay
    }

    /// How many working days a year has.
    pub fn working_days_in(&self, year: i32) -> usize {
        NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, |first| {
            first.iter_days().take_while(|d| d.year() == year).filter(|d| self.is_working_day(*d)).count()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_as_many_working_days_as_the_almanac_says() {
        let policy = WorkingDayPolicy::default();
        let counts: Vec<usize> = (2024..=2027).map(|year| policy.working_days_in(year)).collect();
        assert_eq!(counts, [251, 249, 251, 253]);
    }

    #[test]
    fn policy_decides_about_saturdays_eves_and_days_off() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let plain = WorkingDayPolicy::default();
        assert_eq!(plain.kind(date("2026-11-21")), DayKind::Weekend);
        assert_eq!(plain.kind(date("2026-12-24")), DayKind::Eve(Eve::Christmas));
        assert_eq!(plain.kind(date("2027-05-07")), DayKind::WorkingDay);
        let other = WorkingDayPolicy {
            saturday_counts: true,
            eves: vec![],
            extra_days_off: vec![date("2027-05-07")],
            ..plain
        };
        assert_eq!(other.kind(date("2026-11-21")), DayKind::WorkingDay);
        assert_eq!(other.kind(date("2026-10-31")), DayKind::Holiday(Holiday::AllSaints));
        assert_eq!(other.kind(date("2026-12-24")), DayKind::WorkingDay);
        assert_eq!(other.kind(date("2027-05-07")), DayKind::ExtraDayOff);
    }
}
