//! All facts with their references resolved: what every later stage relies on.

use super::*;
use crate::clock::{Horizon, PlanTime};
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use std::sync::Arc;

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
    /// One travel table a mode; shared, so that a copy of a problem is cheap.
    pub travel: IndexVec<TravelModeIdx, Arc<TravelTable>>,
    /// Shifts of each staff member, by start.
    pub shifts_of: IndexVec<StaffIdx, Vec<ShiftIdx>>,
    /// Visits of each patient.
    pub visits_of: IndexVec<PatientIdx, Vec<VisitIdx>>,
    /// Links of each visit.
    pub links_of: IndexVec<VisitIdx, Vec<LinkIdx>>,
}

impl Problem {
    /// Driving (cycling, walking) time of `shift`'s person between two places, without handling; zero at the same
    /// place. `None` where no road leads.
    pub fn travel_time(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx) -> Option<Seconds> {
        if from == to {
            return Some(Seconds::ZERO);
        }
        let mode = self.staff[self.shifts[shift].staff].travel_mode;
        self.travel[mode].seconds(self.places[from].row, self.places[to].row)
    }

    /// Length of that way.
    pub fn travel_length(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx) -> Option<Metres> {
        if from == to {
            return Some(Metres(0));
        }
        let mode = self.staff[self.shifts[shift].staff].travel_mode;
        self.travel[mode].metres(self.places[from].row, self.places[to].row)
    }

    /// From door to door: the way back to the vehicle, travel, park and walk. Zero at the same place, so that two
    /// visits in one home cost the handling once. `None` where no road leads.
    pub fn transit(&self, shift: ShiftIdx, from: PlaceIdx, to: PlaceIdx) -> Option<Seconds> {
        if from == to {
            return Some(Seconds::ZERO);
        }
        let travel = self.travel_time(shift, from, to)?;
        Some(self.places[from].leave + travel + self.places[to].arrive)
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
