//! Places, teams, staff and patients.

use super::build::{Known, LONG, Names, unknown};
use super::defect_list::DefectList;
use super::moment_text::Clock;
use super::windows::{Overlap, check_period, in_order};
use crate::clock::{Horizon, Period, PlanTime};
use crate::model::{
    CareResponsibility, Contact, DefectCode, Facts, Idx, IndexVec, Membership, PastVisit, Patient,
    PatientFacts, PatientIdx, Place, PlaceIdx, StaffIdx, StaffMember, Team, TeamIdx, Wishes,
};

/// All places; rows outside a travel table are noted.
pub fn places(facts: &Facts, defects: &mut DefectList) -> IndexVec<PlaceIdx, Place> {
    facts
        .places
        .iter()
        .map(|f| {
            defects.check_time(f.pointer.clone(), f.arrive, 0..=LONG);
            defects.check_time(f.pointer.clone(), f.leave, 0..=LONG);
            for (mode, table) in &facts.travel {
                if f.row >= table.places() {
                    defects.add(
                        DefectCode::TravelTable,
                        f.pointer.clone(),
                        format!(
                            "place `{}` is row {}, but the table for `{mode}` has {} rows",
                            f.id,
                            f.row,
                            table.places()
                        ),
                        "make the table over all places",
                    );
                }
            }
            Place { row: f.row, arrive: f.arrive, leave: f.leave }
        })
        .collect()
}

/// All teams.
pub fn teams(
    facts: &Facts,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> IndexVec<TeamIdx, Team> {
    facts
        .teams
        .iter()
        .enumerate()
        .map(|(number, f)| Team {
            id: f.id.clone(),
            missions: f.missions.iter().map(|m| names.missions.intern(m)).collect(),
            template: f.template.iter().map(|(role, count)| (names.roles.intern(role), *count)).collect(),
            base: f
                .base
                .as_ref()
                .and_then(|id| known.places.find(id, || format!("/teams/{number}/base"), defects)),
            areas: f.areas.iter().map(|a| names.areas.intern(a)).collect(),
        })
        .collect()
}

/// All staff.
pub fn staff(
    facts: &Facts,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> IndexVec<StaffIdx, StaffMember> {
    facts
        .staff
        .iter()
        .enumerate()
        .map(|(number, f)| {
            let at = format!("/staff/{number}");
            if f.role.is_empty() {
                defects.add(
                    DefectCode::Empty,
                    format!("{at}/role"),
                    format!("staff member `{}` has no role", f.id),
                    "give the profession",
                );
            }
            let travel_mode = known
                .modes
                .find(&f.travel_mode, || format!("{at}/travelMode"), defects)
                .unwrap_or_else(unknown);
            let mut teams = Vec::with_capacity(f.teams.len());
            for (k, (id, period)) in f.teams.iter().enumerate() {
                let place = || format!("{at}/teams/{k}");
                let team = known.teams.find(id, place, defects);
                if check_period(*period, &facts.horizon, place, defects)
                    && let Some(team) = team
                {
                    teams.push(Membership { team, period: *period });
                }
            }
            StaffMember {
                id: f.id.clone(),
                role: names.roles.intern(&f.role),
                skills: sorted(f.skills.iter().map(|s| names.skills.intern(s))),
                employer: names.employers.intern(&f.employer),
                languages: sorted(f.languages.iter().map(|l| names.languages.intern(l))),
                gender: f.gender.as_ref().map(|g| names.genders.intern(g)),
                travel_mode,
                teams,
                rested_from: f.rested_from,
            }
        })
        .collect()
}

/// Each once, in order.
pub fn sorted<I: Idx>(items: impl Iterator<Item = I>) -> Vec<I> {
    let mut made: Vec<I> = items.collect();
    made.sort_unstable();
    made.dedup();
    made
}

/// All patients.
pub fn patients(
    facts: &Facts,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> IndexVec<PatientIdx, Patient> {
    facts
        .patients
        .iter()
        .enumerate()
        .map(|(number, f)| patient(f, &format!("/patients/{number}"), &facts.horizon, known, names, defects))
        .collect()
}

fn patient(
    f: &PatientFacts,
    at: &str,
    horizon: &Horizon,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> Patient {
    let people = |ids: &[String], field: &str, defects: &mut DefectList| -> Vec<StaffIdx> {
        ids.iter()
            .enumerate()
            .filter_map(|(k, id)| known.staff.find(id, || format!("{at}/{field}/{k}"), defects))
            .collect()
    };
    let place = known.places.find(&f.place, || format!("{at}/place"), defects).unwrap_or_else(unknown);
    let wishes = Wishes {
        staff: people(&f.wished_staff, "wishes/staff", defects),
        avoided: people(&f.avoided_staff, "wishes/avoided", defects),
        languages: sorted(f.languages.iter().map(|l| names.languages.intern(l))),
        gender: f.gender.as_ref().map(|g| names.genders.intern(g)),
        times: in_order(&f.wished_times, &format!("{at}/wishes/times"), Overlap::Merges, horizon, defects),
    };
    let refusals = people(&f.refusals, "refusals", defects);
    let mut contacts = Vec::with_capacity(f.contacts.len());
    for (k, c) in f.contacts.iter().enumerate() {
        let at = format!("{at}/contacts/{k}");
        let staff = known.staff.find(&c.staff, || format!("{at}/staff"), defects);
        let deputies = c
            .deputies
            .iter()
            .enumerate()
            .filter_map(|(d, id)| known.staff.find(id, || format!("{at}/deputies/{d}"), defects))
            .collect();
        let sound = check_period(c.valid, horizon, || format!("{at}/until"), defects);
        if let (Some(staff), true) = (staff, sound) {
            contacts.push(Contact { role: names.roles.intern(&c.role), staff, valid: c.valid, deputies });
        }
    }
    let mut history: Vec<PastVisit> = f
        .history
        .iter()
        .map(|(id, days_ago)| PastVisit {
            staff: known.staff.get(id),
            staff_id: id.clone(),
            days_ago: *days_ago,
        })
        .collect();
    history.sort_by_key(|past| past.days_ago);
    Patient {
        id: f.id.clone(),
        place,
        area: f.area.as_ref().map(|a| names.areas.intern(a)),
        protected: f.protected,
        wishes,
        refusals,
        contacts,
        history,
        responsibilities: responsibilities(f, at, horizon, known, defects),
    }
}

/// Who is responsible when, by time; two at once are noted.
fn responsibilities(
    f: &PatientFacts,
    at: &str,
    horizon: &Horizon,
    known: &Known,
    defects: &mut DefectList,
) -> Vec<CareResponsibility> {
    let mut made: Vec<(CareResponsibility, usize)> = Vec::with_capacity(f.responsibilities.len());
    for (k, (id, period)) in f.responsibilities.iter().enumerate() {
        let place = || format!("{at}/responsibilities/{k}");
        let team = known.teams.find(id, place, defects);
        if check_period(*period, horizon, place, defects) {
            made.push((CareResponsibility { team: team.unwrap_or_else(unknown), period: *period }, k));
        }
    }
    made.sort_by_key(|(r, k)| (r.period.from, r.period.until, *k));
    let mut reach: Option<(PlanTime, usize)> = None;
    for &(responsibility, k) in &made {
        let Period { from, until } = responsibility.period;
        if let Some((end, l)) = reach
            && from < end
        {
            let (earlier, later) = (k.min(l), k.max(l));
            defects.add(
                DefectCode::ResponsibilityOverlap,
                format!("{at}/responsibilities/{later}"),
                format!(
                    "teams `{}` and `{}` are both responsible for patient `{}` at {}",
                    f.responsibilities[earlier].0,
                    f.responsibilities[later].0,
                    f.id,
                    Clock(horizon, from)
                ),
                "end one period where the other begins: exactly one team is responsible at any moment",
            );
        }
        if reach.is_none_or(|(end, _)| end < until) {
            reach = Some((until, k));
        }
    }
    made.into_iter().map(|(r, _)| r).collect()
}
