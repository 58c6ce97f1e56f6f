//! Who may fill a slot, wider than the rules where that is simpler, never narrower.

use crate::clock::TimeWindow;
use crate::model::{Problem, Provider, ShiftIdx, VisitIdx};

/// The windows of a visit's start, with its pins of day and time.
pub(super) fn windows(problem: &Problem, visit: VisitIdx) -> Vec<TimeWindow> {
    let facts = &problem.visits[visit];
    let mut windows = facts.windows.clone();
    for pin in &facts.pins {
        if let Some(start) = pin.start {
            windows = clipped(&windows, start.0, start.0);
        }
        if let Some(day) = pin.day {
            // A start past the end of the horizon counts as its last day.
            let last = day + 1 >= problem.horizon.days();
            let until = if last { u32::MAX } else { problem.horizon.day_start(day + 1).0.saturating_sub(1) };
            windows = clipped(&windows, problem.horizon.day_start(day).0, until);
        }
    }
    windows
}

/// What of the windows lies in `from..=until`.
pub(super) fn clipped(windows: &[TimeWindow], from: u32, until: u32) -> Vec<TimeWindow> {
    let mut left = windows.to_vec();
    left.retain_mut(|w| {
        w.opens.0 = w.opens.0.max(from);
        w.closes.0 = w.closes.0.min(until);
        w.opens <= w.closes
    });
    left
}

/// Whether the person of `shift` might fill `slot` of `visit` with a start in `windows`.
pub(super) fn may_fill(
    problem: &Problem,
    visit: VisitIdx,
    slot: usize,
    shift: ShiftIdx,
    windows: &[TimeWindow],
) -> bool {
    let facts = &problem.visits[visit];
    let patient = &problem.patients[facts.patient];
    let (need, hours) = (&facts.slots[slot], &problem.shifts[shift]);
    let person = &problem.staff[hours.staff];
    let pinned = |p: &crate::model::Pin| p.slot == Some(slot) && p.staff.is_some_and(|s| s != hours.staff);
    need.roles.contains(&person.role)
        && need.skills.iter().all(|s| person.skills.contains(s))
        && !patient.refusals.contains(&hours.staff)
        && !facts.pins.iter().any(pinned)
        && match need.provider {
            Provider::Any => true,
            Provider::Team(team) => person.is_member(team, hours.start),
            Provider::Mission(mission) => person
                .teams
                .iter()
                .any(|m| m.period.contains(hours.start) && problem.teams[m.team].missions.contains(&mission)),
            Provider::Responsible => patient.responsibilities.iter().any(|r| {
                person.is_member(r.team, hours.start)
                    && windows.iter().any(|w| r.period.from <= w.closes && r.period.until > w.opens)
            }),
        }
}
