//! The path of a request: which service, and for which coordinates.

use super::{Code, Refusal};
use crate::exchange::decode_polyline;
use osm_data::profile::TravelMode;

/// The services of OSRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Route,
    Table,
    Nearest,
    Match,
    /// One that OSRM has and we have not.
    Other,
}

/// A path that could be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Request {
    pub(super) service: Service,
    /// The mode of travel that the profile means; `None` when it is no name of ours or OSRM's.
    pub(super) mode: Option<TravelMode>,
    /// `[lon, lat]`, as asked; may lie off the earth.
    pub(super) coordinates: Vec<[f64; 2]>,
    /// How many bytes of the path and query lie before the options.
    pub(super) prefix: usize,
}

/// OSRM keeps coordinates in millionths of a degree, and refuses to read what does not fit into 32 bits.
const LARGEST: f64 = i32::MAX as f64 / 1e6;

impl Request {
    /// Reads a path without percent signs, such as `/route/v1/driving/13.38,52.51;13.39,52.52.json`.
    pub(super) fn read(path: &str) -> Result<Self, Refusal> {
        let mut at = 0;
        let service = word(path, &mut at)?;
        expect(path, &mut at, "/v")?;
        let digits = path[at..].bytes().take_while(u8::is_ascii_digit).count();
        let version = &path[at..at + digits];
        if version.is_empty() {
            return Err(malformed_url(path, at));
        }
        at += digits;
        let profile = word(path, &mut at)?;
        expect(path, &mut at, "/")?;
        if path.len() == at {
            return Err(malformed_url(path, at));
        }
        let known = match service {
            "route" => Service::Route,
            "table" => Service::Table,
            "nearest" => Service::Nearest,
            "match" => Service::Match,
            "trip" | "tile" => Service::Other,
            _ => {
                return Err(Refusal::new(Code::InvalidService, format!("Service {service} not found!")));
            }
        };
        if version != "1" {
            let message = format!("Version v{version} of service {service} not found! There is v1.");
            return Err(Refusal::new(Code::InvalidVersion, message));
        }
        if known == Service::Other {
            let message =
                format!("Service {service} is not implemented; route, table, nearest and match are.");
            return Err(Refusal::new(Code::NotImplemented, message));
        }
        let coordinates = coordinates(path, &mut at)?;
        match &path[at..] {
            "" | ".json" => {
                Ok(Self { service: known, mode: mode(profile), coordinates, prefix: path.len() + 1 })
            }
            ".flatbuffers" => {
                Err(Refusal::new(Code::NotImplemented, "Format flatbuffers is not implemented; json is."))
            }
            _ => Err(malformed_query(at)),
        }
    }
}

/// The mode of a profile, by its names in OSRM's documentation and demonstration servers, and by ours.
fn mode(profile: &str) -> Option<TravelMode> {
    match profile {
        "driving" | "car" => Some(TravelMode::Car),
        "cycling" | "bike" | "bicycle" => Some(TravelMode::Bicycle),
        "walking" | "foot" => Some(TravelMode::Foot),
        _ => None,
    }
}

/// A slash and a name after it.
fn word<'p>(path: &'p str, at: &mut usize) -> Result<&'p str, Refusal> {
    expect(path, at, "/")?;
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || b"_.~:-".contains(b);
    let length = path[*at..].bytes().take_while(is_part).count();
    if length == 0 {
        return Err(malformed_url(path, *at));
    }
    let found = &path[*at..*at + length];
    *at += length;
    Ok(found)
}

fn expect(path: &str, at: &mut usize, wanted: &str) -> Result<(), Refusal> {
    if !path[*at..].starts_with(wanted) {
        return Err(malformed_url(path, *at));
    }
    *at += wanted.len();
    Ok(())
}

fn malformed_url(path: &str, at: usize) -> Refusal {
    let near: String = path.chars().skip(path[..at].chars().count().saturating_sub(3)).take(6).collect();
    Refusal::new(Code::InvalidUrl, format!("URL string malformed close to position {at}: \"{near}\""))
}

pub(super) fn malformed_query(at: usize) -> Refusal {
    Refusal::new(Code::InvalidQuery, format!("Query string malformed close to position {at}"))
}

fn coordinates(path: &str, at: &mut usize) -> Result<Vec<[f64; 2]>, Refusal> {
    for (opening, decimals) in [("polyline(", 5), ("polyline6(", 6)] {
        if let Some(rest) = path[*at..].strip_prefix(opening) {
            let begin = *at + opening.len();
            let length = rest.find(')').ok_or_else(|| malformed_query(path.len()))?;
            let line = decode_polyline(&rest[..length], decimals).filter(|line| !line.is_empty());
            *at = begin + length + 1;
            return line.ok_or_else(|| malformed_query(begin));
        }
    }
    let mut found = Vec::new();
    loop {
        // What does not begin like a coordinate leaves the list as it was.
        let before = *at;
        let here = if found.is_empty() { *at } else { *at + 1 };
        if !found.is_empty() && !path[*at..].starts_with(';') {
            return Ok(found);
        }
        let Some((lon, length)) = number(&path[here..]) else { return Err(malformed_query(before)) };
        let comma = here + length;
        if !path[comma..].starts_with(',') {
            return Err(malformed_query(comma));
        }
        let Some((lat, length)) = number(&path[comma + 1..]) else { return Err(malformed_query(comma + 1)) };
        if lon.abs() > LARGEST || lat.abs() > LARGEST {
            return Err(malformed_query(before));
        }
        found.push([lon, lat]);
        *at = comma + 1 + length;
    }
}

/// The decimal number that a text begins with, and its length: no exponent, and a point only before a digit, so that
/// `.json` is none.
fn number(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let whole = digits(sign);
    let mut length = sign + whole;
    let mut parts = whole;
    if bytes.get(length) == Some(&b'.') {
        let decimals = digits(length + 1);
        parts += decimals;
        // `13.` is a number, `13.json` the number 13 and a format.
        let is_format = bytes.get(length + 1).is_some_and(u8::is_ascii_alphabetic);
        length += if is_format { 0 } else { 1 + decimals };
    }
    (parts > 0).then(|| text[..length].parse().ok().map(|value| (value, length))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(path: &str) -> String {
        Request::read(path).expect_err(path).message
    }

    #[test]
    fn malformed_paths_are_refused_where_osrm_refuses_them() {
        // From OSRM's behaviour test "Malformed requests".
        for (path, position) in [
            ("-74697224,5.191564", 18),
            ("1", 19),
            ("1,1,1", 21),
            ("x", 18),
            ("x,y", 18),
            ("1,1;", 21),
            ("1,1;1", 23),
            ("1,1;1,1,1", 25),
            ("1,1;x", 21),
            ("1,1;x,y", 21),
        ] {
            let wanted = format!("Query string malformed close to position {position}");
            assert_eq!(message(&format!("/route/v1/driving/{path}")), wanted, "{path}");
        }
        assert_eq!(message("/nonsense"), "URL string malformed close to position 9: \"nse\"");
        assert_eq!(message("/nonsense/v1/driving/1,1;1,2"), "Service nonsense not found!");
        assert_eq!(message("/"), "URL string malformed close to position 1: \"/\"");
        assert_eq!(message("/route/v1/driving"), "URL string malformed close to position 17: \"ing\"");
        assert_eq!(message("/route/v1/driving/"), "URL string malformed close to position 18: \"ng/\"");
    }

    #[test]
    fn coordinates_come_as_pairs_or_as_a_line() {
        let read = |path| Request::read(path).expect(path);
        let two = [[13.38, -52.5], [14.0, 52.0]];
        assert_eq!(read("/route/v1/driving/13.38,-52.5;14,52.json").coordinates, two);
        assert_eq!(read("/table/v1/x/13.38,-52.5;14.,52").coordinates, two);
        let line = read("/nearest/v1/car/polyline(_p~iF~ps|U_ulLnnqC_mqNvxq`@)").coordinates;
        assert_eq!(line, [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]]);
        assert_eq!(Request::read("/route/v2/car/1,1;2,2").expect_err("v2").code, Code::InvalidVersion);
        assert_eq!(Request::read("/trip/v1/car/1,1;2,2").expect_err("trip").code, Code::NotImplemented);
    }
}
