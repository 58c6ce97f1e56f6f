//! Patients and what they need.

use super::homes::{Homes, inline};
use super::staffing::{HOME_CARE, MUNICIPAL, NEAR_CARE, PALLIATIVE, Staffing, area_name};
use crate::wire::{
    Contact, Day, Link, Minutes, Moment, NamedProvider, Necessity, PastVisit, Patient, PersonLink, Pin,
    PlaceRef, Presence, Provider, Responsibility, Slot, StatedProvider, Urgency, Visit, VisitMode, Window,
    Wishes,
};
use chrono::{Days, NaiveDate};
use engine::rng::Rng;
use osm_data::lonlat::LonLat;

/// Minutes that a stop costs besides care and documentation: the way, parking, the door. For the balance of load only.
const WAY_MINUTES: f64 = 16.0;
/// Share of the paid time that planned visits may take, so that most of a sample fits.
const FILLED: f64 = 0.8;

/// Patients, visits and links of a sample.
pub(super) struct Demand<'a> {
    staffing: &'a Staffing,
    days: &'a [Day],
    first: NaiveDate,
    today: Day,
    /// Minutes still free of each role in each team, over all days.
    free: Vec<(usize, &'static str, f64)>,
    pub patients: Vec<Patient>,
    pub visits: Vec<Visit>,
    pub links: Vec<Link>,
}

/// What one participant of a kind of visit brings.
struct Part {
    role: &'static str,
    provider: Ask,
    care: f64,
    offset: f64,
    skill: Option<&'static str>,
    remote: bool,
}

/// From which team.
#[derive(Clone, Copy, PartialEq)]
enum Ask {
    Responsible,
    Municipal,
}

impl Part {
    fn of(role: &'static str, provider: Ask, care: f64) -> Self {
        Self { role, provider, care, offset: 0.0, skill: None, remote: false }
    }
}

/// One patient's relations that visits depend on.
struct Bond {
    id: String,
    area: usize,
    /// The responsible team.
    team: usize,
}

impl<'a> Demand<'a> {
    pub(super) fn new(staffing: &'a Staffing, days: &'a [Day], first: NaiveDate, today: Day) -> Self {
        let mut free: Vec<(usize, &'static str, f64)> = Vec::new();
        for person in &staffing.people {
            let minutes = days.len() as f64 * FILLED * if person.role == "physician" { 420.0 } else { 450.0 };
            match free.iter_mut().find(|(team, role, _)| (*team, *role) == (person.team, person.role)) {
                Some((_, _, sum)) => *sum += minutes,
                None => free.push((person.team, person.role, minutes)),
            }
        }
        Self {
            staffing,
            days,
            first,
            today,
            free,
            patients: Vec::new(),
            visits: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Adds one patient with visits.
    pub(super) fn patient(&mut self, homes: &Homes<'_>, rng: &mut Rng) {
        let number = self.patients.len() + 1;
        let place = homes.draw(rng);
        let areas = &self.staffing.areas;
        let area = (0..areas.len())
            .min_by(|&a, &b| areas[a].metres_to(place).total_cmp(&areas[b].metres_to(place)))
            .expect("at least one area");
        let team = self.responsible(area, place, rng);
        let bond = Bond { id: format!("patient-{number}"), area, team };
        let patient = self.document(&bond, place, rng);
        self.patients.push(patient);
        for day in 0..self.days.len() {
            // Over several days not everybody is seen every day; in one day everybody is seen.
            if self.days.len() == 1 || rng.chance(0.6) || (day == 0 && rng.chance(0.5)) {
                self.need(&bond, day, rng);
            }
        }
    }

    /// Most patients belong to the home-care physician team of their area; the unstable ones to a near-care team, those late in
    /// life to a palliative one, if there is one.
    fn responsible(&self, area: usize, place: LonLat, rng: &mut Rng) -> usize {
        let draw = rng.unit();
        let mission = if draw < 0.12 {
            PALLIATIVE
        } else if draw < 0.32 {
            NEAR_CARE
        } else {
            HOME_CARE
        };
        let nearest = |mission: &str| {
            let teams = self.staffing.teams.iter().enumerate();
            teams
                .filter(|(_, t)| t.mission == mission && t.area.is_none_or(|a| a == area))
                .min_by(|(_, a), (_, b)| a.metres_to(place).total_cmp(&b.metres_to(place)))
                .map(|(number, _)| number)
        };
        nearest(mission).or_else(|| nearest(HOME_CARE)).or_else(|| nearest(MUNICIPAL)).unwrap_or(0)
    }

    fn document(&self, bond: &Bond, place: LonLat, rng: &mut Rng) -> Patient {
        let mut wishes = Wishes::default();
        if rng.chance(0.1) {
            let languages = ["ar", "fi", "so"];
            wishes.languages = vec![languages[rng.below(languages.len())].to_owned()];
        }
        if rng.chance(0.06) {
            wishes.gender = Some("female".to_owned());
        }
        if rng.chance(0.15) {
            let (opens, closes) = if rng.chance(0.6) { ("08:30", "11:30") } else { ("13:00", "15:30") };
            wishes.times = vec![window(opens, closes, None)];
        }
        let mut contacts = Vec::new();
        let mut history = Vec::new();
        let physicians = self.people("physician", bond.team);
        let nurse_role = if self.mission(bond) == HOME_CARE { "nurse" } else { "specialistNurse" };
        let nurses = if nurse_role == "nurse" {
            self.municipal("nurse", bond)
        } else {
            self.people(nurse_role, bond.team)
        };
        for (role, known, chance) in [("physician", physicians, 0.85), (nurse_role, nurses, 0.5)] {
            if known.is_empty() || !rng.chance(chance) {
                continue;
            }
            let at = rng.below(known.len());
            let deputies =
                if known.len() > 1 { vec![known[(at + 1) % known.len()].clone()] } else { Vec::new() };
            for _ in 0..rng.range(1..6) {
                let staff =
                    if rng.chance(0.7) { known[at].clone() } else { known[rng.below(known.len())].clone() };
                history.push(PastVisit { staff, date: self.days_ago(rng.range(2..120)) });
            }
            contacts.push(Contact {
                role: role.to_owned(),
                staff: known[at].clone(),
                deputies,
                ..Contact::default()
            });
        }
        let everyone = self.municipal("nurse", bond);
        let refusals = if everyone.len() > 2 && rng.chance(0.04) {
            let refused = everyone[rng.below(everyone.len())].clone();
            if contacts.iter().any(|c| c.staff == refused) { Vec::new() } else { vec![refused] }
        } else {
            Vec::new()
        };
        let mut responsibilities = vec![Responsibility {
            team: self.staffing.teams[bond.team].id.clone(),
            ..Responsibility::default()
        }];
        // Over several days some become unstable: responsibility passes to a near-care team at a stated moment.
        let near = self.staffing.teams.iter().find(|t| t.mission == NEAR_CARE);
        if let Some(near) =
            near.filter(|_| self.days.len() > 2 && self.mission(bond) == HOME_CARE && rng.chance(0.04))
        {
            let change = Moment(format!("{}T12:00", self.days[self.days.len() / 2].0));
            responsibilities[0].until = Some(change.clone());
            responsibilities.push(Responsibility { team: near.id.clone(), from: Some(change), until: None });
        }
        let mut home = inline(place);
        if rng.chance(0.3) {
            // Blocks of flats: stairs, lift, a longer way from the car.
            home.arrive_minutes = Some(Minutes(5.0));
            home.leave_minutes = Some(Minutes(4.0));
        }
        Patient {
            id: bond.id.clone(),
            place: PlaceRef::Inline(home),
            area: Some(area_name(bond.area)),
            protected: rng.chance(0.02),
            wishes: (wishes != Wishes::default()).then_some(wishes),
            refusals,
            contacts,
            history,
            responsibilities,
        }
    }

    /// What the patient needs on `day`: the first kind drawn for which there are people with time left.
    fn need(&mut self, bond: &Bond, day: usize, rng: &mut Rng) {
        let mut acute = rng.chance(0.06);
        let mut found = None;
        for _ in 0..12 {
            let (kind, parts) = self.kind(bond, acute, rng);
            if self.take(bond, &parts) {
                found = Some((kind, parts));
                break;
            }
            acute = false;
        }
        let Some((kind, parts)) = found else {
            self.desk(bond, day);
            return;
        };
        let mut visit = self.visit(bond, kind, &parts);
        if kind == "acute" {
            visit.urgency = Urgency::Acute;
            visit.priority = 9;
            visit.received =
                Some(Moment(format!("{}T{:02}:{:02}", self.today.0, rng.range(9..16), 5 * rng.range(0..12))));
            visit.other_modes = vec![VisitMode::Video];
        } else {
            self.when(&mut visit, day, rng);
        }
        if kind == "medicationReview" {
            visit.urgency = Urgency::Proactive;
            visit.necessity = Necessity::Optional;
            visit.waiting_days = rng.range(0..30);
            let sample = [Part::of("nurse", Ask::Municipal, 15.0)];
            if visit.windows.is_empty() && self.take(bond, &sample) {
                let mut lab = self.visit(bond, "sampling", &sample);
                lab.id = format!("{}-sampling", visit.id);
                lab.necessity = Necessity::Optional;
                lab.windows = vec![window("07:00", "10:30", Some(self.days[day].clone()))];
                self.links.push(Link {
                    first: lab.id.clone(),
                    second: visit.id.clone(),
                    min_gap_minutes: Some(Minutes(60.0)),
                    max_gap_minutes: None,
                    person: PersonLink::Any,
                });
                self.visits.push(lab);
            }
        }
        if kind == "carePlanMeeting" {
            visit.windows.clear();
            visit.soft_windows.clear();
            let at = ["09:30", "10:00", "14:00"][rng.below(3)];
            visit.pins.push(Pin {
                day: Some(self.days[day].clone()),
                start: Some(Moment(at.to_owned())),
                ..Pin::default()
            });
        }
        self.visits.push(visit);
    }

    /// Kinds of visit by the mission of the responsible team, with their usual lengths.
    fn kind(&self, bond: &Bond, acute: bool, rng: &mut Rng) -> (&'static str, Vec<Part>) {
        let some = |rng: &mut Rng, from: u32, to: u32| f64::from(5 * rng.range(from / 5..to / 5 + 1));
        let mission = self.mission(bond);
        let own_nurse = if mission == HOME_CARE {
            ("nurse", Ask::Municipal)
        } else {
            ("specialistNurse", Ask::Responsible)
        };
        let joint = |care: f64| {
            vec![Part::of("physician", Ask::Responsible, care), Part::of(own_nurse.0, own_nurse.1, care)]
        };
        if acute {
            return ("acute", joint(some(rng, 30, 45)));
        }
        if mission == MUNICIPAL {
            return ("nursing", vec![Part::of("nurse", Ask::Municipal, some(rng, 15, 30))]);
        }
        let draw = rng.unit();
        let mut care = some(rng, 20, 35);
        if mission != HOME_CARE {
            care += 10.0;
            return match draw {
                d if d < 0.3 => ("teamVisit", joint(care)),
                d if d < 0.65 => (
                    "treatment",
                    vec![Part { skill: Some("iv"), ..Part::of("specialistNurse", Ask::Responsible, care) }],
                ),
                d if d < 0.75 => {
                    // The doctor takes part by video while the nurse is with the patient.
                    let mut parts = joint(20.0);
                    parts[0].remote = true;
                    ("videoRound", parts)
                }
                _ => ("nursing", vec![Part::of("nurse", Ask::Municipal, care)]),
            };
        }
        match draw {
            d if d < 0.16 => ("teamVisit", joint(care + 5.0)),
            d if d < 0.22 => {
                // The nurse comes a quarter of an hour earlier for samples.
                let mut parts = joint(care);
                parts[0].offset = 15.0;
                parts[1].care += 15.0;
                ("staggeredTeamVisit", parts)
            }
            d if d < 0.28 => (
                "phoneFollowUp",
                vec![Part { remote: true, ..Part::of("physician", Ask::Responsible, 15.0) }],
            ),
            d if d < 0.33 => ("medicationReview", vec![Part::of("physician", Ask::Responsible, 30.0)]),
            d if d < 0.345 => ("carePlanMeeting", joint(45.0)),
            d if d < 0.42 => {
                ("assistance", vec![Part::of("assistantNurse", Ask::Municipal, some(rng, 15, 30))])
            }
            d if d < 0.48 => ("rehabilitation", vec![Part::of("physiotherapist", Ask::Municipal, 40.0)]),
            d if d < 0.53 => {
                ("homeAssessment", vec![Part::of("occupationalTherapist", Ask::Municipal, 45.0)])
            }
            d if d < 0.62 => (
                "woundCare",
                vec![Part { skill: Some("woundCare"), ..Part::of("nurse", Ask::Municipal, care) }],
            ),
            d if d < 0.66 => {
                // A lift that takes two.
                let heavy = |role| Part::of(role, Ask::Municipal, 20.0);
                ("doubleStaffed", vec![heavy("assistantNurse"), heavy("nurse")])
            }
            _ => ("nursing", vec![Part::of("nurse", Ask::Municipal, care)]),
        }
    }

    /// Takes the time of `parts` from whoever can do them; false, and nothing taken, when somebody has none left.
    fn take(&mut self, bond: &Bond, parts: &[Part]) -> bool {
        let mut taken: Vec<(usize, f64)> = Vec::new();
        for part in parts {
            let minutes = part.care + 5.0 + if part.remote { 0.0 } else { WAY_MINUTES };
            let fits = |at: usize, team: usize| match part.provider {
                Ask::Responsible => team == bond.team,
                Ask::Municipal => {
                    let t = &self.staffing.teams[team];
                    t.mission == MUNICIPAL
                        && t.area == Some(bond.area)
                        && !taken.iter().any(|&(a, _)| a == at)
                }
            };
            let found =
                self.free.iter().enumerate().find(|&(at, &(team, role, left))| {
                    role == part.role && left >= minutes && fits(at, team)
                });
            let Some((at, _)) = found else { return false };
            taken.push((at, minutes));
        }
        for (at, minutes) in taken {
            self.free[at].2 -= minutes;
        }
        !parts.is_empty()
    }

    /// When nobody has time left for a visit at home: a short call by a nurse of any team, if there is room.
    fn desk(&mut self, bond: &Bond, day: usize) {
        let mut visit = self.visit(
            bond,
            "phoneCheck",
            &[Part { remote: true, ..Part::of("nurse", Ask::Municipal, 10.0) }],
        );
        visit.mode = VisitMode::Phone;
        visit.necessity = Necessity::Optional;
        visit.priority = 3;
        // Whoever knows the trade may ring; the municipality's nurses, whose days are full, need not do it alone.
        visit.slots[0].roles = vec!["nurse".to_owned(), "specialistNurse".to_owned()];
        visit.slots[0].provider = Some(Provider::Named(NamedProvider::Any));
        visit.windows = vec![window("08:00", "16:00", Some(self.days[day].clone()))];
        self.visits.push(visit);
    }

    fn visit(&self, bond: &Bond, kind: &str, parts: &[Part]) -> Visit {
        let phone = parts.iter().all(|p| p.remote);
        Visit {
            id: format!("visit-{}", self.visits.len() + 1),
            patient: bond.id.clone(),
            place: None,
            kind: Some(kind.to_owned()),
            slots: parts.iter().map(slot).collect(),
            windows: Vec::new(),
            soft_windows: Vec::new(),
            earliest: None,
            due: None,
            received: None,
            urgency: Urgency::Planned,
            necessity: Necessity::Mandatory,
            priority: 5,
            waiting_days: 0,
            mode: if phone { VisitMode::Phone } else { VisitMode::Home },
            other_modes: Vec::new(),
            pins: Vec::new(),
            promise: None,
        }
    }

    /// Half of all visits may be made at any time of the day, a third in half of it, some in an hour or two.
    fn when(&self, visit: &mut Visit, day: usize, rng: &mut Rng) {
        let on = Some(self.days[day].clone());
        let draw = rng.unit();
        let (opens, closes) = if draw < 0.5 {
            ("07:00".to_owned(), "16:30".to_owned())
        } else if draw < 0.82 {
            let half = if rng.chance(0.6) { ("07:30", "12:00") } else { ("12:00", "16:00") };
            (half.0.to_owned(), half.1.to_owned())
        } else {
            let from = rng.range(8..15);
            (format!("{from:02}:00"), format!("{:02}:30", from + rng.range(1..3)))
        };
        if self.days.len() > 1 && draw < 0.2 {
            // Any day of the horizon, towards the end of which it falls due.
            visit.due = Some(Moment(format!("{}T17:00", self.days[self.days.len() - 1].0)));
        } else {
            visit.windows = vec![window(&opens, &closes, on.clone())];
        }
        if draw < 0.15 {
            visit.soft_windows = vec![window("09:00", "11:00", on)];
        }
    }

    fn mission(&self, bond: &Bond) -> &'static str {
        self.staffing.teams[bond.team].mission
    }

    fn people(&self, role: &str, team: usize) -> Vec<String> {
        let fits = self.staffing.people.iter().filter(|p| p.role == role && p.team == team);
        fits.map(|p| p.id.clone()).collect()
    }

    fn municipal(&self, role: &str, bond: &Bond) -> Vec<String> {
        let team =
            self.staffing.teams.iter().position(|t| t.mission == MUNICIPAL && t.area == Some(bond.area));
        team.map(|team| self.people(role, team)).unwrap_or_default()
    }

    fn days_ago(&self, days: u32) -> Day {
        let date = self.first.checked_sub_days(Days::new(days.into())).unwrap_or(self.first);
        Day(date.to_string())
    }
}

fn slot(part: &Part) -> Slot {
    let mission = StatedProvider { mission: Some(MUNICIPAL.to_owned()), team: None };
    Slot {
        roles: vec![part.role.to_owned()],
        skills: part.skill.iter().map(|&s| s.to_owned()).collect(),
        provider: Some(match part.provider {
            Ask::Responsible => Provider::Named(NamedProvider::Responsible),
            Ask::Municipal => Provider::Stated(mission),
        }),
        presence: if part.remote { Presence::Remote } else { Presence::OnSite },
        offset_minutes: (part.offset > 0.0).then_some(Minutes(part.offset)),
        care_minutes: Minutes(part.care),
        extra_if_new_minutes: Some(Minutes(5.0)),
        documentation_minutes: Some(Minutes(5.0)),
    }
}

fn window(opens: &str, closes: &str, day: Option<Day>) -> Window {
    Window { opens: Moment(opens.to_owned()), closes: Moment(closes.to_owned()), day }
}
