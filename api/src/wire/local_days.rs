//! Swedish local time as people write it ↔ moments of the horizon, through the nights of 23 and 25 hours.

use super::Moment;
use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike,
};
use chrono_tz::Europe::Stockholm;
use chrono_tz::Tz;
use engine::clock::{Horizon, PlanTime};

/// A time as a text states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A time of day: seconds after midnight, `24:00` included.
    TimeOfDay(u32),
    /// A date.
    Date(NaiveDate),
    /// A date and a time of day, local.
    Local(NaiveDate, u32),
    /// A moment with its offset.
    Fixed(DateTime<FixedOffset>),
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeDefect {
    /// Not in any of the forms.
    Form,
    /// The clock skips it in spring.
    Skipped,
    /// Farther from the horizon than any fact should be (a hundred years).
    TooFar,
}

fn digits(text: &str, width: usize) -> Option<u32> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `2026-11-23`.
pub fn date_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year = i32::try_from(digits(year, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)
}

/// `08:00` or `08:00:30`; `24:00` is the end of the day.
pub fn time_of_day(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |s| digits(s, 2))?;
    if parts.next().is_some() || minute > 59 || second > 59 {
        return None;
    }
    let all = hour * 3600 + minute * 60 + second;
    (all <= 86_400).then_some(all)
}

/// Reads any form of time.
pub fn stated(text: &str) -> Option<Stated> {
    let Some((date, time)) = text.split_once('T').or_else(|| text.split_once(' ')) else {
        return time_of_day(text).map(Stated::TimeOfDay).or_else(|| date_of(text).map(Stated::Date));
    };
    let date = date_of(date)?;
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(at);
    let clock = time_of_day(clock)?;
    if offset.is_empty() {
        return Some(Stated::Local(date, clock));
    }
    let seconds = if offset.eq_ignore_ascii_case("z") {
        0
    } else {
        let (hours, minutes) = offset[1..].split_once(':')?;
        let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
        if hours > 14 || minutes > 59 {
            return None;
        }
        let ahead = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        if offset.starts_with('-') { -ahead } else { ahead }
    };
    let zone = FixedOffset::east_opt(seconds)?;
    zone.from_local_datetime(&clock_on(date, clock)?).single().map(Stated::Fixed)
}

fn clock_on(date: NaiveDate, seconds: u32) -> Option<NaiveDateTime> {
    if seconds == 86_400 {
        return date.succ_opt()?.and_hms_opt(0, 0, 0);
    }
    date.and_hms_opt(seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A local date and time of day as a moment of the world; the first of two in autumn.
pub fn moment_of(date: NaiveDate, seconds: u32) -> Result<DateTime<Tz>, TimeDefect> {
    let clock = clock_on(date, seconds).ok_or(TimeDefect::Form)?;
    match Stockholm.from_local_datetime(&clock) {
        LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => Ok(t),
        LocalResult::None => Err(TimeDefect::Skipped),
    }
}

/// A moment of the world as the document writes it: local time; with the offset in the hour that the clock shows twice.
pub fn text_of(moment: DateTime<Tz>) -> Moment {
    let local = moment.naive_local();
    let mut text = local.format("%Y-%m-%dT%H:%M").to_string();
    if local.second() != 0 {
        text.push_str(&local.format(":%S").to_string());
    }
    if let LocalResult::Ambiguous(first, _) = Stockholm.from_local_datetime(&local)
        && first != moment
    {
        let hours = moment.offset().fix().local_minus_utc() / 3600;
        text.push_str(&format!("+{hours:02}:00"));
    }
    Moment(text)
}

/// The days of one problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalDays {
    first: NaiveDate,
    days: u32,
    start: DateTime<Tz>,
}

/// A hundred years, in seconds: no fact is farther away.
const FAR: i64 = 36_525 * 86_400;

impl LocalDays {
    /// So many days from `first` on; `None` outside the years 1900 to 2200 or for no days at all.
    pub fn new(first: NaiveDate, days: u32) -> Option<Self> {
        let sound = (1900..=2200).contains(&first.year()) && (1..=366).contains(&days);
        let start = moment_of(first, 0).ok()?;
        sound.then_some(Self { first, days, start })
    }

    /// The first day.
    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// How many.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The date of day number `day`.
    pub fn date(&self, day: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(day as u64)).unwrap_or(NaiveDate::MAX)
    }

    /// The number of a date's day, when it is in the horizon.
    pub fn day_of(&self, date: NaiveDate) -> Option<usize> {
        let number = (date - self.first).num_days();
        (0..i64::from(self.days)).contains(&number).then_some(number as usize)
    }

    /// As the engine takes it.
    pub fn horizon(&self) -> Option<Horizon> {
        let midnights: Option<Vec<PlanTime>> = (0..=self.days as usize)
            .map(|day| Some(PlanTime(u32::try_from(self.seconds(self.date(day), 0).ok()?).ok()?)))
            .collect();
        Horizon::new(midnights?)
    }

    /// Elapsed seconds from the start of the horizon to a local date and time of day; negative before it.
    pub fn seconds(&self, date: NaiveDate, time_of_day: u32) -> Result<i64, TimeDefect> {
        self.since_start(moment_of(date, time_of_day)?)
    }

    /// Elapsed seconds from the start of the horizon to a moment; negative before it.
    pub fn since_start(&self, moment: DateTime<impl TimeZone>) -> Result<i64, TimeDefect> {
        let seconds = moment.timestamp() - self.start.timestamp();
        if seconds.abs() > FAR { Err(TimeDefect::TooFar) } else { Ok(seconds) }
    }

    /// A moment of the plan as a moment of the world.
    pub fn world(&self, at: PlanTime) -> DateTime<Tz> {
        self.start + chrono::Duration::seconds(i64::from(at.0))
    }

    /// A moment of the plan as the document writes it.
    pub fn text(&self, at: PlanTime) -> Moment {
        text_of(self.world(at))
    }

    /// Its time of day alone: `08:05`.
    pub fn clock(&self, at: PlanTime) -> String {
        self.world(at).format("%H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, days: u32) -> LocalDays {
        LocalDays::new(date_of(first).expect("date"), days).expect("sound")
    }

    #[test]
    fn every_form_of_time_is_read_and_nothing_else() {
        assert_eq!(stated("08:00"), Some(Stated::TimeOfDay(28_800)));
        assert_eq!(stated("24:00"), Some(Stated::TimeOfDay(86_400)));
        assert_eq!(stated("2026-11-23"), date_of("2026-11-23").map(Stated::Date));
        assert!(matches!(stated("2026-11-23T08:00:30"), Some(Stated::Local(_, 28_830))));
        assert!(matches!(stated("2026-11-23T08:00Z"), Some(Stated::Fixed(_))));
        assert!(matches!(stated("2026-11-23T08:00+01:00"), Some(Stated::Fixed(_))));
        for bad in [
            "",
            "8:00",
            "25:00",
            "24:01",
            "08:60",
            "2026-02-30",
            "2026-11-23T",
            "T08:00",
            "2026-11-23T08:00+1",
            "2026-11-23T08:00+01",
            "08:00:00:00",
            "+2026-11-23",
            "２０26-11-23",
            "2026-11-23T08:00+\u{e5}1:00",
        ] {
            assert_eq!(stated(bad), None, "{bad}");
        }
    }

    #[test]
    fn spring_and_autumn_nights_have_their_hours() {
        let spring = days("2026-03-29", 1);
        assert_eq!(spring.horizon().expect("sound").end(), PlanTime(23 * 3600));
        assert_eq!(spring.seconds(spring.first(), 2 * 3600 + 1800), Err(TimeDefect::Skipped));
        assert_eq!(spring.seconds(spring.first(), 8 * 3600), Ok(7 * 3600));
        let autumn = days("2026-10-25", 1);
        assert_eq!(autumn.horizon().expect("sound").end(), PlanTime(25 * 3600));
        assert_eq!(autumn.text(PlanTime(9 * 3600)).0, "2026-10-25T08:00");
        assert_eq!(autumn.text(PlanTime(2 * 3600 + 1800)).0, "2026-10-25T02:30");
        assert_eq!(autumn.text(PlanTime(3 * 3600 + 1800)).0, "2026-10-25T02:30+01:00");
    }

    #[test]
    fn a_moment_written_is_the_moment_read() {
        let d = days("2026-10-24", 3);
        for at in (0..3 * 86_400).step_by(1234).map(PlanTime) {
            let back = match stated(&d.text(at).0).expect("a time") {
                Stated::Local(date, s) => d.seconds(date, s),
                Stated::Fixed(t) => d.since_start(t),
                Stated::TimeOfDay(_) | Stated::Date(_) => panic!("a full moment is written"),
            };
            assert_eq!(back, Ok(i64::from(at.0)));
        }
    }
}
