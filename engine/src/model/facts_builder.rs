//! A small world in a few lines, for tests and examples that a reader takes in at a glance.

use super::{
    BlockFacts, BreakRule, ContactFacts, CrewFacts, Facts, InvalidProblem, LinkFacts, Necessity,
    PatientFacts, PersonLink, PinFacts, PlaceFacts, Presence, Problem, ProviderFacts, ShiftFacts, SlotFacts,
    StaffFacts, TeamFacts, Urgency, VisitFacts, VisitMode, WorkingTime,
};
use crate::clock::{Horizon, Period, PlanTime, TimeWindow};
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};

/// Builds [`Facts`] step by step; whatever is not said has a plain default.
///
/// Defaults: one day; everyone is a nurse; every patient has a home of their own, 10 minutes and 5 km from every other place;
/// staff start and end nowhere (no travel), without breaks or overtime; a visit takes one nurse of any team for 30 minutes at any time.
/// Times are written `"07:00"` (first day) or `"1 07:00"` (day 1, counted from 0).
///
/// ```
/// use engine::model::FactsBuilder;
///
/// let problem = FactsBuilder::new()
///     .patient("Ada", |p| p.refuses("Ben"))
///     .visit("breakfast", |v| v.of("Ada").between("07:00", "09:00").care_minutes(30))
///     .staff("Ben", |s| s.works("06:00", "14:00"))
///     .build()
///     .expect("valid facts");
/// assert_eq!(problem.visits.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct FactsBuilder {
    days: usize,
    working_time: WorkingTime,
    places: Vec<String>,
    patients: Vec<PatientFacts>,
    staff: Vec<StaffFacts>,
    shifts: Vec<ShiftFacts>,
    crews: Vec<CrewFacts>,
    teams: Vec<TeamFacts>,
    visits: Vec<VisitFacts>,
    links: Vec<LinkFacts>,
    roads: Vec<(String, String, Option<u32>)>,
    handling: (Seconds, Seconds),
    minutes_apart: u32,
}

/// A patient in the making.
#[derive(Clone, Debug)]
pub struct PatientBuilder {
    facts: PatientFacts,
}

/// A staff member in the making, with shifts.
#[derive(Clone, Debug)]
pub struct StaffBuilder {
    facts: StaffFacts,
    shifts: Vec<ShiftFacts>,
}

/// A visit in the making.
#[derive(Clone, Debug)]
pub struct VisitBuilder {
    facts: VisitFacts,
}

/// Reads `"07:30"` or `"2 07:30"`.
///
/// # Panics
/// When the text is neither: it is written by the author of a test.
pub fn moment(text: &str) -> PlanTime {
    let (day, clock) = text.split_once(' ').unwrap_or(("0", text));
    let (hour, minute) = clock.split_once(':').expect("a time is written 07:30 or `2 07:30`");
    let number = |digits: &str| digits.parse::<u32>().expect("a time is written 07:30 or `2 07:30`");
    PlanTime(number(day) * 86_400 + number(hour) * 3600 + number(minute) * 60)
}

fn window(opens: &str, closes: &str) -> TimeWindow {
    TimeWindow { opens: moment(opens), closes: moment(closes) }
}

impl Default for FactsBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FactsBuilder {
    /// An empty world of one day.
    pub fn new() -> Self {
        Self {
            days: 1,
            working_time: WorkingTime::default(),
            places: Vec::new(),
            patients: Vec::new(),
            staff: Vec::new(),
            shifts: Vec::new(),
            crews: Vec::new(),
            teams: Vec::new(),
            visits: Vec::new(),
            links: Vec::new(),
            roads: Vec::new(),
            handling: (Seconds::ZERO, Seconds::ZERO),
            minutes_apart: 10,
        }
    }

    /// So many days of 24 hours.
    #[must_use]
    pub fn days(mut self, days: usize) -> Self {
        self.days = days;
        self
    }

    /// Other working-time rules.
    #[must_use]
    pub fn working_time(mut self, change: impl FnOnce(&mut WorkingTime)) -> Self {
        change(&mut self.working_time);
        self
    }

    /// Between any two places so many minutes (and half as many kilometres) unless a road says otherwise.
    #[must_use]
    pub fn minutes_apart(mut self, minutes: u32) -> Self {
        self.minutes_apart = minutes;
        self
    }

    /// So many minutes from one place to another, both ways. A patient's home is called as the patient.
    #[must_use]
    pub fn road(mut self, from: &str, to: &str, minutes: u32) -> Self {
        self.roads.push((from.to_owned(), to.to_owned(), Some(minutes)));
        self
    }

    /// No road between the two places, either way.
    #[must_use]
    pub fn no_road(mut self, from: &str, to: &str) -> Self {
        self.roads.push((from.to_owned(), to.to_owned(), None));
        self
    }

    /// Minutes to park and walk on arrival at, and to get back on leaving, every place.
    #[must_use]
    pub fn handling_minutes(mut self, arrive: u32, leave: u32) -> Self {
        self.handling = (Seconds::minutes(arrive), Seconds::minutes(leave));
        self
    }

    /// A place that is nobody's home.
    #[must_use]
    pub fn place(mut self, id: &str) -> Self {
        self.places.push(id.to_owned());
        self
    }

    /// A team with one mission.
    #[must_use]
    pub fn team(mut self, id: &str, mission: &str) -> Self {
        self.teams.push(TeamFacts {
            id: id.to_owned(),
            missions: vec![mission.to_owned()],
            ..TeamFacts::default()
        });
        self
    }

    /// A patient, at home in a place of the same name.
    #[must_use]
    pub fn patient(mut self, id: &str, make: impl FnOnce(PatientBuilder) -> PatientBuilder) -> Self {
        let plain = PatientFacts { id: id.to_owned(), place: id.to_owned(), ..PatientFacts::default() };
        let made = make(PatientBuilder { facts: plain }).facts;
        if made.place == id {
            self.places.push(id.to_owned());
        }
        self.patients.push(made);
        self
    }

    /// A staff member.
    #[must_use]
    pub fn staff(mut self, id: &str, make: impl FnOnce(StaffBuilder) -> StaffBuilder) -> Self {
        let plain = StaffFacts {
            id: id.to_owned(),
            role: "nurse".to_owned(),
            employer: "region".to_owned(),
            travel_mode: "car".to_owned(),
            ..StaffFacts::default()
        };
        let made = make(StaffBuilder { facts: plain, shifts: Vec::new() });
        self.staff.push(made.facts);
        self.shifts.extend(made.shifts);
        self
    }

    /// A visit.
    #[must_use]
    pub fn visit(mut self, id: &str, make: impl FnOnce(VisitBuilder) -> VisitBuilder) -> Self {
        let plain = VisitFacts {
            id: id.to_owned(),
            patient: self.patients.last().map(|p| p.id.clone()).unwrap_or_default(),
            place: None,
            kind: "visit".to_owned(),
            slots: Vec::new(),
            windows: Vec::new(),
            soft_windows: Vec::new(),
            earliest: None,
            due: None,
            urgency: Urgency::Planned,
            necessity: Necessity::Mandatory,
            priority: 5,
            waiting_days: 0,
            mode: VisitMode::Home,
            other_modes: Vec::new(),
            pins: Vec::new(),
            promise: None,
        };
        let mut made = make(VisitBuilder { facts: plain }).facts;
        if made.slots.is_empty() {
            made.slots.push(plain_slot("nurse", 30));
        }
        self.visits.push(made);
        self
    }

    /// `second` starts between `least` and `most` minutes after the care of `first` ends.
    #[must_use]
    pub fn link(
        mut self,
        first: &str,
        second: &str,
        least: Option<u32>,
        most: Option<u32>,
        person: PersonLink,
    ) -> Self {
        self.links.push(LinkFacts {
            first: first.to_owned(),
            second: second.to_owned(),
            min_gap: least.map(Seconds::minutes),
            max_gap: most.map(Seconds::minutes),
            person,
        });
        self
    }

    /// People who share a vehicle on `day`: the shift of each that starts then.
    #[must_use]
    pub fn crew(mut self, id: &str, day: usize, staff: &[&str]) -> Self {
        let shifts = staff.iter().map(|s| format!("{s}-{day}")).collect();
        self.crews.push(CrewFacts { id: id.to_owned(), shifts });
        self
    }

    /// The facts as they stand, to change by hand or to build.
    pub fn facts(self) -> Facts {
        let places = self
            .places
            .iter()
            .enumerate()
            .map(|(row, id)| PlaceFacts {
                id: id.clone(),
                pointer: format!("/places/{row}"),
                row,
                arrive: self.handling.0,
                leave: self.handling.1,
            })
            .collect();
        let table = TravelTable::from_fn(self.places.len(), |from, to| {
            let is = |a: &String, b: &String| *a == self.places[from] && *b == self.places[to];
            let stated = self.roads.iter().rev().find(|(a, b, _)| is(a, b) || is(b, a)).map(|road| road.2);
            let minutes = if from == to { Some(0) } else { stated.unwrap_or(Some(self.minutes_apart)) };
            minutes.map(|m| (Seconds::minutes(m), Metres(m * 500)))
        });
        Facts {
            horizon: Horizon::new((0..=self.days as u32).map(|day| PlanTime(day * 86_400)).collect())
                .expect("days of 24 hours"),
            working_time: self.working_time,
            places,
            teams: self.teams,
            staff: self.staff,
            shifts: self.shifts,
            crews: self.crews,
            patients: self.patients,
            visits: self.visits,
            links: self.links,
            travel: vec![("car".to_owned(), table)],
        }
    }

    /// The problem.
    ///
    /// # Errors
    /// As [`Facts::build`].
    pub fn build(self) -> Result<Problem, InvalidProblem> {
        self.facts().build()
    }
}

fn plain_slot(role: &str, care_minutes: u32) -> SlotFacts {
    SlotFacts {
        roles: vec![role.to_owned()],
        skills: Vec::new(),
        provider: ProviderFacts::Any,
        presence: Presence::OnSite,
        offset: Seconds::ZERO,
        care: Seconds::minutes(care_minutes),
        extra_if_new: Seconds::ZERO,
        documentation: Seconds::ZERO,
    }
}

impl PatientBuilder {
    /// Lives at a place named before.
    #[must_use]
    pub fn lives_at(mut self, place: &str) -> Self {
        self.facts.place = place.to_owned();
        self
    }

    /// This person must never come.
    #[must_use]
    pub fn refuses(mut self, staff: &str) -> Self {
        self.facts.refusals.push(staff.to_owned());
        self
    }

    /// Would like this person to come.
    #[must_use]
    pub fn wishes_for(mut self, staff: &str) -> Self {
        self.facts.wished_staff.push(staff.to_owned());
        self
    }

    /// Would rather not meet this person.
    #[must_use]
    pub fn would_avoid(mut self, staff: &str) -> Self {
        self.facts.avoided_staff.push(staff.to_owned());
        self
    }

    /// Speaks this language.
    #[must_use]
    pub fn speaks(mut self, language: &str) -> Self {
        self.facts.languages.push(language.to_owned());
        self
    }

    /// Would like staff of this gender.
    #[must_use]
    pub fn wishes_gender(mut self, gender: &str) -> Self {
        self.facts.gender = Some(gender.to_owned());
        self
    }

    /// Would like visits to start between these times.
    #[must_use]
    pub fn wishes_time(mut self, opens: &str, closes: &str) -> Self {
        self.facts.wished_times.push(window(opens, closes));
        self
    }

    /// Has this fixed contact for a role, with deputies.
    #[must_use]
    pub fn contact(mut self, role: &str, staff: &str, deputies: &[&str]) -> Self {
        self.facts.contacts.push(ContactFacts {
            role: role.to_owned(),
            staff: staff.to_owned(),
            valid: Period::ALWAYS,
            deputies: deputies.iter().map(|d| (*d).to_owned()).collect(),
        });
        self
    }

    /// Met this person so many days ago.
    #[must_use]
    pub fn met(mut self, staff: &str, days_ago: u32) -> Self {
        self.facts.history.push((staff.to_owned(), days_ago));
        self
    }

    /// This team is responsible throughout.
    #[must_use]
    pub fn in_care_of(mut self, team: &str) -> Self {
        self.facts.responsibilities.push((team.to_owned(), Period::ALWAYS));
        self
    }

    /// This team is responsible from a moment until another.
    #[must_use]
    pub fn in_care_of_during(mut self, team: &str, from: &str, until: &str) -> Self {
        let period = Period { from: moment(from), until: moment(until) };
        self.facts.responsibilities.push((team.to_owned(), period));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut PatientFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

impl StaffBuilder {
    /// Has this role instead of nurse.
    #[must_use]
    pub fn role(mut self, role: &str) -> Self {
        self.facts.role = role.to_owned();
        self
    }

    /// Has this skill.
    #[must_use]
    pub fn skill(mut self, skill: &str) -> Self {
        self.facts.skills.push(skill.to_owned());
        self
    }

    /// Speaks this language.
    #[must_use]
    pub fn speaks(mut self, language: &str) -> Self {
        self.facts.languages.push(language.to_owned());
        self
    }

    /// Is of this gender.
    #[must_use]
    pub fn gender(mut self, gender: &str) -> Self {
        self.facts.gender = Some(gender.to_owned());
        self
    }

    /// Belongs to this team throughout.
    #[must_use]
    pub fn team(mut self, team: &str) -> Self {
        self.facts.teams.push((team.to_owned(), Period::ALWAYS));
        self
    }

    /// Works from one time to another (a shift called `name-day`), without breaks.
    #[must_use]
    pub fn works(mut self, start: &str, end: &str) -> Self {
        let (start, end) = (moment(start), moment(end));
        self.shifts.push(ShiftFacts {
            id: format!("{}-{}", self.facts.id, start.0 / 86_400),
            staff: self.facts.id.clone(),
            start,
            end,
            overtime_limit: Seconds::ZERO,
            start_place: None,
            end_place: None,
            breaks: Some(Vec::new()),
            blocks: Vec::new(),
        });
        self
    }

    /// The shifts stated so far start and end here.
    #[must_use]
    pub fn from_place(mut self, place: &str) -> Self {
        for shift in &mut self.shifts {
            shift.start_place = Some(place.to_owned());
            shift.end_place = Some(place.to_owned());
        }
        self
    }

    /// The shifts stated so far may last so much longer.
    #[must_use]
    pub fn overtime_minutes(mut self, minutes: u32) -> Self {
        for shift in &mut self.shifts {
            shift.overtime_limit = Seconds::minutes(minutes);
        }
        self
    }

    /// The last shift holds a break of so many minutes that begins between these times.
    #[must_use]
    pub fn break_between(self, opens: &str, closes: &str, minutes: u32) -> Self {
        let rule = BreakRule { duration: Seconds::minutes(minutes), window: window(opens, closes) };
        self.last_shift(|shift| shift.breaks.get_or_insert_default().push(rule))
    }

    /// The last shift's breaks follow from its length.
    #[must_use]
    pub fn derived_breaks(self) -> Self {
        self.last_shift(|shift| shift.breaks = None)
    }

    /// The last shift is blocked from a time on for so many minutes, anywhere.
    #[must_use]
    pub fn blocked(self, label: &str, start: &str, minutes: u32) -> Self {
        let block = BlockFacts {
            label: label.to_owned(),
            start: moment(start),
            duration: Seconds::minutes(minutes),
            place: None,
        };
        self.last_shift(|shift| shift.blocks.push(block))
    }

    /// Anything else about the last shift stated.
    #[must_use]
    pub fn last_shift(mut self, change: impl FnOnce(&mut ShiftFacts)) -> Self {
        change(self.shifts.last_mut().expect("state a shift with `works` first"));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut StaffFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

impl VisitBuilder {
    /// The patient; without this, the last one stated.
    #[must_use]
    pub fn of(mut self, patient: &str) -> Self {
        self.facts.patient = patient.to_owned();
        self
    }

    /// Must start between these times.
    #[must_use]
    pub fn between(mut self, opens: &str, closes: &str) -> Self {
        self.facts.windows.push(window(opens, closes));
        self
    }

    /// Should start between these times.
    #[must_use]
    pub fn rather_between(mut self, opens: &str, closes: &str) -> Self {
        self.facts.soft_windows.push(window(opens, closes));
        self
    }

    /// The care of every slot takes so long; a nurse's slot when there is none yet.
    #[must_use]
    pub fn care_minutes(mut self, minutes: u32) -> Self {
        if self.facts.slots.is_empty() {
            self.facts.slots.push(plain_slot("nurse", minutes));
        }
        for slot in &mut self.facts.slots {
            slot.care = Seconds::minutes(minutes);
        }
        self
    }

    /// One more participant with this role, for 30 minutes.
    #[must_use]
    pub fn needs(mut self, role: &str) -> Self {
        self.facts.slots.push(plain_slot(role, 30));
        self
    }

    /// The last slot begins so many minutes after the visit does.
    #[must_use]
    pub fn later_by(self, minutes: u32) -> Self {
        self.last_slot(|slot| slot.offset = Seconds::minutes(minutes))
    }

    /// The last slot needs this skill.
    #[must_use]
    pub fn skill(self, skill: &str) -> Self {
        self.last_slot(|slot| slot.skills.push(skill.to_owned()))
    }

    /// The last slot is filled by this kind of team.
    #[must_use]
    pub fn provider(self, provider: ProviderFacts) -> Self {
        self.last_slot(|slot| slot.provider = provider)
    }

    /// The last slot takes part by video or phone.
    #[must_use]
    pub fn remote(self) -> Self {
        self.last_slot(|slot| slot.presence = Presence::Remote)
    }

    /// Anything else about the last slot; a nurse's slot when there is none yet.
    #[must_use]
    pub fn last_slot(mut self, change: impl FnOnce(&mut SlotFacts)) -> Self {
        if self.facts.slots.is_empty() {
            self.facts.slots.push(plain_slot("nurse", 30));
        }
        change(self.facts.slots.last_mut().expect("just made sure"));
        self
    }

    /// Acute: must have started by `due`; asked for before the horizon.
    #[must_use]
    pub fn acute(mut self, due: &str) -> Self {
        self.facts.urgency = Urgency::Acute { received: PlanTime::ZERO };
        self.facts.due = Some(moment(due));
        self
    }

    /// Optional.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.facts.necessity = Necessity::Optional;
        self
    }

    /// Locks slot `slot` to a person.
    #[must_use]
    pub fn locked_to(mut self, slot: usize, staff: &str) -> Self {
        self.facts.pins.push(PinFacts {
            slot: Some(slot),
            staff: Some(staff.to_owned()),
            ..PinFacts::default()
        });
        self
    }

    /// Locks the start.
    #[must_use]
    pub fn locked_at(mut self, start: &str) -> Self {
        self.facts.pins.push(PinFacts { start: Some(moment(start)), ..PinFacts::default() });
        self
    }

    /// Promised for a start, with these people by slot.
    #[must_use]
    pub fn promised(mut self, start: &str, staff: &[&str]) -> Self {
        self.facts.promise = Some((moment(start), staff.iter().map(|s| Some((*s).to_owned())).collect()));
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut VisitFacts)) -> Self {
        change(&mut self.facts);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_has_a_default() {
        let problem = FactsBuilder::new()
            .patient("Ada", |p| p)
            .patient("Bo", |p| p)
            .visit("dressing", |v| v.of("Ada"))
            .staff("Ben", |s| s.works("07:00", "15:00"))
            .road("Ada", "Bo", 25)
            .build()
            .unwrap();
        let shift = problem.shifts.indices().next().unwrap();
        let places: Vec<_> = problem.places.indices().collect();
        assert_eq!(problem.transit(shift, places[0], places[1]), Some(Seconds::minutes(25)));
        assert_eq!(moment("1 00:30"), PlanTime(88_200));
    }
}
