//! Hours as mappers write them: a part of OpenStreetMap's opening hours.
//!
//! Understood: weekdays and their ranges, months and their ranges, dates (rounded to months), several spans of time,
//! spans over midnight, `24/7`, `off` for whole days, `sunrise` and `sunset` (at stated hours), rules after `;` that replace and
//! rules after `,` that add. Public and school holidays are set aside. Single days, weeks, years and anything else are
//! not understood, and then nothing of the text is used.

use super::figures::figures;
use super::hours::{HourSpan, without};

/// What a text of opening hours says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpeningHours {
    pub(super) spans: Vec<HourSpan>,
    /// Words on holidays that were passed over.
    pub(super) holidays: u32,
}

/// More spans than any sign has; a longer text is a slip or an attack.
const MOST_SPANS: usize = 48;

const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The hours in a text; `None` when any part of it is not understood.
pub(super) fn parse(text: &str) -> Option<OpeningHours> {
    let text = text.to_ascii_lowercase();
    let mut hours = OpeningHours::default();
    let mut any = false;
    for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        any = true;
        take_rule(rule, &mut hours)?;
        if hours.spans.len() > MOST_SPANS {
            return None;
        }
    }
    any.then_some(hours)
}

/// One rule, which replaces what earlier rules say of its days; a further selector of days behind a comma adds.
fn take_rule(rule: &str, hours: &mut OpeningHours) -> Option<()> {
    let mut replaces = true;
    let mut rest = rule;
    while !rest.is_empty() {
        let (months, behind) = selector(rest, &MONTHS, &mut 0)?;
        let mut holidays = 0;
        let (weekdays, behind) = selector(behind, &WEEKDAYS, &mut holidays)?;
        hours.holidays += holidays;
        let (times, behind) = times(behind)?;
        rest = behind;
        if holidays > 0 && weekdays.is_none() {
            // A rule for holidays alone: no word on other days.
            continue;
        }
        let (months, weekdays) = (months.unwrap_or(HourSpan::ALWAYS.months), weekdays);
        let days =
            HourSpan { weekdays: weekdays.unwrap_or(HourSpan::ALWAYS.weekdays), months, ..HourSpan::ALWAYS };
        if replaces || times == Times::Off {
            // Whole days are replaced, with the hours after midnight that belong to them.
            let kept = hours.spans.iter().flat_map(|span| beginning_elsewhere(*span, days)).collect();
            hours.spans = kept;
        }
        match times {
            Times::Off => {}
            Times::AllDay => hours.spans.push(days),
            Times::Spans(spans) => {
                hours.spans.extend(spans.into_iter().map(|(from, to)| HourSpan { from, to, ..days }));
            }
        }
        replaces = false;
    }
    Some(())
}

/// The part of a span that begins on other days than those of `days`.
fn beginning_elsewhere(span: HourSpan, days: HourSpan) -> Vec<HourSpan> {
    let whole = HourSpan { from: 0, to: 1440, ..span };
    let left = without(&[whole], &[days]);
    left.into_iter().map(|day| HourSpan { from: span.from, to: span.to, ..day }).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Times {
    AllDay,
    Off,
    Spans(Vec<(u16, u16)>),
}

/// A list of names and ranges of them at the beginning of a text, as bits, and the rest of the text; `ph` and `sh`
/// among weekdays are counted. `None` bits when the text begins otherwise; `None` at all for a broken range.
fn selector<'a>(text: &'a str, names: &[&str], holidays: &mut u32) -> Option<(Option<u16>, &'a str)> {
    let mut bits = None;
    let mut rest = text;
    loop {
        if names.len() == 7
            && let Some(behind) = rest.strip_prefix("ph").or_else(|| rest.strip_prefix("sh"))
        {
            *holidays += 1;
            rest = behind;
        } else if let Some((from, behind)) = name_at(rest, names) {
            let (to, behind) = match range_sign(behind) {
                Some(behind) => name_at(behind, names)?,
                None => (from, behind),
            };
            let (from, to, behind) =
                if names.len() == 12 { dates(from, to, behind)? } else { (from, to, behind) };
            let mut at = from;
            loop {
                bits = Some(bits.unwrap_or(0) | 1 << at);
                if at == to {
                    break;
                }
                at = (at + 1) % names.len();
            }
            rest = behind;
        } else {
            return Some((bits, rest.trim_start_matches([' ', ':'])));
        }
        // Behind a comma may come more names, or times; those are read from the comma on.
        let behind = rest.trim_start();
        match behind.strip_prefix(',').map(str::trim_start) {
            Some(next)
                if name_at(next, names).is_some()
                    || (names.len() == 7 && (next.starts_with("ph") || next.starts_with("sh"))) =>
            {
                rest = next;
            }
            _ => return Some((bits, behind.trim_start_matches([' ', ':']))),
        }
    }
}

/// The number of the name that a text begins with, and the rest. A longer word (`sunset`, `march`) is no name.
fn name_at<'a>(text: &'a str, names: &[&str]) -> Option<(usize, &'a str)> {
    let at = names.iter().position(|name| text.starts_with(name))?;
    let rest = &text[names[at].len()..];
    (!rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')).then_some((at, rest))
}

fn range_sign(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix(['-', '–']).map(str::trim_start)
}

/// The first and last month of `nov 01-apr 8`, and the rest of the text.
///
/// A moment on the roads knows its month and no day, so that dates are rounded: a month belongs to the range when at
/// least half of it does. `None` for single days and for ranges shorter than that.
fn dates(from: usize, to: usize, rest: &str) -> Option<(usize, usize, &str)> {
    let Some((first_day, behind)) = day_of_month(rest) else { return Some((from, to, rest)) };
    if from != to {
        return None;
    }
    let (to, behind) = name_at(range_sign(behind)?, &MONTHS)?;
    let (last_day, behind) = day_of_month(behind)?;
    let valid = (1..=31).contains(&first_day) && (1..=31).contains(&last_day);
    let months = (to + 12 - from) % 12 + 1;
    let (skip_first, skip_last) = (usize::from(first_day > 16), usize::from(last_day < 15));
    (valid && months > skip_first + skip_last && (from != to || last_day >= first_day + 14)).then_some((
        (from + skip_first) % 12,
        (to + 12 - skip_last) % 12,
        behind,
    ))
}

/// A number of one or two digits that is no clock time.
fn day_of_month(text: &str) -> Option<(u32, &str)> {
    let text = text.strip_prefix(' ')?.trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let is_clock = text[digits..].starts_with([':', '.']);
    // `nov 06-18` without months behind is read as a date, hence not understood, rather than as hours.
    (!is_clock && (1..=2).contains(&digits))
        .then(|| text.split_at(digits))
        .and_then(|(day, rest)| Some((day.parse().ok()?, rest)))
}

/// Spans of time at the beginning of a text, and what comes behind: nothing, or a selector after a comma.
fn times(text: &str) -> Option<(Times, &str)> {
    let text = text.trim_start();
    for (word, times) in [("24/7", Times::AllDay), ("off", Times::Off), ("closed", Times::Off)] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((times, end_or_comma(rest)?));
        }
    }
    if text.is_empty() {
        return Some((Times::AllDay, ""));
    }
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some((from, behind)) = clock(rest) {
        let (to, behind) = match (range_sign(behind), behind.strip_prefix('+')) {
            (_, Some(behind)) => (1440, behind),
            (Some(behind), None) => clock(behind)?,
            (None, None) => return None,
        };
        if from >= 1440 {
            return None;
        }
        spans.push((from, if to <= from { to + 1440 } else { to }));
        if spans.len() > MOST_SPANS {
            return None;
        }
        rest = end_or_comma(behind)?;
        if rest.is_empty() {
            break;
        }
    }
    // Days alone, `Mo-Fr`, mean the whole day; then a comma leads to further days.
    if spans.is_empty() {
        return Some((Times::AllDay, text.strip_prefix(',').map(str::trim_start)?));
    }
    Some((Times::Spans(spans), rest))
}

/// What stands behind a comma, or nothing at the end; `None` for anything else.
fn end_or_comma(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.is_empty() {
        Some("")
    } else {
        text.strip_prefix(',').map(str::trim_start).filter(|t| !t.is_empty())
    }
}

/// A time of the day in minutes, up to 48:00, and the rest of the text.
fn clock(text: &str) -> Option<(u16, &str)> {
    for (word, minute) in [
        ("sunrise", figures().sunrise),
        ("dawn", figures().sunrise),
        ("sunset", figures().sunset),
        ("dusk", figures().sunset),
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((minute, rest));
        }
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (hour, rest) = text.split_at(digits);
    if !(1..=2).contains(&hour.len()) {
        return None;
    }
    let (minute, rest) = match rest.strip_prefix([':', '.']) {
        None => ("0", rest),
        Some(rest) => {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            if digits != 2 {
                return None;
            }
            rest.split_at(2)
        }
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 2880).then_some((hour * 60 + minute, rest))
}

#[cfg(test)]
mod tests {
    use super::super::hours::{RoadMoment, covers};
    use super::*;
    use proptest::prelude::*;

    /// The hours of one day at which the text holds, as `07–09 16–18`; the month is May unless the test is about it.
    fn on(text: &str, weekday: u8, month: u8) -> String {
        let hours = parse(text).unwrap_or_else(|| panic!("{text} is not understood"));
        let held: Vec<bool> =
            (0..24).map(|h| covers(&hours.spans, RoadMoment { weekday, minute: h * 60, month })).collect();
        let mut told = Vec::new();
        let mut begin = None;
        for hour in 0..=24 {
            match (begin, held.get(hour).copied().unwrap_or(false)) {
                (None, true) => begin = Some(hour),
                (Some(from), false) => {
                    told.push(format!("{from:02}–{hour:02}"));
                    begin = None;
                }
                _ => {}
            }
        }
        told.join(" ")
    }

    const MAY: u8 = 5;

    #[test]
    fn days_and_times_are_read_as_written() {
        assert_eq!(on("Mo-Fr 07:00-09:00,16:00-18:00", 0, MAY), "07–09 16–18");
        assert_eq!(on("Mo-Fr 07:00-09:00,16:00-18:00", 5, MAY), "");
        assert_eq!(on("07:00-19:00", 6, MAY), "07–19");
        assert_eq!(on("Mo,We 08:00-10:00", 2, MAY), "08–10");
        assert_eq!(on("Mo,We 08:00-10:00", 1, MAY), "");
        assert_eq!(on("Sa-Mo 08:00-10:00", 0, MAY), "08–10");
        assert_eq!(on("Sa,Su", 6, MAY), "00–24");
        assert_eq!(on("24/7", 3, MAY), "00–24");
        assert_eq!(on("Mo-Fr 7:00-9:00, Sa 10:00-12:00", 5, MAY), "10–12");
        assert_eq!(on("Mo-Fr: 06-18", 4, MAY), "06–18");
        assert_eq!(on("sunrise-sunset", 4, MAY), "06–18");
        assert_eq!(on("Fr 20:00+", 4, MAY), "20–24");
    }

    #[test]
    fn spans_run_over_midnight_and_the_week() {
        assert_eq!(on("Su 22:00-06:00", 6, MAY), "22–24");
        assert_eq!(on("Su 22:00-06:00", 0, MAY), "00–06");
        assert_eq!(on("22:00-06:00", 3, MAY), "00–06 22–24");
        assert_eq!(on("Fr 22:00-30:00", 5, MAY), "00–06");
    }

    #[test]
    fn months_are_whole_ones_and_dates_are_rounded_to_them() {
        assert_eq!(on("Nov-Mar 10:00-12:00", 0, 1), "10–12");
        assert_eq!(on("Nov-Mar 10:00-12:00", 0, MAY), "");
        assert_eq!(on("Nov 01-Mar 31", 0, 12), "00–24");
        assert_eq!(on("May,Jul-Aug Mo-Fr 08:00-17:00", 0, MAY), "08–17");
        assert_eq!(on("May,Jul-Aug Mo-Fr 08:00-17:00", 0, 6), "");
        let months = |text: &str| parse(text).map(|hours| format!("{:012b}", hours.spans[0].months));
        assert_eq!(months("Nov 01 - Apr 8").as_deref(), Some("110000000111"));
        assert_eq!(months("Nov 01-Apr 23 Mo-Fr 06:00-22:00").as_deref(), Some("110000001111"));
        assert_eq!(months("mar 15-Sep 15").as_deref(), Some("000111111100"));
        assert_eq!(months("Oct 20-Nov 5"), None);
        assert_eq!(months("Jul 1-Jul 31").as_deref(), Some("000001000000"));
    }

    #[test]
    fn a_later_rule_replaces_the_days_it_names() {
        assert_eq!(on("Mo-Su 07:00-19:00; Sa 10:00-14:00", 5, MAY), "10–14");
        assert_eq!(on("Mo-Su 07:00-19:00; Sa 10:00-14:00", 6, MAY), "07–19");
        assert_eq!(on("06:00-22:00; Dec-Feb 08:00-18:00", 0, 1), "08–18");
        assert_eq!(on("06:00-22:00; Dec-Feb 08:00-18:00", 0, MAY), "06–22");
        assert_eq!(on("06:00-22:00; Su off", 6, MAY), "");
    }

    #[test]
    fn holidays_are_counted_and_passed_over() {
        let hours = parse("Mo-Fr 07:00-19:00; PH off").unwrap();
        assert_eq!((hours.spans.len(), hours.holidays), (1, 1));
        assert_eq!(on("Mo-Fr,PH 07:00-19:00", 0, MAY), "07–19");
        assert_eq!(on("PH,SH 07:00-19:00", 0, MAY), "");
    }

    #[test]
    fn what_is_not_understood_is_not_half_used() {
        for text in [
            "",
            ";",
            "summer",
            "2024 Jun 1-2024 Sep 30",
            "week 1-10",
            "Mo[1] 10:00-12:00",
            "easter",
            "Mo-",
            "10:00",
            "25:61-26:00",
            "Mo-Fr 07:00-09:00 \"if needed\"",
            "(sunset+00:30)-22:00",
            "99:00-99:30",
            "Mo-Fr 7-",
            "Dec 24",
            "Mo-Fr 07:00-09:00 foo",
            "07:00-09:00,",
            "60:00-61:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,40}", like in "[MoTuFrSaPHan0-9:;,+ –-]{0,40}") {
            parse(&text);
            parse(&like);
        }

        /// The slow twin: the meaning is known before the text is written.
        #[test]
        fn written_hours_are_read_back(
            days in proptest::collection::vec((0..7_usize, 0..7_usize), 1..4),
            times in proptest::collection::vec((0..1440_u16, 1..1440_u16), 1..4),
        ) {
            let day = |d: usize| ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][d];
            let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
            let days_text: Vec<String> = days.iter().map(|&(a, b)| format!("{}-{}", day(a), day(b))).collect();
            let times_text: Vec<String> =
                times.iter().map(|&(from, length)| format!("{}-{}", clock(from), clock((from + length) % 1440))).collect();
            let text = format!("{} {}", days_text.join(","), times_text.join(","));
            let mut week = vec![false; 7 * 1440];
            for &(first, last) in &days {
                for d in (0..7).map(|step| (first + step) % 7).take((last + 7 - first) % 7 + 1) {
                    for &(from, length) in &times {
                        for minute in from..from + length {
                            week[(d * 1440 + usize::from(minute)) % (7 * 1440)] = true;
                        }
                    }
                }
            }
            let spans = parse(&text).expect("well written").spans;
            for (m, expected) in week.into_iter().enumerate() {
                let at = RoadMoment { weekday: (m / 1440) as u8, minute: (m % 1440) as u16, month: MAY };
                prop_assert_eq!(covers(&spans, at), expected, "{} at {:?}", text, at);
            }
        }
    }
}
