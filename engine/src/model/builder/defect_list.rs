//! Collects defects while the facts are read, and hands them out in document order.

use crate::model::{Defect, DefectCode};
use osm_data::units::Seconds;
use std::ops::RangeInclusive;

/// Sections of the document in their order, for sorting.
const SECTIONS: &[&str] = &[
    "horizon", "policy", "places", "teams", "staff", "shifts", "crews", "patients", "visits", "links",
    "travel",
];

/// The defects found so far.
#[derive(Default)]
pub struct DefectList {
    found: Vec<Defect>,
}

impl DefectList {
    /// Notes one defect.
    pub fn add(
        &mut self,
        code: DefectCode,
        place: impl Into<String>,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.found.push(Defect { code, place: place.into(), cause: cause.into(), remedy: remedy.into() });
    }

    /// Notes a length of time outside what is allowed.
    pub fn check_time(&mut self, place: String, value: Seconds, allowed: RangeInclusive<u32>) {
        if !allowed.contains(&value.0) {
            let (least, most) = (Seconds(*allowed.start()), Seconds(*allowed.end()));
            self.add(
                DefectCode::OutOfRange,
                place,
                format!("{} s is outside {} s to {} s", value.0, least.0, most.0),
                format!("give a time from {least} to {most}"),
            );
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// All of them, in document order.
    pub fn into_sorted(mut self) -> Vec<Defect> {
        // Stable: within one item the order of finding is the order of its fields.
        self.found.sort_by_key(|d| position(&d.place));
        self.found
    }
}

/// Section and item that a pointer leads to: `/visits/3/slots/0` is section 8, item 3.
fn position(pointer: &str) -> (usize, usize) {
    let mut parts = pointer.split('/').skip(1);
    let section = parts.next().unwrap_or_default();
    let item = parts.next().and_then(|p| p.parse().ok()).unwrap_or_default();
    (SECTIONS.iter().position(|s| *s == section).unwrap_or(SECTIONS.len()), item)
}
