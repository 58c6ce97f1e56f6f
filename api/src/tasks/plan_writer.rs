//! Plan → document: times, ways and figures worked out from the facts for people to read.

use super::Loaded;
use crate::wire::{self, Figures, RuleScore, Score, StopTask, VisitDeadline};
use crate::wording::{self, Language, Scene};
use engine::clock::PlanTime;
use engine::model::{Idx, PlaceIdx, Presence, Problem, ShiftIdx, Transit, Urgency, VisitIdx, VisitMode};
use engine::plan::{Plan, Route, Stop, Task};
use engine::rules::{self, Amount, Level, RuleId, Verdict};
use std::collections::BTreeSet;

/// How long a stop lasts. Accompanying lasts until the last of the crew's slots in the visit ends.
pub fn end_of(problem: &Problem, plan: &Plan, shift: ShiftIdx, stop: Stop) -> PlanTime {
    let facts = &problem.shifts[shift];
    match stop.task {
        Task::Visit { visit, slot } => stop.start + problem.occupied(visit, slot, facts.staff),
        Task::Break { rule } => stop.start + facts.breaks[rule].duration,
        Task::Block { block } => stop.start + facts.blocks[block].duration,
        Task::Accompany { visit } => {
            let mut last = stop.start;
            for route in &plan.routes {
                let theirs = &problem.shifts[route.shift];
                if theirs.crew.is_none() || theirs.crew != facts.crew {
                    continue;
                }
                for s in &route.stops {
                    if let Task::Visit { visit: v, slot } = s.task
                        && v == visit
                    {
                        last = last.max(s.start + problem.occupied(visit, slot, theirs.staff));
                    }
                }
            }
            last
        }
    }
}

/// When the person of a stop can set out again: a crew leaves a visit together.
fn free_after(problem: &Problem, plan: &Plan, shift: ShiftIdx, stop: Stop) -> PlanTime {
    let end = end_of(problem, plan, shift, stop);
    match stop.task {
        Task::Visit { visit, slot } if problem.slot_place(visit, slot).is_some() => {
            end.max(end_of(problem, plan, shift, Stop { task: Task::Accompany { visit }, ..stop }))
        }
        Task::Visit { .. } | Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => end,
    }
}

/// The way between two places of somebody who sets out at `free`; with no moment, as late as can be to be there by `begin`.
/// Nothing to go when one of the places is not known; `None` where no road leads.
fn way(
    problem: &Problem,
    shift: ShiftIdx,
    from: Option<PlaceIdx>,
    to: Option<PlaceIdx>,
    free: Option<PlanTime>,
    begin: PlanTime,
) -> Option<Transit> {
    let (Some(from), Some(to)) = (from, to) else { return Some(Transit::stay(free.unwrap_or(begin))) };
    match free {
        Some(free) => problem.transit(shift, from, to, free),
        None => {
            let by = problem.transit_by(shift, from, to, begin);
            by.or_else(|| problem.transit(shift, from, to, PlanTime::ZERO))
        }
    }
}

/// The document's routes: one for each shift with work.
pub fn routes(loaded: &Loaded, plan: &Plan) -> Vec<wire::Route> {
    plan.routes.iter().filter(|r| !r.stops.is_empty()).map(|r| route(loaded, plan, r)).collect()
}

fn route(loaded: &Loaded, plan: &Plan, route: &Route) -> wire::Route {
    let (problem, days) = (&loaded.problem, &loaded.days);
    let facts = &problem.shifts[route.shift];
    let place_id = |p: Option<PlaceIdx>| p.map(|p| problem.place_ids.name(p).to_owned());
    let mut at = facts.start_place;
    let mut free: Option<PlanTime> = None;
    let mut departure = None;
    let mut stops = Vec::with_capacity(route.stops.len());
    for &stop in &route.stops {
        let way = way(problem, route.shift, at, stop.place, free, stop.start);
        let arrival = match free {
            Some(_) => way.map(|w| w.ready),
            // The day's first departure is as late as the first stop allows.
            None => {
                departure = Some(way.map_or(stop.start, |w| w.free));
                Some(stop.start)
            }
        };
        let end = end_of(problem, plan, route.shift, stop);
        let (task, visit, slot, number) = match stop.task {
            Task::Visit { visit, slot } => (StopTask::Visit, Some(visit), Some(slot as u32), None),
            Task::Accompany { visit } => (StopTask::Accompany, Some(visit), None, None),
            Task::Break { rule } => (StopTask::Break, None, None, Some(rule as u32)),
            Task::Block { block } => (StopTask::Block, None, None, Some(block as u32)),
        };
        stops.push(wire::Stop {
            task,
            visit: visit.map(|v| problem.visits[v].id.clone()),
            slot,
            number,
            patient: visit.map(|v| problem.patients[problem.visits[v].patient].id.clone()),
            place: place_id(stop.place),
            travel_seconds: way.map(|w| w.travel.0),
            travel_metres: way.map(|w| w.length.0),
            arrival: arrival.map(|t| days.text(t)),
            start: Some(days.text(stop.start)),
            end: Some(days.text(end)),
        });
        at = stop.place.or(at);
        free = Some(free_after(problem, plan, route.shift, stop));
    }
    let home = way(problem, route.shift, at, facts.end_place, free, facts.start);
    let end = free.and(home).map(|w| w.ready);
    wire::Route {
        shift: facts.id.clone(),
        staff: Some(problem.staff[facts.staff].id.clone()),
        departure: departure.map(|t| days.text(t)),
        stops,
        start_place: place_id(facts.start_place),
        end_place: place_id(facts.end_place),
        return_seconds: home.map(|w| w.travel.0),
        return_metres: home.map(|w| w.length.0),
        end: end.map(|t| days.text(t)),
        overtime_seconds: end.map(|t| t.since(facts.end).0),
    }
}

/// The score as a document: every rule, in the order of the rules.
pub fn score(score: &rules::Score) -> Score {
    let of = |rule: &RuleId| RuleScore {
        rule: rule.as_str().to_owned(),
        level: level(*rule),
        amount: score.of(*rule),
    };
    Score { hard: score.hard(), cost: score.cost(), by_rule: RuleId::ALL.iter().map(of).collect() }
}

/// `hard` or `soft`.
pub fn level(rule: RuleId) -> String {
    match rule.level() {
        Level::Hard => "hard",
        Level::Soft => "soft",
    }
    .to_owned()
}

/// Findings as documents, in the judge's order.
pub fn findings(loaded: &Loaded, verdict: &Verdict, language: Language) -> Vec<wire::Finding> {
    let scene = Scene { problem: &loaded.problem, days: &loaded.days };
    let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
    verdict
        .findings
        .iter()
        .map(|f| {
            let who = scene.subjects(f);
            let (amount, unit) = match f.amount {
                Amount::Count(n) => (i64::from(n), "count"),
                Amount::Time(t) => (i64::from(t.0), "seconds"),
                Amount::Length(m) => (i64::from(m.0), "metres"),
            };
            wire::Finding {
                rule: f.rule.as_str().to_owned(),
                level: level(f.rule),
                visits: owned(who.visits),
                slot: who.slot.map(|k| k as u32),
                patients: owned(who.patients),
                staff: owned(who.staff),
                shifts: owned(who.shifts),
                amount,
                unit: unit.to_owned(),
                points: f.points,
                sentence: wording::finding(scene, f, language),
            }
        })
        .collect()
}

/// Acute visits with their due moments.
pub fn deadlines(loaded: &Loaded, plan: &Plan) -> Vec<VisitDeadline> {
    let placed = plan.placements(&loaded.problem);
    let made = loaded.deadlines.iter().map(|(number, deadline)| {
        let visit = VisitIdx::from_index(*number);
        let start = start_of(&loaded.problem, &placed[visit], visit);
        let due = loaded.problem.visits[visit].due;
        VisitDeadline {
            visit: loaded.problem.visits[visit].id.clone(),
            deadline: deadline.clone(),
            start: start.map(|t| loaded.days.text(t)),
            kept: start.is_some_and(|t| due.is_none_or(|due| t <= due)),
        }
    });
    made.collect()
}

/// The visit's start by its first planned slot.
fn start_of(problem: &Problem, slots: &[Option<(ShiftIdx, Stop)>], visit: VisitIdx) -> Option<PlanTime> {
    let (slot, stop) = slots.iter().enumerate().find_map(|(k, s)| s.map(|(_, stop)| (k, stop)))?;
    Some(stop.start.back(problem.visits[visit].slots[slot].offset))
}

/// What people steer by.
pub fn figures(problem: &Problem, plan: &Plan) -> Figures {
    let placed = plan.placements(problem);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let left_out = plan.left_out(problem);
    let mut f = Figures {
        visits: count(problem.visits.len()),
        planned: count(problem.visits.len() - left_out.len()),
        left_out: count(left_out.len()),
        left_out_mandatory: count(
            left_out
                .iter()
                .filter(|v| problem.visits[**v].necessity == engine::model::Necessity::Mandatory)
                .count(),
        ),
        shifts: count(problem.shifts.len()),
        ..Figures::default()
    };
    let mut new_faces = BTreeSet::new();
    for (visit, v) in problem.visits.enumerate() {
        let start = start_of(problem, &placed[visit], visit);
        if matches!(v.urgency, Urgency::Acute { .. }) {
            f.acute += 1;
            f.acute_in_time += u32::from(start.is_some_and(|t| v.due.is_none_or(|due| t <= due)));
        }
        let on_site = v.slots.iter().filter(|s| s.presence == Presence::OnSite).count();
        f.joint += u32::from(start.is_some() && v.mode != VisitMode::Phone && on_site >= 2);
        for (slot, place) in placed[visit].iter().enumerate() {
            let Some((shift, _)) = place else { continue };
            let staff = problem.shifts[*shift].staff;
            let care = u64::from(v.slots[slot].care.0);
            f.care_seconds += care;
            f.other_work_seconds += u64::from(problem.occupied(visit, slot, staff).0) - care;
            if let Some(contact) = problem.contact_for(visit, slot, *shift) {
                f.contact_slots += 1;
                f.contact_kept += u32::from(contact.staff == staff);
                f.contact_deputy += u32::from(contact.staff != staff && contact.deputies.contains(&staff));
            }
            if !problem.is_known(v.patient, staff) {
                new_faces.insert((v.patient, staff));
            }
        }
    }
    f.new_faces = count(new_faces.len());
    for route in plan.routes.iter().filter(|r| !r.stops.is_empty()) {
        f.routes += 1;
        add_route(problem, plan, route, &mut f);
    }
    f
}

fn add_route(problem: &Problem, plan: &Plan, route: &Route, f: &mut Figures) {
    let facts = &problem.shifts[route.shift];
    let drives = facts.crew.is_none_or(|c| problem.crews[c].shifts.first() == Some(&route.shift));
    let mut add = |way: Option<Transit>| {
        let way = way.unwrap_or_default();
        f.travel_seconds += u64::from(way.travel.0);
        f.handling_seconds += u64::from(way.handling.0);
        // A vehicle's kilometres count once.
        f.travel_metres += if drives { u64::from(way.length.0) } else { 0 };
    };
    let mut at = facts.start_place;
    let mut free: Option<PlanTime> = None;
    let mut waiting = 0;
    for &stop in &route.stops {
        let way = way(problem, route.shift, at, stop.place, free, stop.start);
        add(way);
        if let (Some(_), Some(way)) = (free, way) {
            waiting += u64::from(stop.start.since(way.ready).0);
        }
        at = stop.place.or(at);
        free = Some(free_after(problem, plan, route.shift, stop));
    }
    let home = way(problem, route.shift, at, facts.end_place, free, facts.start);
    add(home);
    f.waiting_seconds += waiting;
    if let (Some(_), Some(home)) = (free, home) {
        f.overtime_seconds += u64::from(home.ready.since(facts.end).0);
    }
}
