//! Teams: a template of roles, one or more missions, a base, the areas they serve.

use super::{AreaIdx, MissionIdx, PlaceIdx, RoleIdx};

/// A team (home-care physician team, near-care team, palliative team, municipal home nursing, …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Id from the document.
    pub id: String,
    /// What the team is for; a hybrid team has several.
    pub missions: Vec<MissionIdx>,
    /// How many of each role make the team complete.
    pub template: Vec<(RoleIdx, u32)>,
    /// Where it starts from.
    pub base: Option<PlaceIdx>,
    /// The areas it serves; empty for all.
    pub areas: Vec<AreaIdx>,
}
