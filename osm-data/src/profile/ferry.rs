//! A ferry as a wait and a crossing.

use super::access::{Access, car_access};
use super::{Pace, RoadClass, RoadKind, Speed, WayUse};
use crate::pbf::Tags;
use crate::units::Millis;

/// What boarding costs on the average: half an interval of 15 to 20 minutes, the rule on the yellow road ferries
/// of western Sweden, taken as ten minutes. Timetables are not in the map; a scenario may put another wait on top.
pub const BOARDING_WAIT: Millis = Millis(600_000);

/// When the map gives no `duration`: about nine knots, as small road ferries sail with their mooring counted in.
const DEFAULT_SPEED: Speed = Speed::kmh(16);

/// Car trains and ferries that take cars; `None` for what only people on foot may board.
pub(super) fn ferry_use(tags: &Tags<'_>) -> Option<WayUse> {
    let takes_cars = match car_access(tags) {
        Some(access) => access != Access::No,
        // Nothing is said of cars. Where walkers or cyclists are named, the boat is for them.
        None => tags.first_of(&["foot", "bicycle"]).is_none() && !tags.is("route", "shuttle_train"),
    };
    if !takes_cars {
        return None;
    }
    let pace = Pace::Sail {
        wait: BOARDING_WAIT,
        crossing: tags.get("duration").and_then(parse_duration),
        speed: DEFAULT_SPEED,
    };
    let (forward, backward) = match tags.get("oneway") {
        Some("yes" | "1" | "true") => (true, false),
        Some("-1" | "reverse") => (false, true),
        _ => (true, true),
    };
    Some(WayUse {
        forward: forward.then_some(pace),
        backward: backward.then_some(pace),
        can_stop: false,
        local: false,
        kind: RoadKind::new(RoadClass::Ferry),
        hourly: Vec::new(),
    })
}

/// `00:20`, `1:05:30`, `20` (minutes), `PT1H20M`; `None` when not understood or not between 10 s and 48 h.
pub(super) fn parse_duration(value: &str) -> Option<Millis> {
    let value = value.trim();
    let seconds = if let Some(iso) = value.strip_prefix('P') {
        iso_seconds(iso)?
    } else {
        let parts: Vec<f64> = value.split(':').map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
        match parts[..] {
            [minutes] => minutes * 60.0,
            [hours, minutes] => hours * 3600.0 + minutes * 60.0,
            [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
            _ => return None,
        }
    };
    (10.0..=172_800.0).contains(&seconds).then(|| Millis((seconds * 1000.0).round() as u32))
}

/// The part of an ISO 8601 duration after `P`; years and months have no fixed length and are refused.
fn iso_seconds(text: &str) -> Option<f64> {
    let (mut seconds, mut number, mut in_time) = (0.0, String::new(), false);
    for c in text.chars() {
        let unit = match (c, in_time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            (',', _) => {
                number.push('.');
                continue;
            }
            ('T', false) => {
                in_time = true;
                continue;
            }
            ('D', false) => 86_400.0,
            ('H', true) => 3600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    number.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_form() {
        for (text, seconds) in [
            ("00:20", 1200),
            ("1:05:30", 3930),
            ("20", 1200),
            ("PT20M", 1200),
            ("PT1H20M", 4800),
            ("P1DT1S", 86_401),
            ("PT1.5M", 90),
        ] {
            assert_eq!(parse_duration(text), Some(Millis(seconds * 1000)), "{text}");
        }
        for nothing in ["", "20 min", "P1M", "PT", "-5", "1:2:3:4", "NaN", "inf", "99999", "P20", "PT5MT5M"] {
            assert_eq!(parse_duration(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_boat_for_walkers_takes_no_car() {
        let ferry = |tags: &[(&str, &str)]| ferry_use(&Tags(tags)).is_some();
        assert!(ferry(&[("route", "ferry")]));
        assert!(ferry(&[("route", "ferry"), ("foot", "yes"), ("motor_vehicle", "yes")]));
        assert!(!ferry(&[("route", "ferry"), ("foot", "yes")]));
        assert!(!ferry(&[("route", "ferry"), ("motor_vehicle", "no")]));
        assert!(!ferry(&[("route", "ferry"), ("access", "no")]));
    }
}
