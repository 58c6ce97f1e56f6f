//! What every format is read to: a routing problem, and the names and units to write its solutions in.

use super::FormatError;
use super::tokens::shorten;
use engine::routing::{RoutingPlan, RoutingProblem};
use serde_json::Value;

/// A problem with what its solutions need besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Whole numbers.
    pub problem: RoutingProblem,
    /// What jobs and tours are called.
    pub names: Names,
    /// What its numbers stand for.
    pub unit: Unit,
}

impl Instance {
    /// Jobs that no route does.
    pub fn left_out(&self, plan: &RoutingPlan) -> Vec<u32> {
        let mut open = vec![true; self.problem.jobs.len()];
        for job in plan.routes.iter().flat_map(|route| &route.stops).filter_map(|stop| stop.job) {
            open[job as usize] = false;
        }
        (0..open.len() as u32).filter(|&job| open[job as usize]).collect()
    }

    /// What people call a job.
    pub fn job_name(&self, job: u32) -> String {
        match &self.names {
            Names::Numbers(names) => names[job as usize].to_string(),
            Names::Care { jobs, .. } => format!("{}, {}", jobs[job as usize].0, jobs[job as usize].1),
        }
    }

    /// What people call a tour.
    pub fn tour_name(&self, tour: u32) -> String {
        match &self.names {
            Names::Care { staff, .. } if (tour as usize) < staff.len() => staff[tour as usize].clone(),
            Names::Care { .. } | Names::Numbers(_) => format!("tour {}", u64::from(tour) + 1),
        }
    }
}

/// What jobs and tours are called in the solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// By job: number of the customer or visit. Tours are counted.
    Numbers(Vec<u32>),
    /// Of people.
    Care {
        /// By tour: id of the caregiver.
        staff: Vec<String>,
        /// By job: ids of patient and service.
        jobs: Vec<(String, String)>,
    },
}

/// Divisors from the problem's whole numbers to the file's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Of times.
    pub time: f64,
    /// Of the cost.
    pub cost: f64,
}

/// No time, cost or demand is larger than this, by [`RoutingProblem::validate`].
const MOST: f64 = (1_u64 << 30) as f64;

/// `value` times `scale` as a whole number from 0 to 2³⁰.
///
/// # Errors
/// [`FormatError::Number`] when it is negative, too large, or not whole (noise of 10⁻⁶ is forgiven).
pub(super) fn whole(value: f64, scale: i64, at: impl FnOnce() -> String) -> Result<i64, FormatError> {
    let scaled = value * scale as f64;
    let fault = if value < 0.0 {
        "negative"
    } else if scaled.is_nan() || scaled > MOST {
        "too large"
    } else if (scaled - scaled.round()).abs() > 1e-6 * scaled.clamp(1.0, 1e3) {
        "finer than this format can hold"
    } else {
        return Ok(scaled.round() as i64);
    };
    Err(FormatError::Number { at: at(), value: value.to_string(), fault })
}

/// The smallest of 1, 10, 100, 1000 and so on to a million that makes all of `values` whole; a million when none does.
pub(super) fn scale(values: impl Iterator<Item = f64>) -> i64 {
    let mut scale = 1_i64;
    for value in values {
        while scale < 1_000_000 && (value * scale as f64 - (value * scale as f64).round()).abs() > 1e-6 {
            scale *= 10;
        }
    }
    scale
}

/// The position of each id.
///
/// # Errors
/// [`FormatError::Twice`].
pub(super) fn by_id<'a>(
    list: &str,
    ids: impl Iterator<Item = &'a str>,
) -> Result<std::collections::HashMap<&'a str, usize>, FormatError> {
    let mut position = std::collections::HashMap::new();
    for (k, id) in ids.enumerate() {
        if position.insert(id, k).is_some() {
            return Err(FormatError::Twice { at: format!("{list}[{k}].id"), id: id.to_owned() });
        }
    }
    Ok(position)
}

/// Rows of a square matrix, one after the other.
///
/// # Errors
/// [`FormatError::Count`] when it is not square of this size, and those of [`whole`].
pub(super) fn square(rows: &[Vec<f64>], size: usize, scale: i64) -> Result<Vec<i32>, FormatError> {
    let count = |at: String, found| Err(FormatError::Count { at, what: "numbers", found, wanted: size });
    if rows.len() != size {
        return count("distances (rows)".to_owned(), rows.len());
    }
    // Room is taken when all rows are there, so that no small file asks for much.
    if let Some((r, row)) = rows.iter().enumerate().find(|(_, row)| row.len() != size) {
        return count(format!("distances[{r}]"), row.len());
    }
    let mut cells = Vec::with_capacity(size * size);
    for (r, row) in rows.iter().enumerate() {
        for (c, &value) in row.iter().enumerate() {
            cells.push(whole(value, scale, || format!("distances[{r}][{c}]"))? as i32);
        }
    }
    Ok(cells)
}

/// A moment of a solution in the problem's whole numbers; it may lie outside any day, which the judge tells.
///
/// # Errors
/// [`FormatError::Number`] when it is beyond 2⁵³ or more than 10⁻⁶ from a whole number: rounded, it could keep a rule that it
/// breaks.
pub(super) fn moment(value: f64, unit: f64, at: impl FnOnce() -> String) -> Result<i64, FormatError> {
    const EXACT: f64 = (1_u64 << 53) as f64;
    let scaled = value * unit;
    let fault = if scaled.is_nan() || scaled.abs() > EXACT {
        "too large"
    } else if (scaled - scaled.round()).abs() > 1e-6 {
        "finer than this format can hold"
    } else {
        return Ok(scaled.round() as i64);
    };
    Err(FormatError::Number { at: at(), value: value.to_string(), fault })
}

/// The cost that a solution claims, if it does.
///
/// # Errors
/// [`FormatError::Word`].
pub(super) fn claimed(cost: Option<&Value>) -> Result<Option<f64>, FormatError> {
    match cost {
        None | Some(Value::Null) => Ok(None),
        Some(cost) => json_number(cost, || "cost".to_owned()).map(Some),
    }
}

/// A number of a JSON document.
///
/// # Errors
/// [`FormatError::Word`].
pub(super) fn json_number(value: &Value, at: impl FnOnce() -> String) -> Result<f64, FormatError> {
    value.as_f64().ok_or_else(|| not_so(value, at(), "a number"))
}

/// "This JSON stands where that belongs."
pub(super) fn not_so(value: &Value, at: String, wanted: &'static str) -> FormatError {
    FormatError::Word { at, found: shorten(&value.to_string()), wanted }
}

/// Refuses a table of who may do what that no instance of the families comes near, before room for it is taken.
///
/// # Errors
/// [`FormatError::Unsupported`].
pub(super) fn few_fits(services: usize, caregivers: usize) -> Result<(), FormatError> {
    if services.saturating_mul(caregivers) > MOST_FITS {
        let what = format!("{services} services by {caregivers} caregivers");
        return Err(FormatError::Unsupported { at: "the file".to_owned(), what });
    }
    Ok(())
}

/// No table of who may do what has more cells.
const MOST_FITS: usize = 50_000_000;
