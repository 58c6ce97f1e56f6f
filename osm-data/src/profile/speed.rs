//! Speeds: what `maxspeed` says, and what holds where it says nothing.

use crate::units::Millis;

/// A speed in whole metres per hour. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

impl Speed {
    /// The slowest speed there is: a walking pace; no open road is slower than going on foot.
    pub const WALK: Self = Self(5_000);
    /// Faster than any road is driven; the mark of "no limit".
    pub const UNLIMITED: Self = Self(1_000_000);

    /// From kilometres per hour, at least [`Speed::WALK`].
    pub const fn kmh(kmh: u32) -> Self {
        let speed = Self(kmh.saturating_mul(1000));
        if speed.0 < Self::WALK.0 { Self::WALK } else { speed }
    }

    /// This share of the speed, at least [`Speed::WALK`].
    #[must_use]
    pub fn percent(self, percent: u32) -> Self {
        Self((u64::from(self.0) * u64::from(percent) / 100) as u32).max(Self::WALK)
    }

    /// Metres per hour.
    pub const fn metres_per_hour(self) -> u32 {
        self.0
    }

    /// Time for a length, rounded half up. `length` in decimetres.
    pub fn time_for(self, decimetres: u32) -> Millis {
        // dm / 10 / (m/h) hours = dm · 360,000 / (m/h) milliseconds.
        let speed = u64::from(self.0);
        let millis = (u64::from(decimetres) * 360_000 + speed / 2) / speed;
        Millis(u32::try_from(millis).unwrap_or(u32::MAX))
    }
}

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
        "walk" | "walking" | "foot" => return Some(Speed::kmh(7)),
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

/// A stated speed between 1 and 300 km/h; anything else is a typing error and says nothing.
fn plausible(metres_per_hour: f64) -> Option<Speed> {
    (1_000.0..=300_000.0).contains(&metres_per_hour).then(|| Speed(metres_per_hour as u32).max(Speed::WALK))
}

/// The general limit of a kind of road in a country (two letters), or a numbered zone (`zone:30`, `30`, `zone30`).
///
/// Sweden: 50 km/h within built-up areas, 70 outside, 110 on motorways, walking pace in *gångfartsområde*
/// (Trafikförordning 1998:1276, 3 kap. 17 §, 8 kap. 1 §). Other countries: their general limits for cars, only
/// so that foreign extracts are read sensibly.
fn zone_limit(country: &str, zone: &str) -> Option<Speed> {
    let zone = zone.trim();
    let number = zone.trim_start_matches("zone").trim_start_matches(':').trim();
    if let Ok(kmh) = number.parse::<u32>() {
        let unit = if country == "GB" || country == "UK" || country == "US" { MILE } else { 1000.0 };
        return plausible(f64::from(kmh) * unit);
    }
    let mph = |n: f64| Some(Speed((n * MILE) as u32));
    let kmh = |n: u32| Some(Speed::kmh(n));
    match (country, zone) {
        ("GB" | "UK", "nsl_single" | "rural") => mph(60.0),
        ("GB" | "UK", "nsl_dual" | "motorway") => mph(70.0),
        ("GB" | "UK", "nsl_restricted" | "urban") => mph(30.0),
        ("US", "urban") => mph(25.0),
        ("US", "rural") => mph(55.0),
        ("US", "motorway") => mph(65.0),
        (_, "living_street" | "walk" | "pedestrian_zone") => kmh(7),
        (_, "bicycle_road" | "school" | "residential") => kmh(30),
        (_, "urban" | "urban_primary" | "urban_secondary" | "in_town") => kmh(50),
        ("SE", "rural") => kmh(70),
        ("SE" | "NO", "motorway") => kmh(110),
        ("NO" | "DK" | "FI" | "NL" | "FR" | "CH", "rural") => kmh(80),
        ("DE" | "AT", "rural") => kmh(100),
        (_, "rural" | "nonurban" | "out_of_town") => kmh(90),
        ("DE", "motorway") => Some(Speed::UNLIMITED),
        ("SE" | "FI" | "ES" | "PT" | "BE" | "CH", "trunk" | "expressway" | "motorroad") => kmh(100),
        (_, "trunk" | "expressway" | "motorroad") => kmh(100),
        ("FI" | "ES" | "PT" | "BE" | "CH", "motorway") => kmh(120),
        (_, "motorway") => kmh(130),
        _ => None,
    }
}

/// The greatest sensible speed on a `surface`, in km/h; `None` for firm ground and unknown words.
///
/// Judged from driving experience; the public profiles of OSRM and Valhalla lie in the same region.
pub(super) fn surface_cap(surface: &str) -> Option<u32> {
    match surface {
        "compacted" | "fine_gravel" | "paving_stones" | "metal" | "metal_grid" | "wood" => Some(60),
        "unpaved" | "gravel" | "sett" | "grass_paver" | "concrete:lanes" => Some(50),
        "pebblestone" | "cobblestone" | "unhewn_cobblestone" | "ground" | "dirt" | "earth" | "stone"
        | "concrete:plates" | "woodchips" | "salt" | "rock" => Some(30),
        "grass" | "sand" | "snow" | "ice" => Some(20),
        "mud" => Some(10),
        _ => None,
    }
}

/// The greatest sensible speed by `smoothness`, in km/h. `impassable` is dealt with as closed before.
pub(super) fn smoothness_cap(smoothness: &str) -> Option<u32> {
    match smoothness {
        "bad" => Some(40),
        "very_bad" => Some(20),
        "horrible" => Some(10),
        "very_horrible" => Some(5),
        _ => None,
    }
}

/// The greatest sensible speed by `tracktype`, in km/h.
pub(super) fn tracktype_cap(tracktype: &str) -> Option<u32> {
    match tracktype {
        "grade1" => Some(40),
        "grade2" => Some(30),
        "grade3" => Some(20),
        "grade4" => Some(15),
        "grade5" => Some(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(limit("3"), Some(5_000));
        for nothing in ["", "signals", "fast", "0", "5000", "-50", "50 furlongs", "1e3"] {
            assert_eq!(limit(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn zones_are_read_with_swedish_figures_for_sweden() {
        assert_eq!(limit("SE:urban"), Some(50_000));
        assert_eq!(limit("SE:rural"), Some(70_000));
        assert_eq!(limit("SE:motorway"), Some(110_000));
        assert_eq!(limit("SE:living_street"), Some(7_000));
        assert_eq!(limit("SE:30"), Some(30_000));
        assert_eq!(limit("DE:zone:30"), Some(30_000));
        assert_eq!(limit("DE:zone30"), Some(30_000));
        assert_eq!(limit("DK:rural"), Some(80_000));
        assert_eq!(limit("GB:nsl_single"), Some(96_560));
        assert_eq!(limit("SE:unheard"), None);
    }

    #[test]
    fn a_hundred_metres_at_36_kmh_take_ten_seconds() {
        assert_eq!(Speed::kmh(36).time_for(1000), Millis(10_000));
        assert_eq!(Speed::kmh(45).percent(80), Speed::kmh(36));
        assert_eq!(Speed::kmh(0), Speed::WALK);
    }
}
