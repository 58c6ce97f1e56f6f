//! Later where that is cheaper: the earliest times wait where a later start would not.

use super::layout::{Entry, Layout, sec};
use super::timetable::plan as plan_of;
use crate::clock::TimeWindow;
use crate::model::{Problem, Visit};
use crate::plan::{Plan, Stop, Task};
use crate::rules::{Weights, judge};
use std::collections::{BTreeMap, BTreeSet};

/// Holds stops later where this lowers the price: no waiting before a first stop that could start later, no waiting at
/// a door for others, soft windows, wished and promised times that open later.
///
/// Order, people and places stay. Every change is put before the judge, and one that is not cheaper is dropped: the plan
/// returned never scores worse than `plan`, which comes back as it is when it is not one that [`super::timetable`] could lay
/// out (slots of a visit that disagree, tasks named twice). `stop` is asked before each day; what is gained by then stays.
pub fn tighten(problem: &Problem, weights: &Weights, plan: &Plan, stop: &dyn Fn() -> bool) -> Plan {
    let Some(mut work) = Work::of(problem, weights, plan) else { return plan.clone() };
    // A later stop gives room to the one before it, so go round until nothing moves; three rounds settle most days.
    for _ in 0..ROUNDS {
        let mut better = false;
        for day in (0..work.layout.days.len()).rev() {
            if stop() {
                break;
            }
            better |= work.improve(day);
        }
        if !better {
            break;
        }
    }
    let tightened = plan_of(&work.layout, &work.at);
    let score = |plan: &Plan| judge(problem, weights, plan).score.key();
    if score(&tightened) < score(plan) { tightened } else { plan.clone() }
}

const ROUNDS: usize = 3;

struct Work<'a> {
    problem: &'a Problem,
    weights: &'a Weights,
    layout: Layout,
    /// Every moment, as the plan has it.
    at: Vec<i64>,
    /// The days of each moment.
    days_of: Vec<BTreeSet<usize>>,
}

impl<'a> Work<'a> {
    fn of(problem: &'a Problem, weights: &'a Weights, plan: &Plan) -> Option<Self> {
        let entry = |s: &Stop| -> Entry { (s.task, s.place) };
        let order: Vec<Vec<Entry>> =
            plan.routes.iter().map(|r| r.stops.iter().map(entry).collect()).collect();
        let layout = Layout::of(problem, &order).ok()?;
        let mut at = vec![0; layout.moments.len()];
        let mut days_of = vec![BTreeSet::new(); layout.moments.len()];
        for (number, (day, route)) in layout.days.iter().zip(&plan.routes).enumerate() {
            for (laid, stop) in day.stops.iter().zip(&route.stops) {
                at[laid.moment] = sec(stop.start) - laid.start;
                days_of[laid.moment].insert(number);
            }
        }
        let negative = at.iter().any(|&t| t < 0);
        // Slots that disagree, routes in another order or missing: not the same plan.
        (!negative && plan_of(&layout, &at) == *plan).then_some(Self {
            problem,
            weights,
            layout,
            at,
            days_of,
        })
    }

    /// Tries to hold stretches of one day later, each into the waiting that follows it.
    fn improve(&mut self, day: usize) -> bool {
        let mut better = false;
        let count = self.layout.days[day].stops.len();
        for next in (1..=count).rev() {
            let room = self.room(day, next);
            if room <= 0 {
                continue;
            }
            let mut best: Option<((i64, i64), Vec<usize>, i64)> = None;
            // What the judge says before, by the days concerned: the same for many stretches.
            let mut known = BTreeMap::new();
            for first in 0..next {
                let moments = self.movable(day, first, next);
                for by in self.shifts(day, first, next, &moments, room) {
                    let gain = self.gain(&moments, by, &mut known);
                    if gain < (0, 0) && best.as_ref().is_none_or(|(most, _, _)| gain < *most) {
                        best = Some((gain, moments.clone(), by));
                    }
                }
            }
            if let Some((_, moments, by)) = best {
                for moment in moments {
                    self.at[moment] += by;
                }
                better = true;
            }
        }
        better
    }

    /// How much later the stop before `next` could end: the wait before `next`, or the rest of the shift.
    fn room(&self, day: usize, next: usize) -> i64 {
        let order = &self.layout.days[day];
        let before = &order.stops[next - 1];
        let free = self.at[before.moment] + before.end;
        match order.stops.get(next) {
            Some(stop) => {
                let begin = self.at[stop.moment] + stop.begin;
                order.legs[next].free(self.problem, order.shift, begin) - free
            }
            None => {
                let end = sec(self.problem.shifts[order.shift].end);
                order.way_home.free(self.problem, order.shift, end) - free
            }
        }
    }

    /// The moments of a stretch of stops; none when a block is among them.
    fn movable(&self, day: usize, first: usize, next: usize) -> Vec<usize> {
        let stops = &self.layout.days[day].stops[first..next];
        if stops.iter().any(|s| matches!(s.task, Task::Block { .. })) {
            return Vec::new();
        }
        let moments: BTreeSet<usize> = stops.iter().map(|s| s.moment).collect();
        moments.into_iter().collect()
    }

    /// By how much it may be worth to move: to where something better opens; and as far as room and windows allow,
    /// where that gets rid of waiting or turns it into a cheaper kind.
    fn shifts(&self, day: usize, first: usize, next: usize, moments: &[usize], room: i64) -> BTreeSet<i64> {
        let mut worth = BTreeSet::new();
        let mut most = room;
        for &moment in moments {
            let at = self.at[moment];
            let closes = self.layout.moments[moment].windows.iter().find(|(o, c)| *o <= at && at <= *c);
            most = most.min(closes.map_or(0, |(_, closes)| closes - at));
            let (of, stop) = self.layout.moments[moment].first;
            if let Task::Visit { visit, .. } | Task::Accompany { visit } =
                self.layout.days[of].stops[stop].task
            {
                let better = better_from(self.problem, &self.problem.visits[visit]);
                worth.extend(better.map(|opens| opens - at));
            }
        }
        let stops = &self.layout.days[day].stops;
        let shared = |moment: usize| self.days_of[moment].len() > 1;
        let waits = next < stops.len();
        // In the middle of a day, waiting alone is as dear before one stop as before another.
        if waits && (first == 0 || shared(stops[next].moment) || moments.iter().any(|m| shared(*m))) {
            worth.insert(most);
        }
        worth.retain(|by| *by > 0 && *by <= most);
        worth
    }

    /// What the judge says of moving: the change of hard findings and of price. Asks only about the days that the move can
    /// concern; on all others nothing changes.
    fn gain(
        &self,
        moments: &[usize],
        by: i64,
        known: &mut BTreeMap<BTreeSet<usize>, (i64, i64)>,
    ) -> (i64, i64) {
        let concerned = self.concerned(moments);
        let mut moved = self.at.clone();
        for &moment in moments {
            moved[moment] += by;
        }
        let part = |at: &[i64]| {
            let mut plan = plan_of(&self.layout, at);
            plan.routes.retain(|r| concerned.contains(&(r.shift.0 as usize)));
            judge(self.problem, self.weights, &plan).score.key()
        };
        let after = part(&moved);
        let before = *known.entry(concerned.clone()).or_insert_with(|| part(&self.at));
        (after.0 - before.0, after.1.saturating_sub(before.1))
    }

    /// The days of the moments that move, and all days that share a visit, a tie, a person or a vehicle with one.
    fn concerned(&self, moments: &[usize]) -> BTreeSet<usize> {
        let moved: BTreeSet<usize> = moments.iter().flat_map(|&m| self.days_of[m].iter().copied()).collect();
        let mut concerned = moved.clone();
        for &day in &moved {
            let order = &self.layout.days[day];
            let shift = &self.problem.shifts[order.shift];
            concerned.extend(self.problem.shifts_of[shift.staff].iter().map(|s| s.0 as usize));
            if let Some(crew) = shift.crew {
                concerned.extend(self.problem.crews[crew].shifts.iter().map(|s| s.0 as usize));
            }
            for stop in &order.stops {
                concerned.extend(&self.days_of[stop.moment]);
                let Task::Visit { visit, .. } = stop.task else { continue };
                for &link in &self.problem.links_of[visit] {
                    let link = self.problem.links[link];
                    for moment in
                        [link.first, link.second].into_iter().filter_map(|v| self.layout.of_visit[v])
                    {
                        concerned.extend(&self.days_of[moment]);
                    }
                }
            }
        }
        concerned
    }
}

/// From when on a visit's start gets better: where soft windows and wished times open, and what was promised.
fn better_from<'v>(problem: &'v Problem, visit: &'v Visit) -> impl Iterator<Item = i64> + 'v {
    let opens = |w: &TimeWindow| sec(w.opens);
    let wished = problem.patients[visit.patient].wishes.times.iter();
    visit.soft_windows.iter().chain(wished).map(opens).chain(visit.promise.iter().map(|p| sec(p.start)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::tests::{chance_order, town};
    use crate::schedule::timetable;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn what_a_few_days_say_of_a_move_is_what_the_whole_plan_says(seed in 0..1000u64, by in 1..7200i64) {
            let problem = town(seed);
            let weights = Weights::default();
            let plan = timetable(&problem, &chance_order(&problem, seed)).expect("chance kept what fits");
            let work = Work::of(&problem, &weights, &plan).expect("a timetable's own plan");
            let score = |at: &[i64]| judge(&problem, &weights, &plan_of(&work.layout, at)).score.key();
            for moment in 0..work.at.len() {
                let mut moved = work.at.clone();
                moved[moment] += by;
                let (before, after) = (score(&work.at), score(&moved));
                let gain = work.gain(&[moment], by, &mut BTreeMap::new());
                prop_assert_eq!(gain, (after.0 - before.0, after.1 - before.1));
            }
        }
    }
}
