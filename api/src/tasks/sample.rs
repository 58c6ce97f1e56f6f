//! Map → a realistic problem on it.

use super::TaskError;
use crate::travel::Map;
use crate::wire::{Day, Problem};

/// How much of a problem to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSize {
    /// Patients.
    pub patients: usize,
    /// Staff.
    pub staff: usize,
    /// Days.
    pub days: usize,
    /// Start of the random stream: same map, size and seed, same problem.
    pub seed: u64,
    /// The first day is the first working day after this one.
    pub today: Day,
}

/// Makes a realistic problem on a map.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for a size that makes no problem.
pub fn sample(map: &Map, size: &SampleSize) -> Result<Problem, TaskError> {
    let _ = (map, size);
    Err(TaskError::NeedsMap)
}
