//! What one participant of a visit must bring, and when.

use super::{MissionIdx, RoleIdx, SkillIdx, TeamIdx};
use osm_data::units::Seconds;

/// One participant of a visit: who may fill it, when it starts within the visit, how long it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Roles that may fill it: any one of these; never empty.
    pub roles: Vec<RoleIdx>,
    /// Skills needed: all of these; sorted.
    pub skills: Vec<SkillIdx>,
    /// From which team.
    pub provider: Provider,
    /// On site, or by video or phone from anywhere.
    pub presence: Presence,
    /// Starts this long after the visit starts (staggered visits); zero for a plain joint start.
    pub offset: Seconds,
    /// Time with the patient.
    pub care: Seconds,
    /// Further time when the person has not met the patient within the history window.
    pub extra_if_new: Seconds,
    /// Documentation afterwards; occupies the person, not the patient.
    pub documentation: Seconds,
}

/// From which team a slot is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The team medically responsible for the patient at the time of the visit.
    Responsible,
    /// This team.
    Team(TeamIdx),
    /// Any team with this mission (the municipal nurse of a joint visit).
    Mission(MissionIdx),
    /// Anyone.
    Any,
}

/// How a participant takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// At the visit's place.
    OnSite,
    /// By video or phone; no travel.
    Remote,
}
