//! Figures, lists and tables within their bounds; the order of defects.

use super::sound::{defects, link, only};
use crate::clock::{Horizon, PlanTime};
use crate::model::*;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};

#[test]
fn figures_stay_in_their_range() {
    let range = |change: fn(&mut Facts), place: &str| only(change, DefectCode::OutOfRange, place);
    range(|f| f.visits[0].priority = 0, "/visits/0/priority");
    range(|f| f.visits[0].priority = 10, "/visits/0/priority");
    range(|f| f.visits[0].waiting_days = 4000, "/visits/0/waitingDays");
    range(|f| f.visits[0].slots[0].care = Seconds(0), "/visits/0/slots/0/careMinutes");
    range(|f| f.visits[0].slots[0].care = Seconds(u32::MAX), "/visits/0/slots/0/careMinutes");
    range(|f| f.visits[0].slots[0].offset = Seconds::hours(25), "/visits/0/slots/0/offsetMinutes");
    range(|f| f.shifts[0].overtime_limit = Seconds::hours(13), "/shifts/0/overtimeLimitMinutes");
    range(|f| f.shifts[0].end = moment("1 10:00"), "/shifts/0/end");
    range(|f| f.working_time.max_stretch = Seconds(0), "/policy/workingTime/maxStretchMinutes");
    range(|f| f.places[0].arrive = Seconds::hours(30), "/places/0");
    range(|f| f.visits[0].promise = Some((PlanTime(0), vec![None, None])), "/visits/0/promise/staff/1");
    assert_eq!(
        defects(|f| {
            f.visits[0].slots[0].care = Seconds(0);
            f.visits[0].slots[0].documentation = Seconds(60);
        }),
        [],
        "desk work is work"
    );
}

#[test]
fn lists_that_must_hold_something_do() {
    only(|f| f.visits[0].slots.clear(), DefectCode::Empty, "/visits/0/slots");
    only(|f| f.visits[0].slots[0].roles.clear(), DefectCode::Empty, "/visits/0/slots/0/roles");
    only(|f| f.staff[0].role.clear(), DefectCode::Empty, "/staff/0/role");
}

#[test]
fn travel_tables_know_every_place_and_no_wonders() {
    only(|f| f.places[0].row = 7, DefectCode::TravelTable, "/places/0");
    let slow = TravelTable::from_fn(1, |_, _| Some((Seconds(u32::MAX - 1), Metres(1))));
    only(|f| f.travel[0].1 = slow.into(), DefectCode::TravelTable, "/travel/car");
}

#[test]
fn there_is_a_limit_to_everything() {
    let midnights = (0..=29).map(|day| PlanTime(day * 86_400)).collect();
    only(|f| f.horizon = Horizon::new(midnights).unwrap(), DefectCode::TooMany, "/horizon");
    only(|f| f.visits = vec![f.visits[0].clone(); 20_001], DefectCode::TooMany, "/visits");
    only(|f| f.shifts = vec![f.shifts[0].clone(); 5_001], DefectCode::TooMany, "/shifts");
}

#[test]
fn all_defects_come_at_once_in_document_order() {
    let found = defects(|f| {
        f.links.push(link("v", "x", Some(1), None, PersonLink::Any));
        f.visits[1].priority = 0;
        f.visits[0].slots.clear();
        f.staff[0].travel_mode = "boat".into();
        f.patients[0].place = "moon".into();
    });
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/staff/0/travelMode",
            "/patients/0/place",
            "/visits/0/slots",
            "/visits/1/priority",
            "/links/0/second"
        ]
    );
}
