//! Every defect by example, derived breaks by property, and facts bent at random.
//! Long because every kind of defect is shown by example in one place.

use super::derived_breaks::Day;
use crate::clock::{Horizon, Period, PlanTime, TimeWindow};
use crate::model::samples::Town;
use crate::model::*;
use crate::rng::Rng;
use osm_data::table::TravelTable;
use osm_data::units::{Metres, Seconds};
use proptest::prelude::*;

/// Ada, whom Ben visits.
fn sound() -> FactsBuilder {
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
fn defects(change: impl FnOnce(&mut Facts)) -> Vec<(DefectCode, String)> {
    let mut facts = sound().facts();
    change(&mut facts);
    match facts.build() {
        Ok(_) => Vec::new(),
        Err(invalid) => invalid.defects.into_iter().map(|d| (d.code, d.place)).collect(),
    }
}

#[track_caller]
fn only(change: impl FnOnce(&mut Facts), code: DefectCode, place: &str) {
    assert_eq!(defects(change), [(code, place.to_owned())]);
}

fn w(opens: &str, closes: &str) -> TimeWindow {
    TimeWindow { opens: moment(opens), closes: moment(closes) }
}

#[test]
fn sound_facts_have_no_defect() {
    assert_eq!(defects(|_| {}), []);
}

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

#[test]
fn windows_run_forward_inside_the_horizon_without_overlap() {
    only(
        |f| f.visits[0].windows = vec![w("10:00", "09:00")],
        DefectCode::EndsBeforeStart,
        "/visits/0/windows/0",
    );
    only(
        |f| f.visits[0].windows = vec![w("2 00:01", "2 09:00")],
        DefectCode::OutsideHorizon,
        "/visits/0/windows/0",
    );
    only(
        |f| f.visits[0].windows = vec![w("08:00", "10:00"), w("12:00", "13:00"), w("09:00", "11:00")],
        DefectCode::OverlappingWindows,
        "/visits/0/windows/2",
    );
    only(
        |f| f.visits[0].soft_windows = vec![w("08:00", "10:00"), w("09:00", "11:00")],
        DefectCode::OverlappingWindows,
        "/visits/0/softWindows/1",
    );
    assert_eq!(defects(|f| f.patients[0].wished_times = vec![w("08:00", "10:00"), w("09:00", "11:00")]), []);
}

#[test]
fn windows_are_cut_by_what_cannot_be_earlier() {
    let mut facts = sound().facts();
    facts.visits[0].windows = vec![w("1 20:00", "2 06:00"), w("10:00", "11:00"), w("08:00", "10:00")];
    facts.visits[0].earliest = Some(moment("09:30"));
    facts.visits[1].urgency = Urgency::Acute { received: moment("10:35") };
    facts.visits[1].due = Some(moment("1 17:00"));
    let problem = facts.build().unwrap();
    assert_eq!(problem.visits[VisitIdx(0)].windows, [w("09:30", "11:00"), w("1 20:00", "2 00:00")]);
    assert_eq!(problem.visits[VisitIdx(1)].windows, [w("10:35", "2 00:00")]);
    only(
        |f| {
            f.visits[0].windows = vec![w("08:00", "09:00")];
            f.visits[0].earliest = Some(moment("09:30"));
        },
        DefectCode::EndsBeforeStart,
        "/visits/0/earliest",
    );
    only(
        |f| f.visits[0].earliest = Some(moment("3 09:30")),
        DefectCode::OutsideHorizon,
        "/visits/0/earliest",
    );
}

#[test]
fn an_acute_visit_is_due_after_it_was_asked_for() {
    let acute = |received: &str, due: Option<&str>| {
        let (received, due) = (moment(received), due.map(moment));
        defects(|f| {
            f.visits[0].urgency = Urgency::Acute { received };
            f.visits[0].due = due;
        })
    };
    assert_eq!(acute("10:00", None), [(DefectCode::MissingField, "/visits/0/due".into())]);
    assert_eq!(acute("10:00", Some("09:00")), [(DefectCode::EndsBeforeStart, "/visits/0/due".into())]);
    assert_eq!(acute("10:00", Some("1 17:00")), []);
}

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
fn shifts_run_forward_one_at_a_time() {
    only(|f| f.shifts[0].end = moment("07:00"), DefectCode::EndsBeforeStart, "/shifts/0/end");
    only(
        |f| (f.shifts[0].start, f.shifts[0].end) = (moment("2 08:00"), moment("2 09:00")),
        DefectCode::OutsideHorizon,
        "/shifts/0/start",
    );
    only(
        |f| (f.shifts[2].start, f.shifts[2].end) = (moment("15:59"), moment("20:00")),
        DefectCode::OverlappingShifts,
        "/shifts/2",
    );
    assert_eq!(defects(|f| (f.shifts[2].start, f.shifts[2].end) = (moment("16:00"), moment("20:00"))), []);
    // A long shift overlaps two later ones, which do not overlap each other.
    let second = |f: &mut Facts| {
        f.shifts[1].end = moment("1 06:00");
        (f.shifts[2].start, f.shifts[2].end) = (moment("09:00"), moment("10:00"));
        let third = ShiftFacts {
            id: "third".into(),
            start: moment("11:00"),
            end: moment("12:00"),
            ..f.shifts[2].clone()
        };
        f.shifts.push(third);
    };
    assert_eq!(
        defects(second),
        [
            (DefectCode::OverlappingShifts, "/shifts/2".into()),
            (DefectCode::OverlappingShifts, "/shifts/3".into())
        ]
    );
}

fn pause(opens: &str, closes: &str, minutes: u32) -> BreakRule {
    BreakRule { duration: Seconds::minutes(minutes), window: w(opens, closes) }
}

fn block(start: &str, minutes: u32) -> BlockFacts {
    BlockFacts {
        label: "meeting".into(),
        start: moment(start),
        duration: Seconds::minutes(minutes),
        place: None,
    }
}

#[test]
fn breaks_and_blocks_fit_their_shift() {
    let breaks = |list: Vec<BreakRule>, blocks: Vec<BlockFacts>| {
        defects(|f| {
            f.shifts[0].breaks = Some(list);
            f.shifts[0].blocks = blocks;
        })
    };
    let noted = |code, place: &str| [(code, format!("/shifts/0/{place}"))];
    assert_eq!(breaks(vec![pause("11:00", "13:00", 30)], vec![]), []);
    assert_eq!(
        breaks(vec![pause("17:00", "18:00", 30)], vec![]),
        noted(DefectCode::BreakOutsideShift, "breaks/0")
    );
    assert_eq!(
        breaks(vec![pause("13:00", "12:00", 30)], vec![]),
        noted(DefectCode::EndsBeforeStart, "breaks/0/latest")
    );
    assert_eq!(breaks(vec![], vec![block("15:30", 60)]), noted(DefectCode::BreakOutsideShift, "blocks/0"));
    assert_eq!(
        breaks(vec![], vec![block("10:00", 60), block("09:30", 60)]),
        noted(DefectCode::BreakOutsideShift, "blocks/0")
    );
    assert_eq!(
        breaks(vec![pause("12:00", "12:30", 30)], vec![block("11:00", 120)]),
        noted(DefectCode::BreakOutsideShift, "breaks")
    );
    assert_eq!(breaks(vec![pause("08:30", "09:30", 30)], vec![]), noted(DefectCode::BreaksTooFew, "breaks"));
    assert_eq!(breaks(vec![pause("11:00", "13:00", 10)], vec![]), noted(DefectCode::BreaksTooFew, "breaks"));
    only(
        |f| {
            f.shifts[0].breaks = None;
            f.shifts[0].blocks = vec![block("08:10", 400)];
        },
        DefectCode::BreaksTooFew,
        "/shifts/0/breaks",
    );
}

#[test]
fn an_ordinary_day_has_one_break_about_its_middle() {
    let problem = sound().staff("Dan", |s| s.works("07:00", "15:30").derived_breaks()).build().unwrap();
    let dan = &problem.shifts[ShiftIdx(3)];
    // Five hours at most before, and after: the work of 15:30 − 30 min − 5 h.
    assert_eq!(dan.breaks, [pause("10:00", "12:00", 30)]);
    let short = sound().staff("Dan", |s| s.works("07:00", "12:00").derived_breaks()).build().unwrap();
    assert_eq!(short.shifts[ShiftIdx(3)].breaks, []);
}

#[test]
fn one_team_is_responsible_at_a_time() {
    let periods = |list: Vec<(u32, u32)>| {
        defects(|f| {
            f.patients[0].responsibilities = list
                .into_iter()
                .map(|(from, until)| {
                    ("east".to_owned(), Period { from: PlanTime(from), until: PlanTime(until) })
                })
                .collect();
        })
    };
    assert_eq!(periods(vec![(10, 20), (0, 10)]), []);
    assert_eq!(
        periods(vec![(10, 20), (0, 11)]),
        [(DefectCode::ResponsibilityOverlap, "/patients/0/responsibilities/1".into())]
    );
    assert_eq!(
        periods(vec![(10, 10)]),
        [(DefectCode::EndsBeforeStart, "/patients/0/responsibilities/0".into())]
    );
}

fn link(first: &str, second: &str, least: Option<u32>, most: Option<u32>, person: PersonLink) -> LinkFacts {
    LinkFacts {
        first: first.into(),
        second: second.into(),
        min_gap: least.map(Seconds::minutes),
        max_gap: most.map(Seconds::minutes),
        person,
    }
}

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

#[test]
fn a_crew_leaves_rests_and_returns_together() {
    let crew = |list: &[&str], change: fn(&mut Facts)| {
        defects(|f| {
            f.crews
                .push(CrewFacts { id: "car".into(), shifts: list.iter().map(|s| (*s).to_owned()).collect() });
            change(f);
        })
    };
    let noted = |place: &str| [(DefectCode::CrewMismatch, place.to_owned())];
    let nothing: fn(&mut Facts) = |_| {};
    assert_eq!(crew(&["Ben-0", "Cia-0"], nothing), []);
    assert_eq!(crew(&["Ben-0"], nothing), noted("/crews/0/shifts"));
    assert_eq!(crew(&["Ben-0", "Ben-0"], nothing), noted("/crews/0/shifts/1"));
    assert_eq!(crew(&["Ben-0", "Cia-1"], nothing), noted("/crews/0/shifts/1"), "another day");
    assert_eq!(
        crew(&["Ben-0", "Cia-0"], |f| f.shifts[0].start_place = Some("Ada".into())),
        noted("/crews/0/shifts/1")
    );
    assert_eq!(
        crew(&["Ben-0", "Cia-0"], |f| f.shifts[0].blocks.push(block("10:00", 30))),
        noted("/crews/0/shifts/1")
    );
    assert_eq!(crew(&["Ben-0", "Cia-0"], |f| f.shifts[0].breaks = None), noted("/crews/0/shifts/1"));
    assert_eq!(
        crew(&["Ben-0", "Cia-0"], |f| f
            .crews
            .push(CrewFacts { id: "bus".into(), shifts: f.crews[0].shifts.clone() })),
        [
            (DefectCode::CrewMismatch, "/crews/1/shifts/0".into()),
            (DefectCode::CrewMismatch, "/crews/1/shifts/1".into())
        ]
    );
}

#[test]
fn travel_tables_know_every_place_and_no_wonders() {
    only(|f| f.places[0].row = 7, DefectCode::TravelTable, "/places/0");
    let slow = TravelTable::from_fn(1, |_, _| Some((Seconds(u32::MAX - 1), Metres(1))));
    only(|f| f.travel[0].1 = slow, DefectCode::TravelTable, "/travel/car");
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

/// A day with blocks drawn from a seed.
fn random_blocks(rng: &mut Rng, start: u32, end: u32, count: usize) -> Vec<Block> {
    let mut free = start;
    let mut made = Vec::new();
    for _ in 0..count {
        if free + 60 >= end {
            break;
        }
        let from = rng.range(free..end - 60);
        let until = (from + rng.range(60..7200)).min(end);
        made.push(Block {
            label: "block".into(),
            start: PlanTime(from),
            duration: Seconds(until - from),
            place: None,
        });
        free = until;
    }
    made
}

proptest! {
    #[test]
    fn any_starts_inside_derived_windows_keep_every_stretch(
        seed: u64, length in 3600_u32..90_000, blocks in 0_usize..4, stretch in 3600_u32..25_000, rest in 60_u32..3600,
    ) {
        let mut rng = Rng::seeded(seed);
        let (start, end) = (PlanTime(20_000), PlanTime(20_000 + length));
        let blocks = random_blocks(&mut rng, start.0, end.0, blocks);
        let day = Day { start, end, max_stretch: Seconds(stretch), min_break: Seconds(rest), blocks: &blocks };
        let Some(rules) = day.derive() else {
            prop_assert!(!blocks.is_empty(), "without blocks there is always room");
            return Ok(());
        };
        if blocks.is_empty() {
            let n = (0..).find(|n| length <= (n + 1) * stretch + n * rest).expect("some number suffices");
            prop_assert_eq!(rules.len() as u32, n);
        }
        prop_assert!(day.suffices(&rules) && day.has_room(&rules));
        for _ in 0..20 {
            let mut rested = start;
            for rule in &rules {
                let clear = |t: u32| {
                    t >= rested.0
                        && blocks.iter().all(|b| t + rest <= b.start.0 || t >= (b.start + b.duration).0)
                };
                let candidates: Vec<u32> = (0..30)
                    .map(|_| rng.range(rule.window.opens.0..rule.window.closes.0 + 1))
                    .chain([rule.window.opens.0, rule.window.closes.0])
                    .filter(|t| clear(*t))
                    .collect();
                let chosen = PlanTime(*rng.pick(&candidates).expect("the latest start is always clear"));
                prop_assert!(chosen.since(rested) <= day.max_stretch);
                rested = chosen + rule.duration;
            }
            prop_assert!(rested <= end && end.since(rested) <= day.max_stretch);
        }
    }

    #[test]
    fn bent_facts_never_panic(seed: u64, bends in 1_usize..12, days in 1_usize..5) {
        let mut rng = Rng::seeded(seed);
        let mut facts = Town::with_everything(seed, 25, 9, days).facts();
        for _ in 0..bends {
            bend(&mut facts, &mut rng);
        }
        match facts.build() {
            Ok(problem) => prop_assert!(problem.visits.iter().all(|v| !v.windows.is_empty())),
            Err(invalid) => {
                prop_assert!(!invalid.defects.is_empty());
                for d in &invalid.defects {
                    prop_assert!(d.place.starts_with('/') && !d.cause.is_empty() && !d.remedy.is_empty(), "{d}");
                }
            }
        }
    }
}

/// Changes one thing at random, as a hurried author or an enemy would.
fn bend(f: &mut Facts, rng: &mut Rng) {
    let wild = [0, 1, 59, 3_600, 86_400, 90_001, 200_000, u32::MAX - 1, u32::MAX];
    let time = PlanTime(*rng.pick(&wild).expect("not empty"));
    let length = Seconds(*rng.pick(&wild).expect("not empty"));
    let other = PlanTime(rng.range(0..200_000));
    let (v, s, p, m) = (
        rng.below(f.visits.len().max(1)),
        rng.below(f.shifts.len().max(1)),
        rng.below(f.patients.len().max(1)),
        rng.below(f.staff.len().max(1)),
    );
    if f.visits.is_empty() || f.shifts.is_empty() || f.patients.is_empty() || f.staff.is_empty() {
        return;
    }
    let somebody = f.staff[rng.below(f.staff.len())].id.clone();
    let some_visit = f.visits[rng.below(f.visits.len())].id.clone();
    match rng.below(34) {
        0 => f.visits[v].windows.push(TimeWindow { opens: time, closes: other }),
        1 => f.visits[v].earliest = Some(time),
        2 => f.visits[v].due = Some(time),
        3 => f.visits[v].urgency = Urgency::Acute { received: time },
        4 => f.visits[v].slots.clear(),
        5 => f.visits[v].slots.iter_mut().for_each(|s| s.care = length),
        6 => f.visits[v].slots.iter_mut().for_each(|s| s.offset = length),
        7 => f.visits[v].pins.push(PinFacts { staff: Some(somebody), ..PinFacts::default() }),
        8 => f.visits[v].pins.push(PinFacts {
            day: Some(rng.below(40)),
            start: Some(time),
            ..PinFacts::default()
        }),
        9 => f.visits[v].pins.push(PinFacts { before: vec![some_visit], ..PinFacts::default() }),
        10 => f.visits[v].patient = "ghost".into(),
        11 => f.visits[v].promise = Some((time, vec![Some(somebody); 3])),
        12 => f.shifts[s].start = time,
        13 => f.shifts[s].end = time,
        14 => f.shifts[s].overtime_limit = length,
        15 => {
            f.shifts[s].breaks =
                Some(vec![BreakRule { duration: length, window: TimeWindow { opens: other, closes: time } }])
        }
        16 => f.shifts[s].blocks.push(BlockFacts {
            label: "b".into(),
            start: time,
            duration: length,
            place: None,
        }),
        17 => f.shifts[s].staff = "ghost".into(),
        18 => f.shifts[s].id = f.shifts[0].id.clone(),
        19 => f.patients[p].refusals.push("ghost".into()),
        20 => {
            f.patients[p].responsibilities.push(("home-care-0".into(), Period { from: time, until: other }))
        }
        21 => f.patients[p].place = "ghost".into(),
        22 => f.patients[p].wished_times.push(TimeWindow { opens: time, closes: other }),
        23 => f.staff[m].travel_mode = "ghost".into(),
        24 => f.staff[m].rested_from = time,
        25 => drop(f.staff.remove(m)),
        26 => f.travel.clear(),
        27 => f.places.truncate(rng.below(f.places.len() + 1)),
        28 => f.working_time.max_stretch = length,
        29 => f.working_time.min_break = length,
        30 => f
            .crews
            .push(CrewFacts { id: "x".into(), shifts: vec![f.shifts[s].id.clone(), f.shifts[0].id.clone()] }),
        31 => f.links.push(link(&some_visit, &f.visits[v].id, Some(1), None, PersonLink::Same)),
        32 => f.visits[v].slots.iter_mut().for_each(|s| s.provider = ProviderFacts::Mission("ghost".into())),
        _ => f.places.iter_mut().for_each(|p| p.row += 1),
    }
}
