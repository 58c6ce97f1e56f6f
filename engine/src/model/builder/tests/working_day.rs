//! Shifts, breaks, blocked times and crews; derived breaks by property.

use super::sound::{block, defects, only, pause, sound};
use crate::clock::PlanTime;
use crate::model::builder::derived_breaks::Day;
use crate::model::*;
use crate::rng::Rng;
use osm_data::units::Seconds;
use proptest::prelude::*;

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
}
