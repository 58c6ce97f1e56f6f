//! Ids, times and amounts as people say them.

use super::Language;
use crate::wire::local_days::LocalDays;
use engine::clock::{PlanTime, TimeWindow};
use engine::model::{CrewIdx, LinkIdx, PlaceIdx, Problem, ShiftIdx, StaffIdx, TeamIdx, VisitIdx};
use engine::rules::{Amount, Finding, Subject};
use osm_data::units::Seconds;

/// What sentences look ids and dates up in.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The facts.
    pub problem: &'a Problem,
    /// The days.
    pub days: &'a LocalDays,
}

impl<'a> Scene<'a> {
    /// Id of a visit.
    pub fn visit(&self, visit: VisitIdx) -> &'a str {
        self.problem.visits.get(visit).map_or("?", |v| v.id.as_str())
    }

    /// Id of a staff member.
    pub fn staff(&self, staff: StaffIdx) -> &'a str {
        self.problem.staff.get(staff).map_or("?", |s| s.id.as_str())
    }

    /// Id of a shift.
    pub fn shift(&self, shift: ShiftIdx) -> &'a str {
        self.problem.shifts.get(shift).map_or("?", |s| s.id.as_str())
    }

    /// Id of a team.
    pub fn team(&self, team: TeamIdx) -> &'a str {
        self.problem.teams.get(team).map_or("?", |t| t.id.as_str())
    }

    /// Id of a crew.
    pub fn crew(&self, crew: CrewIdx) -> &'a str {
        self.problem.crews.get(crew).map_or("?", |c| c.id.as_str())
    }

    /// Id of a place.
    pub fn place(&self, place: PlaceIdx) -> &'a str {
        if (place.0 as usize) < self.problem.place_ids.len() {
            self.problem.place_ids.name(place)
        } else {
            "?"
        }
    }

    /// Ids of the two visits of a link.
    pub fn link(&self, link: LinkIdx) -> (&'a str, &'a str) {
        self.problem.links.get(link).map_or(("?", "?"), |l| (self.visit(l.first), self.visit(l.second)))
    }

    /// A moment: the time of day, with the date when the horizon has several days.
    pub fn time(&self, at: PlanTime) -> String {
        if at == PlanTime::MAX {
            return "…".to_owned();
        }
        let world = self.days.world(at);
        if self.days.days() == 1 && at.0 < 90_000 {
            world.format("%H:%M").to_string()
        } else {
            world.format("%Y-%m-%d %H:%M").to_string()
        }
    }

    /// A window: `08:00–10:00`. One that closes within a minute is told to its end, so that what starts in it starts in what is
    /// read.
    pub fn window(&self, window: TimeWindow) -> String {
        let whole = window.closes.0.checked_next_multiple_of(60).map_or(PlanTime::MAX, PlanTime);
        format!("{}–{}", self.time(window.opens), self.time(whole))
    }

    /// The date of a day of the horizon.
    pub fn day(&self, day: usize) -> String {
        self.days.date(day).format("%Y-%m-%d").to_string()
    }

    /// Whom a finding touches, by kind.
    pub fn subjects(&self, finding: &Finding) -> Subjects<'a> {
        let mut found = Subjects::default();
        for subject in &finding.subjects {
            match *subject {
                Subject::Visit(v) => found.visits.push(self.visit(v)),
                Subject::Slot(k) => found.slot = found.slot.or(Some(k)),
                Subject::Patient(p) => {
                    found.patients.push(self.problem.patients.get(p).map_or("?", |p| p.id.as_str()));
                }
                Subject::Staff(s) => found.staff.push(self.staff(s)),
                Subject::Shift(s) => found.shifts.push(self.shift(s)),
            }
        }
        found
    }
}

/// Ids of those whom a finding touches.
#[derive(Clone, Debug, Default)]
pub struct Subjects<'a> {
    /// Visits.
    pub visits: Vec<&'a str>,
    /// The slot of the first visit.
    pub slot: Option<usize>,
    /// Patients.
    pub patients: Vec<&'a str>,
    /// Staff.
    pub staff: Vec<&'a str>,
    /// Shifts.
    pub shifts: Vec<&'a str>,
}

impl<'a> Subjects<'a> {
    /// The first visit.
    pub fn visit(&self) -> &'a str {
        self.visits.first().copied().unwrap_or("?")
    }

    /// The first patient.
    pub fn patient(&self) -> &'a str {
        self.patients.first().copied().unwrap_or("?")
    }

    /// The first staff member.
    pub fn person(&self) -> &'a str {
        self.staff.first().copied().unwrap_or("?")
    }

    /// The first shift.
    pub fn shift(&self) -> &'a str {
        self.shifts.first().copied().unwrap_or("?")
    }
}

/// A time in minutes, rounded up so that no excess disappears: `12 min`, `1 h 05 min`.
pub fn minutes(time: Seconds) -> String {
    let all = time.0.div_ceil(60);
    if all < 60 { format!("{all} min") } else { format!("{} h {:02} min", all / 60, all % 60) }
}

/// A length: `850 m`, `12.3 km` (with a comma in Swedish).
pub fn kilometres(metres: u64, language: Language) -> String {
    if metres < 1000 {
        return format!("{metres} m");
    }
    let text = format!("{:.1} km", metres as f64 / 1000.0);
    match language {
        Language::Swedish => text.replace('.', ","),
        Language::English => text,
    }
}

/// A price, as the minutes of travel that it is worth: 6,000 points are a minute.
pub fn points(points: i64, language: Language) -> String {
    let minutes = points as f64 / 6000.0;
    match language {
        Language::Swedish => format!("{minutes:.1} restidsminuter").replace('.', ","),
        Language::English => format!("{minutes:.1} minutes of travel"),
    }
}

/// An amount in words.
pub fn amount(amount: Amount, language: Language) -> String {
    match amount {
        Amount::Count(n) => n.to_string(),
        Amount::Time(time) => minutes(time),
        Amount::Length(length) => kilometres(u64::from(length.0), language),
    }
}
