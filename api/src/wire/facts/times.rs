//! Times in their context: which day a time of day belongs to, and what to say when a text is no time.

use crate::wire::local_days::{LocalDays, Stated, TimeDefect, stated};
use crate::wire::parse::{defect, quoted};
use crate::wire::{Day, Moment};
use chrono::NaiveDate;
use engine::clock::{Period, PlanTime};
use engine::model::{Defect, DefectCode};

/// The days of the problem, and the defects found while reading times.
#[derive(Debug)]
pub struct Times {
    /// The days.
    pub days: LocalDays,
    /// What was wrong.
    pub defects: Vec<Defect>,
}

/// What a date without a time of day means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateMeans {
    /// No meaning here: a defect.
    Nothing,
    /// This time of day, in seconds after midnight.
    Clock(u32),
}

impl Times {
    /// Notes a defect.
    pub fn note(&mut self, code: DefectCode, at: &str, cause: impl Into<String>, remedy: impl Into<String>) {
        self.defects.push(defect(code, at, cause, remedy));
    }

    /// A date.
    pub fn date(&mut self, text: &Day, at: &str) -> Option<NaiveDate> {
        let date = crate::wire::local_days::date_of(&text.0);
        if date.is_none() {
            let cause = format!("{} is no date", quoted(&text.0));
            self.note(DefectCode::BadTime, at, cause, "write year, month and day: `2026-11-23`");
        }
        date
    }

    /// A time of day, in seconds after midnight.
    pub fn time_of_day(&mut self, text: &str, at: &str) -> Option<u32> {
        let time = crate::wire::local_days::time_of_day(text);
        if time.is_none() {
            let cause = format!("{} is no time of day", quoted(text));
            self.note(DefectCode::BadTime, at, cause, "write hours and minutes: `17:00`");
        }
        time
    }

    /// A moment in seconds since the start of the horizon (negative before it). `day` is where a time of day belongs.
    pub fn moment(
        &mut self,
        text: &Moment,
        day: Option<NaiveDate>,
        date: DateMeans,
        at: &str,
    ) -> Option<i64> {
        let found = match (stated(&text.0), day, date) {
            (None, _, _) | (Some(Stated::Date(_)), _, DateMeans::Nothing) => Err(TimeDefect::Form),
            (Some(Stated::TimeOfDay(_)), None, _) => {
                let cause = format!("{} does not say which day", quoted(&text.0));
                let remedy = format!("write the date too: `{}T{}`", self.days.first(), text.0);
                self.note(DefectCode::BadTime, at, cause, remedy);
                return None;
            }
            (Some(Stated::TimeOfDay(s)), Some(day), _) => self.days.seconds(day, s),
            (Some(Stated::Date(d)), _, DateMeans::Clock(s)) => self.days.seconds(d, s),
            (Some(Stated::Local(d, s)), _, _) => self.days.seconds(d, s),
            (Some(Stated::Fixed(t)), _, _) => self.days.since_start(t),
        };
        match found {
            Ok(seconds) => Some(seconds),
            Err(why) => {
                self.bad(why, &text.0, at);
                None
            }
        }
    }

    fn bad(&mut self, why: TimeDefect, text: &str, at: &str) {
        let text = quoted(text);
        let (cause, remedy) = match why {
            TimeDefect::Form => (
                format!("{text} is no moment"),
                "write local time as `2026-11-23T08:00`, or with an offset as `2026-11-23T07:00Z`",
            ),
            TimeDefect::Skipped => (
                format!("the clock skips {text}: it goes forward that night"),
                "write a time before 02:00 or from 03:00 on",
            ),
            TimeDefect::TooFar => {
                (format!("{text} is more than a hundred years from the horizon"), "correct the date")
            }
        };
        self.note(DefectCode::BadTime, at, cause, remedy);
    }

    /// The day that times of day belong to when nothing else says so: the only one.
    pub fn only_day(&self) -> Option<NaiveDate> {
        (self.days.days() == 1).then(|| self.days.first())
    }

    /// A validity. `Ok(None)` when it lies wholly before the horizon; `Err` when a defect was noted.
    #[expect(
        clippy::result_unit_err,
        reason = "the defect is noted already; `Err` only says that there was one"
    )]
    pub fn period(
        &mut self,
        from: Option<&Moment>,
        until: Option<&Moment>,
        at: &str,
    ) -> Result<Option<Period>, ()> {
        let start = DateMeans::Clock(0);
        let end = DateMeans::Clock(86_400);
        let from = match from {
            Some(m) => Some(self.moment(m, None, start, &format!("{at}/from")).ok_or(())?),
            None => None,
        };
        let until = match until {
            Some(m) => Some(self.moment(m, None, end, &format!("{at}/until")).ok_or(())?),
            None => None,
        };
        if let (Some(f), Some(u)) = (from, until)
            && u <= f
        {
            let place = format!("{at}/until");
            self.note(
                DefectCode::EndsBeforeStart,
                &place,
                "it ends before it begins",
                "exchange the two ends",
            );
            return Err(());
        }
        if until.is_some_and(|u| u <= 0) {
            return Ok(None);
        }
        Ok(Some(Period {
            from: from.map_or(PlanTime::ZERO, clamp),
            until: until.map_or(PlanTime::MAX, clamp),
        }))
    }
}

/// A moment before the horizon is its start; one far after it is far after it.
pub fn clamp(seconds: i64) -> PlanTime {
    PlanTime(u32::try_from(seconds.clamp(0, i64::from(u32::MAX) - 1)).unwrap_or(0))
}
