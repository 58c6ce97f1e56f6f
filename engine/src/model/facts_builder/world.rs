//! A small world in a few lines, for tests and examples that a reader takes in at a glance.

use super::people::{PatientBuilder, StaffBuilder};
use super::visit::{VisitBuilder, plain_slot};
use crate::clock::{Horizon, PlanTime};
use crate::model::{
    CrewFacts, Facts, InvalidProblem, LinkFacts, Necessity, PatientFacts, PersonLink, PlaceFacts, Problem,
    ShiftFacts, StaffFacts, TeamFacts, Urgency, VisitFacts, VisitMode, WorkingTime,
};
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
            travel: vec![("car".to_owned(), table.into())],
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment;

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
        assert_eq!(problem.least_transit(shift, places[0], places[1]), Some(Seconds::minutes(25)));
        assert_eq!(moment("1 00:30"), PlanTime(88_200));
    }
}
