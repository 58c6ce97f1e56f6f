//! Visits and links of a document as facts.

use super::people::{Origins, origin, windows};
use super::places::PlaceList;
use super::times::{DateMeans, Times, clamp};
use crate::wire::local_days::text_of;
use crate::wire::{
    Deadline, Link, NamedProvider, Necessity, PersonLink, Pin, Presence, Problem, Provider, Slot, Urgency,
    Visit, VisitMode,
};
use chrono::DateTime;
use chrono_tz::Tz;
use engine::clock::{PlanTime, TimeWindow};
use engine::model::{self, DefectCode, LinkFacts, PinFacts, ProviderFacts, SlotFacts, VisitFacts};
use osm_data::units::Seconds;
use std::collections::HashSet;

/// Visits in document order, and the deadlines of acute ones by their number.
pub fn visits(
    document: &Problem,
    places: &mut PlaceList,
    origins: &mut Origins,
    due_of: &dyn Fn(DateTime<Tz>) -> Deadline,
    service_ends: u32,
    times: &mut Times,
) -> (Vec<VisitFacts>, Vec<(usize, Deadline)>) {
    let with_team: HashSet<&str> =
        document.patients.iter().filter(|p| !p.responsibilities.is_empty()).map(|p| p.id.as_str()).collect();
    let mut made = Vec::with_capacity(document.visits.len());
    let mut deadlines = Vec::new();
    for (number, v) in document.visits.iter().enumerate() {
        let at = format!("/visits/{number}");
        let (due, urgency, deadline) = deadline(v, &at, due_of, service_ends, times);
        deadlines.extend(deadline.map(|d| (number, d)));
        let default = if with_team.contains(v.patient.as_str()) {
            ProviderFacts::Responsible
        } else {
            ProviderFacts::Any
        };
        made.push(VisitFacts {
            id: v.id.clone(),
            patient: v.patient.clone(),
            place: v
                .place
                .as_ref()
                .map(|p| places.id_of(p, &format!("at:{}", v.id), &format!("{at}/place"), times)),
            kind: v.kind.clone().unwrap_or_else(|| "visit".to_owned()),
            slots: v
                .slots
                .iter()
                .enumerate()
                .map(|(k, s)| slot(s, &default, &format!("{at}/slots/{k}/provider"), times))
                .collect(),
            windows: all_windows(&v.windows, &format!("{at}/windows"), origins, times),
            soft_windows: all_windows(&v.soft_windows, &format!("{at}/softWindows"), origins, times),
            earliest: v.earliest.as_ref().and_then(|m| {
                times.moment(m, times.only_day(), DateMeans::Clock(0), &format!("{at}/earliest")).map(clamp)
            }),
            due: due.map(clamp),
            urgency,
            necessity: match v.necessity {
                Necessity::Mandatory => model::Necessity::Mandatory,
                Necessity::Optional => model::Necessity::Optional,
            },
            priority: v.priority,
            waiting_days: v.waiting_days,
            mode: mode(v.mode),
            other_modes: v.other_modes.iter().copied().map(mode).collect(),
            pins: v
                .pins
                .iter()
                .enumerate()
                .map(|(k, p)| pin(p, v, &format!("{at}/pins/{k}"), times))
                .collect(),
            promise: promise(v, &at, times),
        });
    }
    (made, deadlines)
}

fn all_windows(
    stated: &[crate::wire::Window],
    list: &str,
    origins: &mut Origins,
    times: &mut Times,
) -> Vec<TimeWindow> {
    let mut made = Vec::new();
    for (k, window) in stated.iter().enumerate() {
        for held in windows(window, &format!("{list}/{k}"), times) {
            origin(origins, list, made.len(), k);
            made.push(held);
        }
    }
    made
}

/// Due moment in seconds, urgency, and for an acute visit how the moment came about.
fn deadline(
    v: &Visit,
    at: &str,
    due_of: &dyn Fn(DateTime<Tz>) -> Deadline,
    service_ends: u32,
    times: &mut Times,
) -> (Option<i64>, model::Urgency, Option<Deadline>) {
    let only_day = times.only_day();
    let due_at = format!("{at}/due");
    let stated = v.due.as_ref().map(|m| times.moment(m, only_day, DateMeans::Clock(service_ends), &due_at));
    let received_at = format!("{at}/received");
    let received = v.received.as_ref().map(|m| times.moment(m, only_day, DateMeans::Nothing, &received_at));
    match v.urgency {
        Urgency::Planned => (stated.flatten(), model::Urgency::Planned, None),
        Urgency::Proactive => (stated.flatten(), model::Urgency::Proactive, None),
        Urgency::Acute => {
            if stated.is_none() && received.is_none() {
                times.note(
                    DefectCode::MissingField,
                    &received_at,
                    "an acute visit says neither when the request came nor when it is due",
                    "add `received` (then the calendar finds `due`), or `due`",
                );
            }
            let urgency = model::Urgency::Acute { received: clamp(received.flatten().unwrap_or(0)) };
            let world = |seconds: i64| times.days.world(PlanTime(0)) + chrono::Duration::seconds(seconds);
            let received_world = received.flatten().map(world);
            let deadline = match (stated, received_world) {
                (Some(Some(due)), _) => Deadline {
                    received: received_world.map(text_of),
                    due: text_of(world(due)),
                    hours: received.flatten().map(|r| ((due - r) as f64 / 360.0).round() / 10.0),
                    trace: Vec::new(),
                },
                (None, Some(received)) => due_of(received),
                (Some(None), _) | (None, None) => return (None, urgency, None),
            };
            let due = crate::wire::local_days::stated(&deadline.due.0).and_then(|t| match t {
                crate::wire::local_days::Stated::Local(date, s) => times.days.seconds(date, s).ok(),
                crate::wire::local_days::Stated::Fixed(t) => times.days.since_start(t).ok(),
                crate::wire::local_days::Stated::TimeOfDay(_) | crate::wire::local_days::Stated::Date(_) => {
                    None
                }
            });
            (due, urgency, Some(deadline))
        }
    }
}

fn mode(mode: VisitMode) -> model::VisitMode {
    match mode {
        VisitMode::Home => model::VisitMode::Home,
        VisitMode::Video => model::VisitMode::Video,
        VisitMode::Phone => model::VisitMode::Phone,
    }
}

fn slot(s: &Slot, default: &ProviderFacts, at: &str, times: &mut Times) -> SlotFacts {
    let provider = match &s.provider {
        None => default.clone(),
        Some(Provider::Named(NamedProvider::Responsible)) => ProviderFacts::Responsible,
        Some(Provider::Named(NamedProvider::Any)) => ProviderFacts::Any,
        Some(Provider::Stated(stated)) => match (&stated.team, &stated.mission) {
            (Some(team), None) => ProviderFacts::Team(team.clone()),
            (None, Some(mission)) => ProviderFacts::Mission(mission.clone()),
            (Some(_), Some(_)) | (None, None) => {
                let cause = "a provider names both a team and a mission, or neither";
                times.note(
                    DefectCode::OutOfRange,
                    at,
                    cause,
                    "keep one: `{\"team\": …}` or `{\"mission\": …}`",
                );
                ProviderFacts::Any
            }
        },
    };
    SlotFacts {
        roles: s.roles.clone(),
        skills: s.skills.clone(),
        provider,
        presence: match s.presence {
            Presence::OnSite => model::Presence::OnSite,
            Presence::Remote => model::Presence::Remote,
        },
        offset: s.offset_minutes.map_or(Seconds::ZERO, |m| m.seconds()),
        care: s.care_minutes.seconds(),
        extra_if_new: s.extra_if_new_minutes.map_or(Seconds::ZERO, |m| m.seconds()),
        documentation: s.documentation_minutes.map_or(Seconds::ZERO, |m| m.seconds()),
    }
}

fn pin(p: &Pin, v: &Visit, at: &str, times: &mut Times) -> PinFacts {
    let date = p.day.as_ref().and_then(|d| times.date(d, &format!("{at}/day")));
    let day = date.and_then(|date| {
        let day = times.days.day_of(date);
        if day.is_none() {
            let place = format!("{at}/day");
            let cause = format!("the day {date} is not in the horizon");
            times.note(DefectCode::OutsideHorizon, &place, cause, "lock the visit to a day of the horizon");
        }
        day
    });
    let context = date.or_else(|| times.only_day());
    let start = p.start.as_ref().and_then(|m| {
        let place = format!("{at}/start");
        let seconds = times.moment(m, context, DateMeans::Nothing, &place);
        seconds.map(|s| super::people::inside(Some(s), &place, times))
    });
    let slot = match (p.slot, &p.staff) {
        (Some(slot), _) => Some(slot as usize),
        (None, Some(_)) if v.slots.len() == 1 => Some(0),
        (None, Some(_)) => {
            let cause =
                format!("the visit has {} slots, and the lock names a person without a slot", v.slots.len());
            times.note(DefectCode::MissingField, &format!("{at}/slot"), cause, "add `slot`, a number from 0");
            None
        }
        (None, None) => None,
    };
    let staff = slot.is_some().then(|| p.staff.clone()).flatten();
    PinFacts { slot, staff, day, start, before: p.before.clone() }
}

fn promise(v: &Visit, at: &str, times: &mut Times) -> Option<(PlanTime, Vec<Option<String>>)> {
    let promise = v.promise.as_ref()?;
    let place = format!("{at}/promise/start");
    let start = times.moment(&promise.start, times.only_day(), DateMeans::Nothing, &place)?;
    let start = super::people::inside(Some(start), &place, times);
    let mut staff = promise.staff.clone();
    // Nobody named is said by leaving the list out; the engine wants one entry a slot.
    if staff.is_empty() {
        staff = vec![None; v.slots.len()];
    }
    Some((start, staff))
}

pub fn links(stated: &[Link]) -> Vec<LinkFacts> {
    stated
        .iter()
        .map(|l| LinkFacts {
            first: l.first.clone(),
            second: l.second.clone(),
            min_gap: l
                .min_gap_minutes
                .map(|m| m.seconds())
                .or_else(|| l.max_gap_minutes.is_some().then_some(Seconds::ZERO)),
            max_gap: l.max_gap_minutes.map(|m| m.seconds()),
            person: match l.person {
                PersonLink::Any => model::PersonLink::Any,
                PersonLink::Same => model::PersonLink::Same,
                PersonLink::Different => model::PersonLink::Different,
            },
        })
        .collect()
}
