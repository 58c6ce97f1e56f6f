//! Teams, staff, shifts and patients of a document as facts.

use super::places::PlaceList;
use super::times::{DateMeans, Times, clamp};
use crate::wire::{Membership, Moment, Patient, Problem, Shift, Window};
use chrono::NaiveDate;
use engine::clock::{Period, PlanTime, TimeWindow};
use engine::model::{
    BlockFacts, BreakRule, ContactFacts, CrewFacts, DefectCode, PatientFacts, ShiftFacts, StaffFacts,
    TeamFacts,
};
use osm_data::units::Seconds;
use std::collections::BTreeMap;

/// Where entries of the engine's lists stand in the document, when the numbers differ: engine's pointer → document's.
pub type Origins = BTreeMap<String, String>;

/// Notes where number `here` of a list really stands.
pub fn origin(origins: &mut Origins, list: &str, here: usize, there: usize) {
    if here != there {
        origins.insert(format!("{list}/{here}"), format!("{list}/{there}"));
    }
}

pub fn teams(document: &Problem, places: &mut PlaceList, times: &mut Times) -> Vec<TeamFacts> {
    let mut made = Vec::with_capacity(document.teams.len());
    for (number, team) in document.teams.iter().enumerate() {
        let at = format!("/teams/{number}/base");
        made.push(TeamFacts {
            id: team.id.clone(),
            missions: team.missions.clone(),
            template: team.template.iter().map(|(role, count)| (role.clone(), *count)).collect(),
            base: team.base.as_ref().map(|p| places.id_of(p, &format!("base:{}", team.id), &at, times)),
            areas: team.areas.clone(),
        });
    }
    made
}

pub fn staff(
    document: &Problem,
    daily_rest: Seconds,
    origins: &mut Origins,
    times: &mut Times,
) -> Vec<StaffFacts> {
    let mut made = Vec::with_capacity(document.staff.len());
    for (number, person) in document.staff.iter().enumerate() {
        let at = format!("/staff/{number}");
        let list = format!("{at}/teams");
        let mut teams: Vec<(String, Period)> = Vec::new();
        for (k, membership) in person.teams.iter().enumerate() {
            let (team, period) = match membership {
                Membership::Throughout(team) => (team, Ok(Some(Period::ALWAYS))),
                Membership::ForATime(m) => {
                    (&m.team, times.period(m.from.as_ref(), m.until.as_ref(), &format!("{list}/{k}")))
                }
            };
            if let Ok(Some(period)) = period {
                origin(origins, &list, teams.len(), k);
                teams.push((team.clone(), period));
            }
        }
        let ended = person.last_work_ended.as_ref().and_then(|m| {
            let place = format!("{at}/lastWorkEnded");
            let ended = times.moment(m, None, DateMeans::Nothing, &place)?;
            if ended > 0 {
                let cause = "the last work before the horizon ends after the horizon begins";
                times.note(
                    DefectCode::OutOfRange,
                    &place,
                    cause,
                    "state a moment before the first day, or none",
                );
                return None;
            }
            Some(ended)
        });
        made.push(StaffFacts {
            id: person.id.clone(),
            role: person.role.clone(),
            skills: person.skills.clone(),
            employer: person.employer.clone().unwrap_or_else(|| "unstated".to_owned()),
            languages: person.languages.clone(),
            gender: person.gender.clone(),
            travel_mode: person.travel_mode.clone().unwrap_or_else(|| "car".to_owned()),
            teams,
            rested_from: ended.map_or(PlanTime::ZERO, |ended| clamp(ended + i64::from(daily_rest.0))),
        });
    }
    made
}

pub fn shifts(document: &Problem, places: &mut PlaceList, times: &mut Times) -> Vec<ShiftFacts> {
    let mut made = Vec::with_capacity(document.shifts.len());
    for (number, s) in document.shifts.iter().enumerate() {
        let at = format!("/shifts/{number}");
        let (day, start, end) = hours(s, &at, times);
        let breaks = s.breaks.as_ref().map(|list| {
            let moments = list.iter().enumerate().map(|(k, b)| {
                let at = format!("{at}/breaks/{k}");
                let opens = times.moment(&b.earliest, day, DateMeans::Nothing, &format!("{at}/earliest"));
                let closes = times.moment(&b.latest, day, DateMeans::Nothing, &format!("{at}/latest"));
                let window = TimeWindow {
                    opens: inside(opens, &format!("{at}/earliest"), times),
                    closes: inside(closes, &format!("{at}/latest"), times),
                };
                BreakRule { duration: b.minutes.seconds(), window }
            });
            moments.collect()
        });
        let mut blocks = Vec::with_capacity(s.blocks.len());
        for (k, b) in s.blocks.iter().enumerate() {
            let at = format!("{at}/blocks/{k}");
            let begins = times.moment(&b.start, day, DateMeans::Nothing, &format!("{at}/start"));
            let id = format!("at:{}:{k}", s.id);
            blocks.push(BlockFacts {
                label: b.label.clone(),
                start: inside(begins, &format!("{at}/start"), times),
                duration: b.minutes.seconds(),
                place: b.place.as_ref().map(|p| places.id_of(p, &id, &format!("{at}/place"), times)),
            });
        }
        made.push(ShiftFacts {
            id: s.id.clone(),
            staff: s.staff.clone(),
            start: inside(start, &format!("{at}/start"), times),
            end: inside(end, &format!("{at}/end"), times),
            overtime_limit: s.overtime_limit_minutes.map_or(Seconds::ZERO, |m| m.seconds()),
            start_place: s
                .start_place
                .as_ref()
                .map(|p| places.id_of(p, &format!("start:{}", s.id), &format!("{at}/startPlace"), times)),
            end_place: s
                .end_place
                .as_ref()
                .map(|p| places.id_of(p, &format!("end:{}", s.id), &format!("{at}/endPlace"), times)),
            breaks,
            blocks,
        });
    }
    made
}

/// A moment that may not lie before the horizon.
pub fn inside(seconds: Option<i64>, at: &str, times: &mut Times) -> PlanTime {
    if seconds.is_some_and(|s| s < 0) {
        times.note(
            DefectCode::OutsideHorizon,
            at,
            "the moment lies before the first day of the horizon",
            "correct the date, or begin the horizon earlier",
        );
    }
    clamp(seconds.unwrap_or(0))
}

/// Day, start and end of a shift; a time of day for the end that is not after the start is the next day's.
fn hours(s: &Shift, at: &str, times: &mut Times) -> (Option<NaiveDate>, Option<i64>, Option<i64>) {
    let stated = s.day.as_ref().and_then(|d| times.date(d, &format!("{at}/day")));
    let own = crate::wire::local_days::stated(&s.start.0).and_then(|t| match t {
        crate::wire::local_days::Stated::Local(date, _) => Some(date),
        crate::wire::local_days::Stated::TimeOfDay(_)
        | crate::wire::local_days::Stated::Date(_)
        | crate::wire::local_days::Stated::Fixed(_) => None,
    });
    let day = stated.or(own).or_else(|| times.only_day());
    let start = times.moment(&s.start, day, DateMeans::Nothing, &format!("{at}/start"));
    let place = format!("{at}/end");
    let mut end = times.moment(&s.end, day, DateMeans::Nothing, &place);
    let is_time_of_day = crate::wire::local_days::time_of_day(&s.end.0).is_some();
    if let (true, Some(from), Some(until), Some(next)) =
        (is_time_of_day, start, end, day.and_then(|d| d.succ_opt()))
        && until <= from
    {
        end = times.moment(&s.end, Some(next), DateMeans::Nothing, &place);
    }
    (day, start, end)
}

pub fn crews(document: &Problem) -> Vec<CrewFacts> {
    document.crews.iter().map(|c| CrewFacts { id: c.id.clone(), shifts: c.shifts.clone() }).collect()
}

pub fn patients(
    document: &Problem,
    places: &mut PlaceList,
    origins: &mut Origins,
    times: &mut Times,
) -> Vec<PatientFacts> {
    let mut made = Vec::with_capacity(document.patients.len());
    for (number, p) in document.patients.iter().enumerate() {
        made.push(patient(p, &format!("/patients/{number}"), places, origins, times));
    }
    made
}

fn patient(
    p: &Patient,
    at: &str,
    places: &mut PlaceList,
    origins: &mut Origins,
    times: &mut Times,
) -> PatientFacts {
    let place = places.id_of(&p.place, &format!("home:{}", p.id), &format!("{at}/place"), times);
    let mut contacts = Vec::new();
    let list = format!("{at}/contacts");
    for (k, c) in p.contacts.iter().enumerate() {
        if let Ok(Some(valid)) = times.period(c.from.as_ref(), c.until.as_ref(), &format!("{list}/{k}")) {
            origin(origins, &list, contacts.len(), k);
            contacts.push(ContactFacts {
                role: c.role.clone(),
                staff: c.staff.clone(),
                valid,
                deputies: c.deputies.clone(),
            });
        }
    }
    let mut responsibilities = Vec::new();
    let list = format!("{at}/responsibilities");
    for (k, r) in p.responsibilities.iter().enumerate() {
        if let Ok(Some(period)) = times.period(r.from.as_ref(), r.until.as_ref(), &format!("{list}/{k}")) {
            origin(origins, &list, responsibilities.len(), k);
            responsibilities.push((r.team.clone(), period));
        }
    }
    let mut history = Vec::with_capacity(p.history.len());
    for (k, past) in p.history.iter().enumerate() {
        let at = format!("{at}/history/{k}/date");
        let Some(date) = times.date(&past.date, &at) else { continue };
        match u32::try_from((times.days.first() - date).num_days()) {
            Ok(days_ago @ 1..) => history.push((past.staff.clone(), days_ago)),
            Ok(0) | Err(_) => {
                let cause = "a past visit lies in the horizon or after it";
                times.note(
                    DefectCode::OutOfRange,
                    &at,
                    cause,
                    "state a date before the first day, or remove it",
                );
            }
        }
    }
    let wishes = p.wishes.clone().unwrap_or_default();
    let mut wished_times = Vec::new();
    for (k, window) in wishes.times.iter().enumerate() {
        wished_times.extend(windows(window, &format!("{at}/wishes/times/{k}"), times));
    }
    PatientFacts {
        id: p.id.clone(),
        place,
        area: p.area.clone(),
        protected: p.protected,
        wished_staff: wishes.staff,
        avoided_staff: wishes.avoided,
        languages: wishes.languages,
        gender: wishes.gender,
        wished_times,
        refusals: p.refusals.clone(),
        contacts,
        history,
        responsibilities,
    }
}

/// A window as it holds on each day it concerns.
pub fn windows(window: &Window, at: &str, times: &mut Times) -> Vec<TimeWindow> {
    let is_clock = |m: &Moment| crate::wire::local_days::time_of_day(&m.0).is_some();
    let mut dates: Vec<Option<NaiveDate>> = vec![None];
    if let Some(day) = &window.day {
        let Some(date) = times.date(day, &format!("{at}/day")) else { return Vec::new() };
        if times.days.day_of(date).is_none() {
            let cause = format!("the day {} is not in the horizon", day.0);
            let place = format!("{at}/day");
            times.note(
                DefectCode::OutsideHorizon,
                &place,
                cause,
                "correct the date, or lengthen the horizon",
            );
            return Vec::new();
        }
        dates = vec![Some(date)];
    } else if is_clock(&window.opens) && is_clock(&window.closes) {
        dates = (0..times.days.days() as usize).map(|d| Some(times.days.date(d))).collect();
    }
    let mut made = Vec::with_capacity(dates.len());
    for date in dates {
        let known = times.defects.len();
        let opens = times.moment(&window.opens, date, DateMeans::Nothing, &format!("{at}/opens"));
        let closes = times.moment(&window.closes, date, DateMeans::Nothing, &format!("{at}/closes"));
        let (Some(opens), Some(closes)) = (opens, closes) else {
            // The hour that the clock skips is no defect of a window that holds every day.
            let every_day = window.day.is_none() && times.days.days() > 1 && is_clock(&window.opens);
            let readable = is_clock(&window.opens) && is_clock(&window.closes);
            if every_day && readable {
                times.defects.truncate(known);
                continue;
            }
            return made;
        };
        if closes < opens {
            let cause =
                format!("the window closes ({}) before it opens ({})", window.closes.0, window.opens.0);
            let remedy = "exchange the two; for a window past midnight write dates, or two windows";
            times.note(DefectCode::EndsBeforeStart, at, cause, remedy);
            return made;
        }
        if closes < 0 {
            let cause = "the window closes before the first day of the horizon";
            times.note(DefectCode::OutsideHorizon, at, cause, "remove the window, or correct the date");
            return made;
        }
        made.push(TimeWindow { opens: clamp(opens), closes: clamp(closes) });
    }
    made
}
