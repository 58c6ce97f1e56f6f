//! Positions from the command line and from CSV.

use crate::wire::Position;

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

/// A CSV of positions: header `lat,lon` (in any order, further columns are passed over), then one a line.
///
/// # Errors
/// Every line that is wrong, at most twenty of them.
pub fn positions(csv: &str) -> Result<Vec<Position>, Vec<String>> {
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
        match (number_in(lat_at), number_in(lon_at)) {
            (Some(lat), Some(lon)) => found.push(Position { lat, lon }),
            _ => {
                let shown: String = line.chars().take(60).collect();
                wrong.push(format!("line {}: `{shown}` has no numbers for lat and lon", number + 1));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_by_the_names_of_their_columns() {
        let read = positions("lon,name,lat\r\n12.0,A,57.7\n\n12.1,B,57.8\n").expect("sound");
        assert_eq!(read, [Position { lat: 57.7, lon: 12.0 }, Position { lat: 57.8, lon: 12.1 }]);
        assert_eq!(positions("").expect_err("empty").len(), 1);
        assert_eq!(positions("a,b\n1,2").expect_err("header").len(), 1);
        assert_eq!(positions("lat,lon\n1,x\n2\n3,4").expect_err("two lines").len(), 2);
        assert!(position("57.7;12").is_err() && position("nan,1").is_err());
        assert_eq!(position(" 57.7, 12.0"), Ok(Position { lat: 57.7, lon: 12.0 }));
    }
}
