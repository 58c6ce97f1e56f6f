//! VRPTW: one depot, alike vehicles, hard windows; travel counts.
//!
//! Two forms are read. Solomon's table (1987; also Gehring & Homberger 1999) and VRPLIB with coordinates take the convention
//! of DIMACS 2021: a leg is `floor(10 · Euclid)` tenths. VRPLIB with an explicit full matrix (ORTEC, EURO Meets NeurIPS
//! 2022) is taken as it is, with any number of vehicles.

use super::instance::{claimed, json_number, moment, not_so, scale, whole};
use super::tokens::{count, number, place, wrong};
use super::{FormatError, Instance, Names, Unit};
use engine::routing::{
    Job, Price, Prices, RoutingPlan, RoutingProblem, RoutingRoute, RoutingStop, Tour, Verdict, Visit, Window,
};
use serde::Serialize;
use std::collections::HashMap;

/// What both forms say, depot first.
struct Table {
    nodes: Vec<Node>,
    capacity: f64,
    /// Vehicles, where their number binds.
    fleet: Option<u32>,
    /// Whole numbers, row by row; tenths of the Euclidean distance when there are none.
    matrix: Option<Vec<i32>>,
}

/// A line of the table.
#[derive(Clone, Copy, Default)]
struct Node {
    line: usize,
    x: f64,
    y: f64,
    demand: f64,
    opens: f64,
    closes: f64,
    service: f64,
}

/// Reads either form.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read(text: &str) -> Result<Instance, FormatError> {
    let vrplib = text.lines().any(|line| {
        line.trim_start().strip_prefix("DIMENSION").is_some_and(|l| l.trim_start().starts_with(':'))
    });
    problem(if vrplib { vrplib_table(text)? } else { solomon_table(text)? })
}

/// Ten times the largest instance; its table of travel times takes 400 MB.
const MOST_PLACES: usize = 10_000;

fn problem(table: Table) -> Result<Instance, FormatError> {
    let nodes = &table.nodes;
    let Some(depot) = nodes.first().copied() else {
        return Err(FormatError::Missing { at: "the file".to_owned(), what: "depot" });
    };
    if nodes.len() > MOST_PLACES {
        return Err(FormatError::Unsupported {
            at: "the file".to_owned(),
            what: format!("{} places", nodes.len()),
        });
    }
    let tenths = if table.matrix.is_some() { 1 } else { 10 };
    // A demand may have decimals; capacity is then counted in the same parts.
    let part = scale(nodes.iter().map(|node| node.demand).chain([table.capacity]));
    let window = |node: &Node| {
        let opens = whole(node.opens, tenths, || place(node.line))?;
        let closes = whole(node.closes, tenths, || place(node.line))?;
        if opens > closes {
            let (first, second) = (node.opens.to_string(), node.closes.to_string());
            return Err(FormatError::Backwards { at: place(node.line), first, second });
        }
        Ok(Window { opens, closes })
    };
    let mut jobs = Vec::with_capacity(nodes.len());
    for (k, node) in nodes.iter().enumerate().skip(1) {
        jobs.push(Job {
            visit: k as u32 - 1,
            place: k as u32,
            length: whole(node.service, tenths, || place(node.line))?,
            windows: vec![window(node)?],
            demand: whole(node.demand, part, || place(node.line))?,
        });
    }
    let day = window(&depot)?;
    let tour = Tour {
        from: 0,
        to: 0,
        starts: day.opens,
        ends: day.closes,
        capacity: whole(table.capacity, part, || "the capacity".to_owned())?,
        has_lunch: false,
        fixed: 0,
    };
    // More vehicles than customers are of no use, so that "any number" is one for each.
    let tours = table.fleet.map_or(jobs.len(), |fleet| jobs.len().min(fleet as usize));
    let times = match table.matrix {
        Some(matrix) => matrix,
        None => euclid(nodes)?,
    };
    let problem = RoutingProblem {
        places: nodes.len(),
        times,
        costs: Vec::new(),
        visits: (0..jobs.len() as u32).map(|j| Visit { jobs: j..j + 1, left_out: Price::Hard }).collect(),
        jobs,
        tours: vec![tour; tours],
        fits: Vec::new(),
        ties: Vec::new(),
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices::TRAVEL_ALONE,
    };
    let names = Names::Numbers((1..nodes.len() as u32).collect());
    let unit = Unit { time: tenths as f64, cost: tenths as f64 };
    Ok(Instance { problem, names, unit })
}

/// Tenths of the distances, cut down.
fn euclid(nodes: &[Node]) -> Result<Vec<i32>, FormatError> {
    let mut cells = Vec::with_capacity(nodes.len() * nodes.len());
    for a in nodes {
        for b in nodes {
            let square = 100.0 * ((a.x - b.x).powi(2) + (a.y - b.y).powi(2));
            // Whole coordinates give whole squares, which doubles hold; their root is then cut at the right number.
            let root = square.sqrt().floor();
            let root = if root * root > square { root - 1.0 } else { root };
            cells.push(whole(root, 1, || place(b.line))? as i32);
        }
    }
    Ok(cells)
}

fn solomon_table(text: &str) -> Result<Table, FormatError> {
    let mut fleet = None;
    let mut numbered = Vec::new();
    let mut headed = false;
    for (k, text) in text.lines().enumerate() {
        let line = k + 1;
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [first, ..] if first.eq_ignore_ascii_case("number") => headed = true,
            [vehicles, capacity] if headed && fleet.is_none() => {
                fleet = Some((count(vehicles, line)?, number(capacity, line)?));
            }
            _ if headed && fleet.is_none() => {
                return Err(wrong(words[0], line, "the number of vehicles and their capacity"));
            }
            [first, ..]
                if fleet.is_some()
                    && first.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') =>
            {
                if words.len() != 7 {
                    let at = place(line);
                    return Err(FormatError::Count { at, what: "numbers", found: words.len(), wanted: 7 });
                }
                let cell = |c: usize| number(words[c], line);
                let node = Node {
                    line,
                    x: cell(1)?,
                    y: cell(2)?,
                    demand: cell(3)?,
                    opens: cell(4)?,
                    closes: cell(5)?,
                    service: cell(6)?,
                };
                numbered.push((count(words[0], line)?, node));
            }
            [first, ..] if !numbered.is_empty() => {
                return Err(wrong(first, line, "the number of a customer"));
            }
            _ => {}
        }
    }
    let (fleet, capacity) = fleet.ok_or_else(|| FormatError::Missing {
        at: "the file".to_owned(),
        what: "line `NUMBER CAPACITY` with a line of both below",
    })?;
    numbered.sort_by_key(|(number, node)| (*number, node.line));
    for (k, (number, node)) in numbered.iter().enumerate() {
        if (*number as usize) < k {
            return Err(FormatError::Twice { at: place(node.line), id: number.to_string() });
        }
        if *number as usize > k {
            return Err(FormatError::Unknown {
                at: place(node.line),
                id: format!("{k}, which comes before {number}"),
            });
        }
    }
    let nodes = numbered.into_iter().map(|(_, node)| node).collect();
    Ok(Table { nodes, capacity, fleet: Some(fleet), matrix: None })
}

/// Numbers of each node, with the line that they stand in.
type Rows<const N: usize> = Vec<(usize, [f64; N])>;

/// Header fields, and words of the sections with their lines.
struct Vrplib<'a> {
    fields: HashMap<&'a str, (usize, &'a str)>,
    sections: HashMap<&'a str, Vec<(usize, Vec<&'a str>)>>,
}

impl<'a> Vrplib<'a> {
    fn of(text: &'a str) -> Self {
        let (mut fields, mut sections) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        let mut section = None;
        for (k, text) in text.lines().enumerate() {
            let (line, text) = (k + 1, text.trim());
            let keyed = text.split_once(':').map(|(key, value)| (key.trim(), value.trim().trim_matches('"')));
            let is_key =
                |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            match keyed {
                _ if text.is_empty() || text == "EOF" => {}
                _ if text.ends_with("_SECTION") && is_key(text) => {
                    section = Some(text);
                    sections.entry(text).or_default();
                }
                Some((key, value)) if is_key(key) => {
                    fields.insert(key, (line, value));
                }
                _ => {
                    if let Some(name) = section {
                        sections.entry(name).or_default().push((line, text.split_whitespace().collect()));
                    }
                }
            }
        }
        Self { fields, sections }
    }

    fn field(&self, name: &'static str) -> Result<(usize, &'a str), FormatError> {
        self.fields
            .get(name)
            .copied()
            .ok_or_else(|| FormatError::Missing { at: "the header".to_owned(), what: name })
    }

    /// `columns` numbers for each node of a section; `None` when it isn't there.
    fn columns<const N: usize>(
        &self,
        name: &'static str,
        nodes: usize,
    ) -> Result<Option<Rows<N>>, FormatError> {
        let Some(rows) = self.sections.get(name) else { return Ok(None) };
        let mut found = vec![None; nodes];
        for (line, words) in rows {
            if words.len() != N + 1 {
                let at = place(*line);
                return Err(FormatError::Count { at, what: "numbers", found: words.len(), wanted: N + 1 });
            }
            let node = count(words[0], *line)? as usize;
            if node == 0 || node > nodes {
                return Err(FormatError::Unknown { at: place(*line), id: format!("node {node}") });
            }
            let mut values = [0.0; N];
            for (value, word) in values.iter_mut().zip(&words[1..]) {
                *value = number(word, *line)?;
            }
            if found[node - 1].replace((*line, values)).is_some() {
                return Err(FormatError::Twice { at: place(*line), id: format!("node {node}") });
            }
        }
        let wanted = found.len();
        let rows: Vec<_> = found.into_iter().flatten().collect();
        if rows.len() < wanted {
            return Err(FormatError::Count { at: name.to_owned(), what: "nodes", found: rows.len(), wanted });
        }
        Ok(Some(rows))
    }
}

fn vrplib_table(text: &str) -> Result<Table, FormatError> {
    let file = Vrplib::of(text);
    let (line, word) = file.field("DIMENSION")?;
    let dimension = count(word, line)? as usize;
    if dimension > MOST_PLACES {
        return Err(FormatError::Unsupported { at: place(line), what: format!("{dimension} places") });
    }
    let (line, word) = file.field("CAPACITY")?;
    let capacity = number(word, line)?;
    let mut nodes = vec![Node::default(); dimension];
    for (node, (line, [demand])) in
        nodes.iter_mut().zip(file.columns("DEMAND_SECTION", dimension)?.unwrap_or_default())
    {
        (node.line, node.demand) = (line, demand);
    }
    let windows = file.columns("TIME_WINDOW_SECTION", dimension)?;
    let windows = windows
        .ok_or_else(|| FormatError::Missing { at: "the file".to_owned(), what: "TIME_WINDOW_SECTION" })?;
    for (node, (line, [opens, closes])) in nodes.iter_mut().zip(windows) {
        (node.line, node.opens, node.closes) = (line, opens, closes);
    }
    if let Some(services) = file.columns("SERVICE_TIME_SECTION", dimension)? {
        for (node, (_, [service])) in nodes.iter_mut().zip(services) {
            node.service = service;
        }
    } else if let Some(&(line, word)) = file.fields.get("SERVICE_TIME") {
        let service = number(word, line)?;
        nodes.iter_mut().skip(1).for_each(|node| node.service = service);
    }
    if let Some(releases) = file.columns("RELEASE_TIME_SECTION", dimension)?
        && let Some((line, _)) = releases.iter().find(|(_, [release])| *release != 0.0)
    {
        return Err(FormatError::Unsupported { at: place(*line), what: "a release time".to_owned() });
    }
    for (line, words) in file.sections.get("DEPOT_SECTION").into_iter().flatten() {
        if let Some(other) = words.iter().find(|word| !matches!(**word, "1" | "-1")) {
            return Err(FormatError::Unsupported {
                at: place(*line),
                what: format!("depot {other} besides node 1"),
            });
        }
    }
    let (line, kind) = file.field("EDGE_WEIGHT_TYPE")?;
    let matrix = match kind {
        "EXPLICIT" => Some(explicit(&file, dimension)?),
        "EUC_2D" => {
            let points = file.columns("NODE_COORD_SECTION", dimension)?;
            let points = points.ok_or_else(|| FormatError::Missing {
                at: "the file".to_owned(),
                what: "NODE_COORD_SECTION",
            })?;
            for (node, (_, [x, y])) in nodes.iter_mut().zip(points) {
                (node.x, node.y) = (x, y);
            }
            None
        }
        other => return Err(wrong(other, line, "EXPLICIT or EUC_2D")),
    };
    let vehicles = file.fields.get("VEHICLES").map(|&(line, word)| count(word, line)).transpose()?;
    let fleet = if matrix.is_some() { None } else { vehicles };
    Ok(Table { nodes, capacity, fleet, matrix })
}

fn explicit(file: &Vrplib<'_>, dimension: usize) -> Result<Vec<i32>, FormatError> {
    let (line, form) = file.field("EDGE_WEIGHT_FORMAT")?;
    if form != "FULL_MATRIX" {
        return Err(wrong(form, line, "FULL_MATRIX"));
    }
    let at = "EDGE_WEIGHT_SECTION";
    let Some(rows) = file.sections.get(at) else {
        return Err(FormatError::Missing { at: "the file".to_owned(), what: at });
    };
    let wanted = dimension * dimension;
    let found = rows.iter().map(|(_, words)| words.len()).sum();
    if found != wanted {
        return Err(FormatError::Count { at: at.to_owned(), what: "numbers", found, wanted });
    }
    let mut cells = Vec::with_capacity(wanted);
    for (line, words) in rows {
        for word in words {
            cells.push(whole(number(word, *line)?, 1, || place(*line))? as i32);
        }
    }
    Ok(cells)
}

/// The solution form of both families whose jobs are numbers.
#[derive(Serialize)]
pub(super) struct Solution {
    feasible: bool,
    cost: f64,
    routes: Vec<Route>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<u32>,
}

/// Customers or visits in order.
#[derive(Serialize)]
struct Route {
    #[serde(skip_serializing_if = "Option::is_none")]
    carer: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    customers: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    visits: Vec<u32>,
    starts: Vec<f64>,
}

/// `{"feasible": true, "cost": 827.3, "routes": [{"customers": [5, 3], "starts": [15.1, 65.0]}]}`.
pub(super) fn write(instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> String {
    numbered(instance, plan, verdict, false)
}

/// The same with `visits` and the number of the `carer` where people drive.
pub(super) fn numbered(instance: &Instance, plan: &RoutingPlan, verdict: &Verdict, carers: bool) -> String {
    let Names::Numbers(names) = &instance.names else { unreachable!("both families number their jobs") };
    let name = |job: u32| names[job as usize];
    let routes = plan.routes.iter().filter(|route| route.stops.iter().any(|stop| stop.job.is_some()));
    let routes = routes.map(|route| {
        let jobs: Vec<u32> = route.stops.iter().filter_map(|stop| stop.job.map(name)).collect();
        let starts = route.stops.iter().filter(|stop| stop.job.is_some());
        let starts = starts.map(|stop| stop.start as f64 / instance.unit.time).collect();
        let (customers, visits) = if carers { (Vec::new(), jobs) } else { (jobs, Vec::new()) };
        Route { carer: carers.then_some(route.tour + 1), customers, visits, starts }
    });
    let solution = Solution {
        feasible: verdict.broken.is_empty(),
        cost: verdict.cost as f64 / instance.unit.cost,
        routes: routes.collect(),
        left_out: instance.left_out(plan).into_iter().map(name).collect(),
    };
    super::care::line(&solution)
}

/// Reads what [`write`] writes, bare lists of numbers or of `[number, start]`, and the text form of CVRPLIB
/// (`Route #1: 5 3`, `Cost 827.3`).
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read_solution(
    instance: &Instance,
    text: &str,
) -> Result<(RoutingPlan, Option<f64>), FormatError> {
    let Names::Numbers(names) = &instance.names else { unreachable!("both families number their jobs") };
    let jobs: HashMap<u32, u32> = names.iter().enumerate().map(|(job, &name)| (name, job as u32)).collect();
    let (routes, claim) =
        if text.trim_start().starts_with(['{', '[']) { json_routes(text)? } else { text_routes(text)? };
    let mut plan = RoutingPlan::default();
    for (r, listed) in routes.into_iter().filter(|listed| !listed.stops.is_empty()).enumerate() {
        let tour = match listed.carer {
            None => r as u32,
            Some(carer) if (1..=instance.problem.tours.len() as u32).contains(&carer) => carer - 1,
            Some(carer) => {
                let id = format!("carer {carer}");
                return Err(FormatError::Unknown { at: format!("routes[{r}]"), id });
            }
        };
        let mut route = RoutingRoute { tour, stops: Vec::new() };
        let mut at_free =
            instance.problem.tours.get(tour as usize).map(|t| (t.from, t.starts)).unwrap_or((0, 0));
        for (number, start) in listed.stops {
            let &job = jobs
                .get(&number)
                .ok_or_else(|| FormatError::Unknown { at: format!("routes[{r}]"), id: number.to_string() })?;
            let facts = &instance.problem.jobs[job as usize];
            let earliest =
                (at_free.1 + instance.problem.time(at_free.0, facts.place)).max(facts.windows[0].opens);
            let start = match start {
                Some(start) => moment(start, instance.unit.time, || format!("routes[{r}], {number}"))?,
                None => earliest,
            };
            let end = start.saturating_add(facts.length);
            route.stops.push(RoutingStop { job: Some(job), place: facts.place, start, end });
            at_free = (facts.place, end.clamp(0, 1 << 40));
        }
        plan.routes.push(route);
    }
    Ok((plan, claim))
}

/// A route as listed: numbers, and starts in the file's unit where stated.
#[derive(Default)]
struct Listed {
    carer: Option<u32>,
    stops: Vec<(u32, Option<f64>)>,
}

fn text_routes(text: &str) -> Result<(Vec<Listed>, Option<f64>), FormatError> {
    let (mut routes, mut claim) = (Vec::new(), None);
    for (k, text) in text.lines().enumerate() {
        let lower = text.trim().to_ascii_lowercase();
        if let Some(cost) = lower.strip_prefix("cost") {
            claim = Some(number(cost.trim_start_matches([':', ' ', '\t']), k + 1)?);
        } else if lower.starts_with("route") {
            let (_, stops) = lower.split_once(':').ok_or_else(|| FormatError::Missing {
                at: place(k + 1),
                what: "colon after the route's number",
            })?;
            let stops = stops.split_whitespace().map(|word| Ok((count(word, k + 1)?, None)));
            routes.push(Listed { carer: None, stops: stops.collect::<Result<_, FormatError>>()? });
        }
    }
    if routes.is_empty() && claim.is_none() {
        return Err(FormatError::Missing { at: "the file".to_owned(), what: "route" });
    }
    Ok((routes, claim))
}

fn json_routes(text: &str) -> Result<(Vec<Listed>, Option<f64>), FormatError> {
    use serde_json::Value;
    let missing = |at: &str, what| FormatError::Missing { at: at.to_owned(), what };
    let value: Value = serde_json::from_str(text).map_err(|e| FormatError::Json(e.to_string()))?;
    let claim = claimed(value.get("cost"))?;
    let routes = value
        .get("routes")
        .unwrap_or(&value)
        .as_array()
        .ok_or_else(|| missing("the file", "list `routes`"))?;
    let mut listed = Vec::new();
    for (r, route) in routes.iter().enumerate() {
        let at = format!("routes[{r}]");
        let stops = ["customers", "visits"].iter().find_map(|key| route.get(key)).unwrap_or(route);
        let stops = stops.as_array().ok_or_else(|| missing(&at, "list of customers"))?;
        let numbered = |value: &Value, at: &str| {
            let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
            number.ok_or_else(|| not_so(value, at.to_owned(), "a whole number"))
        };
        let carer = route.get("carer").map(|carer| numbered(carer, &format!("{at}.carer"))).transpose()?;
        let counted = |what, found, wanted| Err(FormatError::Count { at: at.clone(), what, found, wanted });
        let starts = match route.get("starts") {
            None => None,
            Some(Value::Array(starts)) if starts.len() == stops.len() => Some(starts),
            Some(Value::Array(starts)) => return counted("starts", starts.len(), stops.len()),
            Some(other) => return Err(not_so(other, format!("{at}.starts"), "a list of starts")),
        };
        let mut one = Listed { carer, stops: Vec::new() };
        for (k, stop) in stops.iter().enumerate() {
            let (number, start) = match stop {
                Value::Array(pair) if pair.len() == 2 => (&pair[0], Some(&pair[1])),
                Value::Array(other) => return counted("numbers", other.len(), 2),
                number => (number, starts.map(|starts| &starts[k])),
            };
            let start = start.map(|start| json_number(start, || format!("{at}, stop {k}"))).transpose()?;
            one.stops.push((numbered(number, &at)?, start));
        }
        listed.push(one);
    }
    Ok((listed, claim))
}
