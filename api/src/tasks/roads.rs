//! Positions → routes and tables by road.

use super::TaskError;
use crate::travel::Map;
use crate::wire::{Position, RoadRoute, RoadTable};

/// The fastest way between two positions.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for positions off the map.
pub fn route(map: &Map, from: Position, to: Position) -> Result<RoadRoute, TaskError> {
    let _ = (map, from, to);
    Err(TaskError::NeedsMap)
}

/// Travel times between all of `points`.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for positions off the map: all of them at once.
pub fn table(map: &Map, points: &[Position]) -> Result<RoadTable, TaskError> {
    let _ = (map, points);
    Err(TaskError::NeedsMap)
}
