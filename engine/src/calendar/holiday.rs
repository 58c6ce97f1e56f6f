//! Swedish public holidays and eves, each with its law.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The law that a day off comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Lag (1989:253) om allmänna helgdagar: which days are public holidays.
    Holidays1989,
    /// Lag (1930:173) om beräkning av lagstadgad tid, 2 §: eves on which no deadline runs out.
    Deadlines1930,
}

impl Law {
    /// Its number in Svensk författningssamling.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Holidays1989 => "1989:253",
            Self::Deadlines1930 => "1930:173",
        }
    }
}

/// A public holiday by law 1989:253. Sundays are holidays too, but have no name of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// *Nyårsdagen*, 1 January.
    NewYearsDay,
    /// *Trettondedag jul*, 6 January.
    Epiphany,
    /// *Långfredagen*, the Friday before Easter.
    GoodFriday,
    /// *Påskdagen*.
    EasterSunday,
    /// *Annandag påsk*.
    EasterMonday,
    /// *Första maj*.
    FirstOfMay,
    /// *Kristi himmelsfärdsdag*, the sixth Thursday after Easter.
    Ascension,
    /// *Pingstdagen*, the seventh Sunday after Easter.
    WhitSunday,
    /// *Nationaldagen*, 6 June; since 2005.
    NationalDay,
    /// *Midsommardagen*, the Saturday of 20 to 26 June.
    MidsummerDay,
    /// *Alla helgons dag*, the Saturday of 31 October to 6 November.
    AllSaints,
    /// *Juldagen*, 25 December.
    ChristmasDay,
    /// *Annandag jul*, 26 December.
    BoxingDay,
}

impl Holiday {
    /// Every holiday, in the order of the year.
    pub const ALL: [Self; 13] = [
        Self::NewYearsDay,
        Self::Epiphany,
        Self::GoodFriday,
        Self::EasterSunday,
        Self::EasterMonday,
        Self::FirstOfMay,
        Self::Ascension,
        Self::WhitSunday,
        Self::NationalDay,
        Self::MidsummerDay,
        Self::AllSaints,
        Self::ChristmasDay,
        Self::BoxingDay,
    ];

    /// The law that makes it one.
    pub const fn law(self) -> Law {
        Law::Holidays1989
    }

    /// Its date in a year; `None` for years that the calendar does not reach.
    pub fn date(self, year: i32) -> Option<NaiveDate> {
        let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let after_easter = |days| easter_sunday(year)?.checked_add_days(Days::new(days));
        match self {
            Self::NewYearsDay => fixed(1, 1),
            Self::Epiphany => fixed(1, 6),
            Self::GoodFriday => easter_sunday(year)?.checked_sub_days(Days::new(2)),
            Self::EasterSunday => easter_sunday(year),
            Self::EasterMonday => after_easter(1),
            Self::FirstOfMay => fixed(5, 1),
            Self::Ascension => after_easter(39),
            Self::WhitSunday => after_easter(49),
            Self::NationalDay => fixed(6, 6),
            Self::MidsummerDay => saturday_from(fixed(6, 20)?),
            Self::AllSaints => saturday_from(fixed(10, 31)?),
            Self::ChristmasDay => fixed(12, 25),
            Self::BoxingDay => fixed(12, 26),
        }
    }
}

/// An eve that is no working day by law 1930:173, though no public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Eve {
    /// *Midsommarafton*, the Friday before midsummer day.
    Midsummer,
    /// *Julafton*, 24 December.
    Christmas,
    /// *Nyårsafton*, 31 December.
    NewYear,
}

impl Eve {
    /// Every eve, in the order of the year.
    pub const ALL: [Self; 3] = [Self::Midsummer, Self::Christmas, Self::NewYear];

    /// The law that names it.
    pub const fn law(self) -> Law {
        Law::Deadlines1930
    }

    /// Its date in a year; `None` for years that the calendar does not reach.
    pub fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Midsummer => Holiday::MidsummerDay.date(year)?.pred_opt(),
            Self::Christmas => NaiveDate::from_ymd_opt(year, 12, 24),
            Self::NewYear => NaiveDate::from_ymd_opt(year, 12, 31),
        }
    }
}

/// Every public holiday of a year, by date.
pub fn holidays(year: i32) -> Vec<(NaiveDate, Holiday)> {
    let mut days: Vec<_> =
        Holiday::ALL.into_iter().filter_map(|holiday| Some((holiday.date(year)?, holiday))).collect();
    days.sort();
    days
}

/// The public holiday on a date. Where two meet (first of May and ascension in 2008), the one first in [`Holiday::ALL`].
pub fn holiday_on(date: NaiveDate) -> Option<Holiday> {
    Holiday::ALL.into_iter().find(|holiday| holiday.date(date.year()) == Some(date))
}

/// The eve on a date.
pub fn eve_on(date: NaiveDate) -> Option<Eve> {
    Eve::ALL.into_iter().find(|eve| eve.date(date.year()) == Some(date))
}

/// The Saturday of the seven days from `first` on.
fn saturday_from(first: NaiveDate) -> Option<NaiveDate> {
    first.iter_days().take(7).find(|date| date.weekday() == Weekday::Sat)
}

/// Easter Sunday of a year of the Gregorian calendar.
///
/// # References
/// The anonymous algorithm of 1876 ("Meeus/Jones/Butcher"): the date of the paschal full moon by epact, then the next Sunday.
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let year_of_moon = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, rest_of_centuries) = (century.div_euclid(4), century.rem_euclid(4));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * year_of_moon + century - leap_centuries - moon_correction + 15).rem_euclid(30);
    let (leaps, rest) = (of_century / 4, of_century % 4);
    let to_sunday = (32 + 2 * rest_of_centuries + 2 * leaps - epact - rest).rem_euclid(7);
    let late = (year_of_moon + 11 * epact + 22 * to_sunday).div_euclid(451);
    let day_of_march = epact + to_sunday - 7 * late + 22;
    // Counted from 1 March: 32 is 1 April.
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(Days::new(day_of_march as u64 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn easter_falls_where_almanacs_say() {
        for (year, month, date) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(year), Some(day(year, month, date)));
        }
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_the_almanac() {
        let dates: Vec<String> = holidays(2026).iter().map(|(d, _)| d.format("%m-%d").to_string()).collect();
        assert_eq!(
            dates,
            [
                "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24", "06-06", "06-20",
                "10-31", "12-25", "12-26"
            ]
        );
        assert_eq!(Eve::Midsummer.date(2026), Some(day(2026, 6, 19)));
    }

    #[test]
    fn moving_holidays_keep_their_weekday_and_their_week() {
        for year in 1990..2100 {
            for (date, holiday) in holidays(year) {
                match holiday {
                    Holiday::GoodFriday => assert_eq!(date.weekday(), Weekday::Fri),
                    Holiday::EasterSunday | Holiday::WhitSunday => assert_eq!(date.weekday(), Weekday::Sun),
                    Holiday::EasterMonday => assert_eq!(date.weekday(), Weekday::Mon),
                    Holiday::Ascension => assert_eq!(date.weekday(), Weekday::Thu),
                    Holiday::MidsummerDay => {
                        assert_eq!(date.weekday(), Weekday::Sat);
                        assert!((day(year, 6, 20)..=day(year, 6, 26)).contains(&date));
                    }
                    Holiday::AllSaints => {
                        assert_eq!(date.weekday(), Weekday::Sat);
                        assert!((day(year, 10, 31)..=day(year, 11, 6)).contains(&date));
                    }
                    Holiday::NewYearsDay
                    | Holiday::Epiphany
                    | Holiday::FirstOfMay
                    | Holiday::NationalDay
                    | Holiday::ChristmasDay
                    | Holiday::BoxingDay => {}
                }
                assert_eq!(holiday.law().number(), "1989:253");
            }
        }
        assert_eq!(holiday_on(day(2008, 5, 1)), Some(Holiday::FirstOfMay));
        assert_eq!(eve_on(day(2026, 12, 24)), Some(Eve::Christmas));
        assert_eq!(Eve::Christmas.law().number(), "1930:173");
    }
}
