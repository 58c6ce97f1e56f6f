//! Positions from the command line and from CSV.

use crate::tasks::TaskError;
use crate::wire::Position;
use osm_data::units::RoadCost;
use std::io::{self, Write};
use std::path::Path;

/// `LAT,LON`.
///
/// # Errors
/// What is wrong with it, and the remedy.
pub fn position(text: &str) -> Result<Position, String> {
    let wrong =
        || format!("`{text}` is no position; write latitude and longitude in degrees: 57.7089,11.9746");
    let (lat, lon) = text.split_once(',').ok_or_else(wrong)?;
    let number = |t: &str| t.trim().parse::<f64>().ok().filter(|v| v.is_finite());
    Ok(Position { lat: number(lat).ok_or_else(wrong)?, lon: number(lon).ok_or_else(wrong)? })
}

/// One row of a table as a line of CSV: whole seconds, empty where no road leads.
///
/// # Errors
/// What the operating system says.
pub fn write_row(row: &[RoadCost], out: &mut impl Write) -> io::Result<()> {
    for (column, cost) in row.iter().enumerate() {
        if column > 0 {
            out.write_all(b",")?;
        }
        if *cost != RoadCost::UNREACHABLE {
            write!(out, "{}", cost.millis().round_to_seconds().0)?;
        }
    }
    out.write_all(b"\n")
}

/// A CSV of positions: header `lat,lon` (in any order, further columns are passed over), then one a line; each with the number of
/// its line.
///
/// # Errors
/// Every line that is wrong, at most twenty of them.
pub fn positions(csv: &str) -> Result<Vec<(usize, Position)>, Vec<String>> {
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
    let mut lines = csv.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let Some((_, header)) = lines.next() else {
        return Err(vec!["the file is empty; write the header `lat,lon` and one position a line".to_owned()]);
    };
    let names: Vec<String> =
        header.split(',').map(|n| n.trim().trim_matches('"').to_ascii_lowercase()).collect();
    let column = |name: &str| names.iter().position(|n| n == name);
    let (Some(lat_at), Some(lon_at)) = (column("lat"), column("lon")) else {
        let shown: String = header.chars().take(60).collect();
        return Err(vec![format!(
            "line 1: the header is `{shown}`; it must name the columns `lat` and `lon`"
        )]);
    };
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split(',').map(|c| c.trim().trim_matches('"')).collect();
        let number_in =
            |at: usize| cells.get(at).and_then(|c| c.parse::<f64>().ok()).filter(|v| v.is_finite());
        let cause = match (number_in(lat_at), number_in(lon_at)) {
            // One cell too many is a decimal comma as often as not; the numbers beside it cannot be trusted.
            _ if cells.len() != names.len() => Some(format!(
                "has {} columns and the header {}; numbers have a point, not a comma",
                cells.len(),
                names.len()
            )),
            (Some(lat), Some(lon)) => {
                found.push((number + 1, Position { lat, lon }));
                None
            }
            _ => Some("has no numbers for lat and lon".to_owned()),
        };
        match cause {
            None => {}
            Some(cause) => {
                let shown: String = line.chars().take(60).collect();
                wrong.push(format!("line {}: `{shown}` {cause}", number + 1));
                if wrong.len() == 20 {
                    wrong.push("further lines were not read".to_owned());
                    return Err(wrong);
                }
            }
        }
    }
    if found.is_empty() && wrong.is_empty() {
        wrong.push("the file has no positions; write one a line below the header".to_owned());
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// Puts file and line in place of the number of a position.
pub fn name_lines(error: &mut TaskError, file: &Path, stated: &[(usize, Position)]) {
    let TaskError::InvalidQuestion(question) = error else { return };
    for defect in &mut question.defects {
        let number = defect.place.strip_prefix("/points/").and_then(|k| k.parse::<usize>().ok());
        if let Some((line, _)) = number.and_then(|k| stated.get(k)) {
            defect.place = format!("line {line} of {}", file.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_by_the_names_of_their_columns() {
        let read = positions("lon,name,lat\r\n12.0,A,57.7\n\n12.1,B,57.8\n").expect("sound");
        assert_eq!(read, [(2, Position { lat: 57.7, lon: 12.0 }), (4, Position { lat: 57.8, lon: 12.1 })]);
        assert_eq!(positions("").expect_err("empty").len(), 1);
        assert_eq!(positions("a,b\n1,2").expect_err("header").len(), 1);
        assert_eq!(positions("lat,lon\n1,x\n2\n3,4").expect_err("two lines").len(), 2);
        let commas = positions("lat,lon\n57,70,11,97").expect_err("decimal commas");
        assert!(commas[0].contains("4 columns") && commas[0].contains("not a comma"), "{commas:?}");
        assert!(position("57.7;12").is_err() && position("nan,1").is_err());
        assert_eq!(position(" 57.7, 12.0"), Ok(Position { lat: 57.7, lon: 12.0 }));
    }
}
