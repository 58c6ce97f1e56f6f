//! Visits with their slots, windows and locks.

use super::build::{Known, LONG, Names, unknown};
use super::defect_list::DefectList;
use super::moment_text::{Clock, Span};
use super::ties;
use super::windows::{Overlap, in_order};
use crate::clock::{Horizon, PlanTime, TimeWindow};
use crate::model::{
    DefectCode, IndexVec, Patient, PatientIdx, Promise, Provider, ProviderFacts, Shift, ShiftIdx, Slot,
    SlotFacts, StaffIdx, StaffMember, Urgency, Visit, VisitFacts, VisitIdx, VisitMode,
};

/// Participants of one visit at most.
const MOST_SLOTS: usize = 16;
/// Longest waiting: ten years.
const MOST_WAITING_DAYS: u32 = 3_653;

/// What is already in order when visits are read.
pub struct Ground<'a> {
    /// The days.
    pub horizon: &'a Horizon,
    /// The people.
    pub staff: &'a IndexVec<StaffIdx, StaffMember>,
    /// Their shifts.
    pub shifts: &'a IndexVec<ShiftIdx, Shift>,
    /// The patients.
    pub patients: &'a IndexVec<PatientIdx, Patient>,
}

/// All visits.
pub fn visits(
    facts: &[VisitFacts],
    ground: &Ground,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> IndexVec<VisitIdx, Visit> {
    facts
        .iter()
        .enumerate()
        .map(|(number, f)| visit(f, &format!("/visits/{number}"), ground, known, names, defects))
        .collect()
}

fn visit(
    f: &VisitFacts,
    at: &str,
    ground: &Ground,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> Visit {
    let patient =
        known.patients.find(&f.patient, || format!("{at}/patient"), defects).unwrap_or_else(unknown);
    let stated_place =
        f.place.as_ref().and_then(|id| known.places.find(id, || format!("{at}/place"), defects));
    let place = match f.mode {
        VisitMode::Phone => None,
        VisitMode::Home | VisitMode::Video => stated_place.or(ground.patients.get(patient).map(|p| p.place)),
    };
    if f.slots.is_empty() {
        defects.add(
            DefectCode::Empty,
            format!("{at}/slots"),
            format!("visit `{}` has no participant", f.id),
            "state at least one slot with its roles",
        );
    }
    if f.slots.len() > MOST_SLOTS {
        defects.add(
            DefectCode::TooMany,
            format!("{at}/slots"),
            format!("visit `{}` has {} slots, and the most is {MOST_SLOTS}", f.id, f.slots.len()),
            "split the visit",
        );
    }
    let slots = f
        .slots
        .iter()
        .enumerate()
        .map(|(k, s)| slot(s, &format!("{at}/slots/{k}"), &f.id, known, names, defects))
        .collect();
    let windows = hard_windows(f, at, ground.horizon, defects);
    let soft_windows =
        in_order(&f.soft_windows, &format!("{at}/softWindows"), Overlap::IsDefect, ground.horizon, defects);
    check_urgency(f, at, ground.horizon, defects);
    if !(1..=9).contains(&f.priority) {
        defects.add(
            DefectCode::OutOfRange,
            format!("{at}/priority"),
            format!("priority {} is outside 1 to 9", f.priority),
            "give 1 (least) to 9 (most); 5 is the default",
        );
    }
    if f.waiting_days > MOST_WAITING_DAYS {
        defects.add(
            DefectCode::OutOfRange,
            format!("{at}/waitingDays"),
            format!("{} days of waiting is more than ten years", f.waiting_days),
            "give the days that the need has waited past its wished date",
        );
    }
    let mut made = Visit {
        id: f.id.clone(),
        patient,
        place,
        kind: f.kind.clone(),
        slots,
        windows,
        soft_windows,
        due: f.due,
        urgency: f.urgency,
        necessity: f.necessity,
        priority: f.priority,
        waiting_days: f.waiting_days,
        mode: f.mode,
        other_modes: f.other_modes.clone(),
        pins: Vec::new(),
        promise: None,
    };
    made.promise = promise(f, at, known, defects);
    made.pins = ties::pins(f, &made, at, ground, known, defects);
    made
}

fn slot(
    s: &SlotFacts,
    at: &str,
    visit: &str,
    known: &Known,
    names: &mut Names,
    defects: &mut DefectList,
) -> Slot {
    if s.roles.is_empty() {
        defects.add(
            DefectCode::Empty,
            format!("{at}/roles"),
            format!("a slot of visit `{visit}` names no role"),
            "state the roles that may fill it, any one of which will do",
        );
    }
    for (field, time) in [
        ("offsetMinutes", s.offset),
        ("careMinutes", s.care),
        ("extraIfNewMinutes", s.extra_if_new),
        ("documentationMinutes", s.documentation),
    ] {
        defects.check_time(format!("{at}/{field}"), time, 0..=LONG);
    }
    // Documentation alone is desk work; no time at all is a forgotten field.
    if s.care.0 == 0 && s.documentation.0 == 0 {
        defects.add(
            DefectCode::OutOfRange,
            format!("{at}/careMinutes"),
            format!("a slot of visit `{visit}` takes no time"),
            "give its care time, or documentation time for desk work",
        );
    }
    let provider = match &s.provider {
        ProviderFacts::Responsible => Provider::Responsible,
        ProviderFacts::Any => Provider::Any,
        ProviderFacts::Team(id) => Provider::Team(
            known.teams.find(id, || format!("{at}/provider/team"), defects).unwrap_or_else(unknown),
        ),
        ProviderFacts::Mission(name) => Provider::Mission(
            known.missions.find(name, || format!("{at}/provider/mission"), defects).unwrap_or_else(unknown),
        ),
    };
    let mut roles: Vec<_> = Vec::with_capacity(s.roles.len());
    for role in s.roles.iter().map(|r| names.roles.intern(r)) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    Slot {
        roles,
        skills: super::people::sorted(s.skills.iter().map(|k| names.skills.intern(k))),
        provider,
        presence: s.presence,
        offset: s.offset,
        care: s.care,
        extra_if_new: s.extra_if_new,
        documentation: s.documentation,
    }
}

/// The windows of the start, with what cannot be before `earliest`, or before an acute request came, cut off.
fn hard_windows(f: &VisitFacts, at: &str, horizon: &Horizon, defects: &mut DefectList) -> Vec<TimeWindow> {
    let before = defects.len();
    let all_day = TimeWindow { opens: PlanTime::ZERO, closes: horizon.end() };
    let windows = if f.windows.is_empty() {
        vec![all_day]
    } else {
        in_order(&f.windows, &format!("{at}/windows"), Overlap::IsDefect, horizon, defects)
    };
    let received = match f.urgency {
        Urgency::Acute { received } => received,
        Urgency::Planned | Urgency::Proactive => PlanTime::ZERO,
    };
    let not_before = f.earliest.unwrap_or_default().max(received);
    let (field, word) = if f.earliest.is_some_and(|e| e >= received) {
        ("earliest", "may not start")
    } else {
        ("received", "was not asked for")
    };
    let cut: Vec<TimeWindow> = windows
        .iter()
        .filter_map(|w| w.overlap(TimeWindow { opens: not_before, closes: PlanTime::MAX }))
        .collect();
    if cut.is_empty() && defects.len() == before {
        let last = windows.last().copied().unwrap_or(all_day);
        let (code, remedy) = if not_before > horizon.end() {
            (DefectCode::OutsideHorizon, "remove the visit from this horizon, or lengthen the horizon")
        } else {
            (DefectCode::EndsBeforeStart, "move the windows, or the moment before which it may not start")
        };
        defects.add(
            code,
            format!("{at}/{field}"),
            format!(
                "visit `{}` {word} before {}, and its last window is {}",
                f.id,
                Clock(horizon, not_before),
                Span(horizon, last)
            ),
            remedy,
        );
    }
    if cut.is_empty() { vec![all_day] } else { cut }
}

/// An acute visit has a due moment, and it lies after the request.
fn check_urgency(f: &VisitFacts, at: &str, horizon: &Horizon, defects: &mut DefectList) {
    match (f.urgency, f.due) {
        (Urgency::Planned | Urgency::Proactive, _) => {}
        (Urgency::Acute { .. }, None) => defects.add(
            DefectCode::MissingField,
            format!("{at}/due"),
            format!("acute visit `{}` has no due moment", f.id),
            "state by when it must have started: the end of the next working day",
        ),
        (Urgency::Acute { received }, Some(due)) if due < received => defects.add(
            DefectCode::EndsBeforeStart,
            format!("{at}/due"),
            format!(
                "visit `{}` is due at {}, before it was asked for at {}",
                f.id,
                Clock(horizon, due),
                Clock(horizon, received)
            ),
            "exchange the two moments",
        ),
        (Urgency::Acute { received }, Some(_)) if received > horizon.end() => defects.add(
            DefectCode::OutsideHorizon,
            format!("{at}/received"),
            format!("visit `{}` is asked for {}", f.id, Clock(horizon, received)),
            "remove the visit from this horizon, or lengthen the horizon",
        ),
        (Urgency::Acute { .. }, Some(_)) => {}
    }
}

/// What was promised, one entry a slot.
fn promise(f: &VisitFacts, at: &str, known: &Known, defects: &mut DefectList) -> Option<Promise> {
    let (start, people) = f.promise.as_ref()?;
    if people.len() > f.slots.len() {
        defects.add(
            DefectCode::OutOfRange,
            format!("{at}/promise/staff/{}", f.slots.len()),
            format!(
                "the promise names people for {} slots, and the visit has {}",
                people.len(),
                f.slots.len()
            ),
            "name one person a slot at most",
        );
    }
    let mut staff: Vec<Option<StaffIdx>> = people
        .iter()
        .enumerate()
        .map(|(k, id)| {
            id.as_ref().and_then(|id| known.staff.find(id, || format!("{at}/promise/staff/{k}"), defects))
        })
        .collect();
    staff.resize(f.slots.len(), None);
    Some(Promise { start: *start, staff })
}
