//! Lengths of time as mappers write them: `duration` and `interval` of ferries.

use crate::units::Millis;

/// `00:20`, `1:05:30`, `20` (minutes), `20 min`, `1 h 5 min`, `PT1H20M`; `None` when not understood or not between 10 s and
/// 48 h.
pub(super) fn parse_duration(value: &str) -> Option<Millis> {
    let value = value.trim();
    let seconds = if let Some(iso) = value.strip_prefix('P') {
        iso_seconds(iso)?
    } else if value.ends_with(|c: char| c.is_alphabetic()) {
        worded_seconds(value)?
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

/// `20 min`, `1h30min`, `2 hours 5 minutes`.
fn worded_seconds(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| c.is_alphabetic())?;
        let (number, unit_on) = rest.split_at(unit_at);
        let unit_end = unit_on.find(|c: char| !c.is_alphabetic()).unwrap_or(unit_on.len());
        let (unit, left) = unit_on.split_at(unit_end);
        let factor = match unit {
            "h" | "hour" | "hours" | "tim" | "timme" | "timmar" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" | "minut" | "minuter" => 60.0,
            "s" | "sec" | "seconds" | "sek" => 1.0,
            _ => return None,
        };
        seconds += number.trim().parse::<f64>().ok()? * factor;
        rest = left.trim_start();
    }
    Some(seconds)
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
            ("20 min", 1200),
            ("20min", 1200),
            ("1 h 5 min", 3900),
            ("2 hours", 7200),
        ] {
            assert_eq!(parse_duration(text), Some(Millis(seconds * 1000)), "{text}");
        }
        for nothing in [
            "", "min", "20 moons", "1 h 5", "P1M", "PT", "-5", "1:2:3:4", "NaN", "inf", "99999", "P20",
            "PT5MT5M",
        ] {
            assert_eq!(parse_duration(nothing), None, "{nothing}");
        }
    }
}
