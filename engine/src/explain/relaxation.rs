//! The smallest change that brings a visit in: each kind of change is made, tried and judged.

use super::bench::Bench;
use super::compare::difference;
use super::insertion::{Insertion, Wanted};
use super::reason::{Relaxation, Relaxing};
use crate::clock::{PlanTime, TimeWindow};
use crate::model::{Necessity, Presence, Provider, ShiftIdx, SkillIdx, Urgency, VisitIdx, VisitMode};
use crate::plan::Task;
use crate::rules::{Amount, Detail, RuleId, Score, Subject, judge};
use osm_data::units::Seconds;
use std::collections::BTreeSet;

/// By how much windows are widened, in turn, until the visit fits; half of a step is the accuracy before the start is refined.
const STEPS: [Seconds; 8] = [
    Seconds::minutes(15),
    Seconds::minutes(30),
    Seconds::hours(1),
    Seconds::hours(2),
    Seconds::hours(4),
    Seconds::hours(8),
    Seconds::hours(24),
    Seconds::hours(24 * 28),
];
/// More overtime than this is not asked for.
const MOST_OVERTIME: Seconds = Seconds::hours(2);
/// So many visits are tried to leave out or move.
const MOST_VISITS: usize = 10;
/// So many relaxations are told.
const MOST_TOLD: usize = 4;

impl Bench<'_> {
    /// The cheapest changes of facts that make a visit fit, `ways` being those that need none.
    pub(super) fn relaxations(&mut self, visit: VisitIdx, ways: Vec<Insertion>) -> Vec<Relaxation> {
        let mut found: Vec<Relaxation> = Vec::new();
        if let Some(way) = ways.into_iter().next() {
            found.push(told(Relaxing::Nothing, &way, 0));
        } else {
            found.extend(self.widen(visit));
            found.extend(self.overtime(visit));
            found.extend(self.other_team(visit));
            found.extend(self.skills(visit));
            found.extend(self.other_mode(visit));
            found.extend(self.instead_of(visit));
        }
        found.sort_by_key(Relaxation::points);
        found.truncate(MOST_TOLD);
        let end = self.problem.horizon.end();
        if self.problem.visits[visit].due.is_none_or(|due| due > end) {
            found.push(Relaxation {
                change: Relaxing::AfterHorizon,
                shifts: Vec::new(),
                start: None,
                price: Score::default(),
                asking: 0,
            });
        }
        found
    }

    /// Ways to put the visit in after a change of facts, which is taken back.
    fn after(&mut self, visit: VisitIdx, change: impl FnOnce(&mut crate::model::Visit)) -> Vec<Insertion> {
        let stated = self.problem.visits[visit].clone();
        change(&mut self.problem.visits[visit]);
        let found = self.insertions(visit, &[], Wanted::default());
        self.problem.visits[visit] = stated;
        found
    }

    fn widen(&mut self, visit: VisitIdx) -> Option<Relaxation> {
        let stated = self.problem.visits[visit].windows.clone();
        let received = match self.problem.visits[visit].urgency {
            Urgency::Acute { received } => received,
            Urgency::Planned | Urgency::Proactive => PlanTime::ZERO,
        };
        let limits = TimeWindow { opens: received, closes: self.problem.horizon.end() };
        let widened = |by: Seconds| -> Vec<TimeWindow> {
            let wide = |w: &TimeWindow| TimeWindow { opens: w.opens.back(by), closes: w.closes + by };
            joined(stated.iter().filter_map(|w| wide(w).overlap(limits)))
        };
        if stated == [limits] || self.after(visit, |v| v.windows = widened(STEPS[STEPS.len() - 1])).is_empty()
        {
            return None;
        }
        let price = self.weights.soft_window_per_second;
        let found = STEPS.iter().find_map(|by| {
            let ways = self.after(visit, |v| v.windows = widened(*by));
            ways.into_iter().map(|way| self.nearer(visit, way, &stated, widened(*by))).min_by_key(|way| {
                let (_, by) = nearest(&stated, way.trial.start);
                way.price.cost().saturating_add(price.saturating_mul(i64::from(by.0)))
            })
        })?;
        let start = found.trial.start;
        let (from, by) = nearest(&stated, start);
        let to = TimeWindow { opens: from.opens.min(start), closes: from.closes.max(start) };
        let asking = price.saturating_mul(i64::from(by.0));
        Some(told(Relaxing::WidenWindow { from, to, by }, &found, asking))
    }

    /// A start before a window is put as near to the window as the day allows: the latest found by halving.
    fn nearer(
        &mut self,
        visit: VisitIdx,
        mut way: Insertion,
        stated: &[TimeWindow],
        widened: Vec<TimeWindow>,
    ) -> Insertion {
        let (window, _) = nearest(stated, way.trial.start);
        let kept = std::mem::replace(&mut self.problem.visits[visit].windows, widened);
        let (mut early, mut late) = (way.trial.start, window.opens);
        while late.since(early) > Seconds(60) {
            let middle = early + Seconds(late.since(early).0 / 2);
            let routes = way.trial.routes.clone();
            match self.try_from(visit, &routes, &[visit], middle).filter(|t| t.start <= late) {
                Some(trial) if self.price(&trial, visit, &[visit]).hard() <= 0 => {
                    early = trial.start.max(middle);
                    way.price = self.price(&trial, visit, &[visit]);
                    way.trial = trial;
                }
                _ => late = middle,
            }
        }
        self.problem.visits[visit].windows = kept;
        way
    }

    fn overtime(&mut self, visit: VisitIdx) -> Option<Relaxation> {
        for shift in self.problem.shifts.iter_mut() {
            shift.overtime_limit += MOST_OVERTIME;
        }
        let ways = self.insertions(visit, &[], Wanted::default());
        for (shift, facts) in self.problem.shifts.iter_mut().zip(self.facts.shifts.iter()) {
            shift.overtime_limit = facts.overtime_limit;
        }
        let price = self.weights.overtime_per_second;
        ways.into_iter()
            .filter_map(|way| {
                let (shift, by) = self.beyond(&way)?;
                Some(told(Relaxing::Overtime { shift, by }, &way, price.saturating_mul(i64::from(by.0))))
            })
            .min_by_key(Relaxation::points)
    }

    /// The one shift that lasts beyond its limit, by the judge; `None` when several do, or none.
    fn beyond(&self, way: &Insertion) -> Option<(ShiftIdx, Seconds)> {
        let plan = crate::plan::Plan { routes: way.trial.routes.clone() };
        let verdict = judge(self.facts, self.weights, &plan);
        let mut over = verdict.of(RuleId::ShiftHours).filter_map(|f| match (f.detail, f.amount) {
            (Detail::BeyondOvertime, Amount::Time(by)) => {
                let shift = f.subjects.iter().find_map(|s| match s {
                    Subject::Shift(shift) => Some(*shift),
                    Subject::Visit(_) | Subject::Slot(_) | Subject::Patient(_) | Subject::Staff(_) => None,
                });
                shift.map(|shift| (shift, by))
            }
            _ => None,
        });
        let first = over.next()?;
        over.next().is_none().then_some(first)
    }

    fn other_team(&mut self, visit: VisitIdx) -> Option<Relaxation> {
        let asking = self.weights.contact_missed;
        let slots = self.problem.visits[visit].slots.len();
        let mut found = Vec::new();
        for slot in 0..slots {
            if self.problem.visits[visit].slots[slot].provider == Provider::Any {
                continue;
            }
            let ways = self.after(visit, |v| v.slots[slot].provider = Provider::Any);
            found.extend(ways.into_iter().next().map(|way| {
                let staff = self.problem.shifts[way.shifts[slot]].staff;
                told(Relaxing::AllowTeam { slot, staff }, &way, asking)
            }));
        }
        found.into_iter().min_by_key(Relaxation::points)
    }

    fn skills(&mut self, visit: VisitIdx) -> Option<Relaxation> {
        let asking = self.weights.contact_missed.saturating_mul(2);
        let asked: Vec<(usize, SkillIdx)> = self.problem.visits[visit]
            .slots
            .iter()
            .enumerate()
            .flat_map(|(slot, s)| s.skills.iter().map(move |skill| (slot, *skill)))
            .collect();
        let mut found = Vec::new();
        for (slot, skill) in asked {
            let ways = self.after(visit, |v| v.slots[slot].skills.retain(|s| *s != skill));
            found.extend(ways.into_iter().next().map(|way| {
                let staff = self.problem.shifts[way.shifts[slot]].staff;
                told(Relaxing::GiveSkill { staff, skill }, &way, asking)
            }));
        }
        found.into_iter().min_by_key(Relaxation::points)
    }

    fn other_mode(&mut self, visit: VisitIdx) -> Option<Relaxation> {
        let asking = self.weights.contact_missed / 2;
        let v = &self.problem.visits[visit];
        let home = self.problem.patients[v.patient].place;
        let on_site: Vec<usize> =
            (0..v.slots.len()).filter(|k| v.slots[*k].presence == Presence::OnSite).collect();
        let mut tries: Vec<(VisitMode, Option<usize>)> = Vec::new();
        for mode in v.other_modes.clone() {
            match mode {
                // Whoever takes part by video is said by slot: one of those who would have gone.
                VisitMode::Video => tries.extend(on_site.iter().map(|slot| (mode, Some(*slot)))),
                VisitMode::Phone | VisitMode::Home => tries.push((mode, None)),
            }
        }
        let mut found = Vec::new();
        for (mode, remote) in tries {
            let ways = self.after(visit, |v| {
                v.mode = mode;
                match mode {
                    VisitMode::Phone => v.place = None,
                    VisitMode::Home | VisitMode::Video => v.place = v.place.or(Some(home)),
                }
                if let Some(slot) = remote {
                    v.slots[slot].presence = Presence::Remote;
                }
            });
            found.extend(
                ways.into_iter().next().map(|way| told(Relaxing::OtherMode { mode, remote }, &way, asking)),
            );
        }
        found.into_iter().min_by_key(Relaxation::points)
    }

    /// Another visit left out, or moved, to make room.
    fn instead_of(&mut self, visit: VisitIdx) -> Vec<Relaxation> {
        let slots = self.problem.visits[visit].slots.len();
        let shifts: Vec<ShiftIdx> = self
            .problem
            .shifts
            .indices()
            .filter(|s| (0..slots).any(|slot| self.bars(visit, slot, *s).is_empty()))
            .collect();
        let in_the_way: BTreeSet<VisitIdx> = shifts
            .iter()
            .flat_map(|s| self.routes[*s].iter())
            .filter_map(|s| match s.task {
                Task::Visit { visit, .. } => Some(visit),
                Task::Accompany { .. } | Task::Break { .. } | Task::Block { .. } => None,
            })
            .filter(|v| self.problem.visits[*v].pins.is_empty())
            .collect();
        let mut in_the_way: Vec<VisitIdx> = in_the_way.into_iter().collect();
        in_the_way.sort_by_key(|v| {
            let v = &self.problem.visits[*v];
            (v.necessity == Necessity::Mandatory, v.priority, v.waiting_days)
        });
        let (mut leave, mut moves) = (Vec::new(), Vec::new());
        for other in in_the_way.into_iter().take(MOST_VISITS) {
            let Some(way) = self.insertions(visit, &[other], Wanted::default()).into_iter().next() else {
                continue;
            };
            let plan = self.plan_with(&way.trial);
            leave.push(told(Relaxing::LeaveOut(other), &way, 0));
            let mut next = Bench::new(self.facts, self.weights, &plan);
            if let Some(moved) = next.insertions(other, &[], Wanted::default()).into_iter().next() {
                let score = |plan| judge(self.facts, self.weights, plan).score;
                // The move may have touched the new visit's days as well: ask of the whole plan.
                let after = next.plan_with(&moved.trial);
                let start = Bench::new(self.facts, self.weights, &after).start(visit);
                moves.push(Relaxation {
                    change: Relaxing::Move { visit: other, to: moved.shifts[0], start: moved.trial.start },
                    shifts: way.shifts.clone(),
                    start,
                    price: difference(&score(&self.plan()), &score(&after)),
                    asking: 0,
                });
            }
        }
        let best = |list: Vec<Relaxation>| list.into_iter().min_by_key(Relaxation::points);
        best(leave).into_iter().chain(best(moves)).collect()
    }
}

fn told(change: Relaxing, way: &Insertion, asking: i64) -> Relaxation {
    Relaxation {
        change,
        shifts: way.shifts.clone(),
        start: Some(way.trial.start),
        price: way.price.clone(),
        asking,
    }
}

/// The window nearest to a moment, and how far off it is.
fn nearest(windows: &[TimeWindow], at: PlanTime) -> (TimeWindow, Seconds) {
    windows
        .iter()
        .map(|w| (*w, w.distance(at)))
        .min_by_key(|(_, by)| *by)
        .unwrap_or((TimeWindow::ALWAYS, Seconds::ZERO))
}

/// Sorted windows, those that meet made one.
fn joined(windows: impl Iterator<Item = TimeWindow>) -> Vec<TimeWindow> {
    let mut list: Vec<TimeWindow> = windows.collect();
    list.sort();
    let mut made: Vec<TimeWindow> = Vec::with_capacity(list.len());
    for window in list {
        match made.last_mut() {
            Some(last) if window.opens.0 <= last.closes.0.saturating_add(1) => {
                last.closes = last.closes.max(window.closes);
            }
            _ => made.push(window),
        }
    }
    made
}
