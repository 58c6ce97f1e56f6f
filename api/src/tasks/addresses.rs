//! Written addresses → positions, positions → addresses, lists of addresses → lists with positions.

use super::{TaskError, roads};
use crate::travel::Map;
use crate::wire::{
    AddressAtPosition, AddressChange, AddressHit, AddressKind, FoundAddresses, GeocodeReport, GeocodeRow,
    Position, RoadAtPosition,
};
use crate::wording::{Language, address_change, address_change_code};
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::address::{
    self, CITY_COLUMNS, Change, Delimited, LETTER_COLUMNS, MatchKind, NUMBER_COLUMNS, POSTCODE_COLUMNS,
    STREET_COLUMNS, TableDefect, delimited_text,
};
use osm_data::lonlat::LonLat;
use rayon::prelude::*;

/// Longest text that an address is looked for in.
pub use osm_data::address::LONGEST_TEXT as LONGEST_ADDRESS;

/// Most answers to one question.
pub const MOST_ADDRESSES: usize = 50;
/// A nearest address farther off than this, in metres, says nothing of a position.
const NEAR_ADDRESS: f64 = 250.0;

/// The places that a written address can mean, best first.
///
/// # Errors
/// [`TaskError::NeedsAddresses`] when the map has none.
pub fn find_addresses(
    map: &Map,
    text: &str,
    limit: usize,
    language: Language,
) -> Result<FoundAddresses, TaskError> {
    has_addresses(map)?;
    let hits = map.addresses.find(text, limit.min(MOST_ADDRESSES));
    Ok(FoundAddresses { hits: hits.iter().map(|hit| document(hit, language)).collect() })
}

/// The nearest address and the nearest road of a position.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] for a position off the map, when no address is near it either.
pub fn address_at(map: &Map, at: Position, language: Language) -> Result<AddressAtPosition, TaskError> {
    let place = LonLat::new(at.lon, at.lat);
    let near = place.and_then(|place| map.addresses.nearest(place, NEAR_ADDRESS));
    let snap = place.and_then(|place| map.network.locator().nearest(place));
    if near.is_none() && snap.is_none() {
        // The same words as for a route from there.
        roads::route(map, at, at)?;
    }
    let road = snap.map(|snap| RoadAtPosition {
        name: map.network.road_name(snap.segment).to_owned(),
        metres: snap.off_road.0,
    });
    Ok(AddressAtPosition {
        metres: near.as_ref().map(|(_, metres)| metres.round() as u32),
        address: near.map(|(hit, _)| document(&hit, language)),
        road: road.filter(|road| !road.name.is_empty()),
    })
}

/// A list with the columns that were added, and what became of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Geocoded {
    /// The list as CSV, with its own separator, in UTF-8.
    pub csv: Vec<u8>,
    /// What became of the rows.
    pub report: GeocodeReport,
}

/// Finds a position for every row of a CSV.
///
/// A row whose best place has less than `least` confidence keeps its cells `lat` and `lon` empty: nobody is sent to a place that was
/// guessed. What was found stands beside it all the same.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] when the file is no list of addresses; [`TaskError::NeedsAddresses`].
pub fn geocode(map: &Map, csv: &[u8], least: f64, language: Language) -> Result<Geocoded, TaskError> {
    has_addresses(map)?;
    let table = Delimited::of(csv).map_err(unusable)?;
    let columns = Columns::of(&table).map_err(unusable)?;
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    table.for_each(|line, cells| rows.push((line, cells.iter().map(|&c| c.to_owned()).collect())));
    let found: Vec<Outcome> = rows
        .par_iter()
        .map(|(_, cells)| {
            if cells.len() != table.header.len() {
                return Outcome::Cells(cells.len());
            }
            match map.addresses.find(&columns.text(cells), 1).into_iter().next() {
                Some(hit) => Outcome::Found(Box::new(hit)),
                None => Outcome::Nothing,
            }
        })
        .collect();
    let mut report = GeocodeReport {
        rows: rows.len(),
        encoding: table.encoding.name().to_owned(),
        separator: table.separator_name().to_owned(),
        ..GeocodeReport::default()
    };
    let width = table.header.len();
    let mut written = vec![with_columns(&table.header)];
    for ((line, mut cells), outcome) in rows.into_iter().zip(found) {
        let mut left = |confidence, codes: Vec<&str>| {
            let codes = codes.into_iter().map(str::to_owned).collect();
            report.left.push(GeocodeRow { line, confidence, codes });
        };
        // A short row is filled up, so that the new columns stand under their names; a long one is kept as it is.
        cells.resize(cells.len().max(width), String::new());
        match outcome {
            Outcome::Found(hit) => {
                let sure = hit.confidence >= least;
                let degrees = |value: f64| if sure { format!("{value:.7}") } else { String::new() };
                let remarks: Vec<String> =
                    hit.changes.iter().map(|change| address_change(change, language)).collect();
                cells.extend([
                    degrees(hit.place.lat),
                    degrees(hit.place.lon),
                    format!("{:.3}", hit.confidence),
                    kind(hit.kind).as_str().to_owned(),
                    hit.line(),
                    remarks.join("; "),
                ]);
                if sure {
                    report.placed += 1;
                } else {
                    report.doubtful += 1;
                    left(Some(hit.confidence), hit.changes.iter().map(address_change_code).collect());
                }
            }
            Outcome::Nothing | Outcome::Cells(_) => {
                report.not_found += 1;
                let (code, remark) = match outcome {
                    Outcome::Cells(count) => ("cells", format!("{count} cells for {width} columns")),
                    Outcome::Nothing | Outcome::Found(_) => ("not-found", "not found".to_owned()),
                };
                cells.extend(["", "", "", "", "", remark.as_str()].map(str::to_owned));
                left(None, vec![code]);
            }
        }
        written.push(cells);
    }
    Ok(Geocoded { csv: delimited_text(table.separator, &written), report })
}

enum Outcome {
    Found(Box<address::AddressHit>),
    Nothing,
    /// The row has so many cells, and not as many as the header.
    Cells(usize),
}

/// The names of the columns with those that are added; one that exists already gets `found_` before it.
fn with_columns(header: &[String]) -> Vec<String> {
    let added = ["lat", "lon", "confidence", "kind", "matched", "remark"].map(|name| {
        let taken = header.iter().any(|h| h.eq_ignore_ascii_case(name));
        if taken { format!("found_{name}") } else { name.to_owned() }
    });
    header.iter().cloned().chain(added).collect()
}

/// Where in a row the parts of its address stand.
struct Columns {
    street: usize,
    more: Vec<usize>,
    area: Vec<usize>,
}

impl Columns {
    fn of(table: &Delimited<'_>) -> Result<Self, TableDefect> {
        let street = table.needed_column("addresses", STREET_COLUMNS)?;
        let all = |lists: &[&[&str]]| -> Vec<usize> {
            lists.iter().filter_map(|names| table.column(names)).filter(|&c| c != street).collect()
        };
        Ok(Self {
            street,
            more: all(&[NUMBER_COLUMNS, LETTER_COLUMNS]),
            area: all(&[POSTCODE_COLUMNS, CITY_COLUMNS]),
        })
    }

    /// The address of a row on one line.
    fn text(&self, cells: &[String]) -> String {
        let joined = |columns: &[usize]| -> String {
            let filled = columns.iter().map(|&c| cells[c].trim()).filter(|t| !t.is_empty());
            filled.collect::<Vec<_>>().join(" ")
        };
        let house = [cells[self.street].trim().to_owned(), joined(&self.more)].join(" ");
        [house, joined(&self.area)].join(", ")
    }
}

fn unusable(defect: TableDefect) -> TaskError {
    TaskError::InvalidQuestion(InvalidProblem {
        defects: vec![Defect {
            code: DefectCode::Malformed,
            place: "/in".to_owned(),
            cause: defect.to_string(),
            remedy: "see docs/addresses.md for the columns that are understood".to_owned(),
        }],
    })
}

fn has_addresses(map: &Map) -> Result<(), TaskError> {
    if map.addresses.is_empty() { Err(TaskError::NeedsAddresses) } else { Ok(()) }
}

fn kind(kind: MatchKind) -> AddressKind {
    match kind {
        MatchKind::House => AddressKind::House,
        MatchKind::Interpolated => AddressKind::Interpolated,
        MatchKind::Street => AddressKind::Street,
        MatchKind::Place => AddressKind::Place,
    }
}

fn document(hit: &address::AddressHit, language: Language) -> AddressHit {
    let inferred = [("postcode", hit.postcode_inferred), ("city", hit.city_inferred)];
    let change = |change: &Change| AddressChange {
        code: address_change_code(change).to_owned(),
        sentence: address_change(change, language),
    };
    AddressHit {
        position: Position { lat: hit.place.lat, lon: hit.place.lon },
        confidence: hit.confidence,
        kind: kind(hit.kind),
        text: hit.line(),
        street: hit.street.clone(),
        number: hit.number.as_ref().map(ToString::to_string),
        postcode: hit.postcode.clone(),
        city: hit.city.clone(),
        inferred: inferred.iter().filter(|(_, yes)| *yes).map(|(name, _)| (*name).to_owned()).collect(),
        official: hit.source == Some(address::Source::Official),
        changes: hit.changes.iter().map(change).collect(),
    }
}
