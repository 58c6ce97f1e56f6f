//! Signs and passages that a car must be small enough for, and roads that it must not be too wide for.

use super::figures::figures;
use crate::pbf::Tags;

/// Keys of limits; of several that are told the least counts.
const HEIGHT: &[&str] = &["maxheight", "maxheight:physical"];
const WIDTH: &[&str] = &["maxwidth", "maxwidth:physical"];
const LENGTH: &[&str] = &["maxlength"];
const WEIGHT: &[&str] = &["maxweight", "maxweight:signed", "maxweightrating"];

/// Whether the car of the figures fits onto a road, and under and between what stands there.
pub(super) fn fits(tags: &Tags<'_>) -> bool {
    let size = figures().car.size;
    // Where signs tell the width, the breadth of the road is no matter any more.
    let road: &[&str] = if least(tags, WIDTH).is_some() { &[] } else { &["width", "est_width"] };
    fits_through(tags)
        && [(LENGTH, size.length), (WEIGHT, size.weight), (road, size.width + 1)]
            .iter()
            .all(|(keys, own)| least(tags, keys).is_none_or(|limit| *own <= limit))
}

/// Whether the car fits through what stands on a node.
pub(super) fn fits_through(tags: &Tags<'_>) -> bool {
    let size = figures().car.size;
    // As wide as the car is too narrow for it.
    [(HEIGHT, size.height), (WIDTH, size.width + 1)]
        .iter()
        .all(|(keys, own)| least(tags, keys).is_none_or(|limit| *own <= limit))
}

fn least(tags: &Tags<'_>, keys: &[&str]) -> Option<u32> {
    keys.iter().filter_map(|key| thousandths(tags.get(key)?)).min()
}

/// How many of the limits told are not understood: a figure that says nothing lets every car pass.
pub(super) fn not_understood(tags: &Tags<'_>) -> u32 {
    let told = [HEIGHT, WIDTH, LENGTH, WEIGHT].into_iter().flatten().filter_map(|key| tags.get(key));
    let has_figure = |value: &&str| value.contains(|c: char| c.is_ascii_digit() && c != '0');
    told.filter(has_figure).filter(|value| thousandths(value).is_none()).count() as u32
}

/// `2.1`, `2.1 m`, `3.5 t`, `3500 kg`, `210 cm`, `6'7"`, `6 ft 7 in` in millimetres or kilograms, of a list (`1.8;2.5`) the
/// least; `None` for words (`default`) and when any of it is not understood.
fn thousandths(value: &str) -> Option<u32> {
    value.split(';').map(one_thousandths).collect::<Option<Vec<u32>>>()?.into_iter().min()
}

fn one_thousandths(value: &str) -> Option<u32> {
    let value = value.trim().replace(',', ".");
    let value = value.replace(" feet", "'").replace(" ft", "'").replace("ft", "'");
    let value = value.replace("inches", "").replace("in", "");
    let amount = if let Some((feet, inches)) = value.split_once('\'') {
        let inches = inches.trim_end_matches(['"', '\'']).trim();
        let inches: f64 = if inches.is_empty() { 0.0 } else { inches.parse().ok()? };
        (feet.trim().parse::<f64>().ok()? * 12.0 + inches) * 25.4
    } else {
        let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        let (number, unit) = value.split_at(digits);
        let factor = match unit.trim() {
            "" | "m" | "metre" | "metres" | "meter" | "meters" | "t" | "tons" | "tonnes" => 1000.0,
            "cm" => 10.0,
            "kg" => 1.0,
            "lbs" | "lb" => 0.453_592,
            "st" => 907.185,
            _ => return None,
        };
        number.parse::<f64>().ok()? * factor
    };
    // A nought says nothing.
    (amount > 0.0 && amount <= 1e8).then_some(amount as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_bridge_closes_the_road() {
        let passes = |key: &str, value: &str| fits(&Tags(&[(key, value)]));
        assert!(!passes("maxheight", "1.8"));
        assert!(passes("maxheight", "2.1 m"));
        assert!(passes("maxheight", "default"));
        assert!(!passes("maxheight", "6'0\""));
        assert!(passes("maxheight", "7'"));
        assert!(!passes("maxwidth:physical", "1,5"));
        assert!(!passes("maxweight", "1.5"));
        assert!(!passes("maxweight", "1500 kg"));
        assert!(passes("maxweight", "3.5"));
        assert!(passes("maxweight", "0"));
        assert!(passes("maxlength", "12"));
        assert!(!passes("maxheight", "1.8;2.5"));
        assert!(!passes("maxheight", "1.8 metres"));
        assert!(!passes("maxheight", "6 ft 2 in"));
        assert!(!passes("maxheight", "6ft"));
        assert!(passes("maxheight", "7 ft"));
        let unread = |value: &str| not_understood(&Tags(&[("maxheight", value)]));
        let told = ["2.1", "default", "none", "0", "below 2 m", "2.1;low"].map(unread);
        assert_eq!(told, [0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn a_road_no_wider_than_the_car_is_closed_unless_a_sign_knows_better() {
        // features/car/physical_limitation.feature of OSRM.
        let passes = |tags: &[(&str, &str)]| fits(&Tags(tags));
        for (width, open) in [("1.8", false), ("1.9", false), ("2.0", true), ("1 m", false), ("3 m", true)] {
            assert_eq!(passes(&[("width", width)]), open, "{width}");
            assert_eq!(passes(&[("est_width", width)]), open, "{width}");
        }
        for (width, open) in [("6'", false), ("6'2\"", false), ("6'3\"", true), ("narrow", true), ("", true)]
        {
            assert_eq!(passes(&[("width", width)]), open, "{width}");
        }
        assert!(passes(&[("width", "1.8"), ("maxwidth", "2.2")]));
        assert!(!passes(&[("maxweight", "0.1 lbs")]));
        assert!(!fits_through(&Tags(&[("maxheight", "1")])));
    }
}
