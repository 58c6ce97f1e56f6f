//! The people who visit.

use super::{EmployerIdx, GenderIdx, LanguageIdx, RoleIdx, SkillIdx, TeamIdx, TravelModeIdx};
use crate::clock::{Period, PlanTime};

/// One person who visits patients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Pseudonymous id from the document.
    pub id: String,
    /// Profession.
    pub role: RoleIdx,
    /// What the person can do beyond the role; sorted.
    pub skills: Vec<SkillIdx>,
    /// Who employs the person: region, municipality, …
    pub employer: EmployerIdx,
    /// Languages spoken; sorted.
    pub languages: Vec<LanguageIdx>,
    /// Gender, if stated.
    pub gender: Option<GenderIdx>,
    /// How the person travels: which travel table holds.
    pub travel_mode: TravelModeIdx,
    /// Teams over time.
    pub teams: Vec<Membership>,
    /// When yesterday's work really ended, if that bears on today's rest: the daily rest runs out at this
    /// moment, so no work before it. Zero when rested.
    pub rested_from: PlanTime,
}

impl StaffMember {
    /// Whether the person belongs to `team` at `moment`.
    pub fn is_member(&self, team: TeamIdx, moment: PlanTime) -> bool {
        self.teams.iter().any(|m| m.team == team && m.period.contains(moment))
    }
}

/// Belonging to a team, from when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The team.
    pub team: TeamIdx,
    /// From when to when.
    pub period: Period,
}
