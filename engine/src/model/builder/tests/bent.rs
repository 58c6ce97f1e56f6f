//! Facts bent at random never make the builder panic.

use super::sound::link;
use crate::clock::{Period, PlanTime, TimeWindow};
use crate::model::samples::Town;
use crate::model::*;
use crate::rng::Rng;
use osm_data::units::Seconds;
use proptest::prelude::*;

proptest! {
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
