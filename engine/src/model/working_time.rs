//! The working-time profile: rest, breaks, and the rule each comes from.

use osm_data::units::Seconds;

/// Working-time rules by name and figure.
///
/// # References
/// Arbetstidslagen (1982:673): daily rest 13 §, breaks 15 §. The law names no length of a break; 30 minutes is
/// the norm that unions state (domain report §2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingTime {
    /// Profile and version, cited in findings: `ATL-1982:673`.
    pub name: String,
    /// Longest work without a break.
    pub max_stretch: Seconds,
    /// Shortest pause that counts as a break.
    pub min_break: Seconds,
    /// Rest between the work of two days.
    pub daily_rest: Seconds,
    /// How far back a meeting makes a person known to a patient, in days.
    pub history_days: u32,
}

impl Default for WorkingTime {
    fn default() -> Self {
        Self {
            name: "ATL-1982:673".to_owned(),
            max_stretch: Seconds::hours(5),
            min_break: Seconds::minutes(30),
            daily_rest: Seconds::hours(11),
            history_days: 180,
        }
    }
}
