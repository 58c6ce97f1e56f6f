//! What `maxspeed` and its relatives say.

use super::Speed;
use super::figures::figures;
use crate::pbf::Tags;

/// Metres per hour in a mile and a knot.
const MILE: f64 = 1609.344;
const KNOT: f64 = 1852.0;

/// What a speed tag says. `None` when it says nothing usable (`signals`, `variable`, a typing error).
///
/// Understands `50`, `50 km/h`, `30 mph`, `10 knots`, `none`, `walk`, and zones such as `SE:urban`, `DE:zone:30`,
/// `GB:nsl_dual`. Of a list (`80;60`) the first counts.
pub(super) fn parse_limit(value: &str) -> Option<Speed> {
    let value = value.split([';', '|', ',']).next()?.trim();
    match value {
        "none" | "unlimited" => return Some(Speed::UNLIMITED),
        "walk" | "walking" | "foot" => return zone_limit("any", "walk"),
        _ => {}
    }
    if let Some((country, zone)) = value.split_once(':') {
        return zone_limit(country, zone);
    }
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let number: f64 = number.parse().ok()?;
    let metres = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" | "kmph" => 1000.0,
        "mph" => MILE,
        "knots" | "knot" | "kn" | "kt" => KNOT,
        _ => return None,
    };
    plausible((number * metres).round())
}

/// Limits that are told and not understood, as a typing error is; words that leave the figure to a sign are none.
pub(super) fn not_understood(tags: &Tags<'_>) -> u32 {
    let word = |value: &&str| {
        matches!(
            *value,
            "signals" | "variable" | "default" | "implicit" | "unposted" | "unknown" | "advisory" | "no"
        )
    };
    let keys = ["maxspeed", "maxspeed:forward", "maxspeed:backward"];
    let told = keys.iter().filter_map(|key| tags.get(key));
    told.filter(|value| !word(value) && parse_limit(value).is_none()).count() as u32
}

/// A stated speed between 1 and 300 km/h; anything else is a typing error and says nothing.
fn plausible(metres_per_hour: f64) -> Option<Speed> {
    (1_000.0..=300_000.0)
        .contains(&metres_per_hour)
        .then(|| Speed::from_metres_per_hour(metres_per_hour as u32))
}

/// The general limit of a kind of road in a country (two letters), or a numbered zone (`zone:30`, `30`, `zone30`).
/// The limits with their laws are in `figures.txt`.
fn zone_limit(country: &str, zone: &str) -> Option<Speed> {
    let (country, zone) = (country.trim(), zone.trim());
    let country = if country == "UK" { "GB" } else { country };
    let number = zone.trim_start_matches("zone").trim_start_matches(':').trim();
    if let Ok(kmh) = number.parse::<u32>() {
        let unit = if country == "GB" || country == "US" { MILE } else { 1000.0 };
        return plausible((f64::from(kmh) * unit).round());
    }
    let zones = &figures().zones;
    let of = |country: &str, zone: &str| zones.get(&format!("{country}.{zone}")).copied();
    // The words of mappers for a road closed to slow vehicles, motortrafikled.
    let same = if matches!(zone, "expressway" | "motorroad") { "trunk" } else { zone };
    of(country, zone).or_else(|| of(country, same)).or_else(|| of("any", zone))
}

/// Whether a zone tag says that a road lies within (`SE:urban`) or outside (`SE:rural`) a built-up area.
pub(super) fn says_built_up(value: &str) -> Option<bool> {
    let (country, zone) = value.split_once(':')?;
    match zone {
        _ if country.len() != 2 => None,
        "urban" | "living_street" | "nsl_restricted" | "in_town" | "pedestrian_zone" | "school" => Some(true),
        "rural" | "motorway" | "trunk" | "nsl_single" | "nsl_dual" | "nonurban" | "out_of_town" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limit(value: &str) -> Option<u32> {
        parse_limit(value).map(|s| s.metres_per_hour())
    }

    #[test]
    fn limits_are_read_in_every_unit() {
        assert_eq!(limit("50"), Some(50_000));
        assert_eq!(limit("50 km/h"), Some(50_000));
        assert_eq!(limit("30 mph"), Some(48_280));
        assert_eq!(limit("30mph"), Some(48_280));
        assert_eq!(limit("10 knots"), Some(18_520));
        assert_eq!(limit("80;60"), Some(80_000));
        assert_eq!(limit("none"), Some(1_000_000));
        assert_eq!(limit("walk"), Some(7_000));
        assert_eq!(limit("3"), Some(3_000));
        for nothing in ["", "signals", "fast", "0", "5000", "-50", "50 furlongs", "1e3"] {
            assert_eq!(limit(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn zones_are_read_by_the_law_of_their_country() {
        assert_eq!(limit("SE:urban"), Some(50_000));
        assert_eq!(limit("SE:rural"), Some(70_000));
        assert_eq!(limit("SE:motorway"), Some(110_000));
        assert_eq!(limit("SE:living_street"), Some(7_000));
        assert_eq!(limit("SE:30"), Some(30_000));
        assert_eq!(limit("DK:rural"), Some(80_000));
        assert_eq!(limit("DK:motorway"), Some(130_000));
        assert_eq!(limit("DK:motorroad"), Some(80_000));
        assert_eq!(limit("NO:rural"), Some(80_000));
        assert_eq!(limit("FI:living_street"), Some(20_000));
        assert_eq!(limit("DE:zone:30"), Some(30_000));
        assert_eq!(limit("DE:zone30"), Some(30_000));
        assert_eq!(limit("GB:nsl_single"), Some(96_561));
        assert_eq!(limit("IT:rural"), Some(90_000));
        assert_eq!(limit("SE:unheard"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,20}") {
            parse_limit(&text);
            says_built_up(&text);
        }
    }
}
