//! The wiring: every section of a document in order, and the defects of all of them.

use super::people::{self, Origins};
use super::places::PlaceList;
use super::times::Times;
use super::visits;
use crate::wire::local_days::{LocalDays, date_of};
use crate::wire::parse::{defect, quoted};
use crate::wire::{Deadline, Preset, Problem};
use chrono::DateTime;
use chrono_tz::Tz;
use engine::model::{Defect, DefectCode, Facts, WorkingTime};
use engine::rules::{self, Weights};
use osm_data::lonlat::LonLat;

/// What a document says, before travel times are known.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The facts; `travel` is empty.
    pub facts: Facts,
    /// Where each place of `facts.places` is, in that order.
    pub positions: Vec<Option<LonLat>>,
    /// The days.
    pub days: LocalDays,
    /// Due moments of acute visits, by the visit's number.
    pub deadlines: Vec<(usize, Deadline)>,
    /// Prices: the preset, and what the document puts in its place.
    pub weights: Weights,
    /// Start of the random stream.
    pub seed: u64,
    origins: Origins,
}

impl Draft {
    /// Where the document states what the engine calls `pointer`.
    pub fn pointer(&self, pointer: &str) -> String {
        let mut known = pointer;
        loop {
            if let Some(there) = self.origins.get(known) {
                return format!("{there}{}", &pointer[known.len()..]);
            }
            match known.rfind('/') {
                Some(cut) if cut > 0 => known = &known[..cut],
                _ => return pointer.to_owned(),
            }
        }
    }
}

/// Reads what a document says. `due_of` finds the due moment of a request received at a moment.
///
/// Without a readable horizon there is no draft; with other defects there is one, so that more defects can be found.
pub fn draft(document: &Problem, due_of: &dyn Fn(DateTime<Tz>) -> Deadline) -> (Option<Draft>, Vec<Defect>) {
    let mut early = Vec::new();
    if document.version != 1 {
        early.push(defect(
            DefectCode::UnknownVersion,
            "/version",
            format!("version {} is not known", document.version),
            "write version 1",
        ));
    }
    let first = date_of(&document.horizon.from.0);
    let days = first.and_then(|first| LocalDays::new(first, document.horizon.days));
    let Some((days, horizon)) = days.and_then(|d| d.horizon().map(|h| (d, h))) else {
        early.push(defect(
            DefectCode::BadTime,
            "/horizon/from",
            format!("{} is no date of the years 1900 to 2200", quoted(&document.horizon.from.0)),
            "write year, month and day: `2026-11-23`",
        ));
        return (None, early);
    };
    let mut times = Times { days, defects: early };
    let policy = document.policy.clone().unwrap_or_default();
    let working_time = working_time(&policy.working_time.clone().unwrap_or_default());
    let calendar = policy.calendar.clone().unwrap_or_default();
    let service_ends = check_calendar(&calendar, "/policy/calendar", &mut times);

    let mut origins = Origins::new();
    let by_road = document.travel.is_none();
    let mut places = PlaceList::new(policy.arrive_minutes, policy.leave_minutes);
    for (number, place) in document.places.iter().enumerate() {
        places.add(place, &format!("/places/{number}"), by_road, &mut times);
    }
    let teams = people::teams(document, &mut places, &mut times);
    let staff = people::staff(document, working_time.daily_rest, &mut origins, &mut times);
    let shifts = people::shifts(document, &mut places, &mut times);
    let crews = people::crews(document);
    let patients = people::patients(document, &mut places, &mut origins, &mut times);
    let (visits, deadlines) =
        visits::visits(document, &mut places, &mut origins, due_of, service_ends, &mut times);
    let links = visits::links(&document.links);
    for (at, id) in ids(document) {
        if id.is_empty() {
            times.note(DefectCode::Empty, &at, "the id is empty", "give it an id");
        }
    }
    let preset = match policy.preset.unwrap_or_default() {
        Preset::Continuity => rules::Preset::Continuity,
        Preset::Balance => rules::Preset::Balance,
        Preset::Travel => rules::Preset::Travel,
    };
    let weights = policy.weights.unwrap_or_default().over(Weights::preset(preset));
    let facts = Facts {
        horizon,
        working_time,
        places: places.facts,
        teams,
        staff,
        shifts,
        crews,
        patients,
        visits,
        links,
        travel: Vec::new(),
    };
    let made = Draft {
        facts,
        positions: places.positions,
        days: times.days,
        deadlines,
        weights,
        seed: policy.seed.unwrap_or(1),
        origins,
    };
    (Some(made), times.defects)
}

fn ids(document: &Problem) -> impl Iterator<Item = (String, &str)> {
    let places = document.places.iter().enumerate().map(|(k, p)| (format!("/places/{k}/id"), p.id.as_str()));
    let teams = document.teams.iter().enumerate().map(|(k, t)| (format!("/teams/{k}/id"), t.id.as_str()));
    let staff = document.staff.iter().enumerate().map(|(k, s)| (format!("/staff/{k}/id"), s.id.as_str()));
    let shifts = document.shifts.iter().enumerate().map(|(k, s)| (format!("/shifts/{k}/id"), s.id.as_str()));
    let patients =
        document.patients.iter().enumerate().map(|(k, p)| (format!("/patients/{k}/id"), p.id.as_str()));
    let visits = document.visits.iter().enumerate().map(|(k, v)| (format!("/visits/{k}/id"), v.id.as_str()));
    places.chain(teams).chain(staff).chain(shifts).chain(patients).chain(visits)
}

fn working_time(stated: &crate::wire::WorkingTime) -> WorkingTime {
    let default = WorkingTime::default();
    WorkingTime {
        name: stated.name.clone().unwrap_or(default.name),
        max_stretch: stated.max_stretch_minutes.map_or(default.max_stretch, |m| m.seconds()),
        min_break: stated.min_break_minutes.map_or(default.min_break, |m| m.seconds()),
        daily_rest: stated.daily_rest_minutes.map_or(default.daily_rest, |m| m.seconds()),
        history_days: stated.history_days.unwrap_or(default.history_days),
    }
}

/// The end of service in seconds after midnight; notes what is wrong with the calendar stated `at` a place.
pub fn check_calendar(stated: &crate::wire::WorkingDays, at: &str, times: &mut Times) -> u32 {
    let mut clock = |text: &Option<String>, field: &str| {
        text.as_ref().and_then(|t| times.time_of_day(t, &format!("{at}/{field}")))
    };
    let service_ends = clock(&stated.service_ends, "serviceEnds").unwrap_or(17 * 3600);
    clock(&stated.cutoff, "cutoff");
    for (k, day) in stated.extra_days_off.iter().flatten().enumerate() {
        times.date(day, &format!("{at}/extraDaysOff/{k}"));
    }
    service_ends
}
