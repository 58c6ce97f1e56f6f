//! A plan on a map: stops as points, ways as lines (GeoJSON, RFC 7946).

use crate::wire::{Moment, Patient, PlaceRef, Plan, Position, Problem, Route, StopTask, Visit};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// What goes on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapOptions {
    /// Whether places of patients with protected identity are included.
    pub protected: bool,
}

/// The way between two positions along roads, by whom a shift's id tells and at a departure if that is known, as `[lon, lat]`
/// pairs; `None` where none is known.
pub type Along<'a> = dyn Fn(&str, Position, Position, Option<&Moment>) -> Option<Vec<[f64; 2]>> + 'a;

/// Draws a plan.
///
/// One `leg` (a line) for each way between two places, along roads where `along` knows them, else straight with
/// `alongRoads: false`; one `stop` (a point) for each visit, break and block; one `base` for each start and end of a day; one
/// `unplanned` for each visit left out. The member `rond` counts what is not drawn.
///
/// Every place where a patient with protected identity lives or is visited is left out with all ways to and from it, also
/// for breaks held there, unless `options` say otherwise.
///
/// # References
/// Butler et al. (2016), "The GeoJSON Format", RFC 7946.
pub fn geojson(
    problem: &Problem,
    plan: &Plan,
    positions: &HashMap<String, Position>,
    along: &Along<'_>,
    options: MapOptions,
) -> Value {
    let shown = |p: &&Patient| p.protected && !options.protected;
    let mut drawing = Drawing {
        positions,
        along,
        visits: problem.visits.iter().map(|v| (v.id.as_str(), v)).collect(),
        patients: problem.patients.iter().map(|p| (p.id.as_str(), p)).collect(),
        protected: problem.patients.iter().filter(shown).map(|p| p.id.as_str()).collect(),
        hidden: HashSet::new(),
        features: Vec::new(),
        counts: Counts::default(),
    };
    drawing.hide(problem, plan);
    for route in &plan.routes {
        drawing.route(route);
    }
    drawing.left_out(plan);
    json!({
        "type": "FeatureCollection",
        "features": drawing.features,
        "rond": {
            "protectedLeftOut": drawing.counts.hidden_stops,
            "legsLeftOut": drawing.counts.hidden_legs,
            "straightLegs": drawing.counts.straight,
            "withoutPosition": drawing.counts.without_position,
        },
    })
}

struct Drawing<'a> {
    positions: &'a HashMap<String, Position>,
    along: &'a Along<'a>,
    visits: HashMap<&'a str, &'a Visit>,
    patients: HashMap<&'a str, &'a Patient>,
    /// Ids of patients who must not be drawn.
    protected: HashSet<&'a str>,
    /// Ids of places that must not be drawn.
    hidden: HashSet<String>,
    features: Vec<Value>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    hidden_stops: usize,
    hidden_legs: usize,
    straight: usize,
    without_position: usize,
}

impl<'a> Drawing<'a> {
    /// Finds the places to leave out: those of protected patients, and all within a few metres of them, so that a second id
    /// of the same place does not give it away.
    fn hide(&mut self, problem: &'a Problem, plan: &'a Plan) {
        let homes = problem.visits.iter().filter(|v| self.protected.contains(v.patient.as_str()));
        let mut named: HashSet<String> = homes.map(|v| self.place_of(&v.id, &v.patient)).collect();
        let ids = self.protected.iter().map(|p| self.place_of("", p));
        named.extend(ids.collect::<Vec<_>>());
        for stop in plan.routes.iter().flat_map(|r| &r.stops) {
            let patient = stop.visit.as_deref().and_then(|v| self.visits.get(v)).map(|v| v.patient.as_str());
            if patient.or(stop.patient.as_deref()).is_some_and(|p| self.protected.contains(p)) {
                named.extend(stop.place.clone());
            }
        }
        let near: Vec<Position> = named.iter().filter_map(|id| self.positions.get(id).copied()).collect();
        let close =
            |p: &Position| near.iter().any(|n| (n.lat - p.lat).abs() < 5e-5 && (n.lon - p.lon).abs() < 1e-4);
        named.extend(self.positions.iter().filter(|(_, p)| close(p)).map(|(id, _)| id.clone()));
        self.hidden = named;
    }

    /// Id of the place of a visit, or of a patient's home: places stated in place have ids made of what they belong to.
    fn place_of(&self, visit: &str, patient: &str) -> String {
        match self.visits.get(visit).and_then(|v| v.place.as_ref()) {
            Some(PlaceRef::Id(id)) => return id.clone(),
            Some(PlaceRef::Inline(_)) => return format!("at:{visit}"),
            None => {}
        }
        match self.patients.get(patient).map(|p| &p.place) {
            Some(PlaceRef::Id(id)) => id.clone(),
            Some(PlaceRef::Inline(_)) | None => format!("home:{patient}"),
        }
    }

    fn is_hidden(&self, place: Option<&str>) -> bool {
        place.is_some_and(|p| self.hidden.contains(p))
    }

    fn route(&mut self, route: &Route) {
        let staff = route.staff.as_deref().unwrap_or_default();
        let about = |kind: &str| json!({"kind": kind, "staff": staff, "shift": route.shift});
        let mut at = route.start_place.as_deref();
        let mut departure = route.departure.as_ref();
        self.base(at, about("base"));
        for (number, stop) in route.stops.iter().enumerate() {
            let place = stop.place.as_deref();
            let mut leg = about("leg");
            leg["to"] = json!(number);
            leg["seconds"] = json!(stop.travel_seconds);
            leg["metres"] = json!(stop.travel_metres);
            self.leg(&route.shift, [at, place], departure, leg);
            at = place.or(at);
            departure = stop.end.as_ref();
            let visit = stop.visit.as_deref().and_then(|v| self.visits.get(v).copied());
            let mut point = about("stop");
            point["number"] = json!(number);
            point["task"] = json!(stop.task);
            point["start"] = json!(stop.start);
            point["end"] = json!(stop.end);
            if matches!(stop.task, StopTask::Visit | StopTask::Accompany) {
                point["visit"] = json!(stop.visit);
                point["patient"] = json!(visit.map(|v| &v.patient));
                point["urgency"] = json!(visit.map(|v| v.urgency));
                point["joint"] = json!(visit.is_some_and(|v| v.slots.len() > 1));
            }
            if self.is_hidden(place) {
                self.counts.hidden_stops += 1;
            } else {
                self.point(place, point);
            }
        }
        let mut home = about("leg");
        home["to"] = json!("end");
        home["seconds"] = json!(route.return_seconds);
        home["metres"] = json!(route.return_metres);
        self.leg(&route.shift, [at, route.end_place.as_deref()], departure, home);
        if route.end_place != route.start_place {
            self.base(route.end_place.as_deref(), about("base"));
        }
    }

    fn base(&mut self, place: Option<&str>, mut about: Value) {
        if place.is_some() && !self.is_hidden(place) {
            about["place"] = json!(place);
            self.point(place, about);
        }
    }

    fn point(&mut self, place: Option<&str>, about: Value) {
        match place.and_then(|p| self.positions.get(p)) {
            Some(p) => self.features.push(feature("Point", json!([degrees(p.lon), degrees(p.lat)]), about)),
            None => self.counts.without_position += 1,
        }
    }

    fn leg(
        &mut self,
        shift: &str,
        [from, to]: [Option<&str>; 2],
        departure: Option<&Moment>,
        mut about: Value,
    ) {
        let (Some(a), Some(b)) = (from, to) else { return };
        if a == b {
            return;
        }
        if self.is_hidden(from) || self.is_hidden(to) {
            self.counts.hidden_legs += 1;
            return;
        }
        let (Some(&a), Some(&b)) = (self.positions.get(a), self.positions.get(b)) else { return };
        let road = (self.along)(shift, a, b, departure);
        about["alongRoads"] = json!(road.is_some());
        self.counts.straight += usize::from(road.is_none());
        let line = road.unwrap_or_else(|| vec![[a.lon, a.lat], [b.lon, b.lat]]);
        let line: Vec<[f64; 2]> = line.iter().map(|[lon, lat]| [degrees(*lon), degrees(*lat)]).collect();
        self.features.push(feature("LineString", json!(line), about));
    }

    /// Visits left out, where they would be.
    fn left_out(&mut self, plan: &Plan) {
        for left in &plan.unplanned {
            let place = self.place_of(&left.visit, &left.patient);
            if self.protected.contains(left.patient.as_str()) || self.is_hidden(Some(&place)) {
                self.counts.hidden_stops += 1;
                continue;
            }
            let urgency = self.visits.get(left.visit.as_str()).map(|v| v.urgency);
            let about = json!({"kind": "unplanned", "visit": left.visit, "patient": left.patient, "urgency": urgency});
            self.point(Some(&place), about);
        }
    }
}

fn feature(kind: &str, coordinates: Value, properties: Value) -> Value {
    json!({"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties})
}

/// Six digits, about a decimetre: more would claim what nobody measured.
fn degrees(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
