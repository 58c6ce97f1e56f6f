//! Hours of the day on certain days → periods of a horizon, with every defect.

use crate::wire::OnDay;
use crate::wire::facts::Times;
use crate::wire::local_days::LocalDays;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use engine::calendar::WorkingDayPolicy;
use engine::clock::PlanTime;
use engine::model::{Defect, DefectCode};

/// Hours as a document states them.
pub(super) struct Hours<'d> {
    /// `07:00`.
    pub from: &'d str,
    /// `09:00`; of the next day when it is earlier than `from`.
    pub until: &'d str,
    /// Any day when empty.
    pub days: &'d [OnDay],
    /// Where they are stated.
    pub at: String,
}

/// One stretch of the horizon, of the hours with this number.
struct Stretch {
    from: i64,
    until: i64,
    number: usize,
}

const LAST_SECOND: u32 = 86_400;

/// From when on which of `hours` hold; `None` where none do. Begins with the horizon and ends, with none, a day after it.
///
/// Hours that cannot be read, last no time or overlap others are noted.
pub(super) fn periods(
    hours: &[Hours<'_>],
    days: &LocalDays,
    policy: &WorkingDayPolicy,
    defects: &mut Vec<Defect>,
) -> Vec<(PlanTime, Option<usize>)> {
    let mut times = Times { days: days.clone(), defects: Vec::new() };
    let mut stretches = Vec::new();
    for (number, stated) in hours.iter().enumerate() {
        let from = times.time_of_day(stated.from, &format!("{}/from", stated.at));
        let until = times.time_of_day(stated.until, &format!("{}/until", stated.at));
        let (Some(from), Some(until)) = (from, until) else { continue };
        if from == until || from == LAST_SECOND {
            times.note(
                DefectCode::RoadConditions,
                &stated.at,
                format!("hours from {} until {} last no time", stated.from, stated.until),
                "let them end later; what holds all day is stated without hours",
            );
            continue;
        }
        stretches.extend(on_days(number, stated.days, from, until, days, policy));
    }
    stretches.sort_by_key(|s| (s.from, s.number));
    tell_overlaps(&stretches, hours, &mut times);
    defects.append(&mut times.defects);
    laid_out(&stretches, days)
}

/// The same hours of every day of the horizon, of the night before it and of the day after it.
fn on_days(
    number: usize,
    on: &[OnDay],
    from: u32,
    until: u32,
    days: &LocalDays,
    policy: &WorkingDayPolicy,
) -> Vec<Stretch> {
    let first = days.first().checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
    let after = |date: NaiveDate, more: u64| date.checked_add_days(Days::new(more)).unwrap_or(NaiveDate::MAX);
    (0..u64::from(days.days()) + 2)
        .map(|day| after(first, day))
        .filter(|date| on.is_empty() || on.iter().any(|kind| is_on(*kind, *date, policy)))
        .map(|date| {
            let last = if until < from { after(date, 1) } else { date };
            Stretch { from: clock(days, date, from), until: clock(days, last, until), number }
        })
        // In spring a night may skip all of them.
        .filter(|s| s.from < s.until && s.until > 0)
        .collect()
}

/// A time that the clock skips in spring is when it has skipped it.
fn clock(days: &LocalDays, date: NaiveDate, time_of_day: u32) -> i64 {
    let after_the_gap = || days.seconds(date, 3 * 3600);
    days.seconds(date, time_of_day).or_else(|_| after_the_gap()).unwrap_or(0)
}

fn is_on(kind: OnDay, date: NaiveDate, policy: &WorkingDayPolicy) -> bool {
    let weekday = match kind {
        OnDay::WorkingDays => return policy.is_working_day(date),
        OnDay::DaysOff => return !policy.is_working_day(date),
        OnDay::Monday => Weekday::Mon,
        OnDay::Tuesday => Weekday::Tue,
        OnDay::Wednesday => Weekday::Wed,
        OnDay::Thursday => Weekday::Thu,
        OnDay::Friday => Weekday::Fri,
        OnDay::Saturday => Weekday::Sat,
        OnDay::Sunday => Weekday::Sun,
    };
    date.weekday() == weekday
}

/// One defect for each two hours that overlap on some day, at the later of the two.
fn tell_overlaps(stretches: &[Stretch], hours: &[Hours<'_>], times: &mut Times) {
    let mut told = Vec::new();
    for (position, one) in stretches.iter().enumerate() {
        for other in stretches[position + 1..].iter().take_while(|other| other.from < one.until) {
            let pair = (one.number.min(other.number), one.number.max(other.number));
            if pair.0 == pair.1 || told.contains(&pair) {
                continue;
            }
            told.push(pair);
            let at = PlanTime(u32::try_from(other.from.max(0)).unwrap_or(0));
            times.note(
                DefectCode::RoadConditions,
                &hours[pair.1].at,
                format!("these hours overlap those at {} from {}", hours[pair.0].at, times.days.text(at).0),
                "let one begin where the other ends",
            );
        }
    }
}

fn laid_out(stretches: &[Stretch], days: &LocalDays) -> Vec<(PlanTime, Option<usize>)> {
    let moment = |seconds: i64| PlanTime(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX));
    let mut made: Vec<(PlanTime, Option<usize>)> = vec![(PlanTime::ZERO, None)];
    let mut begin = |from: PlanTime, number: Option<usize>| match made.last_mut() {
        Some(last) if last.0 >= from => last.1 = number,
        Some(_) | None => made.push((from, number)),
    };
    for stretch in stretches {
        begin(moment(stretch.from), Some(stretch.number));
        begin(moment(stretch.until), None);
    }
    let horizon = days.horizon().map_or(PlanTime::ZERO, |h| h.end());
    let end = horizon + osm_data::units::Seconds(LAST_SECOND);
    if !stretches.is_empty() && made.last().is_some_and(|last| last.0 < end) {
        made.push((end, None));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::local_days::date_of;

    fn laid(
        first: &str,
        count: u32,
        hours: &[(&str, &str, &[OnDay])],
    ) -> (Vec<(u32, Option<usize>)>, Vec<String>) {
        let days = LocalDays::new(date_of(first).expect("a date"), count).expect("days");
        let stated: Vec<Hours<'_>> = hours
            .iter()
            .enumerate()
            .map(|(k, (from, until, days))| Hours { from, until, days, at: format!("/{k}") })
            .collect();
        let mut defects = Vec::new();
        let made = periods(&stated, &days, &WorkingDayPolicy::default(), &mut defects);
        let hour = |p: &(PlanTime, Option<usize>)| (p.0.0 / 3600, p.1);
        (made.iter().map(hour).collect(), defects.into_iter().map(|d| d.place).collect())
    }

    #[test]
    fn peaks_hold_on_working_days_alone() {
        // A Friday and a Saturday; then Lucia, a Monday, and the day after.
        let peaks: &[(&str, &str, &[OnDay])] = &[("07:00", "09:00", &[OnDay::WorkingDays])];
        assert_eq!(laid("2026-11-20", 2, peaks).0, [(0, None), (7, Some(0)), (9, None), (72, None)]);
        // Christmas eve and Christmas day of 2026 are a Thursday and a Friday.
        assert_eq!(laid("2026-12-24", 2, peaks).0, [(0, None)]);
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_before() {
        let night: &[(&str, &str, &[OnDay])] = &[("22:00", "06:00", &[])];
        let all = [(0, Some(0)), (6, None), (22, Some(0)), (30, None), (46, Some(0)), (54, None)];
        assert_eq!(laid("2026-11-20", 1, night).0, all);
        let saturday: &[(&str, &str, &[OnDay])] = &[("22:00", "06:00", &[OnDay::Saturday])];
        assert_eq!(laid("2026-11-22", 1, saturday).0, [(0, Some(0)), (6, None), (48, None)]);
    }

    #[test]
    fn the_clock_of_the_day_decides_in_the_nights_of_change() {
        let morning: &[(&str, &str, &[OnDay])] = &[("07:00", "09:00", &[OnDay::Sunday])];
        assert_eq!(laid("2026-03-29", 1, morning).0, [(0, None), (6, Some(0)), (8, None), (47, None)]);
        assert_eq!(laid("2026-10-25", 1, morning).0, [(0, None), (8, Some(0)), (10, None), (49, None)]);
        let skipped: &[(&str, &str, &[OnDay])] = &[("02:00", "03:00", &[OnDay::Sunday])];
        assert_eq!(laid("2026-03-29", 1, skipped).0, [(0, None)]);
    }

    #[test]
    fn what_cannot_be_is_told_all_at_once() {
        let (_, told) = laid(
            "2026-11-20",
            3,
            &[
                ("07:00", "09:00", &[]),
                ("7", "25:00", &[]),
                ("10:00", "10:00", &[]),
                ("08:59", "12:00", &[OnDay::Saturday]),
            ],
        );
        assert_eq!(told, ["/1/from", "/1/until", "/2", "/3"]);
        assert_eq!(
            laid("2026-11-20", 1, &[("07:00", "09:00", &[]), ("09:00", "24:00", &[])]).1,
            Vec::<String>::new()
        );
    }
}
