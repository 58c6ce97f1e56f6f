//! The `table` service: durations and distances between all coordinates, or some of them.

use super::joint::{Joint, waypoint};
use super::options::Options;
use super::request::Request;
use super::service::Roads;
use super::{Code, Refusal};
use osm_data::lonlat::LonLat;
use osm_data::snap::{Directions, Snap};
use osm_data::units::RoadCost;
use serde_json::{Value, json};

/// Most cells of one table: 2,000 by 2,000, as our own service has it; OSRM's default is 100 by 100.
const MOST_CELLS: usize = 4_000_000;

pub(super) fn answer(roads: &Roads<'_>, request: &Request, options: &Options) -> Result<Value, Refusal> {
    let all = || (0..request.coordinates.len()).collect::<Vec<_>>();
    let sources = options.sources.clone().unwrap_or_else(all);
    let targets = options.destinations.clone().unwrap_or_else(all);
    let cells = sources.len().saturating_mul(targets.len());
    if cells > MOST_CELLS {
        let message =
            format!("Too many table coordinates: {cells} cells are more than the maximum ({MOST_CELLS})");
        return Err(Refusal::new(Code::TooBig, message));
    }
    let joints: Vec<Joint> = request
        .coordinates
        .iter()
        .enumerate()
        .map(|(number, &[lon, lat])| Joint::find(roads, LonLat { lon, lat }, number, options))
        .collect::<Result<_, _>>()?;
    let from = Side::of(&joints, &sources);
    let to = Side::of(&joints, &targets);
    let costs = least(roads, &from, &to);
    let mut body = json!({"code": "Ok"});
    let wants_duration = options.annotations.duration || !options.annotations.distance;
    let mut fallen = Vec::new();
    let (mut durations, mut distances) = (Vec::new(), Vec::new());
    for (row, &source) in sources.iter().enumerate() {
        let (mut seconds, mut metres) = (Vec::new(), Vec::new());
        for (column, &target) in targets.iter().enumerate() {
            let cost = costs[row * targets.len() + column];
            let found = figures(cost).or_else(|| {
                let crow = crow_flies(&joints[source], &joints[target], options)?;
                fallen.push([row, column]);
                Some(crow)
            });
            seconds.push(found.map(|(duration, _)| rounded(duration * options.scale_factor, 1e3)));
            metres.push(found.map(|(_, distance)| rounded(distance, 10.0)));
        }
        durations.push(seconds);
        distances.push(metres);
    }
    if wants_duration {
        body["durations"] = json!(durations);
    }
    if options.annotations.distance {
        body["distances"] = json!(distances);
    }
    if options.fallback_speed.is_some() {
        body["fallback_speed_cells"] = json!(fallen);
    }
    if !options.skip_waypoints {
        let told = |chosen: &[usize]| -> Value {
            let of = |&i: &usize| waypoint(roads.network(), joints[i].asked, &joints[i].roads[0].0, options);
            chosen.iter().map(of).collect()
        };
        body["sources"] = told(&sources);
        body["destinations"] = told(&targets);
    }
    Ok(body)
}

/// The places of one side of the table, each of a coordinate's roads on its own.
struct Side {
    snaps: Vec<Snap>,
    directions: Vec<Directions>,
    /// Which row or column each belongs to.
    of: Vec<usize>,
    len: usize,
}

impl Side {
    fn of(joints: &[Joint], chosen: &[usize]) -> Self {
        let mut side = Self { snaps: Vec::new(), directions: Vec::new(), of: Vec::new(), len: chosen.len() };
        for (number, &joint) in chosen.iter().enumerate() {
            for (snap, directions) in &joints[joint].roads {
                side.snaps.push(*snap);
                side.directions.push(*directions);
                side.of.push(number);
            }
        }
        side
    }
}

/// The least cost from each coordinate to each, whichever of their roads are taken.
fn least(roads: &Roads<'_>, from: &Side, to: &Side) -> Vec<RoadCost> {
    let network = roads.network();
    let columns = to.snaps.len().max(1);
    let mut least = vec![RoadCost::UNREACHABLE; from.len * to.len];
    // A coordinate right on a junction has several roads: a few rows at a time, so that memory stays within that of a table
    // of coordinates with one each.
    let rows = (MOST_CELLS / columns).max(1);
    let sides = from.snaps.chunks(rows).zip(from.directions.chunks(rows)).zip(from.of.chunks(rows));
    for ((snaps, directions), of) in sides {
        let costs = network.costs_on(snaps, directions, &to.snaps, &to.directions);
        for (row, &source) in costs.chunks(columns).zip(of) {
            for (&cost, &target) in row.iter().zip(&to.of) {
                let cell = &mut least[source * to.len + target];
                *cell = cost.min(*cell);
            }
        }
    }
    least
}

/// Seconds and metres.
fn figures(cost: RoadCost) -> Option<(f64, f64)> {
    let seconds = f64::from(cost.millis().0) / 1e3;
    (cost != RoadCost::UNREACHABLE).then(|| (seconds, f64::from(cost.decimetres()) / 10.0))
}

/// As the crow flies at the speed that was given.
fn crow_flies(from: &Joint, to: &Joint, options: &Options) -> Option<(f64, f64)> {
    let place = |joint: &Joint| if options.fallback_snapped { joint.roads[0].0.place } else { joint.asked };
    let metres = place(from).metres_to(place(to));
    options.fallback_speed.map(|speed| (metres / speed, metres))
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}
