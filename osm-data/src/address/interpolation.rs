//! House numbers between two that are known, along a line drawn for the purpose (`addr:interpolation`).

use super::house_number::HouseNumber;
use crate::graph::Point;
use crate::lonlat::LonLat;

/// A line with more numbers than this between two nodes is a mistake.
const MOST_BETWEEN: u32 = 500;

/// How the numbers go on along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterpolationKind {
    /// Odd numbers alone.
    Odd,
    /// Even numbers alone.
    Even,
    /// Every so many: 1 for `all`, or as stated.
    Every(u32),
    /// By letter: 4A, 4B, 4C.
    Alphabetic,
}

impl InterpolationKind {
    /// From the value of `addr:interpolation`; `None` for one that is not known.
    pub fn of(value: &str) -> Option<Self> {
        match value {
            "odd" => Some(Self::Odd),
            "even" => Some(Self::Even),
            "all" => Some(Self::Every(1)),
            "alphabetic" => Some(Self::Alphabetic),
            other => other.parse().ok().filter(|n| (1..=100).contains(n)).map(Self::Every),
        }
    }

    /// From one number to the next.
    pub fn step(self) -> Option<u32> {
        match self {
            Self::Odd | Self::Even => Some(2),
            Self::Every(step) => Some(step),
            Self::Alphabetic => None,
        }
    }

    /// Whether a number can stand on such a line.
    fn admits(self, number: u32) -> bool {
        match self {
            Self::Odd => !number.is_multiple_of(2),
            Self::Even => number.is_multiple_of(2),
            Self::Every(_) | Self::Alphabetic => true,
        }
    }
}

/// The numbers strictly between two ends, each at its share of the length of `line`, in the order of the line.
///
/// None when the ends are no two numbers of one series: one of them odd under `even`, 4A and 10B where no letters are counted, or
/// 4A and 5D where they are.
pub fn numbers_along(
    kind: InterpolationKind,
    from: &HouseNumber,
    to: &HouseNumber,
    line: &[Point],
) -> Vec<(HouseNumber, Point)> {
    let numbers = match kind.step() {
        None => letters(from, to),
        Some(step) => {
            let belongs = |end: &HouseNumber| end.suffix.is_empty() && kind.admits(end.number);
            if belongs(from) && belongs(to) { series(from.number, to.number, step) } else { Vec::new() }
        }
    };
    let all = numbers.len() + 1;
    numbers
        .into_iter()
        .enumerate()
        .map(|(i, number)| (number, along(line, (i + 1) as f64 / all as f64)))
        .collect()
}

fn series(from: u32, to: u32, step: u32) -> Vec<HouseNumber> {
    let apart = from.abs_diff(to);
    if !apart.is_multiple_of(step) || apart / step > MOST_BETWEEN {
        return Vec::new();
    }
    let nth = |i: u32| if from < to { from + i * step } else { from - i * step };
    (1..apart / step).map(|i| HouseNumber::plain(nth(i))).collect()
}

fn letters(from: &HouseNumber, to: &HouseNumber) -> Vec<HouseNumber> {
    let letter = |n: &HouseNumber| match n.suffix.as_bytes() {
        // A number without a letter stands before A.
        [] => Some(b'A' - 1),
        [letter @ b'A'..=b'Z'] => Some(*letter),
        _ => None,
    };
    let (Some(a), Some(b)) = (letter(from), letter(to)) else { return Vec::new() };
    if from.number != to.number || a == b {
        return Vec::new();
    }
    let between: Vec<u8> = if a < b { (a + 1..b).collect() } else { (b + 1..a).rev().collect() };
    between
        .into_iter()
        .map(|c| HouseNumber { number: from.number, suffix: char::from(c).to_string() })
        .collect()
}

/// The point at a share (0 to 1) of the length of a line.
fn along(line: &[Point], share: f64) -> Point {
    let places: Vec<LonLat> = line.iter().map(|p| p.to_lonlat()).collect();
    let lengths: Vec<f64> = places.windows(2).map(|w| w[0].metres_to(w[1])).collect();
    let mut left = lengths.iter().sum::<f64>() * share;
    for (pair, length) in places.windows(2).zip(&lengths) {
        if left <= *length && *length > 0.0 {
            let part = left / length;
            return Point::from_lonlat(LonLat {
                lon: pair[0].lon + (pair[1].lon - pair[0].lon) * part,
                lat: pair[0].lat + (pair[1].lat - pair[0].lat) * part,
            });
        }
        left -= length;
    }
    line[line.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> HouseNumber {
        HouseNumber::parse(text).expect("a number")
    }

    fn between(kind: &str, from: &str, to: &str) -> String {
        let line = [
            Point { lon_e7: 0, lat_e7: 0 },
            Point { lon_e7: 0, lat_e7: 1000 },
            Point { lon_e7: 0, lat_e7: 4000 },
        ];
        let kind = InterpolationKind::of(kind).expect("known");
        let shown = |(number, point): (HouseNumber, Point)| format!("{number}@{}", point.lat_e7);
        numbers_along(kind, &n(from), &n(to), &line).into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_stand_at_their_share_of_the_line() {
        assert_eq!(between("even", "2", "10"), "4@1000 6@2000 8@3000");
        assert_eq!(between("odd", "9", "1"), "7@1000 5@2000 3@3000");
        assert_eq!(between("all", "1", "3"), "2@2000");
        assert_eq!(between("4", "40", "48"), "44@2000");
        assert_eq!(between("alphabetic", "4A", "4C"), "4B@2000");
        assert_eq!(between("alphabetic", "4", "4B"), "4A@2000");
        for (kind, from, to) in [
            ("even", "2", "9"),
            ("even", "1", "9"),
            ("odd", "2", "10"),
            ("even", "4A", "10B"),
            ("all", "4", "8A"),
        ] {
            assert_eq!(between(kind, from, to), "", "{kind} {from} {to}");
        }
        assert_eq!(between("alphabetic", "4A", "5C"), "");
        assert_eq!(between("all", "7", "7"), "");
        assert_eq!(InterpolationKind::of("sometimes"), None);
    }
}
