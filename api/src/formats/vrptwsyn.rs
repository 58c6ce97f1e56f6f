//! VRPTWSyn: home care with visits that start at once and hard windows; travel counts.
//!
//! Bredström & Rönnqvist (2008, doi 10.1016/j.ejor.2007.07.001), files in the language AMPL. `T_MAX` is a day of nine hours
//! in units of its own, and costs are hours: `travel · 9 / T_MAX`. Later papers solve two cases with visits
//! `floor(1.4 · duration)` long: the service factor.

use super::instance::whole;
use super::tokens::{count, number, place, wrong};
use super::{FormatError, Instance, Names, Unit};
use engine::routing::{Job, Price, Prices, RoutingPlan, RoutingProblem, Tie, Tour, Verdict, Visit, Window};

/// No leg is this long: it stands for "forbidden".
const FORBIDDEN: f64 = 10_000.0;

/// Hours of a day.
const DAY: f64 = 9.0;

/// Many more than any instance has.
const MOST_VISITS: u32 = 5_000;

/// A word and its line.
type Word<'a> = (&'a str, usize);

/// Words between two semicolons.
struct Statements<'a>(Vec<Vec<Word<'a>>>);

impl<'a> Statements<'a> {
    fn of(text: &'a str) -> Self {
        let (mut all, mut one) = (Vec::new(), Vec::new());
        for (k, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("");
            for (s, piece) in line.split(';').enumerate() {
                if s > 0 {
                    all.push(std::mem::take(&mut one));
                }
                one.extend(words(piece).map(|word| (word, k + 1)));
            }
        }
        Self(all)
    }

    /// What follows these words at the start of a statement.
    fn after(&self, start: &[&str], what: &'static str) -> Result<&[Word<'a>], FormatError> {
        let starts = |words: &&Vec<Word<'a>>| {
            words.len() >= start.len() && words.iter().zip(start).all(|(w, s)| w.0 == *s)
        };
        let words = self.0.iter().find(starts);
        words
            .map(|words| &words[start.len()..])
            .ok_or_else(|| FormatError::Missing { at: "the file".to_owned(), what })
    }

    fn scalar(&self, name: &'static str) -> Result<u32, FormatError> {
        match self.after(&["param", name, "="], name)? {
            [(word, line)] => count(word, *line),
            words => Err(counted(words, name, words.len(), 1)),
        }
    }
}

/// Words; `:=`, `:` and `=` are words of their own wherever they stand.
fn words(piece: &str) -> impl Iterator<Item = &str> {
    piece.split_whitespace().flat_map(|word| {
        let cut = word.find(":=").map(|at| (at, 2)).or_else(|| word.find(':').map(|at| (at, 1)));
        let (before, sign, after) = match cut {
            Some((at, long)) => (&word[..at], &word[at..at + long], &word[at + long..]),
            None => (word, "", ""),
        };
        [before, sign, after].into_iter().filter(|part| !part.is_empty())
    })
}

fn counted(words: &[Word<'_>], what: &'static str, found: usize, wanted: usize) -> FormatError {
    let at = words.first().map_or_else(|| what.to_owned(), |(_, line)| place(*line));
    FormatError::Count { at, what, found, wanted }
}

/// What one node has to say.
#[derive(Clone, Copy, Default)]
struct Node {
    window: Option<(f64, f64, usize)>,
    length: Option<(f64, usize)>,
}

/// Reads an instance; visits last `floor(service_factor · duration)`.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read(text: &str, service_factor: f64) -> Result<Instance, FormatError> {
    let file = Statements::of(text);
    let (staff, visits, day) = (file.scalar("NO_Staff")?, file.scalar("NO_Visits")?, file.scalar("T_MAX")?);
    for (name, value) in [("NO_Visits", visits), ("NO_Staff", staff)] {
        if value > MOST_VISITS {
            return Err(FormatError::Number {
                at: name.to_owned(),
                value: value.to_string(),
                fault: "too large",
            });
        }
    }
    if day == 0 {
        return Err(FormatError::Number {
            at: "T_MAX".to_owned(),
            value: "0".to_owned(),
            fault: "no day at all",
        });
    }
    let n = visits as usize;
    let mut nodes = vec![Node::default(); n + 2];
    let rows = file.after(&["param", ":", "a", "b", ":="], "block `param : a b :=`")?;
    for row in rows.chunks(3) {
        let [node, opens, closes] = row else { return Err(counted(row, "numbers", row.len(), 3)) };
        let line = node.1;
        let window = (number(opens.0, opens.1)?, number(closes.0, closes.1)?, line);
        if known(*node, &mut nodes)?.window.replace(window).is_some() {
            return Err(FormatError::Twice { at: place(line), id: node.0.to_owned() });
        }
    }
    for row in file.after(&["param", "Duration", "[*]", ":="], "block `param Duration`")?.chunks(2) {
        let [node, length] = row else { return Err(counted(row, "numbers", row.len(), 2)) };
        let length = (number(length.0, length.1)?, length.1);
        if known(*node, &mut nodes)?.length.replace(length).is_some() {
            return Err(FormatError::Twice { at: place(node.1), id: node.0.to_owned() });
        }
    }
    let twin = twins(&file, n)?;

    let (mut jobs, mut groups, mut ties, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (visit, other) in twin.into_iter().enumerate().skip(1) {
        let group: &[usize] = match other {
            Some(other) if other < visit => continue,
            Some(other) => &[visit, other],
            None => &[visit],
        };
        let first = jobs.len() as u32;
        for &node in group {
            jobs.push(job(&nodes, node, groups.len() as u32, service_factor)?);
            names.push(node as u32);
        }
        if group.len() == 2 {
            ties.push(Tie { first, second: first + 1, least: 0, most: 0 });
        }
        groups.push(Visit { jobs: first..jobs.len() as u32, left_out: Price::Hard });
    }
    let ends = whole(f64::from(day), 1, || "T_MAX".to_owned())?;
    let tour = Tour { from: 0, to: visits + 1, starts: 0, ends, capacity: 0, has_lunch: false, fixed: 0 };
    let problem = RoutingProblem {
        places: n + 2,
        times: matrix(
            file.after(&["param", "TimeMatrix", "[*,*,1]"], "block `param TimeMatrix`")?,
            n + 2,
            ends,
        )?,
        costs: Vec::new(),
        jobs,
        visits: groups,
        tours: vec![tour; staff as usize],
        fits: Vec::new(),
        ties,
        lunch: None,
        met_at_end: false,
        leave_at_start: false,
        prices: Prices::TRAVEL_ALONE,
    };
    Ok(Instance {
        problem,
        names: Names::Numbers(names),
        unit: Unit { time: 1.0, cost: f64::from(day) / DAY },
    })
}

fn known<'a>((word, line): Word<'_>, nodes: &'a mut [Node]) -> Result<&'a mut Node, FormatError> {
    let node = count(word, line)? as usize;
    nodes.get_mut(node).ok_or_else(|| FormatError::Unknown { at: place(line), id: format!("visit {node}") })
}

/// By visit: the other half of it.
fn twins(file: &Statements<'_>, visits: usize) -> Result<Vec<Option<usize>>, FormatError> {
    let mut twin = vec![None; visits + 1];
    for words in &file.0 {
        let [("set", _), (name, line), (":=", _), others @ ..] = words.as_slice() else { continue };
        let Some(first) = name.strip_prefix("Visit_Demands[").and_then(|name| name.strip_suffix(']')) else {
            continue;
        };
        for (second, line) in others {
            let pair = [count(first, *line)? as usize, count(second, *line)? as usize];
            for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if !(1..=visits).contains(&one) || one == other {
                    return Err(FormatError::Unknown {
                        at: place(*line),
                        id: format!("visit {one} besides {other}"),
                    });
                }
                if twin[one].replace(other).is_some_and(|before| before != other) {
                    return Err(FormatError::Unsupported {
                        at: place(*line),
                        what: format!("visit {one} tied to two others"),
                    });
                }
            }
        }
        if others.len() > 1 {
            return Err(FormatError::Unsupported {
                at: place(*line),
                what: format!("visit {first} tied to two others"),
            });
        }
    }
    Ok(twin)
}

fn job(nodes: &[Node], node: usize, visit: u32, service_factor: f64) -> Result<Job, FormatError> {
    let missing = |what| FormatError::Missing { at: format!("visit {node}"), what };
    let (opens, closes, line) = nodes[node].window.ok_or_else(|| missing("window"))?;
    let (length, length_line) = nodes[node].length.ok_or_else(|| missing("duration"))?;
    let window =
        Window { opens: whole(opens, 1, || place(line))?, closes: whole(closes, 1, || place(line))? };
    if window.opens > window.closes {
        let (first, second) = (opens.to_string(), closes.to_string());
        return Err(FormatError::Backwards { at: place(line), first, second });
    }
    let length = whole((length * service_factor).floor(), 1, || place(length_line))?;
    Ok(Job { visit, place: node as u32, length, windows: vec![window], demand: 0 })
}

/// Blocks of columns: `: 0 1 2 := 0 10 20 30 1 10 …`, again and again.
fn matrix(words: &[Word<'_>], size: usize, day: i64) -> Result<Vec<i32>, FormatError> {
    // Whatever the day, nobody can drive a forbidden leg within it.
    let forbidden = (FORBIDDEN as i64).max(day + 1);
    let mut cells = vec![None; size * size];
    let mut columns: Vec<usize> = Vec::new();
    let mut rest = words;
    while let Some((&(word, line), tail)) = rest.split_first() {
        if word == ":" {
            let end = tail.iter().position(|(word, _)| *word == ":=");
            let end =
                end.ok_or_else(|| FormatError::Missing { at: place(line), what: "`:=` after the columns" })?;
            let index = |(word, line): &Word<'_>| place_of(word, *line, size);
            columns = tail[..end].iter().map(index).collect::<Result<_, _>>()?;
            rest = &tail[end + 1..];
            continue;
        }
        let row = place_of(word, line, size)?;
        if columns.is_empty() || tail.len() < columns.len() {
            return Err(FormatError::Count {
                at: place(line),
                what: "numbers",
                found: tail.len(),
                wanted: columns.len().max(1),
            });
        }
        let (values, next) = tail.split_at(columns.len());
        for (&column, &(word, line)) in columns.iter().zip(values) {
            let value = number(word, line)?;
            let leg = if value >= FORBIDDEN { forbidden } else { whole(value, 1, || place(line))? };
            if cells[row * size + column].replace(leg as i32).is_some() {
                return Err(FormatError::Twice { at: place(line), id: format!("{row}-{column}") });
            }
        }
        rest = next;
    }
    let found = cells.iter().flatten().count();
    cells.into_iter().collect::<Option<Vec<i32>>>().ok_or_else(|| counted(words, "legs", found, size * size))
}

fn place_of(word: &str, line: usize, size: usize) -> Result<usize, FormatError> {
    match count(word, line) {
        Ok(index) if (index as usize) < size => Ok(index as usize),
        _ => Err(wrong(word, line, "the number of a visit")),
    }
}

/// See [`super::vrptw::numbered`].
pub(super) fn write(instance: &Instance, plan: &RoutingPlan, verdict: &Verdict) -> String {
    super::vrptw::numbered(instance, plan, verdict, true)
}
