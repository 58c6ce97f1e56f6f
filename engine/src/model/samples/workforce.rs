//! Teams, staff, shifts and crews of a town.

use super::land::Land;
use super::town::Town;
use crate::clock::{Period, PlanTime, TimeWindow};
use crate::model::{BlockFacts, BreakRule, CrewFacts, ShiftFacts, StaffFacts, TeamFacts};
use crate::rng::Rng;
use osm_data::units::Seconds;

/// Id, mission and template of a kind of team.
type TeamKind = (&'static str, &'static str, &'static [(&'static str, u32)]);

/// The kinds of team in every district.
pub const TEAMS: [TeamKind; 4] = [
    ("home-care", "home-care physician", &[("physician", 1)]),
    ("near-care", "near-care", &[("physician", 1), ("specialist nurse", 2)]),
    ("palliative", "palliative", &[("physician", 1), ("specialist nurse", 1)]),
    ("municipal", "municipal", &[("nurse", 2), ("assistant nurse", 1)]),
];

/// Role and team of fifteen staff in turn.
const PATTERN: [(&str, usize); 15] = [
    ("physician", 0),
    ("nurse", 3),
    ("specialist nurse", 1),
    ("assistant nurse", 3),
    ("nurse", 3),
    ("physician", 1),
    ("nurse", 3),
    ("physician", 0),
    ("assistant nurse", 3),
    ("nurse", 3),
    ("physician", 2),
    ("specialist nurse", 2),
    ("nurse", 3),
    ("assistant nurse", 3),
    ("physician", 0),
];

/// Skills that some people have and some visits need, by role.
pub const SKILLS: [(&str, &str); 5] = [
    ("nurse", "wound care"),
    ("nurse", "intravenous"),
    ("specialist nurse", "palliative care"),
    ("physician", "palliative care"),
    ("assistant nurse", "lifting"),
];

/// Languages besides Swedish.
pub const LANGUAGES: [&str; 4] = ["arabic", "finnish", "somali", "persian"];

/// Everyone who works in the town.
pub struct Workforce {
    pub teams: Vec<TeamFacts>,
    pub staff: Vec<StaffFacts>,
    pub shifts: Vec<ShiftFacts>,
    pub crews: Vec<CrewFacts>,
    /// District of each staff member.
    pub district_of: Vec<usize>,
    /// Number of districts.
    pub districts: usize,
}

impl Workforce {
    pub fn draw(town: &Town, days: usize, land: &mut Land, mut rng: Rng) -> Self {
        let districts = town.staff.div_ceil(30).max(1);
        let mut made = Self {
            teams: Vec::new(),
            staff: Vec::new(),
            shifts: Vec::new(),
            crews: Vec::new(),
            district_of: Vec::new(),
            districts,
        };
        for district in 0..districts {
            let hospital = land.base(&format!("hospital-{district}"), district);
            let depot = land.base(&format!("depot-{district}"), district);
            for (kind, (id, mission, template)) in TEAMS.iter().enumerate() {
                made.teams.push(TeamFacts {
                    id: format!("{id}-{district}"),
                    missions: vec![(*mission).to_owned()],
                    template: template.iter().map(|(role, n)| ((*role).to_owned(), *n)).collect(),
                    base: Some(if kind == 3 { depot.clone() } else { hospital.clone() }),
                    areas: vec![format!("area-{district}")],
                });
            }
        }
        for number in 0..town.staff {
            made.hire(number, town.staff, days, land, &mut rng);
        }
        if town.crews {
            made.share_vehicles(days);
        }
        made
    }

    /// Whether a staff member may fill a slot with this role and skill for this team.
    pub fn fits(&self, staff: usize, role: &str, skill: Option<&String>, team: &str) -> bool {
        let s = &self.staff[staff];
        s.role == role && skill.is_none_or(|k| s.skills.contains(k)) && s.teams.iter().any(|(t, _)| t == team)
    }

    /// Everyone who may.
    pub fn candidates(&self, role: &str, skill: Option<&String>, team: &str) -> Vec<usize> {
        (0..self.staff.len()).filter(|&s| self.fits(s, role, skill, team)).collect()
    }

    fn hire(&mut self, number: usize, of: usize, days: usize, land: &mut Land, rng: &mut Rng) {
        let district = number * self.districts / of;
        let first_of_district = (0..number).rev().take_while(|n| n * self.districts / of == district).count();
        let (role, kind) = PATTERN[first_of_district % PATTERN.len()];
        let id = format!("s{number:03}");
        let municipal = kind == 3;
        let team = format!("{}-{district}", TEAMS[kind].0);
        let skills = SKILLS
            .iter()
            .filter(|(of, _)| *of == role)
            .filter(|_| rng.chance(0.6))
            .map(|(_, skill)| (*skill).to_owned())
            .collect();
        let mut languages = vec!["swedish".to_owned()];
        if rng.chance(0.3) {
            languages.extend(rng.pick(&LANGUAGES).map(|l| (*l).to_owned()));
        }
        let by_bicycle = role == "assistant nurse" && rng.chance(0.15);
        self.staff.push(StaffFacts {
            id: id.clone(),
            role: role.to_owned(),
            skills,
            employer: if municipal { "municipality" } else { "region" }.to_owned(),
            languages,
            gender: Some(if rng.chance(0.7) { "woman" } else { "man" }.to_owned()),
            travel_mode: if by_bicycle { "bicycle" } else { "car" }.to_owned(),
            teams: vec![(team.clone(), Period::ALWAYS)],
            // Somebody worked late yesterday.
            rested_from: if rng.chance(0.04) { PlanTime(9 * 3600) } else { PlanTime::ZERO },
        });
        self.district_of.push(district);
        let base = format!("{}-{district}", if municipal { "depot" } else { "hospital" });
        let from_home = rng.chance(0.08).then(|| land.home(&format!("home-of-{id}"), district));
        let place = from_home.unwrap_or(base.clone());
        let holds_phone_hour = role == "physician" && rng.chance(0.6);
        let mut worked = 0;
        for day in 0..days {
            let rests = days > 1 && rng.chance(0.25) && !(day + 1 == days && worked == 0);
            if rests {
                continue;
            }
            worked += 1;
            let shift = self.shift(&id, day, municipal, holds_phone_hour, &place, &base, rng);
            self.shifts.push(shift);
        }
    }

    fn shift(
        &self,
        id: &str,
        day: usize,
        municipal: bool,
        phone_hour: bool,
        place: &str,
        base: &str,
        rng: &mut Rng,
    ) -> ShiftFacts {
        let evening = municipal && rng.chance(0.12);
        let early = municipal && !evening;
        let (start, end) = match (evening, early) {
            (true, _) => (13 * 60, 21 * 60 + 30),
            (_, true) => (7 * 60, 15 * 60 + 30),
            (_, false) => (8 * 60, 16 * 60 + 30),
        };
        let at = |minutes: u32| PlanTime(day as u32 * 86_400 + minutes * 60);
        let block = |label: &str, start: u32, minutes: u32, place: Option<&str>| BlockFacts {
            label: label.to_owned(),
            start: at(start),
            duration: Seconds::minutes(minutes),
            place: place.map(str::to_owned),
        };
        let mut blocks = Vec::new();
        if !municipal && place == base && rng.chance(0.8) {
            blocks.push(block("morning meeting", 8 * 60, 20, Some(base)));
        }
        if phone_hour {
            blocks.push(block("phone hour", 13 * 60, 45, None));
        }
        let stated = (rng.chance(0.2) && !phone_hour).then(|| {
            let window = TimeWindow { opens: at(start + 3 * 60 + 30), closes: at(start + 5 * 60) };
            vec![BreakRule { duration: Seconds::minutes(30), window }]
        });
        ShiftFacts {
            id: format!("{id}-{day}"),
            staff: id.to_owned(),
            start: at(start),
            end: at(end),
            overtime_limit: Seconds::minutes(rng.range(0..3) * 30),
            start_place: Some(place.to_owned()),
            end_place: Some(place.to_owned()),
            breaks: stated,
            blocks,
        }
    }

    /// In each near-care team, the first physician and the first specialist nurse share a car whenever both work.
    fn share_vehicles(&mut self, days: usize) {
        for district in 0..self.districts {
            let team = format!("near-care-{district}");
            let first = |role: &str| {
                (0..self.staff.len())
                    .find(|&s| self.fits(s, role, None, &team))
                    .map(|s| self.staff[s].id.clone())
            };
            let (Some(driver), Some(rider)) = (first("physician"), first("specialist nurse")) else {
                continue;
            };
            for day in 0..days {
                let shift_of = |id: &str| self.shifts.iter().position(|s| s.id == format!("{id}-{day}"));
                let (Some(a), Some(b)) = (shift_of(&driver), shift_of(&rider)) else { continue };
                // One car: the rider's day is the driver's.
                let id = self.shifts[b].id.clone();
                self.shifts[b] = ShiftFacts { id, staff: rider.clone(), ..self.shifts[a].clone() };
                self.crews.push(CrewFacts {
                    id: format!("car-{district}-{day}"),
                    shifts: vec![self.shifts[a].id.clone(), self.shifts[b].id.clone()],
                });
            }
        }
    }
}
