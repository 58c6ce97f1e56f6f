//! What bars one person, on one day, from a slot whatever the rest of the plan does.

use super::bench::Bench;
use super::reason::Reason;
use crate::clock::TimeWindow;
use crate::model::{PersonLink, Provider, ShiftIdx, VisitIdx};
use osm_data::units::Seconds;

impl Bench<'_> {
    /// Everything that bars the person of `shift` from `slot` of `visit`; empty when nothing does.
    pub(super) fn bars(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> Vec<Reason> {
        let mut found = Vec::new();
        self.person_bars(visit, slot, shift, &mut found);
        self.time_bars(visit, slot, shift, &mut found);
        self.road_bars(visit, slot, shift, &mut found);
        found
    }

    fn person_bars(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx, found: &mut Vec<Reason>) {
        let problem = &self.problem;
        let v = &problem.visits[visit];
        let needs = &v.slots[slot];
        let facts = &problem.shifts[shift];
        let person = &problem.staff[facts.staff];
        if !needs.roles.contains(&person.role) {
            found.push(Reason::WrongRole(person.role));
        }
        found.extend(
            needs.skills.iter().filter(|s| !person.skills.contains(s)).map(|s| Reason::LacksSkill(*s)),
        );
        if problem.patients[v.patient].refusals.contains(&facts.staff) {
            found.push(Reason::Refused);
        }
        match needs.provider {
            // Depends on the time: see below.
            Provider::Responsible | Provider::Any => {}
            Provider::Team(team) => {
                if !person.is_member(team, facts.start) {
                    found.push(Reason::NotInTeam(team));
                }
            }
            Provider::Mission(mission) => {
                let has = person.teams.iter().any(|m| {
                    m.period.contains(facts.start) && problem.teams[m.team].missions.contains(&mission)
                });
                if !has {
                    found.push(Reason::NotInMission(mission));
                }
            }
        }
        for pin in v.pins.iter().filter(|p| p.slot == Some(slot)) {
            if let Some(locked) = pin.staff.filter(|s| *s != facts.staff) {
                found.push(Reason::LockedToPerson(locked));
            }
        }
        for &index in &problem.links_of[visit] {
            let link = problem.links[index];
            let other = if link.first == visit { link.second } else { link.first };
            let mut others = self.shifts_of(other).map(|s| problem.shifts[s].staff).peekable();
            let bars = others.peek().is_some()
                && match link.person {
                    PersonLink::Any => false,
                    PersonLink::Different => others.any(|s| s == facts.staff),
                    // With several participants, another of them may be the one in both.
                    PersonLink::Same => v.slots.len() == 1 && others.all(|s| s != facts.staff),
                };
            if bars {
                found.push(Reason::LinkedVisitPeople(index));
            }
            if link.min_gap.is_some() && link.second == visit && self.start(link.first).is_none() {
                found.push(Reason::LinkedVisitLeftOut(index));
            }
        }
    }

    /// Windows cut down step by step; the step that leaves none is the reason.
    fn time_bars(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx, found: &mut Vec<Reason>) {
        let problem = &self.problem;
        let v = &problem.visits[visit];
        let reach = self.reach(visit, slot, shift);
        let cut = |windows: &[TimeWindow], to: TimeWindow| -> Vec<TimeWindow> {
            windows.iter().filter_map(|w| w.overlap(to)).collect()
        };
        let mut windows = cut(&v.windows, reach);
        if windows.is_empty() {
            let off = |w: &TimeWindow| {
                if w.closes < reach.opens { reach.opens.since(w.closes) } else { w.opens.since(reach.closes) }
            };
            if let Some(nearest) = v.windows.iter().min_by_key(|w| off(w)) {
                found.push(Reason::NoWindow { nearest: *nearest, off_by: off(nearest) });
            }
            return;
        }
        for pin in &v.pins {
            if let Some(day) = pin.day
                && problem.horizon.day_of(reach.opens) != day
                && problem.horizon.day_of(reach.closes) != day
            {
                found.push(Reason::LockedToDay(day));
            }
            if let Some(start) = pin.start
                && !reach.contains(start)
            {
                found.push(Reason::LockedToStart(start));
            }
        }
        for &index in &problem.links_of[visit] {
            let before = windows.clone();
            windows = self.tied(visit, problem.links[index], &windows);
            if windows.is_empty() {
                found.push(Reason::LinkedVisitTimes(index));
                windows = before;
            }
        }
        if self.in_care_of(visit, slot, shift, &windows).is_empty() {
            let responsible = windows.iter().find_map(|w| {
                problem.patients[v.patient]
                    .responsibilities
                    .iter()
                    .find(|r| r.period.contains(w.opens) || w.contains(r.period.from))
            });
            found.push(responsible.map_or(Reason::NobodyResponsible, |r| Reason::NotInTeam(r.team)));
        }
    }

    /// From when to when the visit could start so that the slot begins inside the shift with its overtime.
    pub(super) fn reach(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx) -> TimeWindow {
        let facts = &self.problem.shifts[shift];
        let offset = self.problem.visits[visit].slots[slot].offset;
        // The shift's last moment is too late to begin anything that takes time.
        let last = (facts.end + facts.overtime_limit).back(Seconds(1));
        TimeWindow { opens: facts.start.back(offset), closes: last.back(offset) }
    }

    fn road_bars(&self, visit: VisitIdx, slot: usize, shift: ShiftIdx, found: &mut Vec<Reason>) {
        let problem = &self.problem;
        let Some(place) = problem.slot_place(visit, slot) else { return };
        let facts = &problem.shifts[shift];
        for (from, to) in [(facts.start_place, Some(place)), (Some(place), facts.end_place)] {
            if let (Some(from), Some(to)) = (from, to)
                && problem.least_transit(shift, from, to).is_none()
            {
                found.push(Reason::NoRoad { from, to });
            }
        }
    }
}
