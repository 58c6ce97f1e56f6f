//! When an acute request falls due, by the Swedish calendar.

use super::TaskError;
use crate::wire::facts::Times;
use crate::wire::local_days::{self, LocalDays, Stated, TimeDefect, date_of, text_of, time_of_day};
use crate::wire::{self, Day, Eve, Moment, WorkingDays};
use crate::wording::{Language, day_name};
use chrono::{DateTime, NaiveTime};
use chrono_tz::Tz;
use engine::calendar::{self, WorkingDayPolicy};
use engine::model::{Defect, DefectCode, InvalidProblem};

/// By when a request received at `received` must be met, with the days passed over.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] when the moment or the calendar cannot be read.
pub fn due(
    received: &Moment,
    working_days: Option<&WorkingDays>,
    language: Language,
) -> Result<wire::Deadline, TaskError> {
    let moment = world_moment(received).map_err(|defect| invalid(vec![defect]))?;
    let stated = working_days.cloned().unwrap_or_default();
    let defects = calendar_defects(&stated);
    if !defects.is_empty() {
        return Err(invalid(defects));
    }
    Ok(deadline(moment, &policy(&stated), language))
}

fn invalid(defects: Vec<Defect>) -> TaskError {
    TaskError::InvalidQuestion(InvalidProblem { defects })
}

fn calendar_defects(stated: &WorkingDays) -> Vec<Defect> {
    let first = date_of("2026-01-01").expect("a date");
    let days = LocalDays::new(first, 1).expect("a horizon");
    let mut times = Times { days, defects: Vec::new() };
    wire::facts::check_calendar(stated, "", &mut times);
    times.defects
}

/// A local date and time, or a moment with offset.
fn world_moment(text: &Moment) -> Result<DateTime<Tz>, Defect> {
    let shown: String = text.0.chars().take(60).collect();
    let found = match local_days::stated(&text.0) {
        Some(Stated::Local(date, seconds)) => match local_days::moment_of(date, seconds) {
            Err(TimeDefect::Skipped) => {
                return Err(Defect {
                    code: DefectCode::BadTime,
                    place: "/received".to_owned(),
                    cause: format!("the clock skips `{shown}`: it goes forward that night"),
                    remedy: "write a time before 02:00 or from 03:00 on".to_owned(),
                });
            }
            other => other.ok(),
        },
        Some(Stated::Fixed(t)) => Some(t.with_timezone(&calendar::STOCKHOLM)),
        Some(Stated::TimeOfDay(_) | Stated::Date(_)) | None => None,
    };
    // Years outside these have no sure calendar.
    found.filter(|t| (1900..=2200).contains(&chrono::Datelike::year(t))).ok_or_else(|| Defect {
        code: DefectCode::BadTime,
        place: "/received".to_owned(),
        cause: format!("`{shown}` is no moment of the years 1900 to 2200"),
        remedy: "write local time as `2026-12-23T16:50`, or with an offset as `2026-12-23T15:50Z`".to_owned(),
    })
}

/// What a document says of working days, as the engine takes it. What cannot be read counts as not said: it is a defect elsewhere.
pub fn policy(stated: &WorkingDays) -> WorkingDayPolicy {
    let plain = WorkingDayPolicy::default();
    let clock = |text: &Option<String>| {
        let seconds = text.as_deref().and_then(time_of_day)?;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
    };
    let eve = |eve: &Eve| match eve {
        Eve::Midsummer => calendar::Eve::Midsummer,
        Eve::Christmas => calendar::Eve::Christmas,
        Eve::NewYear => calendar::Eve::NewYear,
    };
    WorkingDayPolicy {
        saturday_counts: stated.saturday.unwrap_or(plain.saturday_counts),
        eves: stated.eves_off.as_ref().map_or(plain.eves, |eves| eves.iter().map(eve).collect()),
        extra_days_off: stated.extra_days_off.iter().flatten().filter_map(|d| date_of(&d.0)).collect(),
        received_cutoff: clock(&stated.cutoff),
        due_time: clock(&stated.service_ends).unwrap_or(plain.due_time),
    }
}

/// The due moment as a document.
pub fn deadline(received: DateTime<Tz>, policy: &WorkingDayPolicy, language: Language) -> wire::Deadline {
    let found = calendar::due(received, policy);
    wire::Deadline {
        received: Some(text_of(found.received)),
        due: text_of(found.due),
        hours: Some((found.elapsed.num_minutes() as f64 / 6.0).round() / 10.0),
        trace: found
            .trace
            .iter()
            .map(|day| wire::TraceDay {
                date: Day(day.date.format("%Y-%m-%d").to_string()),
                working_day: day.kind == calendar::DayKind::WorkingDay,
                name: day_name(day.kind, day.date, language),
                part: match day.part {
                    calendar::TracePart::Received => wire::TracePart::Received,
                    calendar::TracePart::CountsAsReceived => wire::TracePart::CountsAsReceived,
                    calendar::TracePart::Passed => wire::TracePart::Passed,
                    calendar::TracePart::Due => wire::TracePart::Due,
                },
            })
            .collect(),
    }
}
