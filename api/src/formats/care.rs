//! Solutions of the two families with patients and caregivers; both write and read the same form.

use super::instance::{claimed, moment};
use super::{FormatError, Instance, Names};
use engine::routing::{RoutingPlan, RoutingRoute, RoutingStop, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The service of a stop that is none.
const LUNCH: &str = "lunch_break";

#[derive(Serialize)]
struct Solution<'a> {
    feasible: bool,
    cost: f64,
    routes: Vec<Route<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<&'a str>,
}

#[derive(Serialize)]
struct Route<'a> {
    caregiver: &'a str,
    visits: Vec<Stop<'a>>,
}

#[derive(Serialize)]
struct Stop<'a> {
    patient: &'a str,
    service: &'a str,
    start: f64,
    end: f64,
}

/// `{"feasible": true, "cost": 16164, "routes": [{"caregiver": "c1", "visits": [{"patient": "p6", "service": "s5",
/// "start": 75, "end": 90}]}], "left_out": []}`.
pub(super) fn write(instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> String {
    let Names::Care { staff, jobs } = &instance.names else { unreachable!("both families name people") };
    let routes = plan.routes.iter().filter(|route| !route.stops.is_empty()).map(|route| Route {
        caregiver: &staff[route.tour as usize],
        visits: (0..route.stops.len())
            .map(|k| {
                let stop = route.stops[k];
                let (patient, service) = match stop.job {
                    Some(job) => (jobs[job as usize].0.as_str(), jobs[job as usize].1.as_str()),
                    None => (whose_place(instance, route, k), LUNCH),
                };
                let moment = |time: i64| time as f64 / instance.unit.time;
                Stop { patient, service, start: moment(stop.start), end: moment(stop.end) }
            })
            .collect(),
    });
    let mut left_out: Vec<&str> =
        instance.left_out(plan).into_iter().map(|j| jobs[j as usize].0.as_str()).collect();
    left_out.dedup();
    line(&Solution {
        feasible: verdict.broken.is_empty(),
        cost: verdict.cost as f64 / instance.unit.cost,
        routes: routes.collect(),
        left_out,
    })
}

/// The patient at whose place the `k`-th stop, a lunch, is; nobody's name stands for "where the caregiver is".
fn whose_place<'a>(instance: &'a Instance, route: &RoutingRoute, k: usize) -> &'a str {
    let Names::Care { jobs, .. } = &instance.names else { unreachable!("both families name people") };
    let at = |stop: &&RoutingStop| stop.place == route.stops[k].place;
    let before = route.stops[..k].iter().rev().take_while(at).find_map(|stop| stop.job);
    let after = route.stops[k..].iter().take_while(at).find_map(|stop| stop.job);
    before.or(after).map_or("", |job| jobs[job as usize].0.as_str())
}

/// A line of JSON.
pub(super) fn line(solution: &impl Serialize) -> String {
    let mut text = serde_json::to_string(solution).expect("plain lists and finite numbers");
    text.push('\n');
    text
}

#[derive(Deserialize)]
struct ReadSolution {
    cost: Option<serde_json::Value>,
    routes: Vec<ReadRoute>,
}

#[derive(Deserialize)]
struct ReadRoute {
    #[serde(alias = "caregiver_id")]
    caregiver: String,
    #[serde(alias = "locations")]
    visits: Vec<ReadStop>,
}

#[derive(Deserialize)]
struct ReadStop {
    #[serde(alias = "patient_id")]
    patient: Option<String>,
    #[serde(alias = "service_id")]
    service: String,
    #[serde(alias = "arrival_time", alias = "start_time", alias = "start_service_time")]
    start: f64,
    #[serde(alias = "departure_time", alias = "end_time", alias = "end_service_time")]
    end: Option<f64>,
}

/// Reads what [`write`] writes and what the authors of both families publish.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read_solution(
    instance: &Instance,
    text: &str,
) -> Result<(RoutingPlan, Option<f64>), FormatError> {
    let Names::Care { staff, jobs } = &instance.names else { unreachable!("both families name people") };
    let read: ReadSolution = serde_json::from_str(text).map_err(|e| FormatError::Json(e.to_string()))?;
    let tours: HashMap<&str, u32> = staff.iter().enumerate().map(|(t, id)| (id.as_str(), t as u32)).collect();
    let named: HashMap<(&str, &str), u32> = jobs
        .iter()
        .enumerate()
        .map(|(j, (patient, service))| ((patient.as_str(), service.as_str()), j as u32))
        .collect();
    let places: HashMap<&str, u32> = jobs
        .iter()
        .zip(&instance.problem.jobs)
        .map(|((patient, _), job)| (patient.as_str(), job.place))
        .collect();
    let mut plan = RoutingPlan::default();
    for (r, route) in read.routes.iter().enumerate() {
        let unknown = |id: String| FormatError::Unknown { at: format!("routes[{r}]"), id };
        let &tour = tours.get(route.caregiver.as_str()).ok_or_else(|| unknown(route.caregiver.clone()))?;
        let mut stops = Vec::new();
        let mut at = instance.problem.tours[tour as usize].from;
        let mut listed: Vec<&ReadStop> = route.visits.iter().collect();
        listed.sort_by(|a, b| {
            a.start.total_cmp(&b.start).then(a.end.unwrap_or(0.0).total_cmp(&b.end.unwrap_or(0.0)))
        });
        for stop in listed {
            let patient = stop.patient.as_deref().unwrap_or("");
            let (job, length) = if stop.service == LUNCH {
                at = places.get(patient).copied().unwrap_or(at);
                (None, instance.problem.lunch.map_or(0, |lunch| lunch.length))
            } else {
                let &job = named
                    .get(&(patient, stop.service.as_str()))
                    .ok_or_else(|| unknown(format!("{patient}, {}", stop.service)))?;
                at = instance.problem.jobs[job as usize].place;
                (Some(job), instance.problem.jobs[job as usize].length)
            };
            let moment = |time: f64| {
                moment(time, instance.unit.time, || format!("routes[{r}], {patient}, {}", stop.service))
            };
            let start = moment(stop.start)?;
            let end = stop.end.map_or(Ok(start + length), moment)?;
            stops.push(RoutingStop { job, place: at, start, end });
        }
        plan.routes.push(RoutingRoute { tour, stops });
    }
    let claim = claimed(read.cost.as_ref().map(|cost| cost.get("objective").unwrap_or(cost)))?;
    Ok((plan, claim))
}
