//! Shifts with their breaks and blocks, and crews.

use super::build::{Known, unknown};
use super::defect_list::DefectList;
use super::derived_breaks::Day;
use super::moment_text::{Clock, Span};
use crate::clock::{Horizon, PlanTime, TimeWindow};
use crate::model::{
    Block, BreakRule, Crew, CrewFacts, CrewIdx, DefectCode, Idx, IndexVec, Shift, ShiftFacts, ShiftIdx,
    StaffIdx, StaffMember, WorkingTime,
};
use osm_data::units::Seconds;

/// The longest shift: a day and night of on-call work, on the longest night of the year.
const LONGEST_SHIFT: Seconds = Seconds(90_000);
/// The longest overtime that a document may allow.
const MOST_OVERTIME: u32 = 12 * 3600;

/// All shifts. Those that overlap another of the same person are noted.
pub fn shifts(
    facts: &[ShiftFacts],
    horizon: &Horizon,
    working_time: &WorkingTime,
    known: &Known,
    defects: &mut DefectList,
) -> IndexVec<ShiftIdx, Shift> {
    let made: IndexVec<ShiftIdx, Shift> = facts
        .iter()
        .enumerate()
        .map(|(number, f)| {
            let at = format!("/shifts/{number}");
            let place = |id: &Option<String>, field: &str, defects: &mut DefectList| {
                id.as_ref().and_then(|id| known.places.find(id, || format!("{at}/{field}"), defects))
            };
            let start_place = place(&f.start_place, "startPlace", defects);
            let end_place = place(&f.end_place, "endPlace", defects);
            let staff = known.staff.find(&f.staff, || format!("{at}/staff"), defects).unwrap_or_else(unknown);
            let sound = check_hours(f, &at, horizon, defects);
            defects.check_time(format!("{at}/overtimeLimitMinutes"), f.overtime_limit, 0..=MOST_OVERTIME);
            let blocks = blocks(f, &at, sound, horizon, known, defects);
            let breaks =
                if sound { breaks(f, &at, &blocks, horizon, working_time, defects) } else { Vec::new() };
            Shift {
                id: f.id.clone(),
                staff,
                day: horizon.day_of(f.start),
                start: f.start,
                end: f.end,
                overtime_limit: f.overtime_limit,
                start_place,
                end_place,
                breaks,
                blocks,
                crew: None,
            }
        })
        .collect();
    note_overlaps(&made, defects);
    made
}

/// Start before end, not too long, begun inside the horizon.
fn check_hours(f: &ShiftFacts, at: &str, horizon: &Horizon, defects: &mut DefectList) -> bool {
    let before = defects.len();
    if f.end <= f.start {
        defects.add(
            DefectCode::EndsBeforeStart,
            format!("{at}/end"),
            format!(
                "shift `{}` ends at {} and starts at {}",
                f.id,
                Clock(horizon, f.end),
                Clock(horizon, f.start)
            ),
            "exchange start and end, or give the end the next day's date",
        );
    } else if f.end.since(f.start) > LONGEST_SHIFT {
        defects.add(
            DefectCode::OutOfRange,
            format!("{at}/end"),
            format!("shift `{}` lasts {}", f.id, f.end.since(f.start)),
            format!("split it: a shift lasts {LONGEST_SHIFT} at most"),
        );
    }
    if f.start >= horizon.end() {
        defects.add(
            DefectCode::OutsideHorizon,
            format!("{at}/start"),
            format!("shift `{}` starts {}", f.id, Clock(horizon, f.start.max(horizon.end() + Seconds(1)))),
            "remove the shift, or lengthen the horizon",
        );
    }
    defects.len() == before
}

/// Blocked times by time; those outside the shift or upon each other are noted.
fn blocks(
    f: &ShiftFacts,
    at: &str,
    hours_are_sound: bool,
    horizon: &Horizon,
    known: &Known,
    defects: &mut DefectList,
) -> Vec<Block> {
    let mut made: Vec<(Block, usize)> = Vec::with_capacity(f.blocks.len());
    for (number, b) in f.blocks.iter().enumerate() {
        let at = format!("{at}/blocks/{number}");
        let place = b.place.as_ref().and_then(|id| known.places.find(id, || format!("{at}/place"), defects));
        let block = Block { label: b.label.clone(), start: b.start, duration: b.duration, place };
        let before = defects.len();
        defects.check_time(format!("{at}/minutes"), b.duration, 1..=LONGEST_SHIFT.0);
        if defects.len() > before || !hours_are_sound {
            continue;
        }
        if b.start < f.start || b.start + b.duration > f.end {
            defects.add(
                DefectCode::BreakOutsideShift,
                at,
                format!(
                    "block `{}` from {} to {} is not within shift `{}` from {} to {}",
                    b.label,
                    Clock(horizon, b.start),
                    Clock(horizon, b.start + b.duration),
                    f.id,
                    Clock(horizon, f.start),
                    Clock(horizon, f.end)
                ),
                "move the block, or lengthen the shift",
            );
        } else {
            made.push((block, number));
        }
    }
    made.sort_by_key(|(b, number)| (b.start, *number));
    for pair in made.windows(2) {
        let ((first, _), (second, number)) = (&pair[0], &pair[1]);
        if second.start < first.start + first.duration {
            defects.add(
                DefectCode::BreakOutsideShift,
                format!("{at}/blocks/{number}"),
                format!("block `{}` starts before block `{}` ends", second.label, first.label),
                "move or shorten one of the two",
            );
        }
    }
    made.into_iter().map(|(block, _)| block).collect()
}

/// Stated breaks in order of time, or derived ones.
fn breaks(
    f: &ShiftFacts,
    at: &str,
    blocks: &[Block],
    horizon: &Horizon,
    working_time: &WorkingTime,
    defects: &mut DefectList,
) -> Vec<BreakRule> {
    let day = Day {
        start: f.start,
        end: f.end,
        max_stretch: working_time.max_stretch.max(Seconds(1)),
        min_break: working_time.min_break.max(Seconds(1)),
        blocks,
    };
    let at = format!("{at}/breaks");
    let Some(stated) = &f.breaks else {
        return day.derive().unwrap_or_else(|| {
            defects.add(
                DefectCode::BreaksTooFew,
                at,
                format!(
                    "blocked times leave no room for a break of {} after at most {} of work in shift `{}`",
                    working_time.min_break, working_time.max_stretch, f.id
                ),
                "shorten or split a block, or state the breaks of this shift (an empty list for none)",
            );
            Vec::new()
        });
    };
    let before = defects.len();
    let mut made = Vec::with_capacity(stated.len());
    for (number, b) in stated.iter().enumerate() {
        let at = format!("{at}/{number}");
        let window = b.window;
        if window.closes < window.opens {
            defects.add(
                DefectCode::EndsBeforeStart,
                format!("{at}/latest"),
                format!(
                    "the break's last start {} lies before its first {}",
                    Clock(horizon, window.closes),
                    Clock(horizon, window.opens)
                ),
                "exchange the ends",
            );
            continue;
        }
        let sound = defects.len();
        defects.check_time(format!("{at}/minutes"), b.duration, 1..=LONGEST_SHIFT.0);
        if defects.len() > sound {
            continue;
        }
        // A break is held inside its shift: the last start is so much before the shift's end.
        let inside = (f.end - (PlanTime::ZERO + b.duration))
            .map(|last| TimeWindow { opens: f.start, closes: PlanTime(last.0) })
            .filter(|shift| shift.opens <= shift.closes)
            .and_then(|shift| shift.overlap(window));
        match inside {
            Some(window) => made.push(BreakRule { duration: b.duration, window }),
            None => defects.add(
                DefectCode::BreakOutsideShift,
                at,
                format!(
                    "a break of {} that begins from {} is not within shift `{}` from {} to {}",
                    b.duration,
                    Span(horizon, window),
                    f.id,
                    Clock(horizon, f.start),
                    Clock(horizon, f.end)
                ),
                "move the break's window into the shift",
            ),
        }
    }
    made.sort_by_key(|b: &BreakRule| (b.window, b.duration));
    if defects.len() == before && !made.is_empty() {
        if !day.has_room(&made) {
            defects.add(
                DefectCode::BreakOutsideShift,
                at,
                format!(
                    "the breaks of shift `{}` cannot all be held: blocks or other breaks are in the way",
                    f.id
                ),
                "widen the breaks' windows, or move a block",
            );
        } else if !day.suffices(&made) {
            defects.add(
                DefectCode::BreaksTooFew,
                at,
                format!(
                    "with these breaks shift `{}` has more than {} of work without a break of {}",
                    f.id, working_time.max_stretch, working_time.min_break
                ),
                "add a break, move one, or leave `breaks` out to have them derived",
            );
        }
    }
    made
}

/// Shifts of one person that overlap: the later one in the document is to blame.
fn note_overlaps(shifts: &IndexVec<ShiftIdx, Shift>, defects: &mut DefectList) {
    let mut by_person: Vec<(StaffIdx, PlanTime, PlanTime, ShiftIdx)> = shifts
        .enumerate()
        .filter(|(_, s)| s.start < s.end)
        .map(|(i, s)| (s.staff, s.start, s.end, i))
        .collect();
    by_person.sort_unstable();
    // The shift that ends last among those of the same person so far: whatever starts before its end overlaps it.
    let mut reach: Option<(StaffIdx, PlanTime, ShiftIdx)> = None;
    for (person, start, end, shift) in by_person {
        if let Some((same, until, other)) = reach
            && person == same
            && person != unknown()
            && start < until
        {
            let (earlier, later) = (other.min(shift), other.max(shift));
            defects.add(
                DefectCode::OverlappingShifts,
                format!("/shifts/{}", later.index()),
                format!(
                    "shift `{}` overlaps shift `{}` of the same person",
                    shifts[later].id, shifts[earlier].id
                ),
                "shorten or remove one of the two",
            );
        }
        if reach.is_none_or(|(same, until, _)| same != person || until < end) {
            reach = Some((person, end, shift));
        }
    }
}

/// All crews; each shift learns its crew.
pub fn crews(
    facts: &[CrewFacts],
    shifts: &mut IndexVec<ShiftIdx, Shift>,
    staff: &IndexVec<StaffIdx, StaffMember>,
    known: &Known,
    defects: &mut DefectList,
) -> IndexVec<CrewIdx, Crew> {
    facts
        .iter()
        .enumerate()
        .map(|(number, f)| {
            let at = format!("/crews/{number}");
            let mut members: Vec<ShiftIdx> = Vec::new();
            for (k, id) in f.shifts.iter().enumerate() {
                let place = format!("{at}/shifts/{k}");
                let Some(shift) = known.shifts.find(id, || place.clone(), defects) else { continue };
                let mut wrong = |cause: String, remedy: &str| {
                    defects.add(DefectCode::CrewMismatch, place.clone(), cause, remedy);
                };
                if members.contains(&shift) {
                    wrong(format!("shift `{id}` is named twice"), "name each shift once");
                    continue;
                }
                if shifts[shift].crew.is_some() {
                    wrong(
                        format!("shift `{id}` belongs to another crew already"),
                        "a shift rides in one crew: remove it from one of the two",
                    );
                } else if let Some(&first) = members.first()
                    && let Some(difference) = difference(&shifts[first], &shifts[shift], staff)
                {
                    wrong(
                        format!("shifts `{}` and `{id}` have different {difference}", shifts[first].id),
                        "people who share a vehicle leave, rest and return together: make them equal",
                    );
                }
                shifts[shift].crew = Some(CrewIdx::from_index(number));
                members.push(shift);
            }
            if f.shifts.len() < 2 {
                defects.add(
                    DefectCode::CrewMismatch,
                    format!("{at}/shifts"),
                    format!("crew `{}` has {} shift(s)", f.id, f.shifts.len()),
                    "name at least two shifts, or remove the crew",
                );
            }
            Crew { id: f.id.clone(), shifts: members }
        })
        .collect()
}

/// What keeps two shifts from riding in one vehicle, if anything: people, travel modes, places, hours, breaks or blocks.
fn difference(a: &Shift, b: &Shift, staff: &IndexVec<StaffIdx, StaffMember>) -> Option<&'static str> {
    if a.staff == b.staff {
        return Some("days or hours, being of one person");
    }
    if let (Some(x), Some(y)) = (staff.get(a.staff), staff.get(b.staff))
        && x.travel_mode != y.travel_mode
    {
        return Some("modes of travel");
    }
    if (a.start, a.end) != (b.start, b.end) {
        return Some("hours");
    }
    if (a.start_place, a.end_place) != (b.start_place, b.end_place) {
        return Some("places of start or end");
    }
    if a.breaks != b.breaks {
        return Some("breaks");
    }
    (a.blocks != b.blocks).then_some("blocked times")
}
