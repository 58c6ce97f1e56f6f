//! All facts with their references resolved: what every later stage relies on.

use super::*;
use crate::clock::{Horizon, PlanTime};
use crate::travel::{Journey, TravelByHour};
use osm_data::units::{Metres, Seconds};

/// All facts of one planning problem. Made only by [`Facts::build`], so every index in it holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Problem {
    /// The days.
    pub horizon: Horizon,
    /// Rest and breaks.
    pub working_time: WorkingTime,
    /// Names of roles.
    pub roles: NameTable<RoleIdx>,
    /// Names of skills.
    pub skills: NameTable<SkillIdx>,
    /// Names of missions.
    pub missions: NameTable<MissionIdx>,
    /// Names of languages.
    pub languages: NameTable<LanguageIdx>,
    /// Names of genders.
    pub genders: NameTable<GenderIdx>,
    /// Names of employers.
    pub employers: NameTable<EmployerIdx>,
    /// Names of areas.
    pub areas: NameTable<AreaIdx>,
    /// Names of travel modes.
    pub travel_modes: NameTable<TravelModeIdx>,
    /// Places.
    pub places: IndexVec<PlaceIdx, Place>,
    /// Ids of places.
    pub place_ids: NameTable<PlaceIdx>,
    /// Teams.
    pub teams: IndexVec<TeamIdx, Team>,
    /// Staff.
    pub staff: IndexVec<StaffIdx, StaffMember>,
    /// Shifts.
    pub shifts: IndexVec<ShiftIdx, Shift>,
    /// Crews.
    pub crews: IndexVec<CrewIdx, Crew>,
    /// Patients.
    pub patients: IndexVec<PatientIdx, Patient>,
    /// Visits.
    pub visits: IndexVec<VisitIdx, Visit>,
    /// Ties between visits.
    pub links: IndexVec<LinkIdx, Link>,
    /// Travel of each mode, by the hour; shared, so that a copy of a problem is cheap.
    pub travel: IndexVec<TravelModeIdx, TravelByHour>,
    /// Shifts of each staff member, by start.
    pub shifts_of: IndexVec<StaffIdx, Vec<ShiftIdx>>,
    /// Visits of each patient.
    pub visits_of: IndexVec<PatientIdx, Vec<VisitIdx>>,
    /// Links of each visit.
    pub links_of: IndexVec<VisitIdx, Vec<LinkIdx>>,
}

impl Problem {
    /// The way of `shift`'s person from door to door, free at the first door from `free` on and setting out at once. `None`
    /// where no road leads at any hour.
    pub fn transit(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx, free: PlanTime) -> Option<Transit> {
        if from == to {
            return Some(Transit::stay(free));
        }
        let (leave, arrive) = (self.places[from].leave, self.places[to].arrive);
        let journey =
            self.travel_of(shift).leave(self.places[from].row, self.places[to].row, free + leave)?;
        Some(Transit::of(free, journey, leave + arrive))
    }

    /// The same way, setting out as late as can be to be at the second door by `by`. `None` where no road leads at any hour, or
    /// nobody could be there by then who sets out at the start of the horizon or later.
    pub fn transit_by(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx, by: PlanTime) -> Option<Transit> {
        if from == to {
            return Some(Transit::stay(by));
        }
        let (leave, arrive) = (self.places[from].leave, self.places[to].arrive);
        let (row_from, row_to) = (self.places[from].row, self.places[to].row);
        let journey = self.travel_of(shift).arrive_by(
            row_from,
            row_to,
            PlanTime::ZERO + (by - (PlanTime::ZERO + arrive))?,
        )?;
        let free = PlanTime::ZERO + (journey.departure - (PlanTime::ZERO + leave))?;
        Some(Transit::of(free, journey, leave + arrive))
    }

    /// The least time that the way takes at any hour, from door to door. `None` where no road leads at any hour.
    pub fn least_transit(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx) -> Option<Seconds> {
        if from == to {
            return Some(Seconds::ZERO);
        }
        let travel = self.travel_of(shift).least(self.places[from].row, self.places[to].row)?;
        Some(self.places[from].leave + travel + self.places[to].arrive)
    }

    fn travel_of(&self, shift: ShiftIdx) -> &TravelByHour {
        &self.travel[self.staff[self.shifts[shift].staff].travel_mode]
    }

    /// Whether `staff` has met `patient` within the history window, or is a contact or deputy of the patient.
    pub fn is_known(&self, patient: PatientIdx, staff: StaffIdx) -> bool {
        let patient = &self.patients[patient];
        let met = patient
            .history
            .iter()
            .any(|p| p.staff == Some(staff) && p.days_ago <= self.working_time.history_days);
        met || patient.contacts.iter().any(|c| c.staff == staff || c.deputies.contains(&staff))
    }

    /// How long `staff` is occupied by slot `slot` of `visit`: care, first-meeting time where it applies, documentation.
    pub fn occupied(&self, visit: VisitIdx, slot: usize, staff: StaffIdx) -> Seconds {
        let v = &self.visits[visit];
        let s = &v.slots[slot];
        let extra = if s.extra_if_new > Seconds::ZERO && !self.is_known(v.patient, staff) {
            s.extra_if_new
        } else {
            Seconds::ZERO
        };
        s.care + extra + s.documentation
    }

    /// The place that slot `slot` of `visit` must be done at; `None` when it can be done anywhere.
    pub fn slot_place(&self, visit: VisitIdx, slot: usize) -> Option<PlaceIdx> {
        let v = &self.visits[visit];
        match (v.mode, v.slots[slot].presence) {
            (VisitMode::Phone, _) | (VisitMode::Home | VisitMode::Video, Presence::Remote) => None,
            (VisitMode::Home | VisitMode::Video, Presence::OnSite) => v.place,
        }
    }

    /// The team medically responsible for `patient` at `moment`.
    pub fn responsible_team(&self, patient: PatientIdx, moment: PlanTime) -> Option<TeamIdx> {
        self.patients[patient].responsibilities.iter().find(|r| r.period.contains(moment)).map(|r| r.team)
    }

    /// The fixed contact that holds for slot `slot` of `visit` on the day of `shift`: the first one, in document order,
    /// whose role is among the slot's and whose validity holds at the shift's start.
    pub fn contact_for(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> Option<&Contact> {
        let v = &self.visits[visit];
        let at = self.shifts[shift].start;
        self.patients[v.patient]
            .contacts
            .iter()
            .find(|c| v.slots[slot].roles.contains(&c.role) && c.valid.contains(at))
    }
}

/// One way from door to door: back to the vehicle, travel, park and walk. Nothing at the same place, so that two visits in one
/// home cost the handling once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transit {
    /// Setting out from the first door.
    pub free: PlanTime,
    /// At the second door.
    pub ready: PlanTime,
    /// Driving (cycling, walking), and standing where a way is closed for some hours.
    pub travel: Seconds,
    /// From door to vehicle and from vehicle to door.
    pub handling: Seconds,
    /// Length.
    pub length: Metres,
}

impl Transit {
    /// No way at all.
    pub fn stay(at: PlanTime) -> Self {
        Self { free: at, ready: at, ..Self::default() }
    }

    fn of(free: PlanTime, journey: Journey, handling: Seconds) -> Self {
        let travel = journey.time();
        Self { free, ready: free + travel + handling, travel, handling, length: journey.length }
    }

    /// All of it.
    pub fn time(self) -> Seconds {
        self.travel + self.handling
    }
}
