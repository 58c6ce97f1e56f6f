//! An official address file (CSV) beside the extract: its rows, and every row that cannot be used.

use super::collected::{CollectedAddresses, Source, StatedAddress};
use super::delimited::{Delimited, TableDefect, TextEncoding};
use super::fold::letters;
use super::house_number::{HouseNumber, house_numbers};
use super::reading::{FLOOR, NUMBER};
use crate::graph::Point;
use crate::lonlat::{BoundingBox, LonLat};
use crate::sweref99::{Sweref99, Sweref99Error};

/// Names of the column of streets; it may hold the number too.
pub const STREET_COLUMNS: &[&str] = &[
    "street",
    "gata",
    "gatunamn",
    "gatuadress",
    "adressområde",
    "vägnamn",
    "väg",
    "addr:street",
    "streetname",
    "adress",
    "address",
];
/// Names of the column of house numbers.
pub const NUMBER_COLUMNS: &[&str] = &[
    "number",
    "housenumber",
    "nummer",
    "husnummer",
    "gatunummer",
    "adressplatsnummer",
    "addr:housenumber",
    "husnr",
    "nr",
];
/// Names of the column of letters after the number.
pub const LETTER_COLUMNS: &[&str] = &["letter", "bokstav", "littera", "adressplatsbokstav", "suffix"];
/// Names of the column of postal codes.
pub const POSTCODE_COLUMNS: &[&str] =
    &["postcode", "postnummer", "postnr", "postalcode", "zip", "zipcode", "addr:postcode"];
/// Names of the column of postal towns.
pub const CITY_COLUMNS: &[&str] = &["city", "postort", "ort", "town", "stad", "addr:city"];
/// Names of the column of latitudes, WGS 84 degrees.
const LAT_COLUMNS: &[&str] = &["lat", "latitude", "latitud"];
/// Names of the column of longitudes, WGS 84 degrees.
const LON_COLUMNS: &[&str] = &["lon", "lng", "long", "longitude", "longitud"];
/// Names of the column of metres north, SWEREF 99 TM.
const NORTH_COLUMNS: &[&str] = &["n", "northing", "north", "nord", "norr", "sweref99 n", "n sweref99tm"];
/// Names of the column of metres east, SWEREF 99 TM.
const EAST_COLUMNS: &[&str] = &["e", "easting", "east", "öst", "ost", "sweref99 e", "e sweref99tm"];

/// A row this far outside the extract, in degrees, is not of its area.
const MARGIN: f64 = 0.05;

/// How an official file states places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinates {
    /// Degrees.
    Wgs84,
    /// Metres on the Swedish grid.
    Sweref99,
}

/// Why a row is left out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RowDefect {
    /// Another number of cells than the header has.
    #[error("has {found} cells and the header {expected}")]
    Cells {
        /// Cells there are.
        found: usize,
        /// Cells there should be.
        expected: usize,
    },
    /// No street.
    #[error("names no street")]
    NoStreet,
    /// No house number, or none that is understood.
    #[error("has no house number that is understood")]
    NoNumber,
    /// Something else where a coordinate should be.
    #[error("has no number in the column `{0}`")]
    NotANumber(String),
    /// Axes exchanged.
    #[error("has its axes swapped: exchange the two columns of coordinates")]
    Swapped,
    /// Not on the earth, or not in the area of the grid.
    #[error("{0}")]
    OffGrid(String),
}

/// What became of the rows of an official file.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficialReport {
    /// Rows below the header.
    pub rows: u64,
    /// Rows that gave an address.
    pub used: u64,
    /// Rows outside the area of the extract, and the line of the first.
    pub outside: Option<(u64, u64)>,
    /// Every row that was left out, by line.
    pub defects: Vec<(u64, RowDefect)>,
    /// How the bytes were read.
    pub encoding: TextEncoding,
    /// What stands between cells, in words.
    pub separator: &'static str,
    /// How places are stated.
    pub coordinates: Coordinates,
}

/// Adds the rows of an official address file to what was collected from an extract.
///
/// A row outside the area of the extract (its addresses, roads and places) is counted, and one that would lie inside if its axes were
/// exchanged is a defect; nothing is exchanged on a guess.
///
/// # Errors
/// [`TableDefect`] when the file as a whole cannot be used.
pub fn add_official(bytes: &[u8], collected: &mut CollectedAddresses) -> Result<OfficialReport, TableDefect> {
    let table = Delimited::of(bytes)?;
    let columns = Columns::of(&table)?;
    let area = area_of(collected);
    let mut report = OfficialReport {
        rows: 0,
        used: 0,
        outside: None,
        defects: Vec::new(),
        encoding: table.encoding,
        separator: table.separator_name(),
        coordinates: columns.coordinates,
    };
    table.for_each(|line, cells| {
        report.rows += 1;
        match columns.row(&table, cells, area) {
            Ok(Some(row)) => {
                report.used += 1;
                add(&row, collected);
            }
            Ok(None) => {
                let (count, first) = report.outside.unwrap_or((0, line));
                report.outside = Some((count + 1, first));
            }
            Err(defect) => report.defects.push((line, defect)),
        }
    });
    Ok(report)
}

struct Columns {
    street: usize,
    number: Option<usize>,
    letter: Option<usize>,
    postcode: Option<usize>,
    city: Option<usize>,
    coordinates: Coordinates,
    /// The column of latitude or metres north, then that of longitude or metres east.
    first: usize,
    second: usize,
}

/// One usable row.
struct Row<'r> {
    street: String,
    numbers: Vec<HouseNumber>,
    postcode: &'r str,
    city: &'r str,
    place: LonLat,
}

impl Columns {
    fn of(table: &Delimited<'_>) -> Result<Self, TableDefect> {
        let street = table.needed_column("streets", STREET_COLUMNS)?;
        let degrees = table.column(LAT_COLUMNS).zip(table.column(LON_COLUMNS));
        let metres = table.column(NORTH_COLUMNS).zip(table.column(EAST_COLUMNS));
        let (coordinates, (first, second)) = match (degrees, metres) {
            (Some(columns), _) => (Coordinates::Wgs84, columns),
            (None, Some(columns)) => (Coordinates::Sweref99, columns),
            (None, None) if table.column(&["x", "y"]).is_some() => return Err(TableDefect::XAndY),
            (None, None) => {
                let names = format!(
                    "{} with {}, or {} with {}",
                    LAT_COLUMNS.join(", "),
                    LON_COLUMNS.join(", "),
                    NORTH_COLUMNS.join(", "),
                    EAST_COLUMNS.join(", ")
                );
                return Err(TableDefect::NoColumn { what: "coordinates", names });
            }
        };
        let other = |names: &[&str]| table.column(names).filter(|&c| c != street);
        Ok(Self {
            street,
            number: other(NUMBER_COLUMNS),
            letter: other(LETTER_COLUMNS),
            postcode: other(POSTCODE_COLUMNS),
            city: other(CITY_COLUMNS),
            coordinates,
            first,
            second,
        })
    }

    /// A row; `None` when it lies outside the area.
    fn row<'r>(
        &self,
        table: &Delimited<'_>,
        cells: &[&'r str],
        area: Option<BoundingBox>,
    ) -> Result<Option<Row<'r>>, RowDefect> {
        if cells.len() != table.header.len() {
            return Err(RowDefect::Cells { found: cells.len(), expected: table.header.len() });
        }
        let cell = |column: Option<usize>| column.map_or("", |c| cells[c].trim());
        let whole = cells[self.street].trim();
        let (street, number) = match self.number {
            Some(number) => (whole, cells[number].trim()),
            None => split_number(whole),
        };
        if letters(street).is_empty() {
            return Err(RowDefect::NoStreet);
        }
        let numbers = numbers_of(number, cell(self.letter)).ok_or(RowDefect::NoNumber)?;
        // `Storgatan 12` beside a column of numbers that says 12: the number stands twice, and is no part of the name.
        let (name, again) = split_number(whole);
        let twice = self.number.is_some() && numbers_of(again, "").is_some_and(|n| n == numbers);
        let street = if twice { name } else { street };
        let figure = |column: usize| {
            let text = cells[column].trim();
            // Where cells are not parted by commas, a comma is the Swedish decimal point.
            let text = if table.separator == b',' { text.to_owned() } else { text.replace(',', ".") };
            let number = text.parse::<f64>().ok().filter(|v| v.is_finite());
            number.ok_or_else(|| RowDefect::NotANumber(table.header[column].clone()))
        };
        let (first, second) = (figure(self.first)?, figure(self.second)?);
        let place = match self.coordinates {
            Coordinates::Sweref99 => match (Sweref99 { north: first, east: second }).to_lonlat() {
                Ok(place) => place,
                Err(Sweref99Error::Swapped) => return Err(RowDefect::Swapped),
                Err(outside) => return Err(RowDefect::OffGrid(outside.to_string())),
            },
            Coordinates::Wgs84 => LonLat::new(second, first)
                .ok_or_else(|| RowDefect::OffGrid("is not on the earth".to_owned()))?,
        };
        if let Some(area) = area.filter(|a| !a.contains(place, MARGIN)) {
            return match area.contains(LonLat { lon: place.lat, lat: place.lon }, MARGIN) {
                true => Err(RowDefect::Swapped),
                false => Ok(None),
            };
        }
        let street = street.to_owned();
        Ok(Some(Row { street, numbers, postcode: cell(self.postcode), city: cell(self.city), place }))
    }
}

/// `Storgatan 12 B` as street and number: parted before the first word, after the beginning, that starts with a figure and is no
/// ordinal (`E 42nd Street 7`). Whatever stands behind it is of the number: a flat there makes it one that is not understood.
fn split_number(text: &str) -> (&str, &str) {
    let mut starts = text
        .char_indices()
        .filter(|&(at, c)| c.is_ascii_digit() && at > 0 && text[..at].ends_with(char::is_whitespace))
        .filter(|&(at, _)| !is_ordinal(text[at..].split_whitespace().next().unwrap_or_default()));
    let Some((at, _)) = starts.next() else { return (text, "") };
    let street = text[..at].trim_end_matches([' ', ',']);
    let without = street.rsplit_once(' ').filter(|(_, last)| NUMBER.contains(&letters(last).as_str()));
    (without.map_or(street, |(name, _)| name).trim(), &text[at..])
}

fn is_ordinal(word: &str) -> bool {
    let after = word.trim_start_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    matches!(after.trim_end_matches(','), "st" | "nd" | "rd" | "th")
}

/// The house numbers of a row; `None` when there is none, or when a part of what is stated is not understood.
fn numbers_of(number: &str, letter: &str) -> Option<Vec<HouseNumber>> {
    let numbers = if letter.is_empty() {
        let stated = house_numbers(number, None);
        if stated.not_understood > 0 { Vec::new() } else { stated.numbers }
    } else {
        // With a space between, so that 12 and 1/2 are not house 121/2. A letter after a list could be of any of its numbers.
        HouseNumber::parse(&format!("{number} {letter}")).into_iter().collect()
    };
    (!numbers.is_empty() && numbers.iter().all(is_usual)).then_some(numbers)
}

/// Whether what follows the figures follows them in registers: one or two letters that name no floor, a fraction, the end of a
/// range; neither `LGH1102` nor `2TR`.
fn is_usual(number: &HouseNumber) -> bool {
    let suffix = number.suffix.as_str();
    let of_house = |run: &str| run.chars().count() <= 2 && !FLOOR.contains(&run.to_lowercase().as_str());
    let flat = suffix.starts_with(char::is_alphabetic)
        && suffix.split(|c: char| !c.is_ascii_digit()).any(|figures| figures.len() > 2);
    !flat && suffix.split(|c: char| !c.is_alphabetic()).all(of_house)
}

fn add(row: &Row<'_>, collected: &mut CollectedAddresses) {
    collected.statistics.stated += 1;
    let texts = &mut collected.texts;
    let (street, postcode, city) =
        (texts.number(&row.street), texts.number(row.postcode), texts.number(row.city));
    for number in &row.numbers {
        collected.addresses.push(StatedAddress {
            street,
            of_place: false,
            number: number.number,
            suffix: collected.texts.number(&number.suffix),
            postcode,
            city,
            point: Point::from_lonlat(row.place),
            source: Source::Official,
        });
    }
}

/// The box of everything that was collected.
fn area_of(collected: &CollectedAddresses) -> Option<BoundingBox> {
    let named = collected.roads.iter().chain(&collected.places).flat_map(|n| &n.points);
    let all = collected.addresses.iter().map(|a| &a.point).chain(named);
    BoundingBox::of(all.map(|p| p.to_lonlat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::build;
    use proptest::prelude::*;

    /// An extract with one house in Göteborg.
    fn extract() -> CollectedAddresses {
        let mut made = CollectedAddresses::default();
        let row = |place: LonLat| Row {
            street: "Storgatan".to_owned(),
            numbers: vec![HouseNumber::plain(12)],
            postcode: "",
            city: "Göteborg",
            place,
        };
        add(&row(LonLat { lon: 11.97, lat: 57.7 }), &mut made);
        made.addresses[0].source = Source::Node;
        made
    }

    #[test]
    fn an_official_address_stands_in_the_stead_of_the_extracts() {
        let mut collected = extract();
        let csv = "Gatuadress;Postnr;Postort;N;E\nStorgatan 12;411 01;Göteborg;6398983,5;319000,25\nStorgatan 14B;411 01;Göteborg;6398983;319020\n";
        let report = add_official(csv.as_bytes(), &mut collected).expect("a table");
        assert_eq!((report.rows, report.used, report.separator), (2, 2, "semicolon"));
        assert_eq!(report.coordinates, Coordinates::Sweref99);
        let (index, counts) = build(&collected);
        assert_eq!((counts.official, counts.replaced, counts.addresses), (2, 1, 2), "{report:?}");
        let hit = &index.find("Storgatan 12, Göteborg", 1)[0];
        assert_eq!((hit.source, hit.postcode.as_str()), (Some(Source::Official), "41101"));
        assert_eq!(index.find("Storgatan 14 b", 1)[0].confidence, 1.0);
    }

    #[test]
    fn every_bad_row_is_told_with_its_line() {
        let csv = "street,number,lat,lon\n\
                   Storgatan,1,57.7,11.97\n\
                   Storgatan,2,11.97,57.7\n\
                   ,3,57.7,11.97\n\
                   Storgatan,Villa,57.7,11.97\n\
                   Storgatan,5,here,11.97\n\
                   Storgatan,6,57.7\n\
                   Storgatan,7,97.7,11.97\n\
                   Storgatan,8,59.3,18.0\n";
        let report = add_official(csv.as_bytes(), &mut extract()).expect("a table");
        let lines: Vec<(u64, String)> = report.defects.iter().map(|(l, d)| (*l, d.to_string())).collect();
        let told: Vec<u64> = lines.iter().map(|(l, _)| *l).collect();
        assert_eq!(told, [3, 4, 5, 6, 7, 8], "{lines:?}");
        assert!(lines[0].1.contains("swapped") && lines[3].1.contains("`lat`"), "{lines:?}");
        assert_eq!((report.rows, report.used, report.outside), (8, 1, Some((1, 9))));
        let swapped = "gata,nr,n,e\nStorgatan,1,319000,6398983\n";
        let report = add_official(swapped.as_bytes(), &mut extract()).expect("a table");
        assert_eq!(report.defects, [(2, RowDefect::Swapped)]);
    }

    /// The street and numbers that a row makes, or why it makes none.
    fn read(header: &str, row: &str) -> String {
        let csv = format!("{header};lat;lon\n{row};57,7;11,97\n");
        let mut collected = CollectedAddresses::default();
        let report = add_official(csv.as_bytes(), &mut collected).expect("a table");
        let texts = &collected.texts;
        let shown =
            |a: &StatedAddress| format!("{}|{}{}", texts.text(a.street), a.number, texts.text(a.suffix));
        let found = collected.addresses.iter().map(shown);
        found.chain(report.defects.iter().map(|(_, d)| format!("{d:?}"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_number_and_what_follows_it_in_the_next_column_are_not_run_together() {
        for (row, read_as) in [
            ("Storgatan;12;B", "Storgatan|12B"),
            ("Storgatan;12;1/2", "Storgatan|12 1/2"),
            ("Storgatan;12;½", "Storgatan|12 1/2"),
            ("Storgatan;12;2", "NoNumber"),
            ("Storgatan;12;lgh 1102", "NoNumber"),
            ("Storgatan;4,6;A", "NoNumber"),
            ("Storgatan;4,6;", "Storgatan|4 Storgatan|6"),
            ("Storgatan;12, 2 tr;", "NoNumber"),
            ("Storgatan;4,Villa;", "NoNumber"),
            ("Storgatan 12;12;", "Storgatan|12"),
            ("Väg 40;12;", "Väg 40|12"),
        ] {
            assert_eq!(read("gatunamn;nr;littera", row), read_as, "{row}");
        }
    }

    #[test]
    fn a_flat_or_a_floor_is_never_taken_for_the_number_of_the_house() {
        for (row, read_as) in [
            ("Storgatan 12 B", "Storgatan|12B"),
            ("Storgatan nr 12", "Storgatan|12"),
            ("Storgatan 4-8", "Storgatan|4-8 Storgatan|4 Storgatan|6 Storgatan|8"),
            ("Storgatan 4 - 8", "Storgatan|4-8 Storgatan|4 Storgatan|6 Storgatan|8"),
            ("E 42nd Street 7", "E 42nd Street|7"),
            ("Storgatan 12 lgh 1102", "NoNumber"),
            ("Storgatan 12 A lgh 1102", "NoNumber"),
            ("Storgatan 12 A 1102", "NoNumber"),
            ("Storgatan 12, 2 tr", "NoNumber"),
            ("Storgatan 12 2tr", "NoNumber"),
            ("Väg 40 12", "NoNumber"),
            ("Storgatan", "NoNumber"),
        ] {
            assert_eq!(read("gatuadress", row), read_as, "{row}");
        }
    }

    #[test]
    fn a_file_without_the_columns_is_refused_with_their_names() {
        let refusal =
            |csv: &str| add_official(csv.as_bytes(), &mut extract()).expect_err("refused").to_string();
        assert!(refusal("a,b\n").contains("gatuadress"));
        assert!(refusal("street,nr\n").contains("northing"));
        assert!(refusal("street,x,y\n").contains("`n` and `e`"));
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_a_panic(rows in "(\\PC|[,;\n\"0-9.]){0,80}") {
            let csv = format!("street,number,lat,lon\n{rows}");
            let mut collected = extract();
            if let Ok(report) = add_official(csv.as_bytes(), &mut collected) {
                let outside = report.outside.map_or(0, |(count, _)| count);
                prop_assert_eq!(report.rows, report.used + outside + report.defects.len() as u64);
                let _ = build(&collected);
            }
        }
    }
}
