//! Sound facts, and what a change to them breaks.

use crate::clock::TimeWindow;
use crate::model::*;
use osm_data::units::Seconds;

/// Ada, whom Ben visits.
pub(super) fn sound() -> FactsBuilder {
    FactsBuilder::new()
        .days(2)
        .team("east", "home care")
        .team("west", "near care")
        .patient("Ada", |p| p.in_care_of("east"))
        .visit("v", |v| v)
        .visit("w", |v| v)
        .staff("Ben", |s| s.team("east").works("08:00", "16:00"))
        .staff("Cia", |s| s.role("physician").works("08:00", "16:00").works("1 08:00", "1 16:00"))
}

/// Code and place of every defect after a change to sound facts.
pub(super) fn defects(change: impl FnOnce(&mut Facts)) -> Vec<(DefectCode, String)> {
    let mut facts = sound().facts();
    change(&mut facts);
    match facts.build() {
        Ok(_) => Vec::new(),
        Err(invalid) => invalid.defects.into_iter().map(|d| (d.code, d.place)).collect(),
    }
}

#[track_caller]
pub(super) fn only(change: impl FnOnce(&mut Facts), code: DefectCode, place: &str) {
    assert_eq!(defects(change), [(code, place.to_owned())]);
}

pub(super) fn w(opens: &str, closes: &str) -> TimeWindow {
    TimeWindow { opens: moment(opens), closes: moment(closes) }
}

pub(super) fn pause(opens: &str, closes: &str, minutes: u32) -> BreakRule {
    BreakRule { duration: Seconds::minutes(minutes), window: w(opens, closes) }
}

pub(super) fn block(start: &str, minutes: u32) -> BlockFacts {
    BlockFacts {
        label: "meeting".into(),
        start: moment(start),
        duration: Seconds::minutes(minutes),
        place: None,
    }
}

pub(super) fn link(
    first: &str,
    second: &str,
    least: Option<u32>,
    most: Option<u32>,
    person: PersonLink,
) -> LinkFacts {
    LinkFacts {
        first: first.into(),
        second: second.into(),
        min_gap: least.map(Seconds::minutes),
        max_gap: most.map(Seconds::minutes),
        person,
    }
}

#[test]
fn sound_facts_have_no_defect() {
    assert_eq!(defects(|_| {}), []);
}
