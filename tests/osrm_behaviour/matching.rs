//! What OSRM's tests of `match` ask: which points are matched where, in how many parts, with which waypoints.

use super::check::{Asked, Report, turn};
use super::scene::Scene;
use osm_data::lonlat::LonLat;
use serde_json::Value;

/// So near a place is the place asked for, in metres: OSRM's tests allow 0.0025 per cent of a degree.
const SAME_PLACE: f64 = 2.8;

/// So many degrees apart are the same in a line.
const SAME_DEGREE: f64 = 2e-6;

/// Asks for the traces of a table. Columns about OSRM's own map data, seconds and weights are passed over.
pub fn matches(asked: &Asked<'_>, report: &mut Report) -> Result<(), String> {
    let &Asked { scene, mode, condition, step, options } = asked;
    let table = &step.table;
    let known = ["code", "matchings", "waypoints", "matchings_index", "alternatives", "geometry", "turns"];
    if !known.iter().any(|column| table.has(column)) {
        return Err("no column of what is matched".to_owned());
    }
    let osrm = scene.build(mode, condition).ok_or("no road")?;
    for row in &table.rows {
        let of = |column| table.cell(row, column);
        let place = |name| scene.place(name).ok_or_else(|| format!("node {name} is not drawn"));
        let places = of("trace").chars().map(place).collect::<Result<Vec<_>, String>>()?;
        let text: Vec<String> = places.iter().map(|p| format!("{:.7},{:.7}", p.lon, p.lat)).collect();
        let mut query: Vec<String> = options.iter().map(|(key, value)| format!("{key}={value}")).collect();
        if !of("timestamps").is_empty() {
            query.push(format!("timestamps={}", of("timestamps").replace(' ', ";")));
        }
        let answer = osrm.answer(&format!("/match/v1/driving/{}", text.join(";")), Some(&query.join("&")));
        let wrong = known.into_iter().filter(|column| table.has(column)).find_map(|column| {
            let found = found(scene, column, of(column), &answer.body)?;
            Some(format!("{}: {column} wanted `{}`, found `{found}`", of("trace"), of(column)))
        });
        report.row(wrong.is_none(), || wrong.unwrap_or_default());
    }
    Ok(())
}

/// What was found in a column, when it is not what was wanted.
fn found(scene: &Scene, column: &str, wanted: &str, body: &Value) -> Option<String> {
    let points = || body["tracepoints"].as_array().into_iter().flatten();
    let each = |key: &str| -> String {
        let told = |point: &Value| if point.is_null() { String::new() } else { point[key].to_string() };
        points().map(told).collect::<Vec<_>>().join(",")
    };
    let told = match column {
        "code" => body["code"].as_str().unwrap_or_default().to_owned(),
        "matchings_index" | "alternatives" => {
            each(if column == "alternatives" { "alternatives_count" } else { column })
        }
        "turns" => {
            let legs = body["matchings"][0]["legs"].as_array().into_iter().flatten();
            let steps = legs.flat_map(|leg| leg["steps"].as_array().into_iter().flatten());
            steps.map(turn).collect::<Vec<_>>().join(",")
        }
        "geometry" => return geometry(wanted, body),
        "waypoints" => {
            let stops: Vec<&Value> = points().filter(|p| p["waypoint_index"].is_number()).collect();
            return named(scene, &[wanted], &[stops], true);
        }
        _ => {
            let mut parts: Vec<Vec<&Value>> = Vec::new();
            for point in points().filter(|point| !point.is_null()) {
                let part = point["matchings_index"].as_u64().unwrap_or(0) as usize;
                parts.resize(parts.len().max(part + 1), Vec::new());
                parts[part].push(point);
            }
            return named(scene, &wanted.split(',').collect::<Vec<_>>(), &parts, false);
        }
    };
    (told != wanted).then_some(told)
}

/// The points of each part by the nodes where they should be, when one is not; as in OSRM's tests a part may have more
/// points, unless `exactly`.
fn named(scene: &Scene, wanted: &[&str], parts: &[Vec<&Value>], exactly: bool) -> Option<String> {
    let place = |point: &Value| LonLat {
        lon: point["location"][0].as_f64().unwrap_or(0.0),
        lat: point["location"][1].as_f64().unwrap_or(0.0),
    };
    let fits = |(names, points): (&&str, &Vec<&Value>)| {
        let same = |(name, point): (char, &&Value)| {
            scene.place(name).is_some_and(|node| node.metres_to(place(point)) <= SAME_PLACE)
        };
        (if exactly { points.len() == names.len() } else { points.len() >= names.len() })
            && names.chars().zip(points).all(same)
    };
    if wanted.len() == parts.len() && wanted.iter().zip(parts).all(fits) {
        return None;
    }
    let told =
        |points: &Vec<&Value>| points.iter().map(|p| p["location"].to_string()).collect::<Vec<_>>().join(" ");
    Some(parts.iter().map(told).collect::<Vec<_>>().join(" | "))
}

/// The line, when it is not the one wanted; only GeoJSON is looked at.
fn geometry(wanted: &str, body: &Value) -> Option<String> {
    let line = body["matchings"][0]["geometry"]["coordinates"].as_array()?;
    let found: Vec<f64> =
        line.iter().flat_map(|p| [p[0].as_f64(), p[1].as_f64()]).map(Option::unwrap_or_default).collect();
    let wanted: Vec<f64> = wanted.split(',').filter_map(|text| text.trim().parse().ok()).collect();
    let same = wanted.len() == found.len()
        && wanted.iter().zip(&found).all(|(wanted, found)| (wanted - found).abs() <= SAME_DEGREE);
    (!same).then(|| format!("{found:?}"))
}
