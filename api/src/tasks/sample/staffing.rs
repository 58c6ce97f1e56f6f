//! Teams, people and their working days.

use super::homes::{Homes, inline};
use crate::wire::{Block, Crew, Day, Membership, Minutes, Moment, Place, PlaceRef, Shift, StaffMember, Team};
use engine::rng::Rng;
use osm_data::lonlat::LonLat;
use std::collections::BTreeMap;

pub(super) const HOME_CARE: &str = "homeCarePhysician";
pub(super) const NEAR_CARE: &str = "nearCare";
pub(super) const PALLIATIVE: &str = "palliative";
pub(super) const MUNICIPAL: &str = "municipal";

/// One person and where the person belongs.
pub(super) struct Person {
    pub id: String,
    pub role: &'static str,
    /// Position in [`Staffing::teams`].
    pub team: usize,
}

/// One team.
pub(super) struct TeamPlan {
    pub id: String,
    pub mission: &'static str,
    /// The area it serves; `None` for all.
    pub area: Option<usize>,
    base: LonLat,
}

/// Everybody who works, and the documents' parts that say so.
pub(super) struct Staffing {
    pub areas: Vec<LonLat>,
    pub teams: Vec<TeamPlan>,
    pub people: Vec<Person>,
    pub places: Vec<Place>,
    pub team_documents: Vec<Team>,
    pub staff_documents: Vec<StaffMember>,
    pub shift_documents: Vec<Shift>,
    pub crews: Vec<Crew>,
}

impl Staffing {
    /// `staff` people over `days`: one area for some fifteen people, in each a home-care physician team and a municipal one; one
    /// near-care team (a physician, two specialist nurses) for some forty people, one palliative team for some sixty.
    pub(super) fn draw(staff: usize, days: &[Day], homes: &Homes<'_>, rng: &mut Rng) -> Self {
        let areas = homes.spread((staff / 15).max(1), rng);
        let mut made = Self {
            areas,
            teams: Vec::new(),
            people: Vec::new(),
            places: Vec::new(),
            team_documents: Vec::new(),
            staff_documents: Vec::new(),
            shift_documents: Vec::new(),
            crews: Vec::new(),
        };
        let near = if staff >= 8 { (staff / 40).max(1) } else { 0 };
        let palliative = if staff >= 12 { (staff / 60).max(1) } else { 0 };
        let mut left = staff;
        for _ in 0..near {
            let base = made.areas[made.teams.len() % made.areas.len()];
            let team = made.team(NEAR_CARE, None, base);
            for role in ["physician", "specialistNurse", "specialistNurse"] {
                made.person(role, team, rng);
            }
            left -= 3;
        }
        for _ in 0..palliative {
            let base = made.areas[made.teams.len() % made.areas.len()];
            let team = made.team(PALLIATIVE, None, base);
            for role in ["physician", "specialistNurse"] {
                made.person(role, team, rng);
            }
            left -= 2;
        }
        // The rest by area: of every ten people two physicians of primary care, five nurses, one assistant nurse, one
        // occupational therapist, one physiotherapist.
        const OF_TEN: [&str; 10] = [
            "nurse",
            "physician",
            "nurse",
            "assistantNurse",
            "nurse",
            "nurse",
            "physiotherapist",
            "physician",
            "nurse",
            "occupationalTherapist",
        ];
        let count = made.areas.len();
        for area in 0..count {
            let base = made.areas[area];
            let share = left / count + usize::from(area < left % count);
            if share == 0 {
                continue;
            }
            let physicians = made.team(HOME_CARE, Some(area), base);
            let municipal = made.team(MUNICIPAL, Some(area), base);
            for number in 0..share {
                let role = OF_TEN[number % 10];
                made.person(role, if role == "physician" { physicians } else { municipal }, rng);
            }
        }
        made.shifts(days, rng);
        made
    }

    fn team(&mut self, mission: &'static str, area: Option<usize>, base: LonLat) -> usize {
        let number = self.teams.iter().filter(|t| t.mission == mission).count() + 1;
        let id = format!("{mission}-{number}");
        let at = inline(base);
        self.places.push(Place {
            id: format!("base-{id}"),
            lat: at.lat,
            lon: at.lon,
            arrive_minutes: Some(Minutes(2.0)),
            leave_minutes: Some(Minutes(3.0)),
            ..Place::default()
        });
        let template: &[(&str, u32)] = match mission {
            NEAR_CARE => &[("physician", 1), ("specialistNurse", 2)],
            PALLIATIVE => &[("physician", 1), ("specialistNurse", 1)],
            HOME_CARE => &[("physician", 1)],
            _ => &[("nurse", 1)],
        };
        self.team_documents.push(Team {
            id: id.clone(),
            missions: vec![mission.to_owned()],
            template: template.iter().map(|&(role, n)| (role.to_owned(), n)).collect::<BTreeMap<_, _>>(),
            base: Some(PlaceRef::Id(format!("base-{id}"))),
            areas: area.map(area_name).into_iter().collect(),
        });
        self.teams.push(TeamPlan { id, mission, area, base });
        self.teams.len() - 1
    }

    fn person(&mut self, role: &'static str, team: usize, rng: &mut Rng) {
        let number = self.people.iter().filter(|p| p.role == role).count() + 1;
        let id = format!("{role}-{number}");
        let mut languages = vec!["sv".to_owned()];
        languages
            .extend(["ar", "fi", "so", "en"].into_iter().filter(|_| rng.chance(0.15)).map(str::to_owned));
        let mut skills: Vec<String> = Vec::new();
        if role == "specialistNurse" || (role == "nurse" && rng.chance(0.5)) {
            skills.push("iv".to_owned());
        }
        // The first nurse of every team can dress wounds, or visits would wait for somebody whom nobody employs.
        let first = !self.people.iter().any(|p| p.team == team && p.role == role);
        if role == "nurse" && (first | rng.chance(0.4)) {
            skills.push("woundCare".to_owned());
        }
        let municipal = self.teams[team].mission == MUNICIPAL;
        self.staff_documents.push(StaffMember {
            id: id.clone(),
            role: role.to_owned(),
            skills,
            employer: Some(if municipal { "municipality" } else { "region" }.to_owned()),
            languages,
            gender: Some(if rng.chance(0.75) { "female" } else { "male" }.to_owned()),
            teams: vec![Membership::Throughout(self.teams[team].id.clone())],
            ..StaffMember::default()
        });
        self.people.push(Person { id, role, team });
    }

    fn shifts(&mut self, days: &[Day], rng: &mut Rng) {
        for day in days {
            for person in &self.people {
                let team = &self.teams[person.team];
                let physician = person.role == "physician";
                // Teams that meet in the morning keep one clock; municipal staff start early or a little later.
                let (start, end) = match team.mission {
                    MUNICIPAL if rng.chance(0.5) => ("07:00", "15:30"),
                    MUNICIPAL => ("08:00", "16:30"),
                    _ => ("08:00", "17:00"),
                };
                let base = PlaceRef::Id(format!("base-{}", team.id));
                let mut blocks = Vec::new();
                if team.mission == NEAR_CARE {
                    blocks.push(block("morning meeting", "08:00", 20.0, Some(base.clone())));
                }
                if physician && team.mission == HOME_CARE {
                    blocks.push(block("phone hour", "13:00", 45.0, None));
                }
                self.shift_documents.push(Shift {
                    id: shift_id(&person.id, day),
                    staff: person.id.clone(),
                    day: Some(day.clone()),
                    start: Moment(start.to_owned()),
                    end: Moment(end.to_owned()),
                    overtime_limit_minutes: Some(Minutes(if physician { 60.0 } else { 30.0 })),
                    start_place: Some(base.clone()),
                    end_place: Some(base),
                    breaks: None,
                    blocks,
                });
            }
            // In larger samples the physician and the first specialist nurse of the first near-care team share a car.
            if self.people.len() >= 20 {
                let shifts = self.people[..2].iter().map(|p| shift_id(&p.id, day)).collect();
                self.crews.push(Crew { id: format!("car-{}", day.0), shifts });
            }
        }
    }
}

fn block(label: &str, start: &str, minutes: f64, place: Option<PlaceRef>) -> Block {
    Block { label: label.to_owned(), start: Moment(start.to_owned()), minutes: Minutes(minutes), place }
}

fn shift_id(person: &str, day: &Day) -> String {
    format!("{person}@{}", day.0)
}

/// What area number `area` is called.
pub(super) fn area_name(area: usize) -> String {
    format!("area-{}", area + 1)
}

impl TeamPlan {
    /// How far from the team's base a place lies.
    pub(super) fn metres_to(&self, place: LonLat) -> f64 {
        self.base.metres_to(place)
    }
}
