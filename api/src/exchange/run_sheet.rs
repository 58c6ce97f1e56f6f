//! One person's day as a readable text: where to be when, with whom, and what to wait for.

use super::local_time::{clock, date, seconds_between, weekday};
use super::sheet_words::{Words, words};
use crate::wire::{Moment, Plan, Presence, Problem, Route, Shift, Stop, StopTask, Urgency, Visit, VisitMode};
use crate::wording::Language;
use std::collections::{HashMap, HashSet};
use std::fmt::{Result, Write};

/// What separates two sheets: a new page on a printer.
const NEW_PAGE: &str = "\n\u{c}\n";

/// The run sheets of all shifts with work, in the order of the plan, each on a page of its own.
pub fn run_sheets(problem: &Problem, plan: &Plan, language: Language) -> String {
    let sheets = Sheets::new(problem, plan, words(language));
    let texts: Vec<String> =
        plan.routes.iter().filter(|r| !r.stops.is_empty()).map(|r| sheets.of(r)).collect();
    texts.join(NEW_PAGE)
}

/// The run sheet of one staff member: every shift with work, in the order of the plan. `None` for somebody who is not in the
/// problem.
pub fn run_sheet(problem: &Problem, plan: &Plan, staff: &str, language: Language) -> Option<String> {
    problem.staff.iter().find(|s| s.id == staff)?;
    let sheets = Sheets::new(problem, plan, words(language));
    let own = plan.routes.iter().filter(|r| !r.stops.is_empty() && sheets.staff_of(r) == staff);
    let texts: Vec<String> = own.map(|r| sheets.of(r)).collect();
    if texts.is_empty() {
        return Some(format!("{}  {staff}\n{}\n", sheets.words.title, sheets.words.no_work));
    }
    Some(texts.join(NEW_PAGE))
}

struct Sheets<'a> {
    plan: &'a Plan,
    words: &'static Words,
    visits: HashMap<&'a str, &'a Visit>,
    shifts: HashMap<&'a str, &'a Shift>,
    roles: HashMap<&'a str, &'a str>,
    /// Who takes part in each visit, and when each starts.
    parties: HashMap<&'a str, Vec<(&'a str, Option<&'a Moment>)>>,
}

/// Where a person is, and what has been written so far.
struct Day<'a> {
    staff: &'a str,
    shift: &'a str,
    at: Option<&'a str>,
    free: Option<&'a Moment>,
    visits: usize,
    number: usize,
    travel_seconds: u32,
    travel_metres: u32,
    waiting: u32,
}

impl<'a> Sheets<'a> {
    fn new(problem: &'a Problem, plan: &'a Plan, words: &'static Words) -> Self {
        let mut sheets = Self {
            plan,
            words,
            visits: problem.visits.iter().map(|v| (v.id.as_str(), v)).collect(),
            shifts: problem.shifts.iter().map(|s| (s.id.as_str(), s)).collect(),
            roles: problem.staff.iter().map(|s| (s.id.as_str(), s.role.as_str())).collect(),
            parties: HashMap::new(),
        };
        for route in &plan.routes {
            let staff = sheets.staff_of(route);
            for stop in route.stops.iter().filter(|s| s.task == StopTask::Visit) {
                if let Some(visit) = stop.visit.as_deref() {
                    sheets.parties.entry(visit).or_default().push((staff, stop.start.as_ref()));
                }
            }
        }
        sheets
    }

    fn staff_of(&self, route: &'a Route) -> &'a str {
        let of_shift = self.shifts.get(route.shift.as_str()).map(|s| s.staff.as_str());
        of_shift.or(route.staff.as_deref()).unwrap_or_default()
    }

    fn of(&self, route: &'a Route) -> String {
        let mut sheet = String::new();
        self.write(route, &mut sheet).expect("a String takes everything");
        sheet
    }

    fn write(&self, route: &'a Route, out: &mut String) -> Result {
        let w = self.words;
        let visits = route.stops.iter().filter(|s| s.task == StopTask::Visit).count();
        let mut day = Day {
            staff: self.staff_of(route),
            shift: &route.shift,
            at: route.start_place.as_deref(),
            free: route.departure.as_ref(),
            visits,
            number: 0,
            travel_seconds: 0,
            travel_metres: 0,
            waiting: 0,
        };
        self.heading(out, route, day.staff)?;
        for stop in &route.stops {
            self.stop(out, stop, &mut day)?;
        }
        day.travelled(route.return_seconds, route.return_metres);
        if let Some(end) = &route.end {
            match route.end_place.as_deref() {
                Some(place) if Some(place) != day.at => {
                    let way = way(w, route.return_seconds, route.return_metres);
                    line(out, end, &format!("{}: {place}{way}", w.back))?;
                }
                Some(place) => line(out, end, &format!("{}: {place}", w.back))?,
                None => line(out, end, w.done)?,
            }
        }
        writeln!(out, "{}", "-".repeat(72))?;
        let (driving, metres) = (minutes(day.travel_seconds), kilometres(w, day.travel_metres));
        let (waiting, overtime) = (minutes(day.waiting), minutes(route.overtime_seconds.unwrap_or(0)));
        writeln!(
            out,
            "{}: {visits} {}, {} {driving}, {metres}, {} {waiting}, {} {overtime}",
            w.sum, w.visits, w.drive, w.waiting, w.overtime
        )?;
        self.not_planned(out, route)
    }

    fn heading(&self, out: &mut String, route: &'a Route, staff: &str) -> Result {
        let w = self.words;
        writeln!(out, "{}  {}", w.title, self.person(staff))?;
        let first = route.departure.as_ref().or_else(|| route.stops.iter().find_map(|s| s.start.as_ref()));
        if let Some(first) = first {
            write!(out, "{} {} · ", weekday(first).map_or("", |d| w.weekdays[d]), date(first))?;
        }
        write!(out, "{} {}", w.shift, route.shift)?;
        if let Some(shift) = self.shifts.get(route.shift.as_str()) {
            write!(out, " {}–{}", clock(&shift.start), clock(&shift.end))?;
        }
        writeln!(out, "\n{}", "-".repeat(72))?;
        // Who first has a meeting or a call where the day begins does not leave yet.
        let stays = route.stops.first().is_some_and(|s| s.place.is_none() || s.place == route.start_place);
        match (&route.departure, route.start_place.as_deref()) {
            (Some(departure), Some(place)) if stays => {
                line(out, departure, &format!("{}: {place}", w.begins))
            }
            (Some(departure), Some(place)) => line(out, departure, &format!("{} {place}", w.leave)),
            (Some(departure), None) => line(out, departure, w.begins),
            (None, _) => Ok(()),
        }
    }

    fn stop(&self, out: &mut String, stop: &'a Stop, day: &mut Day<'a>) -> Result {
        let w = self.words;
        let Some(start) = &stop.start else { return Ok(()) };
        let moved = stop.place.is_some() && stop.place.as_deref() != day.at;
        let arrival = stop.arrival.as_ref().or(if moved { None } else { day.free });
        if moved && let (Some(arrival), Some(place)) = (arrival, &stop.place) {
            let way = way(w, stop.travel_seconds, stop.travel_metres);
            let whole = day.free.and_then(|free| seconds_between(free, arrival));
            let handling =
                whole.zip(stop.travel_seconds).map_or(0, |(whole, drive)| whole.saturating_sub(drive));
            let handling =
                if handling < 60 { String::new() } else { format!(", {} {}", w.handling, minutes(handling)) };
            line(out, arrival, &format!("{}: {place}{way}{handling}", w.arrive))?;
        }
        day.travelled(stop.travel_seconds, stop.travel_metres);
        let others = self.others(stop.visit.as_deref(), day.staff);
        if let Some(arrival) = arrival {
            let wait = seconds_between(arrival, start).unwrap_or(0);
            day.waiting += wait;
            if wait >= 60 {
                let whom: Vec<String> = others.iter().map(|(id, _)| self.person(id)).collect();
                let whom = if whom.is_empty() {
                    String::new()
                } else {
                    format!(" {} {}", w.wait_for, whom.join(", "))
                };
                line(out, arrival, &format!("{} {}{whom}", w.wait, minutes(wait)))?;
            }
        }
        day.number += usize::from(stop.task == StopTask::Visit);
        let end = stop.end.as_ref().map_or(String::from("      "), |e| format!("–{}", clock(e)));
        writeln!(out, "{}{end}  {}", clock(start), self.what(stop, day))?;
        if let Some(visit) = stop.visit.as_deref().and_then(|id| self.visits.get(id)) {
            self.about_visit(out, visit, stop, &others)?;
        }
        day.at = stop.place.as_deref().or(day.at);
        day.free = stop.end.as_ref().or(day.free);
        Ok(())
    }

    fn what(&self, stop: &Stop, day: &Day<'_>) -> String {
        let w = self.words;
        let id = stop.visit.as_deref().unwrap_or_default();
        let visit = self.visits.get(id);
        match stop.task {
            StopTask::Visit => {
                let kind =
                    visit.and_then(|v| v.kind.as_deref()).map_or(String::new(), |kind| format!(" ({kind})"));
                let patient =
                    visit.map(|v| v.patient.as_str()).or(stop.patient.as_deref()).unwrap_or_default();
                format!(
                    "{} {} {} {}: {id}{kind}, {} {patient}",
                    w.visit, day.number, w.of, day.visits, w.patient
                )
            }
            StopTask::Accompany => format!("{} {id}", w.accompany),
            StopTask::Break => w.rest.to_owned(),
            StopTask::Block => {
                let blocks = self.shifts.get(day.shift).map(|s| &s.blocks);
                let block = blocks.and_then(|b| b.get(stop.number.unwrap_or(0) as usize));
                block.map_or(w.block.to_owned(), |b| format!("{}: {}", w.block, b.label))
            }
        }
    }

    fn about_visit(
        &self,
        out: &mut String,
        visit: &Visit,
        stop: &Stop,
        others: &[(&str, Option<&Moment>)],
    ) -> Result {
        let w = self.words;
        let note = |out: &mut String, text: &str| writeln!(out, "             {text}");
        if visit.urgency == Urgency::Acute {
            let deadline = self.plan.deadlines.iter().find(|d| d.visit == visit.id);
            let due = deadline.map(|d| &d.deadline.due).or(visit.due.as_ref());
            let due = due.map_or("?".to_owned(), |due| format!("{} {}", date(due), clock(due)));
            note(out, &format!("{} {due}", w.acute))?;
        }
        let slot = stop.slot.and_then(|s| visit.slots.get(s as usize));
        match visit.mode {
            VisitMode::Phone => note(out, w.by_phone)?,
            VisitMode::Video => note(out, w.by_video)?,
            VisitMode::Home if slot.is_some_and(|s| s.presence == Presence::Remote) => note(out, w.remote)?,
            VisitMode::Home => {}
        }
        for (id, start) in others {
            let when = match (start, &stop.start) {
                (Some(theirs), Some(ours)) if *theirs != ours => {
                    format!(", {} {}", w.starts_at, clock(theirs))
                }
                _ => String::new(),
            };
            note(out, &format!("{} {}{when}", w.together_with, self.person(id)))?;
        }
        match slot.and_then(|s| s.documentation_minutes).map(|m| m.seconds().0) {
            Some(documentation) if documentation > 0 => {
                note(out, &format!("{} {}", w.documentation, minutes(documentation)))
            }
            _ => Ok(()),
        }
    }

    /// Who else takes part in the visit.
    fn others(&self, visit: Option<&str>, staff: &str) -> Vec<(&'a str, Option<&'a Moment>)> {
        let party = visit.and_then(|v| self.parties.get(v));
        party.map_or(Vec::new(), |p| p.iter().filter(|(id, _)| *id != staff).copied().collect())
    }

    fn person(&self, id: &str) -> String {
        self.roles.get(id).map_or_else(|| id.to_owned(), |role| format!("{id} ({role})"))
    }

    /// Visits left out that concern the people visited on this sheet, and how many there are in all.
    fn not_planned(&self, out: &mut String, route: &Route) -> Result {
        let w = self.words;
        let met = route
            .stops
            .iter()
            .filter_map(|s| self.visits.get(s.visit.as_deref()?).map(|v| v.patient.as_str()));
        let met: HashSet<&str> = met.collect();
        let own = self.plan.unplanned.iter().filter(|u| met.contains(u.patient.as_str()));
        let own: Vec<String> = own.map(|u| format!("{} ({})", u.visit, u.patient)).collect();
        let own = if own.is_empty() { w.none.to_owned() } else { own.join(", ") };
        writeln!(out, "{}: {own}", w.own_left_out)?;
        writeln!(out, "{}: {}", w.all_left_out, self.plan.unplanned.len())
    }
}

impl Day<'_> {
    fn travelled(&mut self, seconds: Option<u32>, metres: Option<u32>) {
        self.travel_seconds += seconds.unwrap_or(0);
        self.travel_metres += metres.unwrap_or(0);
    }
}

fn line(out: &mut String, at: &Moment, text: &str) -> Result {
    writeln!(out, "{}        {text}", clock(at))
}

fn way(w: &Words, seconds: Option<u32>, metres: Option<u32>) -> String {
    match (seconds, metres) {
        (Some(0), _) => format!(" ({})", w.same_place),
        (Some(s), Some(m)) => format!(" ({} {}, {})", w.drive, minutes(s), kilometres(w, m)),
        (Some(s), None) => format!(" ({} {})", w.drive, minutes(s)),
        (None, _) => String::new(),
    }
}

/// `12 min`, `1 h 05 min`: rounded to whole minutes, half up.
fn minutes(seconds: u32) -> String {
    let whole = seconds.saturating_add(30) / 60;
    if whole < 60 { format!("{whole} min") } else { format!("{} h {:02} min", whole / 60, whole % 60) }
}

fn kilometres(w: &Words, metres: u32) -> String {
    let tenths = metres.saturating_add(50) / 100;
    format!("{}{}{} km", tenths / 10, w.decimal_mark, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The sheet of one nurse who begins and ends at `base`.
    fn sheet(departure: &str, stops: serde_json::Value) -> String {
        let problem: Problem = serde_json::from_value(json!({
            "version": 1, "horizon": {"from": "2026-11-23"},
            "staff": [{"id": "Ben", "role": "nurse"}],
            "shifts": [{"id": "Ben-1", "staff": "Ben", "start": "08:00", "end": "16:00",
                "blocks": [{"label": "meeting", "start": "08:00", "minutes": 20}]}],
            "patients": [{"id": "Ada", "place": "home"}],
            "visits": [{"id": "v", "patient": "Ada", "slots": [{"roles": ["nurse"], "careMinutes": 30}]}],
        }))
        .expect("a problem");
        let route = json!({"shift": "Ben-1", "startPlace": "base", "departure": departure, "stops": stops});
        let plan: Plan = serde_json::from_value(json!({"version": 1, "routes": [route]})).expect("a plan");
        run_sheet(&problem, &plan, "Ben", Language::English).expect("a sheet")
    }

    #[test]
    fn a_day_that_begins_with_a_meeting_does_not_begin_with_leaving() {
        let meeting = json!({"task": "block", "number": 0, "place": "base",
            "start": "2026-11-23T08:00", "end": "2026-11-23T08:20"});
        let visit = json!({"visit": "v", "slot": 0, "place": "home", "travelSeconds": 600, "travelMetres": 9000,
            "arrival": "2026-11-23T08:35", "start": "2026-11-23T08:35", "end": "2026-11-23T09:05"});
        let first_a_meeting = sheet("2026-11-23T08:00", json!([meeting, visit]));
        assert!(first_a_meeting.contains("08:00        Begin: base\n08:00–08:20  Booked time: meeting"));
        assert!(!first_a_meeting.contains("Leave"), "{first_a_meeting}");
        assert!(first_a_meeting.contains("drive 10 min, 9.0 km), parking and walk 5 min"));
        let straight_off = sheet("2026-11-23T08:20", json!([visit]));
        assert!(
            straight_off.contains("08:20        Leave base\n08:35        Arrive: home"),
            "{straight_off}"
        );
    }

    #[test]
    fn waits_are_told_by_the_clock_of_the_night() {
        let visit = json!({"visit": "v", "slot": 0, "place": "base",
            "arrival": "2026-10-25T02:44", "start": "2026-10-25T02:00+01:00", "end": "2026-10-25T02:30+01:00"});
        let sheet = sheet("2026-10-25T02:44", json!([visit]));
        assert!(sheet.contains("02:44        Wait 16 min"), "{sheet}");
    }
}
