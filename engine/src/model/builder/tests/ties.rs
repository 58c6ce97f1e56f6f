//! Links and locks.

use super::sound::{defects, link, sound, w};
use crate::model::*;
use osm_data::units::Seconds;

#[test]
fn links_say_something_and_run_in_no_circle() {
    use PersonLink::{Any, Different, Same};
    let links = |list: Vec<LinkFacts>| defects(|f| f.links = list);
    let noted = |code, place: &str| [(code, place.to_owned())];
    assert_eq!(links(vec![link("v", "w", Some(5), None, Any), link("w", "v", None, None, Same)]), []);
    assert_eq!(
        links(vec![link("v", "x", Some(5), None, Any)]),
        noted(DefectCode::UnknownId, "/links/0/second")
    );
    assert_eq!(links(vec![link("v", "w", None, None, Any)]), noted(DefectCode::Empty, "/links/0"));
    assert_eq!(
        links(vec![link("v", "w", Some(9), Some(8), Any)]),
        noted(DefectCode::EndsBeforeStart, "/links/0/maxGapMinutes")
    );
    assert_eq!(links(vec![link("v", "v", Some(0), None, Any)]), noted(DefectCode::LinkCycle, "/links/0"));
    assert_eq!(
        links(vec![link("v", "w", Some(0), None, Any), link("w", "v", None, Some(1), Any)]),
        noted(DefectCode::LinkCycle, "/links/1")
    );
    assert_eq!(
        links(vec![link("v", "w", None, None, Same), link("w", "v", None, None, Different)]),
        noted(DefectCode::LinkCycle, "/links/1")
    );
    // A lock of the order against a link.
    assert_eq!(
        defects(|f| {
            f.links = vec![link("v", "w", Some(0), None, Any)];
            f.visits[1].pins.push(PinFacts { before: vec!["v".into()], ..PinFacts::default() });
        }),
        noted(DefectCode::LinkCycle, "/visits/1/pins/0/before/0")
    );
}

#[test]
fn a_lock_of_the_order_becomes_a_link() {
    let mut facts = sound().facts();
    facts.visits[1].pins.push(PinFacts { before: vec!["v".into()], ..PinFacts::default() });
    let problem = facts.build().unwrap();
    assert_eq!(problem.visits[VisitIdx(1)].pins, []);
    let made = problem.links[LinkIdx(0)];
    assert_eq!((made.first, made.second, made.min_gap), (VisitIdx(1), VisitIdx(0), Some(Seconds::ZERO)));
    assert_eq!(made.origin, LinkOrigin::OrderLock);
}

#[test]
fn locks_agree_with_the_facts_and_with_each_other() {
    let locks = |pins: Vec<PinFacts>, change: fn(&mut Facts)| {
        defects(|f| {
            f.visits[0].pins = pins;
            change(f);
        })
    };
    let staff = |id: &str| PinFacts { staff: Some(id.into()), ..PinFacts::default() };
    let day = |day| PinFacts { day: Some(day), ..PinFacts::default() };
    let start = |start: &str| PinFacts { start: Some(moment(start)), ..PinFacts::default() };
    let noted = |place: &str| [(DefectCode::PinConflict, format!("/visits/0/pins/{place}"))];
    let nothing: fn(&mut Facts) = |_| {};
    assert_eq!(locks(vec![staff("Ben"), day(0), start("09:00")], nothing), []);
    assert_eq!(locks(vec![PinFacts { slot: Some(1), ..staff("Ben") }], nothing), noted("0/slot"));
    assert_eq!(locks(vec![staff("Cia")], nothing), noted("0/staff"), "a physician is no nurse");
    assert_eq!(
        locks(vec![staff("Ben")], |f| f.visits[0].slots[0].skills.push("wounds".into())),
        noted("0/staff")
    );
    assert_eq!(locks(vec![staff("Ben")], |f| f.patients[0].refusals.push("Ben".into())), noted("0/staff"));
    assert_eq!(locks(vec![PinFacts { day: Some(1), ..staff("Ben") }], nothing), noted("0/staff"));
    assert_eq!(locks(vec![day(2)], nothing), noted("0/day"));
    assert_eq!(locks(vec![day(1)], |f| f.visits[0].windows = vec![w("08:00", "09:00")]), noted("0/day"));
    assert_eq!(
        locks(vec![start("10:00")], |f| f.visits[0].windows = vec![w("08:00", "09:00")]),
        noted("0/start")
    );
    assert_eq!(locks(vec![start("09:00"), start("10:00")], nothing), noted("1/start"));
    assert_eq!(locks(vec![start("09:00"), day(1)], nothing), noted("1/day"));
    assert_eq!(
        defects(|f| {
            let nurse = f.visits[0].slots[0].clone();
            f.visits[0].slots.push(nurse);
            f.visits[0].pins = vec![staff("Ben")];
        }),
        [(DefectCode::MissingField, "/visits/0/pins/0/slot".into())]
    );
}
