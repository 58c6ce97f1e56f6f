//! The wiring: sections in document order, each with the ids that those before it made known.

use super::defect_list::DefectList;
use super::ids::Ids;
use super::{needs, people, ties, working_day};
use crate::model::{
    AreaIdx, DefectCode, EmployerIdx, Facts, GenderIdx, Idx, IndexVec, InvalidProblem, LanguageIdx, LinkIdx,
    MissionIdx, NameTable, PatientIdx, PlaceIdx, Problem, RoleIdx, ShiftIdx, SkillIdx, StaffIdx, TeamIdx,
    TravelModeIdx, VisitIdx,
};
use osm_data::units::{Metres, Seconds};

/// The longest care, documentation, offset or handling: a day and night.
pub const LONG: u32 = 86_400;
/// The longest travel between two places: as long as the longest horizon.
pub const LONGEST_TRAVEL: Seconds = Seconds(MOST_DAYS as u32 * LONG);
/// The longest way between two places: once round the globe.
pub const LONGEST_WAY: Metres = Metres(40_075_000);
/// What one document may hold.
const MOST_DAYS: usize = 28;
const MOST_VISITS: usize = 20_000;
const MOST_SHIFTS: usize = 5_000;
const MOST_OF_THE_REST: usize = 100_000;

/// Stands for a reference that could not be resolved. Never leaves the builder: a defect has been noted for it.
pub fn unknown<I: Idx>() -> I {
    I::from_index(u32::MAX as usize)
}

/// The ids of every kind.
pub struct Known {
    pub places: Ids<PlaceIdx>,
    pub teams: Ids<TeamIdx>,
    pub staff: Ids<StaffIdx>,
    pub shifts: Ids<ShiftIdx>,
    pub patients: Ids<PatientIdx>,
    pub visits: Ids<VisitIdx>,
    pub modes: Ids<TravelModeIdx>,
    pub missions: Ids<MissionIdx>,
}

/// The names of every kind that is data.
#[derive(Default)]
pub struct Names {
    pub roles: NameTable<RoleIdx>,
    pub skills: NameTable<SkillIdx>,
    pub missions: NameTable<MissionIdx>,
    pub languages: NameTable<LanguageIdx>,
    pub genders: NameTable<GenderIdx>,
    pub employers: NameTable<EmployerIdx>,
    pub areas: NameTable<AreaIdx>,
}

impl Facts {
    /// Resolves every reference and puts everything in order.
    ///
    /// - Windows are sorted; touching ones become one; `earliest` and the moment an acute request came cut them; no
    ///   window at all means the whole horizon.
    /// - A shift without stated breaks gets derived ones when it is longer than the longest stretch of work.
    /// - A lock of the order becomes a link.
    ///
    /// A visit that nobody can make is no defect: it is left out of the plan, with the reason.
    ///
    /// # Errors
    /// [`InvalidProblem`] with every defect, in document order, when the facts contradict themselves or name something that is not there.
    pub fn build(self) -> Result<Problem, InvalidProblem> {
        let facts = self;
        let mut defects = DefectList::default();
        check_sizes(&facts, &mut defects);
        if defects.len() > 0 {
            // Too much to read: everything else would only add to the list.
            return Err(InvalidProblem { defects: defects.into_sorted() });
        }
        check_working_time(&facts, &mut defects);
        check_travel(&facts, &mut defects);
        let mut names = Names::default();
        let known = know_ids(&facts, &mut names, &mut defects);

        let places = people::places(&facts, &mut defects);
        let teams = people::teams(&facts, &known, &mut names, &mut defects);
        let staff = people::staff(&facts, &known, &mut names, &mut defects);
        let mut shifts =
            working_day::shifts(&facts.shifts, &facts.horizon, &facts.working_time, &known, &mut defects);
        let crews = working_day::crews(&facts.crews, &mut shifts, &staff, &known, &mut defects);
        let patients = people::patients(&facts, &known, &mut names, &mut defects);
        let ground =
            needs::Ground { horizon: &facts.horizon, staff: &staff, shifts: &shifts, patients: &patients };
        let visits = needs::visits(&facts.visits, &ground, &known, &mut names, &mut defects);
        let links = ties::links(&facts, &visits, &known, &mut defects);

        let defects = defects.into_sorted();
        if !defects.is_empty() {
            return Err(InvalidProblem { defects });
        }
        let mut shifts_of: IndexVec<StaffIdx, Vec<ShiftIdx>> = staff.iter().map(|_| Vec::new()).collect();
        for (shift, s) in shifts.enumerate() {
            shifts_of[s.staff].push(shift);
        }
        for list in shifts_of.iter_mut() {
            list.sort_by_key(|shift| (shifts[*shift].start, *shift));
        }
        let mut visits_of: IndexVec<PatientIdx, Vec<VisitIdx>> =
            patients.iter().map(|_| Vec::new()).collect();
        for (visit, v) in visits.enumerate() {
            visits_of[v.patient].push(visit);
        }
        let mut links_of: IndexVec<VisitIdx, Vec<LinkIdx>> = visits.iter().map(|_| Vec::new()).collect();
        for (link, l) in links.enumerate() {
            links_of[l.first].push(link);
            links_of[l.second].push(link);
        }
        let mut place_ids = NameTable::default();
        for place in &facts.places {
            place_ids.intern(&place.id);
        }
        let mut travel_modes = NameTable::default();
        let mut travel = IndexVec::default();
        for (mode, tables) in facts.travel {
            travel_modes.intern(&mode);
            travel.push(tables);
        }
        Ok(Problem {
            horizon: facts.horizon,
            working_time: facts.working_time,
            roles: names.roles,
            skills: names.skills,
            missions: names.missions,
            languages: names.languages,
            genders: names.genders,
            employers: names.employers,
            areas: names.areas,
            travel_modes,
            places,
            place_ids,
            teams,
            staff,
            shifts,
            crews,
            patients,
            visits,
            links,
            travel,
            shifts_of,
            visits_of,
            links_of,
        })
    }
}

/// Registers every id before any reference is followed.
fn know_ids(facts: &Facts, names: &mut Names, defects: &mut DefectList) -> Known {
    let mut places = Ids::register("place", "places", std::iter::empty(), defects);
    for (number, place) in facts.places.iter().enumerate() {
        places.add(&place.id, Idx::from_index(number), place.pointer.clone(), defects);
    }
    let mut modes = Ids::register("travel mode", "travel", std::iter::empty(), defects);
    for (number, (mode, _)) in facts.travel.iter().enumerate() {
        modes.add(mode, Idx::from_index(number), format!("/travel/{mode}"), defects);
    }
    let mut missions = Ids::register("team with the mission", "teams", std::iter::empty(), defects);
    for mission in facts.teams.iter().flat_map(|t| &t.missions) {
        if names.missions.find(mission).is_none() {
            missions.add(mission, names.missions.intern(mission), String::new(), defects);
        }
    }
    // No section refers to a crew or link by id, but an id twice is a mistake all the same.
    Ids::<crate::model::CrewIdx>::register(
        "crew",
        "crews",
        facts.crews.iter().map(|c| c.id.as_str()),
        defects,
    );
    Known {
        places,
        modes,
        missions,
        teams: Ids::register("team", "teams", facts.teams.iter().map(|t| t.id.as_str()), defects),
        staff: Ids::register("staff member", "staff", facts.staff.iter().map(|s| s.id.as_str()), defects),
        shifts: Ids::register("shift", "shifts", facts.shifts.iter().map(|s| s.id.as_str()), defects),
        patients: Ids::register("patient", "patients", facts.patients.iter().map(|p| p.id.as_str()), defects),
        visits: Ids::register("visit", "visits", facts.visits.iter().map(|v| v.id.as_str()), defects),
    }
}

fn check_sizes(facts: &Facts, defects: &mut DefectList) {
    for (what, section, count, most) in [
        ("days", "horizon", facts.horizon.days(), MOST_DAYS),
        ("places", "places", facts.places.len(), MOST_OF_THE_REST),
        ("teams", "teams", facts.teams.len(), MOST_OF_THE_REST),
        ("staff members", "staff", facts.staff.len(), MOST_OF_THE_REST),
        ("shifts", "shifts", facts.shifts.len(), MOST_SHIFTS),
        ("crews", "crews", facts.crews.len(), MOST_SHIFTS),
        ("patients", "patients", facts.patients.len(), MOST_OF_THE_REST),
        ("visits", "visits", facts.visits.len(), MOST_VISITS),
        ("links", "links", facts.links.len(), MOST_OF_THE_REST),
    ] {
        if count > most {
            defects.add(
                DefectCode::TooMany,
                format!("/{section}"),
                format!("{count} {what}, and the most is {most}"),
                "plan in parts: by area, team or week",
            );
        }
    }
}

fn check_working_time(facts: &Facts, defects: &mut DefectList) {
    let w = &facts.working_time;
    // Published instances know no breaks: their longest stretch is as long as the horizon.
    let at = |field: &str| format!("/policy/workingTime/{field}");
    defects.check_time(at("maxStretchMinutes"), w.max_stretch, 60..=MOST_DAYS as u32 * LONG);
    defects.check_time(at("minBreakMinutes"), w.min_break, 60..=LONG);
    defects.check_time(at("dailyRestMinutes"), w.daily_rest, 0..=LONG);
}

fn check_travel(facts: &Facts, defects: &mut DefectList) {
    let tables = facts.travel.iter().flat_map(|(mode, all)| all.tables().iter().map(move |t| (mode, t)));
    for (mode, table) in tables {
        let wild = (0..table.places()).find_map(|from| {
            (0..table.places()).find_map(|to| {
                let far = table.seconds(from, to).is_some_and(|s| s > LONGEST_TRAVEL)
                    || table.metres(from, to).is_some_and(|m| m > LONGEST_WAY);
                far.then_some((from, to))
            })
        });
        if let Some((from, to)) = wild {
            defects.add(
                DefectCode::TravelTable,
                format!("/travel/{mode}"),
                format!(
                    "the table for `{mode}` says {} s and {} m from row {from} to row {to}",
                    table.seconds(from, to).unwrap_or_default().0,
                    table.metres(from, to).unwrap_or_default().0
                ),
                "mark pairs without a road as such; a way takes 28 days and 40,075 km at most",
            );
        }
    }
}
