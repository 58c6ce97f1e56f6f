//! Who could take part in what: every way of every tour into every visit, with windows and prices.

use super::frame::{Fill, Frame, Span, Way};
use super::prices;
use super::roads::{NO_ROAD, NOWHERE};
use crate::model::{Provider, ShiftIdx, VisitIdx};
use rustc_hash::FxHashMap;

/// Most assignments of a crew's members to one visit's slots that are looked at.
const MOST_CREW_WAYS: usize = 64;

/// Most ways into one slot of a visit that are kept: in a region of a thousand people it is enough to look at those who are
/// known to the patient or start nearby. Up to this many, everybody counts.
const MOST_WAYS: usize = 200;

type Windows = Vec<(u32, u32)>;

/// Fills `frame.ways`, sorted by visit, lowest slot and price.
pub(super) fn build(frame: &mut Frame) {
    let mut meetings: FxHashMap<u64, u32> = FxHashMap::default();
    for v in 0..frame.visits.len() {
        let index = frame.visits[v].index;
        let slots = frame.visits[v].slots as usize;
        let windows = pinned_windows(frame, index);
        let mut found: Vec<(Way, Windows, Vec<Fill>)> = Vec::new();
        // Slots are bits of a word; nobody visits in parties of more than thirty-two.
        if slots <= 32 && !windows.is_empty() {
            for tour in 0..frame.tours.len() {
                if frame.tours[tour].usable {
                    add_ways(frame, v, tour, &windows, &mut found);
                }
            }
        }
        keep_nearest(frame, slots, MOST_WAYS, &mut found);
        // Cheap people first, so that a good place found early spares the look at dear ones.
        found.sort_by_key(|(w, _, _)| (w.lowest, w.price, w.tour, w.slots));
        for (mut way, windows, fills) in found {
            way.fills = pool(&mut frame.fills, &fills);
            if windows.len() > 1 {
                way.windows = pool(&mut frame.windows, &windows);
            }
            let mut faces = Vec::new();
            for fill in &fills {
                let staff = frame.tours[way.tour as usize].members[fill.member as usize].staff;
                let patient = frame.visits[v].patient;
                if !frame.problem.is_known(patient, staff) {
                    let next = meetings.len() as u32;
                    let face = *meetings.entry(prices::meeting(patient, staff)).or_insert(next);
                    faces.push(face);
                }
            }
            way.faces = pool(&mut frame.faces, &faces);
            let at = frame.ways.len() as u32;
            let span = &mut frame.visits[v].by_slot[way.lowest as usize];
            if span.to == 0 {
                span.from = at;
            }
            span.to = at + 1;
            frame.ways.push(way);
        }
    }
    frame.face_count = meetings.len();
}

/// Keeps, of each slot's ways, the `most` of the cheapest people nearest to the visit.
fn keep_nearest(frame: &Frame, slots: usize, most: usize, found: &mut Vec<(Way, Windows, Vec<Fill>)>) {
    if found.len() <= most {
        return;
    }
    let price = |way: &Way| {
        let tour = &frame.tours[way.tour as usize];
        let (there, back) = if way.place == NOWHERE {
            (0, 0)
        } else {
            let leg = |a, b| i64::from(frame.roads.least(tour.profile, a, b).cost);
            (leg(tour.start, way.place), leg(way.place, tour.end))
        };
        way.price.saturating_add(there.min(back))
    };
    found.sort_by_cached_key(|(w, _, _)| (price(w), w.tour, w.slots));
    let mut kept = vec![0; slots];
    found.retain(|(w, _, _)| {
        kept[w.lowest as usize] += 1;
        kept[w.lowest as usize] <= most
    });
}

fn pool<T: Copy>(all: &mut Vec<T>, items: &[T]) -> Span {
    let from = all.len() as u32;
    all.extend_from_slice(items);
    Span { from, to: all.len() as u32 }
}

/// The windows of a visit's start, with its pins of day and time.
fn pinned_windows(frame: &Frame, index: VisitIdx) -> Windows {
    let visit = &frame.problem.visits[index];
    let horizon = &frame.problem.horizon;
    let mut windows: Windows = visit.windows.iter().map(|w| (w.opens.0, w.closes.0)).collect();
    for pin in &visit.pins {
        if let Some(day) = pin.day {
            if day >= horizon.days() {
                return Vec::new();
            }
            // A start past the end of the horizon would count as its last day; none is planned there.
            clip(&mut windows, horizon.day_start(day).0, horizon.day_start(day + 1).0.saturating_sub(1));
        }
        if let Some(start) = pin.start {
            clip(&mut windows, start.0, start.0);
        }
    }
    windows
}

fn clip(windows: &mut Windows, lo: u32, hi: u32) {
    windows.retain_mut(|w| {
        *w = (w.0.max(lo), w.1.min(hi));
        w.0 <= w.1
    });
}

fn intersect(a: &Windows, b: &Windows) -> Windows {
    let mut both = Vec::new();
    for &(lo, hi) in a {
        both.extend(b.iter().map(|w| (w.0.max(lo), w.1.min(hi))).filter(|w| w.0 <= w.1));
    }
    both
}

/// Whether the person of `shift` may fill `slot` of `index`, and in which windows of the visit's start.
fn eligible(
    frame: &Frame,
    index: VisitIdx,
    slot: usize,
    shift: ShiftIdx,
    windows: &Windows,
) -> Option<Windows> {
    let problem = frame.problem;
    let visit = &problem.visits[index];
    let need = &visit.slots[slot];
    let shift = &problem.shifts[shift];
    let person = &problem.staff[shift.staff];
    if !need.roles.contains(&person.role)
        || !need.skills.iter().all(|s| person.skills.contains(s))
        || problem.patients[visit.patient].refusals.contains(&shift.staff)
        || visit.pins.iter().any(|p| p.slot == Some(slot) && p.staff.is_some_and(|s| s != shift.staff))
    {
        return None;
    }
    match need.provider {
        Provider::Any => Some(windows.clone()),
        Provider::Team(team) => person.is_member(team, shift.start).then(|| windows.clone()),
        Provider::Mission(mission) => person
            .teams
            .iter()
            .any(|m| m.period.contains(shift.start) && problem.teams[m.team].missions.contains(&mission))
            .then(|| windows.clone()),
        Provider::Responsible => {
            let own: Windows = problem.patients[visit.patient]
                .responsibilities
                .iter()
                .filter(|r| person.is_member(r.team, shift.start) && r.period.from < r.period.until)
                .map(|r| {
                    let until = r.period.until.0;
                    (r.period.from.0, if until == u32::MAX { until } else { until - 1 })
                })
                .collect();
            let both = intersect(windows, &own);
            (!both.is_empty()).then_some(both)
        }
    }
}

fn add_ways(
    frame: &Frame,
    v: usize,
    tour: usize,
    windows: &Windows,
    found: &mut Vec<(Way, Windows, Vec<Fill>)>,
) {
    let t = &frame.tours[tour];
    let index = frame.visits[v].index;
    let slots = frame.visits[v].slots as usize;
    // Cheap test first: no window touches the tour's hours at all.
    let reach = frame.visits[v].longest;
    if !windows.iter().any(|w| w.0 <= t.until && w.1.saturating_add(reach) >= t.from) {
        return;
    }
    let mut on_site: Vec<(usize, Vec<(u16, Windows)>)> = Vec::new();
    for slot in 0..slots {
        let members: Vec<(u16, Windows)> = t
            .members
            .iter()
            .enumerate()
            .filter_map(|(m, member)| {
                eligible(frame, index, slot, member.shift, windows).map(|w| (m as u16, w))
            })
            .collect();
        if frame.problem.slot_place(index, slot).is_some() {
            on_site.push((slot, members));
        } else {
            for (member, windows) in members {
                add_way(frame, v, tour, NOWHERE, &[(slot, member)], windows, found);
            }
        }
    }
    let place = frame.roads.local(frame.problem.visits[index].place);
    // A crew comes whole: one refused member keeps the car away, though the others fill the slots.
    let refusals = &frame.problem.patients[frame.problem.visits[index].patient].refusals;
    let welcome = t.members.iter().all(|m| !refusals.contains(&m.staff));
    if welcome && on_site.iter().any(|(_, m)| !m.is_empty()) {
        let mut chosen = Vec::new();
        let mut left = MOST_CREW_WAYS;
        assign(frame, v, tour, place, &on_site, windows, &mut chosen, &mut left, found);
    }
}

/// Every assignment of members to the remaining on-site slots, each slot filled by one of them or not by this tour.
fn assign(
    frame: &Frame,
    v: usize,
    tour: usize,
    place: u32,
    rest: &[(usize, Vec<(u16, Windows)>)],
    windows: &Windows,
    chosen: &mut Vec<(usize, u16)>,
    left: &mut usize,
    found: &mut Vec<(Way, Windows, Vec<Fill>)>,
) {
    if *left == 0 {
        return;
    }
    let Some(((slot, members), rest)) = rest.split_first() else {
        if !chosen.is_empty() {
            *left -= 1;
            add_way(frame, v, tour, place, chosen, windows.clone(), found);
        }
        return;
    };
    for (member, own) in members {
        if chosen.iter().all(|(_, m)| m != member) {
            let both = intersect(windows, own);
            if !both.is_empty() {
                chosen.push((*slot, *member));
                assign(frame, v, tour, place, rest, &both, chosen, left, found);
                chosen.pop();
            }
        }
    }
    assign(frame, v, tour, place, rest, windows, chosen, left, found);
}

fn add_way(
    frame: &Frame,
    v: usize,
    tour: usize,
    place: u32,
    chosen: &[(usize, u16)],
    mut windows: Windows,
    found: &mut Vec<(Way, Windows, Vec<Fill>)>,
) {
    let t = &frame.tours[tour];
    let index = frame.visits[v].index;
    let visit = &frame.problem.visits[index];
    let fills: Vec<Fill> = chosen
        .iter()
        .map(|&(slot, member)| Fill {
            slot: slot as u16,
            member,
            offset: visit.slots[slot].offset.0,
            length: frame.problem.occupied(index, slot, t.members[member as usize].staff).0,
        })
        .collect();
    let off = fills.iter().map(|f| f.offset).min().unwrap_or(0);
    let length = fills.iter().map(|f| f.offset.saturating_add(f.length)).max().unwrap_or(0) - off;
    let there = frame.roads.leg(t.profile, t.start, place, t.from).transit;
    if there == NO_ROAD {
        return;
    }
    let earliest = t.from.saturating_add(there).saturating_sub(off);
    let back = frame.roads.latest(t.profile, place, t.end, t.until);
    let Some(latest) = back.and_then(|x| x.checked_sub(length)).and_then(|x| x.checked_sub(off)) else {
        return;
    };
    clip(&mut windows, earliest, latest);
    let (Some(&(lo, _)), Some(&(_, hi))) = (windows.first(), windows.last()) else { return };
    let price = fills
        .iter()
        .map(|f| {
            let shift = t.members[f.member as usize].shift;
            prices::of_person(frame.problem, frame.weights, index, f.slot as usize, shift)
        })
        .sum();
    let way = Way {
        visit: v as u32,
        tour: tour as u32,
        slots: chosen.iter().fold(0, |bits, c| bits | 1 << c.0),
        lowest: chosen.iter().map(|c| c.0 as u16).min().unwrap_or(0),
        place,
        off,
        length,
        lo,
        hi,
        windows: Span::default(),
        price,
        fills: Span::default(),
        faces: Span::default(),
    };
    found.push((way, windows, fills));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Idx, samples};
    use crate::rules::Weights;

    #[test]
    fn of_too_many_ways_the_cheapest_of_each_slot_are_kept() {
        let problem = samples::town(3, 30, 20, 1).build().expect("a sample is a problem");
        let weights = Weights::default();
        let visits: Vec<_> = problem.visits.indices().collect();
        let shifts: Vec<_> = problem.shifts.indices().collect();
        let frame = Frame::build(&problem, &weights, &visits, &shifts);
        let mut cut = 0;
        for (v, visit) in frame.visits.iter().enumerate() {
            let of_visit = |w: &&Way| w.visit == v as u32;
            let all: Vec<(Way, Windows, Vec<Fill>)> =
                frame.ways.iter().filter(of_visit).map(|w| (*w, Vec::new(), Vec::new())).collect();
            let mut kept = all.clone();
            keep_nearest(&frame, visit.slots as usize, 3, &mut kept);
            for slot in 0..visit.slots as u16 {
                let count = |ways: &[(Way, Windows, Vec<Fill>)]| {
                    ways.iter().filter(|(w, _, _)| w.lowest == slot).count()
                };
                let fewer = if all.len() <= 3 { count(&all) } else { count(&all).min(3) };
                assert_eq!(count(&kept), fewer, "visit {} slot {slot}", visit.index.index());
                cut += count(&all) - count(&kept);
            }
        }
        assert!(cut > 0, "nothing was cut: the test shows nothing");
    }
}
