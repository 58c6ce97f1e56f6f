//! Workbench to plan and back.

use super::frame::Frame;
use super::roads::NOWHERE;
use super::state::*;
use crate::clock::PlanTime;
use crate::model::{Idx, ShiftIdx};
use crate::plan::{Plan, Route, Stop, Task};

/// The routes of `tours`, one for each shift of `frame`, in no particular order.
pub(super) fn routes_of(frame: &Frame, tours: &[Tour]) -> Vec<Route> {
    let mut routes = Vec::new();
    for (t, tour) in tours.iter().enumerate() {
        let fixed = &frame.tours[t];
        for (m, member) in fixed.members.iter().enumerate() {
            let mut route = Route { shift: member.shift, stops: Vec::new() };
            let mut visits = 0;
            for e in &tour.entries {
                let place = frame.roads.place(e.at);
                if e.code & DUTY != 0 {
                    let duty = &fixed.duties[(e.code & !DUTY) as usize];
                    if let Some(part) = duty.parts.iter().find(|p| p.member as usize == m) {
                        let number = part.number as usize;
                        let task = if duty.is_break {
                            Task::Break { rule: number }
                        } else {
                            Task::Block { block: number }
                        };
                        route.stops.push(Stop { task, place, start: PlanTime(e.start + part.offset) });
                    }
                    continue;
                }
                let way = &frame.ways[e.way as usize];
                let visit = frame.visits[e.code as usize].index;
                let fills = &frame.fills[way.fills.range()];
                match fills.iter().find(|f| f.member as usize == m) {
                    Some(fill) => {
                        let start = PlanTime(e.start - e.off + fill.offset);
                        let task = Task::Visit { visit, slot: fill.slot as usize };
                        route.stops.push(Stop { task, place, start });
                        visits += 1;
                    }
                    None if way.place != NOWHERE => {
                        let start = PlanTime(e.start);
                        route.stops.push(Stop { task: Task::Accompany { visit }, place, start });
                        visits += 1;
                    }
                    None => {}
                }
            }
            if visits == 0 {
                route.stops.clear();
            }
            routes.push(route);
        }
    }
    routes
}

/// A visit of a plan: when it starts, which it is, and which shift fills each slot.
type Wanted = (PlanTime, u32, Vec<(ShiftIdx, usize)>);

impl SearchState<'_> {
    /// Plans, as far as it can, what `plan` says: the same people, the same order, not earlier than stated. What does not
    /// fit is left out.
    pub(super) fn load(&mut self, plan: &Plan) {
        let frame = self.frame;
        let mut local = vec![u32::MAX; frame.problem.visits.len()];
        for (v, visit) in frame.visits.iter().enumerate() {
            local[visit.index.index()] = v as u32;
        }
        let mut wanted: Vec<Wanted> = Vec::new();
        let placements = plan.placements(frame.problem);
        for (v, visit) in frame.visits.iter().enumerate() {
            let slots = &placements[visit.index];
            let filled: Vec<(ShiftIdx, usize)> =
                slots.iter().enumerate().filter_map(|(k, p)| p.map(|(shift, _)| (shift, k))).collect();
            let start = slots.iter().enumerate().find_map(|(k, p)| {
                let offset = frame.problem.visits[visit.index].slots[k].offset;
                p.map(|(_, stop)| stop.start.back(offset))
            });
            if let (Some(start), true) = (start, filled.len() == slots.len()) {
                wanted.push((start, v as u32, filled));
            }
        }
        wanted.sort();
        let duties = self.order_duties(plan);
        for (start, v, filled) in wanted {
            self.load_visit(v, start.0, &filled, &duties);
        }
        self.keep();
    }

    /// Puts the duties of each empty tour into the order that `plan` has them in. Returns when each starts there, by tour and
    /// duty; never for what the plan does not say.
    fn order_duties(&mut self, plan: &Plan) -> Vec<Vec<u32>> {
        let frame = self.frame;
        let mut all: Vec<Vec<u32>> = Vec::with_capacity(frame.tours.len());
        for (t, fixed) in frame.tours.iter().enumerate() {
            let starts = fixed.duties.iter().map(|duty| {
                let part = duty.parts.first()?;
                let shift = fixed.members[part.member as usize].shift;
                let number = part.number as usize;
                let task =
                    if duty.is_break { Task::Break { rule: number } } else { Task::Block { block: number } };
                let route = plan.routes.iter().find(|r| r.shift == shift)?;
                route.stops.iter().find(|s| s.task == task).map(|s| s.start.0)
            });
            let starts: Vec<u32> = starts.map(|s| s.unwrap_or(u32::MAX)).collect();
            let stated = starts.iter().all(|&s| s != u32::MAX);
            let breaks = fixed.duties.iter().zip(&starts).filter(|(d, _)| d.is_break).map(|(_, s)| s);
            if stated && breaks.is_sorted() {
                let key = |e: &Entry| starts.get((e.code & !DUTY) as usize).copied().unwrap_or(u32::MAX);
                self.templates[t].entries.sort_by_key(key);
            }
            all.push(starts);
        }
        all
    }

    fn load_visit(&mut self, v: u32, start: u32, filled: &[(ShiftIdx, usize)], duties: &[Vec<u32>]) {
        let frame = self.frame;
        // The ways whose every slot is filled by the very shift that the plan names.
        let mut chosen: Vec<u32> = Vec::new();
        let mut covered = 0_u32;
        for (slot, span) in frame.visits[v as usize].by_slot.iter().enumerate() {
            if covered & (1 << slot) != 0 {
                continue;
            }
            let fits = |w: &u32| {
                let way = &frame.ways[*w as usize];
                let members = &frame.tours[way.tour as usize].members;
                frame.fills[way.fills.range()]
                    .iter()
                    .all(|f| filled.contains(&(members[f.member as usize].shift, f.slot as usize)))
            };
            let ways = span.range().map(|w| w as u32).filter(fits);
            // A crew fills all its slots in one way.
            let Some(way) = ways.max_by_key(|&w| frame.ways[w as usize].slots.count_ones()) else { return };
            covered |= frame.ways[way as usize].slots;
            chosen.push(way);
        }
        // Where the plan has it: after every visit before it, and after the breaks and blocks that start before it.
        let stated: Vec<(u32, usize)> = chosen
            .iter()
            .map(|&w| {
                let way = &frame.ways[w as usize];
                let begin = start.saturating_add(way.off);
                let before = |e: &&Entry| {
                    e.visit().is_some() || duties[way.tour as usize][(e.code & !DUTY) as usize] < begin
                };
                (w, self.day(way.tour).entries.iter().filter(before).count())
            })
            .collect();
        if self.starts_by_ties(v).is_none() || !self.people_allowed(v, &stated) {
            return;
        }
        if self.place(v, &stated, start) || self.place(v, &stated, 0) {
            return;
        }
        let gaps: Vec<Vec<usize>> =
            chosen.iter().map(|&w| self.late_gaps(frame.ways[w as usize].tour)).collect();
        let mut spots: Vec<(u32, usize)> = Vec::new();
        for floor in [start, 0] {
            if self.try_gaps(v, &chosen, &gaps, floor, &mut spots) {
                return;
            }
        }
    }

    /// Gaps after the last visit of a day, or all when it is empty.
    fn late_gaps(&self, t: u32) -> Vec<usize> {
        let day = self.day(t);
        let from = day.entries.iter().rposition(|e| e.visit().is_some()).map_or(0, |i| i + 1);
        (from..=day.entries.len()).collect()
    }

    fn try_gaps(
        &mut self,
        v: u32,
        ways: &[u32],
        gaps: &[Vec<usize>],
        floor: u32,
        spots: &mut Vec<(u32, usize)>,
    ) -> bool {
        let Some(&way) = ways.get(spots.len()) else {
            return self.place(v, spots, floor);
        };
        for &gap in &gaps[spots.len()] {
            spots.push((way, gap));
            if self.try_gaps(v, ways, gaps, floor, spots) {
                return true;
            }
            spots.pop();
        }
        false
    }

    /// Takes each break out and puts it where it costs least.
    pub(super) fn reseat_breaks(&mut self, t: u32) {
        let count = self.tours[t as usize].entries.iter().filter(|e| e.flags & BREAK != 0).count();
        for nth in 0..count {
            let entries = &self.tours[t as usize].entries;
            let breaks: Vec<usize> = (0..entries.len()).filter(|&i| entries[i].flags & BREAK != 0).collect();
            let (at, low) = (breaks[nth], nth.checked_sub(1).map_or(0, |n| breaks[n] + 1));
            let high = breaks.get(nth + 1).map_or(entries.len() - 1, |next| next - 1);
            let (mark, before) = (self.mark(), self.total);
            self.save(t);
            let mut entry = self.tours[t as usize].entries.remove(at);
            entry.floor = 0;
            entry.late = u32::MAX;
            self.changed.push(t);
            if !self.settle() {
                self.rollback(mark);
                continue;
            }
            let day = &self.tours[t as usize];
            let mut best: Option<(i64, usize)> = None;
            for gap in low..=high {
                let fits = self.gap(t, day, gap, NOWHERE).is_some_and(|g| {
                    let start = entry.begin(self.frame, g.arrival);
                    start.is_some_and(|s| s.saturating_add(entry.length) <= g.limit)
                });
                if fits
                    && let Some(delta) = self.probe(t, day, gap, &entry)
                    && best.is_none_or(|b| delta < b.0)
                {
                    best = Some((delta, gap));
                }
            }
            let better = best.is_some_and(|(_, gap)| {
                gap != at && {
                    self.save(t);
                    self.tours[t as usize].entries.insert(gap, entry);
                    self.changed.push(t);
                    self.settle() && self.total < before
                }
            });
            if !better {
                self.rollback(mark);
            }
        }
    }
}
