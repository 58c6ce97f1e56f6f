//! Problem document and map → problem, with every defect at once.

use super::TaskError;
use crate::travel::Map;
use crate::wire;
use engine::model::Problem;
use engine::settings::Settings;
use osm_data::lonlat::LonLat;

/// A problem ready to plan, with what planning itself does not need to know.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The document as read.
    pub document: wire::Problem,
    /// Its fingerprint: of the content, not the spacing.
    pub fingerprint: String,
    /// The facts with references resolved and travel times found.
    pub problem: Problem,
    /// Prices and seed that the document states.
    pub settings: Settings,
    /// Where each place of `problem.places` is, in that order; `None` where the document states travel times alone.
    pub positions: Vec<Option<LonLat>>,
    /// What a planner should know: places far from a road, cut off, and the like.
    pub warnings: Vec<wire::Warning>,
}

/// Reads a problem document.
///
/// # Errors
/// [`TaskError::InvalidProblem`] with every defect; [`TaskError::NeedsMap`].
pub fn load(document: &[u8], map: Option<&Map>) -> Result<Loaded, TaskError> {
    let _ = (document, map);
    Err(TaskError::NeedsMap)
}
