//! "By the next working day": the due moment of an acute request, and how it came about.

use super::local_time::{STOCKHOLM, first_at};
use super::working_day::{DayKind, WorkingDayPolicy};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// By when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When the request came, in Swedish time.
    pub received: DateTime<Tz>,
    /// By when the visit must have started: the end of service on the due day, in Swedish time.
    pub due: DateTime<Tz>,
    /// Time between the two as it passes: shown beside the date, because a kept promise can hide a wait of six days.
    pub elapsed: TimeDelta,
    /// Every day from the request to the due day, both in it.
    pub trace: Vec<TraceDay>,
}

/// One day of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceDay {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// What it means for the deadline.
    pub part: TracePart,
}

/// What a day means for a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TracePart {
    /// The request came; the day itself does not count.
    Received,
    /// The request came after the cutoff of the policy and counts as received on this day.
    CountsAsReceived,
    /// No working day.
    Passed,
    /// The first working day after: the visit is due.
    Due,
}

impl TraceDay {
    /// Whether this is the day that counts: the due day.
    pub fn counted(self) -> bool {
        self.part == TracePart::Due
    }
}

/// The end of service on the first working day strictly after the Swedish date on which a request was received.
///
/// "By" is the latest moment; the same day is allowed, and preferred where there is room.
/// Any time zone comes in; Swedish dates count.
pub fn due<Zone: TimeZone>(received: DateTime<Zone>, policy: &WorkingDayPolicy) -> Deadline {
    let received = received.with_timezone(&STOCKHOLM);
    let mut date = received.date_naive();
    let mut trace = vec![TraceDay { date, kind: policy.kind(date), part: TracePart::Received }];
    let too_late = policy.received_cutoff.is_some_and(|cutoff| received.time() > cutoff);
    // A late request must first find the working day on which it counts as received, then the one after.
    let mut ends =
        if too_late { vec![TracePart::Due, TracePart::CountsAsReceived] } else { vec![TracePart::Due] };
    while let Some(&end) = ends.last() {
        // Dates end in the year 262142; nobody is received then.
        let Some(next) = date.succ_opt() else { break };
        date = next;
        let kind = policy.kind(date);
        let part = if kind == DayKind::WorkingDay { end } else { TracePart::Passed };
        trace.push(TraceDay { date, kind, part });
        if kind == DayKind::WorkingDay {
            ends.pop();
        }
    }
    let due = first_at(date.and_time(policy.due_time));
    Deadline { elapsed: due.signed_duration_since(received), received, due, trace }
}

/// How many calendar days lie between request and due day, over many requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Number of requests by gap in calendar days.
    pub by_days: BTreeMap<u32, u32>,
}

impl Gaps {
    /// Number of requests in all.
    pub fn requests(&self) -> u32 {
        self.by_days.values().sum()
    }

    /// Number of requests with a gap in a range of days.
    pub fn between(&self, least: u32, most: u32) -> u32 {
        if least > most { 0 } else { self.by_days.range(least..=most).map(|(_, count)| count).sum() }
    }

    /// The longest gap, in calendar days.
    pub fn longest(&self) -> Option<u32> {
        self.by_days.keys().next_back().copied()
    }
}

/// The gaps of one request at noon on every day of some years.
pub fn gaps(years: std::ops::RangeInclusive<i32>, policy: &WorkingDayPolicy) -> Gaps {
    let mut found = Gaps::default();
    let Some(first) = NaiveDate::from_ymd_opt(*years.start(), 1, 1) else { return found };
    for date in first.iter_days().take_while(|d| d.year() <= *years.end()) {
        let noon = first_at(date.and_hms_opt(12, 0, 0).expect("noon is a time"));
        let days = due(noon, policy).due.date_naive().signed_duration_since(date).num_days();
        *found.by_days.entry(u32::try_from(days).unwrap_or_default()).or_default() += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::holiday::{Eve, Holiday};
    use chrono::{NaiveDateTime, NaiveTime, Utc};

    fn local(text: &str) -> DateTime<Tz> {
        first_at(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn due_day(received: &str) -> String {
        due(local(received), &WorkingDayPolicy::default()).due.format("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn the_golden_table_holds_row_by_row() {
        // Domain report, section 2.1: received, due, calendar days between.
        for (received, expected, days) in [
            ("2026-12-22 10:00", "2026-12-23", 1),
            ("2026-12-23 10:00", "2026-12-28", 5),
            ("2026-12-30 10:00", "2027-01-04", 5),
            ("2027-01-05 10:00", "2027-01-07", 2),
            ("2027-02-05 18:40", "2027-02-08", 3),
            ("2027-02-06 10:00", "2027-02-08", 2),
            ("2027-03-25 10:00", "2027-03-30", 5),
            ("2027-03-28 10:00", "2027-03-30", 2),
            ("2026-04-30 10:00", "2026-05-04", 4),
            ("2027-05-05 10:00", "2027-05-07", 2),
            ("2026-06-18 10:00", "2026-06-22", 4),
            ("2027-11-05 10:00", "2027-11-08", 3),
            ("2025-06-05 10:00", "2025-06-09", 4),
            ("2025-12-23 10:00", "2025-12-29", 6),
        ] {
            let deadline = due(local(received), &WorkingDayPolicy::default());
            assert_eq!(deadline.due, local(&format!("{expected} 17:00")), "received {received}");
            let gap = deadline.due.date_naive() - deadline.received.date_naive();
            assert_eq!(gap.num_days(), days, "received {received}");
            assert_eq!(deadline.trace.len() as i64, days + 1);
            assert_eq!(deadline.trace.iter().filter(|d| d.counted()).count(), 1);
        }
    }

    #[test]
    fn the_trace_says_what_each_day_is() {
        let kinds: Vec<DayKind> = due(local("2026-12-23 16:50"), &WorkingDayPolicy::default())
            .trace
            .iter()
            .map(|day| day.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                DayKind::WorkingDay,
                DayKind::Eve(Eve::Christmas),
                DayKind::Holiday(Holiday::ChristmasDay),
                DayKind::Holiday(Holiday::BoxingDay),
                DayKind::Weekend,
                DayKind::WorkingDay,
            ]
        );
    }

    #[test]
    fn a_cutoff_weakens_the_promise_by_a_working_day() {
        let policy =
            WorkingDayPolicy { received_cutoff: NaiveTime::from_hms_opt(16, 0, 0), ..Default::default() };
        let late = due(local("2027-02-05 18:40"), &policy);
        assert_eq!(late.due, local("2027-02-09 17:00"));
        let parts: Vec<TracePart> = late.trace.iter().map(|day| day.part).collect();
        assert_eq!(
            parts,
            [
                TracePart::Received,
                TracePart::Passed,
                TracePart::Passed,
                TracePart::CountsAsReceived,
                TracePart::Due
            ]
        );
        assert_eq!(
            due(local("2027-02-05 16:00"), &policy).due,
            local("2027-02-08 17:00"),
            "by 16:00 is in time"
        );
    }

    #[test]
    fn the_first_and_the_last_minute_of_a_day_belong_to_it() {
        assert_eq!(due_day("2026-11-23 00:00"), "2026-11-24 17:00");
        assert_eq!(due_day("2026-11-23 23:59"), "2026-11-24 17:00");
        assert_eq!(due_day("2024-02-28 23:59"), "2024-02-29 17:00");
        assert_eq!(due_day("2024-02-29 12:00"), "2024-03-01 17:00");
        assert_eq!(due_day("2027-12-30 12:00"), "2028-01-03 17:00", "across the year");
    }

    #[test]
    fn swedish_dates_count_whatever_the_zone_of_the_request() {
        // 23:30 UTC on Monday is half past midnight on Tuesday in Sweden.
        let utc = Utc.with_ymd_and_hms(2026, 11, 23, 23, 30, 0).unwrap();
        let deadline = due(utc, &WorkingDayPolicy::default());
        assert_eq!(deadline.received, local("2026-11-24 00:30"));
        assert_eq!(deadline.due, local("2026-11-25 17:00"));
    }

    #[test]
    fn time_that_passes_is_counted_through_the_nights_of_23_and_25_hours() {
        let hours = |received: &str| due(local(received), &WorkingDayPolicy::default()).elapsed.num_hours();
        assert_eq!(hours("2026-11-20 17:00"), 72, "Friday to Monday");
        assert_eq!(hours("2026-10-23 17:00"), 73, "over the long night");
        assert_eq!(hours("2026-03-27 17:00"), 71, "over the short night");
        assert_eq!(hours("2027-03-27 12:00"), 3 * 24 + 5 - 1, "Easter with the short night");
    }

    #[test]
    fn gaps_are_as_the_domain_report_computed_them() {
        let gaps = gaps(2024..=2033, &WorkingDayPolicy::default());
        let share = |count: u32| (f64::from(count) * 1000.0 / f64::from(gaps.requests())).round() / 10.0;
        assert_eq!(share(gaps.between(1, 1)), 68.7);
        assert_eq!(share(gaps.between(2, 3)), 29.6);
        assert_eq!(share(gaps.between(4, 99)), 1.7);
        assert_eq!(gaps.longest(), Some(6));
    }
}
