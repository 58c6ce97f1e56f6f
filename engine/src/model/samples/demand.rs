//! Patients, visits and links of a town.

use super::land::Land;
use super::town::Town;
use super::workforce::{LANGUAGES, SKILLS, TEAMS, Workforce};
use crate::clock::{Period, PlanTime, TimeWindow};
use crate::model::{
    ContactFacts, LinkFacts, Necessity, PatientFacts, PersonLink, PinFacts, Presence, ProviderFacts,
    SlotFacts, Urgency, VisitFacts, VisitMode,
};
use crate::rng::Rng;
use osm_data::units::Seconds;

/// Everything that is asked for.
pub struct Demand {
    pub patients: Vec<PatientFacts>,
    pub visits: Vec<VisitFacts>,
    pub links: Vec<LinkFacts>,
}

/// What a patient is known by while visits are drawn.
struct Home {
    district: usize,
    /// Who is responsible at first, and whether another takes over.
    team: String,
    changes_hands: bool,
}

/// One participant in short: role, team (`None`: the responsible one), minutes of care.
type Part = (&'static str, Option<usize>, u32);

/// A kind of visit, how often it comes in a hundred, and who takes part.
struct Kind {
    name: &'static str,
    share: u32,
    mode: VisitMode,
    parts: &'static [Part],
}

const KINDS: [Kind; 9] = [
    Kind { name: "nursing", share: 22, mode: VisitMode::Home, parts: &[("nurse", Some(3), 25)] },
    Kind {
        name: "personal care",
        share: 22,
        mode: VisitMode::Home,
        parts: &[("assistant nurse", Some(3), 30)],
    },
    Kind { name: "follow-up", share: 9, mode: VisitMode::Home, parts: &[("specialist nurse", None, 35)] },
    Kind { name: "physician", share: 4, mode: VisitMode::Home, parts: &[("physician", None, 35)] },
    Kind {
        name: "joint",
        share: 17,
        mode: VisitMode::Home,
        parts: &[("physician", None, 35), ("nurse", Some(3), 40)],
    },
    Kind {
        name: "joint specialist",
        share: 6,
        mode: VisitMode::Home,
        parts: &[("physician", None, 40), ("specialist nurse", None, 45)],
    },
    Kind { name: "phone", share: 5, mode: VisitMode::Phone, parts: &[("physician", None, 15)] },
    Kind {
        name: "video",
        share: 3,
        mode: VisitMode::Video,
        parts: &[("nurse", Some(3), 30), ("physician", None, 20)],
    },
    Kind { name: "medication review", share: 5, mode: VisitMode::Home, parts: &[("physician", None, 30)] },
];

struct Draw<'a> {
    town: &'a Town,
    days: usize,
    workforce: &'a Workforce,
    rng: Rng,
    homes: Vec<Home>,
    made: Demand,
}

impl Demand {
    pub fn draw(town: &Town, days: usize, workforce: &Workforce, land: &mut Land, rng: Rng) -> Self {
        let made = Self { patients: Vec::new(), visits: Vec::new(), links: Vec::new() };
        let mut draw = Draw { town, days, workforce, rng, homes: Vec::new(), made };
        if workforce.staff.is_empty() {
            return draw.made;
        }
        // More days, more visits to the same people.
        let patients = (town.visits * 4 / (4 + days)).max(1);
        for number in 0..patients {
            draw.patient(number, land);
        }
        while draw.made.visits.len() < town.visits {
            draw.visit();
        }
        draw.made
    }
}

impl Draw<'_> {
    fn at(day: usize, minutes: u32) -> PlanTime {
        PlanTime(day as u32 * 86_400 + minutes * 60)
    }

    /// Somebody's id, from the staff of a district.
    fn somebody(&mut self, district: usize) -> Option<String> {
        let near: Vec<usize> =
            (0..self.workforce.staff.len()).filter(|&s| self.workforce.district_of[s] == district).collect();
        self.rng.pick(&near).map(|&s| self.workforce.staff[s].id.clone())
    }

    fn patient(&mut self, number: usize, land: &mut Land) {
        let district = self.rng.below(self.workforce.districts);
        let id = format!("p{number:04}");
        // Only teams with a physician take responsibility; three in five patients are the home-care team's.
        let able: Vec<usize> = [0, 0, 0, 1, 2]
            .into_iter()
            .filter(|&kind| {
                let team = format!("{}-{district}", TEAMS[kind].0);
                !self.workforce.candidates("physician", None, &team).is_empty()
            })
            .collect();
        let kind = self.rng.pick(&able).copied().unwrap_or(0);
        let team = format!("{}-{district}", TEAMS[kind].0);
        let hand_over = PlanTime(self.days as u32 * 43_200);
        let other = able.iter().copied().find(|&k| k != kind);
        let mut responsibilities = vec![(team.clone(), Period::ALWAYS)];
        let mut changes_hands = false;
        if let Some(other) = other
            && self.rng.chance(0.08)
        {
            changes_hands = true;
            responsibilities = vec![
                (team.clone(), Period { from: PlanTime::ZERO, until: hand_over }),
                (format!("{}-{district}", TEAMS[other].0), Period { from: hand_over, until: PlanTime::MAX }),
            ];
        }
        let same_house = number > 0 && self.rng.chance(0.05);
        let place = match self.made.patients.last() {
            Some(neighbour) if same_house && self.homes[number - 1].district == district => {
                neighbour.place.clone()
            }
            _ => land.home(&format!("home-of-{id}"), district),
        };
        let mut p = PatientFacts {
            id,
            place,
            area: Some(format!("area-{district}")),
            protected: self.rng.chance(0.01),
            responsibilities,
            ..PatientFacts::default()
        };
        self.homes.push(Home { district, team, changes_hands });
        self.relations(number, &mut p);
        self.wishes(district, &mut p);
        self.made.patients.push(p);
    }

    /// Contacts with deputies, and who came before.
    fn relations(&mut self, number: usize, p: &mut PatientFacts) {
        let Home { district, team, .. } = &self.homes[number];
        let (district, team) = (*district, team.clone());
        let municipal = format!("{}-{district}", TEAMS[3].0);
        for (role, team, share) in [("physician", &team, 0.7), ("nurse", &municipal, 0.4)] {
            let mut people = self.workforce.candidates(role, None, team);
            self.rng.shuffle(&mut people);
            if let Some((&first, rest)) = people.split_first()
                && self.rng.chance(share)
            {
                let valid = if self.rng.chance(0.1) {
                    Period { from: PlanTime::ZERO, until: PlanTime(self.days as u32 * 43_200) }
                } else {
                    Period::ALWAYS
                };
                let id = |s: &usize| self.workforce.staff[*s].id.clone();
                p.contacts.push(ContactFacts {
                    role: role.to_owned(),
                    staff: id(&first),
                    valid,
                    deputies: rest.iter().take(1).map(id).collect(),
                });
                p.history.push((id(&first), self.rng.range(3..90)));
            }
        }
        for _ in 0..self.rng.below(4) {
            if let Some(id) = self.somebody(district) {
                p.history.push((id, self.rng.range(1..300)));
            }
        }
        if self.rng.chance(0.1) {
            p.history.push(("left-us".to_owned(), self.rng.range(1..300)));
        }
    }

    fn wishes(&mut self, district: usize, p: &mut PatientFacts) {
        let contacts: Vec<String> = p.contacts.iter().map(|c| c.staff.clone()).collect();
        if self.rng.chance(0.06) {
            p.refusals.extend(self.somebody(district).filter(|id| !contacts.contains(id)));
        }
        if self.rng.chance(0.08) {
            p.wished_staff.extend(self.somebody(district).filter(|id| !p.refusals.contains(id)));
        }
        if self.rng.chance(0.05) {
            p.avoided_staff.extend(self.somebody(district).filter(|id| !p.wished_staff.contains(id)));
        }
        if self.rng.chance(0.1) {
            p.languages.extend(self.rng.pick(&LANGUAGES).map(|l| (*l).to_owned()));
        }
        if self.rng.chance(0.08) {
            p.gender = Some("woman".to_owned());
        }
        if self.rng.chance(0.15) {
            let from = self.rng.range(8..14) * 60;
            p.wished_times = (0..self.days)
                .map(|day| TimeWindow { opens: Self::at(day, from), closes: Self::at(day, from + 120) })
                .collect();
        }
    }

    /// A kind of visit that the staff of the patient's district can make, as often as its share says.
    fn kind(&mut self, patient: usize) -> Option<&'static Kind> {
        let home = &self.homes[patient];
        let able: Vec<&'static Kind> = KINDS
            .iter()
            .filter(|kind| {
                kind.parts.iter().all(|(role, team, _)| {
                    let team =
                        team.map_or(home.team.clone(), |t| format!("{}-{}", TEAMS[t].0, home.district));
                    // A hand-over must not leave a visit that only one of the two teams could make.
                    let stays = *role == "physician" || !home.changes_hands || *role != "specialist nurse";
                    stays && !self.workforce.candidates(role, None, &team).is_empty()
                })
            })
            .collect();
        let total: u32 = able.iter().map(|k| k.share).sum();
        let mut at = if total == 0 { return None } else { self.rng.range(0..total) };
        able.into_iter().find(|kind| {
            let found = at < kind.share;
            at = at.saturating_sub(kind.share);
            found
        })
    }

    fn slot(&mut self, patient: usize, part: Part) -> SlotFacts {
        let (role, team, minutes) = part;
        let home = &self.homes[patient];
        let (provider, team) = match team {
            None => (ProviderFacts::Responsible, home.team.clone()),
            Some(t) if self.rng.chance(0.1) => {
                (ProviderFacts::Mission(TEAMS[t].1.to_owned()), format!("{}-{}", TEAMS[t].0, home.district))
            }
            Some(t) => {
                let id = format!("{}-{}", TEAMS[t].0, home.district);
                (ProviderFacts::Team(id.clone()), id)
            }
        };
        let skills = SKILLS
            .iter()
            .filter(|(of, _)| *of == role && !home.changes_hands)
            .map(|(_, skill)| (*skill).to_owned())
            .find(|skill| {
                self.rng.chance(0.12) && !self.workforce.candidates(role, Some(skill), &team).is_empty()
            });
        SlotFacts {
            roles: vec![role.to_owned()],
            skills: skills.into_iter().collect(),
            provider,
            presence: Presence::OnSite,
            offset: Seconds::ZERO,
            care: Seconds::minutes(minutes + self.rng.range(0..4) * 5 - 5),
            extra_if_new: Seconds::minutes(if self.rng.chance(0.5) { 10 } else { 0 }),
            documentation: Seconds::minutes(self.rng.range(1..3) * 5),
        }
    }

    fn visit(&mut self) {
        let patient = self.rng.below(self.homes.len());
        let Some(kind) = self.kind(patient) else {
            // Nobody in the district can do any: a visit that will be left out.
            let slot = self.slot(patient, ("physician", None, 30));
            self.push(patient, "physician", VisitMode::Home, vec![slot]);
            return;
        };
        let mut slots: Vec<SlotFacts> = kind.parts.iter().map(|part| self.slot(patient, *part)).collect();
        if slots.len() == 2 && kind.mode == VisitMode::Home {
            match self.rng.below(4) {
                // The nurse comes first, to take samples.
                0 => {
                    slots[0].offset = Seconds::minutes(15);
                    slots[1].care += Seconds::minutes(10);
                }
                // The physician leaves first.
                1 => slots[0].care = Seconds::minutes(20),
                _ => {}
            }
        }
        if kind.mode == VisitMode::Video {
            slots[1].presence = Presence::Remote;
        }
        self.push(patient, kind.name, kind.mode, slots);
        let full = self.made.visits.len() >= self.town.visits;
        if kind.name == "medication review" && !full {
            self.lab_before(patient);
        } else if kind.name == "nursing" && !full && self.rng.chance(0.2) {
            self.second_nursing(patient);
        }
    }

    /// Samples are taken before the medication review just drawn.
    fn lab_before(&mut self, patient: usize) {
        let team = format!("{}-{}", TEAMS[3].0, self.homes[patient].district);
        if self.workforce.candidates("nurse", None, &team).is_empty() {
            return;
        }
        let review = self.made.visits.len() - 1;
        let slot = self.slot(patient, ("nurse", Some(3), 15));
        self.push(patient, "samples", VisitMode::Home, vec![slot]);
        let [first, second] = [self.made.visits.len() - 1, review].map(|v| self.made.visits[v].id.clone());
        // Both on whatever day suits, in order.
        for v in [review, self.made.visits.len() - 1] {
            let visit = &mut self.made.visits[v];
            visit.windows.clear();
            visit.earliest = None;
            visit.urgency = Urgency::Planned;
            visit.due = None;
            visit.pins.clear();
            visit.promise = None;
        }
        let most = if self.days == 1 { None } else { Some(Seconds::hours(30)) };
        self.made.links.push(LinkFacts {
            first,
            second,
            min_gap: Some(Seconds::hours(1)),
            max_gap: most,
            person: PersonLink::Any,
        });
    }

    /// Another visit of the same kind to the same patient: by the same person, or, to have a second opinion, by another.
    fn second_nursing(&mut self, patient: usize) {
        let slot = self.slot(patient, ("nurse", Some(3), 20));
        self.push(patient, "nursing", VisitMode::Home, vec![slot]);
        let last = self.made.visits.len() - 1;
        let [first, second] = [last - 1, last].map(|v| self.made.visits[v].id.clone());
        let person = if self.rng.chance(0.7) { PersonLink::Same } else { PersonLink::Different };
        self.made.links.push(LinkFacts { first, second, min_gap: None, max_gap: None, person });
    }

    /// One day, part of the day or some hours, on one to three days; often any time.
    fn windows(&mut self) -> Vec<TimeWindow> {
        let (opens, closes) = match self.rng.below(10) {
            0..=3 => return Vec::new(),
            4..=5 => (8 * 60, 12 * 60),
            6..=7 => (12 * 60, 16 * 60),
            _ => {
                let from = self.rng.range(16..29) * 30;
                (from, from + self.rng.range(2..5) * 30)
            }
        };
        let first = self.rng.below(self.days);
        let last = (first + self.rng.below(3)).min(self.days - 1);
        (first..=last)
            .map(|day| TimeWindow { opens: Self::at(day, opens), closes: Self::at(day, closes) })
            .collect()
    }

    fn push(&mut self, patient: usize, kind: &str, mode: VisitMode, slots: Vec<SlotFacts>) {
        let mut v = VisitFacts {
            id: format!("v{:05}", self.made.visits.len()),
            patient: self.made.patients[patient].id.clone(),
            place: None,
            kind: kind.to_owned(),
            slots,
            windows: self.windows(),
            soft_windows: Vec::new(),
            earliest: None,
            due: None,
            urgency: Urgency::Planned,
            necessity: Necessity::Mandatory,
            priority: 5,
            waiting_days: 0,
            mode,
            other_modes: Vec::new(),
            pins: Vec::new(),
            promise: None,
        };
        match self.rng.below(100) {
            // The promise: by the end of the next working day. Asked for before the horizon, or on its first morning.
            0..8 => {
                let received = if self.rng.chance(0.6) { PlanTime::ZERO } else { Self::at(0, 9 * 60) };
                let due = if received == PlanTime::ZERO { 0 } else { 1 };
                v.urgency = Urgency::Acute { received };
                v.due = Some(Self::at(due, 17 * 60));
                v.priority = 8;
                v.windows.clear();
            }
            8..20 => {
                v.urgency = Urgency::Proactive;
                v.necessity = Necessity::Optional;
                v.priority = self.rng.range(2..6);
                v.waiting_days = self.rng.range(0..60);
                v.windows.clear();
            }
            20..25 => v.due = Some(Self::at(self.rng.below(self.days), 17 * 60)),
            _ => {}
        }
        if self.rng.chance(0.15) {
            let day = self.rng.below(self.days);
            v.soft_windows =
                vec![TimeWindow { opens: Self::at(day, 9 * 60), closes: Self::at(day, 11 * 60) }];
        }
        if v.windows.is_empty() && v.due.is_none() && self.rng.chance(0.05) {
            v.earliest = Some(Self::at(self.days / 2, 10 * 60));
        }
        if mode == VisitMode::Home && v.slots.len() == 2 && self.rng.chance(0.3) {
            v.other_modes.push(VisitMode::Video);
        }
        self.locks(patient, &mut v);
        self.made.visits.push(v);
    }

    /// Locks and promises, all of which can be kept.
    fn locks(&mut self, patient: usize, v: &mut VisitFacts) {
        let first = v.windows.first().copied().unwrap_or(TimeWindow {
            opens: v.earliest.unwrap_or(Self::at(0, 9 * 60)),
            closes: Self::at(self.days - 1, 15 * 60),
        });
        let steps = first.closes.since(first.opens).0 / 900;
        let start = first.opens + Seconds(self.rng.range(0..steps + 1) * 900);
        let draw_person = |draw: &mut Self, slot: usize| {
            let s = &v.slots[slot];
            let home = &draw.homes[patient];
            let team = match &s.provider {
                ProviderFacts::Responsible => home.team.clone(),
                ProviderFacts::Team(id) => id.clone(),
                ProviderFacts::Mission(_) | ProviderFacts::Any => format!("{}-{}", TEAMS[3].0, home.district),
            };
            let people: Vec<String> = draw
                .workforce
                .candidates(&s.roles[0], s.skills.first(), &team)
                .into_iter()
                .map(|p| draw.workforce.staff[p].id.clone())
                .filter(|id| !draw.made.patients[patient].refusals.contains(id))
                .filter(|id| draw.workforce.shifts.iter().any(|shift| shift.staff == *id))
                .collect();
            draw.rng.pick(&people).cloned()
        };
        if self.town.promises && self.rng.chance(0.33) {
            let people = (0..v.slots.len()).map(|slot| draw_person(self, slot)).collect();
            v.promise = Some((start, people));
        }
        if self.town.pins && self.rng.chance(0.06) && matches!(v.urgency, Urgency::Planned) {
            let pin = match self.rng.below(3) {
                0 => PinFacts { slot: Some(0), staff: draw_person(self, 0), ..PinFacts::default() },
                1 => PinFacts { start: Some(start), ..PinFacts::default() },
                _ => PinFacts { day: Some((start.0 / 86_400) as usize), ..PinFacts::default() },
            };
            v.pins.push(pin);
        }
    }
}
