//! Links between visits, and locks.

use super::build::{Known, unknown};
use super::defect_list::DefectList;
use super::moment_text::Clock;
use super::needs::Ground;
use crate::clock::{PlanTime, TimeWindow};
use crate::model::{
    DefectCode, Facts, Idx, IndexVec, Link, LinkFacts, LinkIdx, LinkOrigin, PersonLink, Pin, PinFacts,
    StaffIdx, Visit, VisitFacts, VisitIdx,
};
use osm_data::units::Seconds;

/// The longest gap that a link may ask for: the longest horizon.
const LONGEST_GAP: u32 = 28 * 90_000;

/// The locks of one visit. Those that contradict the facts or one another are noted.
pub fn pins(
    f: &VisitFacts,
    visit: &Visit,
    at: &str,
    ground: &Ground,
    known: &Known,
    defects: &mut DefectList,
) -> Vec<Pin> {
    let mut made: Vec<Pin> = Vec::with_capacity(f.pins.len());
    for (number, p) in f.pins.iter().enumerate() {
        let at = format!("{at}/pins/{number}");
        let Some(pin) = pin(p, visit, &at, ground, known, defects) else { continue };
        for (earlier, other) in made.iter().enumerate() {
            if let Some(field) = disagree(*other, pin, ground) {
                defects.add(
                    DefectCode::PinConflict,
                    format!("{at}/{field}"),
                    format!(
                        "locks {earlier} and {number} of visit `{}` disagree about the {field}",
                        visit.id
                    ),
                    "remove one of the two",
                );
            }
        }
        made.push(pin);
    }
    made.retain(|pin| *pin != Pin::default());
    made
}

/// One lock by itself; `None` when a reference in it does not hold (and is noted).
fn pin(
    p: &PinFacts,
    visit: &Visit,
    at: &str,
    ground: &Ground,
    known: &Known,
    defects: &mut DefectList,
) -> Option<Pin> {
    let before = defects.len();
    let mut conflict = |field: &str, cause: String, remedy: &str| {
        defects.add(DefectCode::PinConflict, format!("{at}/{field}"), cause, remedy);
    };
    if let Some(slot) = p.slot
        && slot >= visit.slots.len()
    {
        conflict(
            "slot",
            format!("the lock is on slot {slot}, and visit `{}` has {}", visit.id, visit.slots.len()),
            "number the slots from 0",
        );
        return None;
    }
    if let Some(day) = p.day {
        if day >= ground.horizon.days() {
            conflict(
                "day",
                format!("the lock is on day {}, and the horizon has {}", day + 1, ground.horizon.days()),
                "lock the visit to a day of the horizon",
            );
            return None;
        }
        if !visit.windows.iter().any(|w| w.overlap(day_window(day, ground)).is_some()) {
            conflict(
                "day",
                format!("visit `{}` is locked to day {}, on which it has no window", visit.id, day + 1),
                "add a window on that day, or remove the lock",
            );
        }
    }
    if let Some(start) = p.start {
        if !visit.windows.iter().any(|w| w.contains(start)) {
            conflict(
                "start",
                format!(
                    "visit `{}` is locked to {}, outside its windows",
                    visit.id,
                    Clock(ground.horizon, start)
                ),
                "widen a window, or remove the lock",
            );
        }
        if p.day.is_some_and(|day| day != ground.horizon.day_of(start)) {
            conflict(
                "start",
                format!("visit `{}` is locked to a moment of another day than it is locked to", visit.id),
                "remove one of the two",
            );
        }
    }
    let staff = match &p.staff {
        None => None,
        Some(id) => Some(known.staff.find(id, || format!("{at}/staff"), defects)?),
    };
    // A visit with one slot leaves no doubt which one is meant.
    let slot = p.slot.or((visit.slots.len() == 1).then_some(0));
    if staff.is_some() && slot.is_none() {
        defects.add(
            DefectCode::MissingField,
            format!("{at}/slot"),
            format!("the lock names a person, and visit `{}` has {} slots", visit.id, visit.slots.len()),
            "say which slot the person must fill, from 0",
        );
        return None;
    }
    if let (Some(staff), Some(slot)) = (staff, slot) {
        check_person(p, staff, slot, visit, at, ground, defects);
    }
    let slot = staff.and(slot);
    (defects.len() == before).then_some(Pin { slot, staff, day: p.day, start: p.start })
}

/// Whether the locked person may and can come at all.
fn check_person(
    p: &PinFacts,
    staff: StaffIdx,
    slot: usize,
    visit: &Visit,
    at: &str,
    ground: &Ground,
    defects: &mut DefectList,
) {
    let mut conflict = |cause: String, remedy: &str| {
        defects.add(DefectCode::PinConflict, format!("{at}/staff"), cause, remedy);
    };
    let (person, needs) = (&ground.staff[staff], &visit.slots[slot]);
    if !needs.roles.contains(&person.role) {
        conflict(
            format!(
                "`{}` is locked to slot {slot} of visit `{}` without having its role",
                person.id, visit.id
            ),
            "lock somebody with the role, or add the role to the slot",
        );
    }
    if needs.skills.iter().any(|s| !person.skills.contains(s)) {
        conflict(
            format!(
                "`{}` is locked to slot {slot} of visit `{}` without having its skills",
                person.id, visit.id
            ),
            "lock somebody with the skills, or give them to the person",
        );
    }
    if ground.patients.get(visit.patient).is_some_and(|patient| patient.refusals.contains(&staff)) {
        conflict(
            format!("`{}` is locked to visit `{}`, and the patient has refused them", person.id, visit.id),
            "remove the lock",
        );
    }
    let day = p.day.or(p.start.map(|start| ground.horizon.day_of(start)));
    let works = |s: &crate::model::Shift| {
        let latest = s.end + s.overtime_limit;
        s.staff == staff
            && day.is_none_or(|day| {
                TimeWindow { opens: s.start, closes: latest }.overlap(day_window(day, ground)).is_some()
            })
    };
    if !ground.shifts.iter().any(works) {
        conflict(
            match day {
                Some(day) => format!(
                    "`{}` is locked to visit `{}` on day {} and has no shift then",
                    person.id,
                    visit.id,
                    day + 1
                ),
                None => format!("`{}` is locked to visit `{}` and has no shift", person.id, visit.id),
            },
            "add a shift, or remove the lock",
        );
    }
}

/// The moments of one day; the horizon's last moment belongs to its last day.
fn day_window(day: usize, ground: &Ground) -> TimeWindow {
    let end = ground.horizon.day_start(day + 1);
    let last = if day + 1 == ground.horizon.days() { end } else { end.back(Seconds(1)) };
    TimeWindow { opens: ground.horizon.day_start(day), closes: last }
}

/// What two locks of one visit disagree about, if anything.
fn disagree(a: Pin, b: Pin, ground: &Ground) -> Option<&'static str> {
    fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
        a.is_some() && b.is_some() && a != b
    }
    let day = |p: Pin| p.day.or(p.start.map(|start: PlanTime| ground.horizon.day_of(start)));
    if differ(a.start, b.start) {
        return Some("start");
    }
    if differ(day(a), day(b)) {
        return Some("day");
    }
    let same_slot = a.slot == b.slot;
    // One slot, two people; or one person, two slots.
    if (same_slot && differ(a.staff, b.staff)) || (!same_slot && a.staff.is_some() && a.staff == b.staff) {
        return Some("staff");
    }
    None
}

/// Stated links, then locks of the order. Cycles and contradictions are noted.
pub fn links(
    facts: &Facts,
    visits: &IndexVec<VisitIdx, Visit>,
    known: &Known,
    defects: &mut DefectList,
) -> IndexVec<LinkIdx, Link> {
    let mut made: Vec<(Link, String)> = Vec::with_capacity(facts.links.len());
    for (number, f) in facts.links.iter().enumerate() {
        let at = format!("/links/{number}");
        if let Some(link) = stated(f, &at, known, defects) {
            made.push((link, at));
        }
    }
    for (number, v) in facts.visits.iter().enumerate() {
        for (k, pin) in v.pins.iter().enumerate() {
            for (b, id) in pin.before.iter().enumerate() {
                let at = format!("/visits/{number}/pins/{k}/before/{b}");
                let Some(second) = known.visits.find(id, || at.clone(), defects) else { continue };
                let link = Link {
                    first: VisitIdx::from_index(number),
                    second,
                    min_gap: Some(Seconds::ZERO),
                    max_gap: None,
                    person: PersonLink::Any,
                    origin: LinkOrigin::OrderLock,
                };
                made.push((link, at));
            }
        }
    }
    note_people_that_contradict(&made, visits, defects);
    note_cycles(&made, visits, defects);
    made.into_iter().map(|(link, _)| link).collect()
}

fn stated(f: &LinkFacts, at: &str, known: &Known, defects: &mut DefectList) -> Option<Link> {
    let first = known.visits.find(&f.first, || format!("{at}/first"), defects);
    let second = known.visits.find(&f.second, || format!("{at}/second"), defects);
    let before = defects.len();
    for (field, gap) in [("minGapMinutes", f.min_gap), ("maxGapMinutes", f.max_gap)] {
        if let Some(gap) = gap {
            defects.check_time(format!("{at}/{field}"), gap, 0..=LONGEST_GAP);
        }
    }
    // A longest gap alone still says which of the two comes first.
    let min_gap = f.min_gap.or(f.max_gap.map(|_| Seconds::ZERO));
    if let (Some(least), Some(most)) = (min_gap, f.max_gap)
        && most < least
    {
        defects.add(
            DefectCode::EndsBeforeStart,
            format!("{at}/maxGapMinutes"),
            format!("the longest gap ({most}) is shorter than the shortest ({least})"),
            "exchange the two",
        );
    }
    if min_gap.is_none() && f.person == PersonLink::Any {
        defects.add(
            DefectCode::Empty,
            at,
            format!("the link from `{}` to `{}` says nothing", f.first, f.second),
            "give a gap, or same or different people; or remove the link",
        );
    }
    let (first, second) = (first?, second?);
    (defects.len() == before).then_some(Link {
        first,
        second,
        min_gap,
        max_gap: f.max_gap,
        person: f.person,
        origin: LinkOrigin::Stated,
    })
}

/// Same and different people asked of one pair of visits.
fn note_people_that_contradict(
    links: &[(Link, String)],
    visits: &IndexVec<VisitIdx, Visit>,
    defects: &mut DefectList,
) {
    let mut said: rustc_hash::FxHashMap<(VisitIdx, VisitIdx), PersonLink> = rustc_hash::FxHashMap::default();
    for (link, at) in links {
        if link.person == PersonLink::Any || link.first == link.second {
            continue;
        }
        let pair = (link.first.min(link.second), link.first.max(link.second));
        let before = *said.entry(pair).or_insert(link.person);
        if before != link.person {
            defects.add(
                DefectCode::LinkCycle,
                at,
                format!(
                    "visits `{}` and `{}` are to have the same and different people",
                    visits[link.first].id, visits[link.second].id
                ),
                "remove one of the two links",
            );
        }
    }
}

/// Orders that run in a circle: the link that closes one is noted, with the circle.
fn note_cycles(links: &[(Link, String)], visits: &IndexVec<VisitIdx, Visit>, defects: &mut DefectList) {
    let mut after: IndexVec<VisitIdx, Vec<VisitIdx>> = visits.iter().map(|_| Vec::new()).collect();
    for (link, at) in links {
        if link.first == link.second {
            defects.add(
                DefectCode::LinkCycle,
                at,
                format!("visit `{}` is tied to itself", visits[link.first].id),
                "name two visits",
            );
            continue;
        }
        if link.min_gap.is_none() {
            continue;
        }
        if let Some(way) = path(&after, link.second, link.first) {
            let circle: Vec<&str> =
                std::iter::once(link.first).chain(way).map(|v| visits[v].id.as_str()).collect();
            defects.add(
                DefectCode::LinkCycle,
                at,
                format!("the order runs in a circle: {}", circle.join(" → ")),
                "remove one of its links or locks",
            );
        } else {
            after[link.first].push(link.second);
        }
    }
}

/// The way from one visit to another along orders, both ends in it.
fn path(after: &IndexVec<VisitIdx, Vec<VisitIdx>>, from: VisitIdx, to: VisitIdx) -> Option<Vec<VisitIdx>> {
    let mut came_from: rustc_hash::FxHashMap<VisitIdx, VisitIdx> = rustc_hash::FxHashMap::default();
    let mut open = vec![from];
    came_from.insert(from, unknown());
    while let Some(visit) = open.pop() {
        if visit == to {
            let mut way = vec![to];
            while let Some(&before) = way.last().and_then(|v| came_from.get(v))
                && before != unknown()
            {
                way.push(before);
            }
            way.reverse();
            return Some(way);
        }
        for &next in &after[visit] {
            came_from.entry(next).or_insert_with(|| {
                open.push(next);
                visit
            });
        }
    }
    None
}
