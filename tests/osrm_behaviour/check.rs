//! A scenario against our service: where a car may go, and which roads it takes.

use super::feature::{Scenario, Step, Table};
use super::matching::matches;
use super::scene::Scene;
use api::osrm::Osrm;
use osm_data::lonlat::LonLat;
use osm_data::profile::{RoadMoment, TravelCondition, TravelMode};
use serde_json::Value;

/// How a scenario ended.
pub enum Outcome {
    /// Every row is as expected.
    Passed,
    /// Some are not.
    Failed,
    /// It speaks of what we do not have.
    OutOfScope(String),
}

/// What came of a scenario.
pub struct Report {
    pub outcome: Outcome,
    /// Rows looked at, and how many of them are as expected: passable or not, over the same roads.
    pub rows: usize,
    pub rows_passed: usize,
    /// Routes whose list of road names is the same to the last repetition.
    pub lists_passed: usize,
    /// Routes whose turns are told, and how many of them are told the same.
    pub turns: usize,
    pub turns_passed: usize,
    /// Each row that is not as expected.
    pub told: Vec<String>,
}

impl Report {
    fn new() -> Self {
        Self {
            outcome: Outcome::Passed,
            rows: 0,
            rows_passed: 0,
            lists_passed: 0,
            turns: 0,
            turns_passed: 0,
            told: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, passed: bool, told: impl FnOnce() -> String) {
        self.rows += 1;
        if passed {
            self.rows_passed += 1;
        } else {
            self.outcome = Outcome::Failed;
            self.told.push(told());
        }
    }
}

/// Steps of another profile, of traffic, of other services: not what is asked here.
const OUT_OF_SCOPE: &[&str] = &[
    "the profile file",
    "the speed file",
    "the turn penalty file",
    "I request a travel time matrix",
    "I plan a trip",
    "the raster source",
    "the shortcuts",
];

/// Runs a scenario.
pub fn check(scenario: &Scenario) -> Report {
    let mut report = Report::new();
    let mut scene = Scene::default();
    let (mut mode, mut match_mode) = (None, None);
    let mut options: Vec<(String, String)> = Vec::new();
    let mut out_of_scope = None;
    let mut condition = TravelCondition::default();
    for step in &scenario.steps {
        let text = step.text.as_str();
        if let Some(profile) = text.strip_prefix("the profile \"").and_then(|t| t.strip_suffix('"')) {
            mode = (0..16).filter_map(TravelMode::from_code).find(|mode| mode.name() == profile);
            // The profile of OSRM's own tests drives on roads as a car does, at other speeds: for traces that will do.
            match_mode = mode.or((profile == "testbot").then_some(TravelMode::Car));
            out_of_scope = match_mode.is_none().then(|| format!("profile {profile}"));
        } else if let Some(why) = OUT_OF_SCOPE.iter().find(|known| text.starts_with(**known)) {
            out_of_scope = Some((*why).to_owned());
        } else if text.contains("extra arguments") {
            // Tables of other countries, traffic: the steps of OSRM's own tools. A time of day is a condition of ours.
            if text.contains("location-dependent") || text.contains("segment-speed") {
                out_of_scope = Some("arguments of OSRM's own tools".to_owned());
            } else if text.contains("conditionals-from-now") {
                condition.moment = moment(text);
                if condition.moment.is_none() || scenario.name.contains("not found in timezone") {
                    out_of_scope = Some("time zones by place".to_owned());
                }
            }
        } else if text == "the query options" {
            options.push((cell(&step.table.header, 0), cell(&step.table.header, 1)));
            options.extend(step.table.rows.iter().map(|row| (cell(row, 0), cell(row, 1))));
        } else if out_of_scope.is_some() {
            continue;
        } else if text.starts_with("I match") {
            out_of_scope = match match_mode {
                Some(mode) => matches(
                    &Asked { scene: &scene, mode, condition: &condition, step, options: &options },
                    &mut report,
                )
                .err(),
                None => Some("no profile".to_owned()),
            };
        } else if text == "routability should be" || text.starts_with("I route") {
            let Some(mode) = mode else {
                out_of_scope = Some("no profile".to_owned());
                continue;
            };
            if text.starts_with("I route") {
                let asked = Asked { scene: &scene, mode, condition: &condition, step, options: &options };
                match routes(&asked, &mut report) {
                    Ok(()) => {}
                    Err(why) => out_of_scope = Some(why),
                }
            } else {
                scene.add_routability(&step.table);
                routability(&scene, mode, &condition, &step.table, &mut report);
            }
        } else {
            match scene.take(step) {
                Ok(true) => {}
                Ok(false) => out_of_scope = Some(text.to_owned()),
                Err(why) => out_of_scope = Some(why),
            }
        }
    }
    if let Some(why) = out_of_scope {
        report.outcome = Outcome::OutOfScope(why);
    } else if report.rows == 0 {
        report.outcome = Outcome::OutOfScope("nothing about roads taken".to_owned());
    }
    report
}

/// The local time of `--time-zone-file=… --parse-conditionals-from-now=…`, in the zones that the scenarios name: seconds
/// since 1970, UTC.
fn moment(arguments: &str) -> Option<RoadMoment> {
    // In May 2017, the month of all scenarios.
    let hours_ahead = [("guinea", 0), ("london", 1), ("dc", -4)]
        .into_iter()
        .find_map(|(zone, ahead)| arguments.contains(&format!("/{zone}.geojson")).then_some(ahead))?;
    let (_, seconds) = arguments.split_once("conditionals-from-now=")?;
    let digits = seconds.find(|c: char| !c.is_ascii_digit()).unwrap_or(seconds.len());
    let local = seconds[..digits].parse::<i64>().ok()? + hours_ahead * 3600;
    let day = local.div_euclid(86_400);
    // 1970 began on a Thursday; the first of May 2017 is day 17,287.
    let is_may = (17_287..17_318).contains(&day);
    is_may.then_some(RoadMoment {
        weekday: (day + 3).rem_euclid(7) as u8,
        minute: (local.rem_euclid(86_400) / 60) as u16,
        month: 5,
    })
}

fn cell(row: &[String], at: usize) -> String {
    row.get(at).cloned().unwrap_or_default()
}

fn routability(
    scene: &Scene,
    mode: TravelMode,
    condition: &TravelCondition,
    table: &Table,
    report: &mut Report,
) {
    let osrm = scene.build(mode, condition);
    for (number, row) in table.rows.iter().enumerate() {
        let passable = |forward: bool| {
            let ends = [scene.routability_end(number, !forward), scene.routability_end(number, forward)];
            let body = osrm.as_ref().and_then(|osrm| route(osrm, &ends, "steps=true"));
            let first = body.as_ref().map(|b| b["routes"][0]["legs"][0]["steps"][0]["name"].clone());
            first.is_some_and(|name| name == format!("w{number}").as_str())
        };
        let (forward, backward) = (passable(true), passable(false));
        for (column, found) in [("forw", forward), ("backw", backward), ("bothw", forward && backward)] {
            if !table.has(column) {
                continue;
            }
            let wanted = table.cell(row, column);
            let as_wanted =
                wanted.is_empty() != found && (column != "bothw" || forward == backward || wanted == "diff");
            report.row(as_wanted, || {
                let tags = table.header.iter().zip(row).filter(|(key, value)| {
                    !value.is_empty() && !["forw", "backw", "bothw"].contains(&key.as_str())
                });
                let tags: Vec<String> = tags.map(|(key, value)| format!("{key}={value}")).collect();
                let found = if found { "open" } else { "closed" };
                format!("{}: {column} wanted `{wanted}`, found {found}", tags.join(" "))
            });
        }
    }
}

fn route(osrm: &Osrm, places: &[LonLat], query: &str) -> Option<Value> {
    let text: Vec<String> = places.iter().map(|p| format!("{:.7},{:.7}", p.lon, p.lat)).collect();
    let answer = osrm.answer(&format!("/route/v1/driving/{}", text.join(";")), Some(query));
    answer.ok.then_some(answer.body)
}

/// A step that asks a service, and what was said before it.
pub struct Asked<'a> {
    pub scene: &'a Scene,
    pub mode: TravelMode,
    pub condition: &'a TravelCondition,
    pub step: &'a Step,
    pub options: &'a [(String, String)],
}

fn routes(asked: &Asked<'_>, report: &mut Report) -> Result<(), String> {
    let &Asked { scene, mode, condition, step, options } = asked;
    let table = &step.table;
    if !table.has("route") {
        return Err("no column of roads taken".to_owned());
    }
    let osrm = scene.build(mode, condition);
    for row in &table.rows {
        let of = |column| table.cell(row, column);
        let names: Vec<char> = if table.has("waypoints") {
            of("waypoints").split(',').filter_map(|name| name.trim().chars().next()).collect()
        } else {
            of("from").chars().chain(of("to").chars()).collect()
        };
        let places = names.iter().map(|&name| scene.place(name).ok_or(format!("node {name} is not drawn")));
        let places = places.collect::<Result<Vec<_>, _>>()?;
        let mut query = String::from("steps=true&alternatives=false");
        let mut add = |key: &str, value: &str| query.push_str(&format!("&{key}={value}"));
        options.iter().for_each(|(key, value)| add(key, value));
        for column in ["bearings", "approaches"] {
            if !of(column).is_empty() {
                let each = of(column).split(' ').map(|part| match part {
                    "*" => String::new(),
                    bearing if column == "bearings" && !bearing.contains(',') => format!("{bearing},10"),
                    part => part.to_owned(),
                });
                add(column, &each.collect::<Vec<_>>().join(";"));
            }
        }
        let body = osrm.as_ref().and_then(|osrm| route(osrm, &places, &query));
        let steps: Vec<&Value> = body
            .iter()
            .flat_map(|b| b["routes"][0]["legs"].as_array().into_iter().flatten())
            .flat_map(|leg| leg["steps"].as_array().into_iter().flatten())
            .collect();
        let found: Vec<&str> = steps.iter().map(|s| s["name"].as_str().unwrap_or_default()).collect();
        let wanted: Vec<&str> = of("route").split(',').collect();
        let (same_way, same_list) = (roads(&found) == roads(&wanted), found.join(",") == of("route"));
        report.lists_passed += usize::from(same_list);
        report.row(same_way, || {
            let shown = if body.is_some() { found.join(",") } else { "no route".to_owned() };
            format!("{}: wanted `{}`, found `{shown}`", names.iter().collect::<String>(), of("route"))
        });
        if table.has("turns") && body.is_some() {
            report.turns += 1;
            let told: Vec<String> = steps.iter().map(|s| turn(s)).collect();
            if told.join(",") == of("turns") {
                report.turns_passed += 1;
            } else {
                let names = names.iter().collect::<String>();
                report.told.push(format!(
                    "(turns) {names}: wanted `{}`, found `{}`",
                    of("turns"),
                    told.join(",")
                ));
            }
        }
    }
    Ok(())
}

/// The roads taken, each once in a row, without those that have no name.
fn roads<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut roads: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    roads.dedup();
    roads
}

/// A step as OSRM's tests write it.
pub(super) fn turn(step: &Value) -> String {
    let maneuver = &step["maneuver"];
    let kind = maneuver["type"].as_str().unwrap_or_default();
    let modifier = maneuver["modifier"].as_str().unwrap_or("undefined");
    match kind {
        "depart" | "arrive" => kind.to_owned(),
        "roundabout" => format!(
            "roundabout-exit-{}",
            maneuver["exit"].as_u64().map_or("undefined".to_owned(), |e| e.to_string())
        ),
        _ => format!("{kind} {modifier}"),
    }
}
