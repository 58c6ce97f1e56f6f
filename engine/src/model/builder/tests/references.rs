//! Ids are unique, and every reference to one is followed.

use super::sound::{defects, only, sound};
use crate::clock::{Period, PlanTime};
use crate::model::*;

#[test]
fn ids_are_unique_and_not_empty() {
    only(|f| f.visits[1].id = "v".into(), DefectCode::DuplicateId, "/visits/1/id");
    only(|f| f.visits[1].id = String::new(), DefectCode::Empty, "/visits/1/id");
    only(|f| f.travel.push(f.travel[0].clone()), DefectCode::DuplicateId, "/travel/car");
}

#[test]
fn an_unknown_id_comes_with_the_nearest_known_one() {
    let mut facts = sound().facts();
    facts.patients[0].refusals.push("Bent".into());
    let defect = facts.build().unwrap_err().defects.remove(0);
    assert_eq!(defect.code, DefectCode::UnknownId);
    assert_eq!(defect.place, "/patients/0/refusals/0");
    assert_eq!(defect.cause, "there is no staff member `Bent`");
    assert!(defect.remedy.starts_with("did you mean `Ben`?"), "{}", defect.remedy);
}

#[test]
fn every_reference_is_followed() {
    let x = || "nowhere".to_owned();
    let unknown = |change: fn(&mut Facts, String), place: &str| {
        only(|f| change(f, x()), DefectCode::UnknownId, place);
    };
    unknown(|f, x| f.teams[0].base = Some(x), "/teams/0/base");
    unknown(|f, x| f.staff[0].travel_mode = x, "/staff/0/travelMode");
    unknown(|f, x| f.staff[1].teams.push((x, Period::ALWAYS)), "/staff/1/teams/0");
    unknown(|f, x| f.shifts[0].staff = x, "/shifts/0/staff");
    unknown(|f, x| f.shifts[0].start_place = Some(x), "/shifts/0/startPlace");
    unknown(|f, x| f.shifts[2].end_place = Some(x), "/shifts/2/endPlace");
    unknown(|f, x| f.patients[0].place = x, "/patients/0/place");
    unknown(|f, x| f.patients[0].wished_staff = vec![x], "/patients/0/wishes/staff/0");
    unknown(|f, x| f.patients[0].avoided_staff = vec![x], "/patients/0/wishes/avoided/0");
    unknown(|f, x| f.patients[0].responsibilities[0].0 = x, "/patients/0/responsibilities/0");
    unknown(|f, x| f.visits[0].patient = x, "/visits/0/patient");
    unknown(|f, x| f.visits[0].place = Some(x), "/visits/0/place");
    unknown(|f, x| f.visits[0].slots[0].provider = ProviderFacts::Team(x), "/visits/0/slots/0/provider/team");
    unknown(
        |f, x| f.visits[0].slots[0].provider = ProviderFacts::Mission(x),
        "/visits/0/slots/0/provider/mission",
    );
    unknown(|f, x| f.visits[0].promise = Some((PlanTime(0), vec![Some(x)])), "/visits/0/promise/staff/0");
    unknown(
        |f, x| f.visits[1].pins.push(PinFacts { staff: Some(x), ..PinFacts::default() }),
        "/visits/1/pins/0/staff",
    );
    unknown(
        |f, x| f.visits[1].pins.push(PinFacts { before: vec![x], ..PinFacts::default() }),
        "/visits/1/pins/0/before/0",
    );
    let contact = |staff: &str, deputy: Option<String>| ContactFacts {
        role: "nurse".into(),
        staff: staff.into(),
        valid: Period::ALWAYS,
        deputies: deputy.into_iter().collect(),
    };
    only(
        |f| f.patients[0].contacts.push(contact("nobody", None)),
        DefectCode::UnknownId,
        "/patients/0/contacts/0/staff",
    );
    only(
        |f| f.patients[0].contacts.push(contact("Ben", Some(x()))),
        DefectCode::UnknownId,
        "/patients/0/contacts/0/deputies/0",
    );
    let crew = CrewFacts { id: "car".into(), shifts: vec!["Ben-0".into(), x()] };
    only(|f| f.crews.push(crew), DefectCode::UnknownId, "/crews/0/shifts/1");
    assert_eq!(defects(|f| f.patients[0].history.push((x(), 3))), [], "people may have left");
}
