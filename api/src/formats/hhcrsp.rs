//! HHCRSP: skills, two-staff visits, soft windows, one office, no shifts; (travel + tardiness + worst tardiness) / 3.
//!
//! Mankowska, Meisel & Bierwirth (2014, doi 10.1007/s10729-013-9243-1); the JSON form of Ceschia et al. (2024,
//! doi 10.1111/itor.13585). Opening times are cut down to whole minutes, because the Italian files carry noise
//! (401.99999999999994) that the published solutions read as 401.

use super::instance::{by_id, few_fits, scale, square, whole};
use super::{FormatError, Instance, Names, Unit};
use engine::routing::{Job, Price, Prices, RoutingPlan, RoutingProblem, Tie, Tour, Verdict, Visit, Window};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    patients: Vec<Patient<'a>>,
    services: Vec<Service>,
    caregivers: Vec<Caregiver>,
    #[serde(default)]
    central_offices: Vec<serde_json::Value>,
    distances: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
struct Patient<'a> {
    id: String,
    /// As it stands, because a reader that is off by the last digit would turn 92.99999999999999 into 93, not 92.
    #[serde(borrow)]
    time_window: (&'a RawValue, &'a RawValue),
    required_caregivers: Vec<Required>,
    synchronization: Option<Synchronization>,
}

#[derive(Deserialize)]
struct Required {
    service: String,
    duration: Option<f64>,
}

#[derive(Deserialize)]
struct Synchronization {
    r#type: String,
    distance: Option<(f64, f64)>,
}

#[derive(Deserialize)]
struct Service {
    id: String,
    default_duration: Option<f64>,
}

#[derive(Deserialize)]
struct Caregiver {
    id: String,
    abilities: Vec<String>,
}

/// Reads an instance. Times are counted in the smallest of whole, tenth, hundredth and so on that holds them all.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read(text: &str) -> Result<Instance, FormatError> {
    let file: File = serde_json::from_str(text).map_err(|e| FormatError::Json(e.to_string()))?;
    if file.central_offices.len() > 1 {
        let what = format!("{} offices", file.central_offices.len());
        return Err(FormatError::Unsupported { at: "central_offices".to_owned(), what });
    }
    let services = by_id("services", file.services.iter().map(|s| s.id.as_str()))?;
    by_id("patients", file.patients.iter().map(|p| p.id.as_str()))?;
    by_id("caregivers", file.caregivers.iter().map(|c| c.id.as_str()))?;
    let lengths = file.patients.iter().flat_map(|p| &p.required_caregivers).filter_map(|r| r.duration);
    let defaults = file.services.iter().filter_map(|s| s.default_duration);
    let gaps =
        file.patients.iter().filter_map(|p| p.synchronization.as_ref()?.distance).flat_map(|(a, b)| [a, b]);
    let spans = file
        .patients
        .iter()
        .enumerate()
        .map(|(p, patient)| span(patient, p))
        .collect::<Result<Vec<_>, _>>()?;
    let closings = spans.iter().map(|(_, closes)| *closes);
    let part = scale(
        file.distances.iter().flatten().copied().chain(lengths).chain(defaults).chain(gaps).chain(closings),
    );

    let (mut jobs, mut visits, mut ties, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (p, patient) in file.patients.iter().enumerate() {
        let at = |what: &str| format!("patients[{p}].{what}");
        let (opens, closes) = spans[p];
        let window = Window {
            opens: whole(opens.floor(), part, || at("time_window[0]"))?,
            closes: whole(closes, part, || at("time_window[1]"))?,
        };
        if window.opens > window.closes {
            let (first, second) = (opens.to_string(), closes.to_string());
            return Err(FormatError::Backwards { at: at("time_window"), first, second });
        }
        let first = jobs.len() as u32;
        for (s, required) in patient.required_caregivers.iter().enumerate() {
            let at = |what: &str| at(&format!("required_caregivers[{s}]{what}"));
            let default =
                services.get(required.service.as_str()).and_then(|&k| file.services[k].default_duration);
            let Some(length) = required.duration.or(default) else {
                return Err(if services.contains_key(required.service.as_str()) {
                    FormatError::Missing { at: at(""), what: "duration" }
                } else {
                    FormatError::Unknown { at: at(".service"), id: required.service.clone() }
                });
            };
            if patient.required_caregivers[..s].iter().any(|other| other.service == required.service) {
                return Err(FormatError::Twice { at: at(".service"), id: required.service.clone() });
            }
            jobs.push(Job {
                visit: p as u32,
                place: p as u32 + 1,
                length: whole(length, part, || at(".duration"))?,
                windows: vec![window],
                demand: 0,
            });
            names.push((patient.id.clone(), required.service.clone()));
        }
        match jobs.len() as u32 - first {
            1 => {}
            2 => ties.push(tie(patient, first, part, &at("synchronization"))?),
            0 => return Err(FormatError::Missing { at: at("required_caregivers"), what: "service" }),
            more => {
                return Err(FormatError::Unsupported {
                    at: at("required_caregivers"),
                    what: format!("{more} services"),
                });
            }
        }
        visits.push(Visit { jobs: first..jobs.len() as u32, left_out: Price::Hard });
    }
    few_fits(jobs.len(), file.caregivers.len())?;
    let fits = names.iter().flat_map(|(_, service)| {
        file.caregivers.iter().map(move |caregiver| caregiver.abilities.contains(service).then_some(0))
    });
    let tour = Tour { from: 0, to: 0, starts: 0, ends: NEVER, capacity: 0, has_lunch: false, fixed: 0 };
    let problem = RoutingProblem {
        places: file.patients.len() + 1,
        times: square(&file.distances, file.patients.len() + 1, part)?,
        costs: Vec::new(),
        fits: fits.collect(),
        jobs,
        visits,
        tours: vec![tour; file.caregivers.len()],
        ties,
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices {
            tardiness: Price::Points(1),
            worst_tardiness: 1,
            extra_time: Price::FREE,
            ..Prices::TRAVEL_ALONE
        },
    };
    let staff = file.caregivers.into_iter().map(|caregiver| caregiver.id).collect();
    let unit = Unit { time: part as f64, cost: 3.0 * part as f64 };
    Ok(Instance { problem, names: Names::Care { staff, jobs: names }, unit })
}

/// The return is free: a day that ends later than anything can.
const NEVER: i64 = 1 << 30;

/// The window of the `p`-th patient.
fn span(patient: &Patient<'_>, p: usize) -> Result<(f64, f64), FormatError> {
    let (opens, closes) = patient.time_window;
    let number = |raw: &RawValue| match raw.get().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => {
            let at = format!("patients[{p}].time_window");
            Err(FormatError::Word { at, found: raw.get().chars().take(40).collect(), wanted: "a number" })
        }
    };
    Ok((number(opens)?, number(closes)?))
}

fn tie(patient: &Patient<'_>, first: u32, part: i64, at: &str) -> Result<Tie, FormatError> {
    let Some(how) = &patient.synchronization else {
        return Err(FormatError::Missing {
            at: at.to_owned(),
            what: "`synchronization` of the two services",
        });
    };
    let (least, most) = match (how.r#type.as_str(), how.distance) {
        ("simultaneous", _) => (0.0, 0.0),
        ("sequential", Some(distance)) => distance,
        ("sequential", None) => return Err(FormatError::Missing { at: at.to_owned(), what: "`distance`" }),
        (other, _) => {
            let found = other.to_owned();
            return Err(FormatError::Word { at: at.to_owned(), found, wanted: "simultaneous or sequential" });
        }
    };
    if least > most {
        return Err(FormatError::Backwards {
            at: at.to_owned(),
            first: least.to_string(),
            second: most.to_string(),
        });
    }
    let gap = |value| whole(value, part, || format!("{at}.distance"));
    Ok(Tie { first, second: first + 1, least: gap(least)?, most: gap(most)? })
}

/// See [`super::care::write`].
pub(super) fn write(instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> String {
    super::care::write(instance, plan, verdict)
}
