//! Signs and passages that a car must be small enough for.

use super::figures::figures;
use crate::pbf::Tags;

/// Whether the car of the figures fits under, between and onto what the tags tell.
pub(super) fn fits(tags: &Tags<'_>) -> bool {
    let size = figures().car.size;
    let limits: [(&[&str], u32); 4] = [
        (&["maxheight", "maxheight:physical"], size.height),
        (&["maxwidth", "maxwidth:physical"], size.width),
        (&["maxlength"], size.length),
        (&["maxweight", "maxweight:signed", "maxweightrating"], size.weight),
    ];
    limits.iter().all(|(keys, own)| {
        let least = keys.iter().filter_map(|key| thousandths(tags.get(key)?)).min();
        least.is_none_or(|limit| *own <= limit)
    })
}

/// `2.1`, `2.1 m`, `3.5 t`, `3500 kg`, `210 cm`, `6'7"` in millimetres or kilograms; `None` for words (`default`).
fn thousandths(value: &str) -> Option<u32> {
    let value = value.trim().replace(',', ".");
    let amount = if let Some((feet, inches)) = value.split_once('\'') {
        let inches = inches.trim_end_matches(['"', '\'']).trim();
        let inches: f64 = if inches.is_empty() { 0.0 } else { inches.parse().ok()? };
        (feet.trim().parse::<f64>().ok()? * 12.0 + inches) * 25.4
    } else {
        let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        let (number, unit) = value.split_at(digits);
        let factor = match unit.trim() {
            "" | "m" | "t" => 1000.0,
            "cm" => 10.0,
            "kg" => 1.0,
            "st" => 907.185,
            "ft" => 304.8,
            _ => return None,
        };
        number.parse::<f64>().ok()? * factor
    };
    // Nothing is closed by a zero or a slip of the pen.
    (300.0..=1e8).contains(&amount).then_some(amount as u32)
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
    }
}
