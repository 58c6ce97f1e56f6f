//! What a day is called.

use super::Language;
use chrono::{Datelike, NaiveDate, Weekday};
use engine::calendar::{DayKind, Eve, Holiday};

/// A day in a word: `onsdag`, `julafton`; `Wednesday`, `Christmas Eve`.
pub fn day_name(kind: DayKind, date: NaiveDate, language: Language) -> String {
    let name = match language {
        Language::Swedish => match kind {
            DayKind::WorkingDay | DayKind::Weekend => weekday(date.weekday(), language),
            DayKind::Holiday(holiday) => holiday_sv(holiday),
            DayKind::Eve(Eve::Midsummer) => "midsommarafton",
            DayKind::Eve(Eve::Christmas) => "julafton",
            DayKind::Eve(Eve::NewYear) => "nyårsafton",
            DayKind::ExtraDayOff => "ledig dag enligt lokalt avtal",
        },
        Language::English => match kind {
            DayKind::WorkingDay | DayKind::Weekend => weekday(date.weekday(), language),
            DayKind::Holiday(holiday) => holiday_en(holiday),
            DayKind::Eve(Eve::Midsummer) => "Midsummer Eve",
            DayKind::Eve(Eve::Christmas) => "Christmas Eve",
            DayKind::Eve(Eve::NewYear) => "New Year's Eve",
            DayKind::ExtraDayOff => "a day off by local agreement",
        },
    };
    name.to_owned()
}

/// A weekday in a word.
pub fn weekday(day: Weekday, language: Language) -> &'static str {
    match (language, day) {
        (Language::Swedish, Weekday::Mon) => "måndag",
        (Language::Swedish, Weekday::Tue) => "tisdag",
        (Language::Swedish, Weekday::Wed) => "onsdag",
        (Language::Swedish, Weekday::Thu) => "torsdag",
        (Language::Swedish, Weekday::Fri) => "fredag",
        (Language::Swedish, Weekday::Sat) => "lördag",
        (Language::Swedish, Weekday::Sun) => "söndag",
        (Language::English, Weekday::Mon) => "Monday",
        (Language::English, Weekday::Tue) => "Tuesday",
        (Language::English, Weekday::Wed) => "Wednesday",
        (Language::English, Weekday::Thu) => "Thursday",
        (Language::English, Weekday::Fri) => "Friday",
        (Language::English, Weekday::Sat) => "Saturday",
        (Language::English, Weekday::Sun) => "Sunday",
    }
}

fn holiday_sv(holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::NewYearsDay => "nyårsdagen",
        Holiday::Epiphany => "trettondedag jul",
        Holiday::GoodFriday => "långfredagen",
        Holiday::EasterSunday => "påskdagen",
        Holiday::EasterMonday => "annandag påsk",
        Holiday::FirstOfMay => "första maj",
        Holiday::Ascension => "Kristi himmelsfärdsdag",
        Holiday::WhitSunday => "pingstdagen",
        Holiday::NationalDay => "nationaldagen",
        Holiday::MidsummerDay => "midsommardagen",
        Holiday::AllSaints => "alla helgons dag",
        Holiday::ChristmasDay => "juldagen",
        Holiday::BoxingDay => "annandag jul",
    }
}

fn holiday_en(holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::NewYearsDay => "New Year's Day",
        Holiday::Epiphany => "Epiphany",
        Holiday::GoodFriday => "Good Friday",
        Holiday::EasterSunday => "Easter Sunday",
        Holiday::EasterMonday => "Easter Monday",
        Holiday::FirstOfMay => "May Day",
        Holiday::Ascension => "Ascension Day",
        Holiday::WhitSunday => "Whit Sunday",
        Holiday::NationalDay => "National Day",
        Holiday::MidsummerDay => "Midsummer Day",
        Holiday::AllSaints => "All Saints' Day",
        Holiday::ChristmasDay => "Christmas Day",
        Holiday::BoxingDay => "Boxing Day",
    }
}
